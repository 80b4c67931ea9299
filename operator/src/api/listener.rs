//! Where clients connect.

use serde::{Deserialize, Serialize};

#[cfg(feature = "kubernetes")]
use super::{limits, rules};

/// A listener for clients, without encryption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::KubeSchema))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_NAME_RESERVED.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Listener {
    /// The listener's name, unique in the cluster.
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::LISTENER_NAME_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_NAME.to_cel()))]
    pub name: String,

    /// The name that Kafka knows it by; absent: the name in upper case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::KAFKA_LISTENER_NAME_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_KAFKA_NAME.to_cel()))]
    pub kafka_name: Option<String>,

    /// The port. On one machine each broker takes this port plus its place in the cluster.
    #[cfg_attr(feature = "kubernetes", schemars(range(min = limits::PORT_MIN, max = limits::PORT_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_PORT_RESERVED.to_cel()))]
    pub port: i64,
}

impl Listener {
    /// What a cluster has that names none: `internal` on 9092.
    pub fn defaults() -> Vec<Listener> {
        vec![Listener { name: "internal".into(), kafka_name: None, port: 9092 }]
    }

    /// The name that Kafka knows the listener by.
    pub fn effective_kafka_name(&self) -> String {
        self.kafka_name.clone().unwrap_or_else(|| self.name.to_uppercase())
    }
}
