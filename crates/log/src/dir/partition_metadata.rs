//! [`PartitionMetadata`]: the file `partition.metadata` of a partition: the id of the topic whose data it is (KIP-516,
//! `org.apache.kafka.storage.internals.checkpoint.PartitionMetadataFile`).

use std::path::Path;

use disk::Disk;
use wire::codec::Uuid;

use crate::error::{IoContext, LogError};

/// Which topic a partition's directory belongs to, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionMetadata {
    /// The topic's id, never zero.
    pub topic_id: Uuid,
}

impl PartitionMetadata {
    /// The file's name.
    pub const FILE_NAME: &str = "partition.metadata";
    const BYTES_MAX: u64 = 4096;

    /// Reads the file; `None` when there is none, as in directories from before Kafka 2.8.
    ///
    /// # Errors
    /// [`LogError::Malformed`] when it is broken: the directory could be anybody's.
    pub fn read(disk: &dyn Disk, partition_dir: &Path) -> Result<Option<Self>, LogError> {
        let path = partition_dir.join(Self::FILE_NAME);
        let Some(content) = disk::read_all(disk, &path, Self::BYTES_MAX).at("read", &path)? else {
            return Ok(None);
        };
        if is_torn(&content) {
            return Ok(None);
        }
        let advice = "set the directory aside; the replica is then copied again";
        parse(&content).map(Some).map_err(|found| LogError::Malformed { path, found, advice })
    }

    /// Writes the file of a new directory. Durable when the directory's first flush is; torn, it reads as none.
    pub(crate) fn write_new(self, disk: &dyn Disk, partition_dir: &Path) -> Result<(), LogError> {
        let path = partition_dir.join(Self::FILE_NAME);
        let file = disk.open(&path, disk::OpenMode::CreateNew).at("create", &path)?;
        file.write_all_at(self.content().as_bytes(), 0).at("write", &path)
    }

    /// Writes the file. Durable when it returns.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(self, disk: &dyn Disk, partition_dir: &Path) -> Result<(), LogError> {
        let path = partition_dir.join(Self::FILE_NAME);
        disk::atomic_replace(disk, &path, self.content().as_bytes()).at("write", &path)
    }

    fn content(self) -> String {
        format!("version: 0\ntopic_id: {}", self.topic_id)
    }
}

/// Whether a crash has cut off the writing of a new directory's file: nothing in that directory was flushed.
fn is_torn(content: &[u8]) -> bool {
    const BEFORE_ID: &[u8] = b"version: 0\ntopic_id: ";
    const ID_LEN: usize = 22;
    let common = content.len().min(BEFORE_ID.len());
    content.len() < BEFORE_ID.len() + ID_LEN && content[..common] == BEFORE_ID[..common]
}

fn parse(content: &[u8]) -> Result<PartitionMetadata, String> {
    let text = std::str::from_utf8(content).map_err(|e| format!("it is not UTF-8 text ({e})"))?;
    let mut lines = text.lines();
    let mut value = |name: &str| {
        let line = lines.next().unwrap_or_default();
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        value.map(str::trim).ok_or_else(|| format!("{line:?} stands where \"{name}: \" must"))
    };
    // A later version still has the id on its second line.
    let version = value("version")?;
    version.parse::<u16>().map_err(|_| format!("its version is {version:?}"))?;
    let id = value("topic_id")?;
    let topic_id: Uuid = id.parse().map_err(|e| format!("topic id {id:?} is {e}"))?;
    if topic_id.is_zero() {
        return Err("its topic id is zero".to_owned());
    }
    Ok(PartitionMetadata { topic_id })
}

#[cfg(test)]
mod tests {
    use disk::{SimDisk, create_dir_durable};

    use super::*;

    #[test]
    fn the_topic_id_is_written_as_kafka_does() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs/orders-0");
        create_dir_durable(&disk, dir).unwrap();
        assert_eq!(PartitionMetadata::read(&disk, dir).unwrap(), None);
        let written = PartitionMetadata { topic_id: Uuid::from_parts(3, 4) };
        written.write(&disk, dir).unwrap();
        let text = disk::read_all(&disk, &dir.join("partition.metadata"), 100).unwrap().unwrap();
        assert_eq!(text, b"version: 0\ntopic_id: AAAAAAAAAAMAAAAAAAAABA");
        assert_eq!(PartitionMetadata::read(&disk, dir).unwrap(), Some(written));
    }

    #[test]
    fn a_file_cut_off_while_it_was_first_written_says_nothing() {
        let disk = SimDisk::new();
        let dir = Path::new("/logs/orders-0");
        create_dir_durable(&disk, dir).unwrap();
        let written = PartitionMetadata { topic_id: Uuid::from_parts(3, 4) };
        let content = written.content();
        for len in 0..content.len() {
            let path = dir.join(PartitionMetadata::FILE_NAME);
            disk::atomic_replace(&disk, &path, &content.as_bytes()[..len]).unwrap();
            assert_eq!(PartitionMetadata::read(&disk, dir).unwrap(), None, "{len} bytes");
        }
    }

    #[test]
    fn a_broken_file_is_nobodys() {
        for text in [
            "topic_id: AAAAAAAAAAMAAAAAAAAABA",
            "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA",
            "version: x\ntopic_id: AAAAAAAAAAMAAAAAAAAABA",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        let disk = SimDisk::new();
        let dir = Path::new("/logs/orders-0");
        create_dir_durable(&disk, dir).unwrap();
        disk::atomic_replace(&disk, &dir.join("partition.metadata"), b"version: 0\ntopic: x").unwrap();
        assert!(PartitionMetadata::read(&disk, dir).is_err());
        assert!(parse(b"version: 1\ntopic_id: AAAAAAAAAAMAAAAAAAAABA\nmore: x\n").is_ok());
    }
}
