//! What is desired, as Kubernetes' objects. Pure: the same arguments give the same objects.
//!
//! Objects are JSON in the form of their API, complete enough for server-side apply; each carries a hash of itself as an
//! annotation, so that a field which is no longer wanted is noticed too. Nothing here looks at what exists: a pool's
//! template comes as an argument ([`Template`]), because what pods are made from is a matter of time, not of form.

mod config_map;
mod disruption_budget;
mod pod;
mod quantity;
mod services;
mod stateful_set;

use serde_json::{Value, json};

use super::diff::fingerprint;
use super::names::{ANNOTATION_APPLIED, Names};
use crate::api::VolumesOnDelete;
use crate::plan::{ClusterId, Revision};
use crate::validate::ValidatedResources;

pub use config_map::{config_map, shared_properties};
pub use disruption_budget::disruption_budget;
pub use services::services;
pub use stateful_set::{Pool, claim_templates, stateful_set};

/// What is the same in all objects of a cluster.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// What they are called.
    pub names: &'a Names,
    /// The uid of the KafkaCluster that owns them.
    pub owner_uid: &'a str,
    /// What the operator was told.
    pub settings: &'a Settings,
    /// What becomes of volumes when the cluster is deleted.
    pub volumes_on_delete: VolumesOnDelete,
}

/// What the operator was told of nodes' pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The image of nodes at the operator's own version.
    pub image: String,
    /// `imagePullPolicy`.
    pub pull_policy: String,
    /// `imagePullSecrets`, by name.
    pub pull_secrets: Vec<String>,
    /// `fsGroup`; `None` where the platform gives one.
    pub fs_group: Option<i64>,
}

/// What pods of a pool are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What nodes are started with.
    pub revision: Revision,
    /// Their version.
    pub version: String,
    /// Their image.
    pub image: String,
    /// What each of them requests and may use.
    pub resources: ValidatedResources,
}

/// What only the start of a node needs, and no revision says: a running node is not restarted for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtStart<'a> {
    /// The cluster that blank directories are formatted for.
    pub cluster_id: &'a ClusterId,
    /// Properties that follow from the cluster's size.
    pub implied: &'a std::collections::BTreeMap<String, String>,
}

impl Frame<'_> {
    /// `metadata` of an object, with its owner.
    fn metadata(&self, name: &str, labels: &std::collections::BTreeMap<String, String>) -> Value {
        json!({
            "name": name,
            "namespace": self.names.namespace,
            "labels": labels,
            "ownerReferences": [{
                "apiVersion": crate::api::API_VERSION,
                "kind": crate::api::KIND,
                "name": self.names.cluster,
                "uid": self.owner_uid,
                "controller": true,
                "blockOwnerDeletion": true,
            }],
        })
    }
}

/// Writes the hash of an object into it.
pub(super) fn sealed(mut object: Value) -> Value {
    let hash = fingerprint(&object);
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
        annotations[ANNOTATION_APPLIED] = hash.into();
    }
    object
}

#[cfg(test)]
mod tests;
