//! How large each part of a manifest may be. The custom resource definition and [`crate::validate`] use the same numbers:
//! they bound the object in etcd (1.5 MiB), the cost that an API server reckons for the rules, and what the plan carries.

/// Characters of a cluster's name. With [`POOL_NAME_MAX`] it keeps `<cluster>-<pool>` within 52, which leaves a
/// StatefulSet room for the hash in `controller-revision-hash` (a label value has at most 63).
pub const CLUSTER_NAME_MAX: u32 = 32;
/// Characters of a pool's name.
pub const POOL_NAME_MAX: u32 = 19;
/// Characters of a version: it becomes an image's tag.
pub const VERSION_MAX: u32 = 63;
/// Pools beside `brokers` and `controllers`.
pub const POOLS_MAX: u32 = 16;
/// Nodes of one pool.
pub const REPLICAS_MAX: u32 = 1000;
/// The highest node id: Kafka's ids are non-negative `int32`.
pub const NODE_ID_MAX: u32 = i32::MAX as u32;
/// Volumes of one node.
pub const VOLUMES_MAX: u32 = 16;
/// Characters of a volume's name.
pub const VOLUME_NAME_MAX: u32 = 15;
/// Characters of an amount of CPU.
pub const CPU_MAX: u32 = 9;
/// Characters of a size in bytes.
pub const SIZE_MAX: u32 = 20;
/// Characters of a storage class' name (a DNS subdomain).
pub const CLASS_NAME_MAX: u32 = 253;
/// Listeners of one cluster.
pub const LISTENERS_MAX: u32 = 8;
/// Characters of a listener's name: that of a Kubernetes port.
pub const LISTENER_NAME_MAX: u32 = 15;
/// Characters of the name that Kafka gives to a listener.
pub const KAFKA_LISTENER_NAME_MAX: u32 = 31;
/// The lowest port a listener may have: nodes run without privileges.
pub const PORT_MIN: u32 = 1024;
/// The highest port there is.
pub const PORT_MAX: u32 = 65535;
/// Entries of `spec.config`.
pub const CONFIG_ENTRIES_MAX: u32 = 256;
/// Characters of a property's name in `spec.config`.
pub const CONFIG_KEY_MAX: usize = 249;
/// Bytes of a value in `spec.config`.
pub const CONFIG_VALUE_MAX: usize = 4096;
/// Bytes of a manifest file, above which it is not read.
pub const MANIFEST_BYTES_MAX: usize = 1 << 20;
/// Nodes that `status.nodes` lists; how many more deviate is said in the summary.
pub const STATUS_NODES_MAX: u32 = 64;
/// Characters that `status.nodes` says of one node: with [`STATUS_NODES_MAX`] a status stays below 32 KiB.
pub const STATUS_DETAIL_MAX: u32 = 200;
/// Voters that `status.quorum` lists.
pub const STATUS_VOTERS_MAX: u32 = 16;
