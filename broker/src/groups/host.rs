//! [`GroupCoordinator`]: follows which partitions of `__consumer_offsets` this broker leads, and keeps a shard for each.
//!
//! One task follows the metadata and never waits for anything else. Each leadership has a task of its own, which waits
//! until the replica has been told of it, loads its log and then is its shard's.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use coordinator::{Config, DeletedTopic};
use metadata::image::{Changes, Image};
use metadata::topic_name::CONSUMER_OFFSETS;
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{AbortHandle, JoinSet};
use tracing::{debug, error};
use wire::codec::{Str, Uuid};

use super::led::{Leadership, LedPartitions, LedTask, State};
use super::load::{self, LoadFailure, Loaded};
use super::settings::shard_config;
use super::shard_task::{MAILBOX_MAX, ShardSetup, ShardTask};
use crate::clock::Clock;
use crate::config::GroupConfig;
use crate::image::MetadataView;
use crate::replicas::{Replica, Replicas};

/// Logs that are read at the same time.
const LOADS_AT_ONCE: usize = 2;

/// What groups are coordinated with.
pub struct GroupsSetup {
    /// `node.id`.
    pub node_id: i32,
    /// The replicas of this broker.
    pub replicas: Arc<Replicas>,
    /// The metadata.
    pub view: Arc<MetadataView>,
    /// The node's configuration of groups.
    pub config: GroupConfig,
    /// Time.
    pub clock: Clock,
    /// Where tasks run.
    pub runtime: Handle,
}

/// How many there are, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCounts {
    /// Groups that this broker coordinates.
    pub groups: usize,
    /// Partitions of `__consumer_offsets` that are being loaded.
    pub loading: usize,
    /// Partitions of `__consumer_offsets` that could not be loaded: their groups have no coordinator.
    pub failed: usize,
}

/// The coordinator of the groups of this broker.
pub struct GroupCoordinator {
    pub(super) node_id: i32,
    pub(super) view: Arc<MetadataView>,
    pub(super) led: LedPartitions,
    replicas: Arc<Replicas>,
    config: Config,
    clock: Clock,
    runtime: Handle,
    loads: Semaphore,
    tasks: Mutex<Tasks>,
}

#[derive(Default)]
struct Tasks {
    following: Option<AbortHandle>,
    leaderships: JoinSet<()>,
    stopped: bool,
}

impl GroupCoordinator {
    /// Begins to follow the metadata.
    pub fn new(setup: GroupsSetup) -> Arc<GroupCoordinator> {
        let GroupsSetup { node_id, replicas, view, config, clock, runtime } = setup;
        let coordinator = Arc::new(GroupCoordinator {
            node_id,
            view,
            led: LedPartitions::default(),
            replicas,
            config: shard_config(&config),
            clock,
            runtime,
            loads: Semaphore::new(LOADS_AT_ONCE),
            tasks: Mutex::default(),
        });
        let following = coordinator.runtime.spawn(coordinator.clone().follow_metadata());
        coordinator.tasks.lock().following = Some(following.abort_handle());
        coordinator
    }

    /// How many groups and partitions there are.
    pub fn counts(&self) -> GroupCounts {
        let (groups, loading, failed) = self.led.count();
        GroupCounts { groups, loading, failed }
    }

    /// Resigns everywhere and for good: whoever waits is answered NOT_COORDINATOR, and so is whoever asks from now on.
    /// Does not wait for the answers to be given.
    pub fn shutdown(&self) {
        let mut tasks = self.tasks.lock();
        tasks.stopped = true;
        if let Some(following) = tasks.following.take() {
            following.abort();
        }
        self.led.follow(&[]);
        tasks.leaderships.detach_all();
    }

    async fn follow_metadata(self: Arc<Self>) {
        let mut changes = self.view.subscribe();
        // What the view had before this subscription.
        let first = self.view.load();
        if first.offset >= 0 {
            self.follow(&first);
        }
        loop {
            let changed = changes.next().await;
            if concerns_leaders(&changed.changes, &changed.after) {
                self.follow(&changed.after);
            }
            self.forget(&changed.changes);
        }
    }

    /// Ends and begins leaderships until they are what the metadata says.
    fn follow(self: &Arc<Self>, image: &Image) {
        let leaderships = leaderships(image, self.node_id);
        let mut tasks = self.tasks.lock();
        if tasks.stopped {
            return;
        }
        while let Some(ended) = tasks.leaderships.try_join_next() {
            if let Err(error) = ended {
                error!(%error, "the task of a partition of __consumer_offsets ended as no task should");
            }
        }
        for (leadership, led) in self.led.follow(&leaderships) {
            let task = self.clone().lead(leadership, led, image.offset);
            tasks.leaderships.spawn_on(task, &self.runtime);
        }
    }

    /// Offsets of topics that are gone go too.
    fn forget(&self, changes: &Changes) {
        if changes.topics_deleted.is_empty() {
            return;
        }
        let deleted = changes.topics_deleted.iter();
        let topics: Vec<DeletedTopic> =
            deleted.map(|(id, name)| DeletedTopic { name: Str::from(name.to_string()), id: *id }).collect();
        self.led.topics_deleted(&topics);
    }

    /// The life of one leadership, which the metadata told of at `offset`.
    async fn lead(self: Arc<Self>, leadership: Leadership, mut led: LedTask, offset: i64) {
        let begun = tokio::select! {
            biased;
            _ = &mut led.resign => return,
            begun = self.load(leadership, offset) => begun,
        };
        let (replica, loading) = match begun {
            Ok(loaded) => loaded,
            Err(LoadFailure::Over) => {
                debug!(partition = leadership.index, "not led any more before it was loaded");
                return;
            }
            Err(failure) => {
                error!(partition = leadership.index, leader_epoch = leadership.leader_epoch, %failure, "a partition of __consumer_offsets cannot be loaded: its groups have no coordinator");
                return self.led.set(leadership, State::Failed);
            }
        };
        let (sender, mailbox) = mpsc::channel(MAILBOX_MAX);
        let setup = ShardSetup {
            replicas: self.replicas.clone(),
            replica,
            leader_epoch: leadership.leader_epoch,
            clock: self.clock,
            mailbox,
            led,
        };
        let task = ShardTask::new(setup, loading);
        self.led.set(leadership, State::Loaded(sender));
        task.run().await;
    }

    /// Reads the log, and waits until it is committed.
    async fn load(
        &self,
        leadership: Leadership,
        offset: i64,
    ) -> Result<(Arc<Replica>, coordinator::Loading), LoadFailure> {
        let mut told = self.replicas.told();
        if told.wait_for(|told| *told >= offset).await.is_err() {
            return Err(LoadFailure::Over);
        }
        let Leadership { topic_id, index, leader_epoch } = leadership;
        let replica = self.replicas.get(topic_id, index).ok_or(LoadFailure::NotOpen)?;
        let begun = self.clock.mono_ms();
        let loaded = self.read(&replica, leader_epoch).await?;
        let read_ms = self.clock.mono_ms().saturating_sub(begun);
        if !load::committed_to(&replica, leader_epoch, loaded.end).await {
            return Err(LoadFailure::Over);
        }
        let (all_ms, skipped) = (self.clock.mono_ms().saturating_sub(begun), loaded.loading.skipped());
        debug!(partition = %replica.name(), leader_epoch, records = loaded.records, skipped, read_ms, all_ms, "its groups are coordinated here now");
        Ok((replica, loaded.loading))
    }

    async fn read(&self, replica: &Arc<Replica>, leader_epoch: i32) -> Result<Loaded, LoadFailure> {
        let _place = self.loads.acquire().await.map_err(|_| LoadFailure::Over)?;
        let over = OverOnDrop(Arc::new(AtomicBool::new(false)));
        let (replica, config, seen) = (replica.clone(), self.config.clone(), over.0.clone());
        let read = self.runtime.spawn_blocking(move || load::read(&replica, leader_epoch, config, &seen));
        read.await.unwrap_or(Err(LoadFailure::Unfinished))
    }
}

/// Ends a load that nobody waits for any more.
struct OverOnDrop(Arc<AtomicBool>);

impl Drop for OverOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether changes may make another broker lead a partition of `__consumer_offsets`.
fn concerns_leaders(changes: &Changes, after: &Image) -> bool {
    let is_ours =
        |id: &Uuid| after.topics().by_id(*id).is_some_and(|topic| &**topic.name() == CONSUMER_OFFSETS);
    changes.partitions.keys().any(is_ours)
        || changes.topics_deleted.values().any(|name| &**name == CONSUMER_OFFSETS)
}

/// The partitions of `__consumer_offsets` that a broker leads.
fn leaderships(image: &Image, node_id: i32) -> Vec<Leadership> {
    let Some(topic) = image.topics().by_name(CONSUMER_OFFSETS) else { return Vec::new() };
    let led = image.topics().partitions(topic).filter(|(_, partition)| partition.leader() == node_id);
    led.map(|(index, partition)| Leadership {
        topic_id: topic.id(),
        index,
        leader_epoch: partition.leader_epoch(),
    })
    .collect()
}
