//! [`MetaProperties`]: the file `meta.properties` of a log directory: which cluster and node it belongs to
//! (`org.apache.kafka.metadata.properties.MetaProperties`, KIP-500, KIP-858).

use std::path::{Path, PathBuf};

use disk::Disk;
use wire::codec::Uuid;

use crate::Properties;
use crate::error::{IoContext, LogError};

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetaPropertiesVersion {
    /// ZooKeeper's era: `broker.id`; everything may be missing. A ZooKeeper-mode broker accepts only this.
    V0,
    /// KRaft: `node.id` and `cluster.id`, both required.
    V1,
}

/// What a directory says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaProperties {
    /// The form of the file.
    pub version: MetaPropertiesVersion,
    /// `cluster.id`.
    pub cluster_id: Option<String>,
    /// `node.id`, or `broker.id` in version 0.
    pub node_id: Option<i32>,
    /// `directory.id`.
    pub directory_id: Option<Uuid>,
}

impl MetaProperties {
    /// The file's name.
    pub const FILE_NAME: &str = "meta.properties";
    const BYTES_MAX: u64 = 64 * 1024;
    const ADVICE: &str = "repair it by hand, or format the directory if nothing in it is needed";

    /// What a newly formatted directory says.
    pub fn new(cluster_id: impl Into<String>, node_id: i32, directory_id: Uuid) -> Self {
        Self {
            version: MetaPropertiesVersion::V1,
            cluster_id: Some(cluster_id.into()),
            node_id: Some(node_id),
            directory_id: Some(directory_id),
        }
    }

    fn path(log_dir: &Path) -> PathBuf {
        log_dir.join(Self::FILE_NAME)
    }

    /// Reads the file; `None` when the directory was never formatted.
    ///
    /// # Errors
    /// [`LogError::Malformed`] when it does not say what its version requires.
    pub fn read(disk: &dyn Disk, log_dir: &Path) -> Result<Option<Self>, LogError> {
        let path = Self::path(log_dir);
        let Some(content) = disk::read_all(disk, &path, Self::BYTES_MAX).at("read", &path)? else {
            return Ok(None);
        };
        let parsed = Self::parse(&content);
        parsed.map(Some).map_err(|found| LogError::Malformed { path, found, advice: Self::ADVICE })
    }

    /// Replaces the file. Durable when it returns.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then still there.
    pub fn write(&self, disk: &dyn Disk, log_dir: &Path) -> Result<(), LogError> {
        let path = Self::path(log_dir);
        disk::atomic_replace(disk, &path, self.content().as_bytes()).at("write", &path)
    }

    fn content(&self) -> String {
        let (version, node) = match self.version {
            MetaPropertiesVersion::V0 => ("0", "broker.id"),
            MetaPropertiesVersion::V1 => ("1", "node.id"),
        };
        let mut lines = vec![("version", version.to_owned())];
        lines.extend(self.cluster_id.iter().map(|id| ("cluster.id", id.clone())));
        lines.extend(self.node_id.iter().map(|id| (node, id.to_string())));
        lines.extend(self.directory_id.iter().map(|id| ("directory.id", id.to_string())));
        Properties::render(&lines)
    }

    fn parse(content: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(content).map_err(|e| format!("it is not UTF-8 text ({e})"))?;
        let properties = Properties::parse(text).map_err(|e| e.to_string())?;
        let get = |key: &str| properties.get(key).map(str::to_owned);
        let version = match get("version").as_deref() {
            None | Some("0") => MetaPropertiesVersion::V0,
            Some("1") => MetaPropertiesVersion::V1,
            Some(other) => return Err(format!("its version is {other:?}, known are 0 and 1")),
        };
        let number = |key: &str| {
            let parse =
                |value: String| value.parse().map_err(|_| format!("{key} is {value:?}, not a number"));
            get(key).map(parse).transpose()
        };
        let (cluster_id, node_id) = match version {
            MetaPropertiesVersion::V0 => (get("cluster.id"), number("broker.id")?),
            MetaPropertiesVersion::V1 => {
                (Some(get("cluster.id").ok_or("cluster.id is missing")?), number("node.id")?)
            }
        };
        if version == MetaPropertiesVersion::V1 && node_id.is_none() {
            return Err("node.id is missing".to_owned());
        }
        let directory_id = get("directory.id")
            .map(|id| id.parse().map_err(|e| format!("directory.id {id:?} is {e}")))
            .transpose()?;
        Ok(Self { version, cluster_id, node_id, directory_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formatted_directory_says_so_in_version_1() {
        let written = MetaProperties::new("4L6g3nShT-eMCtK--X86sw", 3, Uuid::from_parts(1, 2));
        let text = written.content();
        assert_eq!(
            text,
            "#\nversion=1\ncluster.id=4L6g3nShT-eMCtK--X86sw\nnode.id=3\ndirectory.id=AAAAAAAAAAEAAAAAAAAAAg\n"
        );
        assert_eq!(MetaProperties::parse(text.as_bytes()), Ok(written));
    }

    #[test]
    fn version_0_may_say_less() {
        let found = MetaProperties::parse(b"#x\nbroker.id=4\n").unwrap();
        assert_eq!(
            (found.version, found.node_id, found.cluster_id),
            (MetaPropertiesVersion::V0, Some(4), None)
        );
    }

    #[test]
    fn what_a_version_requires_must_be_there() {
        for (text, problem) in [
            ("version=1\nnode.id=1", "cluster.id is missing"),
            ("version=1\ncluster.id=a", "node.id is missing"),
            ("version=1\ncluster.id=a\nnode.id=one", "node.id is \"one\", not a number"),
            ("version=2", "its version is \"2\", known are 0 and 1"),
        ] {
            assert_eq!(MetaProperties::parse(text.as_bytes()).unwrap_err(), problem);
        }
        assert!(MetaProperties::parse(b"version=1\ncluster.id=a\nnode.id=1\ndirectory.id=x").is_err());
    }
}
