//! The follower: fetches the metadata log from the active controller and keeps the view up to date.
//!
//! It keeps no copy on disk: a broker that starts reads the log from its beginning, so there is nothing that could differ
//! from what the controllers hold. It also finds out who the active controller is, for everything else that asks it.

use std::sync::Arc;
use std::time::Duration;

use client::bootstrap::server_at;
use client::{CallError, Connection, ConnectionOptions};
use metadata::entry::LogBatch;
use metadata::image::{Changes, Replay};
use tokio::sync::watch;
use tracing::{debug, info, warn};
use wire::batch::Batches;
use wire::codec::{Uuid, VersionRange};
use wire::error_code::ErrorCode;
use wire::messages::fetch::{
    FetchPartition, FetchRequest, FetchResponse, FetchTopic, NodeEndpoint, PartitionData, ReplicaState,
};

use super::view::MetadataView;

/// How a node follows the metadata log.
#[derive(Clone, Debug)]
pub struct FollowerConfig {
    /// `node.id`.
    pub node_id: i32,
    /// `cluster.id`.
    pub cluster_id: String,
    /// `controller.quorum.bootstrap.servers`.
    pub bootstrap: Vec<String>,
    /// The listener of the controllers, by which voters are dialled.
    pub listener: String,
}

/// Where the active controller is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveController {
    /// Its node.
    pub id: i32,
    /// The term it leads in.
    pub epoch: i32,
    /// `host:port`.
    pub address: String,
}

/// Versions of Fetch that know topics by id.
const FETCH_VERSIONS: VersionRange = VersionRange::new(13, 18);
/// From this version on the replica is named in a struct of its own.
const REPLICA_STATE_FROM: i16 = 15;
/// How long the controller may wait for news.
const WAIT: Duration = Duration::from_millis(500);
/// How much longer an answer may take. A controller that is slower is taken for gone.
const GRACE: Duration = Duration::from_secs(2);
/// Between attempts at finding the active controller.
const PAUSE: Duration = Duration::from_millis(50);

/// Follows the log until the task is dropped.
///
/// # Errors
/// When this node must not go on: the controllers are of another cluster, or their log is not the one that was followed.
pub async fn follow(
    config: FollowerConfig,
    view: Arc<MetadataView>,
    active: watch::Sender<Option<ActiveController>>,
) -> Result<(), String> {
    let mut follower = Follower {
        replay: Replay::default(),
        changes: Changes::default(),
        epoch: 0,
        last_epoch: 0,
        caught_up: false,
        attempt: 0,
        config,
        view,
        active,
    };
    loop {
        follower.one_connection().await?;
        tokio::time::sleep(PAUSE).await;
    }
}

struct Follower {
    config: FollowerConfig,
    view: Arc<MetadataView>,
    active: watch::Sender<Option<ActiveController>>,
    replay: Replay,
    changes: Changes,
    /// The latest term heard of.
    epoch: i32,
    /// The term of the last batch taken.
    last_epoch: i32,
    /// Whether all that was committed at the start has been taken: the view shows nothing before.
    caught_up: bool,
    attempt: u64,
}

/// What to do after an answer.
enum Next {
    /// Ask again.
    Again,
    /// Somebody else is to be asked.
    Elsewhere,
}

impl Follower {
    /// Follows over one connection until it ends or leads elsewhere.
    async fn one_connection(&mut self) -> Result<(), String> {
        let known = self.active.borrow().clone();
        let address = match &known {
            Some(active) => active.address.clone(),
            None => {
                self.attempt += 1;
                match server_at(&self.config.bootstrap, self.attempt).await {
                    Some(address) => address,
                    None => return Err("controller.quorum.bootstrap.servers is empty".into()),
                }
            }
        };
        let options = ConnectionOptions {
            client_id: format!("broker-{}-metadata", self.config.node_id),
            connect_timeout: GRACE,
            ..Default::default()
        };
        let followed = match Connection::open(&address, &options).await {
            Ok(connection) => self.fetch_all(&connection).await?,
            Err(error) => Err(error),
        };
        if let Err(error) = followed {
            debug!(%error, "the metadata log cannot be followed there");
            self.forget(&address);
        }
        Ok(())
    }

    /// The active controller at that address is not to be counted on any more.
    fn forget(&self, address: &str) {
        self.active.send_if_modified(|active| {
            let was_it = active.as_ref().is_some_and(|active| active.address == address);
            if was_it {
                *active = None;
            }
            was_it
        });
    }

    async fn fetch_all(&mut self, connection: &Connection) -> Result<Result<(), CallError>, String> {
        let version = match connection.version_of::<FetchRequest>(FETCH_VERSIONS) {
            Ok(version) => version,
            Err(error) => return Ok(Err(error)),
        };
        loop {
            let response = match connection.call_at(&self.request(version), version, WAIT + GRACE).await {
                Ok(response) => response,
                Err(error) => return Ok(Err(error)),
            };
            match self.take(connection.address(), response)? {
                Next::Again => {}
                Next::Elsewhere => return Ok(Ok(())),
            }
        }
    }

    fn request(&self, version: i16) -> FetchRequest {
        let partition = FetchPartition {
            partition: 0,
            current_leader_epoch: self.epoch,
            fetch_offset: self.replay.next_offset(),
            last_fetched_epoch: self.last_epoch,
            partition_max_bytes: i32::MAX,
            ..Default::default()
        };
        let replica_id = self.config.node_id;
        let mut request = FetchRequest {
            cluster_id: Some(self.config.cluster_id.clone().into()),
            max_wait_ms: WAIT.as_millis() as i32,
            min_bytes: 1,
            max_bytes: i32::MAX,
            session_epoch: -1,
            topics: vec![FetchTopic {
                topic_id: Uuid::METADATA_TOPIC,
                partitions: vec![partition],
                ..Default::default()
            }],
            ..Default::default()
        };
        if version >= REPLICA_STATE_FROM {
            request.replica_id = -1;
            request.replica_state = ReplicaState { replica_id, replica_epoch: -1 };
        } else {
            request.replica_id = replica_id;
        }
        request
    }

    fn take(&mut self, address: &str, response: FetchResponse) -> Result<Next, String> {
        match ErrorCode::from_code(response.error_code) {
            ErrorCode::None => {}
            ErrorCode::InconsistentClusterId => {
                return Err(format!(
                    "the controller at {address} belongs to another cluster than this node, which is formatted for {}",
                    self.config.cluster_id
                ));
            }
            code => {
                warn!(address, %code, "the metadata log is refused");
                self.forget(address);
                return Ok(Next::Elsewhere);
            }
        }
        let endpoints = response.node_endpoints;
        let Some(data) = response.responses.into_iter().flat_map(|t| t.partitions).next() else {
            self.forget(address);
            return Ok(Next::Elsewhere);
        };
        self.note_leader(&data, &endpoints);
        if data.error_code != 0 {
            // Somebody else leads, or nobody does yet.
            let elsewhere = self.active.borrow().as_ref().is_none_or(|active| active.address != address);
            return Ok(if elsewhere { Next::Elsewhere } else { Next::Again });
        }
        if data.diverging_epoch.epoch >= 0 {
            return Err(format!(
                "the metadata log of the controllers is not the one that this broker has followed up to offset {}: \
                 it parts from it in epoch {}. Were the controllers' directories deleted? Restart this broker when the \
                 controllers are what they should be",
                self.replay.next_offset(),
                data.diverging_epoch.epoch
            ));
        }
        self.apply(data)?;
        Ok(Next::Again)
    }

    fn note_leader(&mut self, data: &PartitionData, endpoints: &[NodeEndpoint]) {
        let leader = &data.current_leader;
        if leader.leader_epoch < self.epoch {
            return;
        }
        self.epoch = leader.leader_epoch;
        let told = endpoints.iter().find(|e| e.node_id == leader.leader_id);
        let address =
            told.map(|e| format!("{}:{}", e.host, e.port)).or_else(|| self.address_of(leader.leader_id));
        let active = address.filter(|_| leader.leader_id >= 0).map(|address| ActiveController {
            id: leader.leader_id,
            epoch: leader.leader_epoch,
            address,
        });
        self.active.send_if_modified(|known| {
            let changed = *known != active;
            if changed {
                if let Some(active) = &active {
                    info!(
                        controller = active.id,
                        epoch = active.epoch,
                        address = active.address,
                        "the active controller"
                    );
                }
                known.clone_from(&active);
            }
            changed
        });
    }

    /// Where a voter listens, as the log says.
    fn address_of(&self, id: i32) -> Option<String> {
        let image = self.replay.image();
        let voter = image.quorum().voters.iter().find(|voter| voter.id == id)?;
        let endpoint = voter.endpoints.iter().find(|e| *e.listener == *self.config.listener)?;
        Some(format!("{}:{}", endpoint.host, endpoint.port))
    }

    fn apply(&mut self, data: PartitionData) -> Result<(), String> {
        let mut moved = false;
        for batch in Batches::new(data.records.unwrap_or_default()) {
            let broken = |e: &dyn std::fmt::Display| format!("the metadata log cannot be read: {e}");
            let batch = LogBatch::of(&batch.map_err(|e| broken(&e))?).map_err(|e| broken(&e))?;
            if batch.next_offset <= self.replay.next_offset() {
                continue;
            }
            for error in self.replay.apply_batch_leniently(&batch, &mut self.changes) {
                warn!(%error, "a metadata record was left out");
            }
            self.last_epoch = batch.epoch;
            moved = true;
        }
        let first =
            !self.caught_up && data.high_watermark >= 0 && self.replay.next_offset() >= data.high_watermark;
        self.caught_up |= first;
        if self.caught_up && (moved || first) {
            self.view.publish(self.replay.image().clone(), std::mem::take(&mut self.changes));
        }
        Ok(())
    }
}
