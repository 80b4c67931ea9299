//! Putting together what a log knows of its producers, up to an offset: the newest usable snapshot, and the batches behind
//! it.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::snapshots;
use crate::batches::producer_batch;
use crate::error::{IoContext, LogError};
use crate::producer::ProducerState;
use crate::segment::{BatchScan, Scanned, Segment};
use crate::{LogConfig, Resources};

/// Where to look.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) resources: &'a Resources,
    pub(super) dir: &'a Path,
    pub(super) segments: &'a [Arc<Segment>],
    pub(super) log_start: i64,
}

/// What was found of the producers.
pub(super) struct Loaded {
    pub(super) state: ProducerState,
    /// The snapshot that it was begun with, if there was one.
    pub(super) snapshot: Option<i64>,
}

/// The producers before `end_offset`. Snapshots that cannot be used are removed.
pub(super) fn load(
    source: Source<'_>,
    config: &LogConfig,
    end_offset: i64,
    now: i64,
) -> Result<Loaded, LogError> {
    let mut loaded = newest_snapshot(source, config, end_offset, now)?;
    replay(source.segments, config, &mut loaded.state, end_offset)?;
    Ok(loaded)
}

/// The state of the newest snapshot not behind an offset; nothing, as of the log's start, where there is none.
fn newest_snapshot(
    source: Source<'_>,
    config: &LogConfig,
    end_offset: i64,
    now: i64,
) -> Result<Loaded, LogError> {
    let disk = &*source.resources.disk;
    for offset in snapshots::list(disk, source.dir)?.into_iter().rev() {
        // Producers whose records lie before the log's start are forgotten.
        if offset > end_offset || offset <= source.log_start {
            continue;
        }
        if let Some(state) = snapshots::read(disk, source.dir, offset, now, config.producer_id_expiration_ms)?
        {
            return Ok(Loaded { state, snapshot: Some(offset) });
        }
    }
    Ok(Loaded { state: ProducerState::new(source.log_start), snapshot: None })
}

/// Goes on from where a state ends up to an offset.
fn replay(
    segments: &[Arc<Segment>],
    config: &LogConfig,
    state: &mut ProducerState,
    end_offset: i64,
) -> Result<(), LogError> {
    let from = state.end_offset();
    for segment in segments {
        let end = segment.end();
        if end.next_offset <= from || segment.base_offset() >= end_offset {
            continue;
        }
        let Some(first) = segment.find(from, end)? else { continue };
        let file = segment.file()?;
        let mut scan = BatchScan::new(&*file, first.position, end.size.into(), BatchScan::PIECE_LARGE);
        while let Some(found) =
            scan.next_header().map_err(|e| segment.scan_failed(e, segment.base_offset()))?
        {
            if found.header.base_offset >= end_offset {
                break;
            }
            pass(state, config, &found, || {
                let mut bytes = vec![0; found.header.size()];
                file.read_exact_at(&mut bytes, found.position).at("read", &segment.path())?;
                Ok(bytes.into())
            })?;
        }
    }
    state.advance_to(end_offset);
    Ok(())
}

/// Goes past one batch. A control batch that cannot be read tells nothing: it was taken when it was appended.
pub(super) fn pass(
    state: &mut ProducerState,
    config: &LogConfig,
    found: &Scanned,
    bytes: impl FnOnce() -> Result<Bytes, LogError>,
) -> Result<(), LogError> {
    match producer_batch(&found.header, bytes) {
        Ok(Some(batch)) => state.replay(&batch, config.producer_ids_max),
        Ok(None) | Err(LogError::InvalidBatch(_)) => {}
        Err(e) => return Err(e),
    }
    Ok(())
}
