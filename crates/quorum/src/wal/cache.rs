//! [`Cache`]: the entries at the end of the log, kept in memory so that replication and apply need no file.
//!
//! What has not been written to a file stays whatever it takes; of the rest, the oldest leave when the limit is
//! reached.

use std::collections::VecDeque;

use crate::log_entry::LogEntry;

#[derive(Debug)]
struct Cached {
    entry: LogEntry,
    /// Which append brought it: an index may be appended again after a truncation.
    append: u64,
    written: bool,
}

/// The last entries of the log, without a gap.
#[derive(Debug)]
pub(super) struct Cache {
    entries: VecDeque<Cached>,
    bytes: usize,
    limit: usize,
}

impl Cache {
    pub(super) fn new(limit: usize) -> Self {
        Self { entries: VecDeque::new(), bytes: 0, limit }
    }

    fn position(&self, index: u64) -> Option<usize> {
        let first = self.entries.front()?.entry.id.index;
        usize::try_from(index.checked_sub(first)?).ok().filter(|at| *at < self.entries.len())
    }

    pub(super) fn get(&self, index: u64) -> Option<&LogEntry> {
        self.entries.get(self.position(index)?).map(|cached| &cached.entry)
    }

    /// Adds the entry that follows the last one.
    pub(super) fn push(&mut self, entry: LogEntry, append: u64) {
        self.bytes += entry.size();
        self.entries.push_back(Cached { entry, append, written: false });
        self.evict();
    }

    /// Notes that an append of an index has reached its file. False when that append has been truncated since.
    pub(super) fn written(&mut self, index: u64, append: u64) -> bool {
        let Some(at) = self.position(index) else { return false };
        let Some(cached) = self.entries.get_mut(at).filter(|cached| cached.append == append) else {
            return false;
        };
        cached.written = true;
        self.evict();
        true
    }

    /// Drops everything from `index` on.
    pub(super) fn truncate(&mut self, index: u64) {
        while let Some(last) = self.entries.back().filter(|last| last.entry.id.index >= index) {
            self.bytes -= last.entry.size();
            self.entries.pop_back();
        }
    }

    /// Drops everything up to `index`.
    pub(super) fn purge(&mut self, index: u64) {
        while let Some(first) = self.entries.front().filter(|first| first.entry.id.index <= index) {
            self.bytes -= first.entry.size();
            self.entries.pop_front();
        }
    }

    fn evict(&mut self) {
        while self.bytes > self.limit {
            let Some(first) = self.entries.front().filter(|first| first.written) else { return };
            self.bytes -= first.entry.size();
            self.entries.pop_front();
        }
    }
}
