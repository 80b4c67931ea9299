//! What can go wrong, outside of the answers to requests.

use wire::error_code::ErrorCode;
use wire::records::RecordError;

/// Why records were not appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// This node does not lead the partition (any more).
    #[error("this node does not lead the partition")]
    NotLeader,
    /// The disk failed.
    #[error("the partition's disk failed")]
    Storage,
    /// Fewer replicas in sync than `min.insync.replicas`.
    #[error("fewer replicas are in sync than min.insync.replicas asks for")]
    NotEnoughReplicas,
    /// The records are larger than the topic's `max.message.bytes`.
    #[error("the records are larger than max.message.bytes of __consumer_offsets")]
    TooLarge,
    /// The records were appended and are not committed in time: they may be later.
    #[error("the records were not committed within offsets.commit.timeout.ms")]
    TimedOut,
    /// Too much is waiting to be committed already.
    #[error("too much is waiting to be committed")]
    Busy,
}

impl AppendError {
    /// What a caller is told (`CoordinatorOperationExceptionHelper`).
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            AppendError::NotLeader | AppendError::Storage => ErrorCode::NotCoordinator,
            AppendError::NotEnoughReplicas | AppendError::TimedOut | AppendError::Busy => {
                ErrorCode::CoordinatorNotAvailable
            }
            AppendError::TooLarge => ErrorCode::UnknownServerError,
        }
    }
}

/// A record that keeps the partition from being loaded. Its groups have no coordinator until it is gone or understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("record at offset {offset} of __consumer_offsets cannot be loaded: {fault}")]
pub struct LoadError {
    /// Where it stands.
    pub offset: i64,
    /// What is wrong with it.
    #[source]
    pub fault: RecordError,
}
