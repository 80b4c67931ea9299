//! [`LogError`]: everything that can go wrong with a log or a directory of logs, said for whoever has to act on it.
//!
//! A caller asks an error two things: which Kafka error code answers a client ([`LogError::error_code`]), and whether
//! the whole directory must go offline ([`LogError::fails_directory`]). It never has to read the text for that.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wire::error_code::ErrorCode;

use crate::batches::BatchFault;
use crate::producer::ProducerFault;

/// What went wrong: what was attempted, on what, what was found, what to do.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The operating system refused something. The directory is not to be trusted any more, as in Kafka.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// The verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No room. Nothing of what was to be written is part of the log; what was there before is still readable.
    #[error("cannot {action} {}: the disk is full; nothing was added, free some space or add retention", path.display())]
    DiskFull {
        /// The verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
    },
    /// A flush failed: nobody knows what is on the disk. It is reported once, the log is offline from here on.
    #[error("flushing {} failed, its directory goes offline and must be looked at: {source}", path.display())]
    FlushFailed {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The log went offline before, or was closed or deleted.
    #[error("the log in {} is not available: {reason}", dir.display())]
    Offline {
        /// The partition's directory.
        dir: PathBuf,
        /// Since when and why.
        reason: Arc<str>,
    },
    /// Bytes that must be there are not, or are damaged: this replica must not serve, nor be cut short and lead.
    #[error(
        "the log in {} is damaged: {found} in {file} at byte {position}, expected the batch of offset {offset}{}; \
         take the replica offline and copy it again from its leader",
        dir.display(), later_text(.later)
    )]
    CorruptLog {
        /// The partition's directory.
        dir: PathBuf,
        /// The segment's file.
        file: String,
        /// Byte position in it.
        position: u64,
        /// The log is intact up to here (exclusive).
        offset: i64,
        /// What was found instead.
        found: String,
        /// The first whole batch behind the damage, if there is one: (file's base offset, position).
        later: Option<(i64, u64)>,
    },
    /// A small file does not have the form it must have.
    #[error("{} cannot be read: {found}; {advice}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
        /// What to do.
        advice: &'static str,
    },
    /// Somebody else uses the directory.
    #[error("cannot use {}: {holder}; stop that process or configure another directory", dir.display())]
    Locked {
        /// The log directory.
        dir: PathBuf,
        /// Who holds the lock, as far as the system shows it.
        holder: String,
    },
    /// The directory belongs to another cluster or node.
    #[error(
        "directory {} belongs to {what} {found} (meta.properties), this node is configured for {what} {configured}; \
         set {property} or use another directory",
        dir.display()
    )]
    ForeignDirectory {
        /// The log directory.
        dir: PathBuf,
        /// `cluster` or `node`.
        what: &'static str,
        /// The property that says so.
        property: &'static str,
        /// What the directory says.
        found: String,
        /// What the node says.
        configured: String,
    },
    /// The partition's directory holds the data of another topic of the same name.
    #[error(
        "{} holds topic id {found} (partition.metadata), asked for was topic id {expected}: \
         a topic of this name was deleted and created again; set the directory aside", dir.display()
    )]
    InconsistentTopicId {
        /// The partition's directory.
        dir: PathBuf,
        /// On disk.
        found: wire::codec::Uuid,
        /// Asked for.
        expected: wire::codec::Uuid,
    },
    /// The offset is not in the log.
    #[error("offset {offset} is out of range: the log has offsets {log_start} to {log_end} (exclusive)")]
    OffsetOutOfRange {
        /// Asked for.
        offset: i64,
        /// First offset there is.
        log_start: i64,
        /// One behind the last.
        log_end: i64,
    },
    /// The log was truncated between finding the bytes and reading them.
    #[error("the log was truncated while offset {offset} was being read; ask again")]
    TruncatedMeanwhile {
        /// First offset of what was to be read.
        offset: i64,
    },
    /// Replicated batches do not continue this log.
    #[error("batches from offset {first} do not continue a log that ends at {log_end}")]
    UnexpectedOffset {
        /// First offset of the batches.
        first: i64,
        /// Where the log ends.
        log_end: i64,
    },
    /// The records break a rule of the format or of the topic.
    #[error("the records are refused: {0}")]
    InvalidBatch(#[from] BatchFault),
    /// The records break a rule of idempotence or transactions.
    #[error("the records are refused: {0}")]
    Producer(#[from] ProducerFault),
}

fn later_text(later: &Option<(i64, u64)>) -> String {
    match later {
        Some((segment, position)) => {
            format!(", and whole batches follow (segment {segment}, byte {position})")
        }
        None => String::new(),
    }
}

impl LogError {
    /// The code that tells a client.
    pub fn error_code(&self) -> ErrorCode {
        match self {
            LogError::OffsetOutOfRange { .. } => ErrorCode::OffsetOutOfRange,
            LogError::InvalidBatch(fault) => fault.error_code(),
            LogError::Producer(fault) => fault.error_code(),
            LogError::InconsistentTopicId { .. } => ErrorCode::InconsistentTopicId,
            LogError::TruncatedMeanwhile { .. } => ErrorCode::NotLeaderOrFollower,
            LogError::UnexpectedOffset { .. } => ErrorCode::UnknownServerError,
            _ => ErrorCode::KafkaStorageError,
        }
    }

    /// Whether every log of the same directory must be taken offline: the medium failed, not a record or a file.
    ///
    /// A full disk is no such failure: what is there can be read and, with space, written again.
    pub fn fails_directory(&self) -> bool {
        matches!(self, LogError::Io { .. } | LogError::FlushFailed { .. })
    }
}

/// Adds to an IO error what was attempted on what.
pub(crate) trait IoContext<T> {
    /// `action` is a verb that a path can follow.
    fn at(self, action: &'static str, path: &Path) -> Result<T, LogError>;
}

impl<T> IoContext<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, LogError> {
        self.map_err(|source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                LogError::DiskFull { action, path: path.to_path_buf() }
            }
            _ => LogError::Io { action, path: path.to_path_buf(), source },
        })
    }
}

/// As [`IoContext`], for a flush: whatever it says, it is final.
pub(crate) fn flushed(result: io::Result<()>, path: &Path) -> Result<(), LogError> {
    result.map_err(|source| LogError::FlushFailed { path: path.to_path_buf(), source })
}
