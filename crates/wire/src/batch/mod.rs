//! Record batches, format version 2: the unit that is produced, stored, replicated and fetched.
//!
//! A batch is read where it lies. Its header is parsed, its records are borrowed from its bytes, and what a broker must
//! change (offset, leader epoch, append time) is changed in place; nothing here decodes a batch to encode it again.
//! Promises: no byte of a peer makes it panic or allocate; a batch is never handed out whose length or counts do not fit
//! the bytes. Whether a batch is acceptable (sequence, size, timestamps) is not decided here.
//!
//! Layout: facts of `DefaultRecordBatch`. All numbers are big-endian; records are varints inside.
//!
//! | at | field | | at | field |
//! |---|---|---|---|---|
//! | 0 | base offset i64 | | 23 | last offset delta i32 |
//! | 8 | length i32, of what follows it | | 27 | base timestamp i64 |
//! | 12 | partition leader epoch i32 | | 35 | max timestamp i64 |
//! | 16 | magic i8 | | 43 | producer id i64 |
//! | 17 | CRC-32C u32, of byte 21 to the end | | 51 | producer epoch i16 |
//! | 21 | attributes i16 | | 53 | base sequence i32, then record count i32 |
//!
//! Formats 0 and 1 (message sets) are recognised and refused by name.

mod attributes;
mod builder;
mod edit;
mod error;
mod header;
mod record;
mod sequence;
mod view;

pub use attributes::{Attributes, Codec, TimestampType};
pub use builder::{BatchBuilder, BatchOptions, NewRecord};
pub use edit::BatchMut;
pub use error::{BatchError, RecordFault};
pub use header::{BatchHeader, HEADER_LEN, LENGTH_OVERHEAD};
pub use record::{Header, Headers, Record, Records};
pub use sequence::{decrement_sequence, increment_sequence};
pub use view::{BatchView, Batches};

/// No producer id, no sequence, no epoch, no timestamp: what Kafka writes where a batch has none.
pub const NONE: i8 = -1;

/// The CRC-32C a batch should carry, computed over its attributes and all that follows. `batch` is one whole batch.
fn checksum(batch: &[u8]) -> u32 {
    crc32c::crc32c(batch.get(header::ATTRIBUTES_AT..).unwrap_or_default())
}
