//! Our own APIs: what the operator asks nodes that Kafka has no API for.
//!
//! Offered on the listener of the controllers, under keys that Kafka will never use, and never listed in ApiVersions.
//! Bodies are JSON: they are rare, small, and read by people when something is wrong.

use std::collections::BTreeSet;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::connection::{Connection, ConnectionOptions};
use crate::error::{CallError, ClientError};

/// Keys of the private APIs. Those of the quorum's peers stand below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum PrivateKey {
    /// [`DescribeNode`].
    DescribeNode = 20_050,
    /// [`Bootstrap`].
    Bootstrap = 20_051,
    /// [`MayStop`].
    MayStop = 20_052,
    /// [`CordonedBrokers`].
    CordonedBrokers = 20_053,
}

impl PrivateKey {
    /// The API of a key.
    pub fn from_id(id: i16) -> Option<PrivateKey> {
        use PrivateKey::*;
        [DescribeNode, Bootstrap, MayStop, CordonedBrokers].into_iter().find(|k| *k as i16 == id)
    }
}

/// The longest body that is read.
pub const BODY_MAX_BYTES: usize = 1 << 20;

/// A request of a private API, with its answer.
pub trait PrivateRequest: Serialize + DeserializeOwned {
    /// The API.
    const KEY: PrivateKey;
    /// What answers it.
    type Answer: Serialize + DeserializeOwned;
}

/// Asks a controller who it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DescribeNode {}

/// Who a controller is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeDescription {
    /// `cluster.id` of its directory.
    pub cluster_id: String,
    /// `node.id`.
    pub node_id: i32,
    /// The id of its metadata directory.
    pub directory_id: String,
    /// Whether it is in no quorum: it waits to be taken in, or to be told to found one.
    pub blank: bool,
    /// The active controller, as far as this one knows.
    pub leader: Option<i32>,
    /// The term.
    pub term: i32,
    /// The voters that it knows, with their directories.
    pub voters: Vec<(i32, String)>,
}

impl PrivateRequest for DescribeNode {
    const KEY: PrivateKey = PrivateKey::DescribeNode;
    type Answer = NodeDescription;
}

/// Tells a blank controller to found the quorum with itself as its only voter. Harmless to repeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// The cluster that is meant.
    pub cluster_id: String,
    /// The directory that is meant; any other refuses.
    pub directory_id: String,
}

impl PrivateRequest for Bootstrap {
    const KEY: PrivateKey = PrivateKey::Bootstrap;
    /// Why it was refused.
    type Answer = Option<String>;
}

/// Asks the active controller whether nodes may stop at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MayStop {
    /// Their ids.
    pub nodes: BTreeSet<i32>,
}

/// Whether nodes may stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MayStopAnswer {
    /// They may.
    Yes,
    /// They may not now.
    Blocked {
        /// How many partitions or voters are in the way.
        count: usize,
        /// Some of them.
        examples: Vec<String>,
        /// What would be lost.
        reason: String,
    },
    /// This controller cannot tell: it is not the active one.
    NotController,
}

impl PrivateRequest for MayStop {
    const KEY: PrivateKey = PrivateKey::MayStop;
    type Answer = MayStopAnswer;
}

/// Asks the active controller which brokers get no new replicas (all their directories are cordoned, KIP-1066).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CordonedBrokers {}

impl PrivateRequest for CordonedBrokers {
    const KEY: PrivateKey = PrivateKey::CordonedBrokers;
    /// Their ids, as committed; `None` from a controller that is not the active one.
    type Answer = Option<Vec<i32>>;
}

/// Asks a controller at `host:port` of the listener of the controllers.
pub async fn ask<R: PrivateRequest>(
    address: &str,
    request: &R,
    within: Duration,
) -> Result<R::Answer, ClientError> {
    let options = ConnectionOptions { connect_timeout: within, negotiate: false, ..Default::default() };
    let connection = Connection::open(address, &options).await?;
    let body = serde_json::to_vec(request)
        .map_err(|e| ClientError::Data(format!("a request cannot be written: {e}")))?;
    let answer = connection.call_private(R::KEY as i16, Bytes::from(body), within).await;
    let answer = answer.map_err(|error| match error {
        // A node that does not know the API closes the connection.
        CallError::Disconnected { address, .. } => {
            CallError::Disconnected { address, api: format!("{:?}", R::KEY) }
        }
        other => other,
    })?;
    serde_json::from_slice(&answer).map_err(|e| {
        ClientError::Data(format!("the answer of {address} to {:?} cannot be read: {e}", R::KEY))
    })
}
