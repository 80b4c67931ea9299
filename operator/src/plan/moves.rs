//! One batch of moves for all brokers that are being emptied, bounded by what moves already in the whole cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::drain::progress;
use super::limits::MOVES_IN_FLIGHT_MAX;
use super::observed::{ClusterSeen, DrainSeen};
use super::placement::{Load, place};
use super::view::View;
use super::{Act, ClusterAct, Guard, Move, StepKind};
use crate::api::status::OperationStep;
use crate::validate::{NodeId, Role};

pub(super) fn plan(
    view: &View<'_>,
    draft: &mut Draft,
    cluster: &ClusterSeen,
    leaving: &BTreeSet<NodeId>,
    emptying: &BTreeMap<NodeId, &DrainSeen>,
) {
    let mut loads = takers(view, draft, cluster, leaving);
    let mut budget = MOVES_IN_FLIGHT_MAX.saturating_sub(cluster.moves_in_flight);
    let mut planned = BTreeSet::new();
    let mut moves = Vec::new();
    let mut lacking = None;
    for partition in emptying.values().flat_map(|drain| &drain.next) {
        if budget == 0 {
            break;
        }
        if !planned.insert((&partition.topic, partition.index)) {
            continue;
        }
        match place(partition, leaving, &mut loads) {
            Some(to) => {
                let (topic, from) = (partition.topic.clone(), partition.replicas.clone());
                moves.push(Move { topic, index: partition.index, from, to });
                budget -= 1;
            }
            None => {
                lacking.get_or_insert_with(|| format!("{}-{}", partition.topic, partition.index));
            }
        }
    }
    let waits_for = match lacking {
        Some(example) if moves.is_empty() => {
            format!("more brokers that serve, to take the replicas of {example}")
        }
        _ => String::new(),
    };
    for (node, drain) in emptying.iter().rev().filter(|(_, drain)| drain.replicas_left > 0) {
        progress(draft, OperationStep::MoveReplicas, *node, drain.replicas_left, &waits_for);
    }
    if !moves.is_empty() {
        let nodes: Vec<String> = emptying.keys().map(NodeId::to_string).collect();
        let why = format!("{} partitions leave brokers {}", moves.len(), nodes.join(", "));
        let guard = Guard::Assignments { term: cluster.quorum.term };
        draft.step(
            StepKind::MoveReplicas,
            nodes.join("+"),
            Act::Cluster(ClusterAct::MoveReplicas { moves }),
            guard,
            why,
        );
    }
}

/// Brokers that could take replicas: ours, wanted, serving, not cordoned.
fn takers(
    view: &View<'_>,
    draft: &Draft,
    cluster: &ClusterSeen,
    leaving: &BTreeSet<NodeId>,
) -> BTreeMap<NodeId, Load> {
    let shape: BTreeSet<NodeId> = draft.memo.shape(Role::Broker).collect();
    let serve = cluster.brokers.iter().filter(|(node, broker)| {
        shape.contains(node)
            && !leaving.contains(node)
            && !broker.fenced
            && !broker.cordoned
            && !view.is_absent(**node)
    });
    serve
        .map(|(node, broker)| (*node, Load { rack: broker.rack.clone(), replicas: broker.replicas }))
        .collect()
}
