//! Opening a partition's log.
//!
//! After a clean shutdown nothing of the batches is read: where the log ends is in the directory's checkpoint, what the
//! producers did is in the last snapshot, indexes are looked at when needed. After any other end everything behind the
//! recovery point is gone through ([`recovery`]).

mod clean;
mod files;
mod legacy;
mod recovery;
mod resync;

use std::io;
use std::path::Path;
use std::sync::Arc;

use wire::codec::Uuid;

use super::producers;
use super::shared::{Log, Start};
use super::writer::LogWriter;
use crate::checkpoint::EpochCheckpoint;
use crate::error::{IoContext, LogError};
use crate::producer::ProducerState;
use crate::segment::{Segment, SegmentEnd};
use crate::{LeaderEpochs, LogConfig, PartitionMetadata, Resources, TopicPartition};
use files::PartitionFiles;

/// What is known of a log before it is opened.
#[derive(Clone, Copy, Debug)]
pub struct OpenOptions {
    /// Whether the directory was closed cleanly.
    pub clean_shutdown: bool,
    /// The directory's checkpoint: everything before it was flushed.
    pub recovery_point: i64,
    /// The directory's checkpoint: what lies before it is not part of the log any more.
    pub log_start_offset: i64,
    /// The topic's id, if it is known. A directory without one takes it.
    pub topic_id: Option<Uuid>,
    /// Milliseconds since 1970.
    pub now: i64,
    /// What to do with damage.
    pub damage: Damage,
}

/// What recovery does where it finds more than a torn end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Damage {
    /// It refuses the log ([`LogError::CorruptLog`]).
    #[default]
    Refuse,
    /// It cuts the log where the damage begins. Only for a replica that will be filled again from its leader: what is
    /// left may lack records that were acknowledged.
    Cut,
}

impl Default for OpenOptions {
    /// Of a directory that nothing is known of: everything is gone through.
    fn default() -> Self {
        Self {
            clean_shutdown: false,
            recovery_point: 0,
            log_start_offset: 0,
            topic_id: None,
            now: 0,
            damage: Damage::Refuse,
        }
    }
}

/// A log that was opened.
pub struct Opened {
    /// Its owner.
    pub writer: LogWriter,
    /// What recovery did, where it was needed. What it found is flushed with the log's next flush.
    pub recovery: Option<Recovery>,
}

/// What recovery did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Segments that were gone through.
    pub segments: usize,
    /// Bytes that were gone through.
    pub bytes: u64,
    /// What was cut off.
    pub cut: Option<Cut>,
}

/// The end of a log that was cut off: it was being written when the machine or the process stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Where the log ends now.
    pub offset: i64,
    /// Bytes cut off.
    pub bytes: u64,
}

/// What the steps of opening share.
struct Opening<'a> {
    resources: &'a Arc<Resources>,
    dir: &'a Arc<Path>,
    config: &'a LogConfig,
    options: OpenOptions,
}

/// The parts of a log, ready to be put together.
struct Parts {
    segments: Vec<Arc<Segment>>,
    epochs: LeaderEpochs,
    epochs_changed: bool,
    producers: producers::Loaded,
    recovery_point: i64,
    log_start: i64,
    recovery: Option<Recovery>,
}

impl LogWriter {
    /// Makes a new log in a directory that must not be there, beginning at an offset. It is durable with its first flush,
    /// which is to come before its creation is acknowledged; many share one by [`Log::flush_all`].
    ///
    /// The directory's recovery checkpoint must not have an entry of an earlier log of this name
    /// ([`crate::LogDir::lower_recovery_points`]).
    ///
    /// # Errors
    /// When there are segments already, which are left as they are; when the disk refuses.
    pub fn create(
        resources: Arc<Resources>,
        log_dir: &Path,
        partition: TopicPartition,
        config: LogConfig,
        topic_id: Option<Uuid>,
        start_offset: i64,
        now: i64,
    ) -> Result<Self, LogError> {
        let dir: Arc<Path> = log_dir.join(partition.to_string()).into();
        resources.disk.create_dir_all(&dir).at("create", &dir)?;
        if !PartitionFiles::read(&*resources.disk, &dir)?.logs.is_empty() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists)).at("create", &dir);
        }
        if let Some(topic_id) = topic_id {
            PartitionMetadata { topic_id }.write_new(&*resources.disk, &dir)?;
        }
        let segment =
            Segment::create(resources.clone(), dir.clone(), start_offset, config.index_interval_bytes)?;
        let start = Start {
            partition,
            dir,
            segments: vec![segment],
            epochs: LeaderEpochs::default(),
            epochs_changed: false,
            log_start: start_offset,
            recovery_point: start_offset,
            first_undecided: None,
            topic_id,
            created: true,
        };
        let log = Log::new(resources, start);
        Ok(Self::new(log, config, ProducerState::new(start_offset), None, now))
    }

    /// Opens the log in a directory.
    ///
    /// # Errors
    /// [`LogError::CorruptLog`] when flushed batches are missing or damaged, or there are whole batches behind damage;
    /// [`LogError::InconsistentTopicId`]; [`LogError::Malformed`]; what the disk says.
    pub fn open(
        resources: Arc<Resources>,
        log_dir: &Path,
        partition: TopicPartition,
        config: LogConfig,
        options: OpenOptions,
    ) -> Result<Opened, LogError> {
        let dir: Arc<Path> = log_dir.join(partition.to_string()).into();
        let topic_id = check_topic_id(&resources, &dir, options.topic_id)?;
        let opening = Opening { resources: &resources, dir: &dir, config: &config, options };
        let files = PartitionFiles::read(&*resources.disk, &dir)?;
        let parts = opening.parts(&files)?;
        files.remove_stray_snapshots(&*resources.disk, &dir, &parts.segments)?;
        let producers::Loaded { state, snapshot } = parts.producers;
        let start = Start {
            partition,
            dir: dir.clone(),
            segments: parts.segments,
            epochs: parts.epochs,
            epochs_changed: parts.epochs_changed,
            log_start: parts.log_start,
            recovery_point: parts.recovery_point,
            first_undecided: state.first_undecided_offset(),
            topic_id,
            created: files.logs.is_empty() || parts.recovery.is_some(),
        };
        let log = Log::new(resources, start);
        let writer = Self::new(log, config, state, snapshot, options.now);
        Ok(Opened { writer, recovery: parts.recovery })
    }
}

impl Opening<'_> {
    fn parts(&self, files: &PartitionFiles) -> Result<Parts, LogError> {
        let from_file = EpochCheckpoint::read(&*self.resources.disk, self.dir)?;
        let epochs = LeaderEpochs::from_entries(from_file.iter().copied());
        let mut parts = if files.logs.is_empty() {
            self.empty(epochs)?
        } else if self.options.clean_shutdown {
            self.open_clean(files, epochs)?
        } else {
            self.recover(files, epochs)?
        };
        let log_end = parts.segments.last().map_or(0, |s| s.end().next_offset);
        if log_end < parts.log_start {
            // The log's start was moved past what a crash has left: nothing of that counts.
            parts = self.begin_anew(&parts.segments)?;
        } else {
            parts.epochs.truncate_from_end(log_end);
            parts.epochs.truncate_from_start(parts.log_start);
        }
        parts.epochs_changed = parts.epochs.entries() != from_file;
        Ok(parts)
    }

    /// A log of which there is no file, or none any more.
    fn empty(&self, epochs: LeaderEpochs) -> Result<Parts, LogError> {
        let start = self.options.log_start_offset;
        let segment = Segment::create(
            self.resources.clone(),
            self.dir.clone(),
            start,
            self.config.index_interval_bytes,
        )?;
        if self.options.recovery_point > start && self.options.damage == Damage::Refuse {
            let found =
                format!("no segment at all, although offset {} was flushed", self.options.recovery_point);
            segment.remove_files()?;
            return Err(segment.corrupt(0, start, found));
        }
        Ok(Parts {
            segments: vec![segment],
            epochs,
            epochs_changed: false,
            producers: producers::Loaded { state: ProducerState::new(start), snapshot: None },
            recovery_point: start,
            log_start: start,
            recovery: None,
        })
    }

    fn begin_anew(&self, segments: &[Arc<Segment>]) -> Result<Parts, LogError> {
        for segment in segments.iter().rev() {
            segment.remove_files()?;
        }
        self.resources.disk.sync_dir(self.dir).at("flush", self.dir)?;
        let options = OpenOptions { recovery_point: 0, ..self.options };
        Opening { options, ..*self }.empty(LeaderEpochs::default())
    }

    fn segment(&self, base_offset: i64, end: SegmentEnd) -> Arc<Segment> {
        let interval = self.config.index_interval_bytes;
        Segment::existing(self.resources.clone(), self.dir.clone(), base_offset, interval, end)
    }

    /// Segments that are closed: each ends where the next begins. Their sizes are those of their files.
    fn closed_segments(&self, bases: &[i64], next: i64) -> Result<Vec<Arc<Segment>>, LogError> {
        let next_bases = bases.iter().skip(1).copied().chain([next]);
        bases
            .iter()
            .zip(next_bases)
            .map(|(&base, next_offset)| {
                let segment = self.segment(base, SegmentEnd { next_offset, size: 0 });
                let size = files::size_of(&segment)?;
                segment.publish(SegmentEnd { next_offset, size });
                Ok(segment)
            })
            .collect()
    }

    fn log_start(&self, segments: &[Arc<Segment>]) -> i64 {
        let first = segments.first().map_or(0, |s| s.base_offset());
        first.max(self.options.log_start_offset)
    }

    fn source<'a>(&'a self, segments: &'a [Arc<Segment>]) -> producers::Source<'a> {
        let log_start = self.log_start(segments);
        producers::Source { resources: self.resources, dir: self.dir, segments, log_start }
    }
}

/// Holds the id in the directory against the one it should have; a directory without one takes it.
fn check_topic_id(
    resources: &Resources,
    dir: &Path,
    expected: Option<Uuid>,
) -> Result<Option<Uuid>, LogError> {
    let found = PartitionMetadata::read(&*resources.disk, dir)?.map(|m| m.topic_id);
    match (found, expected) {
        (Some(found), Some(expected)) if found != expected => {
            Err(LogError::InconsistentTopicId { dir: dir.to_path_buf(), found, expected })
        }
        (None, Some(topic_id)) => {
            PartitionMetadata { topic_id }.write(&*resources.disk, dir)?;
            Ok(expected)
        }
        (found, _) => Ok(found),
    }
}
