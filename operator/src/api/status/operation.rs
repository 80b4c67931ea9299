//! What is being done.

use serde::{Deserialize, Serialize};

use crate::api::Timestamp;

/// What kind of change is being carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum OperationKind {
    /// The cluster comes into being.
    Create,
    /// Nodes join.
    ScaleOut,
    /// Nodes leave.
    ScaleIn,
    /// A voter that lost its disk is replaced.
    ReplaceVoter,
    /// Brokers that are gone are forgotten.
    Forget,
    /// Nodes restart with another configuration or version.
    Roll,
}

/// Where the change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum OperationStep {
    /// Nodes start.
    StartNodes,
    /// The cluster's identity is written beside every volume.
    StoreIdentity,
    /// The first controller becomes the first voter.
    Bootstrap,
    /// A controller catches up, and becomes a voter.
    AddVoter,
    /// A controller stops being a voter.
    RemoveVoter,
    /// Leaving brokers take no more replicas.
    Cordon,
    /// Replicas move off them.
    MoveReplicas,
    /// An empty node stops.
    Stop,
    /// A broker that is gone is forgotten.
    Unregister,
    /// A broker that stays takes replicas again.
    Uncordon,
    /// One node restarts.
    Restart,
}

/// What is being done, and how far it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    /// What kind of change.
    pub kind: OperationKind,
    /// The nodes it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = 64), extend("x-kubernetes-list-type" = "atomic")))]
    pub nodes: Vec<i64>,
    /// Where it stands.
    pub step: OperationStep,
    /// Since when.
    pub since: Timestamp,
    /// How much is done: replicas for a drain, nodes otherwise.
    #[cfg_attr(feature = "kubernetes", schemars(with = "i64", range(min = 0)))]
    pub done: u64,
    /// Of how much.
    #[cfg_attr(feature = "kubernetes", schemars(with = "i64", range(min = 0)))]
    pub total: u64,
    /// What it waits for; empty when it waits for nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub waits_for: String,
}
