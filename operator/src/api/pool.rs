//! The three shapes of a pool: controllers, the default brokers, and brokers by name.

use serde::{Deserialize, Serialize};

use super::{NodeIds, Resources, Storage};
#[cfg(feature = "kubernetes")]
use super::{limits, rules};

/// The nodes that vote on the cluster's metadata. A new one becomes a voter when it has caught up; one that leaves stops
/// being a voter before it stops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::REPLICAS_FIT.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Controllers {
    /// How many controllers: 1, 3, 5 or 7.
    #[serde(default = "three")]
    #[cfg_attr(feature = "kubernetes", schemars(range(min = 0, max = limits::REPLICAS_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::CONTROLLERS_ODD.to_cel()))]
    pub replicas: i64,

    /// The node ids of controllers.
    #[serde(default = "Controllers::default_node_ids")]
    pub node_ids: NodeIds,

    /// Where the metadata is kept: one volume.
    #[serde(default)]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::CONTROLLER_ONE_VOLUME.to_cel()))]
    pub storage: Storage,

    /// What each node requests and may use at most, with Kubernetes' meaning. Without it nodes' pods are BestEffort: when
    /// memory runs short on a machine they are the first to be evicted. A change restarts the nodes of this pool, one at a
    /// time. Has no meaning on one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

/// The default pool of brokers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::REPLICAS_FIT.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Brokers {
    /// How many brokers. Fewer than before: the highest node ids leave, after their replicas were moved to others.
    #[serde(default = "three")]
    #[cfg_attr(feature = "kubernetes", schemars(range(min = 0, max = limits::REPLICAS_MAX)))]
    pub replicas: i64,

    /// The node ids of this pool.
    #[serde(default = "Brokers::default_node_ids")]
    pub node_ids: NodeIds,

    /// Where the data is kept.
    #[serde(default)]
    pub storage: Storage,

    /// What each node requests and may use at most, with Kubernetes' meaning. Without it nodes' pods are BestEffort: when
    /// memory runs short on a machine they are the first to be evicted. A change restarts the nodes of this pool, one at a
    /// time. Has no meaning on one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

/// A further pool of brokers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::REPLICAS_FIT.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pool {
    /// The pool's name, unique in the cluster; part of its nodes' host names.
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::POOL_NAME_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::POOL_NAME.to_cel()))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::POOL_NAME_RESERVED.to_cel()))]
    pub name: String,

    /// How many brokers. Fewer than before: the highest node ids leave, after their replicas were moved to others.
    #[cfg_attr(feature = "kubernetes", schemars(range(min = 0, max = limits::REPLICAS_MAX)))]
    pub replicas: i64,

    /// The node ids of this pool.
    pub node_ids: NodeIds,

    /// Where the data is kept.
    #[serde(default)]
    pub storage: Storage,

    /// What each node requests and may use at most, with Kubernetes' meaning. Without it nodes' pods are BestEffort: when
    /// memory runs short on a machine they are the first to be evicted. A change restarts the nodes of this pool, one at a
    /// time. Has no meaning on one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

fn three() -> i64 {
    3
}

impl Controllers {
    fn default_node_ids() -> NodeIds {
        NodeIds { first: 9000, last: 9099 }
    }
}

impl Default for Controllers {
    fn default() -> Self {
        Controllers {
            replicas: three(),
            node_ids: Self::default_node_ids(),
            storage: Storage::default(),
            resources: None,
        }
    }
}

impl Brokers {
    fn default_node_ids() -> NodeIds {
        NodeIds { first: 0, last: 999 }
    }
}

impl Default for Brokers {
    fn default() -> Self {
        Brokers {
            replicas: three(),
            node_ids: Self::default_node_ids(),
            storage: Storage::default(),
            resources: None,
        }
    }
}
