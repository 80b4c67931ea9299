//! What must be true after every tick, and at rest. What an act must not do is checked where it is done, in [`crate::act`].

use std::collections::BTreeSet;

use ferryman_operator::api::status::{ConditionStatus, ConditionType};
use ferryman_operator::plan::{Act, NodeAct, Plan, StepKind};
use ferryman_operator::validate::{NodeId, Role, ValidatedCluster};

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

/// Once a revision was seen to start in a pool, another that does not start is on one node of the role at most; and where it
/// is what all pools have in common that does not start, that is true of pools in which none was seen to start too, but for
/// their nodes that did not start before either.
fn a_bad_revision_stays_on_one_node(world: &World, operator: &Operator) -> Result<(), String> {
    if operator.family == Family::Amnesia {
        return Ok(());
    }
    for role in [Role::Controller, Role::Broker] {
        let of_role = || world.nodes.iter().filter(|(_, node)| node.role == role);
        let proven = of_role().filter_map(|(_, node)| operator.proven_at.get(&node.pool));
        let Some(first_proven) = proven.min().copied() else { continue };
        let failed: BTreeSet<NodeId> = of_role()
            .filter(|(_, node)| {
                let Process::Failed { revision, since } = &node.process else { return false };
                let common = world.bad.get(revision).is_some_and(|common| *common);
                let known = operator.proven_at.get(&node.pool).copied();
                let proven_at = known.or((common && !node.failed_before).then_some(first_proven));
                proven_at.is_some_and(|proven_at| *since > proven_at + 1)
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

/// A node is restarted for what is wanted of its own pool, and where it does not run that already.
pub(crate) fn only_what_differs_restarts(
    world: &World,
    want: &ValidatedCluster,
    plan: &Plan,
) -> Result<(), String> {
    for step in &plan.steps {
        let Act::Node(NodeAct::Restart { node, revision }) = &step.act else { continue };
        let runs = world.nodes.get(node).map(|node| &node.process);
        let pool = want.pools().find(|pool| pool.ids.contains(*node));
        let content = plan.desired.as_ref().and_then(|desired| desired.renderings.get(revision));
        if matches!(runs, Some(Process::Up { revision: now, .. }) if now == revision) {
            return Err(format!("{node} is restarted with what it runs"));
        }
        if content.zip(pool).is_none_or(|(content, pool)| content.resources != pool.resources) {
            return Err(format!("{node} is restarted with what is another pool's: {content:?}"));
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
        let content = desired.renderings.get(&node.revision);
        let pool = operator.want.pools().find(|pool| pool.ids.contains(*id));
        if !runs || content.zip(pool).is_none_or(|(content, pool)| content.resources != pool.resources) {
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
