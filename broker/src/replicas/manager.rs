//! [`Replicas`]: all replicas of this broker, and the thread that makes them what the metadata says.
//!
//! One thread takes the changes of the metadata in order: it opens and makes logs, says who leads, hands followers to
//! their fetchers, and deletes. Everybody else finds replicas by [`Replicas::get`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use log::{LogError, Resources, TopicPartition};
use metadata::configs::{NodeConfig, TopicConfig};
use metadata::image::{Changes, Image, LocalReplica, ResourceType, local_changes};
use parking_lot::Mutex;
use replica::ReplicaSettings;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tracing::{error, info};
use wire::codec::Uuid;

use super::directory::{Directory, OpenedLog};
use super::fetcher::Fetchers;
use super::hosted::Hosted;
use super::key::Key;
use super::log_config::log_config;
use super::moment::Moment;
use super::replica::{Proposal, Replica, Setup};
use crate::clock::Clock;
use crate::config::{LogDefaults, ReplicationConfig};
use crate::image::{Changed, MetadataView};
use crate::lifecycle::LifecycleHandle;

/// What the replicas of a broker are made with.
pub struct ReplicasSetup {
    /// `node.id`.
    pub node_id: i32,
    /// Time.
    pub clock: Clock,
    /// The metadata.
    pub view: Arc<MetadataView>,
    /// This node's properties, beneath those of topics.
    pub config: Arc<NodeConfig>,
    /// What topics have unless they say otherwise.
    pub log: LogDefaults,
    /// Following and leading.
    pub replication: ReplicationConfig,
    /// `inter.broker.listener.name`.
    pub listener: String,
    /// The log directories, in the order of `log.dirs`.
    pub directories: Vec<Arc<Directory>>,
    /// What all logs share.
    pub resources: Arc<Resources>,
}

/// All replicas of this broker.
pub struct Replicas {
    pub(super) setup: ReplicasSetup,
    hosted: Hosted,
    /// Set once the broker is about to register.
    lifecycle: ArcSwapOption<LifecycleHandle>,
    pub(super) proposals: Mutex<Option<mpsc::UnboundedReceiver<Proposal>>>,
    propose: mpsc::UnboundedSender<Proposal>,
    /// Whether all that the first metadata named is open.
    opened: watch::Sender<bool>,
    /// The offset of the metadata that all replicas were last told.
    told: watch::Sender<i64>,
    fatal: watch::Sender<Option<String>>,
    /// Set when logs are about to be closed: none is opened from then on.
    closing: AtomicBool,
    /// Held while a change of the metadata is applied.
    applying: Mutex<()>,
    /// Replicas whose logs could not be opened.
    missing: Mutex<BTreeSet<Key>>,
}

/// Between two attempts at opening a log that could not be opened, such as on a full disk.
const OPEN_AGAIN: Duration = Duration::from_secs(2);
/// When nothing is to be tried again.
const FAR: Duration = Duration::from_secs(3600);
/// How often followers that lag are looked for, at most.
const TICK_MAX: Duration = Duration::from_secs(5);

impl Replicas {
    /// No replica yet.
    pub fn new(setup: ReplicasSetup) -> Arc<Replicas> {
        // At most one for each partition that is led here: a partition proposes nothing while it waits for the answer.
        let (propose, proposals) = mpsc::unbounded_channel();
        Arc::new(Replicas {
            setup,
            hosted: Hosted::default(),
            lifecycle: ArcSwapOption::empty(),
            proposals: Mutex::new(Some(proposals)),
            propose,
            opened: watch::Sender::new(false),
            told: watch::Sender::new(-1),
            fatal: watch::Sender::new(None),
            closing: AtomicBool::new(false),
            applying: Mutex::new(()),
            missing: Mutex::default(),
        })
    }

    /// By whom the broker's epoch is known.
    pub fn set_lifecycle(&self, lifecycle: LifecycleHandle) {
        self.lifecycle.store(Some(Arc::new(lifecycle)));
    }

    /// The surroundings of a decision made now.
    pub fn moment(&self) -> Moment {
        let clock = self.setup.clock;
        Moment {
            image: self.setup.view.load(),
            broker_epoch: self.lifecycle.load().as_ref().map_or(-1, |lifecycle| lifecycle.broker_epoch()),
            mono_ms: clock.mono_ms(),
            wall_ms: clock.wall_ms(),
        }
    }

    /// A replica of this broker.
    pub fn get(&self, topic_id: Uuid, index: i32) -> Option<Arc<Replica>> {
        self.hosted.get(&(topic_id, index))
    }

    /// All replicas.
    pub fn all(&self) -> Vec<Arc<Replica>> {
        self.hosted.all()
    }

    /// `fetch.max.bytes`: the most that one Fetch of a consumer gets.
    pub fn consumer_fetch_max_bytes(&self) -> i32 {
        self.setup.replication.consumer_fetch_max_bytes
    }

    /// The log directories.
    pub fn directories(&self) -> &[Arc<Directory>] {
        &self.setup.directories
    }

    /// Becomes true when all that the first metadata named is open.
    pub fn opened(&self) -> watch::Receiver<bool> {
        self.opened.subscribe()
    }

    /// The offset of the metadata that all replicas have been told, -1 before any: what it says of a replica is so.
    pub fn told(&self) -> watch::Receiver<i64> {
        self.told.subscribe()
    }

    /// Why the broker cannot go on.
    pub fn fatal(&self) -> watch::Receiver<Option<String>> {
        self.fatal.subscribe()
    }

    pub(super) fn fail(&self, why: String) {
        error!("{why}");
        self.fatal.send_if_modified(|fatal| {
            let first = fatal.is_none();
            fatal.get_or_insert(why);
            first
        });
    }

    /// Follows the metadata until it ends. Blocks: on a thread of its own.
    pub fn follow_metadata(self: &Arc<Self>, runtime: &Handle, fetchers: &Arc<Fetchers>) {
        let mut changes = self.setup.view.subscribe();
        // What the view had before this subscription.
        let first = self.setup.view.load();
        if first.offset >= 0 {
            self.begin(&first, fetchers);
            self.told.send_replace(first.offset);
        }
        let mut begun = first.offset;
        loop {
            let due = if self.missing.lock().is_empty() { FAR } else { OPEN_AGAIN };
            match runtime.block_on(async { tokio::time::timeout(due, changes.next()).await }) {
                Ok(changed) if begun < 0 => begun = self.begin_at(&changed.after, fetchers),
                Ok(changed) if changed.after.offset > begun => {
                    self.apply(&changed, fetchers);
                    begun = changed.after.offset;
                }
                Ok(_) => {}
                Err(_) => self.open_missing(fetchers),
            }
            if self.closing.load(Ordering::Acquire) {
                return;
            }
            self.told.send_replace(begun);
        }
    }

    fn begin_at(self: &Arc<Self>, image: &Arc<Image>, fetchers: &Arc<Fetchers>) -> i64 {
        self.begin(image, fetchers);
        image.offset
    }

    /// Waits until the change that is being applied is, and lets no other be: logs are about to be closed, and one that was
    /// opened now would be called closed without being it.
    pub(super) fn stop_following(&self) {
        self.closing.store(true, Ordering::Release);
        drop(self.applying.lock());
    }

    /// Tries again what could not be opened.
    fn open_missing(&self, fetchers: &Arc<Fetchers>) {
        let _applying = self.applying.lock();
        let moment = self.moment();
        for key in std::mem::take(&mut *self.missing.lock()) {
            let topics = moment.image.topics();
            let Some(topic) = topics.by_id(key.0) else { continue };
            let Some(view) = topics.partition(topic, key.1) else { continue };
            if view.replicas().any(|replica| replica == self.setup.node_id) {
                let partition = view.to_partition();
                let local = LocalReplica { topic: topic.name().clone(), partition, is_new: false };
                self.host(key, &local, &moment.image);
                self.tell(key, &local, &moment, fetchers);
            }
        }
        fetchers.wake();
    }

    /// The first metadata: opens everything, sets aside what is nobody's.
    fn begin(self: &Arc<Self>, image: &Arc<Image>, fetchers: &Arc<Fetchers>) {
        let _applying = self.applying.lock();
        let ours: Vec<(Key, LocalReplica)> = image
            .topics()
            .partitions_on(self.setup.node_id)
            .map(|(topic, index, view)| {
                let partition = view.to_partition();
                ((topic.id(), index), LocalReplica { topic: topic.name().clone(), partition, is_new: false })
            })
            .collect();
        let threads = self.setup.log.recovery_threads_per_dir.max(1) * self.setup.directories.len().max(1);
        let piece = ours.len().div_ceil(threads).max(1);
        std::thread::scope(|scope| {
            for piece in ours.chunks(piece) {
                scope.spawn(move || {
                    for (key, local) in piece {
                        self.host(*key, local, image);
                    }
                });
            }
        });
        if self.closing.load(Ordering::Acquire) {
            return;
        }
        let name = |(key, local): &(Key, LocalReplica)| TopicPartition::new(local.topic.clone(), key.1);
        let wanted: BTreeSet<TopicPartition> = ours.iter().map(name).collect();
        for directory in &self.setup.directories {
            if let Err(error) = directory.set_strays_aside(&wanted) {
                directory.fail(&error);
            }
        }
        let moment = Moment { image: image.clone(), ..self.moment() };
        for (key, local) in &ours {
            self.tell(*key, local, &moment, fetchers);
        }
        fetchers.wake();
        info!(replicas = ours.len(), "all replicas are open");
        self.opened.send_replace(true);
    }

    fn apply(self: &Arc<Self>, changed: &Changed, fetchers: &Arc<Fetchers>) {
        let _applying = self.applying.lock();
        if self.closing.load(Ordering::Acquire) {
            return;
        }
        let local = local_changes(self.setup.node_id, &changed.before, &changed.after, &changed.changes);
        let moment = Moment { image: changed.after.clone(), ..self.moment() };
        for key in &local.deletes {
            self.delete(key, &moment, fetchers);
        }
        for (key, replica) in local.leads.iter().chain(&local.follows) {
            self.host(*key, replica, &changed.after);
            self.tell(*key, replica, &moment, fetchers);
        }
        if !changed.changes.configs.is_empty() {
            self.configure(&changed.changes, &moment);
        }
        fetchers.metadata_changed(&changed.changes);
        fetchers.wake();
    }

    fn tell(&self, key: Key, local: &LocalReplica, moment: &Moment, fetchers: &Arc<Fetchers>) {
        let Some(replica) = self.hosted.get(&key) else { return };
        replica.metadata(&local.partition, moment);
        let leader = local.partition.leader;
        if leader >= 0 && leader != self.setup.node_id {
            fetchers.assign(leader, &replica);
        } else {
            fetchers.withdraw(&key);
        }
    }

    /// Opens or makes a replica's log, if it is not open.
    fn host(&self, key: Key, local: &LocalReplica, image: &Image) {
        if self.hosted.get(&key).is_some() || self.closing.load(Ordering::Acquire) {
            return;
        }
        let name = TopicPartition::new(local.topic.clone(), key.1);
        let config = TopicConfig::of(&self.setup.config, image, &local.topic);
        match self.open(key, &name, local, &config) {
            Ok((directory, opened)) => {
                let setup = Setup {
                    node_id: self.setup.node_id,
                    settings: self.settings(&config),
                    proposals: self.propose.clone(),
                };
                self.hosted.insert(Replica::new(key.0, name, directory, opened, setup));
            }
            Err(error) => {
                if self.missing.lock().insert(key) {
                    error!(partition = %name, %error, "a replica cannot be opened; tried again until it can");
                }
                if matches!(error, LogError::CorruptLog { .. } | LogError::Malformed { .. }) {
                    // Its log is served by others; as the leader it would lose what it lacks.
                    self.fail(format!("the log of {name} cannot be used: {error}"));
                }
            }
        }
    }

    fn open(
        &self,
        key: Key,
        name: &TopicPartition,
        local: &LocalReplica,
        config: &TopicConfig,
    ) -> Result<(Arc<Directory>, OpenedLog), LogError> {
        let directory = self.directory_of(name, local);
        let log = log_config(config, &self.setup.log);
        let opened = directory.open(name, key.0, &log, self.setup.clock.wall_ms());
        if let Err(error) = &opened
            && error.fails_directory()
        {
            directory.fail(error);
        }
        Ok((directory.clone(), opened?))
    }

    /// Where the log lies; where it is to be made, the directory that the metadata names, or the one with the fewest.
    fn directory_of(&self, name: &TopicPartition, local: &LocalReplica) -> &Arc<Directory> {
        let all = &self.setup.directories;
        if let Some(has) = all.iter().find(|directory| directory.has(name)) {
            return has;
        }
        let named = local.partition.directory(self.setup.node_id);
        if let Some(named) = all.iter().find(|directory| Some(directory.id()) == named) {
            return named;
        }
        let mut counts: BTreeMap<Uuid, usize> = BTreeMap::new();
        if all.len() > 1 {
            for replica in self.hosted.all() {
                *counts.entry(replica.directory().id()).or_default() += 1;
            }
        }
        let fewest = all.iter().min_by_key(|d| counts.get(&d.id()).copied().unwrap_or(0));
        // A broker has a directory: its configuration is refused otherwise.
        fewest.unwrap_or(&all[0])
    }

    fn settings(&self, config: &TopicConfig) -> ReplicaSettings {
        let replication = &self.setup.replication;
        ReplicaSettings {
            lag_time_max_ms: replication.lag_time_max.as_millis() as u64,
            fetch_backoff_max_ms: replication.fetch_backoff.as_millis() as u64,
            min_in_sync_replicas: config.min_insync_replicas.max(1) as usize,
        }
    }

    fn delete(&self, key: &Key, moment: &Moment, fetchers: &Arc<Fetchers>) {
        fetchers.withdraw(key);
        let Some(replica) = self.hosted.remove(key) else { return };
        info!(partition = %replica.name(), "deleted");
        let Some(path) = replica.delete(moment) else { return };
        let (directory, delay) = (replica.directory().clone(), self.setup.log.delete_delay);
        fetchers.runtime().spawn(async move {
            tokio::time::sleep(delay).await;
            let _ = tokio::task::spawn_blocking(move || directory.remove(&path)).await;
        });
    }

    fn configure(&self, changes: &Changes, moment: &Moment) {
        let all = changes.configs.iter().any(|resource| resource.resource_type == ResourceType::Broker);
        for replica in self.hosted.all() {
            let topic = &replica.name().topic;
            let told =
                changes.configs.iter().any(|r| r.resource_type == ResourceType::Topic && r.name == *topic);
            if all || told {
                let config = TopicConfig::of(&self.setup.config, &moment.image, topic);
                let log = log_config(&config, &self.setup.log);
                replica.configure(log, config.min_insync_replicas.max(1) as usize, moment);
            }
        }
    }

    /// Looks for followers that lag, until the task is dropped.
    pub async fn tick(self: Arc<Self>) {
        let every = (self.setup.replication.lag_time_max / 2).min(TICK_MAX);
        loop {
            tokio::time::sleep(every).await;
            let moment = self.moment();
            for replica in self.hosted.all() {
                replica.tick(&moment);
            }
        }
    }

    /// Ends the broker when a directory fails: what is in it is served by others.
    pub async fn watch_directories(self: Arc<Self>) {
        let mut failures: Vec<_> = self.setup.directories.iter().map(|d| d.failure()).collect();
        let waits = failures.iter_mut().map(|failure| Box::pin(failure.wait_for(Option::is_some)));
        let (why, ..) = futures_util::future::select_all(waits).await;
        if let Ok(Some(why)) = why.map(|why| why.clone()) {
            let moment = self.moment();
            for replica in self.hosted.all() {
                replica.fail(&moment);
            }
            self.fail(format!("a log directory failed: {why}"));
        }
    }
}
