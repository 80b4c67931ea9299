//! A `KafkaCluster` as it stands in a file: the part of a Kubernetes object that Ferryman reads.

use super::KafkaClusterSpec;

/// The group and version that a manifest names.
pub const API_VERSION: &str = "ferryman.dev/v1alpha1";
/// The kind that a manifest names.
pub const KIND: &str = "KafkaCluster";

/// A `KafkaCluster`: its name and what is wanted of it. Shape checked, meaning not yet: that is [`crate::validate`].
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Who it is.
    pub metadata: Metadata,
    /// What is wanted.
    pub spec: KafkaClusterSpec,
}

/// What Ferryman reads of an object's metadata.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Metadata {
    /// `metadata.name`; empty when it was not given.
    pub name: String,
    /// `metadata.namespace`; has no meaning on one machine.
    pub namespace: Option<String>,
    /// `metadata.generation`: counted by the API server, absent in a file.
    pub generation: Option<i64>,
}
