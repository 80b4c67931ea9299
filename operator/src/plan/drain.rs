//! Brokers that leave: cordoned, emptied in bounded batches, stopped when nothing is left on them, forgotten at last.
//!
//! Leaving are the nodes at a pool's end beyond what is wanted, and ghosts: brokers of our id ranges that are registered
//! though no pool has them any more. A broker that is dead is emptied like any other, for others hold copies; what
//! cannot be copied from anywhere is said, and waits for a human. One that is wanted again meanwhile is uncordoned and
//! stays. Nothing begins that cannot end: where too few brokers would be left for a partition, none is even cordoned.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Progress};
use super::exclusive::{Exclusive, Proposal};
use super::limits::{DRAINS_AT_ONCE, EXAMPLES, STEP_HORIZON_MS, UNREADY_PATIENCE_MS, WAKE_SOON_MS};
use super::memo::CordonMemo;
use super::moves;
use super::observed::{BrokerSeen, ClusterSeen, DrainSeen, Run};
use super::view::View;
use super::{Act, ClusterAct, Guard, Reason, Step, StepId, StepKind};
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{CurrentPool, NodeId, Role};

pub(super) fn plan(view: &View<'_>, draft: &mut Draft) {
    let Some(cluster) = view.cluster else { return };
    let shape: BTreeSet<NodeId> = draft.memo.shape(Role::Broker).collect();
    let wanted = &view.brokers;
    let leaving = leaving(view, draft, cluster, &shape, wanted);
    let considered: Vec<NodeId> = leaving.iter().rev().take(DRAINS_AT_ONCE).copied().collect();
    draft.ask.drains.extend(&considered);
    note_cordons(view, draft, cluster);
    let mut emptying = BTreeMap::new();
    for node in &considered {
        if let Some(seen) = consider(view, draft, cluster, *node, wanted) {
            emptying.insert(*node, seen);
        }
    }
    keep(view, draft, cluster, &leaving);
    moves::plan(view, draft, cluster, &leaving, &emptying);
    for node in considered {
        leave(view, draft, cluster, node, &shape);
    }
}

/// Brokers that are not to stay, from the lowest id.
fn leaving(
    view: &View<'_>,
    draft: &Draft,
    cluster: &ClusterSeen,
    shape: &BTreeSet<NodeId>,
    wanted: &BTreeSet<NodeId>,
) -> BTreeSet<NodeId> {
    let ours = |id: &NodeId| draft.role_of(view, *id) == Some(Role::Broker);
    let registered = cluster.brokers.keys().copied().filter(ours);
    shape.iter().copied().chain(registered).filter(|id| !wanted.contains(id)).collect()
}

/// Remembers when a cordon was seen first: a count of zero is believed only from a later observation.
fn note_cordons(view: &View<'_>, draft: &mut Draft, cluster: &ClusterSeen) {
    let at = view.cluster_at();
    for (node, memo) in &mut draft.memo.cordoned {
        let cordoned = cluster.brokers.get(node).is_some_and(|broker| broker.cordoned);
        memo.seen = if cordoned { memo.seen.or(Some(at)) } else { None };
    }
}

/// Sees whether a leaving broker can be emptied, and cordons it; what is left on it, when it may be moved now.
fn consider<'a>(
    view: &View<'_>,
    draft: &mut Draft,
    cluster: &'a ClusterSeen,
    node: NodeId,
    wanted: &BTreeSet<NodeId>,
) -> Option<&'a DrainSeen> {
    let broker = cluster.brokers.get(&node)?;
    let Some(drain) = cluster.drains.get(&node) else {
        draft.wake_within(WAKE_SOON_MS);
        return None;
    };
    if let Some(widest) = drain.widest.as_ref().filter(|widest| widest.factor > wanted.len()) {
        let message = format!(
            "broker {node} cannot leave: {} brokers would be left, and {} has {} replicas; keep {} brokers, or give its \
             topic fewer replicas",
            wanted.len(),
            widest.example,
            widest.factor,
            widest.factor
        );
        draft.stall(ConditionReason::TooFewBrokersLeft, message);
        uncordon(draft, node, broker.cordoned, format!("broker {node} cannot leave and serves on"));
        return None;
    }
    let known = draft.memo.cordoned.get(&node).copied();
    if !broker.cordoned && !view.is_absent(node) {
        let sent = known.map_or(view.now, |memo| memo.sent);
        let due = known.is_none() || view.now.ms_since(sent) >= STEP_HORIZON_MS || view.cluster_at() > sent;
        if due {
            draft.memo.cordoned.insert(node, CordonMemo { sent: view.now, seen: None });
            let why = format!("broker {node} leaves, so it takes no more replicas");
            draft.step(StepKind::Cordon, node, Act::Cluster(ClusterAct::Cordon { node }), term(cluster), why);
        }
        progress(draft, OperationStep::Cordon, node, drain.replicas_left, "it to be cordoned");
        return None;
    }
    if drain.stuck > 0 && drain.stuck == drain.replicas_left && drain.moving == 0 {
        draft.stall(ConditionReason::NoLiveReplica, no_live_replica(view, node, drain));
    }
    Some(drain)
}

fn term(cluster: &ClusterSeen) -> Guard {
    Guard::Term { term: cluster.quorum.term }
}

fn no_live_replica(view: &View<'_>, node: NodeId, drain: &DrainSeen) -> String {
    let examples: Vec<&str> = drain.stuck_examples.iter().take(EXAMPLES).map(String::as_str).collect();
    let advice = if view.is_absent(node) {
        "start it again by raising replicas"
    } else {
        "bring back the brokers that hold them"
    };
    format!(
        "broker {node} cannot leave: {} partitions have no replica that serves to copy from ({}); {advice}, or delete their topics",
        drain.stuck,
        examples.join(", ")
    )
}

/// Brokers that stay take replicas again, where it was us who cordoned them.
fn keep(view: &View<'_>, draft: &mut Draft, cluster: &ClusterSeen, leaving: &BTreeSet<NodeId>) {
    let cordoned: Vec<(NodeId, CordonMemo)> =
        draft.memo.cordoned.iter().map(|(node, memo)| (*node, *memo)).collect();
    for (node, memo) in cordoned {
        if leaving.contains(&node) {
            continue;
        }
        let Some(broker) = cluster.brokers.get(&node) else { continue };
        if broker.cordoned {
            uncordon(draft, node, true, format!("broker {node} stays, so it takes replicas again"));
            draft.progress(Progress {
                kind: OperationKind::ScaleOut,
                step: OperationStep::Uncordon,
                nodes: vec![node],
                left: 1,
                reason: ConditionReason::UncordoningBroker,
                detail: format!("broker {node} stays and takes replicas again"),
                waits_for: String::new(),
            });
        } else if view.cluster_at().ms_since(memo.sent) >= STEP_HORIZON_MS {
            // A cordon that was still on its way would have come by now.
            draft.memo.cordoned.remove(&node);
        }
    }
}

fn uncordon(draft: &mut Draft, node: NodeId, cordoned: bool, why: String) {
    if cordoned && draft.memo.cordoned.contains_key(&node) {
        let guard = Guard::Term { term: draft.memo.term };
        draft.step(StepKind::Uncordon, node, Act::Cluster(ClusterAct::Uncordon { node }), guard, why);
    }
}

/// An empty broker stops, when it is the last of its pool; one that is gone is forgotten.
fn leave(view: &View<'_>, draft: &mut Draft, cluster: &ClusterSeen, node: NodeId, shape: &BTreeSet<NodeId>) {
    if !shape.contains(&node) {
        return forget(view, draft, cluster, node);
    }
    let empty = match cluster.brokers.get(&node) {
        Some(broker) => is_closed(view, draft, node, broker) && is_empty(cluster, node),
        None => never_registered(view, draft, node),
    };
    if !empty {
        return;
    }
    let last_of = |pool: &CurrentPool| pool.replicas.checked_sub(1).and_then(|place| pool.ids.nth(place));
    let pool = draft.memo.pools.pools.iter().find(|(_, pool)| last_of(pool) == Some(node));
    let Some(pool) = pool.map(|(name, _)| name.clone()) else {
        let waits_for = "the brokers behind it in its pool to leave first";
        return progress(draft, OperationStep::Stop, node, 0, waits_for);
    };
    progress(draft, OperationStep::Stop, node, 0, "");
    draft.proposals.push(Proposal { what: Exclusive::Lower { pool, node }, step: None });
}

fn is_empty(cluster: &ClusterSeen, node: NodeId) -> bool {
    cluster.drains.get(&node).is_some_and(|drain| drain.replicas_left == 0 && drain.moving == 0)
}

/// Whether nothing could have been placed on a broker since before this observation: it is down, or its cordon was seen
/// in an earlier one.
fn is_closed(view: &View<'_>, draft: &Draft, node: NodeId, broker: &BrokerSeen) -> bool {
    if view.is_absent(node) && broker.fenced {
        return true;
    }
    let seen = draft.memo.cordoned.get(&node).and_then(|memo| memo.seen);
    broker.cordoned && seen.is_none_or(|seen| view.cluster_at() > seen)
}

/// A broker that never registered holds nothing; one that is just coming up is waited for, because it may register
/// between the look and the stop.
fn never_registered(view: &View<'_>, draft: &mut Draft, node: NodeId) -> bool {
    match view.run(node) {
        Some(Run::Absent | Run::Failed { .. }) => true,
        Some(Run::Up { ready: false, since, .. }) if view.now.ms_since(*since) > UNREADY_PATIENCE_MS => true,
        _ => {
            progress(draft, OperationStep::Cordon, node, 1, "it to register, so that it can be cordoned");
            false
        }
    }
}

fn forget(view: &View<'_>, draft: &mut Draft, cluster: &ClusterSeen, node: NodeId) {
    let Some(broker) = cluster.brokers.get(&node) else { return };
    if !is_empty(cluster, node) {
        return;
    }
    let gone = view.is_absent(node) && broker.fenced;
    draft.progress(Progress {
        kind: OperationKind::Forget,
        step: OperationStep::Unregister,
        nodes: vec![node],
        left: 1,
        reason: ConditionReason::UnregisteringBroker,
        detail: format!("broker {node} is gone and is forgotten"),
        waits_for: if gone { String::new() } else { format!("broker {node} to be stopped and fenced") },
    });
    if gone {
        let step = Step {
            id: StepId { kind: StepKind::Unregister, target: node.to_string() },
            act: Act::Cluster(ClusterAct::Unregister { node }),
            guard: Guard::Gone { node },
            why: Reason(format!("broker {node} is stopped, holds nothing and belongs to no pool any more")),
        };
        draft.proposals.push(Proposal { what: Exclusive::Unregister { node }, step: Some(step) });
    }
}

pub(super) fn progress(draft: &mut Draft, step: OperationStep, node: NodeId, left: u64, waits_for: &str) {
    let stopping = step == OperationStep::Stop;
    draft.progress(Progress {
        kind: OperationKind::ScaleIn,
        step,
        nodes: vec![node],
        left,
        reason: if stopping { ConditionReason::StoppingNode } else { ConditionReason::DrainingBrokers },
        detail: if stopping {
            format!("broker {node} is empty and stops")
        } else {
            format!("broker {node}: {left} replicas left")
        },
        waits_for: waits_for.to_owned(),
    });
}
