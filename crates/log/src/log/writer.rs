//! [`LogWriter`]: the one who changes a log.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::active::Active;
use super::shared::Log;
use crate::error::LogError;
use crate::producer::{ProducerEntry, ProducerState};
use crate::segment::Segment;
use crate::{EpochEntry, LogConfig};

/// The owner of a log. Lives under the partition's append lock; everything that changes the log goes through it.
pub struct LogWriter {
    pub(super) log: Arc<Log>,
    pub(super) config: LogConfig,
    pub(super) active: Active,
    pub(super) producers: ProducerState,
    /// Offset of the newest producer snapshot.
    pub(super) last_snapshot: Option<i64>,
}

impl LogWriter {
    pub(super) fn new(
        log: Arc<Log>,
        config: LogConfig,
        producers: ProducerState,
        last_snapshot: Option<i64>,
        now: i64,
    ) -> Self {
        let active = Active::new(log.active(), now);
        Self { log, config, active, producers, last_snapshot }
    }

    /// What readers and the flusher hold.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// The configuration in force.
    pub fn config(&self) -> &LogConfig {
        &self.config
    }

    /// Puts another configuration in force. The index interval holds from the next segment on.
    pub fn set_config(&mut self, config: LogConfig) {
        self.config = config;
    }

    /// The producers that are remembered, in no order.
    pub fn producers(&self) -> impl ExactSizeIterator<Item = &ProducerEntry> {
        self.producers.producers()
    }

    /// Forgets the producers that were silent for too long at `now` (milliseconds since 1970).
    pub fn expire_producers(&mut self, now: i64) {
        self.producers.expire(now, self.config.producer_id_expiration_ms);
    }

    /// Notes that a leader epoch begins at the log's end. For a new leader, before it appends anything.
    pub fn assign_epoch(&mut self, epoch: i32) {
        self.log.assign_epoch(EpochEntry { epoch, start_offset: self.log.log_end_offset() });
    }

    /// Moves the log's start forward, at most to its end: what lies before is not read any more. Segments stay; deleting
    /// them is another matter. Returns whether the start has moved.
    pub fn advance_log_start_offset(&mut self, offset: i64) -> bool {
        let offset = offset.min(self.log.log_end_offset());
        let moved = self.log.log_start.fetch_max(offset, Ordering::AcqRel) < offset;
        if moved {
            self.log.change_epochs(|epochs| epochs.truncate_from_start(offset));
        }
        moved
    }

    /// Closes the active segment and begins a new one at the log's end, unless it is empty. Returns whether it did.
    ///
    /// # Errors
    /// When the files cannot be made; the log then goes on as it was.
    pub fn roll(&mut self, now: i64) -> Result<bool, LogError> {
        self.log.check_online()?;
        if self.active.end().size == 0 {
            return Ok(false);
        }
        let rolled = self.roll_to(self.log.log_end_offset(), now);
        self.log.guard(rolled)?;
        Ok(true)
    }

    /// Begins a segment at an offset at or behind the log's end.
    pub(super) fn roll_to(&mut self, base_offset: i64, now: i64) -> Result<(), LogError> {
        let empty = self.active.end().size == 0;
        if !empty {
            self.active.finish()?;
        }
        let (resources, dir) = (self.log.resources.clone(), self.log.dir.clone());
        let segment = Segment::create(resources, dir, base_offset, self.config.index_interval_bytes)?;
        self.producers.advance_to(base_offset);
        self.take_snapshot();
        self.log.unflushed.names_changed();
        let mut segments = Vec::clone(&self.log.segments.load());
        // A segment without batches only stands in the way.
        let replaced = if empty { segments.pop() } else { None };
        segments.push(segment.clone());
        self.log.segments.store(Arc::new(segments));
        if let Some(replaced) = replaced {
            replaced.retire();
            replaced.remove_files()?;
        }
        self.active = Active::new(segment, now);
        Ok(())
    }

    /// Has a snapshot of the producers written by the next flush.
    pub(super) fn take_snapshot(&mut self) {
        let offset = self.producers.end_offset();
        self.log.snapshots.push(offset, self.producers.to_snapshot());
        self.log.unflushed.names_changed();
        self.last_snapshot = Some(offset);
    }

    pub(super) fn publish_undecided(&self) {
        let undecided = self.producers.first_undecided_offset().unwrap_or(-1);
        self.log.first_undecided.store(undecided, Ordering::Release);
    }
}
