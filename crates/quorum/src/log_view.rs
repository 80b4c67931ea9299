//! [`LogView`]: the metadata log as its followers may read it.

use bytes::Bytes;
use tokio::sync::watch;

use crate::Error;
use crate::raft::AppliedState;
use crate::wal::Wal;

/// Batches of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Records {
    /// Whole batches, stamped with base offset and leader epoch, one after the other. The first one may begin before the
    /// offset that was asked for.
    pub batches: Bytes,
    /// The offset after the last of them; the one asked for when there is none.
    pub next_offset: i64,
}

/// Whether a follower's copy is a prefix of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validity {
    /// It is.
    Valid,
    /// It is not: the follower is to drop what it has from here on, and ask again.
    Diverging {
        /// The largest epoch of the log that is at most the follower's.
        epoch: i32,
        /// The offset after the last batch of that epoch.
        end_offset: i64,
    },
}

/// The read side of the metadata log. Only what is committed is served; a follower's position is checked against all of
/// the log, the uncommitted tail included. Clones are cheap. Reading may read a file.
#[derive(Clone)]
pub struct LogView {
    wal: Wal,
    high_watermark: watch::Receiver<i64>,
    applied: watch::Receiver<AppliedState>,
}

impl LogView {
    pub(crate) fn new(
        wal: Wal,
        high_watermark: watch::Receiver<i64>,
        applied: watch::Receiver<AppliedState>,
    ) -> Self {
        Self { wal, high_watermark, applied }
    }

    /// The offset up to which the log may be read; -1 on a leader that has not applied an entry of its own term yet,
    /// because it may know less than was served before.
    pub fn high_watermark(&self) -> i64 {
        *self.high_watermark.borrow()
    }

    /// Tells when the high watermark moves.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.high_watermark.clone()
    }

    /// The first offset of the log: 0, as long as nothing is ever purged.
    pub fn start_offset(&self) -> i64 {
        self.wal.offsets().start
    }

    /// The offset after the last batch, committed or not.
    pub fn end_offset(&self) -> i64 {
        self.wal.offsets().end
    }

    /// The committed batches from the one that holds `offset` on, at most `max_bytes` of them, but at least one when
    /// there is one. None at or beyond the high watermark.
    pub fn read(&self, offset: i64, max_bytes: usize) -> Result<Records, Error> {
        let nothing = Records { batches: Bytes::new(), next_offset: offset };
        let end = self.high_watermark().min(self.applied.borrow().next_offset);
        if offset < 0 || offset >= end {
            return Ok(nothing);
        }
        let served = self
            .wal
            .batches(offset, end, max_bytes)
            .map_err(|e| Error::Ended(format!("the metadata log can not be read: {e}")))?;
        Ok(Records { batches: served.batches, next_offset: served.next_offset })
    }

    /// The largest epoch of the log that is at most `epoch`, and the offset after its last batch.
    pub fn end_offset_for_epoch(&self, epoch: i32) -> (i32, i64) {
        match self.wal.epoch_end(epoch) {
            Some(end) => (end.epoch, end.end_offset),
            // Before all epochs: nothing of the follower's copy is ours.
            None => (0, self.start_offset()),
        }
    }

    /// Checks a follower's position: the offset that it wants, and the epoch of the batch in front of it. Kafka's rule
    /// (`RaftLog.validateOffsetAndEpoch`), in a log that begins at 0.
    pub fn validate(&self, offset: i64, last_fetched_epoch: i32) -> Validity {
        if offset == 0 && self.start_offset() == 0 {
            return Validity::Valid;
        }
        let (epoch, end_offset) = self.end_offset_for_epoch(last_fetched_epoch);
        if epoch == last_fetched_epoch && offset <= end_offset {
            Validity::Valid
        } else {
            Validity::Diverging { epoch, end_offset }
        }
    }
}
