//! Reading a log: by offset, and by time.

use super::shared::Log;
use super::slice::LogSlice;
use crate::error::LogError;
use crate::segment::TimestampOffset;

/// What is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadRequest {
    /// The first offset wanted. The first batch read is the one that has it, so it may begin before.
    pub offset: i64,
    /// No batch is read that ends behind this offset: the high watermark, or the log's end (any larger number).
    pub upper: i64,
    /// Bytes at most. No batch is split to fill them.
    pub bytes_max: usize,
    /// Whether the first batch is read even if it alone is larger (KIP-74).
    pub min_one_batch: bool,
}

impl Log {
    /// Finds whole batches. They are all of one segment, so there may be more to read behind them.
    ///
    /// An empty slice means that nothing may be read: the offset is not below the upper one, or the first batch is too
    /// large.
    ///
    /// # Errors
    /// [`LogError::OffsetOutOfRange`] for an offset before the log's start or behind its end; a damaged or failing log.
    pub fn read(&self, request: ReadRequest) -> Result<LogSlice, LogError> {
        self.check_online()?;
        let ReadRequest { offset, upper, bytes_max, min_one_batch } = request;
        let segments = self.segments.load();
        let log_start = self.log_start_offset();
        let log_end = segments.last().map_or(log_start, |s| s.end().next_offset);
        if offset < log_start || offset > log_end {
            return Err(LogError::OffsetOutOfRange { offset, log_start, log_end });
        }
        let upper = upper.min(log_end);
        if offset >= upper {
            return Ok(LogSlice::empty(offset));
        }
        if let Some(read) = self.tail.read(offset, upper, bytes_max, min_one_batch) {
            let first_offset = if read.bytes == 0 { offset } else { read.first_offset };
            return Ok(LogSlice::in_memory(first_offset, read.bytes, read.chunks));
        }
        let first = segments.partition_point(|s| s.base_offset() <= offset).saturating_sub(1);
        for segment in &segments[first..] {
            let Some(range) = self.guard(segment.range(offset, upper, bytes_max, min_one_batch))? else {
                continue;
            };
            if range.size == 0 {
                break;
            }
            let file = self.guard(segment.file())?;
            let (first_offset, size) = (range.first_offset, range.size);
            return Ok(LogSlice::in_file(first_offset, size, segment.clone(), file, range.position));
        }
        Ok(LogSlice::empty(offset))
    }

    /// The first record that is not earlier than a timestamp (milliseconds since 1970). Unpacks a batch if need be.
    ///
    /// # Errors
    /// A damaged or failing log.
    pub fn offset_for_timestamp(&self, timestamp: i64) -> Result<Option<TimestampOffset>, LogError> {
        self.check_online()?;
        let log_start = self.log_start_offset();
        for segment in self.segments.load_full().iter() {
            let largest = self.guard(segment.largest_timestamp())?;
            if largest.is_some_and(|l| l.timestamp >= timestamp)
                && let Some(found) = self.guard(segment.find_timestamp(timestamp, log_start))?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The first record that has the largest timestamp of the log (KIP-734).
    ///
    /// # Errors
    /// A damaged or failing log.
    pub fn max_timestamp(&self) -> Result<Option<TimestampOffset>, LogError> {
        self.check_online()?;
        let mut latest = None;
        for segment in self.segments.load_full().iter() {
            let largest = self.guard(segment.largest_timestamp())?;
            if let Some(largest) = largest
                && latest
                    .as_ref()
                    .is_none_or(|(l, _): &(crate::index::TimeEntry, _)| largest.timestamp > l.timestamp)
            {
                latest = Some((largest, segment.clone()));
            }
        }
        match latest {
            Some((largest, segment)) => self.guard(segment.find_largest(largest)),
            None => Ok(None),
        }
    }
}
