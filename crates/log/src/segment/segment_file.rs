//! [`Segment`]: its files, its published end, and how it leaves the log.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use disk::{File, OpenMode};
use parking_lot::Mutex;

use super::end::{PublishedEnd, SegmentEnd};
use super::scan::ScanError;
use crate::Resources;
use crate::error::{IoContext, LogError, flushed};
use crate::file_cache::FileSlot;
use crate::file_names::{self, FileKind};
use crate::index::{SegmentIndex, TimeEntry};

/// What a segment's largest timestamp is known to be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Largest {
    /// It has not been looked at.
    Unknown,
    /// It is this, or there is none.
    Known(Option<TimeEntry>),
}

/// One segment of a log.
pub(crate) struct Segment {
    pub(super) resources: Arc<Resources>,
    pub(super) dir: Arc<Path>,
    base_offset: i64,
    log: Arc<FileSlot>,
    index: SegmentIndex,
    /// `index.interval.bytes`, for when the indexes must be built again.
    pub(super) index_interval: u32,
    end: PublishedEnd,
    pub(super) largest: Mutex<Largest>,
    /// Whether the index files say all that there is to say, the largest timestamp too.
    index_complete: AtomicBool,
    /// Set before the files are changed for another segment or removed.
    stale: AtomicBool,
}

impl Segment {
    /// A new segment without batches. Its name is durable when the directory is flushed.
    pub(crate) fn create(
        resources: Arc<Resources>,
        dir: Arc<Path>,
        base_offset: i64,
        index_interval: u32,
    ) -> Result<Arc<Self>, LogError> {
        let path = file_names::path(&dir, base_offset, FileKind::Log);
        let file = resources.disk.open(&path, OpenMode::Create).at("create", &path)?;
        file.set_len(0).at("truncate", &path)?;
        let end = SegmentEnd { next_offset: base_offset, size: 0 };
        let index = index(&resources, &dir, base_offset, SegmentIndex::empty);
        let segment =
            Self::new(resources, dir, base_offset, index_interval, index, end, Largest::Known(None));
        segment.log.put(file, &segment.resources.files);
        Ok(Arc::new(segment))
    }

    /// A segment whose batches are known to end there.
    pub(crate) fn existing(
        resources: Arc<Resources>,
        dir: Arc<Path>,
        base_offset: i64,
        index_interval: u32,
        end: SegmentEnd,
    ) -> Arc<Self> {
        let index = index(&resources, &dir, base_offset, SegmentIndex::stored);
        Arc::new(Self::new(resources, dir, base_offset, index_interval, index, end, Largest::Unknown))
    }

    /// A segment whose batches are being gone through: whatever its indexes hold is made anew, and its end is published
    /// when it is known.
    pub(crate) fn unknown(
        resources: Arc<Resources>,
        dir: Arc<Path>,
        base_offset: i64,
        index_interval: u32,
    ) -> Arc<Self> {
        let index = index(&resources, &dir, base_offset, SegmentIndex::empty);
        let end = SegmentEnd { next_offset: base_offset, size: 0 };
        let largest = Largest::Known(None);
        Arc::new(Self::new(resources, dir, base_offset, index_interval, index, end, largest))
    }

    fn new(
        resources: Arc<Resources>,
        dir: Arc<Path>,
        base_offset: i64,
        index_interval: u32,
        index: SegmentIndex,
        end: SegmentEnd,
        largest: Largest,
    ) -> Self {
        Self {
            log: FileSlot::new(dir.clone(), base_offset, FileKind::Log),
            resources,
            dir,
            base_offset,
            index,
            index_interval,
            end: PublishedEnd::new(base_offset, end),
            largest: Mutex::new(largest),
            index_complete: AtomicBool::new(false),
            stale: AtomicBool::new(false),
        }
    }

    /// Offset that the file is named after: no batch of it has a lower one.
    pub(crate) fn base_offset(&self) -> i64 {
        self.base_offset
    }

    /// The indexes.
    pub(crate) fn index(&self) -> &SegmentIndex {
        &self.index
    }

    /// `index.interval.bytes` of this segment.
    pub(crate) fn index_interval(&self) -> u32 {
        self.index_interval
    }

    /// Whether the index files are complete. They are durable when they were flushed after that.
    pub(crate) fn is_index_complete(&self) -> bool {
        self.index_complete.load(Ordering::Acquire)
    }

    /// Says whether the index files are complete. Only the log's writer does.
    pub(crate) fn set_index_complete(&self, complete: bool) {
        self.index_complete.store(complete, Ordering::Release);
    }

    /// Where the batches end. Everything before may be read.
    pub(crate) fn end(&self) -> SegmentEnd {
        self.end.get()
    }

    /// Publishes a new end. Only the log's writer does, after the bytes before it were written.
    pub(crate) fn publish(&self, end: SegmentEnd) {
        self.end.set(end);
    }

    /// The file of batches.
    pub(crate) fn file(&self) -> Result<Arc<dyn File>, LogError> {
        match self.log.get(&*self.resources.disk, &self.resources.files) {
            Err(e) if e.kind() == io::ErrorKind::NotFound && self.is_stale() => Err(self.gone()),
            result => result.at("open", &self.log.path()),
        }
    }

    /// Whether the segment has left the log, so that what was read from it since may be anything.
    pub(crate) fn is_stale(&self) -> bool {
        self.stale.load(Ordering::Acquire)
    }

    /// What a reader of a stale segment is told.
    pub(crate) fn gone(&self) -> LogError {
        LogError::TruncatedMeanwhile { offset: self.base_offset }
    }

    /// Says that the segment is leaving the log. Nothing of its files has changed yet.
    pub(crate) fn retire(&self) {
        self.stale.store(true, Ordering::Release);
        self.index.retire();
    }

    /// Removes the files, the batches first: an index without batches is thrown away when the log is opened.
    pub(crate) fn remove_files(&self) -> Result<(), LogError> {
        self.log.close();
        for kind in [FileKind::Log, FileKind::OffsetIndex, FileKind::TimeIndex, FileKind::TxnIndex] {
            let path = file_names::path(&self.dir, self.base_offset, kind);
            match self.resources.disk.remove_file(&path) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                result => result.at("remove", &path)?,
            }
        }
        Ok(())
    }

    /// Makes the batches durable.
    pub(crate) fn flush(&self) -> Result<(), LogError> {
        flushed(self.file()?.sync_data(), &self.log.path())
    }

    /// Where the file of batches is.
    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.log.path()
    }

    /// What the file of batches is called.
    pub(crate) fn file_name(&self) -> String {
        file_names::name(self.base_offset, FileKind::Log)
    }

    /// Tells a failed scan. `offset` is up to where the log is known to be intact.
    pub(crate) fn scan_failed(&self, error: ScanError, offset: i64) -> LogError {
        if self.is_stale() {
            return self.gone();
        }
        match error {
            ScanError::Io(source) => LogError::Io { action: "read", path: self.log.path(), source },
            ScanError::NoBatch { position, error } => self.corrupt(position, offset, error.to_string()),
        }
    }

    /// Tells damage.
    pub(crate) fn corrupt(&self, position: u64, offset: i64, found: String) -> LogError {
        LogError::CorruptLog {
            dir: self.dir.to_path_buf(),
            file: self.file_name(),
            position,
            offset,
            found,
            later: None,
        }
    }
}

fn index(
    resources: &Arc<Resources>,
    dir: &Arc<Path>,
    base_offset: i64,
    make: fn(Arc<Resources>, i64, Arc<FileSlot>, Arc<FileSlot>) -> SegmentIndex,
) -> SegmentIndex {
    let slot = |kind| FileSlot::new(dir.clone(), base_offset, kind);
    make(resources.clone(), base_offset, slot(FileKind::OffsetIndex), slot(FileKind::TimeIndex))
}
