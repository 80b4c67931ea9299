//! The spec of a `KafkaCluster`. Every field is acted on; what is not built yet is not here, so that writing it is an
//! error and not a silent nothing.

use serde::{Deserialize, Serialize};

use super::{Brokers, Config, Controllers, Listener, Pool, VolumesOnDelete};
#[cfg(feature = "kubernetes")]
use super::{limits, rules, schema, status::KafkaClusterStatus};

/// A Kafka cluster without ZooKeeper: controllers that vote on the metadata, brokers that hold the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(kube::CustomResource, kube::KubeSchema))]
#[cfg_attr(
    feature = "kubernetes",
    kube(
        group = "ferryman.dev",
        version = "v1alpha1",
        kind = "KafkaCluster",
        plural = "kafkaclusters",
        shortname = "fkc",
        category = "kafka",
        namespaced,
        status = "KafkaClusterStatus",
        derive = "PartialEq",
        doc = "A Kafka cluster without ZooKeeper.",
        scale(
            spec_replicas_path = ".spec.brokers.replicas",
            status_replicas_path = ".status.scale.replicas",
            label_selector_path = ".status.scale.selector"
        ),
        printcolumn(
            name = "Ready",
            type_ = "string",
            json_path = r#".status.conditions[?(@.type=="Ready")].status"#
        ),
        printcolumn(name = "Brokers", type_ = "string", json_path = ".status.summary.brokers"),
        printcolumn(name = "Controllers", type_ = "string", json_path = ".status.summary.controllers"),
        printcolumn(name = "Leader", type_ = "integer", json_path = ".status.quorum.leader"),
        printcolumn(name = "Phase", type_ = "string", json_path = ".status.phase"),
        printcolumn(name = "Version", type_ = "string", json_path = ".status.version"),
        printcolumn(name = "Age", type_ = "date", json_path = ".metadata.creationTimestamp"),
        printcolumn(name = "Bootstrap", type_ = "string", json_path = ".status.bootstrap", priority = 1),
        printcolumn(name = "Detail", type_ = "string", json_path = ".status.summary.detail"),
        validation = rules::CLUSTER_NAME.to_cel(),
        validation = rules::CLUSTER_NAME_LENGTH.to_cel()
    )
)]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::SOME_BROKER.to_cel()))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::NODE_IDS_DISJOINT.to_cel()))]
#[cfg_attr(feature = "kubernetes", x_kube(validation = rules::POOL_IDS_DISJOINT.to_cel()))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KafkaClusterSpec {
    /// The version of the nodes' program. Absent: what runs is kept, and a new cluster takes the operator's own. Has no
    /// meaning on one machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::VERSION_MAX)))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::VERSION.to_cel()))]
    pub version: Option<String>,

    /// The nodes that vote on the cluster's metadata (the KRaft quorum).
    #[serde(default)]
    pub controllers: Controllers,

    /// The default pool of brokers, and all that the scale subresource acts on.
    #[serde(default)]
    pub brokers: Brokers,

    /// Further pools of brokers, with their own number, node ids and storage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(length(max = limits::POOLS_MAX), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"])))]
    pub pools: Vec<Pool>,

    /// Where clients connect. Besides these every node has a listener of the operator's own: CONTROLLER (9093) on
    /// controllers, REPLICATION (9091) on brokers; /metrics is on 9404.
    #[serde(default = "Listener::defaults")]
    #[cfg_attr(feature = "kubernetes", schemars(length(min = 1, max = limits::LISTENERS_MAX), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"])))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_PORT_UNIQUE.to_cel()))]
    #[cfg_attr(feature = "kubernetes", x_kube(validation = rules::LISTENER_KAFKA_NAME_UNIQUE.to_cel()))]
    pub listeners: Vec<Listener>,

    /// Kafka's properties for every node, by Kafka's names. Values are numbers, true, false or text. Properties that the
    /// operator sets itself are refused, with the field to use instead.
    #[serde(default, skip_serializing_if = "Config::is_empty")]
    #[cfg_attr(feature = "kubernetes", schemars(schema_with = "schema::config"))]
    pub config: Config,

    /// What becomes of volumes when the KafkaCluster is deleted: Keep or Delete. Volumes of nodes and pools that leave stay
    /// until then. Has no meaning on one machine.
    #[serde(default)]
    pub volumes_on_delete: VolumesOnDelete,
}

impl Default for KafkaClusterSpec {
    fn default() -> Self {
        KafkaClusterSpec {
            version: None,
            controllers: Controllers::default(),
            brokers: Brokers::default(),
            pools: Vec::new(),
            listeners: Listener::defaults(),
            config: Config::default(),
            volumes_on_delete: VolumesOnDelete::default(),
        }
    }
}
