//! [`LogDir`]: one log directory, locked and known to be ours.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, EntryKind, Lock};
use wire::codec::Uuid;

use super::MetaProperties;
use crate::error::{IoContext, LogError};
use crate::{CleanShutdown, OffsetCheckpoint, PartitionDir, TopicPartition};

/// Who the node is that opens a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The cluster's id; `None` when the node is not told and takes the directory's word.
    pub cluster_id: Option<String>,
    /// The node's id.
    pub node_id: i32,
}

/// A log directory whose lock this process holds until the value is dropped.
pub struct LogDir {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    meta: MetaProperties,
    _lock: Lock,
}

impl fmt::Debug for LogDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogDir").field("path", &self.path).field("meta", &self.meta).finish_non_exhaustive()
    }
}

/// How a directory was left, and what lies in it.
#[derive(Debug)]
pub struct LoadedDir {
    /// Set when the last run ended cleanly: then logs are opened without reading them.
    pub clean_shutdown: Option<CleanShutdown>,
    /// Up to where each log is on the disk.
    pub recovery_points: BTreeMap<TopicPartition, i64>,
    /// Where logs start.
    pub log_start_offsets: BTreeMap<TopicPartition, i64>,
    /// Up to where logs were replicated.
    pub high_watermarks: BTreeMap<TopicPartition, i64>,
    /// The partitions' directories, the deleted, future and stray ones among them, without the metadata log's.
    pub partitions: Vec<PartitionDir>,
    /// Directories that are nobody's: left alone.
    pub unknown: Vec<String>,
    /// Checkpoints that were broken and are taken as empty, as Kafka does.
    pub problems: Vec<LogError>,
}

impl LogDir {
    /// The lock's file name.
    pub const LOCK_FILE_NAME: &str = ".lock";
    /// The topic whose directory belongs to the metadata quorum.
    pub const METADATA_TOPIC: &str = "__cluster_metadata";

    /// Takes the lock of a formatted directory and checks that it is this node's.
    ///
    /// # Errors
    /// [`LogError::Locked`], [`LogError::ForeignDirectory`]; [`LogError::Malformed`] also when it was never formatted.
    pub fn open(disk: Arc<dyn Disk>, path: &Path, identity: &Identity) -> Result<Self, LogError> {
        let lock_path = path.join(Self::LOCK_FILE_NAME);
        let lock = disk.lock(&lock_path).map_err(|e| match e.kind() {
            io::ErrorKind::WouldBlock => LogError::Locked { dir: path.to_path_buf(), holder: e.to_string() },
            _ => LogError::Io { action: "lock", path: lock_path, source: e },
        })?;
        let meta = MetaProperties::read(&*disk, path)?.ok_or_else(|| LogError::Malformed {
            path: path.join(MetaProperties::FILE_NAME),
            found: "there is no such file".to_owned(),
            advice: "format the directory first",
        })?;
        check_identity(path, &meta, identity)?;
        Ok(Self { disk, path: path.to_path_buf(), meta, _lock: lock })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What its `meta.properties` says.
    pub fn meta(&self) -> &MetaProperties {
        &self.meta
    }

    /// The directory's id, if it has one.
    pub fn id(&self) -> Option<Uuid> {
        self.meta.directory_id
    }

    /// Finds out how the last run ended and what there is to open. To be called once, first: it takes away the marker
    /// of a clean shutdown, after which a crash means recovery.
    ///
    /// # Errors
    /// When the disk refuses. Broken checkpoints are no error; they are in [`LoadedDir::problems`].
    pub fn load(&self) -> Result<LoadedDir, LogError> {
        let clean_shutdown = CleanShutdown::take(&*self.disk, &self.path)?;
        let mut problems = Vec::new();
        let mut read = |file: OffsetCheckpoint| match file.read(&*self.disk, &self.path) {
            Err(problem @ LogError::Malformed { .. }) => {
                problems.push(problem);
                Ok(BTreeMap::new())
            }
            result => result,
        };
        let recovery_points = read(OffsetCheckpoint::RecoveryPoint)?;
        let log_start_offsets = read(OffsetCheckpoint::LogStart)?;
        let high_watermarks = read(OffsetCheckpoint::HighWatermark)?;
        let (partitions, unknown) = self.partitions()?;
        Ok(LoadedDir {
            clean_shutdown,
            recovery_points,
            log_start_offsets,
            high_watermarks,
            partitions,
            unknown,
            problems,
        })
    }

    /// Replaces one of the directory's checkpoints. Durable when it returns.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then still there.
    pub fn write_checkpoint(
        &self,
        file: OffsetCheckpoint,
        offsets: &BTreeMap<TopicPartition, i64>,
    ) -> Result<(), LogError> {
        file.write(&*self.disk, &self.path, offsets)
    }

    /// Lowers entries of the recovery checkpoint, where they are higher; an offset of 0 takes the entry away. To be called
    /// before a log is truncated ([`crate::Log::recovery_point_for_truncation`]) or one of a name that was there before is
    /// made: recovery takes what the checkpoint promises and it does not find for lost. Durable when it returns; writes nothing when nothing
    /// is to be lowered.
    ///
    /// # Errors
    /// When the disk refuses; the truncation must then not happen.
    pub fn lower_recovery_points(&self, offsets: &[(TopicPartition, i64)]) -> Result<(), LogError> {
        let mut points = match OffsetCheckpoint::RecoveryPoint.read(&*self.disk, &self.path) {
            // Reads as empty when the directory is loaded, so nothing is promised.
            Err(LogError::Malformed { .. }) => return Ok(()),
            result => result?,
        };
        let before = points.clone();
        for (partition, offset) in offsets {
            match points.get_mut(partition) {
                Some(point) if *offset > 0 => *point = (*point).min(*offset),
                Some(_) => drop(points.remove(partition)),
                None => {}
            }
        }
        if points == before {
            return Ok(());
        }
        self.write_checkpoint(OffsetCheckpoint::RecoveryPoint, &points)
    }

    /// Says that everything in the directory is flushed and closed: the last thing before the lock is given back.
    ///
    /// # Errors
    /// When the disk refuses; the next start then scans the logs.
    pub fn write_clean_shutdown(&self, broker_epoch: i64) -> Result<(), LogError> {
        CleanShutdown::write(&*self.disk, &self.path, broker_epoch)
    }

    fn partitions(&self) -> Result<(Vec<PartitionDir>, Vec<String>), LogError> {
        let mut partitions = Vec::new();
        let mut unknown = Vec::new();
        for entry in self.disk.list(&self.path).at("list", &self.path)? {
            if entry.kind != EntryKind::Directory {
                continue;
            }
            match PartitionDir::parse(&entry.name) {
                Some(dir) if &*dir.partition.topic == Self::METADATA_TOPIC => {}
                Some(dir) => partitions.push(dir),
                None => unknown.push(entry.name),
            }
        }
        Ok((partitions, unknown))
    }
}

fn check_identity(dir: &Path, meta: &MetaProperties, identity: &Identity) -> Result<(), LogError> {
    let foreign = |what, property, found: &dyn fmt::Display, configured: &dyn fmt::Display| {
        Err(LogError::ForeignDirectory {
            dir: dir.to_path_buf(),
            what,
            property,
            found: found.to_string(),
            configured: configured.to_string(),
        })
    };
    if let (Some(found), Some(configured)) = (&meta.cluster_id, &identity.cluster_id)
        && found != configured
    {
        return foreign("cluster", "cluster.id", found, configured);
    }
    match meta.node_id {
        Some(found) if found != identity.node_id => foreign("node", "node.id", &found, &identity.node_id),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use disk::{SimDisk, create_dir_durable};

    use super::*;

    fn formatted() -> (Arc<dyn Disk>, PathBuf) {
        let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
        let path = PathBuf::from("/logs");
        create_dir_durable(&*disk, &path).unwrap();
        MetaProperties::new("A", 1, Uuid::from_parts(1, 1)).write(&*disk, &path).unwrap();
        (disk, path)
    }

    fn identity(cluster: &str, node_id: i32) -> Identity {
        Identity { cluster_id: Some(cluster.to_owned()), node_id }
    }

    #[test]
    fn a_directory_of_another_cluster_or_node_is_refused_naming_both() {
        let (disk, path) = formatted();
        let error = LogDir::open(disk.clone(), &path, &identity("B", 1)).unwrap_err().to_string();
        assert_eq!(
            error,
            "directory /logs belongs to cluster A (meta.properties), this node is configured for cluster B; \
             set cluster.id or use another directory"
        );
        let error = LogDir::open(disk.clone(), &path, &identity("A", 2)).unwrap_err().to_string();
        assert!(error.contains("belongs to node 1") && error.contains("configured for node 2"), "{error}");
        let dir = LogDir::open(disk, &path, &Identity { cluster_id: None, node_id: 1 }).unwrap();
        assert_eq!(dir.id(), Some(Uuid::from_parts(1, 1)));
    }

    #[test]
    fn a_directory_is_used_by_one_process_at_a_time() {
        let (disk, path) = formatted();
        let first = LogDir::open(disk.clone(), &path, &identity("A", 1)).unwrap();
        let error = LogDir::open(disk.clone(), &path, &identity("A", 1)).unwrap_err();
        assert!(matches!(error, LogError::Locked { .. }), "{error}");
        drop(first);
        LogDir::open(disk, &path, &identity("A", 1)).unwrap();
    }

    #[test]
    fn a_directory_that_was_never_formatted_is_refused() {
        let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
        create_dir_durable(&*disk, Path::new("/new")).unwrap();
        let error = LogDir::open(disk, Path::new("/new"), &identity("A", 1)).unwrap_err().to_string();
        assert!(error.contains("format the directory first"), "{error}");
    }

    #[test]
    fn recovery_points_are_lowered_and_never_raised() {
        let (disk, path) = formatted();
        let dir = LogDir::open(disk.clone(), &path, &identity("A", 1)).unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|topic| TopicPartition::new(topic, 0));
        let file = OffsetCheckpoint::RecoveryPoint;
        dir.write_checkpoint(file, &BTreeMap::from([(a.clone(), 10), (b.clone(), 20)])).unwrap();
        dir.lower_recovery_points(&[(a.clone(), 15), (b.clone(), 5), (c, 5)]).unwrap();
        assert_eq!(file.read(&*disk, &path).unwrap(), BTreeMap::from([(a.clone(), 10), (b, 5)]));
        dir.lower_recovery_points(&[(a, 0)]).unwrap();
        assert_eq!(file.read(&*disk, &path).unwrap().len(), 1);
    }

    #[test]
    fn load_lists_partitions_by_state_and_leaves_the_rest_alone() {
        let (disk, path) = formatted();
        let names = ["orders-0", "orders-1.00ff-delete", "x-2.ab-future", "x-3.cd-stray", "lost+found"];
        for name in names.into_iter().chain(["__cluster_metadata-0"]) {
            create_dir_durable(&*disk, &path.join(name)).unwrap();
        }
        disk::atomic_replace(&*disk, &OffsetCheckpoint::HighWatermark.path(&path), b"broken").unwrap();
        let dir = LogDir::open(disk, &path, &identity("A", 1)).unwrap();
        dir.write_checkpoint(
            OffsetCheckpoint::RecoveryPoint,
            &BTreeMap::from([(TopicPartition::new("orders", 0), 9)]),
        )
        .unwrap();
        let loaded = dir.load().unwrap();
        assert_eq!(loaded.clean_shutdown, None);
        assert_eq!(loaded.recovery_points[&TopicPartition::new("orders", 0)], 9);
        let found: Vec<&str> = loaded.partitions.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(found, &names[..4]);
        assert_eq!(loaded.unknown, ["lost+found"]);
        assert_eq!(loaded.problems.len(), 1);
    }
}
