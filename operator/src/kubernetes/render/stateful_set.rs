//! A pool's StatefulSet.
//!
//! All pods are made at once (`Parallel`) and none is ever replaced by Kubernetes itself for another template
//! (`OnDelete`): the plan restarts nodes one at a time. A node's id is its pod's ordinal, counted from the pool's first id.
//! Claims outlive their nodes, and, where nothing else is wanted, StatefulSet and KafkaCluster too: they are not owned.

use serde_json::{Value, json};

use super::{AtStart, Frame, Template, pod, quantity, sealed};
use crate::api::VolumesOnDelete;
use crate::kubernetes::names::{ANNOTATION_REVISION, ANNOTATION_VERSION};
use crate::plan::PoolShape;
use crate::validate::ValidatedVolume;

/// A pool as it is to be applied.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    /// The pool.
    pub shape: &'a PoolShape,
    /// How many pods; more than desired while it rests on something that must be read again.
    pub replicas: u32,
    /// What its pods are made from.
    pub template: &'a Template,
    /// `volumeClaimTemplates`, which cannot change once they are there.
    pub claims: &'a Value,
}

/// The StatefulSet of a pool.
pub fn stateful_set(frame: &Frame<'_>, pool: &Pool<'_>, at_start: &AtStart<'_>) -> Value {
    let names = frame.names;
    let shape = pool.shape;
    let labels = names.pool_labels(&shape.name, shape.role);
    let mut metadata = frame.metadata(&names.stateful_set(&shape.name), &labels);
    let revision = json!({
        ANNOTATION_REVISION: pool.template.revision.as_str(),
        ANNOTATION_VERSION: pool.template.version,
    });
    metadata["annotations"] = revision.clone();
    let volumes: Vec<&str> = volume_names(pool.claims);
    let when_deleted = match frame.volumes_on_delete {
        VolumesOnDelete::Keep => "Retain",
        VolumesOnDelete::Delete => "Delete",
    };
    sealed(json!({
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": metadata,
        "spec": {
            "replicas": pool.replicas,
            "ordinals": {"start": shape.ids.first.get()},
            "serviceName": names.nodes_service(),
            "podManagementPolicy": "Parallel",
            "updateStrategy": {"type": "OnDelete"},
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": when_deleted, "whenScaled": "Retain"},
            "revisionHistoryLimit": 2,
            "selector": {"matchLabels": names.pool_selector(&shape.name)},
            "template": {
                "metadata": {"labels": labels, "annotations": revision},
                "spec": pod::spec(frame, shape, pool.template, &volumes, at_start),
            },
            "volumeClaimTemplates": pool.claims,
        },
    }))
}

/// `volumeClaimTemplates` of a pool that is new.
pub fn claim_templates(volumes: &[ValidatedVolume]) -> Value {
    let claim = |volume: &ValidatedVolume| {
        let mut spec = json!({
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": quantity::bytes(volume.bytes)}},
        });
        if let Some(class) = &volume.class {
            spec["storageClassName"] = class.as_str().into();
        }
        json!({
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "metadata": {"name": volume.name},
            "spec": spec,
        })
    };
    volumes.iter().map(claim).collect()
}

fn volume_names(claims: &Value) -> Vec<&str> {
    let claims = claims.as_array().map(Vec::as_slice).unwrap_or_default();
    claims.iter().filter_map(|claim| claim.pointer("/metadata/name")?.as_str()).collect()
}
