//! [`FileCache`]: how many files all the logs of a process hold open, whatever the number of logs and segments.
//!
//! Each file of a log that may be open is a [`FileSlot`]; using it opens the file if needed and marks it as used. When
//! more are open than allowed, the one that was not used for longest (by a clock, so roughly) is closed. Whoever still
//! reads from a closed file keeps it alive until done: the limit is on what is kept open, not on what is in use.
//!
//! A file may be closed before it was flushed: the kernel keeps what was written, and a failure to write it back is
//! reported to the flush that follows, by whichever descriptor.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use disk::{Disk, File, OpenMode};
use parking_lot::Mutex;

use crate::file_names::{self, FileKind};

/// The files that are kept open, shared by the logs of a process.
pub struct FileCache {
    open_max: usize,
    /// Slots that may hold an open file, in the order they were opened or spared. Never longer than `open_max`.
    open: Mutex<VecDeque<Weak<FileSlot>>>,
}

impl FileCache {
    /// Kept open when the caller has no better number: leaves room under the usual limit of 1024 descriptors.
    pub const OPEN_MAX_DEFAULT: usize = 512;

    /// A cache that keeps at most `open_max` files open, at least one.
    pub fn new(open_max: usize) -> Arc<Self> {
        Arc::new(Self { open_max: open_max.max(1), open: Mutex::new(VecDeque::new()) })
    }

    /// Files that are kept open now.
    pub fn open_count(&self) -> usize {
        self.open.lock().iter().filter_map(Weak::upgrade).filter(|slot| slot.file.lock().is_some()).count()
    }

    fn opened(&self, slot: &Arc<FileSlot>) {
        let mut open = self.open.lock();
        while open.len() >= self.open_max {
            let Some(candidate) = open.pop_front() else { break };
            let Some(victim) = candidate.upgrade() else { continue };
            if victim.used.swap(false, Ordering::Relaxed) {
                open.push_back(candidate);
            } else {
                victim.file.lock().take();
            }
        }
        open.push_back(Arc::downgrade(slot));
    }
}

/// One file of a log, open or not.
pub(crate) struct FileSlot {
    dir: Arc<Path>,
    offset: i64,
    kind: FileKind,
    file: Mutex<Option<Arc<dyn File>>>,
    used: AtomicBool,
}

impl FileSlot {
    /// A slot for a file that is not open yet. Its path is put together when needed: there may be 100,000 of them.
    pub(crate) fn new(dir: Arc<Path>, offset: i64, kind: FileKind) -> Arc<Self> {
        Arc::new(Self { dir, offset, kind, file: Mutex::new(None), used: AtomicBool::new(false) })
    }

    /// The file's path.
    pub(crate) fn path(&self) -> PathBuf {
        file_names::path(&self.dir, self.offset, self.kind)
    }

    /// The open file, which must exist.
    pub(crate) fn get(self: &Arc<Self>, disk: &dyn Disk, cache: &FileCache) -> io::Result<Arc<dyn File>> {
        // Only when it changes: a store would take the cache line from every other reader.
        if !self.used.load(Ordering::Relaxed) {
            self.used.store(true, Ordering::Relaxed);
        }
        if let Some(file) = &*self.file.lock() {
            return Ok(file.clone());
        }
        let file = disk.open(&self.path(), OpenMode::Write)?;
        let mut slot = self.file.lock();
        if let Some(other) = &*slot {
            return Ok(other.clone());
        }
        *slot = Some(file.clone());
        drop(slot);
        cache.opened(self);
        Ok(file)
    }

    /// Puts in a file that is open already.
    pub(crate) fn put(self: &Arc<Self>, file: Arc<dyn File>, cache: &FileCache) {
        if self.file.lock().replace(file).is_none() {
            cache.opened(self);
        }
    }

    /// Closes the file, once nobody reads from it any more.
    pub(crate) fn close(&self) {
        self.file.lock().take();
    }
}

#[cfg(test)]
mod tests {
    use disk::{SimDisk, create_dir_durable};

    use super::*;

    fn slots(n: usize) -> (SimDisk, Vec<Arc<FileSlot>>) {
        let disk = SimDisk::new();
        create_dir_durable(&disk, Path::new("/d")).unwrap();
        let dir: Arc<Path> = Path::new("/d").into();
        let slots = (0..n).map(|i| {
            let slot = FileSlot::new(dir.clone(), i as i64, FileKind::Log);
            disk.open(&slot.path(), OpenMode::CreateNew).unwrap();
            slot
        });
        let slots = slots.collect();
        (disk, slots)
    }

    #[test]
    fn no_more_files_are_kept_open_than_allowed() {
        let (disk, slots) = slots(50);
        let cache = FileCache::new(7);
        for round in 0..3 {
            for slot in &slots {
                slot.get(&disk, &cache).unwrap();
                assert!(cache.open_count() <= 7, "round {round}");
            }
        }
        assert_eq!(cache.open_count(), 7);
    }

    #[test]
    fn what_is_in_use_stays_open_and_what_is_not_is_closed() {
        let (disk, slots) = slots(10);
        let cache = FileCache::new(3);
        for slot in &slots[1..] {
            slots[0].get(&disk, &cache).unwrap();
            slot.get(&disk, &cache).unwrap();
        }
        assert!(slots[0].file.lock().is_some(), "used all the time");
        assert!(slots[1].file.lock().is_none());
    }

    #[test]
    fn a_file_that_is_being_read_outlives_its_eviction() {
        let (disk, slots) = slots(3);
        let cache = FileCache::new(1);
        let file = slots[0].get(&disk, &cache).unwrap();
        file.write_all_at(b"abc", 0).unwrap();
        slots[1].get(&disk, &cache).unwrap();
        slots[2].get(&disk, &cache).unwrap();
        assert!(slots[0].file.lock().is_none());
        assert_eq!(file.len().unwrap(), 3);
    }

    #[test]
    fn slots_that_are_gone_make_room() {
        let (disk, first) = slots(5);
        let cache = FileCache::new(5);
        for slot in &first {
            slot.get(&disk, &cache).unwrap();
        }
        drop(first);
        assert_eq!(cache.open_count(), 0);
    }
}
