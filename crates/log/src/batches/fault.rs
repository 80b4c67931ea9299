//! [`BatchFault`]: why batches are not taken, whatever the log holds.

use wire::batch::BatchError;
use wire::error_code::ErrorCode;

/// A rule of the format or of the topic that a batch breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BatchFault {
    /// The bytes are not a batch, or not one we read.
    #[error("{0}")]
    Format(#[from] BatchError),
    /// A rule of `LogValidator` that has no code of its own.
    #[error("{0}")]
    Invalid(String),
    /// Larger than `max.message.bytes`.
    #[error("a batch of {size} bytes is larger than max.message.bytes, {max}")]
    TooLarge {
        /// Bytes of the batch.
        size: usize,
        /// `max.message.bytes`.
        max: u32,
    },
    /// Larger than a whole segment.
    #[error("a batch of {size} bytes is larger than segment.bytes, {max}")]
    LargerThanSegment {
        /// Bytes of the batch.
        size: usize,
        /// `segment.bytes`.
        max: u32,
    },
    /// A timestamp too far from now.
    #[error("timestamp {timestamp} is out of range: the topic takes {earliest} to {latest}")]
    Timestamp {
        /// The timestamp found.
        timestamp: i64,
        /// The earliest taken now (`message.timestamp.before.max.ms`).
        earliest: i64,
        /// The latest taken now (`message.timestamp.after.max.ms`).
        latest: i64,
    },
    /// The producer says that the time is the log's.
    #[error("a producer must not set the timestamp type to LogAppendTime")]
    TimestampType,
    /// Replicated batches whose offsets do not grow.
    #[error("offset {found} stands behind offset {last}")]
    OffsetOrder {
        /// The base offset found.
        found: i64,
        /// The last offset before it.
        last: i64,
    },
}

impl BatchFault {
    /// The code that tells a client.
    pub fn error_code(&self) -> ErrorCode {
        match self {
            BatchFault::Format(BatchError::Crc { .. }) => ErrorCode::CorruptMessage,
            BatchFault::Format(BatchError::Codec(_)) => ErrorCode::UnsupportedCompressionType,
            BatchFault::Format(_) | BatchFault::Invalid(_) => ErrorCode::InvalidRecord,
            BatchFault::TooLarge { .. } => ErrorCode::MessageTooLarge,
            BatchFault::LargerThanSegment { .. } => ErrorCode::RecordListTooLarge,
            BatchFault::Timestamp { .. } | BatchFault::TimestampType => ErrorCode::InvalidTimestamp,
            BatchFault::OffsetOrder { .. } => ErrorCode::CorruptMessage,
        }
    }
}
