//! [`Half`]: one of a segment's two indexes: entries in its file, and newer ones only in memory.

use std::sync::Arc;

use disk::{File, OpenMode};

use super::entry::Entry;
use super::file::{self, Found};
use crate::Resources;
use crate::error::{IoContext, LogError, flushed};
use crate::file_cache::FileSlot;

/// One index. The entries in memory come behind all that are in the file.
pub(super) struct Half<E> {
    slot: Arc<FileSlot>,
    base_offset: i64,
    /// Entries in the file.
    stored: u32,
    /// Entries that are not in the file yet.
    pending: Vec<E>,
    /// The newest of all.
    last: Option<E>,
    /// Whether the file is there.
    exists: bool,
}

impl<E: Entry> Half<E> {
    pub(super) fn new(slot: Arc<FileSlot>, base_offset: i64) -> Self {
        Self { slot, base_offset, stored: 0, pending: Vec::new(), last: None, exists: false }
    }

    /// Looks at the file. False when it is missing, or not an index.
    pub(super) fn load(&mut self, resources: &Resources) -> Result<bool, LogError> {
        let path = self.slot.path();
        let file = match self.slot.get(&*resources.disk, &resources.files) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            result => result.at("open", &path)?,
        };
        let len = file.len().at("read", &path)?;
        let count = len / E::SIZE as u64;
        let Some(count) = u32::try_from(count).ok().filter(|_| len.is_multiple_of(E::SIZE as u64)) else {
            return Ok(false);
        };
        self.exists = true;
        self.stored = count;
        self.last = None;
        if let Some(last) = count.checked_sub(1) {
            let read = |at| file::entry::<E>(&*file, self.base_offset, at).at("read", &path);
            let (Some(first), Some(newest)) = (read(0)?, read(last)?) else { return Ok(false) };
            // Zeros behind the entries are what a crash leaves of a file that was made before it was filled.
            if last > 0 && !first.is_before(newest) {
                return Ok(false);
            }
            self.last = Some(newest);
        }
        Ok(true)
    }

    pub(super) fn count(&self) -> u32 {
        self.stored + self.pending.len() as u32
    }

    pub(super) fn pending(&self) -> usize {
        self.pending.len()
    }

    pub(super) fn last(&self) -> Option<E> {
        self.last
    }

    pub(super) fn push(&mut self, entry: E) {
        self.pending.push(entry);
        self.last = Some(entry);
    }

    /// The last entry in memory that is `wanted`, or what is needed to look for it in the file.
    pub(super) fn search(&self, wanted: impl Fn(E) -> bool) -> Search<E> {
        let at = self.pending.partition_point(|e| wanted(*e));
        match at.checked_sub(1) {
            Some(at) => Search::Found(self.pending[at]),
            None => {
                Search::InFile { slot: self.slot.clone(), base_offset: self.base_offset, stored: self.stored }
            }
        }
    }

    /// Writes the entries in memory to the file, making it if need be.
    pub(super) fn spill(&mut self, resources: &Resources) -> Result<(), LogError> {
        if self.exists && self.pending.is_empty() {
            return Ok(());
        }
        let path = self.slot.path();
        let file = self.file(resources)?;
        let at = u64::from(self.stored) * E::SIZE as u64;
        file.write_all_at(&file::encode(self.base_offset, &self.pending), at).at("write", &path)?;
        self.stored += self.pending.len() as u32;
        self.pending = Vec::new();
        Ok(())
    }

    fn file(&mut self, resources: &Resources) -> Result<Arc<dyn File>, LogError> {
        let path = self.slot.path();
        if self.exists {
            return self.slot.get(&*resources.disk, &resources.files).at("open", &path);
        }
        let file = resources.disk.open(&path, OpenMode::Create).at("create", &path)?;
        file.set_len(0).at("truncate", &path)?;
        self.slot.put(file.clone(), &resources.files);
        self.exists = true;
        Ok(file)
    }

    /// Makes durable what is in the file.
    pub(super) fn flush(&self, resources: &Resources) -> Result<(), LogError> {
        if !self.exists {
            return Ok(());
        }
        let path = self.slot.path();
        let file = self.slot.get(&*resources.disk, &resources.files).at("open", &path)?;
        flushed(file.sync_data(), &path)
    }

    /// Puts other entries in place of those in the file: those that come before the ones in memory.
    pub(super) fn rebuild(&mut self, resources: &Resources, entries: &[E]) -> Result<(), LogError> {
        let path = self.slot.path();
        let before =
            self.pending.first().map_or(entries.len(), |p| entries.partition_point(|e| e.is_before(*p)));
        let entries = &entries[..before];
        self.slot.close();
        disk::atomic_replace(&*resources.disk, &path, &file::encode(self.base_offset, entries))
            .at("rebuild", &path)?;
        self.exists = true;
        self.stored = entries.len() as u32;
        if self.pending.is_empty() {
            self.last = entries.last().copied();
        }
        Ok(())
    }

    /// Keeps the entries from the front on that are `wanted`. False when the file is not an index.
    pub(super) fn truncate(
        &mut self,
        resources: &Resources,
        wanted: impl Fn(E) -> bool,
    ) -> Result<bool, LogError> {
        let at = self.pending.partition_point(|e| wanted(*e));
        self.pending.truncate(at);
        if let Some(last) = self.pending.last() {
            self.last = Some(*last);
            return Ok(true);
        }
        self.last = None;
        if self.stored == 0 {
            return Ok(true);
        }
        let path = self.slot.path();
        let file = self.slot.get(&*resources.disk, &resources.files).at("open", &path)?;
        match file::partition_point(&*file, self.base_offset, self.stored, wanted).at("read", &path)? {
            Found::Damaged => Ok(false),
            Found::Entries(count, last) => {
                file.set_len(u64::from(count) * E::SIZE as u64).at("truncate", &path)?;
                (self.stored, self.last) = (count, last);
                Ok(true)
            }
        }
    }
}

/// What a search in memory found.
pub(super) enum Search<E> {
    /// The entry.
    Found(E),
    /// It is in the file, if anywhere. To be searched without the index's lock.
    InFile {
        /// The file.
        slot: Arc<FileSlot>,
        /// What its offsets are relative to.
        base_offset: i64,
        /// Entries in it.
        stored: u32,
    },
}

impl<E: Entry> Search<E> {
    /// Goes on in the file.
    pub(super) fn finish(
        self,
        resources: &Resources,
        wanted: impl Fn(E) -> bool,
    ) -> Result<Found<E>, LogError> {
        match self {
            Search::Found(entry) => Ok(Found::Entries(1, Some(entry))),
            Search::InFile { stored: 0, .. } => Ok(Found::Entries(0, None)),
            Search::InFile { slot, base_offset, stored } => {
                let path = slot.path();
                match slot.get(&*resources.disk, &resources.files) {
                    Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Found::Damaged),
                    result => {
                        let file = result.at("open", &path)?;
                        file::partition_point(&*file, base_offset, stored, wanted).at("read", &path)
                    }
                }
            }
        }
    }
}
