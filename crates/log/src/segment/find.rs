//! Finding batches in a segment by offset, and how much of it one read may take.

use super::end::SegmentEnd;
use super::scan::{BatchScan, ScanError, Scanned};
use super::segment_file::Segment;
use crate::error::LogError;
use crate::index::{IndexCursor, Lookup, OffsetEntry};

/// Whole batches of a segment, to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// Where they begin in the file.
    pub(crate) position: u64,
    /// How many bytes they are; 0 when nothing may be taken.
    pub(crate) size: usize,
    /// Offset of the first record.
    pub(crate) first_offset: i64,
}

impl Segment {
    /// The first batch before `end` that ends at or behind `offset`.
    pub(crate) fn find(&self, offset: i64, end: SegmentEnd) -> Result<Option<Scanned>, LogError> {
        // An index entry is made after its batch was published, so one at or before the offset points before the end.
        if offset >= end.next_offset {
            return Ok(None);
        }
        for _ in 0..2 {
            let Some(hint) = self.hint(offset)? else { break };
            match self.find_from(Some(hint), offset, end)? {
                Search::Done(found) => return Ok(found),
                Search::WrongHint if self.is_stale() => return Err(self.gone()),
                Search::WrongHint => self.rebuild_index_or_go_on(end)?,
            }
        }
        match self.find_from(None, offset, end)? {
            Search::Done(found) => Ok(found),
            Search::WrongHint => Ok(None),
        }
    }

    /// Where a search for the offset may begin. Missing indexes are built.
    fn hint(&self, offset: i64) -> Result<Option<OffsetEntry>, LogError> {
        match self.index().floor_of_offset(offset)? {
            Lookup::Hint(hint) => Ok(hint),
            Lookup::Retired => Err(self.gone()),
            Lookup::Damaged => {
                self.rebuild_index_or_go_on(self.end())?;
                match self.index().floor_of_offset(offset)? {
                    Lookup::Hint(hint) => Ok(hint),
                    Lookup::Retired => Err(self.gone()),
                    Lookup::Damaged => Ok(None),
                }
            }
        }
    }

    fn find_from(&self, hint: Option<OffsetEntry>, offset: i64, end: SegmentEnd) -> Result<Search, LogError> {
        let file = self.file()?;
        let start = u64::from(hint.map_or(0, |h| h.position));
        if hint.is_some() && start >= u64::from(end.size) {
            return Ok(Search::WrongHint);
        }
        let mut scan = BatchScan::new(&*file, start, u64::from(end.size), BatchScan::PIECE_SMALL);
        let mut unproven = hint;
        loop {
            let found = match scan.next_header() {
                Ok(Some(found)) => found,
                Ok(None) => return Ok(Search::Done(None)),
                Err(ScanError::NoBatch { .. }) if unproven.is_some() => return Ok(Search::WrongHint),
                Err(e) => return Err(self.scan_failed(e, offset)),
            };
            if unproven.take().is_some_and(|hint| hint.offset != found.header.last_offset()) {
                return Ok(Search::WrongHint);
            }
            if found.header.last_offset() >= offset {
                return Ok(Search::Done(Some(found)));
            }
        }
    }

    /// How much of the segment a read may take that begins with the batch of `offset`, takes no batch that ends behind
    /// `upper` and at most `bytes_max` bytes, or one batch if `min_one_batch`. `None` when the offset lies behind the last
    /// batch.
    pub(crate) fn range(
        &self,
        offset: i64,
        upper: i64,
        bytes_max: usize,
        min_one_batch: bool,
    ) -> Result<Option<Range>, LogError> {
        let end = self.end();
        let Some(first) = self.find(offset, end)? else { return Ok(None) };
        let range = |size| Range { position: first.position, size, first_offset: first.header.base_offset };
        if first.header.next_offset() > upper {
            return Ok(Some(range(0)));
        }
        let limit = if upper >= end.next_offset {
            u64::from(end.size)
        } else {
            self.find(upper, end)?.map_or(u64::from(end.size), |beyond| beyond.position)
        };
        let whole = (limit - first.position) as usize;
        if whole <= bytes_max {
            return Ok(Some(range(whole)));
        }
        let first_size = first.header.size();
        if first_size > bytes_max {
            return Ok(Some(range(if min_one_batch { first_size } else { 0 })));
        }
        let to = self.last_boundary(first, first.position + bytes_max as u64, limit)?;
        Ok(Some(range((to - first.position) as usize)))
    }

    /// The last place not behind `most` where a batch begins, at or behind the end of `first`.
    fn last_boundary(&self, first: Scanned, most: u64, limit: u64) -> Result<u64, LogError> {
        let behind_first = first.position + first.header.size() as u64;
        let hint = match self.index().floor_of_position(u32::try_from(most).unwrap_or(u32::MAX))? {
            Lookup::Hint(hint) => hint.filter(|h| u64::from(h.position) > behind_first),
            Lookup::Retired => return Err(self.gone()),
            Lookup::Damaged => None,
        };
        if let Some(hint) = hint
            && let Some(to) = self.boundary_from(hint.position.into(), Some(hint), most, limit)?
        {
            return Ok(to);
        }
        let to = self.boundary_from(behind_first, None, most, limit)?;
        Ok(to.unwrap_or(behind_first))
    }

    /// Where the batches before a position end: one behind the last offset, or the base offset if there are none.
    pub(crate) fn end_before(&self, position: u32) -> Result<i64, LogError> {
        let mut from = 0;
        if let Some(before) = position.checked_sub(1)
            && let Lookup::Hint(Some(hint)) = self.index().floor_of_position(before)?
            && self.boundary_from(hint.position.into(), Some(hint), 0, position.into())?.is_some()
        {
            from = hint.position.into();
        }
        let file = self.file()?;
        let mut scan = BatchScan::new(&*file, from, position.into(), BatchScan::PIECE_SMALL);
        let mut end = self.base_offset();
        while let Some(found) = scan.next_header().map_err(|e| self.scan_failed(e, end))? {
            end = found.header.next_offset();
        }
        Ok(end)
    }

    /// As [`Segment::last_boundary`], going forward from a place; `None` when no batch begins there as the hint says.
    fn boundary_from(
        &self,
        from: u64,
        hint: Option<OffsetEntry>,
        most: u64,
        limit: u64,
    ) -> Result<Option<u64>, LogError> {
        let file = self.file()?;
        let mut scan = BatchScan::new(&*file, from, limit, BatchScan::PIECE_SMALL);
        let mut unproven = hint;
        loop {
            let boundary = scan.position();
            let found = match scan.next_header() {
                Ok(Some(found)) => found,
                Ok(None) => return Ok(Some(boundary)),
                Err(ScanError::NoBatch { .. }) if unproven.is_some() => return Ok(None),
                Err(e) => return Err(self.scan_failed(e, self.base_offset())),
            };
            if unproven.take().is_some_and(|hint| hint.offset != found.header.last_offset()) {
                return Ok(None);
            }
            if scan.position() > most {
                return Ok(Some(boundary));
            }
        }
    }

    /// Builds the indexes again. That they cannot be written is no reason not to read: the search goes through the
    /// batches then.
    pub(super) fn rebuild_index_or_go_on(&self, end: SegmentEnd) -> Result<(), LogError> {
        match self.rebuild_index(end) {
            Err(LogError::DiskFull { .. }) => Ok(()),
            result => result,
        }
    }

    /// Builds the indexes from the batches before `end`.
    pub(crate) fn rebuild_index(&self, end: SegmentEnd) -> Result<(), LogError> {
        let file = self.file()?;
        let mut scan = BatchScan::new(&*file, 0, end.size.into(), BatchScan::PIECE_LARGE);
        let mut cursor = IndexCursor::new(self.index_interval, None);
        let (mut offsets, mut times) = (Vec::new(), Vec::new());
        let mut intact = self.base_offset();
        while let Some(found) = scan.next_header().map_err(|e| self.scan_failed(e, intact))? {
            intact = found.header.next_offset();
            if let Some((offset, time)) = cursor.pass(found.position, &found.header) {
                offsets.push(offset);
                push_later(&mut times, time);
            }
        }
        push_later(&mut times, cursor.largest());
        if self.is_stale() {
            return Err(self.gone());
        }
        self.index().rebuild(&offsets, &times)
    }
}

fn push_later(times: &mut Vec<crate::index::TimeEntry>, time: Option<crate::index::TimeEntry>) {
    if let Some(time) = time
        && times.last().is_none_or(|last| time.timestamp > last.timestamp)
    {
        times.push(time);
    }
}

enum Search {
    Done(Option<Scanned>),
    /// The index pointed to something else than it said.
    WrongHint,
}
