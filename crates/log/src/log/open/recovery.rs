//! Recovery: going through what may not have reached the disk before a crash.
//!
//! The segment with the recovery point and all behind it are read once: checksums, offsets and epochs held against what
//! must be, indexes, epochs and producers made anew. A torn end, behind which there is no whole batch, is cut off.
//! Anything else that is not as it must be is damage: a log that was flushed must not become shorter, nor one lose its
//! middle, and then be taken for a whole replica.

use std::sync::Arc;

use bytes::Bytes;
use wire::batch::{BatchError, BatchHeader};

use super::{Cut, Damage, Opening, Parts, Recovery, files, legacy, resync};
use crate::error::{IoContext, LogError, flushed};
use crate::index::IndexCursor;
use crate::log::{producers, snapshots};
use crate::segment::{BatchScan, ScanError, Scanned, Segment, SegmentEnd};
use crate::{EpochEntry, LeaderEpochs};
use files::PartitionFiles;

/// What has been put together of the segments gone through so far.
struct Progress {
    segments: Vec<Arc<Segment>>,
    epochs: LeaderEpochs,
    producers: producers::Loaded,
    /// One behind the last offset found.
    next_offset: i64,
    report: Recovery,
}

/// Where a segment stops being a log.
struct Broken {
    position: u64,
    size: u64,
    found: String,
    /// A message set of an old format, which is no damage but nothing we can go through either.
    legacy: bool,
}

impl Opening<'_> {
    /// Recovers the log.
    pub(super) fn recover(
        &self,
        files: &PartitionFiles,
        mut epochs: LeaderEpochs,
    ) -> Result<Parts, LogError> {
        let at = files.logs.partition_point(|base| *base <= self.options.recovery_point).saturating_sub(1);
        let (trusted, scanned) = files.logs.split_at(at);
        let Some(&scan_from) = scanned.first() else { return self.empty(epochs) };
        let segments = self.closed_segments(trusted, scan_from)?;
        // What is gone through is found out anew; the file may know of epochs that were truncated away.
        epochs.truncate_from_end(scan_from);
        for offset in files.snapshots.iter().filter(|offset| **offset > scan_from) {
            snapshots::remove(&*self.resources.disk, self.dir, *offset)?;
        }
        let producers = producers::load(self.source(&segments), self.config, scan_from, self.options.now)?;
        let mut progress =
            Progress { segments, epochs, producers, next_offset: scan_from, report: Recovery::default() };
        for (i, base) in scanned.iter().enumerate() {
            let segment = self.unknown_segment(*base);
            let broken = self.scan(&segment, &mut progress)?;
            let next = scanned.get(i + 1).copied();
            let broken = broken.or_else(|| ends_early(&segment, progress.next_offset, next));
            progress.segments.push(segment);
            if let Some(broken) = broken {
                self.cut(&mut progress, broken, &scanned[i + 1..])?;
                break;
            }
        }
        self.check_nothing_is_missing(&progress)?;
        progress.producers.state.advance_to(progress.next_offset);
        Ok(Parts {
            log_start: self.log_start(&progress.segments),
            recovery_point: self.options.recovery_point.min(progress.next_offset),
            segments: progress.segments,
            epochs: progress.epochs,
            epochs_changed: true,
            producers: progress.producers,
            recovery: Some(progress.report),
        })
    }

    fn unknown_segment(&self, base: i64) -> Arc<Segment> {
        let interval = self.config.index_interval_bytes;
        Segment::unknown(self.resources.clone(), self.dir.clone(), base, interval)
    }

    /// Goes through a segment and publishes what of it is a log. Its indexes are ended as a closed segment's are; an
    /// active one's go on from there.
    fn scan(&self, segment: &Arc<Segment>, progress: &mut Progress) -> Result<Option<Broken>, LogError> {
        let size = u64::from(files::size_of(segment)?);
        let file = segment.file()?;
        let mut scan = BatchScan::new(&*file, 0, size, BatchScan::PIECE_LARGE);
        let mut cursor = IndexCursor::new(self.config.index_interval_bytes, None);
        progress.next_offset = progress.next_offset.max(segment.base_offset());
        progress.report.segments += 1;
        let broken = loop {
            let position = scan.position();
            let found = match scan.next_batch() {
                Ok(None) => break None,
                Ok(Some((found, bytes))) => match check(&found.header, bytes, segment, progress) {
                    Ok(()) => {
                        self.pass(&found, bytes, progress)?;
                        found
                    }
                    Err(found) => break Some(Broken { position, size, found, legacy: false }),
                },
                Err(ScanError::NoBatch { error, .. }) => {
                    let legacy = legacy::is_message(&*file, position, size);
                    break Some(Broken { position, size, found: error.to_string(), legacy });
                }
                Err(e) => return Err(segment.scan_failed(e, progress.next_offset)),
            };
            if let Some((offset, time)) = cursor.pass(found.position, &found.header) {
                segment.index().push(offset, time);
            }
            progress.next_offset = found.header.next_offset();
        };
        let valid = broken.as_ref().map_or(size, |b| b.position);
        progress.report.bytes += valid;
        segment.set_largest_timestamp(cursor.largest());
        segment.publish(SegmentEnd { next_offset: progress.next_offset, size: valid as u32 });
        segment.index().finish(cursor.largest())?;
        if valid > 0 && progress.next_offset <= self.options.recovery_point {
            // Once it is closed nobody will look at it again: the checkpoint says that all of it is on the disk.
            segment.index().flush()?;
            flushed(self.resources.disk.sync_dir(self.dir), self.dir)?;
            segment.set_index_complete(true);
        }
        Ok(broken)
    }

    fn pass(&self, found: &Scanned, bytes: &[u8], progress: &mut Progress) -> Result<(), LogError> {
        let header = &found.header;
        let (epoch, start_offset) = (header.partition_leader_epoch, header.base_offset);
        if epoch >= 0 && progress.epochs.latest().is_none_or(|latest| epoch > latest.epoch) {
            progress.epochs.assign(EpochEntry { epoch, start_offset });
        }
        let copy = || Ok(Bytes::copy_from_slice(bytes));
        producers::pass(&mut progress.producers.state, self.config, found, copy)
    }

    /// Cuts the last segment gone through, and all behind it, where it stops being a log; or tells why it must not be.
    fn cut(&self, progress: &mut Progress, broken: Broken, behind: &[i64]) -> Result<(), LogError> {
        let Some(segment) = progress.segments.last().cloned() else { return Ok(()) };
        let offset = progress.next_offset;
        if self.options.damage == Damage::Refuse || broken.legacy {
            let later = self.later(&segment, &broken, behind, offset)?;
            if offset < self.options.recovery_point || later.is_some() || broken.legacy {
                return Err(damaged(&segment, &broken, offset, later));
            }
        }
        let mut bytes = broken.size - broken.position;
        for base in behind.iter().rev() {
            let segment = self.unknown_segment(*base);
            bytes += u64::from(files::size_of(&segment)?);
            segment.remove_files()?;
        }
        let disk = &*self.resources.disk;
        flushed(disk.sync_dir(self.dir), self.dir)?;
        let file = segment.file()?;
        file.set_len(broken.position).at("truncate", &segment.path())?;
        flushed(file.sync_data(), &segment.path())?;
        progress.report.cut = Some(Cut { offset, bytes });
        Ok(())
    }

    /// The first whole batch behind the damage: its segment and position.
    fn later(
        &self,
        segment: &Segment,
        broken: &Broken,
        behind: &[i64],
        offset: i64,
    ) -> Result<Option<(i64, u64)>, LogError> {
        let file = segment.file()?;
        let failed = |e| segment.scan_failed(e, offset);
        let here = resync::next_batch(&*file, broken.position + 1, broken.size, offset).map_err(failed)?;
        if let Some(position) = here {
            return Ok(Some((segment.base_offset(), position)));
        }
        for base in behind {
            let next = self.unknown_segment(*base);
            let size = u64::from(files::size_of(&next)?);
            let file = next.file()?;
            let failed = |e| next.scan_failed(e, offset);
            if let Some(position) = resync::next_batch(&*file, 0, size, *base).map_err(failed)? {
                return Ok(Some((*base, position)));
            }
        }
        Ok(None)
    }

    /// What was flushed must be there. (The checkpoint is lowered before a log is truncated.)
    fn check_nothing_is_missing(&self, progress: &Progress) -> Result<(), LogError> {
        let (end, flushed) = (progress.next_offset, self.options.recovery_point);
        match progress.segments.last() {
            Some(segment) if end < flushed && self.options.damage == Damage::Refuse => {
                let found = format!("the end of the log, although it was flushed up to offset {flushed},");
                Err(segment.corrupt(segment.end().size.into(), end, found))
            }
            _ => Ok(()),
        }
    }
}

/// A segment is named after where the one before it ends (but for gaps that no file can span). One that ends before has
/// lost its last batches.
fn ends_early(segment: &Segment, end: i64, next: Option<i64>) -> Option<Broken> {
    let next = next.filter(|next| end < *next && next - end <= i64::from(i32::MAX))?;
    let size = u64::from(segment.end().size);
    let found = format!("the end of the segment, although the next one begins at offset {next},");
    Some(Broken { position: size, size, found, legacy: false })
}

/// What must be true of a batch at its place in the log.
fn check(header: &BatchHeader, bytes: &[u8], segment: &Segment, progress: &Progress) -> Result<(), String> {
    const CRC_COVERS_FROM: usize = 21;
    let computed = crc32c::crc32c(&bytes[CRC_COVERS_FROM..]);
    if computed != header.crc {
        return Err(BatchError::Crc { stored: header.crc, computed }.to_string());
    }
    if header.base_offset < progress.next_offset {
        return Err(format!("a batch of offset {}", header.base_offset));
    }
    if header.last_offset() - segment.base_offset() > i64::from(i32::MAX) {
        return Err(format!("a batch of offset {}, too far from the segment's base", header.last_offset()));
    }
    let (epoch, latest) = (header.partition_leader_epoch, progress.epochs.latest());
    match latest {
        Some(latest) if (0..latest.epoch).contains(&epoch) => {
            Err(format!("a batch of leader epoch {epoch} behind one of {}", latest.epoch))
        }
        _ => Ok(()),
    }
}

fn damaged(segment: &Segment, broken: &Broken, offset: i64, later: Option<(i64, u64)>) -> LogError {
    match segment.corrupt(broken.position, offset, broken.found.clone()) {
        LogError::CorruptLog { dir, file, position, offset, found, .. } => {
            LogError::CorruptLog { dir, file, position, offset, found, later }
        }
        other => other,
    }
}
