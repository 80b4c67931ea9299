//! A node that is not as it should be.

use serde::{Deserialize, Serialize};

/// How a node differs from what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum NodeState {
    /// It does not run yet, or not any more.
    Stopped,
    /// It runs and is not ready.
    Starting,
    /// It ends as soon as it is started.
    Failed,
    /// It cannot be seen.
    Unknown,
    /// A controller that is no voter yet.
    Joining,
    /// A voter whose directory is another than the one that votes.
    DirectoryLost,
    /// A broker that the active controller has fenced.
    Fenced,
    /// A broker that takes no more replicas, and not by the operator's doing.
    Cordoned,
    /// It is on its way out.
    Leaving,
    /// It runs another configuration or version than is wanted.
    Outdated,
}

/// A node that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase")]
pub struct NodeStatus {
    /// Its node id.
    pub id: i64,
    /// How it differs.
    pub state: NodeState,
    /// In words, where there is more to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = crate::api::limits::STATUS_DETAIL_MAX)))]
    pub detail: String,
}
