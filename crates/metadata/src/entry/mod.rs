//! Entries: what the controller gives to the quorum and gets back, as bytes.
//!
//! An entry is at most one Kafka record batch, which brokers and tools can read, and a private part, which only our
//! controllers ever see. Here the records become bytes and bytes become records; what they mean is the image's business.

mod batch_writer;
mod control;
mod decode;
mod error;
mod private;
mod record_version;

pub use batch_writer::{BatchWriter, Full, MAX_BATCH_BYTES, MAX_BATCH_RECORDS, encode_record};
pub use control::{VoterSet, leader_change_batch, voters_batch};
pub use decode::{LogBatch, LogRecord};
pub use error::EntryError;
pub use private::{PrivateRecord, decode_private, encode_private};
pub use record_version::record_version;
