//! What lies in a partition's directory, after what an interrupted process left on its way was finished or removed
//! (`LogLoader` of Kafka).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use disk::{Disk, EntryKind, OpenMode};

use crate::error::{IoContext, LogError};
use crate::file_names::{self, FileKind, FileName, Leftover};
use crate::segment::{BatchScan, Segment};

/// The files of a log.
#[derive(Debug, Default)]
pub(super) struct PartitionFiles {
    /// Base offsets of the segments, lowest first.
    pub(super) logs: Vec<i64>,
    /// Offsets of the producer snapshots, lowest first.
    pub(super) snapshots: Vec<i64>,
}

impl PartitionFiles {
    /// Lists a directory. Leftovers are dealt with first, indexes without a segment removed.
    pub(super) fn read(disk: &dyn Disk, dir: &Path) -> Result<Self, LogError> {
        let mut names = names(disk, dir)?;
        if names.iter().any(|(_, name)| matches!(name, FileName::Leftover(..))) {
            finish_leftovers(disk, dir, &names)?;
            names = self::names(disk, dir)?;
        }
        let mut files = Self::default();
        for (_, name) in &names {
            match name {
                FileName::Part(offset, FileKind::Log) => files.logs.push(*offset),
                FileName::Part(offset, FileKind::Snapshot) => files.snapshots.push(*offset),
                _ => {}
            }
        }
        files.logs.sort_unstable();
        files.snapshots.sort_unstable();
        for (text, name) in &names {
            if let FileName::Part(offset, kind) = name
                && matches!(kind, FileKind::OffsetIndex | FileKind::TimeIndex | FileKind::TxnIndex)
                && files.logs.binary_search(offset).is_err()
            {
                remove(disk, &dir.join(text))?;
            }
        }
        Ok(files)
    }

    /// Removes the snapshots that belong to no segment, but for the newest: that is the one of the last clean shutdown
    /// (`ProducerStateManager.removeStraySnapshots`).
    pub(super) fn remove_stray_snapshots(
        &self,
        disk: &dyn Disk,
        dir: &Path,
        segments: &[Arc<Segment>],
    ) -> Result<(), LogError> {
        let bases: BTreeSet<i64> = segments.iter().map(|s| s.base_offset()).collect();
        let newest = self.snapshots.last();
        for offset in self.snapshots.iter().filter(|o| !bases.contains(o) && Some(*o) != newest) {
            remove(disk, &file_names::path(dir, *offset, FileKind::Snapshot))?;
        }
        Ok(())
    }
}

/// The size of a segment's file.
pub(super) fn size_of(segment: &Segment) -> Result<u32, LogError> {
    let len = segment.file()?.len().at("read", &segment.path())?;
    // Kafka's positions in a segment are signed 32-bit numbers.
    u32::try_from(len).ok().filter(|size| *size <= i32::MAX as u32).ok_or_else(|| {
        segment.corrupt(0, segment.base_offset(), format!("{len} bytes, more than a segment can have,"))
    })
}

fn names(disk: &dyn Disk, dir: &Path) -> Result<Vec<(String, FileName)>, LogError> {
    let entries = disk.list(dir).at("list", dir)?;
    let files = entries.into_iter().filter(|entry| entry.kind == EntryKind::File);
    Ok(files.map(|entry| (file_names::parse(&entry.name), entry.name)).map(|(n, t)| (t, n)).collect())
}

/// Removes what was to be removed and finishes a compaction that had ended: its results take the place of the segments
/// they were made of.
fn finish_leftovers(disk: &dyn Disk, dir: &Path, names: &[(String, FileName)]) -> Result<(), LogError> {
    let of = |wanted: Leftover| {
        names.iter().filter_map(move |(text, name)| match name {
            FileName::Leftover(leftover, part) if *leftover == wanted => Some((text, *part)),
            _ => None,
        })
    };
    for (text, _) in of(Leftover::Deleted).chain(of(Leftover::Temporary)) {
        remove(disk, &dir.join(text))?;
    }
    // Results are renamed to .swap from the highest offset down (KAFKA-6264): as long as there are .cleaned ones, the
    // .swap ones from the lowest of them on are not complete.
    let cleaned_from = of(Leftover::Cleaned)
        .filter_map(|(_, part)| part)
        .map(|(offset, _)| offset)
        .min()
        .unwrap_or(i64::MAX);
    for (text, _) in of(Leftover::Cleaned) {
        remove(disk, &dir.join(text))?;
    }
    let mut swaps = Vec::new();
    for (text, part) in of(Leftover::Swap) {
        match part {
            Some((offset, kind)) if offset < cleaned_from => swaps.push((text, offset, kind)),
            _ => remove(disk, &dir.join(text))?,
        }
    }
    finish_swaps(disk, dir, names, &swaps)
}

fn finish_swaps(
    disk: &dyn Disk,
    dir: &Path,
    names: &[(String, FileName)],
    swaps: &[(&String, i64, FileKind)],
) -> Result<(), LogError> {
    let logs = swaps.iter().filter(|(_, _, kind)| *kind == FileKind::Log);
    let Some(from) = logs.clone().map(|(_, offset, _)| *offset).min() else {
        return swaps.iter().try_for_each(|(text, ..)| remove(disk, &dir.join(text)));
    };
    let mut to = from;
    for (text, offset, _) in logs {
        to = to.max(next_offset(disk, &dir.join(text), *offset)?);
    }
    for (text, name) in names {
        if let FileName::Part(offset, kind) = name
            && (from..to).contains(offset)
            && *kind != FileKind::Snapshot
        {
            remove(disk, &dir.join(text))?;
        }
    }
    for (text, offset, kind) in swaps {
        let path = dir.join(text);
        disk.rename(&path, &file_names::path(dir, *offset, *kind)).at("rename", &path)?;
    }
    disk.sync_dir(dir).at("flush", dir)
}

/// Where the batches of a file end.
fn next_offset(disk: &dyn Disk, path: &Path, base_offset: i64) -> Result<i64, LogError> {
    let file = disk.open(path, OpenMode::Read).at("open", path)?;
    let len = file.len().at("read", path)?;
    let mut scan = BatchScan::new(&*file, 0, len, BatchScan::PIECE_LARGE);
    let mut next = base_offset;
    while let Ok(Some(found)) = scan.next_header() {
        next = found.header.next_offset();
    }
    Ok(next)
}

fn remove(disk: &dyn Disk, path: &Path) -> Result<(), LogError> {
    match disk.remove_file(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        result => result.at("remove", path),
    }
}
