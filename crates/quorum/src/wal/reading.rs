//! Reads entries back: from memory, or from the file where they were written.

use std::io;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use disk::File;

use super::format::{RECORD_HEADER_LEN, Record, RecordHeader, read_record};
use super::index::{EpochEnd, Place};
use super::state::State;
use super::worker::Wal;
use crate::batch;
use crate::log_entry::LogEntry;
use crate::log_id::LogId;

/// Batches as a follower of the log gets them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Served {
    /// Whole batches, stamped with offset and epoch, one after the other.
    pub(crate) batches: Bytes,
    /// The offset after the last of them.
    pub(crate) next_offset: i64,
}

/// Where an entry is to be read from.
enum Source {
    Memory(LogEntry),
    /// Entries that follow each other in one file, the first with the Raft index given.
    File {
        file: Arc<dyn File>,
        first: u64,
        positions: Vec<u32>,
    },
}

impl Wal {
    /// The entries of a range of indexes, as far as the log has them, from the begin on until they have `max_bytes`;
    /// at least one, when there is one.
    pub(crate) fn entries(&self, range: Range<u64>, max_bytes: usize) -> io::Result<Vec<LogEntry>> {
        let sources = plan(&self.state(), range, max_bytes)?;
        let mut entries = Vec::new();
        let mut bytes = 0;
        for source in sources {
            let found = match source {
                Source::Memory(entry) => vec![entry],
                Source::File { file, first, positions } => read_file(&*file, first, &positions)?,
            };
            for entry in found {
                if bytes > 0 && bytes + entry.size() > max_bytes {
                    return Ok(entries);
                }
                bytes += entry.size();
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// The batches from the one that holds `offset` up to the one that ends at `end`, until they have `max_bytes`; at least
    /// one, when there is one.
    pub(crate) fn batches(&self, offset: i64, end: i64, max_bytes: usize) -> io::Result<Served> {
        let mut served = Served { batches: Bytes::new(), next_offset: offset };
        let mut out = BytesMut::new();
        if offset >= end {
            return Ok(served);
        }
        let (mut at, upto) = {
            let index = &self.state().index;
            (index.holding(offset), index.holding(end - 1))
        };
        while at <= upto && (out.is_empty() || out.len() < max_bytes) {
            let left = max_bytes.saturating_sub(out.len());
            let entries = self.entries(at..upto + 1, left)?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                at = entry.id.index + 1;
                let Some(batch) = entry.payload.entry.as_ref().map(|e| &e.batch).filter(|b| !b.is_empty())
                else {
                    continue;
                };
                if !out.is_empty() && out.len() + batch.len() > max_bytes {
                    return Ok(Served { batches: out.freeze(), ..served });
                }
                let base_offset = self.base_offset(entry.id.index)?;
                let begin = out.len();
                out.extend_from_slice(batch);
                batch::stamp(&mut out[begin..], base_offset, entry.id.term as i32)
                    .map_err(io::Error::other)?;
                served.next_offset = base_offset + i64::from(entry.count());
            }
        }
        Ok(Served { batches: out.freeze(), ..served })
    }

    /// The Kafka offset at which an entry's batch begins.
    pub(crate) fn base_offset(&self, index: u64) -> io::Result<i64> {
        let offset = self.state().index.base_offset(index);
        offset.ok_or_else(|| io::Error::other(format!("entry {index} is not in the raft log")))
    }

    /// The Kafka offset after an entry's batch.
    pub(crate) fn end_offset_of(&self, index: u64) -> i64 {
        self.state().index.end_offset(index)
    }

    /// The offsets at which the log begins and ends, the uncommitted tail included.
    pub(crate) fn offsets(&self) -> Range<i64> {
        let state = self.state();
        state.index.start_offset()..state.index.next_offset()
    }

    /// The largest epoch with batches that is at most `epoch`, and where it ends.
    pub(crate) fn epoch_end(&self, epoch: i32) -> Option<EpochEnd> {
        self.state().index.epoch_end(epoch)
    }

    /// The last log id of each term in a range of indexes.
    pub(crate) fn term_ends(&self, range: RangeInclusive<u64>) -> Vec<LogId> {
        self.state().index.term_ends(range)
    }

    /// The first index held, and the one after the last.
    pub(crate) fn indexes(&self) -> Range<u64> {
        let state = self.state();
        state.index.first()..state.index.next()
    }
}

/// Decides under the lock what is read from where; a file's content does not change once it was written.
fn plan(state: &State, range: Range<u64>, max_bytes: usize) -> io::Result<Vec<Source>> {
    state.alive()?;
    let mut sources = Vec::new();
    let mut bytes = 0;
    let mut index = range.start.max(state.index.first());
    let end = range.end.min(state.index.next());
    while index < end && (bytes == 0 || bytes < max_bytes) {
        if let Some(entry) = state.cache.get(index) {
            bytes += entry.size();
            sources.push(Source::Memory(entry.clone()));
            index += 1;
            continue;
        }
        let lost = || io::Error::other(format!("entry {index} is neither in memory nor in a file"));
        let place = state.index.place(index).ok_or_else(lost)?;
        let file = state.segments.get(&place.segment).ok_or_else(lost)?.clone();
        let positions = run(state, index..end, place, max_bytes.saturating_sub(bytes));
        bytes += positions.last().map_or(0, |last| (last - place.position) as usize).max(1);
        let first = index;
        index += positions.len() as u64;
        sources.push(Source::File { file, first, positions });
    }
    Ok(sources)
}

/// The positions of entries that follow `place` in the same file, within about `max_bytes`.
fn run(state: &State, range: Range<u64>, place: Place, max_bytes: usize) -> Vec<u32> {
    let mut positions = vec![place.position];
    for index in range.start + 1..range.end {
        let next = state.index.place(index).filter(|next| {
            next.segment == place.segment && positions.last().is_some_and(|last| next.position > *last)
        });
        match next {
            Some(next) if (next.position - place.position) as usize <= max_bytes => {
                positions.push(next.position)
            }
            _ => break,
        }
    }
    positions
}

/// Reads the entries at the positions, which ascend, with one read for all and one for the length of the last.
fn read_file(file: &dyn File, first: u64, positions: &[u32]) -> io::Result<Vec<LogEntry>> {
    let (Some(&begin), Some(&last)) = (positions.first(), positions.last()) else { return Ok(Vec::new()) };
    let damaged = |index: u64, position: u32| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!(
                "entry {index} at byte {position} of a raft log file can not be read any more; the disk lost it"
            ),
        )
    };
    let last_index = first + positions.len() as u64 - 1;
    let mut header = [0; RECORD_HEADER_LEN];
    file.read_exact_at(&mut header, u64::from(last))?;
    let header = RecordHeader::decode(&header).ok_or_else(|| damaged(last_index, last))?;
    let mut content = vec![0; (last - begin) as usize + header.length];
    file.read_exact_at(&mut content, u64::from(begin))?;
    let content = Bytes::from(content);
    (first..)
        .zip(positions)
        .map(|(index, &position)| {
            let record = super::segment::record_at(&content, (position - begin) as usize);
            match record.map(|(header, bytes)| read_record(&header, bytes)) {
                Some(Ok(Record::Entry { entry, .. })) if entry.id.index == index => Ok(entry),
                _ => Err(damaged(index, position)),
            }
        })
        .collect()
}
