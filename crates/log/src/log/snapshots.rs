//! Files of producer snapshots: made when a segment is rolled, written by the flusher, read when the log is opened.

use std::path::Path;

use bytes::Bytes;
use disk::{Disk, OpenMode};
use parking_lot::Mutex;

use crate::error::{IoContext, LogError, flushed};
use crate::file_names::{self, FileKind, FileName};
use crate::producer::ProducerState;

/// Snapshots that the writer has made and no flush has written yet.
#[derive(Default)]
pub(super) struct PendingSnapshots {
    /// Offset and content, oldest first.
    queue: Mutex<Vec<(i64, Bytes)>>,
    /// Held while files are written or removed.
    files: Mutex<()>,
}

impl PendingSnapshots {
    /// Kept at most. When nobody flushes, the oldest are forgotten: recovery then replays more of the log.
    const PENDING_MAX: usize = 4;

    pub(super) fn push(&self, offset: i64, content: Bytes) {
        let mut queue = self.queue.lock();
        if queue.len() >= Self::PENDING_MAX {
            queue.remove(0);
        }
        queue.push((offset, content));
    }

    /// Removes those of offsets behind a new end of the log, the written ones too.
    pub(super) fn truncate(&self, disk: &dyn Disk, dir: &Path, end_offset: i64) -> Result<(), LogError> {
        let _files = self.files.lock();
        self.queue.lock().retain(|(offset, _)| *offset <= end_offset);
        let behind = list(disk, dir)?.into_iter().rev().take_while(|found| *found > end_offset);
        behind.into_iter().try_for_each(|found| remove(disk, dir, found))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queue.lock().is_empty()
    }

    /// Writes all, flushing each if `sync`.
    pub(super) fn write(&self, disk: &dyn Disk, dir: &Path, sync: bool) -> Result<(), LogError> {
        let _files = self.files.lock();
        loop {
            let Some((offset, content)) = self.queue.lock().first().cloned() else { return Ok(()) };
            write(disk, dir, offset, &content, sync)?;
            self.queue.lock().retain(|(written, _)| *written != offset);
        }
    }
}

/// Writes a snapshot in place: a torn one is recognised by its checksum and thrown away.
fn write(disk: &dyn Disk, dir: &Path, offset: i64, content: &[u8], sync: bool) -> Result<(), LogError> {
    let path = file_names::path(dir, offset, FileKind::Snapshot);
    let file = disk.open(&path, OpenMode::Create).at("create", &path)?;
    file.set_len(0).at("truncate", &path)?;
    file.write_all_at(content, 0).at("write", &path)?;
    if sync {
        flushed(file.sync_data(), &path)?;
    }
    Ok(())
}

/// Reads the snapshot of an offset. One that is missing or cannot be used is removed and `None`.
pub(super) fn read(
    disk: &dyn Disk,
    dir: &Path,
    offset: i64,
    now: i64,
    expiration_ms: i64,
) -> Result<Option<ProducerState>, LogError> {
    let path = file_names::path(dir, offset, FileKind::Snapshot);
    let content = match disk::read_all(disk, &path, ProducerState::SNAPSHOT_BYTES_MAX) {
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => None,
        result => result.at("read", &path)?,
    };
    let state =
        content.and_then(|c| ProducerState::from_snapshot(&c.into(), offset, now, expiration_ms).ok());
    if state.is_none() {
        remove(disk, dir, offset)?;
    }
    Ok(state)
}

/// Removes the snapshot of an offset, if there is one.
pub(super) fn remove(disk: &dyn Disk, dir: &Path, offset: i64) -> Result<(), LogError> {
    let path = file_names::path(dir, offset, FileKind::Snapshot);
    match disk.remove_file(&path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        result => result.at("remove", &path),
    }
}

/// The offsets of the snapshots in a directory, lowest first.
pub(super) fn list(disk: &dyn Disk, dir: &Path) -> Result<Vec<i64>, LogError> {
    let entries = disk.list(dir).at("list", dir)?;
    let mut offsets: Vec<i64> = entries
        .iter()
        .filter_map(|entry| match file_names::parse(&entry.name) {
            FileName::Part(offset, FileKind::Snapshot) => Some(offset),
            _ => None,
        })
        .collect();
    offsets.sort_unstable();
    Ok(offsets)
}
