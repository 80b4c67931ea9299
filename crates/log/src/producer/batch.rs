//! [`ProducerBatch`]: of a batch, what its producer's state depends on.

use wire::batch::increment_sequence;

/// The end of a transaction in this partition: the record of a control batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EndMarker {
    /// The transaction coordinator's epoch.
    pub(crate) coordinator_epoch: i32,
}

/// A batch of a producer that has an id, with its offsets in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProducerBatch {
    pub(crate) producer_id: i64,
    pub(crate) producer_epoch: i16,
    /// Sequence number of the first record; -1 where the producer has none.
    pub(crate) base_sequence: i32,
    pub(crate) base_offset: i64,
    pub(crate) last_offset: i64,
    pub(crate) max_timestamp: i64,
    pub(crate) transactional: bool,
    /// Set for a control batch that ends a transaction. A control batch whose record was compacted away is not given to
    /// the state at all.
    pub(crate) marker: Option<EndMarker>,
}

impl ProducerBatch {
    /// Sequence number of the last record.
    pub(crate) fn last_sequence(&self) -> i32 {
        match self.base_sequence {
            NO_SEQUENCE => NO_SEQUENCE,
            base => increment_sequence(base, self.offset_delta()),
        }
    }

    /// How far the last offset lies behind the first.
    pub(crate) fn offset_delta(&self) -> i32 {
        (self.last_offset - self.base_offset) as i32
    }
}

/// What stands where there is no sequence number.
pub(super) const NO_SEQUENCE: i32 = -1;
