//! Carrying out one step.

use super::{Operator, Scene};
use crate::cluster::{Clusters, Outcome};
use crate::kubernetes::names::ANNOTATION_IDENTITY;
use crate::kubernetes::observe::{identity_of, node_of};
use crate::kubernetes::server::{Kind, ServerError};
use crate::plan::{Act, DiskAct, Guard, Identity, NodeAct, Plan, QuorumAct, Revision, Step, VolumeRef};
use crate::validate::NodeId;
use kube::ResourceExt;
use serde_json::json;

impl Operator {
    pub(super) async fn carry_out(
        &self,
        scene: &Scene<'_>,
        clusters: &Clusters,
        plan: &Plan,
        step: &Step,
    ) -> Result<Outcome, ServerError> {
        let cluster_id = plan.memo.cluster_id.as_ref();
        Ok(match &step.act {
            Act::Node(NodeAct::Restart { node, revision }) => {
                self.restart(scene, clusters, *node, revision, &step.guard).await?
            }
            Act::Disk(DiskAct::StoreIdentity { volumes, identity }) => {
                self.store_identity(scene, volumes, identity).await?
            }
            Act::Quorum(QuorumAct::Bootstrap { cluster, voter }) => {
                match scene.reach.controllers.get(&voter.node) {
                    Some(address) => clusters.bootstrap(address, cluster, voter).await,
                    None => Outcome::Stale(format!("controller {} does not run", voter.node)),
                }
            }
            Act::Quorum(act) => match cluster_id {
                Some(cluster_id) => clusters.change_voters(scene.reach, act, &step.guard, cluster_id).await,
                None => Outcome::Stale("the cluster's id is not known".into()),
            },
            Act::Cluster(act) => clusters.change_cluster(scene.reach, act, &step.guard).await,
        })
    }

    /// Deletes the pod that was seen, and no other; Kubernetes makes another from the template that is there by now.
    async fn restart(
        &self,
        scene: &Scene<'_>,
        clusters: &Clusters,
        node: NodeId,
        revision: &Revision,
        guard: &Guard,
    ) -> Result<Outcome, ServerError> {
        let Guard::Incarnation { incarnation, ask, .. } = guard else {
            return Ok(Outcome::Refused("a restart names the run that ends".into()));
        };
        let pod = scene.live.pod(scene.names, node);
        let Some((pool, name)) = pod.and_then(|pod| Some((node_of(scene.names, pod)?.0, pod.name_any())))
        else {
            return Ok(Outcome::Stale("it runs no more".into()));
        };
        if pod.is_some_and(|pod| pod.metadata.deletion_timestamp.is_some()) {
            return Ok(Outcome::Stale("it is stopping already".into()));
        }
        let set = scene.names.stateful_set(&pool);
        if !self.server.template_is_taken(scene.names, &set, revision).await? {
            return Ok(Outcome::Stale("its next pod would not be made with what is wanted yet".into()));
        }
        if *ask && !clusters.holds(scene.reach, guard).await {
            return Ok(Outcome::Stale("it may not stop now".into()));
        }
        stale_or(self.server.delete(scene.names, Kind::Pod, &name, &incarnation.0, None).await)
    }

    /// Writes the identity beside each volume that has none, over nothing but what was seen.
    async fn store_identity(
        &self,
        scene: &Scene<'_>,
        volumes: &[VolumeRef],
        identity: &Identity,
    ) -> Result<Outcome, ServerError> {
        let text = serde_json::to_string(identity)
            .map_err(|source| ServerError::Unreadable { kind: Kind::PersistentVolumeClaim, source })?;
        for claim in &scene.live.claims {
            let Some((pool, node)) = node_of(scene.names, claim) else { continue };
            let Some(volume) = scene.names.volume_of(&pool, node, &claim.name_any()) else { continue };
            if !volumes.contains(&VolumeRef { node, volume }) {
                continue;
            }
            match identity_of(claim) {
                Ok(None) => {}
                Ok(Some(found)) if found == *identity => continue,
                _ => {
                    return Ok(Outcome::Stale(format!(
                        "another identity stands beside {}",
                        claim.name_any()
                    )));
                }
            }
            let object = json!({
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "metadata": {
                    "name": claim.name_any(),
                    "uid": claim.uid(),
                    "resourceVersion": claim.resource_version(),
                    "annotations": {ANNOTATION_IDENTITY: text},
                },
            });
            match stale_or(
                self.server.apply(scene.names, Kind::PersistentVolumeClaim, &object).await.map(drop),
            )? {
                Outcome::Done => {}
                other => return Ok(other),
            }
        }
        Ok(Outcome::Done)
    }
}

fn stale_or(done: Result<(), ServerError>) -> Result<Outcome, ServerError> {
    match done {
        Ok(()) => Ok(Outcome::Done),
        Err(error) if error.is_stale() => Ok(Outcome::Stale(error.to_string())),
        Err(error) => Err(error),
    }
}
