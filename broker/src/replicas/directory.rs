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
    disk: Arc<dyn Disk>,
    /// Held while a checkpoint is replaced.
    dir: Mutex<LogDir>,
    resources: Arc<Resources>,
    left: Left,
    /// Logs that were found and that nobody has asked for yet.
    unclaimed: Mutex<BTreeSet<TopicPartition>>,
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
        let mut unclaimed = BTreeSet::new();
        for found in loaded.partitions {
            match found.state {
                DirState::Current => drop(unclaimed.insert(found.partition)),
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
            disk,
            dir: Mutex::new(dir),
            resources,
            left,
            unclaimed: Mutex::new(unclaimed),
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
        let path = self.path();
        let free = self.disk.free_bytes(&path).unwrap_or(0);
        let room = free >= ROOM_AGAIN_BYTES;
        self.full.store(if room { NOT_FULL } else { mono_ms + FULL_LOOK_MS }, Ordering::Relaxed);
        if room {
            info!(dir = %path.display(), free, "there is room again: writes are taken");
        }
        room
    }

    /// A write found the disk full. Whether it was the first to find it.
    pub(super) fn found_full(&self, mono_ms: u64) -> bool {
        self.full.swap(mono_ms + FULL_LOOK_MS, Ordering::Relaxed) == NOT_FULL
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.dir.lock().path().to_path_buf()
    }

    /// Bytes that can still be written.
    pub fn free_bytes(&self) -> Option<u64> {
        self.disk.free_bytes(&self.path()).ok()
    }

    /// Bytes of the file system that it lies on.
    pub fn total_bytes(&self) -> Option<u64> {
        let system = rustix::fs::statvfs(self.path()).ok()?;
        Some(system.f_blocks.saturating_mul(system.f_frsize))
    }

    /// Whether a log of that name lies here.
    pub(super) fn has(&self, partition: &TopicPartition) -> bool {
        self.unclaimed.lock().contains(partition)
    }

    /// Opens the log of a replica, or makes it. A log of another topic of that name is set aside.
    pub(super) fn open(
        &self,
        partition: &TopicPartition,
        topic_id: Uuid,
        config: &LogConfig,
        now: i64,
    ) -> Result<OpenedLog, LogError> {
        let path = self.path();
        if self.unclaimed.lock().remove(partition) {
            match self.open_existing(&path, partition, topic_id, config, now) {
                Err(error @ LogError::InconsistentTopicId { .. }) => {
                    warn!(%error, "set aside");
                    self.set_aside(&path, partition)?;
                }
                result => return result,
            }
        }
        self.dir.lock().lower_recovery_points(&[(partition.clone(), 0)])?;
        let (resources, id) = (self.resources.clone(), Some(topic_id));
        let writer = LogWriter::create(resources, &path, partition.clone(), config.clone(), id, 0, now)?;
        Ok(OpenedLog { writer, high_watermark: 0 })
    }

    fn open_existing(
        &self,
        path: &Path,
        partition: &TopicPartition,
        topic_id: Uuid,
        config: &LogConfig,
        now: i64,
    ) -> Result<OpenedLog, LogError> {
        let of = |offsets: &BTreeMap<TopicPartition, i64>| offsets.get(partition).copied().unwrap_or(0);
        let options = OpenOptions {
            clean_shutdown: self.left.clean,
            recovery_point: of(&self.left.recovery_points),
            log_start_offset: of(&self.left.log_starts),
            topic_id: Some(topic_id),
            now,
            ..Default::default()
        };
        let opened =
            LogWriter::open(self.resources.clone(), path, partition.clone(), config.clone(), options)?;
        if let Some(recovery) = opened.recovery {
            let cut = recovery.cut.map(|cut| format!(", {} bytes cut at offset {}", cut.bytes, cut.offset));
            let cut = cut.unwrap_or_default();
            info!(%partition, bytes = recovery.bytes, "recovered{cut}");
        }
        Ok(OpenedLog { writer: opened.writer, high_watermark: of(&self.left.high_watermarks) })
    }

    fn set_aside(&self, path: &Path, partition: &TopicPartition) -> Result<(), LogError> {
        let from = path.join(partition.to_string());
        let to = path.join(PartitionDir::with_state(partition.clone(), DirState::Stray, random_id()).name);
        self.disk.rename(&from, &to).map_err(|source| LogError::Io {
            action: "set aside",
            path: from,
            source,
        })
    }

    /// Sets aside the logs that nobody has asked for: the cluster has no such replica here.
    pub(super) fn set_strays_aside(&self) -> Result<(), LogError> {
        let path = self.path();
        for partition in std::mem::take(&mut *self.unclaimed.lock()) {
            warn!(%partition, dir = %path.display(), "no replica of this broker; set aside as stray");
            self.set_aside(&path, &partition)?;
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

    /// Replaces a checkpoint with what `offsets` finds, while nobody else touches the directory's checkpoints.
    pub(super) fn write_checkpoint(
        &self,
        file: OffsetCheckpoint,
        offsets: impl FnOnce() -> BTreeMap<TopicPartition, i64>,
    ) -> Result<(), LogError> {
        let dir = self.dir.lock();
        dir.write_checkpoint(file, &offsets())
    }

    /// Makes everything durable that was appended to logs of this directory.
    pub(super) fn flush<'a>(&self, logs: impl Iterator<Item = &'a Log> + Clone) -> Result<(), LogError> {
        let path = self.path();
        Log::flush_all(&*self.disk, &path, logs)
    }

    /// Says that all is flushed and closed.
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
