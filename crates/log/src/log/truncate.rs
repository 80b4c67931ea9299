//! Truncation: a follower's log gives way to its leader's.
//!
//! In this order, so that a crash at any step leaves a log that recovery makes whole: what tells of the batches goes before
//! they do; segments leave from the end and their names are flushed; then the file is cut and flushed; then the log goes
//! on. Readers of what goes find out by its segment being stale.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::active::Active;
use super::producers;
use super::shared::Log;
use super::writer::LogWriter;
use crate::LeaderEpochs;
use crate::error::{IoContext, LogError, flushed};
use crate::producer::ProducerState;
use crate::segment::{Segment, SegmentEnd};

impl Log {
    /// What the recovery checkpoint may say at most before the log is truncated to an offset: the beginning of the segment
    /// that is cut, whose indexes then have to be made anew after a crash. 0 where nothing of the log will be left.
    pub fn recovery_point_for_truncation(&self, offset: i64) -> i64 {
        let segments = self.segments.load();
        let kept = segments.partition_point(|s| s.base_offset() <= offset);
        let cut_from = kept.checked_sub(1).map_or(0, |last| segments[last].base_offset());
        self.recovery_point().min(cut_from)
    }
}

impl LogWriter {
    /// Removes the batches at and behind an offset. A batch that has the offset in its middle goes as a whole. Returns
    /// where the log ends now: behind the last batch that is left, at most at the offset.
    ///
    /// The directory's recovery checkpoint must be lowered first, to [`Log::recovery_point_for_truncation`] by
    /// [`crate::LogDir::lower_recovery_points`]: what the checkpoint promises and recovery does not find, it takes for
    /// lost.
    ///
    /// # Errors
    /// When the disk refuses; the log is then offline.
    pub fn truncate_to(&mut self, offset: i64, now: i64) -> Result<i64, LogError> {
        self.log.check_online()?;
        let log_end = self.log.log_end_offset();
        if offset >= log_end {
            // A leader that appended nothing may have left an epoch here that another leader's records contradict.
            self.log.change_epochs(|epochs| epochs.truncate_from_end(log_end));
            return Ok(log_end);
        }
        let truncated = self.truncate_unguarded(offset, now);
        self.offline_if_failed(truncated)
    }

    /// Removes everything and begins anew at an offset. The log's entry in the directory's recovery checkpoint must be
    /// taken away first (lowered to 0).
    ///
    /// # Errors
    /// When the disk refuses; the log is then offline.
    pub fn truncate_fully_and_start_at(&mut self, offset: i64, now: i64) -> Result<(), LogError> {
        self.log.check_online()?;
        let truncated = self.truncate_fully_unguarded(offset, now);
        self.offline_if_failed(truncated)
    }

    /// A truncation that fails half-way leaves nothing to go on with.
    fn offline_if_failed<T>(&self, result: Result<T, LogError>) -> Result<T, LogError> {
        if let Err(error) = &result {
            self.log.take_offline(&format!("a truncation failed: {error}"));
        }
        result
    }

    fn truncate_unguarded(&mut self, offset: i64, now: i64) -> Result<i64, LogError> {
        let segments = self.log.segments.load_full();
        let kept = segments.partition_point(|s| s.base_offset() <= offset);
        let Some(last) = kept.checked_sub(1) else {
            self.truncate_fully_unguarded(offset, now)?;
            return Ok(offset);
        };
        let old = &segments[last];
        // Found before anything is touched: the indexes go first.
        let size = old.find(offset, old.end())?.map_or(old.end().size, |batch| batch.position as u32);
        let end_offset = old.end_before(size)?;
        self.forget_behind(end_offset, |epochs| epochs.truncate_from_end(end_offset))?;
        self.remove_segments(&segments[kept..])?;
        let end = SegmentEnd { next_offset: end_offset, size };
        let segment = self.cut_segment(old, end)?;
        let mut list: Vec<Arc<Segment>> = segments[..last].to_vec();
        list.push(segment.clone());
        self.log.segments.store(Arc::new(list));
        self.log.log_start.fetch_min(end_offset, Ordering::AcqRel);
        self.log.tail.clear();
        self.log.unflushed.truncated(old.base_offset());
        self.active = Active::new(segment, now);
        let loaded = self.reload_producers(end_offset, now)?;
        (self.producers, self.last_snapshot) = (loaded.state, loaded.snapshot);
        self.publish_undecided();
        Ok(end_offset)
    }

    fn truncate_fully_unguarded(&mut self, offset: i64, now: i64) -> Result<(), LogError> {
        let segments = self.log.segments.load_full();
        self.forget_behind(-1, |epochs| {
            *epochs = LeaderEpochs::default();
            true
        })?;
        self.remove_segments(&segments)?;
        let (resources, dir) = (self.log.resources.clone(), self.log.dir.clone());
        let segment = Segment::create(resources, dir, offset, self.config.index_interval_bytes)?;
        self.log.unflushed.names_changed();
        self.log.segments.store(Arc::new(vec![segment.clone()]));
        self.log.log_start.store(offset, Ordering::Release);
        self.log.tail.clear();
        self.log.unflushed.emptied(offset);
        self.active = Active::new(segment, now);
        self.producers = ProducerState::new(offset);
        self.publish_undecided();
        Ok(())
    }

    /// Removes whole segments, the last first: whatever a crash leaves of them has no hole. Durable when it returns.
    fn remove_segments(&self, segments: &[Arc<Segment>]) -> Result<(), LogError> {
        if segments.is_empty() {
            return Ok(());
        }
        for segment in segments.iter().rev() {
            segment.retire();
            segment.remove_files()?;
        }
        flushed(self.log.resources.disk.sync_dir(&self.log.dir), &self.log.dir)
    }

    /// Cuts a segment's files and returns the segment that goes on with them. Durable when it returns.
    fn cut_segment(&self, old: &Arc<Segment>, end: SegmentEnd) -> Result<Arc<Segment>, LogError> {
        let file = old.file()?;
        let spilled = old.index().spill();
        old.retire();
        file.set_len(end.size.into()).at("truncate", &old.path())?;
        flushed(file.sync_data(), &old.path())?;
        let (resources, dir) = (self.log.resources.clone(), self.log.dir.clone());
        let segment = Segment::existing(resources, dir, old.base_offset(), old.index_interval(), end);
        if spilled.is_err() || !segment.index().truncate(end.next_offset)? {
            segment.rebuild_index(end)?;
        }
        segment.find_largest_timestamp()?;
        Ok(segment)
    }

    /// Takes away, before the batches behind an offset, what tells of them: leader epochs and producer snapshots. What a
    /// crash then leaves without them is gone through when the log is opened.
    fn forget_behind(
        &mut self,
        offset: i64,
        change: impl FnOnce(&mut LeaderEpochs) -> bool,
    ) -> Result<(), LogError> {
        self.log.change_epochs(change);
        self.log.write_epochs()?;
        self.last_snapshot = self.last_snapshot.filter(|last| *last <= offset);
        self.log.snapshots.truncate(&*self.log.resources.disk, &self.log.dir, offset)?;
        self.log.unflushed.names_changed();
        Ok(())
    }

    fn reload_producers(&self, end_offset: i64, now: i64) -> Result<producers::Loaded, LogError> {
        // Snapshots that no flush has written yet are as good as any.
        self.log.snapshots.write(&*self.log.resources.disk, &self.log.dir, false)?;
        let log = &self.log;
        let (segments, log_start) = (log.segments.load_full(), log.log_start_offset());
        let source =
            producers::Source { resources: &log.resources, dir: &log.dir, segments: &segments, log_start };
        producers::load(source, &self.config, end_offset, now)
    }
}
