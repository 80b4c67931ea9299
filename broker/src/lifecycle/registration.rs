//! [`Registration`]: what a broker tells the controllers of itself, once in each of its lives.

use metadata::features::supported_by_broker;
use wire::codec::Uuid;
use wire::messages::broker_registration::{BrokerRegistrationRequest, Feature, Listener};

use crate::config::Endpoint;

/// `SecurityProtocol` PLAINTEXT.
const PLAINTEXT: i16 = 0;

/// A broker, as it registers.
#[derive(Clone, Debug)]
pub struct Registration {
    /// `node.id`.
    pub broker_id: i32,
    /// `cluster.id`.
    pub cluster_id: String,
    /// Names this life of the process.
    pub incarnation: Uuid,
    /// What is advertised, with the ports that were really bound.
    pub listeners: Vec<Endpoint>,
    /// `broker.rack`.
    pub rack: Option<String>,
    /// Ids of the log directories that are online.
    pub directories: Vec<Uuid>,
    /// Those of them that take no new replicas (KIP-1066).
    pub cordoned: Vec<Uuid>,
    /// The broker epoch of the last life, if it ended cleanly; -1 otherwise (KIP-966).
    pub previous_epoch: i64,
}

impl Registration {
    /// The request, for any version.
    pub(super) fn request(&self) -> BrokerRegistrationRequest {
        let mut log_dirs = self.directories.clone();
        log_dirs.sort_unstable();
        BrokerRegistrationRequest {
            broker_id: self.broker_id,
            cluster_id: self.cluster_id.clone().into(),
            incarnation_id: self.incarnation,
            listeners: self
                .listeners
                .iter()
                .map(|e| Listener {
                    name: e.name.to_string().into(),
                    host: e.host.clone().into(),
                    port: e.port,
                    security_protocol: PLAINTEXT,
                })
                .collect(),
            features: supported_by_broker()
                .iter()
                .map(|f| Feature {
                    name: f.name.into(),
                    min_supported_version: f.levels.min,
                    max_supported_version: f.levels.max,
                })
                .collect(),
            rack: self.rack.clone().map(Into::into),
            log_dirs,
            previous_broker_epoch: self.previous_epoch,
            ..Default::default()
        }
    }
}
