//! [`PartitionView`]: a replica as a reader sees it, and the rules by which it may be read.
//!
//! A value of a few numbers, published after each change: fetches of consumers, parked fetches and ListOffsets are
//! decided on it without the partition's lock. Changes nothing.

use crate::epochs::{EpochEnd, LeaderEpochs};
use crate::error::ReplicaError;
use crate::ids::{BrokerId, LeaderEpoch, Offset};

/// What a replica is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoleKind {
    /// Its log directory failed. Nothing brings it back in this run of the broker.
    Offline,
    /// It takes writes.
    Leader,
    /// It copies a leader, or waits for one.
    #[default]
    Follower,
}

/// A consistent snapshot of a replica.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartitionView {
    /// What it is.
    pub role: RoleKind,
    /// Who leads, when anybody does.
    pub leader: Option<BrokerId>,
    /// In which epoch.
    pub leader_epoch: LeaderEpoch,
    /// Where the leader's epoch began; only of a leader.
    pub epoch_start: Offset,
    /// The first offset.
    pub log_start: Offset,
    /// The end of what is committed.
    pub high_watermark: Offset,
    /// The end of the log.
    pub log_end: Offset,
}

/// A partition's part of a Fetch, whoever sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    /// Who fetches.
    pub fetcher: Fetcher,
    /// `CurrentLeaderEpoch`; `None` (-1) is not checked.
    pub leader_epoch: Option<LeaderEpoch>,
    /// `FetchOffset`.
    pub offset: Offset,
    /// `LastFetchedEpoch`; `None` (-1) is not checked.
    pub last_fetched_epoch: Option<LeaderEpoch>,
}

/// Who fetches, and what follows for what may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetcher {
    /// A follower: from the leader only, up to the log's end.
    Replica,
    /// A consumer: up to the high watermark; from a follower only when it said where it stands (KIP-392, version 11
    /// on).
    Consumer {
        /// Whether it must ask the leader.
        leader_only: bool,
    },
}

/// What a fetch is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchAnswer {
    /// The records between these offsets, none when they are equal.
    Read {
        /// The batch that contains it is the first one.
        from: Offset,
        /// No batch at or beyond it. Below `from` only for a consumer that has read more from a former leader.
        below: Offset,
    },
    /// No records: the logs part here.
    Diverging(EpochEnd),
}

/// Who asks for an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OffsetAsker {
    /// A client (replica id -1): committed offsets only.
    Client,
    /// A follower, or a tool that says it is one (-2): any offset.
    Replica,
}

impl PartitionView {
    /// Whether a request of this epoch may be served here (`Partition.getLocalLog`).
    ///
    /// # Errors
    /// The epoch is fenced or not yet known; this is not the leader, though it must be; the log is gone.
    pub fn check_access(
        &self,
        leader_epoch: Option<LeaderEpoch>,
        leader_only: bool,
    ) -> Result<(), ReplicaError> {
        if self.role == RoleKind::Offline {
            return Err(ReplicaError::Offline);
        }
        let current = self.leader_epoch;
        match leader_epoch {
            Some(asked) if asked < current => return Err(ReplicaError::FencedLeaderEpoch { asked, current }),
            Some(asked) if asked > current => {
                return Err(ReplicaError::UnknownLeaderEpoch { asked, current });
            }
            _ => {}
        }
        if leader_only && self.role != RoleKind::Leader {
            return Err(ReplicaError::NotLeader { leader: self.leader, leader_epoch: current });
        }
        Ok(())
    }

    /// Decides a fetch of a consumer, or one of a follower that was admitted before and is looked at again.
    ///
    /// # Errors
    /// As [`PartitionView::check_access`] and [`PartitionView::check_position`].
    pub fn check_fetch(
        &self,
        fetch: &FetchRequest,
        epochs: &dyn LeaderEpochs,
    ) -> Result<FetchAnswer, ReplicaError> {
        let leader_only = fetch.fetcher != (Fetcher::Consumer { leader_only: false });
        self.check_access(fetch.leader_epoch, leader_only)?;
        self.check_position(fetch, epochs)
    }

    /// Where a fetch stands in this log (`Partition.readRecords`).
    ///
    /// # Errors
    /// The offset is below the log's start or above its end; the last fetched epoch is later than any here.
    pub(crate) fn check_position(
        &self,
        fetch: &FetchRequest,
        epochs: &dyn LeaderEpochs,
    ) -> Result<FetchAnswer, ReplicaError> {
        let out_of_range =
            ReplicaError::OffsetOutOfRange { offset: fetch.offset, start: self.log_start, end: self.log_end };
        if let Some(last) = fetch.last_fetched_epoch {
            let end = epochs.end_offset(last).ok_or(ReplicaError::UnknownLastFetchedEpoch { epoch: last })?;
            if fetch.offset < self.log_start {
                return Err(out_of_range);
            }
            if end.epoch < last || end.end_offset < fetch.offset {
                return Ok(FetchAnswer::Diverging(end));
            }
        }
        if fetch.offset < self.log_start || fetch.offset > self.log_end {
            return Err(out_of_range);
        }
        let below = match fetch.fetcher {
            Fetcher::Replica => self.log_end,
            Fetcher::Consumer { .. } => self.high_watermark,
        };
        Ok(FetchAnswer::Read { from: fetch.offset, below })
    }

    /// The latest offset, for ListOffsets, with the epoch to answer.
    ///
    /// A client is told nothing while a new leader's high watermark is below the start of its epoch: its
    /// predecessor may have told a later one, and an answered offset never goes back (KIP-207).
    ///
    /// # Errors
    /// As [`PartitionView::check_access`]; [`ReplicaError::OffsetNotAvailable`].
    pub fn latest_offset(
        &self,
        asker: OffsetAsker,
        leader_epoch: Option<LeaderEpoch>,
        leader_only: bool,
    ) -> Result<(Offset, LeaderEpoch), ReplicaError> {
        self.check_access(leader_epoch, leader_only)?;
        match asker {
            OffsetAsker::Replica => Ok((self.log_end, self.leader_epoch)),
            OffsetAsker::Client => {
                self.check_epoch_committed()?;
                Ok((self.high_watermark, self.leader_epoch))
            }
        }
    }

    /// Whether an offset that was found for a timestamp may be told: `Some` of it, or `None` when nothing that may be
    /// told fits. To be asked after [`PartitionView::check_access`].
    ///
    /// # Errors
    /// [`ReplicaError::OffsetNotAvailable`]: it stands where a new leader does not know yet what is committed.
    pub fn found_offset(
        &self,
        asker: OffsetAsker,
        found: Option<Offset>,
    ) -> Result<Option<Offset>, ReplicaError> {
        match asker {
            OffsetAsker::Replica => Ok(found.filter(|offset| *offset < self.log_end)),
            OffsetAsker::Client => match found.filter(|offset| *offset < self.high_watermark) {
                Some(offset) => Ok(Some(offset)),
                None => self.check_epoch_committed().map(|()| None),
            },
        }
    }

    /// The end of an epoch, for OffsetForLeaderEpoch; `None` is answered as epoch -1, offset -1.
    ///
    /// # Errors
    /// As [`PartitionView::check_access`].
    pub fn epoch_end(
        &self,
        leader_epoch: Option<LeaderEpoch>,
        asked: LeaderEpoch,
        epochs: &dyn LeaderEpochs,
    ) -> Result<Option<EpochEnd>, ReplicaError> {
        self.check_access(leader_epoch, true)?;
        Ok(epochs.end_offset(asked))
    }

    fn check_epoch_committed(&self) -> Result<(), ReplicaError> {
        if self.role == RoleKind::Leader && self.high_watermark < self.epoch_start {
            return Err(ReplicaError::OffsetNotAvailable {
                high_watermark: self.high_watermark,
                epoch_start: self.epoch_start,
            });
        }
        Ok(())
    }
}
