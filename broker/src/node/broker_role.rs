//! The broker role of a node: replicas, groups, lifecycle, and the service of its listeners.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use disk::Disk;
use log::{LogDir, Resources};
use metadata::auto_create::{AutoCreate, OffsetsTopic};
use metadata::configs::NodeConfig;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::{info, warn};
use wire::codec::Uuid;

use super::cordon;
use super::format::fresh_id;
use crate::clock::Clock;
use crate::config::{Endpoint, ServerConfig};
use crate::groups::{GroupCoordinator, GroupsSetup};
use crate::image::{ActiveController, MetadataView};
use crate::lifecycle::{ControllerChannel, Forwarder, Lifecycle, LifecycleHandle, Registration};
use crate::replicas::{Directory, Fetchers, Replicas, ReplicasSetup, carry_proposals};
use crate::requests::{BrokerService, BrokerSetup, ProducerIds, TopicMaker};

/// How long the controllers may take to move what is led here, before this broker stops all the same.
const CONTROLLED_SHUTDOWN_MAX: Duration = Duration::from_secs(5);
/// How long the controller may take to make a topic that a client asked for.
const MAKE_TOPIC_TIMEOUT_MS: i32 = 30_000;

/// What a broker is started with.
pub(super) struct Start<'a> {
    pub(super) config: &'a ServerConfig,
    pub(super) node: Arc<NodeConfig>,
    pub(super) cluster_id: String,
    pub(super) log_dirs: Vec<LogDir>,
    /// What is advertised, with the ports that were bound.
    pub(super) advertised: Vec<Endpoint>,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) view: Arc<MetadataView>,
    pub(super) active: watch::Receiver<Option<ActiveController>>,
    pub(super) clock: Clock,
    pub(super) data: Handle,
    pub(super) control: Handle,
}

/// A node's part as a broker.
pub(super) struct BrokerRole {
    pub(super) replicas: Arc<Replicas>,
    pub(super) groups: Arc<GroupCoordinator>,
    pub(super) lifecycle: LifecycleHandle,
    /// Ends when the broker may stop, or must.
    life: Option<JoinHandle<Result<(), String>>>,
    tasks: Vec<JoinHandle<()>>,
}

impl BrokerRole {
    /// Opens the directories, and starts everything but the listeners.
    pub(super) fn start(start: Start<'_>) -> Result<(BrokerRole, BrokerService), String> {
        let config = start.config;
        let resources = Resources::new(start.disk.clone(), config.log.hot_tail_bytes);
        let paths: Vec<PathBuf> = start.log_dirs.iter().map(|dir| dir.path().to_path_buf()).collect();
        let load = |dir| Directory::load(dir, resources.clone()).map(Arc::new).map_err(|e| e.to_string());
        let directories = start.log_dirs.into_iter().map(load).collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<(PathBuf, Uuid)> = paths.into_iter().zip(directories.iter().map(|d| d.id())).collect();
        let previous_epoch = previous_epoch(&directories);
        let replicas = Replicas::new(ReplicasSetup {
            node_id: config.node_id,
            clock: start.clock,
            view: start.view.clone(),
            config: start.node.clone(),
            log: config.log.clone(),
            replication: config.replication.clone(),
            listener: config.listeners.inter_broker.to_string(),
            directories,
            resources,
        });
        let channel =
            Arc::new(ControllerChannel::new(start.active, format!("broker-{}-controller", config.node_id)));
        let registration = Registration {
            broker_id: config.node_id,
            cluster_id: start.cluster_id.clone(),
            incarnation: fresh_id()?,
            listeners: start.advertised,
            rack: config.rack.clone(),
            directories: ids.iter().map(|(_, id)| *id).collect(),
            cordoned: cordon::cordoned(&start.node, &start.view.load(), &ids),
            previous_epoch,
        };
        let interval = config.replication.heartbeat_interval;
        let timeout = config.replication.registration_timeout;
        let (life, lifecycle) =
            Lifecycle::new(channel.clone(), start.view.clone(), registration, interval, timeout);
        replicas.set_lifecycle(lifecycle.clone());
        let groups = GroupCoordinator::new(GroupsSetup {
            node_id: config.node_id,
            replicas: replicas.clone(),
            view: start.view.clone(),
            config: config.group.clone(),
            clock: start.clock,
            runtime: start.data.clone(),
        });
        let (data, control) = (&start.data, &start.control);
        let fetchers = Fetchers::new(replicas.clone(), data.clone());
        follow_metadata(&replicas, fetchers, control.clone())?;
        let mut tasks = vec![
            data.spawn(replicas.clone().tick()),
            data.spawn(replicas.clone().checkpoint_high_watermarks()),
            data.spawn(replicas.clone().checkpoint_recovery_points()),
            control.spawn(replicas.clone().watch_directories()),
            control.spawn(carry_proposals(replicas.clone(), channel.clone())),
            control.spawn(say_ready(replicas.clone(), lifecycle.clone())),
        ];
        let cordons = cordon::follow(start.node.clone(), start.view.clone(), ids, lifecycle.clone());
        tasks.push(control.spawn(cordons));
        let life = control.spawn(life.run());
        let service = BrokerService::new(BrokerSetup {
            cluster_id: start.cluster_id,
            view: start.view,
            config: start.node,
            replicas: replicas.clone(),
            groups: groups.clone(),
            forwarder: Forwarder::new(channel.clone()),
            maker: Arc::new(TopicMaker::new(auto_create(config), channel.clone())),
            auto_create_topics: config.log.auto_create_topics,
            producer_ids: Arc::new(ProducerIds::new(config.node_id, channel, lifecycle.clone())),
        });
        Ok((BrokerRole { replicas, groups, lifecycle, life: Some(life), tasks }, service))
    }

    /// Ends only when the broker cannot go on, with the reason.
    pub(super) async fn failed(&mut self) -> String {
        let mut fatal = self.replicas.fatal();
        let life = async {
            match self.life.as_mut() {
                Some(life) => match life.await {
                    Ok(Err(why)) => why,
                    Ok(Ok(())) => std::future::pending().await,
                    Err(error) => format!("the broker's heartbeats ended: {error}"),
                },
                None => std::future::pending().await,
            }
        };
        let log = async {
            match fatal.wait_for(Option::is_some).await {
                Ok(why) => why.clone().unwrap_or_default(),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            why = life => {
                self.life = None;
                why
            }
            why = log => why,
        }
    }

    /// Asks leave of the controllers, while everything is still served.
    pub(super) async fn controlled_shutdown(&mut self) {
        self.lifecycle.stop();
        let Some(life) = self.life.take() else { return };
        if self.lifecycle.broker_epoch() < 0 {
            return life.abort();
        }
        let abort = life.abort_handle();
        match timeout(CONTROLLED_SHUTDOWN_MAX, life).await {
            Ok(Ok(Ok(()))) => info!("nothing is led here any more"),
            Ok(Ok(Err(why))) => warn!(why, "the controllers were not asked for leave"),
            Ok(Err(_)) => {}
            Err(_) => {
                abort.abort();
                warn!(
                    "the controllers have not moved what is led here within {} s; stopping all the same",
                    CONTROLLED_SHUTDOWN_MAX.as_secs()
                );
            }
        }
    }

    /// Closes everything, so that the next start reads no log. Blocks.
    pub(super) fn close(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.groups.shutdown();
        self.replicas.close(self.lifecycle.broker_epoch());
    }
}

/// The epoch of the last life, if all directories were closed cleanly under the same one (KIP-966).
fn previous_epoch(directories: &[Arc<Directory>]) -> i64 {
    let mut epochs = directories.iter().map(|directory| directory.last_broker_epoch());
    let first = epochs.next().flatten();
    first.filter(|first| epochs.all(|epoch| epoch == Some(*first))).unwrap_or(-1)
}

fn follow_metadata(replicas: &Arc<Replicas>, fetchers: Arc<Fetchers>, runtime: Handle) -> Result<(), String> {
    let replicas = replicas.clone();
    let thread = std::thread::Builder::new().name("replicas".into());
    let follow = move || replicas.follow_metadata(&runtime, &fetchers);
    thread.spawn(follow).map(drop).map_err(|e| format!("a thread cannot be started: {e}"))
}

/// Tells the controllers once all logs are open: from then on this broker may lead.
async fn say_ready(replicas: Arc<Replicas>, lifecycle: LifecycleHandle) {
    if replicas.opened().wait_for(|opened| *opened).await.is_ok() {
        lifecycle.ready();
    }
}

fn auto_create(config: &ServerConfig) -> AutoCreate {
    let given = |key| config.given.get(key).is_some();
    AutoCreate {
        partitions: Some(config.log.num_partitions).filter(|_| given("num.partitions")),
        replication_factor: Some(config.log.replication_factor)
            .filter(|_| given("default.replication.factor")),
        offsets: OffsetsTopic {
            partitions: config.group.offsets_partitions,
            replication_factor: config.group.offsets_replication_factor,
            segment_bytes: config.group.offsets_segment_bytes,
        },
        timeout_ms: MAKE_TOPIC_TIMEOUT_MS,
    }
}
