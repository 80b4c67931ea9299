//! [`LogPositions`]: where the local log starts and ends and how much of it is committed, with the bytes behind that.
//!
//! Promises `start <= high watermark <= end` after every change. Knows nothing of roles: who may move what, and
//! when, is decided by its callers.

use std::collections::VecDeque;

use crate::ids::Offset;
use crate::settings::BYTE_MARKS_MAX;

/// An offset, and how many bytes had been appended below it.
///
/// The bytes count from an arbitrary zero and never fall, truncation included: only differences mean something. They
/// are for fetches that wait for a number of bytes, and may lag behind the offset, never run ahead of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The offset.
    pub offset: Offset,
    /// The bytes appended below it.
    pub bytes: u64,
}

/// What a log says of itself when a replica takes it over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogShape {
    /// The first offset.
    pub start: Offset,
    /// The offset after the last record.
    pub end: Offset,
    /// The high watermark of the checkpoint (`replication-offset-checkpoint`), 0 when there is none.
    pub high_watermark: Offset,
}

#[derive(Debug)]
pub(crate) struct LogPositions {
    start: Offset,
    end: Mark,
    high_watermark: Mark,
    /// Ends of appends above the high watermark, oldest first.
    marks: VecDeque<Mark>,
}

impl LogPositions {
    pub(crate) fn new(shape: LogShape) -> LogPositions {
        // A checkpoint is written now and then and not with the log: it may name what is no longer there.
        let high_watermark = shape.high_watermark.clamp(shape.start, shape.end.max(shape.start));
        LogPositions {
            start: shape.start,
            end: Mark { offset: shape.end.max(shape.start), bytes: 0 },
            high_watermark: Mark { offset: high_watermark, bytes: 0 },
            marks: VecDeque::new(),
        }
    }

    pub(crate) fn start(&self) -> Offset {
        self.start
    }

    pub(crate) fn end(&self) -> Mark {
        self.end
    }

    pub(crate) fn high_watermark(&self) -> Mark {
        self.high_watermark
    }

    /// The log has grown by `bytes` up to `end`.
    pub(crate) fn grow(&mut self, end: Offset, bytes: u64) {
        debug_assert!(end >= self.end.offset, "an append moved the log end back to {end}");
        self.end = Mark { offset: end.max(self.end.offset), bytes: self.end.bytes + bytes };
        if self.marks.len() == BYTE_MARKS_MAX {
            // Every second one goes: a coarser memory delays the count of some bytes, and loses none.
            let mut keep = false;
            self.marks.retain(|_| {
                keep = !keep;
                !keep
            });
        }
        self.marks.push_back(self.end);
    }

    /// Moves the high watermark up to `to`, or the log's end if that is less. Whether it moved.
    pub(crate) fn raise_high_watermark(&mut self, to: Offset) -> bool {
        let to = to.min(self.end.offset);
        if to <= self.high_watermark.offset {
            return false;
        }
        let mut bytes = self.high_watermark.bytes;
        while let Some(mark) = self.marks.front().filter(|mark| mark.offset <= to) {
            bytes = mark.bytes;
            self.marks.pop_front();
        }
        if to == self.end.offset {
            bytes = self.end.bytes;
        }
        self.high_watermark = Mark { offset: to, bytes };
        true
    }

    /// The log's first records are gone. Committed ones only, or the log was made anew: the high watermark follows.
    pub(crate) fn raise_start(&mut self, to: Offset) {
        self.start = self.start.max(to.min(self.end.offset));
        self.raise_high_watermark(self.start);
    }

    /// The log was cut, or begun anew: it now reaches from `start` to `end`. Whether the high watermark fell.
    pub(crate) fn reshape(&mut self, start: Offset, end: Offset) -> bool {
        let end = end.max(start);
        self.start = start;
        self.end.offset = end;
        self.marks.retain(|mark| mark.offset < end);
        let before = self.high_watermark.offset;
        self.high_watermark.offset = before.clamp(start, end);
        self.high_watermark.offset < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(start: Offset, end: Offset, high_watermark: Offset) -> LogPositions {
        LogPositions::new(LogShape { start, end, high_watermark })
    }

    #[test]
    fn a_checkpoint_beyond_the_log_is_taken_back_to_its_end() {
        assert_eq!(positions(5, 10, 12).high_watermark().offset, 10);
        assert_eq!(positions(5, 10, 0).high_watermark().offset, 5);
    }

    #[test]
    fn bytes_below_the_high_watermark_are_those_of_whole_appends() {
        let mut log = positions(0, 0, 0);
        log.grow(10, 100);
        log.grow(20, 300);
        assert!(log.raise_high_watermark(15));
        assert_eq!(log.high_watermark(), Mark { offset: 15, bytes: 100 });
        assert!(log.raise_high_watermark(99));
        assert_eq!(log.high_watermark(), Mark { offset: 20, bytes: 400 });
        assert!(!log.raise_high_watermark(20));
    }

    #[test]
    fn more_appends_than_marks_lose_no_bytes_once_the_high_watermark_reaches_the_end() {
        let mut log = positions(0, 0, 0);
        for append in 1..=100 {
            log.grow(append, 7);
            assert!(log.marks.len() <= BYTE_MARKS_MAX);
        }
        log.raise_high_watermark(60);
        assert!(log.high_watermark().bytes <= 60 * 7);
        log.raise_high_watermark(100);
        assert_eq!(log.high_watermark().bytes, 700);
        assert!(log.marks.is_empty());
    }

    #[test]
    fn a_cut_takes_the_high_watermark_along_and_keeps_the_count_of_bytes() {
        let mut log = positions(0, 0, 0);
        log.grow(10, 100);
        log.grow(20, 100);
        log.raise_high_watermark(18);
        assert!(log.reshape(0, 12));
        assert_eq!((log.high_watermark().offset, log.end().offset), (12, 12));
        assert!(!log.reshape(0, 12));
        log.grow(30, 50);
        log.raise_high_watermark(30);
        assert_eq!(log.high_watermark(), Mark { offset: 30, bytes: 250 });
    }
}
