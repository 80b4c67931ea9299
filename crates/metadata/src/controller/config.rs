//! [`ControllerConfig`]: what a controller is told when it starts.

use std::sync::Arc;

use wire::codec::Uuid;

use crate::configs::NodeConfig;
use crate::features::BootstrapFeatures;

/// What a controller is told when it starts.
#[derive(Debug, Clone)]
pub struct ControllerConfig {
    /// `cluster.id`.
    pub cluster_id: Arc<str>,
    /// `node.id` of this controller.
    pub node_id: i32,
    /// The id of the directory that holds its log. With the node's id it names the voter.
    pub directory_id: Uuid,
    /// The first of `controller.listener.names`: a new voter must listen there.
    pub listener: Arc<str>,
    /// `broker.session.timeout.ms`: a broker that is silent for longer is fenced.
    pub session_timeout_ms: u64,
    /// `default.replication.factor`.
    pub default_replication_factor: i16,
    /// `num.partitions`.
    pub default_partitions: i32,
    /// `delete.topic.enable`.
    pub delete_topic_enable: bool,
    /// The node's file, for what topics are given by default.
    pub node: NodeConfig,
    /// What a new cluster starts with.
    pub bootstrap: BootstrapFeatures,
}

impl ControllerConfig {
    /// Kafka's defaults for a controller of that cluster.
    pub fn new(cluster_id: &str, node_id: i32, directory_id: Uuid) -> ControllerConfig {
        ControllerConfig {
            cluster_id: cluster_id.into(),
            node_id,
            directory_id,
            listener: "CONTROLLER".into(),
            session_timeout_ms: 9_000,
            default_replication_factor: 1,
            default_partitions: 1,
            delete_topic_enable: true,
            node: NodeConfig { node_id, ..NodeConfig::default() },
            bootstrap: BootstrapFeatures::default(),
        }
    }
}
