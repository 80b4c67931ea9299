//! [`ProducerFault`]: why a leader does not take a batch of a producer.

use wire::error_code::ErrorCode;

/// A rule of idempotence or transactions that a batch breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProducerFault {
    /// Not the sequence number that comes next. Something before it is missing: the producer must send that first, or
    /// start anew with a new epoch.
    #[error(
        "out of order sequence number for producer {producer_id} at offset {offset}: found {found}, expected {expected} \
         (producer epoch {epoch})"
    )]
    OutOfOrderSequence {
        /// The producer.
        producer_id: i64,
        /// The batch's producer epoch.
        epoch: i16,
        /// Where the batch would have been appended.
        offset: i64,
        /// The batch's first sequence number.
        found: i32,
        /// What it must be.
        expected: i32,
    },
    /// An epoch that another has replaced: a producer that must stop.
    #[error("producer {producer_id} at offset {offset} has epoch {found}, the newest is {current}")]
    InvalidEpoch {
        /// The producer.
        producer_id: i64,
        /// Where the batch would have been appended.
        offset: i64,
        /// The batch's producer epoch.
        found: i16,
        /// The newest known.
        current: i16,
    },
    /// A batch outside of its producer's open transaction.
    #[error(
        "producer {producer_id} at offset {offset} has an open transaction and sent a batch that is not part of it"
    )]
    NotInTransaction {
        /// The producer.
        producer_id: i64,
        /// Where the batch would have been appended.
        offset: i64,
    },
    /// A marker of a coordinator that another has replaced.
    #[error(
        "transaction marker for producer {producer_id} at offset {offset} of coordinator epoch {found}, \
         the newest is {current}"
    )]
    CoordinatorFenced {
        /// The producer.
        producer_id: i64,
        /// Where the marker would have been appended.
        offset: i64,
        /// The marker's coordinator epoch.
        found: i32,
        /// The newest known.
        current: i32,
    },
    /// The partition remembers as many producers as it may, and each has an open transaction.
    #[error(
        "the partition has {max} producers with an open transaction, as many as it may; producer {producer_id} must wait \
         until one of them ends"
    )]
    TooManyProducers {
        /// The producer that is one too many.
        producer_id: i64,
        /// The limit.
        max: usize,
    },
}

impl ProducerFault {
    /// The code that tells the producer.
    pub fn error_code(&self) -> ErrorCode {
        match self {
            ProducerFault::OutOfOrderSequence { .. } => ErrorCode::OutOfOrderSequenceNumber,
            ProducerFault::InvalidEpoch { .. } => ErrorCode::InvalidProducerEpoch,
            ProducerFault::NotInTransaction { .. } => ErrorCode::InvalidTxnState,
            ProducerFault::CoordinatorFenced { .. } => ErrorCode::TransactionCoordinatorFenced,
            ProducerFault::TooManyProducers { .. } => ErrorCode::PolicyViolation,
        }
    }
}
