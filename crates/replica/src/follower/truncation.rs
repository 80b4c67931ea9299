//! Where a follower cuts its log when the leader says that the two part (KIP-101, KIP-279).

use crate::epochs::{EpochEnd, LeaderEpochs};
use crate::ids::Offset;

/// The offset to cut at, at most the log's end.
///
/// `leader` is the leader's largest epoch at or below the follower's latest, with its end there. The follower may
/// have epochs in between that the leader never saw; then the cut takes only those off, and the next fetch, with an
/// earlier epoch, is compared again. A round ends with an earlier latest epoch, or at an offset that both have: so
/// the rounds end. Kafka: `AbstractFetcherThread.getOffsetTruncationState`.
pub(crate) fn truncation_offset(leader: EpochEnd, log_end: Offset, epochs: &dyn LeaderEpochs) -> Offset {
    let offset = match epochs.end_offset(leader.epoch) {
        Some(own) if own.epoch == leader.epoch => own.end_offset.min(leader.end_offset),
        Some(own) => own.end_offset,
        // The log's epochs all are later than the leader's: only the leader's end is left to go by.
        None => leader.end_offset,
    };
    offset.clamp(0, log_end)
}
