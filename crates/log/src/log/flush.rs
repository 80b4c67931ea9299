//! Making a log durable, beside its writer.
//!
//! Before the recovery point passes an offset, everything that recovery would need from before it is on the disk: the
//! batches, the indexes of closed segments, the leader epochs and the names of the files. Producer snapshots only make
//! recovery faster; they are written here because the writer must not wait for them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use disk::Disk;
use parking_lot::Mutex;

use super::shared::Log;
use crate::PartitionMetadata;
use crate::error::{IoContext, LogError, flushed};

/// What is not on the disk yet.
pub(super) struct Unflushed {
    /// Changed only under `truncations`.
    recovery_point: AtomicI64,
    /// Counts truncations: a flush that began before one says nothing about what was written after it.
    truncations: Mutex<u64>,
    /// Whether files were made or removed since the directory was last flushed.
    names: AtomicBool,
    /// Whether the directory itself is new.
    created: AtomicBool,
    /// One flush at a time.
    flushing: Mutex<()>,
}

/// Up to where a flush goes.
#[derive(Clone, Copy)]
struct Target {
    /// What is durable afterwards.
    offset: i64,
    /// What the recovery point becomes.
    point: i64,
    /// The recovery point when it began.
    from: i64,
    truncations: u64,
}

impl Unflushed {
    pub(super) fn new(recovery_point: i64, created: bool) -> Self {
        Self {
            recovery_point: AtomicI64::new(recovery_point),
            truncations: Mutex::new(0),
            names: AtomicBool::new(created),
            created: AtomicBool::new(created),
            flushing: Mutex::new(()),
        }
    }

    pub(super) fn recovery_point(&self) -> i64 {
        self.recovery_point.load(Ordering::Acquire)
    }

    /// Says that files were made or removed.
    pub(super) fn names_changed(&self) {
        self.names.store(true, Ordering::Release);
    }

    /// Says that nothing behind an offset is durable any more, after the cut was published.
    pub(super) fn truncated(&self, end_offset: i64) {
        let mut truncations = self.truncations.lock();
        *truncations += 1;
        self.recovery_point.fetch_min(end_offset, Ordering::AcqRel);
    }

    /// Says that the log begins anew, without batches, after that was published.
    pub(super) fn emptied(&self, start_offset: i64) {
        let mut truncations = self.truncations.lock();
        *truncations += 1;
        self.recovery_point.store(start_offset, Ordering::Release);
    }

    fn advance(&self, target: Target) {
        let truncations = self.truncations.lock();
        if *truncations == target.truncations {
            self.recovery_point.fetch_max(target.point, Ordering::AcqRel);
        }
    }

    fn any_names(&self) -> bool {
        self.names.load(Ordering::Acquire) || self.created.load(Ordering::Acquire)
    }

    fn names_flushed(&self) {
        self.names.store(false, Ordering::Release);
        self.created.store(false, Ordering::Release);
    }
}

impl Log {
    /// Makes everything before an offset durable, at most up to the log's end, and returns up to where it is. The recovery
    /// point follows; it may stay one behind the end of a segment whose indexes are not complete yet.
    ///
    /// # Errors
    /// [`LogError::FlushFailed`] takes the log offline: it is not tried again, because nobody knows what is on the disk.
    pub fn flush(&self, up_to: i64) -> Result<i64, LogError> {
        self.check_online()?;
        let flushed = self.flush_unguarded(up_to);
        // A log that was deleted meanwhile has no files any more: that says nothing about the disk.
        self.check_online()?;
        self.guard(flushed)
    }

    /// Flushes many logs of one file system at once: what each has to write is written, then the file system is flushed.
    ///
    /// # Errors
    /// The first error. None of the recovery points has then moved, and a failed flush has taken all the logs offline.
    pub fn flush_all<'a>(
        disk: &dyn Disk,
        dir: &Path,
        logs: impl Iterator<Item = &'a Log> + Clone,
    ) -> Result<(), LogError> {
        let mut targets = Vec::new();
        for log in logs.clone() {
            log.check_online()?;
            // Before the flush, so that names made while it runs count for the next one.
            log.unflushed.names_flushed();
            let target = log.target(i64::MAX);
            log.guard(log.write_out())?;
            targets.push(target);
        }
        let synced = flushed(disk.sync_all(dir), dir);
        for (log, target) in logs.zip(targets) {
            match &synced {
                Ok(()) => log.unflushed.advance(target),
                Err(error) => log.take_offline(&error.to_string()),
            }
        }
        synced
    }

    fn target(&self, up_to: i64) -> Target {
        // Truncations are counted after they were published: looked at in this order, an end of before one never goes
        // with a count of after it.
        let truncations = *self.unflushed.truncations.lock();
        let from = self.recovery_point();
        let active = self.active();
        let complete = active.is_index_complete();
        let end = active.end();
        let offset = up_to.min(end.next_offset);
        // While there is more to write to the segment's indexes, the recovery point stays in it: a crash right after it is
        // closed must find that they are to be made anew.
        let point = match end.size {
            0 => offset,
            _ if complete => offset,
            _ => offset.min(end.next_offset - 1),
        };
        Target { offset, point, from, truncations }
    }

    fn flush_unguarded(&self, up_to: i64) -> Result<i64, LogError> {
        let _one_at_a_time = self.unflushed.flushing.lock();
        let target = self.target(up_to);
        if target.point <= target.from && !self.unflushed.any_names() && self.snapshots.is_empty() {
            // Only the newest batch may be missing from what was flushed before.
            if target.offset > target.point {
                self.active().flush()?;
            }
            return Ok(target.offset);
        }
        self.flush_segments(target)?;
        self.snapshots.write(&*self.resources.disk, &self.dir, true)?;
        self.write_epochs()?;
        self.flush_names()?;
        self.unflushed.advance(target);
        Ok(target.offset)
    }

    fn flush_segments(&self, target: Target) -> Result<(), LogError> {
        let segments = self.segments.load_full();
        for (at, segment) in segments.iter().enumerate() {
            let in_reach = segment.base_offset() <= target.offset && segment.end().next_offset >= target.from;
            if !in_reach {
                continue;
            }
            let closed = at + 1 < segments.len() || segment.is_index_complete();
            let flushed = segment.flush().and_then(|()| match closed {
                true => segment.index().flush(),
                false => Ok(()),
            });
            match flushed {
                // It has left the log: nothing of it needs to be on the disk.
                Err(_) if segment.is_stale() => {}
                result => result?,
            }
        }
        Ok(())
    }

    /// Writes, without flushing, what a flush of the whole file system shall make durable.
    fn write_out(&self) -> Result<(), LogError> {
        self.snapshots.write(&*self.resources.disk, &self.dir, false)?;
        self.write_epochs()
    }

    fn flush_names(&self) -> Result<(), LogError> {
        let disk = &*self.resources.disk;
        if self.unflushed.created.swap(false, Ordering::AcqRel) {
            let metadata = self.dir.join(PartitionMetadata::FILE_NAME);
            match disk.open(&metadata, disk::OpenMode::Write) {
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                file => flushed(file.at("open", &metadata)?.sync_data(), &metadata)?,
            }
            if let Some(parent) = self.dir.parent() {
                flushed(disk.sync_dir(parent), parent)?;
            }
        }
        if self.unflushed.names.swap(false, Ordering::AcqRel) {
            flushed(disk.sync_dir(&self.dir), &self.dir)?;
        }
        Ok(())
    }
}
