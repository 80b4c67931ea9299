//! [`ProducerIds`]: which producer ids are still free.

use wire::metadata::ProducerIdsRecord;

use super::changes::Changes;
use super::error::ApplyError;

/// Producer ids in a block (`ProducerIdsBlock.PRODUCER_ID_BLOCK_SIZE`).
pub const PRODUCER_ID_BLOCK: i64 = 1000;

/// Where the next block starts. The record carries the start of the *next* block; who asks gets the one before it
/// (KAFKA-15552 is what follows from mixing them up).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProducerIds {
    /// First id of the next block.
    pub next: i64,
    /// Who got the last block; -1 when none was given yet.
    pub broker_id: i32,
    /// Its epoch then.
    pub broker_epoch: i64,
    /// Whether a record has said so.
    pub given: bool,
}

impl ProducerIds {
    pub(super) fn apply(
        &mut self,
        record: &ProducerIdsRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let found = record.next_producer_id;
        if self.given && found <= self.next {
            return Err(ApplyError::ProducerIds { found, current: self.next });
        }
        *self = ProducerIds {
            next: found,
            broker_id: record.broker_id,
            broker_epoch: record.broker_epoch,
            given: true,
        };
        changes.producer_ids = true;
        Ok(())
    }
}
