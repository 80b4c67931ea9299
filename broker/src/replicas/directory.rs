//! [`Directory`]: a log directory of this broker: which logs lie in it, how they are opened, and its checkpoints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use disk::Disk;
use log::{
    DirState, Log, LogConfig, LogDir, LogError, LogWriter, OffsetCheckpoint, OpenOptions, PartitionDir,
    Resources, TopicPartition,
};
use parking_lot::Mutex;
use tokio::sync::watch;
use tracing::{info, warn};
use wire::codec::Uuid;

/// A log directory, locked by this process.
pub struct Directory {
    id: Uuid,
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// Held while a checkpoint is replaced.
    dir: Mutex<LogDir>,
    resources: Arc<Resources>,
    left: Left,
    /// Logs that lie here and are not open: not asked for yet, or asked for in vain.
    unopened: Mutex<BTreeMap<TopicPartition, Unopened>>,
    failed: watch::Sender<Option<String>>,
    /// Set while the disk is full: when to look again, in monotonic milliseconds.
    full: AtomicU64,
}

/// A directory that was full takes writes again when so much is free: less would be full again at once.
const ROOM_AGAIN_BYTES: u64 = 32 << 20;
/// Between two looks at a full disk.
const FULL_LOOK_MS: u64 = 500;
/// The disk is not full.
const NOT_FULL: u64 = u64::MAX;

/// Where a log that is not open comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unopened {
    /// It is as the last run left it.
    AsLeft,
    /// It was begun in this run, and could not be finished.
    HalfMade,
}

/// How the last run left the directory.
struct Left {
    clean: bool,
    broker_epoch: Option<i64>,
    recovery_points: BTreeMap<TopicPartition, i64>,
    log_starts: BTreeMap<TopicPartition, i64>,
    high_watermarks: BTreeMap<TopicPartition, i64>,
}

/// A log with the high watermark that was written down for it.
pub(super) struct OpenedLog {
    pub(super) writer: LogWriter,
    pub(super) high_watermark: i64,
}

impl Directory {
    /// Finds out how the directory was left, and removes what was being deleted.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn load(dir: LogDir, resources: Arc<Resources>) -> Result<Directory, LogError> {
        let loaded = dir.load()?;
        for problem in &loaded.problems {
            warn!(%problem, "a checkpoint is taken as empty");
        }
        for name in &loaded.unknown {
            info!(dir = %dir.path().display(), name, "left alone: no partition's directory");
        }
        let disk = resources.disk.clone();
        let mut unopened = BTreeMap::new();
        for found in loaded.partitions {
            match found.state {
                DirState::Current => drop(unopened.insert(found.partition, Unopened::AsLeft)),
                DirState::Deleted => {
                    let path = dir.path().join(&found.name);
                    if let Err(error) = disk.remove_dir_all(&path) {
                        warn!(path = %path.display(), %error, "a deleted partition cannot be removed");
                    }
                }
                DirState::Future | DirState::Stray => {}
            }
        }
        let left = Left {
            clean: loaded.clean_shutdown.is_some(),
            broker_epoch: loaded.clean_shutdown.and_then(|clean| clean.broker_epoch),
            recovery_points: loaded.recovery_points,
            log_starts: loaded.log_start_offsets,
            high_watermarks: loaded.high_watermarks,
        };
        Ok(Directory {
            id: dir.id().unwrap_or(Uuid::ZERO),
            path: dir.path().to_path_buf(),
            disk,
            dir: Mutex::new(dir),
            resources,
            left,
            unopened: Mutex::new(unopened),
            failed: watch::Sender::new(None),
            full: AtomicU64::new(NOT_FULL),
        })
    }

    /// `directory.id`.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The broker epoch that the last run wrote when it ended cleanly.
    pub fn last_broker_epoch(&self) -> Option<i64> {
        self.left.broker_epoch
    }

    /// Why the directory cannot be used any more.
    pub fn failure(&self) -> watch::Receiver<Option<String>> {
        self.failed.subscribe()
    }

    /// Notes that the disk failed. The first reason stays.
    pub(super) fn fail(&self, reason: &LogError) {
        self.failed.send_if_modified(|failed| {
            let first = failed.is_none();
            failed.get_or_insert_with(|| reason.to_string());
            first
        });
    }

    /// Whether there is room to write. Once a write has found the disk full, none is tried until there is some again: what
    /// is small would still be taken, in the way of what is there to be kept.
    pub(super) fn has_room(&self, mono_ms: u64) -> bool {
        let look_at = self.full.load(Ordering::Relaxed);
        if look_at == NOT_FULL {
            return true;
        }
        if mono_ms < look_at {
            return false;
        }
        let free = self.disk.free_bytes(&self.path).unwrap_or(0);
        let room = free >= ROOM_AGAIN_BYTES;
        self.full.store(if room { NOT_FULL } else { mono_ms + FULL_LOOK_MS }, Ordering::Relaxed);
        if room {
            info!(dir = %self.path.display(), free, "there is room again: writes are taken");
        }
        room
    }

    /// A write found the disk full. Whether it was the first to find it.
    pub(super) fn found_full(&self, mono_ms: u64) -> bool {
        self.full.swap(mono_ms + FULL_LOOK_MS, Ordering::Relaxed) == NOT_FULL
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes that can still be written.
    pub fn free_bytes(&self) -> Option<u64> {
        self.disk.free_bytes(&self.path).ok()
    }

    /// Bytes of the file system that it lies on.
    pub fn total_bytes(&self) -> Option<u64> {
        let system = rustix::fs::statvfs(&self.path).ok()?;
        Some(system.f_blocks.saturating_mul(system.f_frsize))
    }

    /// Whether a log of that name lies here.
    pub(super) fn has(&self, partition: &TopicPartition) -> bool {
        self.unopened.lock().contains_key(partition)
    }

    /// Opens the log of a replica, or makes it. A log of another topic of that name is set aside. One that cannot be opened
    /// stays as it is, to be tried again.
    pub(super) fn open(
        &self,
        partition: &TopicPartition,
        topic_id: Uuid,
        config: &LogConfig,
        now: i64,
    ) -> Result<OpenedLog, LogError> {
        let found = self.unopened.lock().get(partition).copied();
        if let Some(found) = found {
            match self.open_existing(partition, found, topic_id, config, now) {
                Err(error @ LogError::InconsistentTopicId { .. }) => {
                    warn!(%error, "set aside");
                    self.set_aside(partition)?;
                }
                result => {
                    if result.is_ok() {
                        self.unopened.lock().remove(partition);
                    }
                    return result;
                }
            }
            self.unopened.lock().remove(partition);
        }
        self.dir.lock().lower_recovery_points(&[(partition.clone(), 0)])?;
        let (resources, id) = (self.resources.clone(), Some(topic_id));
        let made = LogWriter::create(resources, &self.path, partition.clone(), config.clone(), id, 0, now);
        if made.is_err() {
            self.unopened.lock().insert(partition.clone(), Unopened::HalfMade);
        }
        Ok(OpenedLog { writer: made?, high_watermark: 0 })
    }

    fn open_existing(
        &self,
        partition: &TopicPartition,
        found: Unopened,
        topic_id: Uuid,
        config: &LogConfig,
        now: i64,
    ) -> Result<OpenedLog, LogError> {
        let as_left = found == Unopened::AsLeft;
        let of = |offsets: &BTreeMap<TopicPartition, i64>| {
            offsets.get(partition).copied().filter(|_| as_left).unwrap_or(0)
        };
        let options = OpenOptions {
            clean_shutdown: self.left.clean && as_left,
            recovery_point: of(&self.left.recovery_points),
            log_start_offset: of(&self.left.log_starts),
            topic_id: Some(topic_id),
            now,
            ..Default::default()
        };
        let (resources, config) = (self.resources.clone(), config.clone());
        let opened = LogWriter::open(resources, &self.path, partition.clone(), config, options)?;
        if let Some(recovery) = opened.recovery {
            let cut = recovery.cut.map(|cut| format!(", {} bytes cut at offset {}", cut.bytes, cut.offset));
            let cut = cut.unwrap_or_default();
            info!(%partition, bytes = recovery.bytes, "recovered{cut}");
        }
        Ok(OpenedLog { writer: opened.writer, high_watermark: of(&self.left.high_watermarks) })
    }

    fn set_aside(&self, partition: &TopicPartition) -> Result<(), LogError> {
        let from = self.path.join(partition.to_string());
        let to =
            self.path.join(PartitionDir::with_state(partition.clone(), DirState::Stray, random_id()).name);
        self.disk.rename(&from, &to).map_err(|source| LogError::Io {
            action: "set aside",
            path: from,
            source,
        })
    }

    /// Sets aside the logs that are not `wanted`: the cluster has no such replica here.
    pub(super) fn set_strays_aside(&self, wanted: &BTreeSet<TopicPartition>) -> Result<(), LogError> {
        let unopened: Vec<TopicPartition> = self.unopened.lock().keys().cloned().collect();
        for partition in unopened.into_iter().filter(|partition| !wanted.contains(partition)) {
            warn!(%partition, dir = %self.path.display(), "no replica of this broker; set aside as stray");
            self.set_aside(&partition)?;
            self.unopened.lock().remove(&partition);
        }
        Ok(())
    }

    /// Removes what was renamed away.
    pub(super) fn remove(&self, path: &Path) {
        if let Err(error) = self.disk.remove_dir_all(path) {
            warn!(path = %path.display(), %error, "a deleted partition cannot be removed");
        }
    }

    /// See [`LogDir::lower_recovery_points`].
    pub(super) fn lower_recovery_point(&self, partition: &TopicPartition, to: i64) -> Result<(), LogError> {
        self.dir.lock().lower_recovery_points(&[(partition.clone(), to)])
    }

    /// Replaces a checkpoint with what `offsets` finds, while nobody else touches the directory's checkpoints. Logs that are
    /// not open keep what the last run wrote.
    pub(super) fn write_checkpoint(
        &self,
        file: OffsetCheckpoint,
        offsets: impl FnOnce() -> BTreeMap<TopicPartition, i64>,
    ) -> Result<(), LogError> {
        let left = match file {
            OffsetCheckpoint::RecoveryPoint => &self.left.recovery_points,
            OffsetCheckpoint::LogStart => &self.left.log_starts,
            OffsetCheckpoint::HighWatermark => &self.left.high_watermarks,
        };
        let dir = self.dir.lock();
        let unopened = self.unopened.lock().clone();
        let as_left = unopened.into_iter().filter(|(_, found)| *found == Unopened::AsLeft);
        let mut all: BTreeMap<TopicPartition, i64> = as_left
            .filter_map(|(partition, _)| left.get(&partition).copied().map(|offset| (partition, offset)))
            .collect();
        all.extend(offsets());
        dir.write_checkpoint(file, &all)
    }

    /// Makes everything durable that was appended to logs of this directory.
    pub(super) fn flush<'a>(&self, logs: impl Iterator<Item = &'a Log> + Clone) -> Result<(), LogError> {
        Log::flush_all(&*self.disk, &self.path, logs)
    }

    /// Whether all that lies here is whole: what this run has opened, by its caller's word, and what it has not opened
    /// because the last run said so.
    pub(super) fn is_whole(&self) -> bool {
        let whole = |found: &Unopened| self.left.clean && *found == Unopened::AsLeft;
        self.unopened.lock().values().all(whole)
    }

    /// Says that all is flushed and closed. Only of a directory that is whole.
    pub(super) fn write_clean_shutdown(&self, broker_epoch: i64) -> Result<(), LogError> {
        self.dir.lock().write_clean_shutdown(broker_epoch)
    }
}

/// Sixteen random bytes, for a directory's name.
pub(super) fn random_id() -> [u8; 16] {
    let mut id = [0; 16];
    // Where the system has no randomness left, a name that is taken is refused by the rename.
    let _ = getrandom::fill(&mut id);
    id
}

#[cfg(test)]
mod tests {
    use disk::SimDisk;
    use log::{AppendOrigin, Identity, LeaderBatches, MetaProperties};
    use wire::batch::{BatchBuilder, BatchOptions, NewRecord};

    use super::*;

    const TOPIC: Uuid = Uuid::from_u128(7);

    fn load(disk: &SimDisk) -> Directory {
        let (path, shared): (_, Arc<dyn Disk>) = (Path::new("/logs"), Arc::new(disk.clone()));
        if MetaProperties::read(disk, path).unwrap().is_none() {
            disk.create_dir_all(path).unwrap();
            MetaProperties::new("cluster", 1, Uuid::from_u128(9)).write(disk, path).unwrap();
        }
        let identity = Identity { cluster_id: None, node_id: 1 };
        let dir = LogDir::open(shared.clone(), path, &identity).unwrap();
        Directory::load(dir, Resources::new(shared, 0)).unwrap()
    }

    fn partition() -> TopicPartition {
        TopicPartition::new("t", 0)
    }

    fn open(directory: &Directory) -> Result<OpenedLog, LogError> {
        directory.open(&partition(), TOPIC, &LogConfig::default(), 0)
    }

    /// A directory in which a log of two flushed batches was left by a crash, its recovery point behind the first.
    fn crashed() -> SimDisk {
        let disk = SimDisk::new();
        let directory = load(&disk);
        let mut writer = open(&directory).unwrap().writer;
        for _ in 0..2 {
            let mut builder = BatchBuilder::new(BatchOptions::default());
            let record = NewRecord { timestamp: 1, key: None, value: Some(b"v"), headers: &[] };
            builder.append(record).unwrap();
            let (batch, config) = (builder.finish().unwrap(), LogConfig::default());
            let batches = LeaderBatches::check(batch, &config, AppendOrigin::Client, 1).unwrap();
            writer.append_as_leader(&batches, 0, 1).unwrap();
            writer.log().flush(i64::MAX).unwrap();
        }
        directory.write_checkpoint(OffsetCheckpoint::RecoveryPoint, || [(partition(), 2)].into()).unwrap();
        disk
    }

    #[test]
    fn a_log_that_cannot_be_opened_is_never_made_anew_nor_set_aside_while_it_is_wanted() {
        let disk = crashed();
        let segment = Path::new("/logs/t-0/00000000000000000000.log");
        let before = disk::read_all(&disk, segment, 1 << 20).unwrap().unwrap();
        let directory = load(&disk);
        // The file is shorter than the checkpoint promises.
        disk.open(segment, disk::OpenMode::Write).unwrap().set_len(10).unwrap();
        for _ in 0..2 {
            assert!(matches!(open(&directory), Err(LogError::CorruptLog { .. })));
            directory.set_strays_aside(&[partition()].into()).unwrap();
        }
        disk.open(segment, disk::OpenMode::Write).unwrap().write_all_at(&before, 0).unwrap();
        assert_eq!(open(&directory).unwrap().writer.log().log_end_offset(), 2, "it is there as it was");
    }

    #[test]
    fn a_directory_with_a_log_that_still_needs_recovery_is_not_whole() {
        let disk = crashed();
        let directory = load(&disk);
        assert!(!directory.is_whole(), "nobody has gone through its log yet");
        directory.write_checkpoint(OffsetCheckpoint::RecoveryPoint, BTreeMap::new).unwrap();
        let opened = open(&directory).unwrap();
        assert!(directory.is_whole());
        drop((opened, directory));
        let again = load(&disk);
        assert_eq!(again.left.recovery_points, [(partition(), 2)].into(), "what was not open kept its entry");
        again.write_clean_shutdown(5).unwrap();
        drop(again);
        assert!(load(&disk).is_whole(), "the last run has said so of what this one has not opened");
    }

    #[test]
    fn a_log_that_was_half_made_on_a_full_disk_is_made_when_there_is_room() {
        let disk = SimDisk::new();
        let directory = load(&disk);
        disk.set_capacity(0);
        assert!(open(&directory).is_err());
        assert!(!directory.is_whole());
        disk.set_capacity(1 << 20);
        assert_eq!(open(&directory).unwrap().writer.log().log_end_offset(), 0);
        assert!(directory.is_whole());
    }
}
