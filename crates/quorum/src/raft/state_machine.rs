//! [`StateMachine`]: hands committed entries to the [`Applier`], stamped, and tells how far it is.
//!
//! Nothing of it is persistent: after a restart the log is applied again from its first entry. There are no snapshots
//! in this version; the type of their data has no value, so none can be made, sent or installed.

use std::io;

use futures_util::{Stream, TryStreamExt};
use openraft::storage::{EntryResponder, RaftSnapshotBuilder, RaftStateMachine};
use parking_lot::Mutex;
use tokio::sync::watch;

use super::convert::{to_log_id, to_raft_membership};
use super::types::{RaftLogId, RaftMembership, StoredMembership, TypeConfig, unsupported};
use crate::batch;
use crate::log_entry::LogEntry;
use crate::log_id::LogId;
use crate::materialized::Materialized;
use crate::runtime::Runtime;
use crate::wal::Wal;
use crate::{Applied, Applier, Membership};

type SnapshotMeta = openraft::SnapshotMeta<super::types::Committed, crate::VoterKey, crate::Endpoints>;
type Snapshot = openraft::Snapshot<super::types::Committed, crate::VoterKey, crate::Endpoints, NoSnapshot>;

/// The data of a snapshot: there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoSnapshot {}

/// How far the log has been applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct AppliedState {
    /// The last entry that was applied.
    pub(crate) last: Option<LogId>,
    /// The Kafka offset after it.
    pub(crate) next_offset: i64,
}

/// Told once, when an entry could not be applied.
pub(crate) type OnApplyFailure = Box<dyn Fn(String) + Send + Sync>;

/// Applies the log.
pub(crate) struct StateMachine<RT> {
    wal: Wal,
    /// A mutex only so that the machine may be shared, as openraft asks; it is never locked.
    applier: Mutex<Box<dyn Applier>>,
    membership: StoredMembership,
    materialized: Option<Materialized>,
    applied: watch::Sender<AppliedState>,
    on_failure: OnApplyFailure,
    runtime: std::marker::PhantomData<fn() -> RT>,
}

impl<RT: Runtime> StateMachine<RT> {
    pub(crate) fn new(
        wal: Wal,
        applier: Box<dyn Applier>,
        materialized: Option<Materialized>,
        applied: watch::Sender<AppliedState>,
        on_failure: OnApplyFailure,
    ) -> Self {
        let membership = StoredMembership::new(None, RaftMembership::default());
        Self {
            wal,
            applier: Mutex::new(applier),
            membership,
            materialized,
            applied,
            on_failure,
            runtime: std::marker::PhantomData,
        }
    }

    /// Applies what the log knows to be committed, when a node starts.
    pub(crate) async fn replay(&mut self) -> io::Result<()> {
        let Some(committed) = self.wal.committed() else { return Ok(()) };
        let mut next = self.wal.indexes().start;
        while next <= committed.index {
            let entries = self.wal.entries(next..committed.index + 1, super::log_store::READ_BYTES)?;
            let Some(last) = entries.last().map(|entry| entry.id.index) else {
                return Err(io::Error::other(format!("committed entry {next} is not in the raft log")));
            };
            let mut state = *self.applied.borrow();
            for entry in entries {
                self.apply_entry(entry, &mut state)?;
            }
            self.applied.send_replace(state);
            self.room().await;
            next = last + 1;
        }
        Ok(())
    }

    /// Waits while the committed log's files are far behind.
    async fn room(&self) {
        if let Some(materialized) = &self.materialized {
            materialized.room().await;
        }
    }

    fn apply_entry(&mut self, entry: LogEntry, state: &mut AppliedState) -> io::Result<()> {
        let id = entry.id;
        let count = entry.count();
        let base_offset = state.next_offset;
        let stored = self.wal.base_offset(id.index)?;
        if stored != base_offset {
            return Err(io::Error::other(format!(
                "entry {id} stands at offset {stored}, but {base_offset} is next"
            )));
        }
        let parts = entry.payload.entry.unwrap_or_default();
        let term = id.term as i32;
        let batch = match count {
            0 => parts.batch,
            _ => batch::stamped(&parts.batch, base_offset, term).map_err(io::Error::other)?,
        };
        let membership = entry.payload.configuration.as_deref();
        let applied = Applied {
            index: id.index,
            term,
            base_offset,
            count,
            batch,
            private: parts.private,
            membership: membership.map(|configuration| Membership::new(Some(id), configuration, true)),
        };
        if let Err(e) = self.applier.get_mut().apply(&applied) {
            let reason = format!("entry {id} at offset {base_offset} could not be applied: {e}");
            (self.on_failure)(reason.clone());
            return Err(io::Error::other(reason));
        }
        if let Some(materialized) = self.materialized.as_ref().filter(|_| count > 0) {
            materialized.push(applied.batch);
        }
        if let Some(configuration) = membership {
            self.membership = StoredMembership::new(Some(to_log_id(id)), to_raft_membership(configuration)?);
        }
        *state = AppliedState { last: Some(id), next_offset: base_offset + i64::from(count) };
        Ok(())
    }
}

impl<RT: Runtime> RaftStateMachine<TypeConfig<RT>> for StateMachine<RT> {
    type SnapshotData = NoSnapshot;
    type SnapshotBuilder = NoSnapshots;

    async fn applied_state(&mut self) -> io::Result<(Option<RaftLogId>, StoredMembership)> {
        let last = self.applied.borrow().last;
        Ok((last.map(to_log_id), self.membership.clone()))
    }

    async fn apply<S>(&mut self, mut entries: S) -> io::Result<()>
    where
        S: Stream<Item = io::Result<EntryResponder<TypeConfig<RT>>>> + Unpin + Send,
    {
        let mut state = *self.applied.borrow();
        while let Some((entry, responder)) = entries.try_next().await? {
            let entry = super::convert::from_entry(&entry);
            debug_assert!(state.last.is_none_or(|last| last.index + 1 == entry.id.index));
            self.apply_entry(entry, &mut state)?;
            self.room().await;
            if let Some(responder) = responder {
                responder.send(());
            }
        }
        self.applied.send_replace(state);
        Ok(())
    }

    async fn get_snapshot_builder(&mut self) -> NoSnapshots {
        NoSnapshots
    }

    async fn install_snapshot(&mut self, _meta: &SnapshotMeta, snapshot: NoSnapshot) -> io::Result<()> {
        match snapshot {}
    }

    async fn get_current_snapshot(&mut self) -> io::Result<Option<Snapshot>> {
        Ok(None)
    }
}

/// Builds no snapshots.
pub(crate) struct NoSnapshots;

impl<RT: Runtime> RaftSnapshotBuilder<TypeConfig<RT>> for NoSnapshots {
    type SnapshotData = NoSnapshot;

    async fn build_snapshot(&mut self) -> io::Result<Snapshot> {
        Err(unsupported("a snapshot was to be built"))
    }
}
