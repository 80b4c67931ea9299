//! [`State`]: what is known of the log in memory, whether written or only queued. Behind one lock, held briefly.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use disk::File;

use super::cache::Cache;
use super::electorate::Electorate;
use super::index::{Index, Place};
use crate::log_entry::LogEntry;
use crate::log_id::{LogId, Vote};

/// An entry on its way to the file.
#[derive(Debug)]
pub(super) struct Queued {
    /// Number of the append, to tell it from another of the same index.
    pub(super) append: u64,
    pub(super) base_offset: i64,
    pub(super) entry: LogEntry,
}

/// The log as it is seen by readers.
pub(super) struct State {
    pub(super) vote: Option<Vote>,
    pub(super) committed: Option<LogId>,
    /// Whether this directory founded its group, rather than joined it.
    pub(super) founded: bool,
    pub(super) index: Index,
    pub(super) electorate: Electorate,
    pub(super) cache: Cache,
    /// The files that hold entries, by sequence number.
    pub(super) segments: BTreeMap<u32, Arc<dyn File>>,
    /// Set by the first failed write or flush; nothing is accepted after it.
    pub(super) failed: Option<Arc<str>>,
    /// Bytes of entries that are not flushed yet.
    pub(super) unflushed_bytes: usize,
    appends: u64,
}

impl State {
    pub(super) fn new(index: Index, cache_bytes: usize) -> Self {
        Self {
            vote: None,
            committed: None,
            founded: false,
            index,
            electorate: Electorate::default(),
            cache: Cache::new(cache_bytes),
            segments: BTreeMap::new(),
            failed: None,
            unflushed_bytes: 0,
            appends: 0,
        }
    }

    /// The failure that ended the log, if there was one.
    pub(super) fn alive(&self) -> io::Result<()> {
        match &self.failed {
            None => Ok(()),
            Some(reason) => Err(io::Error::other(reason.to_string())),
        }
    }

    /// Takes entries at the end of the log. They are readable when this returns.
    pub(super) fn append(&mut self, entries: Vec<LogEntry>) -> io::Result<Vec<Queued>> {
        self.alive()?;
        let mut queued = Vec::with_capacity(entries.len());
        for entry in entries {
            let expected = self.index.next();
            let fits = entry.id.index == expected || (self.index.is_empty() && entry.id.index > expected);
            if !fits {
                return Err(io::Error::other(format!(
                    "entry {} was given to a raft log whose next index is {expected}",
                    entry.id
                )));
            }
            self.appends += 1;
            self.unflushed_bytes += entry.size();
            self.electorate.note(entry.id.index, entry.payload.configuration.as_deref());
            let base_offset = self.index.push(entry.id, entry.count(), None);
            self.cache.push(entry.clone(), self.appends);
            queued.push(Queued { append: self.appends, base_offset, entry });
        }
        Ok(queued)
    }

    /// Notes where an entry was written.
    pub(super) fn written(&mut self, queued: &Queued, place: Place) {
        if self.cache.written(queued.entry.id.index, queued.append) {
            self.index.set_place(queued.entry.id.index, place);
        }
    }

    /// Drops everything after `after`; returns the Kafka offset that comes next.
    pub(super) fn truncate_after(&mut self, after: Option<LogId>) -> io::Result<i64> {
        self.alive()?;
        let keep = crate::log_id::next_index(after);
        self.index.truncate(keep);
        self.electorate.truncate(keep);
        self.cache.truncate(keep);
        Ok(self.index.next_offset())
    }

    /// Drops everything up to `upto`; returns the Kafka offset that comes next after it.
    pub(super) fn purge(&mut self, upto: LogId) -> io::Result<i64> {
        self.alive()?;
        let next_offset = self.index.end_offset(upto.index);
        self.index.purge(upto, next_offset);
        self.cache.purge(upto.index);
        Ok(next_offset)
    }
}
