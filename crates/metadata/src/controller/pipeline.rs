//! [`Pipeline`]: from the records of rules to entries of the log, and back to answers when they are committed.
//!
//! Records go into an open batch and at the same time onto the draft: a fork of the image with all that is on its way.
//! A batch is sealed with a fork of the draft; when its entry is committed, that fork is the committed image, at no cost.
//! Offsets are given when a record is added: there is one proposer and nothing in between. Answers wait at the batch that
//! they stand on; an answer that stands on no record of its own waits for all that was there before it.
//!
//! Promises: entries are proposed in order, at most [`MAX_IN_FLIGHT`] unanswered; the draft is at every moment the
//! committed image with all records on their way applied; each answer is given once.

use std::collections::VecDeque;

use bytes::Bytes;
use wire::records::MetadataRecord;

use super::effect::{Effect, Effects, Proposal};
use super::event::{Applied, Ticket};
use super::response::Response;
use crate::entry::{
    BatchWriter, Full, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, PrivateRecord, encode_private, encode_record,
};
use crate::error::Error;
use crate::features::MetadataVersion;
use crate::image::{Changes, Image, Replay};

/// The most entries that are proposed and not committed yet.
pub const MAX_IN_FLIGHT: usize = 16;
/// Bytes that an entry's private part may take from its batch.
const PRIVATE_RESERVE: usize = 64 * 1024;
/// What a record takes in a batch beside its value: length, attributes, time, offset, key, headers, each at its longest.
const RECORD_OVERHEAD: usize = 5 + 1 + 10 + 5 + 1 + 5 + 1;
/// What the records of one batch may take.
const ROOM: usize = MAX_BATCH_BYTES - PRIVATE_RESERVE - wire::batch::HEADER_LEN;

/// An answer and whom it is for.
pub(super) type Reply = (Ticket, Response);

/// What an operation writes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Write {
    pub(super) records: Vec<MetadataRecord>,
    /// Beside the records; applied behind them.
    pub(super) private: Vec<PrivateRecord>,
    /// Whether the records may be committed in parts: every prefix is valid by itself.
    pub(super) divisible: bool,
}

/// An operation with more records than go into one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

/// A batch that is still filled.
#[derive(Debug)]
struct Open {
    writer: BatchWriter,
    private: Vec<PrivateRecord>,
    base_offset: i64,
    timestamp_ms: i64,
    changes: Changes,
    replies: Vec<Reply>,
}

/// An entry that is ready, proposed or not.
#[derive(Debug)]
struct Sealed {
    base_offset: i64,
    count: u32,
    batch: Bytes,
    private: Bytes,
    /// The draft behind it, and what it changed. Nothing for an entry that is applied by reading it.
    after: Option<(Replay, Changes)>,
    replies: Vec<Reply>,
}

/// An entry that was committed.
#[derive(Debug)]
pub(super) struct Landed {
    /// The committed state behind it and what it changed, if that is known without reading the entry.
    pub(super) after: Option<(Replay, Changes)>,
    /// The answers that stood on it.
    pub(super) replies: Vec<Reply>,
}

/// The way of records into the log.
#[derive(Debug)]
pub(super) struct Pipeline {
    term: i32,
    draft: Replay,
    next_offset: i64,
    open: Option<Open>,
    sealed: VecDeque<Sealed>,
    in_flight: VecDeque<Sealed>,
}

impl Pipeline {
    /// The pipeline of a leader of `term`, where the log goes on at `next_offset` behind `committed`.
    pub(super) fn new(term: i32, committed: &Replay, next_offset: i64) -> Pipeline {
        Pipeline {
            term,
            draft: committed.clone(),
            next_offset,
            open: None,
            sealed: VecDeque::new(),
            in_flight: VecDeque::new(),
        }
    }

    /// The image with all that is on its way.
    pub(super) fn draft(&self) -> &Image {
        self.draft.image()
    }

    /// Whether a metadata transaction is open on the draft.
    pub(super) fn in_transaction(&self) -> bool {
        self.draft.in_transaction()
    }

    /// Where the next record will stand.
    pub(super) fn next_offset(&self) -> i64 {
        self.next_offset
    }

    /// Whether another operation may be written: entries that are ready do not pile up.
    pub(super) fn has_room(&self) -> bool {
        self.sealed.is_empty()
    }

    /// Whether nothing is on its way.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_none() && self.sealed.is_empty() && self.in_flight.is_empty()
    }

    /// Writes what an operation says; its answer is given when all of it is committed.
    ///
    /// # Errors
    /// [`TooLarge`] when it goes into no entry; nothing was written then, and the answer is given back. [`Error`] when a
    /// record cannot be written or does not fit the draft: a rule is wrong, and the process must end.
    pub(super) fn write(&mut self, write: &Write, now_ms: i64) -> Result<Result<(), TooLarge>, Error> {
        let values: Vec<Bytes> =
            write.records.iter().map(|record| self.encode(record)).collect::<Result<_, _>>()?;
        let bytes: usize = values.iter().map(|value| value.len() + RECORD_OVERHEAD).sum();
        let too_large = values.len() > MAX_BATCH_RECORDS as usize || bytes > ROOM;
        if too_large && !write.divisible {
            return Ok(Err(TooLarge));
        }
        if !too_large && !self.fits(values.len(), bytes) {
            self.seal()?;
        }
        for (record, value) in write.records.iter().zip(values) {
            self.add(record, &value, now_ms)?;
        }
        if !write.private.is_empty() {
            self.add_private(&write.private, now_ms)?;
        }
        Ok(Ok(()))
    }

    /// Gives an answer when all that was written up to now is committed; at once if nothing is on its way.
    pub(super) fn reply(&mut self, ticket: Ticket, response: Response, effects: &mut Effects) {
        let replies = match (&mut self.open, self.sealed.back_mut(), self.in_flight.back_mut()) {
            (Some(open), _, _) => &mut open.replies,
            (None, Some(last), _) | (None, None, Some(last)) => &mut last.replies,
            (None, None, None) => return effects.push(Effect::Reply { ticket, response }),
        };
        replies.push((ticket, response));
    }

    /// Proposes a batch that is ready-made, and will be applied by reading it.
    pub(super) fn propose_ready(&mut self, batch: Bytes, count: u32, effects: &mut Effects) {
        let base_offset = self.next_offset;
        self.next_offset += i64::from(count);
        let sealed =
            Sealed { base_offset, count, batch, private: Bytes::new(), after: None, replies: Vec::new() };
        self.sealed.push_back(sealed);
        self.propose(effects);
    }

    /// Sends out what is there, as far as there is room.
    pub(super) fn flush(&mut self, effects: &mut Effects) -> Result<(), Error> {
        self.seal()?;
        self.propose(effects);
        Ok(())
    }

    /// Takes the committed entry, if it is the next that is expected.
    pub(super) fn land(&mut self, applied: &Applied) -> Option<Landed> {
        let front = self.in_flight.front()?;
        let is_it = applied.term == self.term
            && applied.base_offset == front.base_offset
            && applied.count == front.count
            && applied.private == front.private
            && unstamped(&applied.batch) == unstamped(&front.batch);
        if !is_it {
            return None;
        }
        let front = self.in_flight.pop_front()?;
        Some(Landed { after: front.after, replies: front.replies })
    }

    /// Goes on behind an entry that the quorum wrote for us while nothing was on its way.
    pub(super) fn resume(&mut self, committed: &Replay) {
        self.draft = committed.clone();
        self.next_offset = committed.next_offset();
    }

    /// What is expected next, for a message.
    pub(super) fn expected(&self) -> String {
        match self.in_flight.front() {
            Some(front) => {
                format!("{} records at offset {} in term {}", front.count, front.base_offset, self.term)
            }
            None => format!("nothing before offset {} in term {}", self.next_offset, self.term),
        }
    }

    /// All answers that wait. What they stand on may or may not be committed by a later leader.
    pub(super) fn into_replies(self) -> impl Iterator<Item = Reply> {
        let batches = self.in_flight.into_iter().chain(self.sealed).map(|sealed| sealed.replies);
        batches.chain(self.open.map(|open| open.replies)).flatten()
    }

    fn encode(&self, record: &MetadataRecord) -> Result<Bytes, Error> {
        // Before the first record of a log only records come that are the same at all levels.
        let version = self.draft().features().metadata_version().unwrap_or(MetadataVersion::MIN);
        Ok(encode_record(record, version)?)
    }

    fn fits(&self, records: usize, bytes: usize) -> bool {
        self.open.as_ref().is_none_or(|open| {
            let used = open.writer.size() - wire::batch::HEADER_LEN;
            open.writer.count() as usize + records <= MAX_BATCH_RECORDS as usize && used + bytes <= ROOM
        })
    }

    fn opened(&mut self, now_ms: i64) -> &mut Open {
        let base_offset = self.next_offset;
        self.open.get_or_insert_with(|| Open {
            writer: BatchWriter::new(ROOM + wire::batch::HEADER_LEN),
            private: Vec::new(),
            base_offset,
            timestamp_ms: now_ms,
            changes: Changes::default(),
            replies: Vec::new(),
        })
    }

    fn add(&mut self, record: &MetadataRecord, value: &Bytes, now_ms: i64) -> Result<(), Error> {
        if let Err(Full) = self.opened(now_ms).writer.add(value, now_ms)? {
            self.seal()?;
            // A record of its own batch's size would be refused again; there is none: strings are bounded by requests.
            if let Err(Full) = self.opened(now_ms).writer.add(value, now_ms)? {
                return Err(Error::RecordTooLarge { record: record.name(), bytes: value.len() });
            }
        }
        let offset = self.next_offset;
        if let Some(open) = &mut self.open {
            let applied = self.draft.apply(offset, record, &mut open.changes);
            applied.map_err(|source| Error::Apply { offset, source })?;
            open.timestamp_ms = open.timestamp_ms.max(now_ms);
        }
        self.next_offset += 1;
        Ok(())
    }

    /// Puts private records behind what is in the batch, and seals it: they are applied behind all its records.
    fn add_private(&mut self, private: &[PrivateRecord], now_ms: i64) -> Result<(), Error> {
        let mut changes = Changes::default();
        let offset = self.next_offset;
        for record in private {
            self.draft
                .apply_private(record, &mut changes)
                .map_err(|source| Error::Apply { offset, source })?;
        }
        let open = self.opened(now_ms);
        open.private.extend_from_slice(private);
        open.changes.extend(changes);
        self.seal()
    }

    fn seal(&mut self) -> Result<(), Error> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let count = open.writer.count();
        let batch = if count == 0 { Bytes::new() } else { open.writer.finish()? };
        if count > 0 {
            self.draft.stamp(self.next_offset - 1, self.term, open.timestamp_ms);
        }
        self.sealed.push_back(Sealed {
            base_offset: open.base_offset,
            count,
            batch,
            private: encode_private(&open.private),
            after: Some((self.draft.clone(), open.changes)),
            replies: open.replies,
        });
        Ok(())
    }

    /// Sends out what is ready, as far as there is room.
    pub(super) fn propose(&mut self, effects: &mut Effects) {
        while self.in_flight.len() < MAX_IN_FLIGHT {
            let Some(entry) = self.sealed.pop_front() else { return };
            effects.push(Effect::Propose(Proposal {
                term: self.term,
                base_offset: entry.base_offset,
                batch: entry.batch.clone(),
                count: entry.count,
                private: entry.private.clone(),
            }));
            self.in_flight.push_back(entry);
        }
    }
}

/// A batch without what is stamped on it: base offset, length and epoch stand before its magic byte.
fn unstamped(batch: &[u8]) -> &[u8] {
    const MAGIC: usize = 16;
    batch.get(MAGIC..).unwrap_or_default()
}
