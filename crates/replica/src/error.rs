//! [`ReplicaError`]: why a replica refuses to append, to be read, or to tell an offset.
//!
//! Small and copied: refusals are ordinary answers on the hot path. The code on the wire is [`ReplicaError::code`].

use wire::error_code::ErrorCode;

use crate::ids::{BrokerEpoch, BrokerId, LeaderEpoch, Offset};

/// Why a replica refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplicaError {
    /// Only the leader does this, and this broker is not it.
    #[error(
        "not the leader in epoch {leader_epoch} (the leader is {leader:?}); refresh the metadata and ask it"
    )]
    NotLeader {
        /// The leader, when there is one.
        leader: Option<BrokerId>,
        /// The epoch this broker knows.
        leader_epoch: LeaderEpoch,
    },
    /// The log is gone: its directory failed.
    #[error("the replica is offline because its log directory failed; ask another replica")]
    Offline,
    /// The peer lives in an earlier epoch.
    #[error(
        "asked in leader epoch {asked}, which is over: the current one is {current}; refresh the metadata"
    )]
    FencedLeaderEpoch {
        /// The peer's epoch.
        asked: LeaderEpoch,
        /// This broker's.
        current: LeaderEpoch,
    },
    /// The peer knows a later epoch than this broker.
    #[error("asked in leader epoch {asked}, while this broker only knows {current}; try again soon")]
    UnknownLeaderEpoch {
        /// The peer's epoch.
        asked: LeaderEpoch,
        /// This broker's.
        current: LeaderEpoch,
    },
    /// The fetching broker is not one of the replicas, as far as this broker knows.
    #[error("broker {replica} is not known as a replica in leader epoch {leader_epoch}; try again soon")]
    UnknownReplica {
        /// Who fetched.
        replica: BrokerId,
        /// The epoch this broker knows.
        leader_epoch: LeaderEpoch,
        /// Whether the request named its leader epoch, which is then the same.
        epoch_given: bool,
    },
    /// The fetch was sent in an earlier life of the fetching broker (KIP-903).
    #[error(
        "fetch of broker {replica} in broker epoch {given}, which has registered again as {current} since"
    )]
    StaleBrokerEpoch {
        /// Who fetched.
        replica: BrokerId,
        /// The epoch in the request.
        given: BrokerEpoch,
        /// The epoch of its latest registration.
        current: BrokerEpoch,
    },
    /// There is nothing at the offset, and there will not be.
    #[error("offset {offset} is outside of the log, which reaches from {start} to {end}")]
    OffsetOutOfRange {
        /// What was asked for.
        offset: Offset,
        /// The log's start.
        start: Offset,
        /// The log's end.
        end: Offset,
    },
    /// The log knows no epoch as late as the one last fetched, so nothing can be compared.
    #[error(
        "last fetched epoch {epoch} is later than any of the log; the offset to go on from must be found anew"
    )]
    UnknownLastFetchedEpoch {
        /// The follower's last epoch.
        epoch: LeaderEpoch,
    },
    /// A new leader does not know yet how far its predecessor had committed.
    #[error(
        "the high watermark {high_watermark} has not reached {epoch_start}, the start of this leader's epoch; try again soon"
    )]
    OffsetNotAvailable {
        /// Where it stands.
        high_watermark: Offset,
        /// Where it must be first.
        epoch_start: Offset,
    },
    /// acks=all with too small an ISR: nothing was appended.
    #[error("{in_sync} replicas are in sync, min.insync.replicas asks for {required}; nothing was written")]
    NotEnoughReplicas {
        /// The size of the committed ISR.
        in_sync: usize,
        /// What is needed.
        required: usize,
    },
}

impl ReplicaError {
    /// The code that Kafka answers with.
    pub fn code(&self) -> ErrorCode {
        match self {
            ReplicaError::NotLeader { .. }
            | ReplicaError::StaleBrokerEpoch { .. }
            | ReplicaError::UnknownReplica { epoch_given: false, .. } => ErrorCode::NotLeaderOrFollower,
            ReplicaError::Offline => ErrorCode::KafkaStorageError,
            ReplicaError::FencedLeaderEpoch { .. } => ErrorCode::FencedLeaderEpoch,
            ReplicaError::UnknownLeaderEpoch { .. }
            | ReplicaError::UnknownReplica { epoch_given: true, .. } => ErrorCode::UnknownLeaderEpoch,
            ReplicaError::OffsetOutOfRange { .. } | ReplicaError::UnknownLastFetchedEpoch { .. } => {
                ErrorCode::OffsetOutOfRange
            }
            ReplicaError::OffsetNotAvailable { .. } => ErrorCode::OffsetNotAvailable,
            ReplicaError::NotEnoughReplicas { .. } => ErrorCode::NotEnoughReplicas,
        }
    }
}
