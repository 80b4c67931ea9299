//! [`EpochCheckpoint`]: the file `leader-epoch-checkpoint` of a partition: each leader epoch and the offset it began at
//! (`org.apache.kafka.storage.internals.checkpoint.LeaderEpochCheckpointFile`).

use std::fmt::Write;
use std::path::{Path, PathBuf};

use disk::Disk;

use super::text;
use crate::EpochEntry;
use crate::error::{IoContext, LogError};

/// A partition's file of leader epochs.
pub(crate) struct EpochCheckpoint;

impl EpochCheckpoint {
    const FILE_NAME: &str = "leader-epoch-checkpoint";
    /// The largest such file that is read: a million changes of leader.
    const BYTES_MAX: u64 = 32 * 1024 * 1024;

    fn path(dir: &Path) -> PathBuf {
        dir.join(Self::FILE_NAME)
    }

    /// Replaces the file. Durable when it returns.
    pub(crate) fn write(disk: &dyn Disk, dir: &Path, entries: &[EpochEntry]) -> Result<(), LogError> {
        let content = text::write(entries.iter(), |line, entry| {
            let _ = write!(line, "{} {}", entry.epoch, entry.start_offset);
        });
        let path = Self::path(dir);
        disk::atomic_replace(disk, &path, content.as_bytes()).at("write", &path)
    }

    /// Reads the file; one that is not there is empty.
    pub(crate) fn read(disk: &dyn Disk, dir: &Path) -> Result<Vec<EpochEntry>, LogError> {
        let path = Self::path(dir);
        let content = disk::read_all(disk, &path, Self::BYTES_MAX).at("read", &path)?.unwrap_or_default();
        parse(&content).map_err(|found| LogError::Malformed {
            path,
            found,
            advice: "take the replica offline and copy it again from its leader",
        })
    }
}

fn parse(content: &[u8]) -> Result<Vec<EpochEntry>, String> {
    let mut entries = Vec::new();
    for [epoch, start] in text::read(content)? {
        let entry = EpochEntry { epoch: text::number(epoch)?, start_offset: text::number(start)? };
        if entry.epoch < 0 || entry.start_offset < 0 {
            return Err(format!("epoch {} cannot begin at offset {}", entry.epoch, entry.start_offset));
        }
        entries.push(entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use disk::{SimDisk, create_dir_durable};

    use super::*;

    #[test]
    fn epochs_are_written_as_kafka_does() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs/orders-0");
        create_dir_durable(&disk, dir).unwrap();
        assert_eq!(EpochCheckpoint::read(&disk, dir).unwrap(), []);
        let entries = [EpochEntry { epoch: 0, start_offset: 0 }, EpochEntry { epoch: 5, start_offset: 1234 }];
        EpochCheckpoint::write(&disk, dir, &entries).unwrap();
        let path = dir.join("leader-epoch-checkpoint");
        assert_eq!(disk::read_all(&disk, &path, 100).unwrap().unwrap(), b"0\n2\n0 0\n5 1234\n");
        assert_eq!(EpochCheckpoint::read(&disk, dir).unwrap(), entries);
    }

    #[test]
    fn negative_epochs_and_offsets_are_refused() {
        assert!(parse(b"0\n1\n-1 0\n").is_err());
        assert!(parse(b"0\n1\n1 -5\n").is_err());
    }
}
