//! [`LeaderBatches`]: what a leader is asked to append, found acceptable (`LogValidator` and
//! `UnifiedLog.analyzeAndValidateRecords` of Kafka).
//!
//! The bytes are never copied or changed: what the broker sets (offset, leader epoch, append time) goes into a header of
//! its own that is written in front of the records as they came.

use bytes::Bytes;
use wire::batch::{BatchError, BatchHeader, BatchView, Batches, HEADER_LEN, TimestampType};

use super::records::{self, TimestampRange};
use super::{AppendOrigin, BatchFault};
use crate::LogConfig;

/// Where the checksum begins to cover a batch: the header's part before it may be changed without a new checksum.
const CRC_COVERS_FROM: usize = 21;

/// Batches that a leader may append. Made before the partition's lock is taken.
#[derive(Clone, Debug)]
pub struct LeaderBatches {
    pub(crate) origin: AppendOrigin,
    batches: Vec<LeaderBatch>,
    bytes: usize,
}

#[derive(Clone, Debug)]
struct LeaderBatch {
    header: BatchHeader,
    bytes: Bytes,
    /// Set where the broker sets the time: CRC-32C of the records alone, so that the checksum can be made again without
    /// reading them.
    records_crc: Option<u32>,
}

/// A batch with its place in the log.
pub(crate) struct Stamped {
    pub(crate) header: BatchHeader,
    pub(crate) head: [u8; HEADER_LEN],
    pub(crate) records: Bytes,
}

impl LeaderBatches {
    /// Checks what a producer or a coordinator wants appended. `now` is the time in milliseconds since 1970.
    ///
    /// Of compressed batches only the header is looked at: their records are not unpacked to be appended, so their count,
    /// their keys and each single timestamp are taken on trust.
    ///
    /// # Errors
    /// What is wrong with the first batch that is not acceptable. Nothing of the request may then be appended.
    pub fn check(
        records: Bytes,
        config: &LogConfig,
        origin: AppendOrigin,
        now: i64,
    ) -> Result<Self, BatchFault> {
        let mut batches = Vec::with_capacity(1);
        let mut bytes = 0;
        for view in Batches::new(records) {
            let view = view?;
            bytes += view.bytes().len();
            batches.push(check_batch(&view, config, origin, now)?);
        }
        if batches.is_empty() || (origin == AppendOrigin::Client && batches.len() > 1) {
            let text =
                format!("a request must have exactly one batch for each partition, found {}", batches.len());
            return Err(BatchFault::Invalid(text));
        }
        Ok(Self { origin, batches, bytes })
    }

    /// Bytes of all batches.
    pub fn size_in_bytes(&self) -> usize {
        self.bytes
    }

    /// Offsets that the batches take.
    pub fn record_count(&self) -> i64 {
        self.batches.iter().map(|b| i64::from(b.header.last_offset_delta) + 1).sum()
    }

    /// The batches with their place: offsets from `next_offset` on, written by the leader of `leader_epoch` at `now`.
    pub(crate) fn stamp(
        &self,
        next_offset: i64,
        leader_epoch: i32,
        now: i64,
    ) -> Result<Vec<Stamped>, BatchFault> {
        let mut next = next_offset;
        let mut stamped = Vec::with_capacity(self.batches.len());
        for batch in &self.batches {
            let batch = batch.stamp(next, leader_epoch, now)?;
            next = batch.header.next_offset();
            stamped.push(batch);
        }
        Ok(stamped)
    }
}

impl LeaderBatch {
    fn stamp(&self, base_offset: i64, leader_epoch: i32, now: i64) -> Result<Stamped, BatchFault> {
        let mut header = BatchHeader { base_offset, partition_leader_epoch: leader_epoch, ..self.header };
        let last_offset_delta = header.last_offset_delta;
        if base_offset.checked_add(i64::from(last_offset_delta)).is_none_or(|last| last == i64::MAX) {
            return Err(BatchError::Offsets { base_offset, last_offset_delta }.into());
        }
        let records = self.bytes.slice(HEADER_LEN..);
        if let Some(records_crc) = self.records_crc {
            header.max_timestamp = now;
            let covered = crc32c::crc32c(&header.to_bytes()[CRC_COVERS_FROM..]);
            header.crc = crc32c::crc32c_combine(covered, records_crc, records.len());
        }
        Ok(Stamped { header, head: header.to_bytes(), records })
    }
}

fn check_batch(
    view: &BatchView,
    config: &LogConfig,
    origin: AppendOrigin,
    now: i64,
) -> Result<LeaderBatch, BatchFault> {
    let size = view.bytes().len();
    if size > config.max_message_bytes as usize {
        return Err(BatchFault::TooLarge { size, max: config.max_message_bytes });
    }
    let sets_time = config.message_timestamp_type == TimestampType::LogAppendTime;
    let mut header = *view.header();
    let records = &view.bytes()[HEADER_LEN..];
    let records_crc = verify(&header, view, sets_time.then_some(records))?;
    let codec = header.codec()?;
    if origin == AppendOrigin::Client {
        check_client_header(&header)?;
        let range = TimestampRange::at(now, config);
        if codec != wire::batch::Codec::None {
            check_header_times(&header, sets_time, range)?;
        } else {
            let range = if sets_time { TimestampRange::any() } else { range };
            let largest = records::check(view, config, range)?;
            if !sets_time && largest != header.max_timestamp {
                // Some clients leave the first timestamp there; the time index needs the largest.
                header.max_timestamp = largest;
                header.crc =
                    crc32c::crc32c_append(crc32c::crc32c(&header.to_bytes()[CRC_COVERS_FROM..]), records);
            }
        }
    }
    if sets_time {
        header.attributes = header.attributes.with_timestamp_type(TimestampType::LogAppendTime);
    }
    Ok(LeaderBatch { header, bytes: view.bytes().clone(), records_crc })
}

/// Checks the checksum, in one pass; where the records' own is needed, by putting it together from both parts'.
fn verify(header: &BatchHeader, view: &BatchView, records: Option<&[u8]>) -> Result<Option<u32>, BatchFault> {
    let Some(records) = records else {
        view.verify_crc()?;
        return Ok(None);
    };
    let records_crc = crc32c::crc32c(records);
    let covered = crc32c::crc32c(&view.bytes()[CRC_COVERS_FROM..HEADER_LEN]);
    let computed = crc32c::crc32c_combine(covered, records_crc, records.len());
    if computed != header.crc {
        return Err(BatchError::Crc { stored: header.crc, computed }.into());
    }
    Ok(Some(records_crc))
}

fn check_client_header(header: &BatchHeader) -> Result<(), BatchFault> {
    let invalid = |text: String| Err(BatchFault::Invalid(text));
    if header.base_offset != 0 {
        return invalid(format!(
            "the base offset of a produced batch must be 0, it is {}",
            header.base_offset
        ));
    }
    if header.record_count == 0 {
        return invalid("the batch has no records".to_owned());
    }
    if i64::from(header.last_offset_delta) + 1 != i64::from(header.record_count) {
        let (last, count) = (header.last_offset_delta, header.record_count);
        return invalid(format!("the batch has {count} records and last offset delta {last}"));
    }
    if header.attributes.is_control() {
        return invalid("clients must not write control batches".to_owned());
    }
    if header.has_producer_id() && header.base_sequence < 0 {
        let sequence = header.base_sequence;
        return invalid(format!(
            "sequence number {sequence} in a batch with producer id {}",
            header.producer_id
        ));
    }
    if header.timestamp_type() == TimestampType::LogAppendTime {
        return Err(BatchFault::TimestampType);
    }
    Ok(())
}

/// Of a compressed batch the header tells the first and the largest timestamp.
fn check_header_times(
    header: &BatchHeader,
    sets_time: bool,
    range: TimestampRange,
) -> Result<(), BatchFault> {
    if sets_time {
        return Ok(());
    }
    range.check(header.max_timestamp)?;
    range.check(header.base_timestamp)
}
