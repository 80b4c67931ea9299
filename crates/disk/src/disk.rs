//! [`Disk`]: a file system as the logs see it: names, directories, durability of names, one lock per directory.

use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::File;

/// How a file is opened. Every mode allows positioned reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// An existing file, for reading only.
    Read,
    /// An existing file, for reading and writing.
    Write,
    /// Reading and writing; made empty if it is not there, kept as it is if it is.
    Create,
    /// Reading and writing; an error of kind `AlreadyExists` if it is there.
    CreateNew,
}

/// What a directory's entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// Anything else (a link, a socket): the logs leave it alone.
    Other,
}

/// One entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The last component of its path. Entries whose name is not UTF-8 are listed lossily and never ours.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
}

/// A lock that is held until this value is dropped, or the process ends.
pub struct Lock(#[allow(dead_code, reason = "held for its Drop")] pub(crate) Box<dyn Any + Send + Sync>);

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lock")
    }
}

/// A file system. Paths are absolute or relative to the process; an implementation keeps no working directory.
///
/// A name (create, rename, remove) is durable only after [`Disk::sync_dir`] of the directory that holds it; a file's
/// bytes only after [`File::sync_data`]. [`Disk::sync_all`] does both for a whole file system.
pub trait Disk: Send + Sync + 'static {
    /// Opens a file.
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>>;
    /// Makes a directory and those above it; no error if it is there. Not durable by itself.
    fn create_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// The entries of a directory, sorted by name.
    fn list(&self, dir: &Path) -> io::Result<Vec<Entry>>;
    /// What stands at the path, `None` when nothing does.
    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>>;
    /// Renames a file or a directory, replacing a file of that name at once.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a directory with all that is in it.
    fn remove_dir_all(&self, dir: &Path) -> io::Result<()>;
    /// Makes the names in a directory durable.
    fn sync_dir(&self, dir: &Path) -> io::Result<()>;
    /// Makes durable everything that was written to the file system that holds `dir` (`syncfs`).
    fn sync_all(&self, dir: &Path) -> io::Result<()>;
    /// Bytes that an unprivileged process may still write to the file system that holds `dir`.
    fn free_bytes(&self, dir: &Path) -> io::Result<u64>;
    /// Takes the exclusive lock on a file, making the file if needed, without waiting.
    ///
    /// The real lock is the one that Apache Kafka takes (a POSIX record lock), so each refuses the other's directory.
    /// When it is held, the error is of kind `WouldBlock` and its text names the holder where the system shows it.
    fn lock(&self, path: &Path) -> io::Result<Lock>;
}

/// Makes a directory whose own name, and the names of those made above it, survive a crash.
pub fn create_dir_durable(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    let mut at = dir.to_path_buf();
    while disk.kind(&at)?.is_none() {
        made.push(at.clone());
        match at.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => at = parent.to_path_buf(),
            _ => break,
        }
    }
    disk.create_dir_all(dir)?;
    for dir in made.iter().rev() {
        if let Some(parent) = dir.parent().filter(|p| !p.as_os_str().is_empty()) {
            disk.sync_dir(parent)?;
        }
    }
    Ok(())
}
