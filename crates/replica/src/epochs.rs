//! [`LeaderEpochs`]: what the partition core asks a log about its leader epochs (KIP-101, KIP-279).
//!
//! The log keeps them; the core decides by them where two logs part.

use crate::ids::{LeaderEpoch, Offset};

/// An epoch and the offset after its last record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochEnd {
    /// The epoch that was found: the largest at or below the asked one, except where only later ones are left.
    pub epoch: LeaderEpoch,
    /// The start of the next epoch, or the log's end for the latest.
    pub end_offset: Offset,
}

/// A log's leader epochs: for each, the offset where it starts.
pub trait LeaderEpochs {
    /// The latest epoch, which may have no record yet; `None` for a log without epochs.
    fn latest(&self) -> Option<LeaderEpoch>;

    /// The end of the largest epoch at or below the asked one, as `LeaderEpochFileCache.endOffsetFor`:
    /// * the latest epoch ends at the log's end;
    /// * asked above the latest: `None`;
    /// * asked below the earliest: the asked epoch, with the start of the earliest (what it had is gone from the
    ///   log).
    fn end_offset(&self, epoch: LeaderEpoch) -> Option<EpochEnd>;
}
