//! Objects as they were listed, to what the plan sees. Pure.
//!
//! A node is what has a pod or a claim. What is on its disks is what its pod reported when it started ([`crate::pod`]);
//! where there is no report it is unknown, never blank, but for a claim that was never bound to anything.

mod claims;
mod pods;

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{PersistentVolumeClaim, Pod};
use kube::ResourceExt;
use serde_json::Value;

use super::names::{ANNOTATION_VERSION, CONTROLLER_PORT, LABEL_POOL, Names, REPLICATION_PORT};
use crate::api::Timestamp;
use crate::cluster::Reach;
use crate::plan::Memo;
use crate::plan::observed::{Fresh, NodeSeen, Run};
use crate::validate::{NodeId, PoolName, Role, ValidatedCluster};

pub use claims::identity_of;
pub use pods::run_of;

/// Everything of one cluster, as it was listed.
#[derive(Clone, Debug, Default)]
pub struct Live {
    /// When listing began.
    pub at: Timestamp,
    /// StatefulSets by name.
    pub stateful_sets: BTreeMap<String, Value>,
    /// Services by name.
    pub services: BTreeMap<String, Value>,
    /// ConfigMaps by name.
    pub config_maps: BTreeMap<String, Value>,
    /// PodDisruptionBudgets by name.
    pub disruption_budgets: BTreeMap<String, Value>,
    /// Pods.
    pub pods: Vec<Pod>,
    /// Claims.
    pub claims: Vec<PersistentVolumeClaim>,
}

impl Live {
    /// The pod of a node.
    pub fn pod(&self, names: &Names, node: NodeId) -> Option<&Pod> {
        self.pods.iter().find(|pod| node_of(names, *pod).is_some_and(|(_, id)| id == node))
    }

    /// The newest version that a StatefulSet makes pods of: what runs, or is brought about.
    pub fn version(&self) -> Option<&str> {
        let of =
            |set: &'_ Value| -> Option<String> { annotation(set, ANNOTATION_VERSION).map(str::to_owned) };
        let newest = self
            .stateful_sets
            .values()
            .max_by_key(|set| version_order(of(set).as_deref().unwrap_or_default()));
        newest.and_then(|set| annotation(set, ANNOTATION_VERSION))
    }
}

/// Versions in order: by their numbers, then as text.
fn version_order(version: &str) -> (Vec<u64>, String) {
    let numbers = version.split(['.', '-', '+']).map_while(|part| part.parse().ok());
    (numbers.collect(), version.to_owned())
}

/// An annotation of an object.
pub fn annotation<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.pointer("/metadata/annotations")?.get(name)?.as_str()
}

/// The pool and node that a pod or claim belongs to.
pub fn node_of(names: &Names, object: &impl ResourceExt) -> Option<(PoolName, NodeId)> {
    let pool = PoolName::new(object.labels().get(LABEL_POOL)?.clone()).ok()?;
    let node = names.node_of(&pool, &object.name_any())?;
    Some((pool, node))
}

/// Every node that has a pod or a claim.
pub fn nodes(names: &Names, live: &Live, now: Timestamp) -> BTreeMap<NodeId, NodeSeen> {
    let pods = live.pods.iter().filter_map(|pod| Some((node_of(names, pod)?, pod)));
    let pods: BTreeMap<(PoolName, NodeId), &Pod> = pods.collect();
    let mut claims: BTreeMap<(PoolName, NodeId), Vec<&PersistentVolumeClaim>> = BTreeMap::new();
    for claim in &live.claims {
        if let Some(of) = node_of(names, claim) {
            claims.entry(of).or_default().push(claim);
        }
    }
    let all: BTreeSet<&(PoolName, NodeId)> = pods.keys().chain(claims.keys()).collect();
    let node = |of: &(PoolName, NodeId)| {
        let (pool, id) = of;
        let pod = pods.get(of).copied();
        let run = pod.map_or(Run::Absent, |pod| run_of(pod, now));
        let order = live.stateful_sets.get(&names.stateful_set(pool));
        let claims = claims.get(of).map(Vec::as_slice).unwrap_or_default();
        let disks = claims::disks(names, pool, *id, claims, pod, order, live.at);
        let run = Fresh::Seen { value: run, at: live.at };
        let waits_for = pod.and_then(pods::waits_for).unwrap_or_default();
        (*id, NodeSeen { pool: Some(pool.clone()), run, disks, waits_for })
    };
    all.into_iter().map(node).collect()
}

/// Where the nodes are reached that run.
pub fn reach(names: &Names, live: &Live, want: &ValidatedCluster, memo: &Memo) -> Reach {
    let role_of = |pool: &PoolName| {
        let kept = memo.pools.pools.get(pool).map(|pool| pool.role);
        kept.or_else(|| want.pools().find(|wanted| wanted.name == *pool).map(|wanted| wanted.role))
    };
    let mut reach = Reach {
        controllers: BTreeMap::new(),
        brokers: BTreeMap::new(),
        endpoints: BTreeMap::new(),
        controller_ids: want.controllers.ids,
        min_insync_replicas: want.min_insync_replicas(),
        served: memo.served(),
    };
    for pod in &live.pods {
        let (Some((pool, id)), Some(host)) = (node_of(names, pod), pods::address(pod)) else { continue };
        match role_of(&pool) {
            Some(Role::Controller) => {
                reach.controllers.insert(id, format!("{host}:{CONTROLLER_PORT}"));
                reach.endpoints.insert(id, format!("{}:{CONTROLLER_PORT}", names.node_host(&pool, id)));
            }
            Some(Role::Broker) => {
                reach.brokers.insert(id, format!("{host}:{REPLICATION_PORT}"));
            }
            None => {}
        }
    }
    reach
}

#[cfg(test)]
mod tests;
