//! A node's claims as the plan sees its disks.

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use kube::ResourceExt;
use serde_json::Value;

use super::pods::report;
use crate::api::Timestamp;
use crate::kubernetes::names::{ANNOTATION_IDENTITY, Names};
use crate::plan::Identity;
use crate::plan::observed::{Cause, DiskSeen, DiskState, Fresh};
use crate::validate::{NodeId, PoolName};

/// The disks of a node, in the order of its StatefulSet's claims; others after them.
pub(super) fn disks(
    names: &Names,
    pool: &PoolName,
    node: NodeId,
    claims: &[&PersistentVolumeClaim],
    pod: Option<&Pod>,
    stateful_set: Option<&Value>,
    at: Timestamp,
) -> Vec<DiskSeen> {
    let templates = stateful_set.and_then(|set| set.pointer("/spec/volumeClaimTemplates")?.as_array());
    let order: Vec<&str> = templates
        .into_iter()
        .flatten()
        .filter_map(|claim| claim.pointer("/metadata/name")?.as_str())
        .collect();
    let report = pod.and_then(report);
    let disk = |claim: &&PersistentVolumeClaim| {
        let volume = names.volume_of(pool, node, &claim.name_any())?;
        let reported = report.as_ref().and_then(|report| report.volumes.get(&volume)).cloned();
        let unbound = claim.status.as_ref().and_then(|status| status.phase.as_deref()) != Some("Bound");
        let state = match reported {
            Some(reported) => Fresh::Seen { value: reported.into(), at },
            None if unbound && pod.is_none_or(is_nowhere) => Fresh::Seen { value: DiskState::Blank, at },
            None => Fresh::Unknown { why: Cause::NotAsked, since: at },
        };
        let identity = match identity_of(claim) {
            Ok(value) => Fresh::Seen { value, at },
            Err(_) => Fresh::Unknown { why: Cause::Refused, since: at },
        };
        Some(DiskSeen { volume, state, identity })
    };
    let mut disks: Vec<DiskSeen> = claims.iter().filter_map(disk).collect();
    disks.sort_by_key(|disk| {
        let place = order.iter().position(|name| *name == disk.volume).unwrap_or(order.len());
        (place, disk.volume.clone())
    });
    disks
}

/// Whether a pod has not been put on any machine yet, so that none of its volumes can have been written to by it.
fn is_nowhere(pod: &Pod) -> bool {
    pod.spec.as_ref().is_none_or(|spec| spec.node_name.is_none())
}

/// The identity that stands beside a volume.
///
/// # Errors
/// Where what stands there is none.
pub fn identity_of(claim: &PersistentVolumeClaim) -> Result<Option<Identity>, serde_json::Error> {
    claim.annotations().get(ANNOTATION_IDENTITY).map(|text| serde_json::from_str(text)).transpose()
}
