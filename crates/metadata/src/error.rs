//! [`Error`]: what ends the process.

use crate::entry::EntryError;
use crate::image::ApplyError;

/// A controller that met this cannot go on: its image would no longer be that of the others.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// An entry of the log that cannot be read.
    #[error("the metadata log cannot be read: {0}")]
    Entry(#[from] EntryError),
    /// A record that contradicts what was before it.
    #[error("the metadata log cannot be replayed at offset {offset}: {source}")]
    Apply {
        /// Where the record stands, or would.
        offset: i64,
        /// What is wrong.
        source: ApplyError,
    },
    /// An entry that stands elsewhere than it was proposed for: somebody else wrote to the log in this term.
    #[error(
        "the metadata log has an entry of {count} records at offset {offset} in term {term}, expected was {expected}"
    )]
    UnexpectedEntry {
        /// Its term.
        term: i32,
        /// Its base offset.
        offset: i64,
        /// Its records.
        count: u32,
        /// What should have stood there.
        expected: String,
    },
    /// A log that begins elsewhere than the last one ended.
    #[error("the next entry of the metadata log is at offset {offset}, expected was {expected}")]
    Gap {
        /// Base offset of the entry.
        offset: i64,
        /// Where the log ended.
        expected: i64,
    },
    /// A record that goes into no batch. Requests are smaller than that: a limit of the shell is missing.
    #[error("a {record} of {bytes} bytes goes into no batch")]
    RecordTooLarge {
        /// Kafka's name of the record.
        record: &'static str,
        /// Its size.
        bytes: usize,
    },
    /// A leader's first entry was applied, but the log has no `metadata.version`.
    #[error(
        "the metadata log has records, but none that sets metadata.version; it was not written by a controller"
    )]
    NoMetadataVersion,
}
