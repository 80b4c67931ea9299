//! [`ProducerEntry`]: what is remembered of one producer.

use wire::batch::decrement_sequence;

use super::batch::{NO_SEQUENCE, ProducerBatch};

/// Batches of one producer that a retry is recognised by (`ProducerStateEntry.NUM_BATCHES_TO_RETAIN`): a producer has
/// at most so many requests in flight.
pub(super) const BATCHES_RETAINED: usize = 5;

/// One of a producer's last batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchMetadata {
    /// Sequence number of its last record.
    pub last_sequence: i32,
    /// How far its last offset lies behind its first.
    pub offset_delta: i32,
    /// Its last offset.
    pub last_offset: i64,
    /// Its largest timestamp.
    pub timestamp: i64,
}

impl BatchMetadata {
    /// Its first offset.
    pub fn first_offset(&self) -> i64 {
        self.last_offset - i64::from(self.offset_delta)
    }

    /// Sequence number of its first record.
    pub fn first_sequence(&self) -> i32 {
        decrement_sequence(self.last_sequence, self.offset_delta)
    }
}

/// What is remembered of one producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerEntry {
    /// The producer's id.
    pub producer_id: i64,
    /// Its newest epoch; -1 before the first.
    pub producer_epoch: i16,
    /// Epoch of the coordinator that last ended a transaction of it here; -1 before the first.
    pub coordinator_epoch: i32,
    /// Largest timestamp of the newest batch or marker; -1 before the first.
    pub last_timestamp: i64,
    /// First offset of its open transaction, if it has one.
    pub current_txn_first_offset: Option<i64>,
    /// Its last batches of this epoch, oldest first, in the first `retained` places.
    batches: [BatchMetadata; BATCHES_RETAINED],
    retained: u8,
}

impl ProducerEntry {
    /// Of a producer that nothing is known of.
    pub(super) fn new(producer_id: i64) -> Self {
        Self {
            producer_id,
            producer_epoch: -1,
            coordinator_epoch: -1,
            last_timestamp: -1,
            current_txn_first_offset: None,
            batches: [BatchMetadata::default(); BATCHES_RETAINED],
            retained: 0,
        }
    }

    /// Its last batches of this epoch, oldest first.
    pub fn batches(&self) -> &[BatchMetadata] {
        &self.batches[..usize::from(self.retained)]
    }

    /// The newest of its batches.
    pub fn last_batch(&self) -> Option<BatchMetadata> {
        self.batches().last().copied()
    }

    /// Sequence number of its last record; -1 when none is known.
    pub fn last_sequence(&self) -> i32 {
        self.last_batch().map_or(NO_SEQUENCE, |b| b.last_sequence)
    }

    /// The batch of which this one is a repetition.
    pub(super) fn duplicate_of(&self, batch: &ProducerBatch) -> Option<BatchMetadata> {
        if batch.producer_epoch != self.producer_epoch {
            return None;
        }
        let range = (batch.base_sequence, batch.last_sequence());
        self.batches().iter().find(|b| (b.first_sequence(), b.last_sequence) == range).copied()
    }

    /// Notes a batch of records.
    pub(super) fn add(&mut self, batch: &ProducerBatch) {
        self.add_metadata(
            batch.producer_epoch,
            BatchMetadata {
                last_sequence: batch.last_sequence(),
                offset_delta: batch.offset_delta(),
                last_offset: batch.last_offset,
                timestamp: batch.max_timestamp,
            },
        );
        if batch.transactional && self.current_txn_first_offset.is_none() {
            self.current_txn_first_offset = Some(batch.base_offset);
        }
    }

    /// Notes a batch by its metadata.
    pub(super) fn add_metadata(&mut self, epoch: i16, metadata: BatchMetadata) {
        self.enter(epoch);
        if usize::from(self.retained) == BATCHES_RETAINED {
            self.batches.rotate_left(1);
            self.retained -= 1;
        }
        self.batches[usize::from(self.retained)] = metadata;
        self.retained += 1;
        self.last_timestamp = metadata.timestamp;
    }

    /// Notes the end of its transaction.
    pub(super) fn end_transaction(&mut self, epoch: i16, coordinator_epoch: i32, timestamp: i64) {
        self.enter(epoch);
        self.coordinator_epoch = coordinator_epoch;
        self.current_txn_first_offset = None;
        self.last_timestamp = timestamp;
    }

    fn enter(&mut self, epoch: i16) {
        if epoch != self.producer_epoch {
            self.producer_epoch = epoch;
            self.retained = 0;
        }
    }
}
