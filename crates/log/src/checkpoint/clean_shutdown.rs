//! [`CleanShutdown`]: the file `.kafka_cleanshutdown` of a log directory: everything in it was flushed and closed.
//!
//! It is removed before anything in the directory changes, so that a crash never finds it
//! (`org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler`). Before Kafka 3.7 it was empty.

use std::path::{Path, PathBuf};

use disk::Disk;

use crate::error::{IoContext, LogError};

/// What the last clean shutdown left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleanShutdown {
    /// The broker epoch at that time, if one is written: whoever registers with it proves that nothing was lost.
    pub broker_epoch: Option<i64>,
}

impl CleanShutdown {
    /// The file's name.
    pub const FILE_NAME: &str = ".kafka_cleanshutdown";
    const BYTES_MAX: u64 = 64 * 1024;

    fn path(log_dir: &Path) -> PathBuf {
        log_dir.join(Self::FILE_NAME)
    }

    /// Writes the file: last of all, when every log of the directory is closed and every checkpoint written.
    ///
    /// # Errors
    /// When the disk refuses; the next start then scans the logs.
    pub fn write(disk: &dyn Disk, log_dir: &Path, broker_epoch: i64) -> Result<(), LogError> {
        let content = format!("{{\"version\":0,\"brokerEpoch\":{broker_epoch}}}");
        let path = Self::path(log_dir);
        disk::atomic_replace(disk, &path, content.as_bytes()).at("write", &path)
    }

    /// Reads the file and removes it durably. `None` when the last shutdown was not clean.
    ///
    /// # Errors
    /// When the disk refuses. The directory then must not be used: a marker that stays would lie after a crash.
    pub fn take(disk: &dyn Disk, log_dir: &Path) -> Result<Option<CleanShutdown>, LogError> {
        let path = Self::path(log_dir);
        let Some(content) = disk::read_all(disk, &path, Self::BYTES_MAX).at("read", &path)? else {
            return Ok(None);
        };
        disk.remove_file(&path).at("remove", &path)?;
        disk.sync_dir(log_dir).at("flush", log_dir)?;
        Ok(Some(CleanShutdown { broker_epoch: broker_epoch(&content) }))
    }
}

/// The file's existence says that the shutdown was clean; a content that cannot be read only hides the epoch.
fn broker_epoch(content: &[u8]) -> Option<i64> {
    let json: serde_json::Value = serde_json::from_slice(content).ok()?;
    json.get("brokerEpoch")?.as_i64().filter(|epoch| *epoch >= 0)
}

#[cfg(test)]
mod tests {
    use disk::{CrashChoice, SimDisk, create_dir_durable};

    use super::*;

    #[test]
    fn a_clean_shutdown_is_believed_once() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs");
        create_dir_durable(&disk, dir).unwrap();
        assert_eq!(CleanShutdown::take(&disk, dir).unwrap(), None);
        CleanShutdown::write(&disk, dir, 77).unwrap();
        disk.crash(CrashChoice::LoseAll);
        let taken = CleanShutdown::take(&disk, dir).unwrap();
        assert_eq!(taken, Some(CleanShutdown { broker_epoch: Some(77) }));
        disk.crash(CrashChoice::LoseAll);
        assert_eq!(CleanShutdown::take(&disk, dir).unwrap(), None, "its removal is durable");
    }

    #[test]
    fn an_empty_or_unknown_marker_is_clean_without_an_epoch() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs");
        create_dir_durable(&disk, dir).unwrap();
        for content in [&b""[..], b"{}", b"{\"version\":1,\"brokerEpoch\":\"x\"}", b"{\"brokerEpoch\":-1}"] {
            disk::atomic_replace(&disk, &CleanShutdown::path(dir), content).unwrap();
            let taken = CleanShutdown::take(&disk, dir).unwrap();
            assert_eq!(taken, Some(CleanShutdown { broker_epoch: None }));
        }
    }
}
