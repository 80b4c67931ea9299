//! [`Active`]: what the writer knows of the segment it appends to, and when that must be rolled.

use std::sync::Arc;

use disk::File;
use wire::batch::{BatchHeader, HEADER_LEN};

use crate::LogConfig;
use crate::error::{IoContext, LogError};
use crate::index::IndexCursor;
use crate::segment::{Segment, SegmentEnd};

/// The segment that batches are appended to.
pub(super) struct Active {
    pub(super) segment: Arc<Segment>,
    /// When the segment was made or opened; decides when it is rolled if its batches have no timestamps.
    created: i64,
    /// Known once something was appended: a log that is only opened reads nothing.
    known: Option<Known>,
}

struct Known {
    cursor: IndexCursor,
    /// Largest timestamp of the first batch.
    first_timestamp: Option<i64>,
}

impl Active {
    /// An existing segment, of which nothing is known yet.
    pub(super) fn new(segment: Arc<Segment>, now: i64) -> Self {
        Self { segment, created: now, known: None }
    }

    /// Where its batches end.
    pub(super) fn end(&self) -> SegmentEnd {
        self.segment.end()
    }

    /// Whether batches or indexes may have changed since the segment was opened.
    pub(super) fn is_changed(&self) -> bool {
        self.known.is_some() || self.segment.index().is_loaded()
    }

    /// Finds out what appending depends on.
    pub(super) fn prepare(&mut self) -> Result<(), LogError> {
        if self.known.is_some() {
            return Ok(());
        }
        if !self.segment.index().load()? {
            self.segment.rebuild_index(self.end())?;
        }
        let largest = self.segment.largest_timestamp()?;
        // From now on the writer says what it is.
        self.segment.set_largest_timestamp(largest);
        let cursor = IndexCursor::new(self.segment.index_interval(), largest);
        let first_timestamp = match self.end().size {
            0 => None,
            _ => Some(self.read_first_timestamp()?),
        };
        self.known = Some(Known { cursor, first_timestamp });
        Ok(())
    }

    fn read_first_timestamp(&self) -> Result<i64, LogError> {
        let mut head = [0; HEADER_LEN];
        self.segment.file()?.read_exact_at(&mut head, 0).at("read", &self.segment.path())?;
        let header = BatchHeader::parse(&head)
            .map_err(|e| self.segment.corrupt(0, self.segment.base_offset(), e.to_string()))?;
        Ok(header.max_timestamp)
    }

    /// Whether a batch must go to a new segment, when `more` bytes are to be written before it (`LogSegment.shouldRoll`).
    pub(super) fn must_roll(&self, more: u64, header: &BatchHeader, config: &LogConfig, now: i64) -> bool {
        let fits_offset = header.last_offset() - self.segment.base_offset() <= i64::from(i32::MAX);
        let size = u64::from(self.end().size) + more;
        if size == 0 {
            return !fits_offset;
        }
        let too_large = size + header.size() as u64 > u64::from(config.segment_bytes);
        let waited = match self.known.as_ref().and_then(|k| k.first_timestamp).filter(|ts| *ts >= 0) {
            Some(first) => header.max_timestamp.saturating_sub(first),
            None => now.saturating_sub(self.created),
        };
        let too_old = waited > config.segment_ms.saturating_sub(config.segment_jitter_ms);
        !fits_offset || too_large || too_old || self.index_is_full(config)
    }

    /// One place of the time index is kept for the entry that closes it.
    fn index_is_full(&self, config: &LogConfig) -> bool {
        let (offsets, times) = self.segment.index().counts();
        offsets >= config.segment_index_bytes / 8 || times + 1 >= config.segment_index_bytes / 12
    }

    /// Notes batches that were written at a position, one after the other, and publishes them.
    pub(super) fn written(&mut self, headers: &[BatchHeader], size: usize) {
        let (Some(last), Some(known)) = (headers.last(), &mut self.known) else { return };
        let mut position = u64::from(self.segment.end().size);
        let end = SegmentEnd { next_offset: last.next_offset(), size: (position + size as u64) as u32 };
        let before = known.cursor.largest();
        let mut entries = Vec::new();
        for header in headers {
            known.first_timestamp.get_or_insert(header.max_timestamp);
            entries.extend(known.cursor.pass(position, header));
            position += header.size() as u64;
        }
        if known.cursor.largest() != before {
            self.segment.set_largest_timestamp(known.cursor.largest());
        }
        self.segment.set_index_complete(false);
        self.segment.publish(end);
        // Behind what is published, so that no entry points to what a reader does not know yet.
        for (offset, time) in entries {
            self.segment.index().push(offset, time);
        }
    }

    /// Ends the segment's indexes: it gets no more batches, or is closed.
    pub(super) fn finish(&mut self) -> Result<(), LogError> {
        self.prepare()?;
        let largest = self.known.as_ref().and_then(|k| k.cursor.largest());
        self.segment.index().finish(largest)?;
        self.segment.set_index_complete(true);
        Ok(())
    }

    /// Takes back what a failed write may have left behind the batches.
    pub(super) fn cut_back(&self) -> std::io::Result<()> {
        let file: Arc<dyn File> = self.segment.file().map_err(|e| std::io::Error::other(e.to_string()))?;
        file.set_len(self.end().size.into())?;
        file.sync_data()
    }
}
