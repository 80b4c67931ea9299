//! [`LogStore`]: the write-ahead log as openraft's log storage.

use std::fmt::Debug;
use std::io;
use std::ops::{Bound, Range, RangeBounds, RangeInclusive};

use futures_util::{Stream, StreamExt, stream};
use openraft::storage::{IOFlushed, LogState, RaftLogReader, RaftLogStorage};

use super::convert::{from_entry, from_log_id, from_vote, to_entry, to_log_id, to_vote};
use super::types::{Placed, RaftEntry, RaftLogId, RaftVote, TypeConfig};
use crate::runtime::Runtime;
use crate::wal::Wal;

/// Entries that one message to a follower, or one step of applying, takes from the log.
pub(crate) const READ_BYTES: usize = 1024 * 1024;

/// The write-ahead log, for openraft. Clones read the same log.
#[derive(Clone)]
pub(crate) struct LogStore {
    wal: Wal,
}

impl LogStore {
    pub(crate) fn new(wal: Wal) -> Self {
        Self { wal }
    }

    fn read(&self, range: Range<u64>, max_bytes: usize) -> io::Result<Vec<RaftEntry>> {
        self.wal.entries(range, max_bytes)?.into_iter().map(to_entry).collect()
    }
}

fn indexes(range: &impl RangeBounds<u64>) -> Range<u64> {
    let start = match range.start_bound() {
        Bound::Included(i) => *i,
        Bound::Excluded(i) => i + 1,
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(i) => i + 1,
        Bound::Excluded(i) => *i,
        Bound::Unbounded => u64::MAX,
    };
    start..end
}

impl<RT: Runtime> RaftLogReader<TypeConfig<RT>> for LogStore {
    async fn try_get_log_entries<RB: RangeBounds<u64> + Clone + Debug + Send>(
        &mut self,
        range: RB,
    ) -> io::Result<Vec<RaftEntry>> {
        self.read(indexes(&range), usize::MAX)
    }

    async fn limited_get_log_entries(&mut self, start: u64, end: u64) -> io::Result<Vec<RaftEntry>> {
        self.read(start..end, READ_BYTES)
    }

    async fn entries_stream<RB>(&mut self, range: RB) -> impl Stream<Item = io::Result<RaftEntry>> + Send
    where
        RB: RangeBounds<u64> + Clone + Debug + Send,
    {
        let range = indexes(&range);
        stream::unfold((self.clone(), range), |(store, range)| async move {
            let found = match store.read(range.clone(), READ_BYTES) {
                Ok(found) => found,
                Err(e) => return Some((stream::iter(vec![Err(e)]), (store, range.end..range.end))),
            };
            let last = found.last()?.log_id.index;
            Some((stream::iter(found.into_iter().map(Ok).collect::<Vec<_>>()), (store, last + 1..range.end)))
        })
        .flatten()
        .boxed()
    }

    async fn read_vote(&mut self) -> io::Result<Option<RaftVote>> {
        Ok(self.wal.vote().as_ref().map(to_vote))
    }

    async fn get_key_log_ids(&mut self, range: RangeInclusive<RaftLogId>) -> io::Result<Vec<RaftLogId>> {
        // The documentation of this method speaks of the first of each leader; openraft means the last.
        let ids = self.wal.term_ends(range.start().index..=range.end().index);
        Ok(ids.into_iter().map(to_log_id).collect())
    }
}

impl<RT: Runtime> RaftLogStorage<TypeConfig<RT>> for LogStore {
    type LogReader = Self;

    async fn get_log_state(&mut self) -> io::Result<LogState<TypeConfig<RT>>> {
        Ok(LogState {
            last_purged_log_id: self.wal.purged().map(to_log_id),
            last_log_id: self.wal.last().map(to_log_id),
        })
    }

    async fn get_log_reader(&mut self) -> Self {
        self.clone()
    }

    async fn save_vote(&mut self, vote: &RaftVote) -> io::Result<()> {
        self.wal.save_vote(from_vote(vote)).await
    }

    async fn save_committed(&mut self, committed: Option<RaftLogId>) -> io::Result<()> {
        if let Some(id) = committed {
            self.wal.set_committed(from_log_id(&id));
        }
        Ok(())
    }

    async fn read_committed(&mut self) -> io::Result<Option<RaftLogId>> {
        Ok(self.wal.committed().map(to_log_id))
    }

    async fn append<I>(&mut self, entries: I, callback: IOFlushed<TypeConfig<RT>>) -> io::Result<()>
    where
        I: IntoIterator<Item = RaftEntry> + Send,
        I::IntoIter: Send,
    {
        let entries: Vec<RaftEntry> = entries.into_iter().collect();
        let stored = entries.iter().map(from_entry).collect();
        let offsets = self.wal.append(stored, Box::new(move |result| callback.io_completed(result)))?;
        for (entry, base_offset) in entries.iter().zip(offsets) {
            if let Some(proposal) = &entry.payload.proposal {
                proposal.placed(Placed { index: entry.log_id.index, base_offset });
            }
        }
        Ok(())
    }

    async fn truncate_after(&mut self, last: Option<RaftLogId>) -> io::Result<()> {
        self.wal.truncate_after(last.as_ref().map(from_log_id))
    }

    async fn purge(&mut self, upto: RaftLogId) -> io::Result<()> {
        self.wal.purge(from_log_id(&upto)).await
    }
}
