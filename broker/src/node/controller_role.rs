//! The controller role of a node: what the quorum and the state machine are started with.

use std::sync::Arc;
use std::time::Duration;

use disk::Disk;
use metadata::configs::NodeConfig;
use metadata::controller::ControllerConfig;
use quorum::{
    Applied, Applier, ApplyError, Endpoint, Endpoints, Limits, Quorum, QuorumConfig, Timing, VoterKey,
};
use tokio::sync::watch;
use wire::codec::Uuid;

use super::bootstrap;
use crate::clock::Clock;
use crate::config::ServerConfig;
use crate::controller::{ControllerNode, ControllerSetup, Transport};
use crate::image::{ActiveController, MetadataView};

/// How often a controller that nobody leads announces itself: a fresh one is taken in as soon as there is a leader.
const ANNOUNCE: Duration = Duration::from_millis(150);

/// Starts the controller. To be called on the control runtime.
pub(super) async fn start(
    config: &ServerConfig,
    node: &Arc<NodeConfig>,
    cluster_id: &str,
    directory: Uuid,
    disk: Arc<dyn Disk>,
    view: Arc<MetadataView>,
    clock: Clock,
) -> Result<ControllerNode, String> {
    let bootstrap = bootstrap::read(&*disk, &config.metadata_log_dir)?;
    let listener = config.listeners.controller_names.first().map_or("CONTROLLER", |name| name.as_str());
    let controller = ControllerConfig {
        listener: listener.into(),
        session_timeout_ms: config.controller.broker_session_timeout.as_millis() as u64,
        default_replication_factor: config.log.replication_factor,
        default_partitions: config.log.num_partitions,
        delete_topic_enable: config.given.get("delete.topic.enable") != Some("false"),
        node: NodeConfig::clone(node),
        bootstrap,
        ..ControllerConfig::new(cluster_id, config.node_id, directory)
    };
    let setup = ControllerSetup {
        controller,
        quorum: quorum_config(config, cluster_id, directory, disk),
        bootstrap: config.quorum_bootstrap.clone(),
        clock,
    };
    ControllerNode::start(setup, view).await.map_err(|e| e.to_string())
}

fn quorum_config(
    config: &ServerConfig,
    cluster_id: &str,
    directory: Uuid,
    disk: Arc<dyn Disk>,
) -> QuorumConfig {
    let controllers = config.listeners.advertised.iter().filter(|e| config.listeners.is_controller(&e.name));
    let endpoints: Endpoints = controllers
        .map(|e| Endpoint { listener: e.name.to_string(), host: e.host.clone(), port: e.port })
        .collect();
    let election = config.controller.quorum_election;
    QuorumConfig {
        key: VoterKey { id: config.node_id, directory },
        endpoints,
        cluster_id: cluster_id.to_owned(),
        timing: Timing {
            election_timeout: election..election * 2,
            heartbeat_interval: config.controller.quorum_heartbeat,
            announce_interval: ANNOUNCE,
            ..Timing::default()
        },
        disk,
        metadata_log_dir: config.metadata_log_dir.clone(),
        limits: Limits::default(),
    }
}

/// Founds a quorum of this controller alone, before it is started for the first time.
pub(super) async fn found(
    config: &ServerConfig,
    cluster_id: &str,
    directory: Uuid,
    disk: Arc<dyn Disk>,
) -> Result<(), String> {
    struct Nothing;
    impl Applier for Nothing {
        fn apply(&mut self, _: &Applied) -> Result<(), ApplyError> {
            Ok(())
        }
    }
    let failed = |error: quorum::Error| format!("the quorum cannot be founded: {error}");
    let transport = Arc::new(Transport::new(Vec::new()));
    let encoder = crate::controller::voters_encoder(Clock::new());
    let config = quorum_config(config, cluster_id, directory, disk);
    let quorum: Quorum = Quorum::open(config, transport, Box::new(Nothing), encoder).await.map_err(failed)?;
    quorum.bootstrap(directory).await.map_err(failed)?;
    quorum.shutdown().await.map_err(failed)
}

/// Tells a broker in the same process who the active controller is.
pub(super) async fn tell_active(
    node: ControllerNode,
    listener: String,
    active: watch::Sender<Option<ActiveController>>,
) {
    let mut leadership = node.quorum().leadership();
    loop {
        let now = leadership.borrow_and_update().clone();
        let known = now.leader.as_ref().and_then(|leader| {
            let endpoint = leader.endpoints.get(&listener)?;
            let address = format!("{}:{}", endpoint.host, endpoint.port);
            Some(ActiveController { id: leader.key.id, epoch: now.term, address })
        });
        active.send_if_modified(|active| {
            let changed = *active != known;
            *active = known;
            changed
        });
        if leadership.changed().await.is_err() {
            return;
        }
    }
}
