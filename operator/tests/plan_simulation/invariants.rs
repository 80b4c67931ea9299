//! What must be true after every tick, and at rest. What an act must not do is checked where it is done, in [`crate::act`].

use std::collections::BTreeSet;

use ferryman_operator::api::status::{ConditionStatus, ConditionType};
use ferryman_operator::plan::{Act, StepKind};
use ferryman_operator::validate::{NodeId, Role};

use crate::chaos::Family;
use crate::operator::Operator;
use crate::world::{Process, World};

pub(crate) fn check(world: &World, operator: &Operator) -> Result<(), String> {
    let Some(plan) = &operator.last else { return Ok(()) };
    let exclusive = plan.steps.iter().filter(|step| {
        let kind = step.id.kind;
        matches!(
            kind,
            StepKind::Bootstrap
                | StepKind::AddVoter
                | StepKind::RemoveVoter
                | StepKind::Restart
                | StepKind::Unregister
        )
    });
    if exclusive.count() > 1 {
        return Err(format!("more than one act that could take something away: {:#?}", plan.steps));
    }
    if let Some(desired) = &plan.desired {
        for pool in &desired.pools {
            let nodes = (0..pool.replicas).filter_map(|place| pool.ids.nth(place));
            if nodes.into_iter().any(|id| !desired.nodes.contains_key(&id)) {
                return Err(format!("pool {} has a hole", pool.name));
            }
        }
    }
    for step in &plan.steps {
        if let Act::Cluster(ferryman_operator::plan::ClusterAct::MoveReplicas { moves }) = &step.act
            && moves.len() > ferryman_operator::plan::limits::MOVES_IN_FLIGHT_MAX
        {
            return Err("more moves than allowed at a time".into());
        }
    }
    a_bad_revision_stays_on_one_node(world, operator)
}

/// Once a revision was seen to start, another that does not start is on one node of the role at most.
fn a_bad_revision_stays_on_one_node(world: &World, operator: &Operator) -> Result<(), String> {
    if operator.family == Family::Amnesia {
        return Ok(());
    }
    for role in [Role::Controller, Role::Broker] {
        let Some(proven_at) = operator.proven_at.get(&role).copied() else { continue };
        let failed: BTreeSet<NodeId> = world
            .nodes
            .iter()
            .filter(|(_, node)| {
                node.role == role
                    && matches!(node.process, Process::Failed { since, .. } if since > proven_at + 1)
            })
            .map(|(id, _)| *id)
            .collect();
        let others =
            world.nodes.values().any(|node| node.role == role && matches!(node.process, Process::Up { .. }));
        if failed.len() > 1 && others {
            return Err(format!("a revision that does not start is on {failed:?}"));
        }
    }
    Ok(())
}

/// Everything is as the manifest wants it.
pub(crate) fn check_at_rest(world: &World, operator: &Operator) -> Result<(), String> {
    let plan = operator.last.as_ref().ok_or("no plan was made")?;
    let wrong = |what: String| Err(format!("at rest, but {what}: {}", operator.describe(world)));
    let controllers: BTreeSet<NodeId> = operator.want.controllers.wanted().collect();
    let brokers: BTreeSet<NodeId> = operator.want.brokers.iter().flat_map(|pool| pool.wanted()).collect();
    let voting: BTreeSet<NodeId> = world.voters.iter().map(|voter| voter.node).collect();
    if voting != controllers || world.voters.len() != controllers.len() {
        return wrong("others vote".into());
    }
    let registered: BTreeSet<NodeId> = world.brokers.keys().copied().collect();
    if registered != brokers || world.brokers.values().any(|broker| broker.fenced || broker.cordoned) {
        return wrong(format!("other brokers are there ({registered:?})"));
    }
    let running: BTreeSet<NodeId> = world.nodes.keys().copied().filter(|id| world.is_up(*id)).collect();
    if running != controllers.union(&brokers).copied().collect() {
        return wrong(format!("others run ({running:?})"));
    }
    for (index, partition) in world.partitions.iter().enumerate() {
        if partition.target.is_some() || partition.replicas.iter().any(|id| !brokers.contains(id)) {
            return wrong(format!("partition {index} is on {:?}", partition.replicas));
        }
    }
    let desired = plan.desired.as_ref().ok_or("nothing is desired")?;
    for (id, node) in &desired.nodes {
        let runs =
            matches!(&world.nodes[id].process, Process::Up { revision, .. } if *revision == node.revision);
        if !runs || !desired.renderings.contains_key(&node.revision) {
            return wrong(format!("node {id} runs another revision"));
        }
    }
    let stores = world.nodes.iter().filter(|(id, _)| desired.nodes.contains_key(id));
    if stores.into_iter().any(|(_, node)| node.disk.as_ref().is_none_or(|disk| disk.identity.is_none())) {
        return wrong("a volume does not say to which cluster it belongs".into());
    }
    for (kind, status) in [
        (ConditionType::Ready, ConditionStatus::True),
        (ConditionType::Reconciling, ConditionStatus::False),
        (ConditionType::Stalled, ConditionStatus::False),
    ] {
        if plan.status.condition(kind).map(|condition| condition.status) != Some(status) {
            return wrong(format!("{kind:?} is not {status:?}"));
        }
    }
    Ok(())
}
