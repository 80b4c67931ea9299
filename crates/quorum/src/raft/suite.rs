//! Openraft's own storage tests, on our write-ahead log; on a simulated disk and on a real one.
//!
//! The log is ours, the state machine a small one with snapshots, because ours has none yet: what the suite asks of a
//! state machine without them is asked of ours too.

use std::io;
use std::path::Path;
use std::sync::Arc;

use disk::{Disk, RealDisk, SimDisk};
use futures_util::{Stream, TryStreamExt};
use openraft::StorageError;
use openraft::storage::{EntryResponder, RaftSnapshotBuilder, RaftStateMachine};
use openraft::testing::log::{StoreBuilder, Suite};
use tokio::sync::watch;

use super::types::{Committed, RaftLogId, RaftMembership, StoredMembership, TypeConfig};
use super::{LogStore, StateMachine};
use crate::quorum_state::{Mirror, QuorumState};
use crate::runtime::{RuntimeExt, Tokio};
use crate::wal::{Wal, WalOptions};
use crate::{Applied, Applier, ApplyError, Endpoints, Uuid, VoterKey};

type C = TypeConfig<Tokio>;
type Meta = openraft::SnapshotMeta<Committed, VoterKey, Endpoints>;
type Snapshot = openraft::Snapshot<Committed, VoterKey, Endpoints, ()>;

impl From<u64> for VoterKey {
    fn from(id: u64) -> Self {
        Self { id: id as i32, directory: Uuid([id as u8 + 1; 16]) }
    }
}

/// Keeps what was applied last.
#[derive(Clone, Default)]
struct Small {
    last: Option<RaftLogId>,
    membership: StoredMembership,
    snapshot: Option<Meta>,
}

impl RaftStateMachine<C> for Small {
    type SnapshotData = ();
    type SnapshotBuilder = Self;

    async fn applied_state(&mut self) -> io::Result<(Option<RaftLogId>, StoredMembership)> {
        Ok((self.last, self.membership.clone()))
    }

    async fn apply<S>(&mut self, mut entries: S) -> io::Result<()>
    where
        S: Stream<Item = io::Result<EntryResponder<C>>> + Unpin + Send,
    {
        while let Some((entry, _)) = entries.try_next().await? {
            self.last = Some(entry.log_id);
            if let Some(membership) = entry.payload.membership {
                self.membership = StoredMembership::new(self.last, membership);
            }
        }
        Ok(())
    }

    async fn get_snapshot_builder(&mut self) -> Self {
        let meta = Meta { last_log_id: self.last, last_membership: self.membership.clone() };
        self.snapshot = Some(meta);
        self.clone()
    }

    async fn install_snapshot(&mut self, meta: &Meta, (): ()) -> io::Result<()> {
        self.last = meta.last_log_id;
        self.membership = meta.last_membership.clone();
        self.snapshot = Some(meta.clone());
        Ok(())
    }

    async fn get_current_snapshot(&mut self) -> io::Result<Option<Snapshot>> {
        Ok(self.snapshot.clone().map(|meta| Snapshot { meta, snapshot: () }))
    }
}

impl RaftSnapshotBuilder<C> for Small {
    type SnapshotData = ();

    async fn build_snapshot(&mut self) -> io::Result<Snapshot> {
        Ok(Snapshot { meta: self.snapshot.clone().unwrap(), snapshot: () })
    }
}

struct Nowhere;

impl Applier for Nowhere {
    fn apply(&mut self, _applied: &Applied) -> Result<(), ApplyError> {
        Ok(())
    }
}

fn open(disk: Arc<dyn Disk>, dir: &Path) -> Wal {
    disk.create_dir_all(dir).unwrap();
    let key = VoterKey::from(0);
    let options =
        WalOptions { disk: disk.clone(), dir: dir.into(), key, segment_bytes: 500, cache_bytes: 100 };
    let mirror = Mirror::new(QuorumState::new(disk, dir, key));
    let (wal, worker) = Wal::open(options, Box::new(mirror), Box::new(|reason| panic!("{reason}"))).unwrap();
    Tokio::drive("raft-log", worker).unwrap();
    wal
}

struct OnSimDisk;

impl StoreBuilder<C, LogStore, Small> for OnSimDisk {
    async fn build(&self) -> Result<((), LogStore, Small), StorageError<C>> {
        let wal = open(Arc::new(SimDisk::new()), Path::new("/raft"));
        Ok(((), LogStore::new(wal), Small::default()))
    }
}

struct OnRealDisk;

impl StoreBuilder<C, LogStore, Small, tempfile::TempDir> for OnRealDisk {
    async fn build(&self) -> Result<(tempfile::TempDir, LogStore, Small), StorageError<C>> {
        let dir = tempfile::tempdir().unwrap();
        let wal = open(Arc::new(RealDisk), &dir.path().join("raft"));
        Ok((dir, LogStore::new(wal), Small::default()))
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

#[test]
fn the_log_passes_openrafts_suite_on_a_simulated_disk() {
    block_on(Suite::test_all(OnSimDisk)).unwrap();
}

#[test]
fn the_log_passes_openrafts_suite_on_a_real_disk() {
    block_on(Suite::test_all(OnRealDisk)).unwrap();
}

/// Our state machine with the log that belongs to it: it refuses entries that are not in the log.
#[test]
fn our_state_machine_reports_what_it_applied() {
    block_on(async {
        let wal = open(Arc::new(SimDisk::new()), Path::new("/raft"));
        let mut store = LogStore::new(wal.clone());
        let applied = watch::Sender::new(super::AppliedState::default());
        let mut machine = StateMachine::<Tokio>::new(
            wal,
            Box::new(Nowhere),
            None,
            applied,
            Box::new(|reason| panic!("{reason}")),
        );
        let id = |term, index| RaftLogId::new(Committed::new(term), index);
        let membership = RaftMembership::new_with_defaults(vec![[VoterKey::from(1)].into()], []);
        let entries = [
            <super::types::RaftEntry as openraft::entry::RaftEntry>::new_membership(
                id(0, 0),
                membership.clone(),
            ),
            <super::types::RaftEntry as openraft::entry::RaftEntry>::new_blank(id(1, 1)),
        ];
        openraft::storage::RaftLogStorageExt::<C>::blocking_append(&mut store, entries.clone())
            .await
            .unwrap();
        let stream = futures_util::stream::iter(entries.map(|entry| Ok((entry, None))));
        machine.apply(stream).await.unwrap();
        let (last, stored) = machine.applied_state().await.unwrap();
        assert_eq!(last, Some(id(1, 1)));
        assert_eq!(stored, StoredMembership::new(Some(id(0, 0)), membership));
        assert!(machine.get_current_snapshot().await.unwrap().is_none());
    });
}
