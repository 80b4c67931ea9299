//! How many nodes each pool has: what was desired last, grown to what is wanted at once, never shrunk here.
//!
//! A pool shrinks only by [`super::Exclusive::Lower`], node by node from its end. A pool that was taken out of the
//! manifest is one of which none are wanted. Where the memo is lost, a pool has every node that runs, votes or is
//! registered.

use super::draft::{Draft, Progress};
use super::exclusive::Exclusive;
use super::limits::EXAMPLES;
use super::view::View;
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{CurrentPool, NodeId, NodeIdRange, PoolName, Role, ValidatedPool};

pub(super) fn settle(view: &View<'_>, draft: &mut Draft) {
    let first_time = draft.memo.pools.pools.is_empty();
    if first_time {
        if view.nodes.is_none() {
            return;
        }
        recover_foreign_pools(view, draft);
    }
    for pool in view.want.pools() {
        let seen = if first_time { replicas_seen(view, pool) } else { 0 };
        let existing =
            draft.memo.pools.pools.get(&pool.name).map_or(0, |existing| existing_replicas(existing, pool));
        let mut replicas = pool.replicas.max(seen).max(existing);
        if let Some(limit) = place_being_forgotten(draft, &pool.ids) {
            replicas = replicas.min(limit.max(existing));
        }
        let current = CurrentPool { role: pool.role, ids: pool.ids, replicas, volumes: pool.volumes.clone() };
        draft.memo.pools.pools.insert(pool.name.clone(), current);
    }
    forget_empty_pools(view, draft);
}

/// How many nodes a pool has, counted from the first id that the manifest gives it: what was recovered without the
/// manifest may begin later.
fn existing_replicas(existing: &CurrentPool, pool: &ValidatedPool) -> u32 {
    let last = existing.replicas.checked_sub(1).and_then(|place| existing.ids.nth(place));
    last.and_then(|last| pool.ids.place(last)).map_or(0, |place| place + 1)
}

/// Brokers that are wanted and were never registered are on their way.
pub(super) fn report(view: &View<'_>, draft: &mut Draft) {
    let Some(cluster) = view.cluster else { return };
    let starting: Vec<NodeId> =
        view.brokers.iter().copied().filter(|id| !cluster.brokers.contains_key(id)).collect();
    if starting.is_empty() {
        return;
    }
    let names: Vec<String> = starting.iter().take(EXAMPLES).map(NodeId::to_string).collect();
    let more = if starting.len() > EXAMPLES { ", ..." } else { "" };
    draft.progress(Progress {
        kind: if draft.memo.complete { OperationKind::ScaleOut } else { OperationKind::Create },
        step: OperationStep::StartNodes,
        left: starting.len() as u64,
        nodes: starting,
        reason: ConditionReason::StartingNodes,
        detail: format!("brokers start ({}{more})", names.join(", ")),
        waits_for: String::new(),
    });
}

/// While a broker is being unregistered its id is not given out again: it would be forgotten while it serves.
fn place_being_forgotten(draft: &Draft, ids: &NodeIdRange) -> Option<u32> {
    match &draft.memo.attempt.as_ref()?.what {
        Exclusive::Unregister { node } => ids.place(*node),
        _ => None,
    }
}

fn replicas_seen(view: &View<'_>, pool: &ValidatedPool) -> u32 {
    let running = view.nodes.into_iter().flatten().map(|(id, _)| *id).filter(|id| !view.is_absent(*id));
    let voting = view.voters().map(|voter| voter.node).filter(|_| pool.role == Role::Controller);
    let registered = view.cluster.into_iter().flat_map(|cluster| cluster.brokers.keys().copied());
    let registered = registered.filter(|_| pool.role == Role::Broker);
    let places = running.chain(voting).chain(registered).filter_map(|id| pool.ids.place(id));
    places.max().map_or(0, |place| place + 1)
}

/// Pools of which nodes are seen though neither manifest nor memo names them: as large as what runs or is registered,
/// with an id range over all that is seen, so that a broker which is down now is still known as ours.
fn recover_foreign_pools(view: &View<'_>, draft: &mut Draft) {
    for (id, node) in view.nodes.into_iter().flatten() {
        let Some(name) = node.pool.as_ref() else { continue };
        if view.want.pools().any(|pool| pool.name == *name || pool.ids.contains(*id)) {
            continue;
        }
        let pools = &mut draft.memo.pools.pools;
        let pool = pools.entry(name.clone()).or_insert_with(|| CurrentPool {
            role: Role::Broker,
            ids: NodeIdRange { first: *id, last: *id },
            replicas: 0,
            volumes: Vec::new(),
        });
        pool.ids.last = pool.ids.last.max(*id);
        if !view.is_absent(*id) || view.broker(*id).is_some() {
            pool.replicas = pool.ids.place(*id).map_or(pool.replicas, |place| place + 1);
        }
    }
}

/// A pool that was taken out of the manifest is forgotten when none of its nodes is left, nor registered.
fn forget_empty_pools(view: &View<'_>, draft: &mut Draft) {
    let Some(cluster) = view.cluster else { return };
    let gone: Vec<PoolName> = draft
        .memo
        .pools
        .pools
        .iter()
        .filter(|(name, pool)| {
            let wanted = view.want.pools().any(|wanted| wanted.name == **name);
            let registered = cluster.brokers.keys().any(|id| pool.ids.contains(*id));
            !wanted && pool.replicas == 0 && !registered
        })
        .map(|(name, _)| name.clone())
        .collect();
    for name in gone {
        draft.memo.pools.pools.remove(&name);
    }
}
