//! A cluster that was checked: what the plan wants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::VolumesOnDelete;

use super::{ClusterName, NodeId, NodeIdRange, PoolName, ValidatedResources, Warning};

/// What a node does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Votes on the metadata.
    Controller,
    /// Holds data.
    Broker,
}

/// A cluster that can be planned. Made by [`super::validate`] alone.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ValidatedCluster {
    /// The cluster's name.
    pub name: ClusterName,
    /// Its namespace; has no meaning on one machine.
    pub namespace: Option<String>,
    /// The generation of the spec, where an API server counts it.
    pub generation: Option<i64>,
    /// The version that nodes shall have; absent: what runs.
    pub version: Option<String>,
    /// The pool of controllers: 1, 3, 5 or 7 of them.
    pub controllers: ValidatedPool,
    /// The pools of brokers, the default one first; their ids overlap neither with each other nor with the controllers'.
    pub brokers: Vec<ValidatedPool>,
    /// Where clients connect: at least one, names and ports unique and not the operator's own.
    pub listeners: Vec<ValidatedListener>,
    /// Kafka's properties for every node, completed where internal topics must follow `default.replication.factor`;
    /// none is the operator's own, and every value has its property's type.
    pub config: BTreeMap<String, String>,
    /// What becomes of volumes when the cluster is deleted.
    pub volumes_on_delete: VolumesOnDelete,
    /// What is allowed and probably not meant.
    pub warnings: Vec<Warning>,
}

impl ValidatedCluster {
    /// All pools, the controllers first.
    pub fn pools(&self) -> impl Iterator<Item = &ValidatedPool> {
        std::iter::once(&self.controllers).chain(&self.brokers)
    }

    /// How many brokers are wanted in all pools.
    pub fn broker_count(&self) -> u32 {
        self.brokers.iter().map(|pool| pool.replicas).sum()
    }

    /// Properties that follow from the number of brokers where the manifest is silent: the internal topics have at most
    /// as many replicas as there are brokers. Kafka reads them when it makes such a topic, and at no other time.
    pub fn implied(&self) -> BTreeMap<String, String> {
        super::replication::implied(&self.config, i64::from(self.broker_count()))
    }

    /// Fewest replicas in sync with which a produce with acks=all is acknowledged (Kafka's default is 1).
    pub fn min_insync_replicas(&self) -> u32 {
        self.config.get("min.insync.replicas").and_then(|text| text.trim().parse().ok()).unwrap_or(1)
    }
}

/// A pool whose ids reach for its nodes.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ValidatedPool {
    /// Its name.
    pub name: PoolName,
    /// What its nodes do.
    pub role: Role,
    /// Its ids.
    pub ids: NodeIdRange,
    /// How many nodes are wanted: those with the lowest ids.
    pub replicas: u32,
    /// The volumes of each node: at least one, names unique; exactly one for controllers.
    pub volumes: Vec<ValidatedVolume>,
    /// What each node requests and may use.
    pub resources: ValidatedResources,
}

impl ValidatedPool {
    /// The nodes that are wanted, from the lowest id.
    pub fn wanted(&self) -> impl DoubleEndedIterator<Item = NodeId> + '_ {
        (0..self.replicas).filter_map(|place| self.ids.nth(place))
    }
}

/// A volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidatedVolume {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its storage class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
}

/// A listener for clients.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatedListener {
    /// Its name.
    pub name: String,
    /// Kafka's name for it.
    pub kafka_name: String,
    /// Its port.
    pub port: u16,
}
