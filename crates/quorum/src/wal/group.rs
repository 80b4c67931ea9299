//! [`Groups`]: writes a group of commands as one write and one flush, and begins a new segment when one is full.
//!
//! Whoever drives it calls [`Groups::write`] and then [`Groups::flush`], and completes the commands of the group only
//! after both. An error of either is final: the files are not touched again.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use disk::{Disk, File, OpenMode};
use parking_lot::Mutex;

use super::format::{HEADER_LEN, Record, SegmentHeader, file_name, write_record};
use super::index::Place;
use super::state::{Queued, State};
use crate::VoterKey;
use crate::log_id::{LogId, Vote, next_index};

/// No group is larger; positions in a file have 32 bits. What is queued at once is limited far below this.
const MAX_GROUP_BYTES: usize = 1024 * 1024 * 1024;

/// Called when something has become durable, or can not become it.
pub(crate) type Done = Box<dyn FnOnce(io::Result<()>) + Send>;

/// What can be asked of the log.
pub(super) enum Command {
    Append {
        entries: Vec<Queued>,
        done: Done,
    },
    Vote {
        vote: Vote,
        done: Done,
    },
    Truncate {
        after: Option<LogId>,
        next_offset: i64,
    },
    Purge {
        upto: LogId,
        next_offset: i64,
        done: Done,
    },
    /// Makes durable what came before, the committed position included.
    Flush {
        done: Done,
    },
}

/// What is told of votes outside of the log, for tools; see `quorum-state`.
pub(crate) trait VoteMirror: Send {
    /// Before anything is written to the log for the first time.
    fn before_first_write(&mut self) -> io::Result<()>;
    /// After a vote has become durable and was reported.
    fn voted(&mut self, vote: &Vote) -> io::Result<()>;
}

/// What does not change while the log is open.
pub(super) struct Setting {
    pub(super) disk: Arc<dyn Disk>,
    /// The directory of the segment files.
    pub(super) dir: PathBuf,
    pub(super) key: VoterKey,
    /// A segment is ended when it would grow beyond this.
    pub(super) segment_bytes: u32,
}

/// Where the next record goes.
pub(super) struct Tail {
    pub(super) file: Arc<dyn File>,
    pub(super) sequence: u32,
    /// Length of the file: all of it is durable between two groups.
    pub(super) position: u32,
}

/// The writing side of the log.
pub(super) struct Groups {
    setting: Setting,
    state: Arc<Mutex<State>>,
    tail: Option<Tail>,
    /// What the file says, to be repeated at the begin of a segment.
    vote: Option<Vote>,
    committed: Option<LogId>,
    purged: Option<(LogId, i64)>,
    next: (u64, i64),
    last: Option<LogId>,
    buffer: Vec<u8>,
}

impl Groups {
    pub(super) fn new(setting: Setting, state: Arc<Mutex<State>>, tail: Option<Tail>) -> Self {
        let known = state.clone();
        let known = known.lock();
        Self {
            setting,
            state,
            tail,
            vote: known.vote,
            committed: known.committed,
            purged: known.index.purged().map(|purged| (purged, known.index.start_offset())),
            next: (known.index.next(), known.index.next_offset()),
            last: known.index.last(),
            buffer: Vec::new(),
        }
    }

    /// Writes a group. Returns whether it needs a flush.
    pub(super) fn write(&mut self, commands: &[Command]) -> io::Result<bool> {
        if commands.is_empty() {
            return Ok(false);
        }
        let size = commands.iter().map(Command::size).sum::<usize>();
        if size > MAX_GROUP_BYTES {
            return Err(io::Error::other(format!(
                "a group of {size} bytes is too large to be written at once"
            )));
        }
        let mut tail = self.tail_for(size)?;
        let durable = tail.position;
        self.buffer.clear();
        let mut places = Vec::new();
        for command in commands {
            self.put(command, &tail, &mut places);
        }
        self.put_committed(durable);
        tail.file.write_all_at(&self.buffer, u64::from(durable))?;
        tail.position += self.buffer.len() as u32;
        self.buffer.shrink_to(1024 * 1024);
        self.tail = Some(tail);
        let mut state = self.state.lock();
        for (queued, place) in places {
            state.written(queued, place);
        }
        Ok(true)
    }

    /// Flushes what the last group wrote.
    pub(super) fn flush(&mut self, commands: &[Command]) -> io::Result<()> {
        if let Some(tail) = &self.tail {
            tail.file.sync_data()?;
        }
        let mut state = self.state.lock();
        for command in commands {
            if let Command::Append { entries, .. } = command {
                state.unflushed_bytes -= entries.iter().map(|queued| queued.entry.size()).sum::<usize>();
            }
        }
        drop(state);
        if commands.iter().any(|command| matches!(command, Command::Purge { .. })) {
            self.remove_unneeded()?;
        }
        Ok(())
    }

    /// Only once the entry itself stands in the file: a position without its entry says nothing.
    fn put_committed(&mut self, durable: u32) {
        let committed = self.state.lock().committed;
        if let Some(id) = committed.filter(|id| Some(*id) != self.committed && Some(*id) <= self.last) {
            write_record(&mut self.buffer, durable, &Record::Committed(id));
            self.committed = Some(id);
        }
    }

    fn put<'a>(&mut self, command: &'a Command, tail: &Tail, places: &mut Vec<(&'a Queued, Place)>) {
        let durable = tail.position;
        match command {
            Command::Append { entries, .. } => {
                for queued in entries {
                    let position = durable + self.buffer.len() as u32;
                    places.push((queued, Place { segment: tail.sequence, position }));
                    let entry = queued.entry.clone();
                    self.next = (entry.id.index + 1, queued.base_offset + i64::from(entry.count()));
                    self.last = Some(entry.id);
                    let record = Record::Entry { base_offset: queued.base_offset, entry };
                    write_record(&mut self.buffer, durable, &record);
                }
            }
            Command::Vote { vote, .. } => {
                self.vote = Some(*vote);
                write_record(&mut self.buffer, durable, &Record::Vote(*vote));
            }
            Command::Truncate { after, next_offset } => {
                self.next = (next_index(*after), *next_offset);
                self.last = *after;
                let record = Record::Truncate { after: *after, next_offset: *next_offset };
                write_record(&mut self.buffer, durable, &record);
            }
            Command::Purge { upto, next_offset, .. } => {
                self.purged = Some((*upto, *next_offset));
                self.next = self.next.max((upto.index + 1, *next_offset));
                self.last = self.last.max(Some(*upto));
                write_record(
                    &mut self.buffer,
                    durable,
                    &Record::Purge { upto: *upto, next_offset: *next_offset },
                );
            }
            Command::Flush { .. } => {}
        }
    }

    /// The file that takes the next `size` bytes: the current one, or a new one when that is full.
    fn tail_for(&mut self, size: usize) -> io::Result<Tail> {
        match self.tail.take() {
            Some(tail) if (tail.position as usize) <= HEADER_LEN => Ok(tail),
            Some(tail) if tail.position as usize + size <= self.setting.segment_bytes as usize => Ok(tail),
            Some(tail) => self.begin_segment(tail.sequence + 1),
            None => self.begin_segment(0),
        }
    }

    /// Makes a durable new segment that says by itself what earlier ones say of vote, commit and purge.
    fn begin_segment(&mut self, sequence: u32) -> io::Result<Tail> {
        let header = SegmentHeader {
            founded: self.state.lock().founded,
            key: self.setting.key,
            sequence,
            next_index: self.next.0,
            next_offset: self.next.1,
        };
        let mut content = header.encode().to_vec();
        let mut repeat = |record: Record| write_record(&mut content, 0, &record);
        if let Some((upto, next_offset)) = self.purged {
            repeat(Record::Purge { upto, next_offset });
        }
        if let Some(vote) = self.vote {
            repeat(Record::Vote(vote));
        }
        if let Some(committed) = self.committed {
            repeat(Record::Committed(committed));
        }
        let path = self.setting.dir.join(file_name(sequence, self.next.0));
        let file = self.setting.disk.open(&path, OpenMode::CreateNew)?;
        file.write_all_at(&content, 0)?;
        file.sync_data()?;
        self.setting.disk.sync_dir(&self.setting.dir)?;
        self.state.lock().segments.insert(sequence, file.clone());
        Ok(Tail { file, sequence, position: content.len() as u32 })
    }

    /// Removes the segments in front of the first one that still holds an entry.
    fn remove_unneeded(&mut self) -> io::Result<()> {
        let Some(current) = self.tail.as_ref().map(|tail| tail.sequence) else { return Ok(()) };
        let removed: Vec<u32> = {
            let mut state = self.state.lock();
            let oldest = if state.index.is_empty() { Some(current) } else { state.index.oldest_segment() };
            let keep_from = oldest.unwrap_or(0).min(current);
            let kept = state.segments.split_off(&keep_from);
            std::mem::replace(&mut state.segments, kept).into_keys().collect()
        };
        if removed.is_empty() {
            return Ok(());
        }
        for entry in self.setting.disk.list(&self.setting.dir)? {
            let sequence = super::format::parse_file_name(&entry.name).map(|(sequence, _)| sequence);
            if sequence.is_some_and(|sequence| removed.contains(&sequence)) {
                self.setting.disk.remove_file(&self.setting.dir.join(&entry.name))?;
            }
        }
        self.setting.disk.sync_dir(&self.setting.dir)
    }
}

impl Command {
    /// About how many bytes it takes in the file.
    pub(super) fn size(&self) -> usize {
        match self {
            Command::Append { entries, .. } => entries.iter().map(|queued| queued.entry.size()).sum(),
            _ => 64,
        }
    }

    /// Tells whoever waits for it how it went.
    pub(super) fn complete(self, result: &io::Result<()>) {
        let done = match self {
            Command::Append { done, .. }
            | Command::Vote { done, .. }
            | Command::Purge { done, .. }
            | Command::Flush { done } => done,
            Command::Truncate { .. } => return,
        };
        done(match result {
            Ok(()) => Ok(()),
            Err(e) => Err(io::Error::new(e.kind(), e.to_string())),
        });
    }
}
