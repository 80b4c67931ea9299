//! The 61 bytes before the records.

use super::attributes::{Attributes, Codec, TimestampType};
use super::error::BatchError;
use super::sequence::increment_sequence;

/// Bytes of a batch's header.
pub const HEADER_LEN: usize = 61;
/// Bytes before those that the length field counts: base offset and the length itself.
pub const LENGTH_OVERHEAD: usize = 12;

pub(super) const BASE_OFFSET_AT: usize = 0;
pub(super) const LENGTH_AT: usize = 8;
pub(super) const LEADER_EPOCH_AT: usize = 12;
pub(super) const MAGIC_AT: usize = 16;
pub(super) const CRC_AT: usize = 17;
pub(super) const ATTRIBUTES_AT: usize = 21;
pub(super) const LAST_OFFSET_DELTA_AT: usize = 23;
pub(super) const BASE_TIMESTAMP_AT: usize = 27;
pub(super) const MAX_TIMESTAMP_AT: usize = 35;
pub(super) const PRODUCER_ID_AT: usize = 43;
pub(super) const PRODUCER_EPOCH_AT: usize = 51;
pub(super) const BASE_SEQUENCE_AT: usize = 53;
pub(super) const RECORD_COUNT_AT: usize = 57;

/// The only magic this crate reads.
pub(super) const MAGIC: i8 = 2;

/// A batch's header, parsed. Lengths, counts and offsets have been found to make sense; the checksum has not been looked
/// at, and the batch may be longer than the bytes it was parsed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchHeader {
    /// Offset of the first record there ever was in the batch; compaction keeps it.
    pub base_offset: i64,
    /// Bytes that follow the length field, at least 49.
    pub batch_length: i32,
    /// Epoch of the leader that appended the batch; outside the checksum.
    pub partition_leader_epoch: i32,
    /// CRC-32C as stored.
    pub crc: u32,
    /// Codec, timestamp type and flags.
    pub attributes: Attributes,
    /// Last offset minus base offset; compaction keeps it too, so it may exceed the record count.
    pub last_offset_delta: i32,
    /// Milliseconds since 1970 that record timestamps count from; the delete horizon, if the batch has one.
    pub base_timestamp: i64,
    /// Largest timestamp in the batch, -1 for none.
    pub max_timestamp: i64,
    /// Idempotent producer, -1 for none.
    pub producer_id: i64,
    /// Its epoch, -1 for none.
    pub producer_epoch: i16,
    /// Its sequence at the first record, -1 for none.
    pub base_sequence: i32,
    /// Records in the batch.
    pub record_count: i32,
}

impl BatchHeader {
    /// Reads the header at the front of `bytes`.
    ///
    /// # Errors
    /// [`BatchError::Truncated`] when there are too few bytes for a header, else what about the header makes no sense.
    pub fn parse(bytes: &[u8]) -> Result<BatchHeader, BatchError> {
        // The magic stands at the same place in all formats; older ones have shorter headers.
        if let Some(magic) = bytes.get(MAGIC_AT) {
            match *magic as i8 {
                MAGIC => {}
                magic @ (0 | 1) => return Err(BatchError::LegacyMagic(magic)),
                magic => return Err(BatchError::Magic(magic)),
            }
        }
        let Some(bytes) = bytes.first_chunk::<HEADER_LEN>() else {
            return Err(BatchError::Truncated { needed: HEADER_LEN, left: bytes.len() });
        };
        let header = BatchHeader {
            base_offset: i64::from_be_bytes(at(bytes, BASE_OFFSET_AT)),
            batch_length: i32::from_be_bytes(at(bytes, LENGTH_AT)),
            partition_leader_epoch: i32::from_be_bytes(at(bytes, LEADER_EPOCH_AT)),
            crc: u32::from_be_bytes(at(bytes, CRC_AT)),
            attributes: Attributes(i16::from_be_bytes(at(bytes, ATTRIBUTES_AT))),
            last_offset_delta: i32::from_be_bytes(at(bytes, LAST_OFFSET_DELTA_AT)),
            base_timestamp: i64::from_be_bytes(at(bytes, BASE_TIMESTAMP_AT)),
            max_timestamp: i64::from_be_bytes(at(bytes, MAX_TIMESTAMP_AT)),
            producer_id: i64::from_be_bytes(at(bytes, PRODUCER_ID_AT)),
            producer_epoch: i16::from_be_bytes(at(bytes, PRODUCER_EPOCH_AT)),
            base_sequence: i32::from_be_bytes(at(bytes, BASE_SEQUENCE_AT)),
            record_count: i32::from_be_bytes(at(bytes, RECORD_COUNT_AT)),
        };
        header.check()?;
        Ok(header)
    }

    fn check(&self) -> Result<(), BatchError> {
        if self.batch_length < (HEADER_LEN - LENGTH_OVERHEAD) as i32 {
            return Err(BatchError::Length(self.batch_length));
        }
        if self.record_count < 0 {
            return Err(BatchError::RecordCount(self.record_count));
        }
        let last_offset = self.base_offset.checked_add(i64::from(self.last_offset_delta));
        if self.last_offset_delta < 0 || last_offset.is_none() {
            let (base_offset, last_offset_delta) = (self.base_offset, self.last_offset_delta);
            return Err(BatchError::Offsets { base_offset, last_offset_delta });
        }
        Ok(())
    }

    /// The header as it stands in a batch.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        put(&mut bytes, BASE_OFFSET_AT, self.base_offset.to_be_bytes());
        put(&mut bytes, LENGTH_AT, self.batch_length.to_be_bytes());
        put(&mut bytes, LEADER_EPOCH_AT, self.partition_leader_epoch.to_be_bytes());
        put(&mut bytes, MAGIC_AT, MAGIC.to_be_bytes());
        put(&mut bytes, CRC_AT, self.crc.to_be_bytes());
        put(&mut bytes, ATTRIBUTES_AT, self.attributes.0.to_be_bytes());
        put(&mut bytes, LAST_OFFSET_DELTA_AT, self.last_offset_delta.to_be_bytes());
        put(&mut bytes, BASE_TIMESTAMP_AT, self.base_timestamp.to_be_bytes());
        put(&mut bytes, MAX_TIMESTAMP_AT, self.max_timestamp.to_be_bytes());
        put(&mut bytes, PRODUCER_ID_AT, self.producer_id.to_be_bytes());
        put(&mut bytes, PRODUCER_EPOCH_AT, self.producer_epoch.to_be_bytes());
        put(&mut bytes, BASE_SEQUENCE_AT, self.base_sequence.to_be_bytes());
        put(&mut bytes, RECORD_COUNT_AT, self.record_count.to_be_bytes());
        bytes
    }

    /// Bytes of the whole batch.
    pub fn size(&self) -> usize {
        LENGTH_OVERHEAD + self.batch_length as usize
    }

    /// Offset of the last record there ever was in the batch.
    pub fn last_offset(&self) -> i64 {
        // Parsing made sure that it fits; a header made by hand may hold anything.
        self.base_offset.saturating_add(i64::from(self.last_offset_delta))
    }

    /// The offset the next batch begins at, or later.
    pub fn next_offset(&self) -> i64 {
        self.last_offset().saturating_add(1)
    }

    /// The producer's sequence at the last record, -1 for none.
    pub fn last_sequence(&self) -> i32 {
        if self.base_sequence < 0 {
            return self.base_sequence;
        }
        increment_sequence(self.base_sequence, self.last_offset_delta)
    }

    /// How the records are compressed.
    ///
    /// # Errors
    /// When the codec does not exist.
    pub fn codec(&self) -> Result<Codec, BatchError> {
        let id = self.attributes.codec_id();
        Codec::from_id(id).ok_or(BatchError::Codec(id))
    }

    /// Who says what time the records have.
    pub fn timestamp_type(&self) -> TimestampType {
        self.attributes.timestamp_type()
    }

    /// Milliseconds since 1970 from which on tombstones and markers in the batch may go (KIP-534).
    pub fn delete_horizon(&self) -> Option<i64> {
        self.attributes.has_delete_horizon().then_some(self.base_timestamp)
    }

    /// Whether a producer id says who wrote the batch.
    pub fn has_producer_id(&self) -> bool {
        self.producer_id >= 0
    }
}

/// `N` bytes of the header. All places are constants within it.
#[inline]
fn at<const N: usize>(bytes: &[u8; HEADER_LEN], place: usize) -> [u8; N] {
    let mut value = [0; N];
    value.copy_from_slice(&bytes[place..place + N]);
    value
}

/// Puts bytes at a place of the header. All places are constants within it.
#[inline]
pub(super) fn put<const N: usize>(bytes: &mut [u8; HEADER_LEN], place: usize, value: [u8; N]) {
    bytes[place..place + N].copy_from_slice(&value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> BatchHeader {
        BatchHeader {
            base_offset: 100,
            batch_length: 49,
            partition_leader_epoch: 3,
            crc: 0xdead_beef,
            attributes: Attributes(0x10),
            last_offset_delta: 4,
            base_timestamp: 1000,
            max_timestamp: 2000,
            producer_id: 77,
            producer_epoch: 2,
            base_sequence: i32::MAX - 1,
            record_count: 5,
        }
    }

    #[test]
    fn a_header_reads_back() {
        let header = header();
        assert_eq!(BatchHeader::parse(&header.to_bytes()), Ok(header));
        assert_eq!((header.size(), header.last_offset(), header.next_offset()), (61, 104, 105));
        assert_eq!(header.last_sequence(), 2, "sequences wrap to 0");
        assert_eq!(BatchHeader { base_sequence: -1, ..header }.last_sequence(), -1);
    }

    #[test]
    fn a_delete_horizon_is_the_base_timestamp_only_where_the_flag_says_so() {
        assert_eq!(header().delete_horizon(), None);
        let attributes = header().attributes.with_delete_horizon(true);
        assert_eq!(BatchHeader { attributes, ..header() }.delete_horizon(), Some(1000));
    }

    #[test]
    fn headers_that_make_no_sense_are_refused() {
        let parse = |header: BatchHeader| BatchHeader::parse(&header.to_bytes()).unwrap_err();
        assert_eq!(parse(BatchHeader { batch_length: 48, ..header() }), BatchError::Length(48));
        assert_eq!(parse(BatchHeader { batch_length: -1, ..header() }), BatchError::Length(-1));
        assert_eq!(parse(BatchHeader { record_count: -1, ..header() }), BatchError::RecordCount(-1));
        for (base_offset, last_offset_delta) in [(0, -1), (i64::MAX, 1)] {
            let found = parse(BatchHeader { base_offset, last_offset_delta, ..header() });
            assert_eq!(found, BatchError::Offsets { base_offset, last_offset_delta });
        }
        let odd = BatchHeader { attributes: Attributes(7), ..header() };
        assert_eq!(BatchHeader::parse(&odd.to_bytes()).unwrap().codec(), Err(BatchError::Codec(7)));
    }

    #[test]
    fn old_and_unknown_formats_are_named_even_where_the_header_is_cut() {
        for (magic, expected) in
            [(0, BatchError::LegacyMagic(0)), (1, BatchError::LegacyMagic(1)), (3, BatchError::Magic(3))]
        {
            let mut bytes = header().to_bytes();
            bytes[MAGIC_AT] = magic;
            assert_eq!(BatchHeader::parse(&bytes), Err(expected));
            assert_eq!(BatchHeader::parse(&bytes[..17]), Err(expected));
        }
        let whole = header().to_bytes();
        for length in 0..HEADER_LEN {
            let expected = BatchError::Truncated { needed: HEADER_LEN, left: length };
            assert_eq!(BatchHeader::parse(&whole[..length]), Err(expected));
        }
    }
}
