//! [`EpochsOf`]: the leader epochs of a log, as the partition core asks for them.

use log::Log;
use replica::{EpochEnd, LeaderEpoch, LeaderEpochs};

/// A log's epochs.
pub(super) struct EpochsOf<'a>(pub(super) &'a Log);

impl LeaderEpochs for EpochsOf<'_> {
    fn latest(&self) -> Option<LeaderEpoch> {
        self.0.latest_epoch()
    }

    fn end_offset(&self, epoch: LeaderEpoch) -> Option<EpochEnd> {
        let end = self.0.end_offset_for_epoch(epoch)?;
        Some(EpochEnd { epoch: end.epoch, end_offset: end.end_offset })
    }
}
