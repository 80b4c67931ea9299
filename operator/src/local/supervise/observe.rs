//! One look: processes, directories, the cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::Supervisor;
use crate::api::Timestamp;
use crate::cluster::Reach;
use crate::local::clock::now;
use crate::local::disks;
use crate::plan::Observed;
use crate::plan::observed::{Capabilities, Cause, ClusterSeen, Fresh, NodeSeen, Run, SurfaceSeen};
use crate::validate::{NodeId, PoolName, Role};

impl Supervisor {
    pub(super) async fn observe(&self) -> Observed {
        let at = now();
        let runs = self.fleet.look().await;
        let nodes = match self.nodes_seen(&runs, at) {
            Ok(value) => Fresh::Seen { value, at },
            Err(_) => Fresh::Unknown { why: Cause::Refused, since: at },
        };
        let cluster = self.cluster_seen().await;
        let bootstrap = self.desk.view.borrow().bootstrap();
        Observed {
            can: Capabilities {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                any_version: false,
                resources: false,
            },
            proposed: self.cluster_id.clone(),
            nodes,
            cluster,
            surface: SurfaceSeen { bootstrap: (!bootstrap.is_empty()).then_some(bootstrap) },
        }
    }

    fn nodes_seen(
        &self,
        runs: &BTreeMap<NodeId, Run>,
        at: Timestamp,
    ) -> std::io::Result<BTreeMap<NodeId, NodeSeen>> {
        let identity = match self.root.identity() {
            Ok(value) => Fresh::Seen { value, at },
            Err(_) => Fresh::Unknown { why: Cause::Refused, since: at },
        };
        let with_directories = self.root.nodes()?;
        let ids: BTreeSet<NodeId> = with_directories.iter().chain(runs.keys()).copied().collect();
        let view = self.desk.view.borrow();
        let node = |id: NodeId| {
            let pool = self.pool_of(id);
            let volumes = pool.as_ref().map(|pool| view.volumes(pool)).unwrap_or_default();
            let disks = match with_directories.contains(&id) {
                true => disks::seen(&self.root, id, &volumes, &identity, at),
                false => Vec::new(),
            };
            let run = Fresh::Seen { value: runs.get(&id).cloned().unwrap_or(Run::Absent), at };
            (id, NodeSeen { pool, run, disks, waits_for: String::new() })
        };
        Ok(ids.into_iter().map(node).collect())
    }

    fn pool_of(&self, id: NodeId) -> Option<PoolName> {
        let view = self.desk.view.borrow();
        let kept = self
            .memo
            .pools
            .pools
            .iter()
            .find(|(_, pool)| pool.ids.contains(id))
            .map(|(name, _)| name.clone());
        kept.or_else(|| view.want.pools().find(|pool| pool.ids.contains(id)).map(|pool| pool.name.clone()))
    }

    async fn cluster_seen(&self) -> Fresh<ClusterSeen> {
        let at = now();
        let reach = self.reach();
        match self.clusters.observe(&reach, &self.ask).await {
            Ok(value) => Fresh::Seen { value, at },
            Err(unseen) => Fresh::Unknown { why: unseen.why, since: self.blind_since },
        }
    }

    /// Where the nodes are reached that run.
    pub(super) fn reach(&self) -> Reach {
        let view = self.desk.view.borrow();
        let running = self.fleet.running();
        let nodes = view.nodes(&self.fleet);
        let of = |role: Role| {
            let ids = nodes.iter().filter(|(id, (_, r))| *r == role && running.contains(id));
            ids.filter_map(|(id, _)| Some((*id, view.ports.of(*id)?.own_address()))).collect()
        };
        Reach {
            controllers: of(Role::Controller),
            brokers: of(Role::Broker),
            endpoints: BTreeMap::new(),
            controller_ids: view.want.controllers.ids,
            min_insync_replicas: view.want.min_insync_replicas(),
            served: self.memo.served(),
        }
    }
}
