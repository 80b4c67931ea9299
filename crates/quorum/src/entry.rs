//! [`Entry`]: what the controller loop gives to Raft, one atomic step of the metadata.
//!
//! It knows nothing of records: a batch is bytes in Kafka's record batch v2, of which only the header's offsets matter
//! here. Base offset and leader epoch are stamped on copies, when the entry is applied or served.

use std::fmt;

use bytes::Bytes;

use crate::Error;
use crate::batch;

/// The most bytes that batch and private part of one entry may have together (Kafka's limit of a metadata batch).
pub const MAX_ENTRY_BYTES: usize = 8 * 1024 * 1024;

/// The most records in one entry's batch (Kafka's `MAX_RECORDS_PER_USER_OP`).
pub const MAX_ENTRY_RECORDS: u32 = 10_000;

/// One atomic step of the metadata log.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Zero or one Kafka record batch v2, base offset and partition leader epoch not yet stamped.
    pub batch: Bytes,
    /// The offsets that the batch takes: its last offset delta plus 1, or 0 without a batch.
    pub count: u32,
    /// Our own part: replicated and applied with the batch, never served to anybody.
    pub private: Bytes,
}

impl Entry {
    /// Checks what this crate and its readers rely on: size, one whole batch, its checksum, `count` as it says.
    pub fn check(&self) -> Result<(), Error> {
        self.check_shape()?;
        if self.batch.is_empty() { Ok(()) } else { batch::verify(&self.batch) }
    }

    /// As [`Entry::check`], without looking at the batch's checksum.
    pub(crate) fn check_shape(&self) -> Result<(), Error> {
        let bytes = self.batch.len() + self.private.len();
        if bytes > MAX_ENTRY_BYTES {
            return Err(Error::InvalidEntry(format!(
                "it has {bytes} bytes, at most {MAX_ENTRY_BYTES} are allowed; split it"
            )));
        }
        let found = if self.batch.is_empty() { 0 } else { batch::count(&self.batch)? };
        if found != self.count {
            return Err(Error::InvalidEntry(format!(
                "its batch takes {found} offsets, it says {}",
                self.count
            )));
        }
        if found > MAX_ENTRY_RECORDS {
            return Err(Error::InvalidEntry(format!(
                "its batch has {found} records, at most {MAX_ENTRY_RECORDS} are allowed; split it"
            )));
        }
        Ok(())
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} offsets, {} + {} bytes)", self.count, self.batch.len(), self.private.len())
    }
}
