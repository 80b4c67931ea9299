//! Opens the files of a log: reads every record, cuts a torn end, refuses what lost durable data.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use disk::{Disk, EntryKind, File, OpenMode};

use super::format::{Record, SegmentHeader, parse_file_name};
use super::group::Tail;
use super::index::{Index, Place};
use super::segment::{Segment, Unreadable};
use super::state::State;
use crate::log_id::next_index;
use crate::{Error, VoterKey};

/// What was found.
pub(super) struct Recovered {
    pub(super) state: State,
    /// `None` when there is no file yet.
    pub(super) tail: Option<Tail>,
}

struct Found {
    path: PathBuf,
    sequence: u32,
    file: Arc<dyn File>,
    content: Bytes,
}

/// Reads the log in `dir`, which exists, and makes durable what was read.
pub(super) fn recover(
    disk: &dyn Disk,
    dir: &Path,
    key: VoterKey,
    cache_bytes: usize,
) -> Result<Recovered, Error> {
    let names = segment_names(disk, dir)?;
    let mut replay = Replay::new(dir, key, cache_bytes);
    let mut tail = None;
    for (n, (sequence, name)) in names.iter().enumerate() {
        let last = n + 1 == names.len();
        let found = open(disk, dir.join(name), *sequence)?;
        let segment = match super::segment::read(&found.content, last) {
            Ok(segment) => segment,
            Err(Unreadable::NeverBegun) => {
                remove(disk, dir, &found.path)?;
                break;
            }
            Err(Unreadable::Damaged { at, what }) => {
                return Err(Error::DamagedLog { path: found.path, at, what });
            }
        };
        replay.segment(&found, segment.header.clone(), n == 0)?;
        tail = Some(settle(&found, &segment, last)?);
        replay.records(&found, segment)?;
    }
    if tail.is_some() {
        disk.sync_dir(dir).map_err(Error::io("flush the directory", dir))?;
    }
    let state = replay.end(disk)?;
    Ok(Recovered { state, tail })
}

/// The segment files, ascending by sequence number.
fn segment_names(disk: &dyn Disk, dir: &Path) -> Result<Vec<(u32, String)>, Error> {
    let entries = disk.list(dir).map_err(Error::io("list", dir))?;
    let mut names: Vec<(u32, String)> = entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File)
        .filter_map(|entry| Some((parse_file_name(&entry.name)?.0, entry.name)))
        .collect();
    names.sort();
    Ok(names)
}

fn open(disk: &dyn Disk, path: PathBuf, sequence: u32) -> Result<Found, Error> {
    let read = || -> io::Result<(Arc<dyn File>, Bytes)> {
        let file = disk.open(&path, OpenMode::Write)?;
        let mut content = vec![0; file.len()? as usize];
        file.read_exact_at(&mut content, 0)?;
        Ok((file, content.into()))
    };
    let (file, content) = read().map_err(Error::io("read", &path))?;
    Ok(Found { path, sequence, file, content })
}

fn remove(disk: &dyn Disk, dir: &Path, path: &Path) -> Result<(), Error> {
    disk.remove_file(path).and_then(|()| disk.sync_dir(dir)).map_err(Error::io("remove", path))
}

/// Cuts a torn end, and makes the rest durable: what a killed process had written may be in the page cache only.
fn settle(found: &Found, segment: &Segment, last: bool) -> Result<Tail, Error> {
    let cut = || -> io::Result<()> {
        if segment.torn {
            found.file.set_len(u64::from(segment.end))?;
        }
        if last { found.file.sync_data() } else { Ok(()) }
    };
    cut().map_err(Error::io("cut the torn end of", &found.path))?;
    Ok(Tail { file: found.file.clone(), sequence: found.sequence, position: segment.end })
}

/// Builds the state from the records, in order.
struct Replay<'a> {
    dir: &'a Path,
    key: VoterKey,
    state: State,
    /// Of the segment before: its sequence number.
    sequence: Option<u32>,
    /// Index at which the first segment begins: what is in front of it must have been purged.
    begin: u64,
    /// Files in front of a gap in the sequence numbers.
    left_over: Vec<PathBuf>,
    paths: Vec<PathBuf>,
    cache_bytes: usize,
}

impl<'a> Replay<'a> {
    fn new(dir: &'a Path, key: VoterKey, cache_bytes: usize) -> Self {
        let state = State::new(Index::default(), cache_bytes);
        Self {
            dir,
            key,
            state,
            sequence: None,
            begin: 0,
            left_over: Vec::new(),
            paths: Vec::new(),
            cache_bytes,
        }
    }

    fn segment(&mut self, found: &Found, header: SegmentHeader, first: bool) -> Result<(), Error> {
        let damaged = |what: String| Error::DamagedLog { path: found.path.clone(), at: 0, what };
        if header.key != self.key {
            return Err(Error::ForeignLog {
                path: found.path.clone(),
                found: header.key,
                expected: self.key,
            });
        }
        if header.sequence != found.sequence {
            return Err(damaged(format!("its header says that it is segment {}", header.sequence)));
        }
        let follows = self.sequence.is_some_and(|before| before + 1 == found.sequence);
        if !follows {
            // A purge removes files from the front; when it was interrupted some may be left before a gap.
            self.left_over.append(&mut self.paths);
            let index = Index::after(None, header.next_index, header.next_offset);
            self.state = State::new(index, self.cache_bytes);
            self.begin = header.next_index;
        } else if !first && header.next_index != self.state.index.next() {
            return Err(damaged(format!(
                "it begins at index {}, the one before ends at {}",
                header.next_index,
                self.state.index.next()
            )));
        }
        self.state.founded = header.founded;
        self.sequence = Some(found.sequence);
        self.state.segments.insert(found.sequence, found.file.clone());
        self.paths.push(found.path.clone());
        Ok(())
    }

    fn records(&mut self, found: &Found, segment: Segment) -> Result<(), Error> {
        for (position, record) in segment.records {
            let place = Place { segment: found.sequence, position };
            if let Err(what) = self.record(place, record) {
                return Err(Error::DamagedLog { path: found.path.clone(), at: u64::from(position), what });
            }
        }
        Ok(())
    }

    fn record(&mut self, place: Place, record: Record) -> Result<(), String> {
        let index = &mut self.state.index;
        match record {
            Record::Entry { base_offset, entry } => {
                let expected = index.next();
                let fits = entry.id.index == expected || (index.is_empty() && entry.id.index > expected);
                if !fits || base_offset != index.next_offset() {
                    return Err(format!(
                        "entry {} at offset {base_offset} follows index {expected} and offset {}",
                        entry.id,
                        index.next_offset()
                    ));
                }
                index.push(entry.id, entry.count(), Some(place));
                self.state.electorate.note(entry.id.index, entry.payload.configuration.as_deref());
            }
            Record::Vote(vote) => self.state.vote = Some(vote),
            Record::Committed(id) => self.state.committed = self.state.committed.max(Some(id)),
            Record::Truncate { after, next_offset } => {
                let keep = next_index(after);
                if keep < index.first() {
                    *index = Index::after(index.purged(), keep, next_offset);
                }
                index.truncate(keep);
                self.state.electorate.truncate(keep);
            }
            Record::Purge { upto, next_offset } => index.purge(upto, next_offset),
        }
        Ok(())
    }

    fn end(mut self, disk: &dyn Disk) -> Result<State, Error> {
        // A lower position is always right: the leader says how far the log is committed. A wrong one never is.
        let index = &self.state.index;
        let known = self.state.committed.filter(|id| index.id(id.index) == Some(*id));
        self.state.committed = known.max(index.purged());
        let held_from = next_index(self.state.index.purged());
        if self.begin > held_from && (self.sequence.is_some() && self.begin > 0) {
            let what = format!(
                "its first file begins at index {}, but what is in front of it was never purged: files are missing",
                self.begin
            );
            return Err(Error::DamagedLog { path: self.dir.to_path_buf(), at: 0, what });
        }
        for path in &self.left_over {
            remove(disk, self.dir, path)?;
        }
        Ok(self.state)
    }
}
