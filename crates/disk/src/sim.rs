//! [`SimDisk`]: a file system in memory that remembers what has been flushed and what has only been written.
//!
//! It is harsher than any real one within what POSIX allows: a crash may lose, keep or tear each unflushed write of a
//! file on its own, and may lose any suffix of the unflushed changes of names. Nothing here is random: whoever
//! crashes it brings the choices.

mod content;
mod file;
mod names;
mod world;

use std::io;
use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::{Disk, Entry, EntryKind, File, Lock, OpenMode};
use file::SimFile;
use world::World;

/// What a crash does with the writes that were not flushed.
pub enum CrashChoice<'a> {
    /// All of them are lost.
    LoseAll,
    /// All of them had reached the disk.
    KeepAll,
    /// For each a number below the argument is asked for; the same numbers give the same disk.
    Each(&'a mut dyn FnMut(u64) -> u64),
}

impl CrashChoice<'_> {
    fn below(&mut self, n: u64) -> u64 {
        match self {
            CrashChoice::LoseAll => 0,
            CrashChoice::KeepAll => n - 1,
            CrashChoice::Each(choose) => choose(n) % n,
        }
    }
}

/// A simulated file system. Clones are the same disk.
#[derive(Clone, Default)]
pub struct SimDisk {
    world: Arc<Mutex<World>>,
}

impl SimDisk {
    /// An empty disk without a limit of size.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cuts the power: unflushed writes meet the choice, locks are gone, files opened before are dead.
    pub fn crash(&self, mut choice: CrashChoice<'_>) {
        self.world.lock().crash(&mut choice);
    }

    /// From now on the disk holds at most so many bytes; a write beyond fails with `StorageFull` and changes nothing.
    pub fn set_capacity(&self, bytes: u64) {
        self.world.lock().capacity = bytes;
    }

    /// While set, every flush fails and what was to be flushed stays unflushed.
    pub fn set_flush_fails(&self, fails: bool) {
        self.world.lock().flush_fails = fails;
    }

    /// After `n` more changing calls (write, cut, rename, remove, create, flush) every call fails, until the next
    /// [`SimDisk::crash`]: how a test stops a program at each of its steps.
    pub fn stop_after(&self, n: u64) {
        self.world.lock().stop_after = Some(n);
    }

    /// Changing calls that have succeeded so far.
    pub fn changes(&self) -> u64 {
        self.world.lock().changes
    }

    /// Flips bits of a file's stored byte, as a failing medium does. False when there is no such byte.
    pub fn corrupt(&self, path: &Path, at: u64, mask: u8) -> bool {
        self.world.lock().corrupt(path, at, mask)
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>> {
        let (inode, life) = self.world.lock().open(path, mode)?;
        Ok(Arc::new(SimFile::new(self.world.clone(), inode, life, mode != OpenMode::Read)))
    }

    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        self.world.lock().create_dir_all(dir)
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>> {
        self.world.lock().list(dir)
    }

    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        self.world.lock().kind(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.world.lock().rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.world.lock().remove_file(path)
    }

    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        self.world.lock().remove_dir_all(dir)
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        self.world.lock().sync_dir(dir)
    }

    fn sync_all(&self, _dir: &Path) -> io::Result<()> {
        self.world.lock().sync_all()
    }

    fn free_bytes(&self, _dir: &Path) -> io::Result<u64> {
        Ok(self.world.lock().free_bytes())
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        let life = self.world.lock().take_lock(path)?;
        Ok(Lock(Box::new(file::SimLock::new(self.world.clone(), path, life))))
    }
}
