//! [`EntryError`]: why bytes are no entry, or records cannot become one.

use wire::batch::BatchError;
use wire::codec::EncodeError;
use wire::records::RecordError;

/// Bytes that are no entry of the metadata log, or records that cannot be written to it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// The batch is broken.
    #[error("metadata batch at offset {offset}: {source}")]
    Batch {
        /// Its base offset, as far as it could be read.
        offset: i64,
        /// What is wrong with it.
        source: BatchError,
    },
    /// A record in a batch is broken.
    #[error("metadata record at offset {offset}: {source}")]
    Record {
        /// Where it stands.
        offset: i64,
        /// What is wrong with it.
        source: RecordError,
    },
    /// A record without a value, or a control record without a key.
    #[error("metadata record at offset {offset} has no {part}")]
    Missing {
        /// Where it stands.
        offset: i64,
        /// What it lacks.
        part: &'static str,
    },
    /// A record that its version cannot express: a rule wrote what `metadata.version` does not allow.
    #[error("{record} cannot be written at version {version}: {source}")]
    Encode {
        /// Kafka's name of the record.
        record: &'static str,
        /// The version chosen.
        version: i16,
        /// What the version cannot express.
        source: EncodeError,
    },
    /// A control record that cannot be written.
    #[error("control record cannot be written: {0}")]
    Control(EncodeError),
    /// A private part of another release.
    #[error("the private part of an entry has format {found}, known is {known}; upgrade this controller")]
    PrivateFormat {
        /// The format found.
        found: u8,
        /// The format known.
        known: u8,
    },
    /// A private record of a later release. To leave it out would be to diverge from those who know it.
    #[error("the private part of an entry has a record of the unknown kind {0}; upgrade this controller")]
    PrivateKind(u8),
    /// A private part that ends early or goes on too long.
    #[error("the private part of an entry is broken at byte {at} of {len}")]
    PrivateBroken {
        /// Where.
        at: usize,
        /// How long it is.
        len: usize,
    },
}
