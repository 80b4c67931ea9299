//! [`Log`]: what is published of a partition's log, for any number of readers.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use parking_lot::Mutex;
use wire::codec::Uuid;

use super::flush::Unflushed;
use super::snapshots::PendingSnapshots;
use crate::checkpoint::EpochCheckpoint;
use crate::error::LogError;
use crate::segment::Segment;
use crate::tail::HotTail;
use crate::{EpochEnd, EpochEntry, LeaderEpochs, Resources, TopicPartition};

/// A partition's log, as readers and the flusher see it. All methods may be called from any thread.
pub struct Log {
    pub(super) partition: TopicPartition,
    pub(super) dir: Arc<Path>,
    pub(super) resources: Arc<Resources>,
    /// Oldest first, never empty; the last is the active one.
    pub(super) segments: ArcSwap<Vec<Arc<Segment>>>,
    pub(super) tail: Arc<HotTail>,
    pub(super) epochs: ArcSwap<LeaderEpochs>,
    /// Held while the file of epochs is written, so that the newest ones are written last.
    pub(super) epoch_file: Mutex<()>,
    pub(super) epochs_changed: AtomicBool,
    pub(super) log_start: AtomicI64,
    /// First offset of the oldest open transaction; -1 for none.
    pub(super) first_undecided: AtomicI64,
    pub(super) topic_id: OnceLock<Uuid>,
    pub(super) unflushed: Unflushed,
    pub(super) snapshots: PendingSnapshots,
    offline: OnceLock<Arc<str>>,
}

/// What a log begins its life with.
pub(super) struct Start {
    pub(super) partition: TopicPartition,
    pub(super) dir: Arc<Path>,
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) epochs: LeaderEpochs,
    pub(super) epochs_changed: bool,
    pub(super) log_start: i64,
    pub(super) recovery_point: i64,
    pub(super) first_undecided: Option<i64>,
    pub(super) topic_id: Option<Uuid>,
    /// Whether names were made that no flush of a directory has made durable.
    pub(super) created: bool,
}

impl Log {
    pub(super) fn new(resources: Arc<Resources>, start: Start) -> Arc<Self> {
        Arc::new(Self {
            partition: start.partition,
            dir: start.dir,
            tail: HotTail::new(resources.tail.clone()),
            resources,
            segments: ArcSwap::from_pointee(start.segments),
            epochs: ArcSwap::from_pointee(start.epochs),
            epoch_file: Mutex::new(()),
            epochs_changed: AtomicBool::new(start.epochs_changed),
            log_start: AtomicI64::new(start.log_start),
            first_undecided: AtomicI64::new(start.first_undecided.unwrap_or(-1)),
            topic_id: start.topic_id.map_or_else(OnceLock::new, OnceLock::from),
            unflushed: Unflushed::new(start.recovery_point, start.created),
            snapshots: PendingSnapshots::default(),
            offline: OnceLock::new(),
        })
    }

    /// The partition.
    pub fn partition(&self) -> &TopicPartition {
        &self.partition
    }

    /// The partition's directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The id of its topic, if it is known.
    pub fn topic_id(&self) -> Option<Uuid> {
        self.topic_id.get().copied()
    }

    /// The first offset there is.
    pub fn log_start_offset(&self) -> i64 {
        self.log_start.load(Ordering::Acquire)
    }

    /// One behind the last offset there is.
    pub fn log_end_offset(&self) -> i64 {
        self.active().end().next_offset
    }

    /// Everything before this offset is on the disk.
    pub fn recovery_point(&self) -> i64 {
        self.unflushed.recovery_point()
    }

    /// First offset of the oldest transaction that has not ended.
    pub fn first_undecided_offset(&self) -> Option<i64> {
        Some(self.first_undecided.load(Ordering::Acquire)).filter(|offset| *offset >= 0)
    }

    /// Bytes of all segments.
    pub fn size_in_bytes(&self) -> u64 {
        self.segments.load().iter().map(|s| u64::from(s.end().size)).sum()
    }

    /// How many segments there are.
    pub fn segment_count(&self) -> usize {
        self.segments.load().len()
    }

    /// The base offset of the active segment: what lies before it is in closed segments.
    pub fn active_segment_base_offset(&self) -> i64 {
        self.active().base_offset()
    }

    /// The leader epochs of the log.
    pub fn leader_epochs(&self) -> Arc<LeaderEpochs> {
        self.epochs.load_full()
    }

    /// The newest leader epoch, if there is one.
    pub fn latest_epoch(&self) -> Option<i32> {
        self.epochs.load().latest().map(|entry| entry.epoch)
    }

    /// Where a leader epoch ends in this log ([`LeaderEpochs::end_offset_for`]).
    pub fn end_offset_for_epoch(&self, epoch: i32) -> Option<EpochEnd> {
        self.epochs.load().end_offset_for(epoch, self.log_end_offset())
    }

    /// Why the log cannot be used any more, if it cannot.
    pub fn offline_reason(&self) -> Option<&str> {
        self.offline.get().map(|reason| &**reason)
    }

    /// Takes the log offline: from now on everything fails. For a directory that has failed; a log that finds out itself
    /// does it itself.
    pub fn take_offline(&self, reason: &str) {
        let _ = self.offline.set(reason.into());
    }

    pub(super) fn active(&self) -> Arc<Segment> {
        let segments = self.segments.load();
        #[allow(clippy::expect_used, reason = "the list is made with a segment and every change keeps one")]
        segments.last().expect("a log has a segment").clone()
    }

    pub(super) fn check_online(&self) -> Result<(), LogError> {
        match self.offline.get() {
            None => Ok(()),
            Some(reason) => Err(LogError::Offline { dir: self.dir.to_path_buf(), reason: reason.clone() }),
        }
    }

    /// Takes the log offline if the error says that the disk has failed.
    pub(super) fn guard<T>(&self, result: Result<T, LogError>) -> Result<T, LogError> {
        if let Err(error) = &result
            && error.fails_directory()
        {
            self.take_offline(&error.to_string());
        }
        result
    }

    /// Notes where a leader epoch begins. Written to disk with the next flush.
    pub(super) fn assign_epoch(&self, entry: EpochEntry) {
        if entry.epoch >= 0 && self.epochs.load().needs(entry) {
            self.change_epochs(|epochs| epochs.assign(entry));
        }
    }

    pub(super) fn change_epochs(&self, change: impl FnOnce(&mut LeaderEpochs) -> bool) {
        let mut epochs = LeaderEpochs::clone(&self.epochs.load());
        if change(&mut epochs) {
            self.epochs.store(Arc::new(epochs));
            self.epochs_changed.store(true, Ordering::Release);
        }
    }

    /// Writes the leader epochs if they have changed. Durable when it returns.
    pub(super) fn write_epochs(&self) -> Result<(), LogError> {
        let _writing = self.epoch_file.lock();
        if self.epochs_changed.swap(false, Ordering::AcqRel) {
            let written =
                EpochCheckpoint::write(&*self.resources.disk, &self.dir, self.epochs.load().entries());
            if written.is_err() {
                self.epochs_changed.store(true, Ordering::Release);
            }
            return written;
        }
        Ok(())
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("dir", &self.dir)
            .field("log_start_offset", &self.log_start_offset())
            .field("log_end_offset", &self.log_end_offset())
            .field("recovery_point", &self.recovery_point())
            .finish_non_exhaustive()
    }
}
