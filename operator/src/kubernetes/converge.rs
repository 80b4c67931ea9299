//! Levels: bringing about what is desired, where what exists differs from it. Where nothing differs nothing is written.
//!
//! What takes something away (fewer pods, a pod that does not start, an object that is no longer needed) is done last,
//! each with the precondition that it is still what was seen; a pool is lowered only after what that rests on was read
//! again from the cluster.

mod leftovers;
mod pools;

use std::collections::BTreeMap;

use serde_json::Value;

use super::diff::differs;
use super::names::Names;
use super::observe::{Live, annotation};
use super::render::{AtStart, Frame, Pool, Settings, config_map, disruption_budget, services, stateful_set};
use super::server::{Kind, Server, ServerError, name_of, uid_of, version_of};
use crate::api::VolumesOnDelete;
use crate::cluster::{Clusters, Reach};
use crate::plan::observed::{NodeSeen, Run};
use crate::plan::{Desired, Guard, PoolShape};
use crate::validate::{NodeId, PoolName, Role};

pub use pools::{Choice, choose};

/// What a round converges with.
pub struct Converging<'a> {
    /// The API server.
    pub server: &'a Server,
    /// The cluster itself.
    pub clusters: &'a Clusters,
    /// Where its nodes are reached.
    pub reach: &'a Reach,
    /// What its objects are called.
    pub names: &'a Names,
    /// The uid of the KafkaCluster.
    pub owner_uid: &'a str,
    /// What the operator was told.
    pub settings: &'a Settings,
    /// What becomes of volumes when the cluster is deleted.
    pub volumes_on_delete: VolumesOnDelete,
    /// The operator's version.
    pub version: &'a str,
    /// What exists.
    pub live: &'a Live,
    /// The nodes, as they were seen.
    pub nodes: &'a BTreeMap<NodeId, NodeSeen>,
}

/// Something that was taken away, for people: a reason in one word, and a sentence.
pub type Told = (&'static str, String);

impl Converging<'_> {
    /// Brings it about, and says what was taken away.
    ///
    /// # Errors
    /// What could not be written; the rest is done by the next round.
    pub async fn converge(&self, desired: &Desired) -> Result<Vec<Told>, ServerError> {
        let frame = Frame {
            names: self.names,
            owner_uid: self.owner_uid,
            settings: self.settings,
            volumes_on_delete: self.volumes_on_delete,
        };
        let mut told = Vec::new();
        for service in services(&frame, &desired.surface) {
            self.ensure(Kind::Service, &self.live.services, &service).await?;
        }
        for role in [Role::Controller, Role::Broker] {
            let budget = disruption_budget(&frame, role);
            self.ensure(Kind::PodDisruptionBudget, &self.live.disruption_budgets, &budget).await?;
        }
        let at_start = AtStart { cluster_id: &desired.cluster_id, implied: &desired.implied };
        let choices = choose(self.names, desired, self.live, self.nodes, &self.sources());
        for choice in choices.values() {
            if let Some(rendering) = &choice.rendering {
                let object = config_map(&frame, rendering, &choice.template);
                self.server.create(self.names, Kind::ConfigMap, &object).await?;
            }
        }
        for shape in &desired.pools {
            let Some(choice) = choices.get(&shape.name) else { continue };
            told.extend(self.pool(&frame, shape, choice, &at_start).await?);
        }
        told.extend(self.replace_failed(desired, &choices).await?);
        self.remove_leftovers(desired, &choices).await?;
        Ok(told)
    }

    fn sources(&self) -> pools::Sources<'_> {
        pools::Sources { image: &self.settings.image, version: self.version }
    }

    /// Makes an object, or applies it where it differs.
    async fn ensure(
        &self,
        kind: Kind,
        live: &BTreeMap<String, Value>,
        object: &Value,
    ) -> Result<(), ServerError> {
        match live.get(name_of(object)) {
            None => self.server.create(self.names, kind, object).await.map(drop),
            Some(live) if differs(live, object) => {
                self.server.apply(self.names, kind, object).await.map(drop)
            }
            Some(_) => Ok(()),
        }
    }

    /// A pool's StatefulSet.
    async fn pool(
        &self,
        frame: &Frame<'_>,
        shape: &PoolShape,
        choice: &Choice,
        at_start: &AtStart<'_>,
    ) -> Result<Vec<Told>, ServerError> {
        let name = self.names.stateful_set(&shape.name);
        let live = self.live.stateful_sets.get(&name);
        let exist = live.and_then(pools::replicas).unwrap_or(0);
        let object = |replicas: u32| {
            let pool = Pool { shape, replicas, template: &choice.template, claims: &choice.claims };
            stateful_set(frame, &pool, at_start)
        };
        let Some(live) = live else {
            self.server.create(self.names, Kind::StatefulSet, &object(shape.replicas)).await?;
            return Ok(Vec::new());
        };
        if shape.replicas >= exist {
            self.ensure(Kind::StatefulSet, &self.live.stateful_sets, &object(shape.replicas)).await?;
            return Ok(Vec::new());
        }
        let leaving: Vec<NodeId> = (shape.replicas..exist).filter_map(|place| shape.ids.nth(place)).collect();
        if !self.may_leave(shape.role, &leaving).await {
            self.ensure(Kind::StatefulSet, &self.live.stateful_sets, &object(exist)).await?;
            return Ok(Vec::new());
        }
        let mut lowered = object(shape.replicas);
        lowered["metadata"]["resourceVersion"] = version_of(live).unwrap_or_default().into();
        self.server.apply(self.names, Kind::StatefulSet, &lowered).await?;
        let told = leaving.iter().map(|node| {
            ("StopNode", format!("node {node} stops: it is not wanted any more and nothing rests on it"))
        });
        Ok(told.collect())
    }

    /// Whether nothing rests on the nodes at a pool's end, read again from the cluster. Also one that does not run now is
    /// asked about: it could hold what nobody else does.
    async fn may_leave(&self, role: Role, leaving: &[NodeId]) -> bool {
        for node in leaving {
            let guard = match role {
                Role::Controller => Guard::NoVoter { node: *node },
                Role::Broker => Guard::Empty { node: *node },
            };
            if !self.clusters.holds(self.reach, &guard).await {
                return false;
            }
        }
        true
    }

    /// A pod that does not start, and that is desired with another revision, makes way for one that is made of it.
    async fn replace_failed(
        &self,
        desired: &Desired,
        choices: &BTreeMap<PoolName, Choice>,
    ) -> Result<Vec<Told>, ServerError> {
        let mut told = Vec::new();
        for (id, node) in &desired.nodes {
            let run = self.nodes.get(id).and_then(|seen| seen.run.seen());
            let Some(Run::Failed { revision, why, .. }) = run else { continue };
            let chosen = choices.get(&node.pool).map(|choice| &choice.template.revision);
            if *revision == node.revision || chosen != Some(&node.revision) {
                continue;
            }
            let Some(uid) = self.live.pod(self.names, *id).and_then(|pod| pod.metadata.uid.clone()) else {
                continue;
            };
            let set = self.names.stateful_set(&node.pool);
            if !self.server.template_is_taken(self.names, &set, &node.revision).await? {
                continue;
            }
            let pod = self.names.pod(&node.pool, *id);
            match self.server.delete(self.names, Kind::Pod, &pod, &uid, None).await {
                Ok(()) => told.push((
                    "ReplacePod",
                    format!(
                        "node {id} does not start with revision {revision} and is made anew with {}: {why}",
                        node.revision
                    ),
                )),
                Err(error) if error.is_stale() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(told)
    }
}
