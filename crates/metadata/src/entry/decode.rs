//! [`LogBatch`]: a batch of the metadata log, read.

use bytes::Bytes;
use wire::batch::BatchView;
use wire::records::{ControlRecord, MetadataRecord, RecordError};

use super::error::EntryError;

/// The fewest bytes of a record: its length, attributes, two deltas, the lengths of key and value, a count of headers.
const SMALLEST_RECORD: usize = 7;

/// A record of the metadata log.
#[derive(Debug, Clone, PartialEq)]
pub enum LogRecord {
    /// Something about the cluster.
    Data(MetadataRecord),
    /// Something about the log.
    Control(ControlRecord),
    /// A type that this release does not know. Fatal for a controller; a broker counts it.
    Unknown {
        /// The type found.
        record_type: i64,
    },
}

/// A batch of the metadata log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogBatch {
    /// Offset of the first record.
    pub base_offset: i64,
    /// Raft's term; Kafka's epoch.
    pub epoch: i32,
    /// When it was written, in milliseconds since 1970.
    pub timestamp_ms: i64,
    /// Offset behind the last record.
    pub next_offset: i64,
    /// The records with their offsets.
    pub records: Vec<(i64, LogRecord)>,
}

impl LogBatch {
    /// Reads the one batch in `bytes`, whose base offset and epoch are stamped.
    ///
    /// # Errors
    /// When checksum, framing or a record's body are broken.
    pub fn decode(bytes: &Bytes) -> Result<LogBatch, EntryError> {
        let view = BatchView::parse(bytes).map_err(|source| EntryError::Batch { offset: -1, source })?;
        LogBatch::of(&view)
    }

    /// Reads a batch.
    ///
    /// # Errors
    /// When checksum, framing or a record's body are broken.
    pub fn of(view: &BatchView) -> Result<LogBatch, EntryError> {
        let header = view.header();
        let broken = |source| EntryError::Batch { offset: header.base_offset, source };
        view.verify_crc().map_err(broken)?;
        let control = header.attributes.is_control();
        let most = view.bytes().len() / SMALLEST_RECORD;
        let mut records = Vec::with_capacity(most.min(header.record_count.max(0) as usize));
        for record in view.records().map_err(broken)? {
            let record = record.map_err(broken)?;
            let offset = record.offset;
            let slice = |part: Option<&[u8]>, name| {
                part.map(|bytes| view.bytes().slice_ref(bytes))
                    .ok_or(EntryError::Missing { offset, part: name })
            };
            let value = slice(record.value, "value")?;
            let read = if control {
                ControlRecord::decode(&slice(record.key, "key")?, &value).map(LogRecord::Control)
            } else {
                MetadataRecord::decode(&value).map(|(record, _)| LogRecord::Data(record))
            };
            let read = match read {
                Err(RecordError::UnknownType { record_type, .. }) => LogRecord::Unknown { record_type },
                read => read.map_err(|source| EntryError::Record { offset, source })?,
            };
            records.push((offset, read));
        }
        Ok(LogBatch {
            base_offset: header.base_offset,
            epoch: header.partition_leader_epoch,
            timestamp_ms: header.max_timestamp,
            next_offset: header.next_offset(),
            records,
        })
    }
}
