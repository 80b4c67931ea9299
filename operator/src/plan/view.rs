//! What may be relied on: observations that are young enough, and not told by a deposed leader.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::{CAUGHT_UP_MS, OBSERVATION_MAX_AGE_MS};
use super::observed::{BrokerSeen, ClusterSeen, DiskState, Fresh, NodeSeen, ReplicaSeen, Run};
use super::{Memo, Observed, Rendering, Revision, Voter};
use crate::api::Timestamp;
use crate::validate::{NodeId, PoolName, Role, ValidatedCluster};

pub(super) struct View<'a> {
    pub(super) want: &'a ValidatedCluster,
    pub(super) seen: &'a Observed,
    pub(super) now: Timestamp,
    /// The nodes that run or have volumes; `None` when that is not known.
    pub(super) nodes: Option<&'a BTreeMap<NodeId, NodeSeen>>,
    /// What the active controller tells; `None` when none does.
    pub(super) cluster: Option<&'a ClusterSeen>,
    /// The controllers that are wanted.
    pub(super) controllers: BTreeSet<NodeId>,
    /// The brokers that are wanted, in all pools.
    pub(super) brokers: BTreeSet<NodeId>,
    /// What nodes are to be started with, by pool.
    renderings: BTreeMap<PoolName, (Revision, Rendering)>,
    /// The same for pools that the manifest does not name any more, which are of brokers: what all those have in common.
    common: (Revision, Rendering),
}

impl<'a> View<'a> {
    pub(super) fn new(want: &'a ValidatedCluster, seen: &'a Observed, memo: &Memo, now: Timestamp) -> Self {
        let nodes = young(&seen.nodes, now);
        let cluster = young(&seen.cluster, now).filter(|cluster| cluster.quorum.term >= memo.term);
        let controllers = want.controllers.wanted().collect();
        let brokers = want.brokers.iter().flat_map(|pool| pool.wanted()).collect();
        let named = |rendering: Rendering| (rendering.revision(), rendering);
        let renderings = want.pools().map(|pool| {
            let rendering = Rendering::of(want, pool, &seen.can);
            (pool.name.clone(), named(rendering))
        });
        let renderings = renderings.collect();
        let common = named(Rendering::common(want, Role::Broker, &seen.can));
        View { want, seen, now, nodes, cluster, controllers, brokers, renderings, common }
    }

    /// Whether everything that is relied on was seen after an instant.
    pub(super) fn all_seen_after(&self, instant: Timestamp) -> bool {
        let nodes = self.nodes.is_some() && self.seen.nodes.at().is_some_and(|at| at > instant);
        let runs = self.nodes.into_iter().flatten().filter_map(|(_, node)| node.run.at());
        let cluster = self.cluster.is_none() || self.seen.cluster.at().is_some_and(|at| at > instant);
        nodes && cluster && runs.into_iter().all(|at| at > instant)
    }

    /// When the cluster was seen.
    pub(super) fn cluster_at(&self) -> Timestamp {
        self.cluster.and(self.seen.cluster.at()).unwrap_or_default()
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&'a NodeSeen> {
        self.nodes?.get(&id)
    }

    /// Whether a node runs; `None` when it cannot be seen. A node that a seen list lacks does not.
    pub(super) fn run(&self, id: NodeId) -> Option<&'a Run> {
        const ABSENT: &Run = &Run::Absent;
        match self.nodes?.get(&id) {
            Some(node) => young(&node.run, self.now),
            None => Some(ABSENT),
        }
    }

    pub(super) fn is_absent(&self, id: NodeId) -> bool {
        matches!(self.run(id), Some(Run::Absent))
    }

    pub(super) fn is_ready(&self, id: NodeId) -> bool {
        matches!(self.run(id), Some(Run::Up { ready: true, .. }))
    }

    /// What keeps a node from running, where anything is known to.
    pub(super) fn waits_for(&self, id: NodeId) -> Option<&'a str> {
        let what = self.node(id)?.waits_for.as_str();
        (matches!(self.run(id)?, Run::Up { ready: false, .. }) && !what.is_empty()).then_some(what)
    }

    /// A controller's metadata directory, or a broker's first.
    pub(super) fn first_disk(&self, id: NodeId) -> Option<&'a DiskState> {
        self.node(id)?.disks.first()?.state.seen()
    }

    pub(super) fn broker(&self, id: NodeId) -> Option<&'a BrokerSeen> {
        self.cluster?.brokers.get(&id)
    }

    /// The nodes of a role that are wanted.
    pub(super) fn wanted(&self, role: Role) -> &BTreeSet<NodeId> {
        match role {
            Role::Controller => &self.controllers,
            Role::Broker => &self.brokers,
        }
    }

    /// What the nodes of a pool are to be started with, by its name.
    pub(super) fn revision(&self, pool: &PoolName) -> &Revision {
        &self.rendering(pool).0
    }

    /// What a node is to be started with that is wanted.
    pub(super) fn wanted_revision(&self, id: NodeId) -> Option<&Revision> {
        self.want.pools().find(|pool| pool.ids.contains(id)).map(|pool| self.revision(&pool.name))
    }

    /// What the nodes of some pools are to be started with.
    pub(super) fn renderings<'p>(
        &self,
        pools: impl Iterator<Item = &'p PoolName>,
    ) -> BTreeMap<Revision, Rendering> {
        pools.map(|pool| self.rendering(pool).clone()).collect()
    }

    fn rendering(&self, pool: &PoolName) -> &(Revision, Rendering) {
        self.renderings.get(pool).unwrap_or(&self.common)
    }

    /// The voters, by their identity.
    pub(super) fn voters(&self) -> impl Iterator<Item = &'a Voter> {
        self.cluster.into_iter().flat_map(|cluster| &cluster.quorum.voters).map(|replica| &replica.voter)
    }

    pub(super) fn is_voter(&self, id: NodeId) -> bool {
        self.voters().any(|voter| voter.node == id)
    }

    /// Whether a voter can be counted on: it is caught up, and where its run can be seen it is ready. Without the latter
    /// one that has just gone down would still count for the length of the catch-up window.
    pub(super) fn counts(&self, replica: &ReplicaSeen) -> bool {
        let id = replica.voter.node;
        caught_up(replica) && (self.run(id).is_none() || self.is_ready(id))
    }

    /// Who wants this node, and as what, by the manifest alone.
    pub(super) fn role_by_range(&self, id: NodeId) -> Option<Role> {
        self.want.pools().find(|pool| pool.ids.contains(id)).map(|pool| pool.role)
    }
}

/// Whether a replica of the metadata log has all of it, but for what is on the way.
pub(super) fn caught_up(replica: &ReplicaSeen) -> bool {
    replica.behind_ms.is_some_and(|behind| behind <= CAUGHT_UP_MS)
}

fn young<T>(fresh: &Fresh<T>, now: Timestamp) -> Option<&T> {
    match fresh {
        Fresh::Seen { value, at } if now.ms_since(*at) <= OBSERVATION_MAX_AGE_MS => Some(value),
        _ => None,
    }
}
