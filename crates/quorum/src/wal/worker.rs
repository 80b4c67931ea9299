//! [`Wal`]: the log's handle; and the worker that owns its files.
//!
//! The worker takes all that is queued, writes it, flushes it, completes it, and takes again: while one group is being
//! flushed the next one gathers. In production it is a thread of its own, in a simulation a task.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use disk::Disk;
use parking_lot::{Condvar, Mutex};
use tokio::sync::{Notify, oneshot};

use super::group::{Command, Groups, Setting};
use super::recovery;
use super::state::State;
use crate::log_entry::LogEntry;
use crate::log_id::{LogId, Vote};
use crate::runtime::Worker;
use crate::{Error, VoterKey};

pub(crate) use super::group::{Done, VoteMirror};

/// A group is ended when it has so many bytes, so that one flush does not become endless.
const GROUP_BYTES: usize = 4 * 1024 * 1024;

/// How a log is opened.
pub(crate) struct WalOptions {
    pub(crate) disk: Arc<dyn Disk>,
    /// The directory of the segment files; it exists.
    pub(crate) dir: PathBuf,
    pub(crate) key: VoterKey,
    /// A segment is ended when it would grow beyond this.
    pub(crate) segment_bytes: u32,
    /// Entries that stay in memory after they were written.
    pub(crate) cache_bytes: usize,
}

/// Called once, when the log can not go on; the process must end.
pub(crate) type OnFailure = Box<dyn FnOnce(String) + Send>;

/// The write-ahead log. Clones are the same log; it ends when the last one is dropped or [`Wal::close`] is called.
#[derive(Clone)]
pub(crate) struct Wal {
    shared: Arc<Shared>,
    /// Its drop ends the worker.
    _open: Arc<Open>,
}

pub(super) struct Shared {
    pub(super) state: Arc<Mutex<State>>,
    queue: Mutex<Queue>,
    /// Wakes a worker that is a thread.
    filled: Condvar,
    /// Wakes a worker that is a task.
    notify: Notify,
}

#[derive(Default)]
struct Queue {
    commands: VecDeque<Command>,
    closed: bool,
}

struct Open(Arc<Shared>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Shared {
    fn close(&self) {
        self.queue.lock().closed = true;
        self.filled.notify_one();
        self.notify.notify_one();
    }

    fn push(&self, command: Command) {
        let mut queue = self.queue.lock();
        if queue.closed {
            drop(queue);
            return command.complete(&Err(io::Error::other("the raft log is closed")));
        }
        queue.commands.push_back(command);
        drop(queue);
        self.filled.notify_one();
        self.notify.notify_one();
    }
}

impl Wal {
    /// Opens the log. The worker returned must be driven for anything to become durable.
    pub(crate) fn open(
        options: WalOptions,
        mirror: Box<dyn VoteMirror>,
        on_failure: OnFailure,
    ) -> Result<(Self, Box<dyn Worker>), Error> {
        let found = recovery::recover(&*options.disk, &options.dir, options.key, options.cache_bytes)?;
        let state = Arc::new(Mutex::new(found.state));
        let shared = Arc::new(Shared {
            state: state.clone(),
            queue: Mutex::default(),
            filled: Condvar::new(),
            notify: Notify::new(),
        });
        let setting = Setting {
            disk: options.disk,
            dir: options.dir,
            key: options.key,
            segment_bytes: options.segment_bytes,
        };
        let groups = Groups::new(setting, state, found.tail);
        let worker = GroupWorker {
            shared: shared.clone(),
            groups,
            mirror,
            on_failure: Some(on_failure),
            group: Vec::new(),
        };
        Ok((Self { _open: Arc::new(Open(shared.clone())), shared }, Box::new(worker)))
    }

    pub(super) fn state(&self) -> parking_lot::MutexGuard<'_, State> {
        self.shared.state.lock()
    }

    /// The vote that was given last; it may not be durable yet.
    pub(crate) fn vote(&self) -> Option<Vote> {
        self.state().vote
    }

    /// Up to where the log is known to be committed.
    pub(crate) fn committed(&self) -> Option<LogId> {
        self.state().committed
    }

    /// The last entry that was purged.
    pub(crate) fn purged(&self) -> Option<LogId> {
        self.state().index.purged()
    }

    /// The last entry, or the last one purged.
    pub(crate) fn last(&self) -> Option<LogId> {
        self.state().index.last()
    }

    /// Whether nothing was ever promised or stored here.
    pub(crate) fn is_blank(&self) -> bool {
        let state = self.state();
        state.vote.is_none() && state.index.last().is_none()
    }

    /// Whether the log has ever named this directory as a voter.
    pub(crate) fn knows_as_voter(&self, key: &VoterKey) -> bool {
        self.state().electorate.knows(key)
    }

    /// Whether this directory founded its group.
    pub(crate) fn founded(&self) -> bool {
        self.state().founded
    }

    /// Says that this directory founds its group; only while it is blank.
    pub(crate) fn set_founded(&self) {
        self.state().founded = true;
    }

    /// Bytes of entries that are not durable yet.
    pub(crate) fn unflushed_bytes(&self) -> usize {
        self.state().unflushed_bytes
    }

    /// Appends entries; they are readable when this returns, durable when `done` is called. Returns their base offsets.
    pub(crate) fn append(&self, entries: Vec<LogEntry>, done: Done) -> io::Result<Vec<i64>> {
        // Queued under the state's lock, so that the queue has the order of the state.
        let mut state = self.state();
        let entries = state.append(entries)?;
        let offsets = entries.iter().map(|queued| queued.base_offset).collect();
        self.shared.push(Command::Append { entries, done });
        Ok(offsets)
    }

    /// Stores a vote; durable when the future is ready.
    pub(crate) fn save_vote(&self, vote: Vote) -> impl Future<Output = io::Result<()>> + Send + use<> {
        let (done, result) = waiter();
        let mut state = self.state();
        if let Err(e) = state.alive() {
            done(Err(e));
        } else {
            state.vote = Some(vote);
            self.shared.push(Command::Vote { vote, done });
        }
        result
    }

    /// Notes up to where the log is committed; it becomes durable with the next group, never by itself.
    pub(crate) fn set_committed(&self, id: LogId) {
        let mut state = self.state();
        state.committed = state.committed.max(Some(id));
    }

    /// Drops the entries after `after`.
    pub(crate) fn truncate_after(&self, after: Option<LogId>) -> io::Result<()> {
        let mut state = self.state();
        let next_offset = state.truncate_after(after)?;
        self.shared.push(Command::Truncate { after, next_offset });
        Ok(())
    }

    /// Drops the entries up to `upto`, and the files that only they needed.
    pub(crate) fn purge(&self, upto: LogId) -> impl Future<Output = io::Result<()>> + Send + use<> {
        let (done, result) = waiter();
        let mut state = self.state();
        match state.purge(upto) {
            Ok(next_offset) => self.shared.push(Command::Purge { upto, next_offset, done }),
            Err(e) => done(Err(e)),
        }
        result
    }

    /// Makes everything durable, the committed position included, and ends the worker.
    pub(crate) async fn close(&self) -> io::Result<()> {
        let (done, result) = waiter();
        self.shared.push(Command::Flush { done });
        let result = result.await;
        self.shared.close();
        result
    }
}

/// A [`Done`] and the future that it makes ready.
fn waiter() -> (Done, impl Future<Output = io::Result<()>> + Send + use<>) {
    let (tx, rx) = oneshot::channel();
    let done: Done = Box::new(move |result| {
        let _ = tx.send(result);
    });
    let result = async move {
        rx.await.unwrap_or_else(|_| Err(io::Error::other("the raft log ended before it answered")))
    };
    (done, result)
}

/// Drives [`Groups`] with what is queued.
struct GroupWorker {
    shared: Arc<Shared>,
    groups: Groups,
    mirror: Box<dyn VoteMirror>,
    on_failure: Option<OnFailure>,
    /// Written and not yet flushed.
    group: Vec<Command>,
}

impl Worker for GroupWorker {
    fn wait_blocking(&self) -> bool {
        let mut queue = self.shared.queue.lock();
        while queue.commands.is_empty() && !queue.closed {
            self.shared.filled.wait(&mut queue);
        }
        !queue.commands.is_empty()
    }

    fn wait(&self) -> futures_util::future::BoxFuture<'static, bool> {
        let shared = self.shared.clone();
        Box::pin(async move {
            loop {
                let notified = shared.notify.notified();
                {
                    let queue = shared.queue.lock();
                    if !queue.commands.is_empty() || queue.closed {
                        return !queue.commands.is_empty();
                    }
                }
                notified.await;
            }
        })
    }

    fn write(&mut self) {
        self.group = self.take();
        if self.shared.state.lock().failed.is_some() {
            return;
        }
        let result =
            self.mirror.before_first_write().and_then(|()| self.groups.write(&self.group).map(|_| ()));
        if let Err(e) = result {
            self.fail("write to", &e);
        }
    }

    fn flush(&mut self) {
        let group = std::mem::take(&mut self.group);
        let failed = self.shared.state.lock().failed.clone();
        let result = match failed {
            Some(reason) => Err(io::Error::other(reason.to_string())),
            None => self.groups.flush(&group),
        };
        if let Err(e) = &result {
            self.fail("flush", e);
        }
        let vote = group.iter().rev().find_map(|command| match command {
            Command::Vote { vote, .. } => Some(*vote),
            _ => None,
        });
        for command in group {
            command.complete(&result);
        }
        if let (Ok(()), Some(vote)) = (&result, vote)
            && let Err(e) = self.mirror.voted(&vote)
        {
            self.fail("mirror a vote beside", &e);
        }
    }
}

impl GroupWorker {
    fn take(&self) -> Vec<Command> {
        let mut queue = self.shared.queue.lock();
        let mut bytes = 0;
        let mut group = Vec::new();
        while bytes < GROUP_BYTES
            && let Some(command) = queue.commands.pop_front()
        {
            bytes += command.size();
            group.push(command);
        }
        group
    }

    /// Ends the log: what was not durable by now is never reported durable.
    fn fail(&mut self, attempted: &str, e: &io::Error) {
        let reason = format!("could not {attempted} the raft log: {e}");
        self.shared.state.lock().failed.get_or_insert_with(|| reason.as_str().into());
        if let Some(on_failure) = self.on_failure.take() {
            on_failure(reason);
        }
    }
}
