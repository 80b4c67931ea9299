//! Why bytes are no batch, and why a batch cannot be built.

use super::attributes::Codec;

/// What is wrong with a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// The bytes end before the batch does. At the end of a fetch response that is ordinary: a broker may cut the last
    /// batch.
    #[error("batch of {needed} bytes, {left} are there")]
    Truncated {
        /// Bytes of the batch, or of its header while that is not complete.
        needed: usize,
        /// Bytes there are.
        left: usize,
    },
    /// The length field is smaller than a header.
    #[error("batch length {0} is below that of an empty batch")]
    Length(i32),
    /// A message set of format 0 or 1, from before Kafka 0.11.
    #[error("message format {0}; only format 2 (Kafka 0.11 and later) is supported")]
    LegacyMagic(i8),
    /// A format that is not known.
    #[error("message format {0} is unknown")]
    Magic(i8),
    /// The checksum does not match the bytes.
    #[error("stored CRC {stored:#010x}, computed {computed:#010x}: the batch is corrupt")]
    Crc {
        /// In the header.
        stored: u32,
        /// Of the bytes.
        computed: u32,
    },
    /// Fewer than no records.
    #[error("record count {0}")]
    RecordCount(i32),
    /// The last offset is before the base offset or beyond what an offset can be.
    #[error("base offset {base_offset} and last offset delta {last_offset_delta} make no last offset")]
    Offsets {
        /// The base offset.
        base_offset: i64,
        /// The last offset's distance from it.
        last_offset_delta: i32,
    },
    /// A compression codec that is not known.
    #[error("compression codec {0} is unknown")]
    Codec(u8),
    /// The records are compressed where they must not be.
    #[error("records are compressed with {0}; decompress them first")]
    Compressed(Codec),
    /// A record is broken.
    #[error("record {index}: {fault}")]
    Record {
        /// Its position in the batch, from 0.
        index: i32,
        /// What is wrong with it.
        fault: RecordFault,
    },
    /// Bytes behind the last record.
    #[error("{0} bytes left behind the last record")]
    Trailing(usize),
    /// A batch that is being built would be longer than its length field can say.
    #[error("a batch of {0} bytes is too long")]
    TooLong(usize),
    /// A record that is being added does not come after the last one.
    #[error("offset delta {delta} does not come after {last}")]
    OffsetOrder {
        /// Of the record.
        delta: i32,
        /// Of the one before.
        last: i32,
    },
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// A length goes beyond the record, or the record beyond the batch.
    #[error("its bytes end too early")]
    Truncated,
    /// Its parts are shorter than its length says.
    #[error("{0} bytes left behind its last header")]
    Trailing(usize),
    /// A number does not end within its type.
    #[error("a variable-length number is too long or cut off")]
    Varint,
    /// A negative number of headers, or more than its bytes can hold.
    #[error("{0} headers announced")]
    HeaderCount(i32),
    /// A header without a key.
    #[error("a header has no key")]
    HeaderKey,
    /// A record length below zero.
    #[error("length {0}")]
    Length(i32),
}
