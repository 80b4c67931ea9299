//! The hot tail: a log's newest batches, kept in memory as they were appended, so that whoever reads at the end reads no
//! file.
//!
//! All logs share one budget. What was appended first goes first, in whichever log it is, so an idle log holds nothing
//! that a busy one could use. Memory is counted by batches; a batch that is a slice of a larger buffer (a request with
//! many partitions) keeps all of that alive until the last of its batches goes, which for a request is at about the same
//! time.

mod budget;
mod entry;
mod hot_tail;

pub use budget::TailBudget;
pub(crate) use entry::{TailBatches, TailEntry};
pub(crate) use hot_tail::HotTail;
