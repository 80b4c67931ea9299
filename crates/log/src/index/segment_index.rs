//! [`SegmentIndex`]: both indexes of one segment.
//!
//! Entries are appended in memory and written to the files in blocks, when the segment is rolled and when the log is
//! closed; never preallocated, never mapped. Files are looked at when first needed. Readers hold the lock only for
//! what is in memory.

use std::sync::Arc;

use parking_lot::RwLock;

use super::entry::{Entry, OffsetEntry, TimeEntry};
use super::file::Found;
use super::half::Half;
use crate::Resources;
use crate::error::LogError;
use crate::file_cache::FileSlot;

/// Entries of one index that are kept in memory before they are written: 2 MiB of log at Kafka's default interval.
const PENDING_MAX: usize = 512;

/// What a look into the indexes says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lookup<E> {
    /// The last entry at or before what was searched, if there is one.
    Hint(Option<E>),
    /// The files are missing or damaged: build them again.
    Damaged,
    /// The segment was truncated: somebody else has its files now.
    Retired,
}

/// The indexes of a segment.
pub(crate) struct SegmentIndex {
    resources: Arc<Resources>,
    state: RwLock<State>,
}

struct State {
    /// Whether the files were looked at.
    loaded: bool,
    /// Whether the segment was truncated: then another value owns the files.
    retired: bool,
    offsets: Half<OffsetEntry>,
    times: Half<TimeEntry>,
}

impl SegmentIndex {
    /// Of a segment whose files may be there, to be looked at when needed.
    pub(crate) fn stored(
        resources: Arc<Resources>,
        base_offset: i64,
        offsets: Arc<FileSlot>,
        times: Arc<FileSlot>,
    ) -> Self {
        let (offsets, times) = (Half::new(offsets, base_offset), Half::new(times, base_offset));
        Self { resources, state: RwLock::new(State { loaded: false, retired: false, offsets, times }) }
    }

    /// Of a new segment: whatever the files hold is nothing of it.
    pub(crate) fn empty(
        resources: Arc<Resources>,
        base_offset: i64,
        offsets: Arc<FileSlot>,
        times: Arc<FileSlot>,
    ) -> Self {
        let index = Self::stored(resources, base_offset, offsets, times);
        index.state.write().loaded = true;
        index
    }

    /// Looks at the files unless that was done. False when they are missing or damaged.
    pub(crate) fn load(&self) -> Result<bool, LogError> {
        if self.state.read().loaded {
            return Ok(true);
        }
        let mut state = self.state.write();
        if state.retired {
            return Ok(true);
        }
        if !state.loaded {
            state.loaded = state.offsets.load(&self.resources)? && state.times.load(&self.resources)?;
        }
        Ok(state.loaded)
    }

    /// Whether the files were looked at, or there are none yet.
    pub(crate) fn is_loaded(&self) -> bool {
        self.state.read().loaded
    }

    /// The last offset entry that is not behind `offset`.
    pub(crate) fn floor_of_offset(&self, offset: i64) -> Result<Lookup<OffsetEntry>, LogError> {
        self.floor_of(|state| &state.offsets, |e| e.offset <= offset)
    }

    /// The last offset entry whose batch does not begin behind `position`.
    pub(crate) fn floor_of_position(&self, position: u32) -> Result<Lookup<OffsetEntry>, LogError> {
        self.floor_of(|state| &state.offsets, |e| e.position <= position)
    }

    /// The last time entry that is not later than `timestamp`.
    pub(crate) fn floor_of_time(&self, timestamp: i64) -> Result<Lookup<TimeEntry>, LogError> {
        self.floor_of(|state| &state.times, |e| e.timestamp <= timestamp)
    }

    fn floor_of<E: Entry>(
        &self,
        half: impl Fn(&State) -> &Half<E>,
        wanted: impl Fn(E) -> bool + Copy,
    ) -> Result<Lookup<E>, LogError> {
        if !self.load()? {
            return Ok(Lookup::Damaged);
        }
        let state = self.state.read();
        if state.retired {
            return Ok(Lookup::Retired);
        }
        let search = half(&state).search(wanted);
        drop(state);
        self.answer(search.finish(&self.resources, wanted)?)
    }

    fn answer<E>(&self, found: Found<E>) -> Result<Lookup<E>, LogError> {
        Ok(match found {
            Found::Entries(_, hint) => Lookup::Hint(hint),
            // The files of a truncated segment are shorter than it believed.
            Found::Damaged if self.state.read().retired => Lookup::Retired,
            Found::Damaged => Lookup::Damaged,
        })
    }

    /// The newest time entry. The files must have been looked at.
    pub(crate) fn last_time(&self) -> Option<TimeEntry> {
        self.state.read().times.last()
    }

    /// Entries of both indexes. The files must have been looked at.
    pub(crate) fn counts(&self) -> (u32, u32) {
        let state = self.state.read();
        (state.offsets.count(), state.times.count())
    }

    /// Adds an entry; the time entry only if it is later than all before.
    ///
    /// The files are written when enough has come together. That they cannot be written now is no error: it is tried
    /// again with the next entry, and what is not written is found again by recovery.
    pub(crate) fn push(&self, offset: OffsetEntry, time: Option<TimeEntry>) {
        let mut state = self.state.write();
        state.offsets.push(offset);
        if let Some(time) = time {
            state.push_time(time);
        }
        if state.offsets.pending() >= PENDING_MAX {
            let _ = state.spill(&self.resources);
        }
    }

    /// Ends the index of a segment that gets no more batches, or is closed: as in Kafka the largest timestamp becomes
    /// its last time entry, and both files are there, complete. The files must have been looked at.
    pub(crate) fn finish(&self, largest: Option<TimeEntry>) -> Result<(), LogError> {
        let mut state = self.state.write();
        if let Some(largest) = largest {
            state.push_time(largest);
        }
        state.spill(&self.resources)
    }

    /// Writes to the files what is only in memory. Does nothing if the files were not looked at: nothing is in memory then.
    pub(crate) fn spill(&self) -> Result<(), LogError> {
        let mut state = self.state.write();
        if state.loaded && !state.retired { state.spill(&self.resources) } else { Ok(()) }
    }

    /// Makes durable what is in the files. Does nothing for files that were not looked at: they were not changed.
    pub(crate) fn flush(&self) -> Result<(), LogError> {
        let state = self.state.read();
        if !state.loaded || state.retired {
            return Ok(());
        }
        state.offsets.flush(&self.resources)?;
        state.times.flush(&self.resources)
    }

    /// Puts entries found in the batches in place of those in the files. Those in memory stay as they are.
    pub(crate) fn rebuild(&self, offsets: &[OffsetEntry], times: &[TimeEntry]) -> Result<(), LogError> {
        let mut state = self.state.write();
        if state.retired {
            return Ok(());
        }
        state.offsets.rebuild(&self.resources, offsets)?;
        state.times.rebuild(&self.resources, times)?;
        state.loaded = true;
        Ok(())
    }

    /// Takes the files away from this value, for the one that goes on with the segment after a truncation.
    pub(crate) fn retire(&self) {
        let mut state = self.state.write();
        state.retired = true;
    }

    /// Keeps only entries of batches that end before `offset`. False when the files are damaged.
    pub(crate) fn truncate(&self, offset: i64) -> Result<bool, LogError> {
        if !self.load()? {
            return Ok(false);
        }
        let mut state = self.state.write();
        let resources = &self.resources;
        Ok(state.offsets.truncate(resources, |e| e.offset < offset)?
            && state.times.truncate(resources, |e| e.offset < offset)?)
    }
}

impl State {
    fn push_time(&mut self, time: TimeEntry) {
        let later = match self.times.last() {
            Some(last) => time.timestamp > last.timestamp,
            None => time.timestamp >= 0,
        };
        if later {
            self.times.push(time);
        }
    }

    fn spill(&mut self, resources: &Resources) -> Result<(), LogError> {
        self.offsets.spill(resources)?;
        self.times.spill(resources)
    }
}
