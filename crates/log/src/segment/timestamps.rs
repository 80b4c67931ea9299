//! Finding batches in a segment by time.

use bytes::Bytes;
use wire::batch::{BatchView, Records};

use super::end::SegmentEnd;
use super::scan::{BatchScan, Scanned};
use super::segment_file::{Largest, Segment};
use crate::BatchFault;
use crate::error::{IoContext, LogError};
use crate::index::{IndexCursor, Lookup, TimeEntry};

/// The most that a batch may hold when it must be unpacked to find a timestamp in it.
const UNPACKED_BYTES_MAX: usize = 256 * 1024 * 1024;

/// A record, by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampOffset {
    /// Its timestamp, in milliseconds since 1970.
    pub timestamp: i64,
    /// Its offset.
    pub offset: i64,
    /// Epoch of the leader that wrote its batch; -1 when that is not known.
    pub leader_epoch: i32,
}

impl Segment {
    /// The largest timestamp of the segment and the last offset of the first batch that has it.
    pub(crate) fn largest_timestamp(&self) -> Result<Option<TimeEntry>, LogError> {
        if let Largest::Known(largest) = *self.largest.lock() {
            return Ok(largest);
        }
        if !self.index().load()? {
            self.rebuild_index(self.end())?;
        }
        let found = self.index().last_time();
        let mut largest = self.largest.lock();
        // The writer may have begun to append meanwhile; what it knows is newer.
        if let Largest::Known(known) = *largest {
            return Ok(known);
        }
        *largest = Largest::Known(found);
        Ok(found)
    }

    /// Says what the largest timestamp is. Only the log's writer does.
    pub(crate) fn set_largest_timestamp(&self, largest: Option<TimeEntry>) {
        *self.largest.lock() = Largest::Known(largest);
    }

    /// Finds the largest timestamp of a segment whose indexes may end before its batches do.
    pub(crate) fn find_largest_timestamp(&self) -> Result<(), LogError> {
        let end = self.end();
        let indexed = self.index().last_time();
        let from = match indexed {
            Some(last) => self.find(last.offset, end)?.map_or(0, |batch| batch.position),
            None => 0,
        };
        let file = self.file()?;
        let mut scan = BatchScan::new(&*file, from, end.size.into(), BatchScan::PIECE_SMALL);
        let mut cursor = IndexCursor::new(self.index_interval, indexed);
        while let Some(found) = scan.next_header().map_err(|e| self.scan_failed(e, self.base_offset()))? {
            cursor.pass(found.position, &found.header);
        }
        self.set_largest_timestamp(cursor.largest());
        Ok(())
    }

    /// The first record at or behind `start_offset` that is not earlier than `timestamp`.
    pub(crate) fn find_timestamp(
        &self,
        timestamp: i64,
        start_offset: i64,
    ) -> Result<Option<TimestampOffset>, LogError> {
        let hint = self.time_hint(timestamp)?;
        let from = hint.map_or(start_offset, |h| h.offset.max(start_offset));
        let end = self.end();
        let Some(first) = self.find(from, end)? else { return Ok(None) };
        let late = |largest| largest >= timestamp;
        self.scan_for(first, end, late, |at, offset| at >= timestamp && offset >= start_offset)
    }

    /// The first record that has the segment's largest timestamp.
    pub(crate) fn find_largest(&self, largest: TimeEntry) -> Result<Option<TimestampOffset>, LogError> {
        let end = self.end();
        let Some(first) = self.find(largest.offset, end)? else { return Ok(None) };
        self.scan_for(first, end, |in_batch| in_batch == largest.timestamp, |at, _| at == largest.timestamp)
    }

    /// A time entry not later than the timestamp that has been found to be true.
    fn time_hint(&self, timestamp: i64) -> Result<Option<TimeEntry>, LogError> {
        for _ in 0..2 {
            let found = self.index().floor_of_time(timestamp)?;
            // Entries are made after what they point to was published: looked at in this order, the end is behind it.
            let end = self.end();
            match found {
                Lookup::Retired => return Err(self.gone()),
                Lookup::Hint(None) => return Ok(None),
                Lookup::Hint(Some(hint)) => {
                    let says = |b: Scanned| (b.header.max_timestamp, b.header.last_offset());
                    if self.find(hint.offset, end)?.map(says) == Some((hint.timestamp, hint.offset)) {
                        return Ok(Some(hint));
                    }
                }
                Lookup::Damaged => {}
            }
            self.rebuild_index_or_go_on(end)?;
        }
        Ok(None)
    }

    /// The first `wanted` record (timestamp, offset) in a batch whose largest timestamp may have one.
    fn scan_for(
        &self,
        first: Scanned,
        end: SegmentEnd,
        may_have: impl Fn(i64) -> bool,
        wanted: impl Fn(i64, i64) -> bool,
    ) -> Result<Option<TimestampOffset>, LogError> {
        let file = self.file()?;
        let mut scan = BatchScan::new(&*file, first.position, end.size.into(), BatchScan::PIECE_SMALL);
        let failed = |e| self.scan_failed(e, first.header.base_offset);
        while let Some(found) = scan.next_header().map_err(failed)? {
            if !may_have(found.header.max_timestamp) {
                continue;
            }
            let mut bytes = vec![0; found.header.size()];
            let read = file.read_exact_at(&mut bytes, found.position);
            if self.is_stale() {
                return Err(self.gone());
            }
            read.at("read", &self.path())?;
            if let Some((timestamp, offset)) = first_record(&Bytes::from(bytes), &wanted)? {
                let leader_epoch = found.header.partition_leader_epoch;
                return Ok(Some(TimestampOffset { timestamp, offset, leader_epoch }));
            }
        }
        Ok(None)
    }
}

/// The first `wanted` record of a batch, by timestamp and offset.
fn first_record(batch: &Bytes, wanted: impl Fn(i64, i64) -> bool) -> Result<Option<(i64, i64)>, BatchFault> {
    let view = BatchView::parse(batch)?;
    let unpacked = view.decompressed(UNPACKED_BYTES_MAX).map_err(|e| BatchFault::Invalid(e.to_string()))?;
    for record in Records::new(view.header(), &unpacked) {
        let record = record?;
        if wanted(record.timestamp, record.offset) {
            return Ok(Some((record.timestamp, record.offset)));
        }
    }
    Ok(None)
}
