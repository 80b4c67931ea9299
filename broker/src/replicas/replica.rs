//! [`Replica`]: one replica of one partition: its core, its log, and who waits on it.
//!
//! Every change goes the same way, under one lock: the core decides, the log is touched, what follows is carried out, the
//! view is published. Only then, unlocked, are those answered who were waiting. Never under the lock: a flush, an await.

mod carry_out;

use std::sync::Arc;

use arc_swap::ArcSwap;
use log::{
    Appended, DirState, FollowerBatches, LeaderBatches, Log, LogConfig, LogError, LogWriter, TopicPartition,
};
use parking_lot::Mutex;
use replica::waiting::{PartitionWaits, Ready};
use replica::{
    AlterPartition, AlterPartitionAnswer, AppendAsLeader, Effects, FetchAnswer, FetchOutcome, FetchPosition,
    FollowerFetch, LogShape, Partition, PartitionState, PartitionView, PublishedView, ReplicaError,
    ReplicaSettings,
};
use tokio::sync::{mpsc, oneshot};
use tracing::warn;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;

use super::directory::{Directory, OpenedLog, random_id};
use super::epochs::EpochsOf;
use super::key::Key;
use super::moment::Moment;

/// Wakes a handler whose request is complete.
pub(crate) type Wake = oneshot::Sender<()>;

/// An ISR that a replica proposes.
#[derive(Debug)]
pub(super) struct Proposal {
    pub(super) key: Key,
    pub(super) proposed: AlterPartition,
}

/// Why an append was refused.
#[derive(Debug, thiserror::Error)]
pub enum AppendFailure {
    /// By the partition.
    #[error(transparent)]
    Refused(#[from] ReplicaError),
    /// By the log.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl AppendFailure {
    /// The code that Kafka answers with.
    pub fn code(&self) -> ErrorCode {
        match self {
            AppendFailure::Refused(error) => error.code(),
            AppendFailure::Log(error) => error.error_code(),
        }
    }
}

/// What a replica needs besides its log.
pub(super) struct Setup {
    pub(super) node_id: i32,
    pub(super) settings: ReplicaSettings,
    pub(super) proposals: mpsc::UnboundedSender<Proposal>,
}

/// One replica of one partition.
pub struct Replica {
    topic_id: Uuid,
    name: TopicPartition,
    directory: Arc<Directory>,
    log: Arc<Log>,
    config: ArcSwap<LogConfig>,
    published: PublishedView,
    waits: PartitionWaits<Wake>,
    proposals: mpsc::UnboundedSender<Proposal>,
    inner: Mutex<Inner>,
}

struct Inner {
    core: Partition,
    /// Gone once the replica is deleted or closed.
    writer: Option<LogWriter>,
    effects: Effects,
    /// What the core has just been told was fetched, for the permit to append it.
    fetched: Option<FollowerBatches>,
    /// The leader and the epoch in which it is to be asked for its offsets.
    ask: Option<(i32, i32)>,
}

impl Replica {
    pub(super) fn new(
        topic_id: Uuid,
        name: TopicPartition,
        directory: Arc<Directory>,
        opened: OpenedLog,
        setup: Setup,
    ) -> Arc<Replica> {
        let OpenedLog { writer, high_watermark } = opened;
        let log = writer.log().clone();
        let (start, end) = (log.log_start_offset(), log.log_end_offset());
        let core = Partition::new(setup.node_id, setup.settings, LogShape { start, end, high_watermark });
        Arc::new(Replica {
            topic_id,
            name,
            directory,
            config: ArcSwap::from_pointee(writer.config().clone()),
            log,
            published: PublishedView::new(&core.view()),
            waits: PartitionWaits::new(&core),
            proposals: setup.proposals,
            inner: Mutex::new(Inner {
                core,
                writer: Some(writer),
                effects: Effects::new(),
                fetched: None,
                ask: None,
            }),
        })
    }

    /// Its key.
    pub fn key(&self) -> Key {
        (self.topic_id, self.name.partition)
    }

    /// Its topic and index.
    pub fn name(&self) -> &TopicPartition {
        &self.name
    }

    /// Its log.
    pub fn log(&self) -> &Arc<Log> {
        &self.log
    }

    /// Where its log lies.
    pub(super) fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// Whether its log lies in that directory.
    pub fn is_in(&self, directory: &Arc<Directory>) -> bool {
        Arc::ptr_eq(&self.directory, directory)
    }

    /// The replica as readers see it.
    pub fn view(&self) -> PartitionView {
        self.published.load()
    }

    /// Who waits on it.
    pub(crate) fn waits(&self) -> &PartitionWaits<Wake> {
        &self.waits
    }

    /// How its log is kept.
    pub fn config(&self) -> Arc<LogConfig> {
        self.config.load_full()
    }

    /// Decides a fetch on the published view, without the lock.
    ///
    /// # Errors
    /// See [`PartitionView::check_fetch`].
    pub fn check_fetch(&self, fetch: &replica::FetchRequest) -> Result<FetchAnswer, ReplicaError> {
        self.view().check_fetch(fetch, &EpochsOf(&self.log))
    }

    /// The end of an epoch. See [`PartitionView::epoch_end`].
    pub fn epoch_end(
        &self,
        current: Option<i32>,
        asked: i32,
    ) -> Result<Option<replica::EpochEnd>, ReplicaError> {
        self.view().epoch_end(current, asked, &EpochsOf(&self.log))
    }

    /// Appends as the leader. The offsets that come back count, for acks=all, once they are below the high watermark.
    ///
    /// # Errors
    /// Nothing was appended.
    pub fn append(
        &self,
        batches: &LeaderBatches,
        acks_all: bool,
        moment: &Moment,
    ) -> Result<(Appended, AppendAsLeader), AppendFailure> {
        self.append_if(batches, acks_all, None, moment)
    }

    /// As [`Replica::append`] with acks=all, but only as the leader of that epoch: for who has read the log as it was
    /// when the epoch began, and must not write over what somebody else has written since.
    ///
    /// # Errors
    /// Nothing was appended.
    pub fn append_in_epoch(
        &self,
        batches: &LeaderBatches,
        leader_epoch: i32,
        moment: &Moment,
    ) -> Result<(Appended, AppendAsLeader), AppendFailure> {
        self.append_if(batches, true, Some(leader_epoch), moment)
    }

    fn append_if(
        &self,
        batches: &LeaderBatches,
        acks_all: bool,
        in_epoch: Option<i32>,
        moment: &Moment,
    ) -> Result<(Appended, AppendAsLeader), AppendFailure> {
        self.change(moment, |inner| {
            let leave = inner.core.check_append(acks_all)?;
            if let Some(asked) = in_epoch.filter(|epoch| *epoch != leave.leader_epoch) {
                return Err(ReplicaError::FencedLeaderEpoch { asked, current: leave.leader_epoch }.into());
            }
            let writer = inner.writer.as_mut().ok_or(ReplicaError::Offline)?;
            self.check_room(moment)?;
            let appended = writer.append_as_leader(batches, leave.leader_epoch, moment.wall_ms);
            let appended = appended.inspect_err(|error| self.disk_trouble(error, moment))?;
            if !appended.duplicate {
                let (end, bytes) = (appended.last_offset + 1, appended.bytes as u64);
                inner.core.leader_appended(end, bytes, moment, moment.mono_ms, &mut inner.effects);
            }
            Ok((appended, leave))
        })
    }

    /// Takes what the metadata says of the partition.
    pub(super) fn metadata(&self, partition: &metadata::image::Partition, moment: &Moment) {
        let state = PartitionState {
            leader: Some(partition.leader).filter(|leader| *leader >= 0),
            leader_epoch: partition.leader_epoch,
            partition_epoch: partition.partition_epoch,
            isr: &partition.isr,
            replicas: &partition.replicas,
            adding: &partition.adding,
            removing: &partition.removing,
        };
        self.change(moment, |inner| {
            inner.core.metadata(&state, &EpochsOf(&self.log), moment, moment.mono_ms, &mut inner.effects);
        });
    }

    /// Puts another configuration in force.
    pub(super) fn configure(&self, config: LogConfig, min_in_sync_replicas: usize, moment: &Moment) {
        self.config.store(Arc::new(config.clone()));
        self.change(moment, |inner| {
            if let Some(writer) = inner.writer.as_mut() {
                writer.set_config(config);
            }
            let (now, effects) = (moment.mono_ms, &mut inner.effects);
            inner.core.set_min_in_sync_replicas(min_in_sync_replicas, moment, now, effects);
        });
    }

    /// Time has passed.
    pub(super) fn tick(&self, moment: &Moment) {
        self.change(moment, |inner| {
            inner.core.tick(moment, moment.mono_ms, &mut inner.effects);
            if let Some(writer) = inner.writer.as_mut() {
                writer.expire_producers(moment.wall_ms);
            }
        });
    }

    /// A follower fetches: notes how far it is and says what it may read.
    ///
    /// # Errors
    /// See [`Partition::follower_fetch`].
    pub fn follower_fetch(
        &self,
        fetch: &FollowerFetch,
        moment: &Moment,
    ) -> Result<FetchAnswer, ReplicaError> {
        self.change(moment, |inner| {
            let (now, effects) = (moment.mono_ms, &mut inner.effects);
            inner.core.follower_fetch(fetch, &EpochsOf(&self.log), moment, now, effects)
        })
    }

    /// The controller answered a proposal.
    pub(super) fn proposal_answered(&self, proposal: u64, answer: AlterPartitionAnswer<'_>, moment: &Moment) {
        self.change(moment, |inner| {
            let (now, effects) = (moment.mono_ms, &mut inner.effects);
            inner.core.alter_partition_answered(proposal, answer, moment, now, effects);
        });
    }

    /// Where it goes on fetching.
    pub(super) fn fetch_position(&self, now: u64) -> Option<FetchPosition> {
        self.inner.lock().core.fetch_position(now)
    }

    /// When a pause in fetching ends.
    pub(super) fn fetch_pause(&self) -> Option<u64> {
        self.inner.lock().core.fetch_pause()
    }

    /// Whom to ask, in which epoch, for its offsets; once.
    pub(super) fn take_ask(&self) -> Option<(i32, i32)> {
        self.inner.lock().ask.take()
    }

    /// The leader answered [`Replica::take_ask`].
    pub(super) fn leader_offsets(
        &self,
        asked_epoch: i32,
        answer: Result<(i64, i64), Option<ErrorCode>>,
        moment: &Moment,
    ) {
        self.change(moment, |inner| {
            inner.core.leader_offsets(asked_epoch, answer, moment.mono_ms, &mut inner.effects);
        });
    }

    /// The leader answered a fetch. `batches` are the records of an answer that has any.
    pub(super) fn fetched(
        &self,
        asked: &FetchPosition,
        outcome: &FetchOutcome,
        batches: Option<FollowerBatches>,
        moment: &Moment,
    ) {
        self.change(moment, |inner| {
            inner.fetched = batches;
            let (now, effects) = (moment.mono_ms, &mut inner.effects);
            inner.core.fetch_answered(asked, outcome, &EpochsOf(&self.log), now, effects);
        });
    }

    /// What was fetched cannot be used.
    pub(super) fn fetched_garbage(&self, why: &log::BatchFault, moment: &Moment) {
        warn!(partition = %self.name, %why, "what the leader sent is refused and fetched again");
        self.change(moment, |inner| inner.core.append_refused(moment.mono_ms));
    }

    /// The directory failed.
    pub(super) fn fail(&self, moment: &Moment) {
        self.change(moment, |inner| inner.core.fail(&mut inner.effects));
    }

    /// The broker has no such replica any more: its directory is renamed, to be removed later. Gives the new path.
    pub(super) fn delete(&self, moment: &Moment) -> Option<std::path::PathBuf> {
        let writer = self.change(moment, |inner| {
            inner.core.retire(&mut inner.effects);
            inner.writer.take()
        })?;
        match writer.rename_away(DirState::Deleted, random_id()) {
            Ok(path) => Some(path),
            Err(error) => {
                self.disk_trouble(&error, moment);
                None
            }
        }
    }

    /// The broker ends: wakes everybody and closes the log, without flushing it.
    ///
    /// # Errors
    /// What the disk says: the log must then be recovered.
    pub(super) fn prepare_close(&self, moment: &Moment) -> Result<(), LogError> {
        self.change(moment, |inner| {
            inner.core.retire(&mut inner.effects);
            inner.writer.take()
        })
        .map_or(Ok(()), |mut writer| writer.prepare_close())
    }

    /// Replicas that are in sync, as the leader knows them, and the least that are asked for; nothing on a follower.
    pub(crate) fn in_sync(&self) -> Option<(usize, usize, usize)> {
        let inner = self.inner.lock();
        let in_sync = inner.core.in_sync_replicas().len();
        (in_sync > 0).then(|| {
            (in_sync, inner.core.effective_min_in_sync_replicas(), inner.core.assignment().replicas.len())
        })
    }

    /// The one way in which a replica changes.
    fn change<R>(&self, moment: &Moment, change: impl FnOnce(&mut Inner) -> R) -> R {
        let mut ready = Vec::new();
        let mut inner = self.inner.lock();
        let result = change(&mut inner);
        self.carry_out(&mut inner, moment, &mut ready);
        self.published.store(&inner.core.view());
        drop(inner);
        wake(ready);
        result
    }
}

fn wake(ready: Ready<Wake>) {
    for wait in ready {
        if let Some(wake) = wait.take() {
            // Nobody listens when the connection is gone.
            let _ = wake.send(());
        }
    }
}
