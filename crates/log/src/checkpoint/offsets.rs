//! [`OffsetCheckpoint`]: a directory's file with one offset for each of its partitions.
//!
//! Kafka writes such a file from the partitions that live in the directory, so entries of others go with the next write
//! (`org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile`).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use disk::Disk;

use super::text;
use crate::TopicPartition;
use crate::error::{IoContext, LogError};

/// One of a directory's offset checkpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OffsetCheckpoint {
    /// Up to where each log is known to be on the disk.
    RecoveryPoint,
    /// Up to where each log was known to be replicated.
    HighWatermark,
    /// Where each log starts, when that is behind the start of its first segment.
    LogStart,
}

impl OffsetCheckpoint {
    /// The largest such file that is read: more than a million partitions.
    pub const BYTES_MAX: u64 = 256 * 1024 * 1024;

    /// The file's name.
    pub fn file_name(self) -> &'static str {
        match self {
            OffsetCheckpoint::RecoveryPoint => "recovery-point-offset-checkpoint",
            OffsetCheckpoint::HighWatermark => "replication-offset-checkpoint",
            OffsetCheckpoint::LogStart => "log-start-offset-checkpoint",
        }
    }

    /// The file's path in a log directory.
    pub fn path(self, log_dir: &Path) -> PathBuf {
        log_dir.join(self.file_name())
    }

    /// Replaces the file. Durable when it returns.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then still there.
    pub fn write(
        self,
        disk: &dyn Disk,
        log_dir: &Path,
        offsets: &BTreeMap<TopicPartition, i64>,
    ) -> Result<(), LogError> {
        let content = text::write(offsets.iter(), |line, (tp, offset)| {
            let _ = write!(line, "{} {} {offset}", tp.topic, tp.partition);
        });
        let path = self.path(log_dir);
        disk::atomic_replace(disk, &path, content.as_bytes()).at("write", &path)
    }

    /// Reads the file; one that is not there is empty.
    ///
    /// # Errors
    /// [`LogError::Malformed`] for a broken file: Kafka then goes on as if it were empty, which for the recovery points
    /// costs a scan of every log and for the others forgets what they said.
    pub fn read(self, disk: &dyn Disk, log_dir: &Path) -> Result<BTreeMap<TopicPartition, i64>, LogError> {
        let path = self.path(log_dir);
        let content = disk::read_all(disk, &path, Self::BYTES_MAX).at("read", &path)?.unwrap_or_default();
        parse(&content).map_err(|found| LogError::Malformed {
            path,
            found,
            advice: "remove it to go on without what it says",
        })
    }
}

fn parse(content: &[u8]) -> Result<BTreeMap<TopicPartition, i64>, String> {
    let mut offsets = BTreeMap::new();
    for [topic, partition, offset] in text::read(content)? {
        let tp = TopicPartition::new(topic, text::number(partition)?);
        offsets.insert(tp, text::number(offset)?);
    }
    Ok(offsets)
}

#[cfg(test)]
mod tests {
    use disk::{SimDisk, create_dir_durable};

    use super::*;

    #[test]
    fn offsets_survive_a_crash_once_written() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs");
        create_dir_durable(&disk, dir).unwrap();
        let file = OffsetCheckpoint::RecoveryPoint;
        assert_eq!(file.read(&disk, dir).unwrap(), BTreeMap::new());
        let offsets = BTreeMap::from([
            (TopicPartition::new("orders", 11), 7),
            (TopicPartition::new("orders", 2), i64::MAX),
        ]);
        file.write(&disk, dir, &offsets).unwrap();
        disk.crash(disk::CrashChoice::LoseAll);
        assert_eq!(file.read(&disk, dir).unwrap(), offsets);
        let text = disk::read_all(&disk, &file.path(dir), 1000).unwrap().unwrap();
        assert_eq!(text, b"0\n2\norders 2 9223372036854775807\norders 11 7\n");
    }

    #[test]
    fn a_broken_file_names_itself() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs");
        create_dir_durable(&disk, dir).unwrap();
        let file = OffsetCheckpoint::LogStart;
        disk::atomic_replace(&disk, &file.path(dir), b"0\n1\norders two 3\n").unwrap();
        let error = file.read(&disk, dir).unwrap_err().to_string();
        assert!(error.starts_with("/logs/log-start-offset-checkpoint cannot be read: \"two\""), "{error}");
    }
}
