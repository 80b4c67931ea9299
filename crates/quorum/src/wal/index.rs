//! [`Index`]: where each entry stands, which Kafka offsets it takes, and where terms and epochs begin.
//!
//! 16 bytes an entry, rebuilt from the log when it is opened. It holds the tail that is only queued too; such an entry
//! has no place in a file yet.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use crate::log_id::LogId;

/// The place of a record: sequence number of the segment and position in its file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) position: u32,
}

/// The place of an entry that has not been written yet.
const NOWHERE: Place = Place { segment: u32::MAX, position: u32::MAX };

#[derive(Clone, Copy, Debug)]
struct Slot {
    place: Place,
    base_offset: i64,
}

/// A leader epoch that has batches: it and where they begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct EpochStart {
    epoch: i32,
    offset: i64,
}

/// The largest epoch with batches that is at most the one asked for, and the offset after its last batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct EpochEnd {
    pub(crate) epoch: i32,
    pub(crate) end_offset: i64,
}

/// The positions of all entries that the log holds.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Raft index of the first slot.
    first: u64,
    slots: VecDeque<Slot>,
    /// (term, index at which it begins), ascending, for the entries held.
    terms: VecDeque<(u64, u64)>,
    /// Ascending by epoch and offset, for the whole log that is held.
    epochs: VecDeque<EpochStart>,
    next_offset: i64,
    /// What was purged last: it still has a log id.
    purged: Option<LogId>,
}

impl Index {
    /// An index of nothing, in front of which lies `purged`.
    pub(super) fn after(purged: Option<LogId>, next_index: u64, next_offset: i64) -> Self {
        Self { first: next_index, next_offset, purged, ..Self::default() }
    }

    pub(super) fn purged(&self) -> Option<LogId> {
        self.purged
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The first index held, or the next one when nothing is held.
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// The index that the next entry gets.
    pub(super) fn next(&self) -> u64 {
        self.first + self.slots.len() as u64
    }

    /// The Kafka offset that the next batch gets: the end of the log.
    pub(super) fn next_offset(&self) -> i64 {
        self.next_offset
    }

    /// The Kafka offset at which the log that is held begins.
    pub(super) fn start_offset(&self) -> i64 {
        self.slots.front().map_or(self.next_offset, |slot| slot.base_offset)
    }

    /// The last entry, or what was purged last when there is none.
    pub(super) fn last(&self) -> Option<LogId> {
        match self.next().checked_sub(1) {
            Some(last) if !self.is_empty() => self.id(last),
            _ => self.purged,
        }
    }

    /// The log id of an entry that is held, or of the last one purged.
    pub(super) fn id(&self, index: u64) -> Option<LogId> {
        if let Some(purged) = self.purged.filter(|purged| purged.index == index) {
            return Some(purged);
        }
        if index < self.first || index >= self.next() {
            return None;
        }
        let run = self.terms.partition_point(|(_, begin)| *begin <= index).checked_sub(1)?;
        Some(LogId { term: self.terms.get(run)?.0, index })
    }

    fn slot(&self, index: u64) -> Option<&Slot> {
        self.slots.get(usize::try_from(index.checked_sub(self.first)?).ok()?)
    }

    pub(super) fn place(&self, index: u64) -> Option<Place> {
        self.slot(index).map(|slot| slot.place).filter(|place| *place != NOWHERE)
    }

    pub(super) fn base_offset(&self, index: u64) -> Option<i64> {
        match self.slot(index) {
            Some(slot) => Some(slot.base_offset),
            None => (index == self.next()).then_some(self.next_offset),
        }
    }

    /// The offset after an entry's batch; for an entry that was purged the first offset held.
    pub(super) fn end_offset(&self, index: u64) -> i64 {
        match index.checked_add(1) {
            Some(next) if next >= self.first => self.base_offset(next).unwrap_or(self.next_offset),
            _ => self.start_offset(),
        }
    }

    /// The first entry whose batch has records at `offset` or after it, when there is one below `next()`.
    pub(super) fn holding(&self, offset: i64) -> u64 {
        // Entries without a batch have the base offset of the next one that has: the last with a base offset at or
        // below the wanted one is the one that holds it.
        let after = self.slots.partition_point(|slot| slot.base_offset <= offset);
        self.first + after.saturating_sub(1) as u64
    }

    /// Adds an entry at the end; `place` is `None` as long as it is only queued. Returns its base offset.
    pub(super) fn push(&mut self, id: LogId, count: u32, place: Option<Place>) -> i64 {
        if self.slots.is_empty() {
            self.first = id.index;
        }
        let base_offset = self.next_offset;
        self.slots.push_back(Slot { place: place.unwrap_or(NOWHERE), base_offset });
        if self.terms.back().is_none_or(|(term, _)| *term != id.term) {
            self.terms.push_back((id.term, id.index));
        }
        let epoch = id.term as i32;
        if count > 0 && self.epochs.back().is_none_or(|last| last.epoch != epoch) {
            self.epochs.push_back(EpochStart { epoch, offset: base_offset });
        }
        self.next_offset += i64::from(count);
        base_offset
    }

    pub(super) fn set_place(&mut self, index: u64, place: Place) {
        let at = index.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = at.and_then(|at| self.slots.get_mut(at)) {
            slot.place = place;
        }
    }

    /// Drops everything from `index` on.
    pub(super) fn truncate(&mut self, index: u64) {
        if index >= self.next() {
            return;
        }
        if let Some(offset) = self.base_offset(index.max(self.first)) {
            self.next_offset = offset;
        }
        self.slots.truncate(index.saturating_sub(self.first) as usize);
        while self.terms.back().is_some_and(|(_, begin)| *begin >= index) {
            self.terms.pop_back();
        }
        while self.epochs.back().is_some_and(|last| last.offset >= self.next_offset) {
            self.epochs.pop_back();
        }
        if self.slots.is_empty() {
            self.first = index.max(crate::log_id::next_index(self.purged));
            self.terms.clear();
        }
    }

    /// Drops everything up to `upto`. The log may end before it; then it goes on after it, at `next_offset`.
    pub(super) fn purge(&mut self, upto: LogId, next_offset: i64) {
        if self.purged.is_some_and(|purged| purged.index >= upto.index) {
            return;
        }
        let keep_from = upto.index + 1;
        self.purged = Some(upto);
        if keep_from >= self.next() {
            let epochs = std::mem::take(&mut self.epochs);
            *self = Self { epochs, ..Self::after(Some(upto), keep_from, next_offset.max(self.next_offset)) };
        } else {
            let gone = keep_from.saturating_sub(self.first);
            self.slots.drain(..gone as usize);
            self.first = self.first.max(keep_from);
            while self.terms.get(1).is_some_and(|(_, begin)| *begin <= self.first) {
                self.terms.pop_front();
            }
        }
        // The epoch in which the log begins stays, cut to it: what was fetched before is checked against it.
        let start = self.start_offset();
        while self.epochs.get(1).is_some_and(|second| second.offset <= start) {
            self.epochs.pop_front();
        }
        if let Some(first) = self.epochs.front_mut() {
            first.offset = first.offset.max(start);
        }
    }

    /// The last log id of each term in a range of indexes: what Raft keeps in memory of a log.
    pub(super) fn term_ends(&self, range: RangeInclusive<u64>) -> Vec<LogId> {
        let last = (*range.end()).min(self.next().saturating_sub(1));
        let begins = self.terms.iter().skip(1).map(|(_, begin)| *begin).chain([self.next()]);
        self.terms
            .iter()
            .zip(begins)
            .filter(|((_, begin), next)| *begin <= last && *next > *range.start())
            .map(|((term, _), next)| LogId { term: *term, index: (next - 1).min(last) })
            .collect()
    }

    /// The largest epoch with batches that is at most `epoch`, and where it ends; `None` when there is none.
    pub(super) fn epoch_end(&self, epoch: i32) -> Option<EpochEnd> {
        let after = self.epochs.partition_point(|start| start.epoch <= epoch);
        let found = self.epochs.get(after.checked_sub(1)?)?;
        let end_offset = self.epochs.get(after).map_or(self.next_offset, |next| next.offset);
        Some(EpochEnd { epoch: found.epoch, end_offset })
    }

    /// The lowest segment that an entry held stands in; `None` when none has been written.
    pub(super) fn oldest_segment(&self) -> Option<u32> {
        // Entries are written in order, so the first one held stands in the oldest segment.
        self.slots.front().map(|slot| slot.place).filter(|place| *place != NOWHERE).map(|place| place.segment)
    }
}
