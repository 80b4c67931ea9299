//! What is read of the records inside a batch: all of them once, in a batch that a client sent uncompressed; the first, in
//! a control batch.

use bytes::Bytes;
use wire::batch::{BatchHeader, BatchView};
use wire::records::{ControlRecord, ControlType};

use super::BatchFault;
use crate::LogConfig;
use crate::producer::{EndMarker, ProducerBatch};

/// Walks the records of an uncompressed batch and returns the largest timestamp among them. A batch whose records cannot
/// be read would stop every consumer of the partition for ever.
pub(super) fn check(batch: &BatchView, config: &LogConfig, range: TimestampRange) -> Result<i64, BatchFault> {
    let mut largest = -1;
    for (expected, record) in (0..).zip(batch.records()?) {
        let record = record?;
        if record.offset_delta != expected {
            let text = format!("record {expected} of the batch has offset delta {}", record.offset_delta);
            return Err(BatchFault::Invalid(text));
        }
        if config.compact && record.key.is_none() {
            let text = format!("record {expected} of the batch has no key, which a compacted topic needs");
            return Err(BatchFault::Invalid(text));
        }
        range.check(record.timestamp)?;
        largest = largest.max(record.timestamp);
    }
    Ok(largest)
}

/// The timestamps that a topic takes now.
#[derive(Clone, Copy)]
pub(super) struct TimestampRange {
    earliest: i64,
    latest: i64,
}

impl TimestampRange {
    pub(super) fn at(now: i64, config: &LogConfig) -> Self {
        Self {
            earliest: now.saturating_sub(config.message_timestamp_before_max_ms),
            latest: now.saturating_add(config.message_timestamp_after_max_ms),
        }
    }

    /// Every timestamp, where the broker sets the time anyway.
    pub(super) fn any() -> Self {
        Self { earliest: i64::MIN, latest: i64::MAX }
    }

    /// -1 stands for no timestamp and is taken.
    pub(super) fn check(self, timestamp: i64) -> Result<(), BatchFault> {
        let Self { earliest, latest } = self;
        if timestamp == -1 || (earliest..=latest).contains(&timestamp) {
            return Ok(());
        }
        Err(BatchFault::Timestamp { timestamp, earliest, latest })
    }
}

/// Of a batch with a header of these offsets, what its producer's state depends on. `None` where it has no producer id, or
/// is a control batch that ends no transaction.
pub(crate) fn producer_batch(
    header: &BatchHeader,
    bytes: impl FnOnce() -> Result<Bytes, crate::LogError>,
) -> Result<Option<ProducerBatch>, crate::LogError> {
    if !header.has_producer_id() {
        return Ok(None);
    }
    let marker = if header.attributes.is_control() {
        let marker = end_marker(&bytes()?)?;
        if marker.is_none() {
            return Ok(None);
        }
        marker
    } else {
        None
    };
    Ok(Some(ProducerBatch {
        producer_id: header.producer_id,
        producer_epoch: header.producer_epoch,
        base_sequence: header.base_sequence,
        base_offset: header.base_offset,
        last_offset: header.last_offset(),
        max_timestamp: header.max_timestamp,
        transactional: header.attributes.is_transactional(),
        marker,
    }))
}

/// The end of a transaction that a control batch tells. `None` when its record was compacted away or tells something else.
fn end_marker(bytes: &Bytes) -> Result<Option<EndMarker>, BatchFault> {
    let view = BatchView::parse(bytes)?;
    let Some(record) = view.records()?.next() else { return Ok(None) };
    let record = record?;
    let slice = |part: Option<&[u8]>| part.map_or_else(Bytes::new, |part| bytes.slice_ref(part));
    let (key, value) = (slice(record.key), slice(record.value));
    let broken = |e: wire::records::RecordError| BatchFault::Invalid(format!("control record: {e}"));
    match ControlType::of_key(&key) {
        Ok(ControlType::Abort | ControlType::Commit) => {}
        // Other control records, and those of later releases, say nothing of producers.
        Ok(_) | Err(wire::records::RecordError::UnknownType { .. }) => return Ok(None),
        Err(e) => return Err(broken(e)),
    }
    match ControlRecord::decode(&key, &value).map_err(broken)? {
        ControlRecord::Abort { coordinator_epoch } | ControlRecord::Commit { coordinator_epoch } => {
            Ok(Some(EndMarker { coordinator_epoch }))
        }
        _ => Ok(None),
    }
}
