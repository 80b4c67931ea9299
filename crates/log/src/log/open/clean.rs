//! Opening a log that was closed cleanly: no batch is read.

use std::sync::Arc;

use super::{Opening, Parts, files};
use crate::LeaderEpochs;
use crate::error::LogError;
use crate::index::Lookup;
use crate::log::producers;
use crate::producer::ProducerState;
use crate::segment::{BatchScan, Segment, SegmentEnd};
use files::PartitionFiles;

impl Opening<'_> {
    /// Takes the checkpoint's word for where the log ends, where that can be true.
    pub(super) fn open_clean(&self, files: &PartitionFiles, epochs: LeaderEpochs) -> Result<Parts, LogError> {
        let (active_base, closed) = match files.logs.split_last() {
            Some((active, closed)) => (*active, closed),
            None => return self.empty(epochs),
        };
        let mut segments = self.closed_segments(closed, active_base)?;
        let active = self.segment(active_base, SegmentEnd { next_offset: active_base, size: 0 });
        let size = files::size_of(&active)?;
        let told = self.options.recovery_point;
        let can_be = if size == 0 {
            told == active_base
        } else {
            told > active_base && told - active_base <= i64::from(i32::MAX) + 1
        };
        let next_offset = if can_be { told } else { find_end(&active, size)? };
        active.publish(SegmentEnd { next_offset, size });
        active.set_index_complete(true);
        segments.push(active);
        let producers = self.producers_of_clean(files, &segments, next_offset)?;
        Ok(Parts {
            log_start: self.log_start(&segments),
            segments,
            epochs,
            epochs_changed: false,
            producers,
            recovery_point: next_offset,
            recovery: None,
        })
    }

    /// From the snapshot of the shutdown. A log without any snapshot was closed by a broker that knew no idempotent
    /// producers: there are none.
    fn producers_of_clean(
        &self,
        files: &PartitionFiles,
        segments: &[Arc<Segment>],
        log_end: i64,
    ) -> Result<producers::Loaded, LogError> {
        if files.snapshots.is_empty() {
            return Ok(producers::Loaded { state: ProducerState::new(log_end), snapshot: None });
        }
        producers::load(self.source(segments), self.config, log_end, self.options.now)
    }
}

/// Where the batches of a segment end, when nobody has noted it: found from the last index entry on.
fn find_end(segment: &Segment, size: u32) -> Result<i64, LogError> {
    let mut from = 0;
    if let Lookup::Hint(Some(last)) = segment.index().floor_of_offset(i64::MAX)? {
        from = u64::from(last.position);
    }
    let file = segment.file()?;
    let mut next = segment.base_offset();
    let mut scan = BatchScan::new(&*file, from, size.into(), BatchScan::PIECE_SMALL);
    while let Some(found) = scan.next_header().map_err(|e| segment.scan_failed(e, next))? {
        next = found.header.next_offset();
    }
    Ok(next)
}
