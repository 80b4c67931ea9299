//! The indexes of a segment: where a search in its batches may begin. Kafka's files, without mmap.
//!
//! An index is a hint. Whoever uses an entry checks it against the batch it points to and searches forward from there,
//! so a missing or short index costs time and a damaged one is found out and built again; neither gives a wrong answer.

mod cursor;
mod entry;
mod file;
mod half;
mod segment_index;

pub(crate) use cursor::IndexCursor;
pub(crate) use entry::{OffsetEntry, TimeEntry};
pub(crate) use segment_index::{Lookup, SegmentIndex};
