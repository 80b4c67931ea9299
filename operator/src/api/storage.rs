//! The volumes of a node.

use serde::{Deserialize, Serialize};

use super::Quantity;
#[cfg(feature = "kubernetes")]
use super::{limits, rules};

/// The volumes that every node of a pool has. Each is one log directory of Kafka (`log.dirs`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Storage {
    /// The volumes, by name. They cannot be added, removed or renamed later.
    #[serde(default = "Volume::defaults")]
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::VOLUMES_MAX), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"])))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::VOLUMES_FIXED.to_cel()))]
    pub volumes: Vec<Volume>,
}

impl Default for Storage {
    fn default() -> Self {
        Storage { volumes: Volume::defaults() }
    }
}

/// What becomes of volumes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum VolumesOnDelete {
    /// They stay, and a KafkaCluster of the same name takes them up again, with all that is on them.
    #[default]
    Keep,
    /// They go with the KafkaCluster.
    Delete,
}

/// One volume of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::VOLUME_CLASS_FIXED.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Volume {
    /// The volume's name, unique in the pool; on one machine a directory's name.
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::VOLUME_NAME_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::VOLUME_NAME.to_cel()))]
    pub name: String,

    /// Its size, such as 10Gi. It cannot change later. Has no meaning on one machine.
    #[serde(default = "Quantity::default_volume_size")]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::VOLUME_SIZE_FIXED.to_cel()))]
    pub size: Quantity,

    /// The storage class; absent: the default class. It cannot change. Has no meaning on one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::CLASS_NAME_MAX)))]
    pub class: Option<String>,
}

impl Volume {
    /// What a pool has that names none: `d0` of 10Gi.
    pub fn defaults() -> Vec<Volume> {
        vec![Volume { name: "d0".into(), size: Quantity::default_volume_size(), class: None }]
    }
}
