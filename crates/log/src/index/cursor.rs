//! [`IndexCursor`]: which batches get an index entry, as they come one after the other.

use wire::batch::BatchHeader;

use super::{OffsetEntry, TimeEntry};

/// Walks with a writer or a scan along the batches of a segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IndexCursor {
    /// `index.interval.bytes`.
    interval: u32,
    bytes_since_entry: u64,
    largest: Option<TimeEntry>,
}

impl IndexCursor {
    /// At the beginning of a segment, or at a place behind a batch where the largest timestamp before is known.
    pub(crate) fn new(interval: u32, largest: Option<TimeEntry>) -> Self {
        Self { interval, bytes_since_entry: 0, largest }
    }

    /// The largest timestamp so far and the batch that had it first.
    pub(crate) fn largest(&self) -> Option<TimeEntry> {
        self.largest
    }

    /// Goes past a batch. Returns the entries it gets, if enough bytes lie between it and the last that had any.
    pub(crate) fn pass(
        &mut self,
        position: u64,
        header: &BatchHeader,
    ) -> Option<(OffsetEntry, Option<TimeEntry>)> {
        let offset = header.last_offset();
        if header.max_timestamp > self.largest.map_or(-1, |l| l.timestamp) {
            self.largest = Some(TimeEntry { timestamp: header.max_timestamp, offset });
        }
        let due = self.bytes_since_entry > u64::from(self.interval);
        if due {
            self.bytes_since_entry = 0;
        }
        self.bytes_since_entry += header.size() as u64;
        due.then_some((OffsetEntry { offset, position: position as u32 }, self.largest))
    }
}
