//! [`Cluster`]: a way to the nodes of a cluster from a few addresses.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use parking_lot::Mutex;
use wire::api::ApiKey;
use wire::codec::{Request, Str};
use wire::error_code::ErrorCode;
use wire::messages::find_coordinator::FindCoordinatorRequest;
use wire::messages::metadata::{MetadataRequest, MetadataRequestTopic, MetadataResponse};

use crate::connection::{Connection, ConnectionOptions};
use crate::error::{CallError, ClientError};

/// How long one call may take.
pub(crate) const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// Between two attempts at what a cluster is not ready for yet.
const RETRY_PAUSE: Duration = Duration::from_millis(100);
/// The coordinator of a group (FindCoordinator's key type).
const KEY_TYPE_GROUP: i8 = 0;

/// A cluster as a client sees it. Connections are kept and shared; what is known of the nodes is refreshed by each
/// Metadata answer.
pub struct Cluster {
    bootstrap: Vec<String>,
    options: ConnectionOptions,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connections: HashMap<String, Connection>,
    nodes: BTreeMap<i32, String>,
}

impl Cluster {
    /// A cluster that is first sought at `bootstrap` (`host:port`, several separated by commas).
    pub fn new(bootstrap: &str, options: ConnectionOptions) -> Cluster {
        let bootstrap =
            bootstrap.split(',').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect();
        Cluster { bootstrap, options, state: Mutex::default() }
    }

    /// A connection to `host:port`.
    pub async fn at(&self, address: &str) -> Result<Connection, CallError> {
        if let Some(open) = self.open_connection(address) {
            return Ok(open);
        }
        let connection = Connection::open(address, &self.options).await?;
        self.state.lock().connections.insert(address.to_owned(), connection.clone());
        Ok(connection)
    }

    /// A connection to any node.
    pub async fn any(&self) -> Result<Connection, ClientError> {
        let mut addresses: Vec<String> = self.bootstrap.clone();
        addresses.extend(self.state.lock().nodes.values().cloned());
        if let Some(open) = addresses.iter().find_map(|address| self.open_connection(address)) {
            return Ok(open);
        }
        let mut last = "no address is given".to_owned();
        for address in &addresses {
            match self.at(address).await {
                Ok(connection) => return Ok(connection),
                Err(error) => last = error.to_string(),
            }
        }
        Err(ClientError::Unreachable { addresses: addresses.join(", "), last })
    }

    /// A connection to a node by its id.
    pub async fn node(&self, id: i32) -> Result<Connection, ClientError> {
        let known = self.state.lock().nodes.get(&id).cloned();
        let address = match known {
            Some(address) => address,
            None => {
                self.metadata(Some(&[])).await?;
                let known = self.state.lock().nodes.get(&id).cloned();
                known.ok_or_else(|| ClientError::Refused {
                    what: format!("find broker {id}"),
                    code: ErrorCode::BrokerNotAvailable,
                    message: Some("no such broker is alive".into()),
                })?
            }
        };
        Ok(self.at(&address).await?)
    }

    /// Ids of the brokers that were alive at the last [`Cluster::metadata`].
    pub fn nodes(&self) -> Vec<i32> {
        self.state.lock().nodes.keys().copied().collect()
    }

    /// Asks any node, and another one if the first cannot be reached. For requests that any broker answers or forwards;
    /// a request that may have arrived is not repeated.
    pub async fn call<R: Request>(&self, request: &R) -> Result<R::Response, ClientError> {
        let mut attempts = 0;
        loop {
            let connection = self.any().await?;
            match connection.call(request, CALL_TIMEOUT).await {
                Err(CallError::Disconnected { .. }) if attempts == 0 && is_read_only::<R>() => attempts += 1,
                answer => return Ok(answer?),
            }
        }
    }

    /// Metadata of some topics, of none (`Some(&[])`), or of all (`None`). Makes no topics.
    pub async fn metadata(&self, topics: Option<&[&str]>) -> Result<MetadataResponse, ClientError> {
        let topic = |name: &&str| MetadataRequestTopic {
            name: Some(Str::from((*name).to_owned())),
            ..Default::default()
        };
        let request = MetadataRequest {
            topics: topics.map(|topics| topics.iter().map(topic).collect()),
            allow_auto_topic_creation: false,
            ..Default::default()
        };
        let response = self.call(&request).await?;
        let nodes = response.brokers.iter().map(|b| (b.node_id, format!("{}:{}", b.host, b.port))).collect();
        self.state.lock().nodes = nodes;
        Ok(response)
    }

    /// A connection to the coordinator of a group. Waits a little for the coordinator of a young cluster to come up.
    pub async fn coordinator(&self, group: &str) -> Result<Connection, ClientError> {
        let request = FindCoordinatorRequest {
            key: group.to_owned().into(),
            key_type: KEY_TYPE_GROUP,
            coordinator_keys: vec![group.to_owned().into()],
        };
        let deadline = tokio::time::Instant::now() + CALL_TIMEOUT;
        loop {
            let connection = self.any().await?;
            let version =
                connection.version_of::<FindCoordinatorRequest>(ApiKey::FindCoordinator.stable_versions())?;
            let request = if version >= 4 {
                FindCoordinatorRequest { key: Str::new(), ..request.clone() }
            } else {
                FindCoordinatorRequest { coordinator_keys: Vec::new(), ..request.clone() }
            };
            let response = connection.call_at(&request, version, CALL_TIMEOUT).await?;
            let (code, message, host, port) = match response.coordinators.first() {
                Some(c) => (c.error_code, c.error_message.clone(), c.host.clone(), c.port),
                None => (
                    response.error_code,
                    response.error_message.clone(),
                    response.host.clone(),
                    response.port,
                ),
            };
            if code == ErrorCode::None.code() {
                return Ok(self.at(&format!("{host}:{port}")).await?);
            }
            let refused = ClientError::refused(
                format!("find the coordinator of group {group}"),
                code,
                message.as_deref(),
            );
            if !ErrorCode::from_code(code).is_retriable() || tokio::time::Instant::now() >= deadline {
                return Err(refused);
            }
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }

    fn open_connection(&self, address: &str) -> Option<Connection> {
        let mut state = self.state.lock();
        match state.connections.get(address) {
            Some(connection) if !connection.is_closed() => Some(connection.clone()),
            Some(_) => {
                state.connections.remove(address);
                None
            }
            None => None,
        }
    }
}

/// Whether asking twice does no harm.
fn is_read_only<R: Request>() -> bool {
    use ApiKey as K;
    matches!(
        R::KEY,
        K::Metadata
            | K::ListOffsets
            | K::DescribeConfigs
            | K::DescribeCluster
            | K::DescribeQuorum
            | K::DescribeGroups
            | K::ListGroups
            | K::OffsetFetch
            | K::ListPartitionReassignments
            | K::FindCoordinator
            | K::ApiVersions
    )
}
