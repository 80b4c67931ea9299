//! One segment of a log: a file of batches and its two indexes.
//!
//! What is published of a segment only grows: a reader that has found a position may read up to it without a lock. A
//! truncation does not shrink a segment but puts another in its place and marks the old one stale; whoever was reading
//! from that finds out afterwards.

mod end;
mod find;
mod scan;
mod segment_file;
mod timestamps;

pub(crate) use end::SegmentEnd;
pub(crate) use scan::{BatchScan, ScanError, Scanned};
pub(crate) use segment_file::Segment;
pub use timestamps::TimestampOffset;
