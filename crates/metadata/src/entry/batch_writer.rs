//! [`BatchWriter`]: records on their way into one batch.

use bytes::Bytes;
use wire::batch::{BatchBuilder, BatchOptions, NewRecord};
use wire::records::MetadataRecord;

use super::error::EntryError;
use super::record_version::record_version;
use crate::features::MetadataVersion;

/// The most bytes of a batch; an entry is one batch and its private part (Kafka's `MAX_BATCH_SIZE_BYTES`).
pub const MAX_BATCH_BYTES: usize = 8 * 1024 * 1024;
/// The most records of a batch (Kafka's `MAX_RECORDS_PER_USER_OP`).
pub const MAX_BATCH_RECORDS: u32 = 10_000;

/// The record does not fit any more: begin another batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The value of a record in a batch.
///
/// # Errors
/// When the version that `metadata_version` allows cannot express the record.
pub fn encode_record(
    record: &MetadataRecord,
    metadata_version: MetadataVersion,
) -> Result<Bytes, EntryError> {
    let version = record_version(record, metadata_version);
    record.encode(version).map_err(|source| EntryError::Encode { record: record.name(), version, source })
}

/// A batch in the making. Offsets are given by the order of the records; base offset and epoch are stamped by the quorum.
#[derive(Debug)]
pub struct BatchWriter {
    builder: BatchBuilder,
    max_bytes: usize,
}

impl BatchWriter {
    /// An empty batch that will take at most `max_bytes`, which are at most [`MAX_BATCH_BYTES`].
    pub fn new(max_bytes: usize) -> BatchWriter {
        let builder = BatchBuilder::new(BatchOptions::default());
        BatchWriter { builder, max_bytes: max_bytes.min(MAX_BATCH_BYTES) }
    }

    /// How many records are in it.
    pub fn count(&self) -> u32 {
        self.builder.record_count() as u32
    }

    /// Bytes of the batch as it stands.
    pub fn size(&self) -> usize {
        self.builder.size()
    }

    /// Adds a record, as [`encode_record`] made it, that is written now.
    ///
    /// # Errors
    /// [`Full`], and nothing is added. An [`EntryError`] never for what was encoded here.
    pub fn add(&mut self, value: &Bytes, now_ms: i64) -> Result<Result<(), Full>, EntryError> {
        let record = NewRecord { timestamp: now_ms, key: None, value: Some(value), headers: &[] };
        if self.count() >= MAX_BATCH_RECORDS || self.builder.size_with(&record) > self.max_bytes {
            return Ok(Err(Full));
        }
        self.builder.append(record).map_err(|source| EntryError::Batch { offset: -1, source })?;
        Ok(Ok(()))
    }

    /// The bytes.
    ///
    /// # Errors
    /// Never for what was added here.
    pub fn finish(self) -> Result<Bytes, EntryError> {
        self.builder.finish().map_err(|source| EntryError::Batch { offset: -1, source })
    }
}
