//! Levels: which nodes exist, and with what. A substrate renders this as richly as it likes, and starts and stops.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::observed::Run;
use super::view::View;
use super::{ClusterId, Guard, Rendering, Revision, returning};
use crate::validate::{NodeId, NodeIdRange, PoolName, Role, ValidatedListener, ValidatedVolume};

/// What shall be.
#[derive(Clone, Debug, PartialEq)]
pub struct Desired {
    /// The cluster id that every node is formatted with: brokers with a directory of their own, controllers as
    /// observers that wait.
    pub cluster_id: ClusterId,
    /// The pools. Only the last node of a pool ever leaves.
    pub pools: Vec<PoolShape>,
    /// The nodes, leaving ones included.
    pub nodes: BTreeMap<NodeId, NodeDesired>,
    /// Nodes that run and are no longer desired, and what must hold, read again, before one is stopped.
    pub stop: BTreeMap<NodeId, Guard>,
    /// The contents of the revisions that are wanted now.
    pub renderings: BTreeMap<Revision, Rendering>,
    /// Every revision that a node runs or may be started with; contents of others can be thrown away.
    pub keep: BTreeSet<Revision>,
    /// Properties that follow from the cluster's size, for nodes whose revision does not say otherwise. They are no part
    /// of a revision: a node that runs is not restarted for them, it has them from its next start on.
    pub implied: BTreeMap<String, String>,
    /// Where clients connect.
    pub surface: Surface,
}

/// A pool.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolShape {
    /// Its name.
    pub name: PoolName,
    /// What its nodes do.
    pub role: Role,
    /// Its ids; its nodes are the first `replicas` of them.
    pub ids: NodeIdRange,
    /// How many nodes.
    pub replicas: u32,
    /// The volumes of each node.
    pub volumes: Vec<ValidatedVolume>,
    /// What a node of it is started with that goes down by itself and comes back: for substrates where nodes come back
    /// without being asked, from what was written down before.
    pub revision: Revision,
    /// What is wanted for it now, which is always one of [`Desired::renderings`]: for where the content of another revision is
    /// gone.
    pub wanted: Revision,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeDesired {
    /// Its pool.
    pub pool: PoolName,
    /// What it does.
    pub role: Role,
    /// What it is started with when it is started; a node that runs is not restarted for it, there is a step for that.
    pub revision: Revision,
}

/// Where clients connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface {
    /// The listeners.
    pub listeners: Vec<ValidatedListener>,
}

/// What shall be; `None` while the pools that exist are not known.
pub(super) fn render(view: &View<'_>, draft: &Draft) -> Option<Desired> {
    let cluster_id = draft.memo.cluster_id.clone()?;
    if draft.memo.pools.pools.is_empty() {
        return None;
    }
    let mut nodes = BTreeMap::new();
    let mut pools = Vec::new();
    for (name, pool) in &draft.memo.pools.pools {
        for node in pool.nodes() {
            let revision = returning::revision_of(view, &draft.memo, name, pool.role, node);
            nodes.insert(node, NodeDesired { pool: name.clone(), role: pool.role, revision });
        }
        pools.push(PoolShape {
            name: name.clone(),
            role: pool.role,
            ids: pool.ids,
            replicas: pool.replicas,
            volumes: pool.volumes.clone(),
            revision: returning::revision_of_returning(view, &draft.memo, name, pool.role),
            wanted: view.revision(name).clone(),
        });
    }
    let renderings = view.renderings(draft.memo.pools.pools.keys());
    let mut keep: BTreeSet<Revision> = renderings.keys().cloned().collect();
    keep.extend(nodes.values().map(|node| node.revision.clone()));
    keep.extend(draft.memo.proven.values().cloned());
    keep.extend(pools.iter().map(|pool: &PoolShape| pool.revision.clone()));
    let stop = stops(view, draft, &nodes);
    let surface = Surface { listeners: view.want.listeners.clone() };
    let implied = view.want.implied();
    Some(Desired { cluster_id, pools, nodes, stop, renderings, keep, implied, surface })
}

/// Nodes of ours that run and are not desired.
fn stops(view: &View<'_>, draft: &Draft, nodes: &BTreeMap<NodeId, NodeDesired>) -> BTreeMap<NodeId, Guard> {
    let mut stops = BTreeMap::new();
    for (id, seen) in view.nodes.into_iter().flatten() {
        if nodes.contains_key(id) || matches!(seen.run.seen(), Some(Run::Absent)) {
            continue;
        }
        let Some(role) = draft.role_of(view, *id) else { continue };
        let guard = match role {
            Role::Controller => Guard::NoVoter { node: *id },
            Role::Broker => Guard::Empty { node: *id },
        };
        stops.insert(*id, guard);
    }
    stops
}
