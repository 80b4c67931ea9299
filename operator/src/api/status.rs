//! What a `KafkaCluster` shows of itself. Written by the plan alone; nothing is ever read back from it to decide.

mod condition;
mod node;
mod operation;
mod phase;

use serde::{Deserialize, Serialize};

pub use condition::{Condition, ConditionReason, ConditionStatus, ConditionType};
pub use node::{NodeState, NodeStatus};
pub use operation::{Operation, OperationKind, OperationStep};
pub use phase::Phase;

#[cfg(feature = "kubernetes")]
use super::limits;

/// What the cluster is, as last observed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct KafkaClusterStatus {
    /// The generation of the spec that this status speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_generation: Option<i64>,

    /// Kafka's cluster id. A mirror: the truth stands on the volumes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_id: Option<String>,

    /// The version that nodes run, or are brought to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,

    /// What is going on, in one word.
    #[serde(default)]
    pub phase: Phase,

    /// Where clients connect first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<String>,

    /// What `kubectl get` prints.
    #[serde(default)]
    pub summary: Summary,

    /// The controllers that vote, as the active controller tells it; absent while none answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<QuorumStatus>,

    /// What the scale subresource reads.
    #[serde(default)]
    pub scale: Scale,

    /// What is being done; absent when there is nothing to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,

    /// The nodes that are not as they should be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = limits::STATUS_NODES_MAX), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["id"])))]
    pub nodes: Vec<NodeStatus>,

    /// Ready: clients are served at the declared durability. Reconciling: something differs from the spec.
    /// Stalled: only a human can go on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = 8), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"])))]
    pub conditions: Vec<Condition>,
}

impl KafkaClusterStatus {
    /// The condition of a type.
    pub fn condition(&self, kind: ConditionType) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Brokers that serve, of those that are wanted (7/6 while one is leaving).
    pub brokers: String,
    /// Controllers that vote, of those that are wanted.
    pub controllers: String,
    /// What is being done, or what is in the way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The quorum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuorumStatus {
    /// The active controller's node id.
    pub leader: i64,
    /// Its term, which is Kafka's controller epoch.
    pub term: i64,
    /// The voters.
    #[cfg_attr(feature = "kubernetes", schemars(length(max = limits::STATUS_VOTERS_MAX), extend("x-kubernetes-list-type" = "atomic")))]
    pub voters: Vec<VoterStatus>,
}

/// One voter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoterStatus {
    /// Its node id.
    pub id: i64,
    /// Its directory id: with the node id it is the voter's identity, so a wiped disk is another voter.
    pub directory: String,
    /// Records that it has not fetched yet.
    pub lag: i64,
}

/// What the scale subresource reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct Scale {
    /// Brokers of the default pool that run.
    pub replicas: i64,
    /// The labels of that pool's nodes.
    pub selector: String,
}
