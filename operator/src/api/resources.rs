//! What a node requests, and what it may use at most.

use serde::{Deserialize, Serialize};

#[cfg(feature = "kubernetes")]
use super::rules;
use super::{Cpu, Quantity};

/// What each node of a pool requests and may use at most; each part may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::REQUEST_WITHIN_LIMIT.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resources {
    /// What a machine must have free for the node, and keeps for it. Where only a limit is given, the request is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<Amounts>,

    /// The most that the node may use. Beyond its CPUs it is slowed down, beyond its memory it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Amounts>,
}

/// Amounts of what a machine has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Amounts {
    /// CPUs, always as text: "4", "0.5", or in thousandths, 500m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Cpu>,

    /// Memory, such as 8Gi. This is no heap size: the page cache counts towards it too, and gives way when the node itself
    /// needs more. What is left for it makes reading fast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Quantity>,
}
