//! Restarting nodes that run another configuration or version than is wanted: one at a time, the first as a trial.
//!
//! Whether a node may stop is the active controller's to say. What the substrate sees down the controller must know to
//! be down, or its answer is not yet about the world as it is. Controllers go first, those that are not ready before the
//! others, the active one last; then brokers. A revision that does not start stays on the node it was tried on: that one
//! goes back to the last revision that started, and the roll halts until the manifest says something else. Each pool has a
//! trial of its own, because pools differ in their resources.

use super::draft::{Draft, Progress};
use super::exclusive::{Exclusive, Proposal};
use super::limits::{EXAMPLES, MAY_STOP_ASKED, UNREADY_PATIENCE_MS, WAKE_SOON_MS};
use super::memo::Halt;
use super::observed::{Fresh, MayStop, Run};
use super::view::View;
use super::{Act, Guard, Incarnation, Memo, NodeAct, Reason, Revision, Step, StepId, StepKind, returning};
use crate::api::Timestamp;
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{NodeId, PoolName, Role, ValidatedPool};

const ROLES: [Role; 2] = [Role::Controller, Role::Broker];

pub(super) fn plan(view: &View<'_>, draft: &mut Draft) {
    let pools: Vec<(PoolName, Vec<NodeId>)> =
        draft.memo.pools.pools.iter().map(|(name, pool)| (name.clone(), pool.nodes().collect())).collect();
    forget_pools_without_nodes(&mut draft.memo, &pools);
    for (pool, nodes) in &pools {
        judge(view, draft, pool, nodes);
    }
    report_failures(view, draft);
    for role in ROLES {
        // What one pool did not start with may be what stands in the manifest for all, and not its resources: so where one
        // pool of brokers halts all do, and where controllers halt brokers do too.
        if returning::is_halted(&draft.memo, role) || roll(view, draft, role) {
            return;
        }
    }
}

/// What was learnt of a pool says nothing of the nodes that it may have again one day.
fn forget_pools_without_nodes(memo: &mut Memo, pools: &[(PoolName, Vec<NodeId>)]) {
    let has_nodes = |name: &PoolName| pools.iter().any(|(pool, nodes)| pool == name && !nodes.is_empty());
    memo.proven.retain(|name, _| has_nodes(name));
    memo.halted.retain(|name, _| has_nodes(name));
}

/// Learns from a pool's nodes whether the wanted revision starts, leaving ones included: what one of them shows of a revision
/// is true for all.
fn judge(view: &View<'_>, draft: &mut Draft, pool: &PoolName, nodes: &[NodeId]) {
    let wanted = returning::wanted(view, &draft.memo, pool);
    let memo = &mut draft.memo;
    if memo.halted.get(pool).is_some_and(|halt| halt.revision != wanted) {
        memo.halted.remove(pool);
    }
    for id in nodes.iter().copied() {
        match view.run(id) {
            Some(Run::Up { revision, ready: true, .. }) if *revision == wanted => {
                memo.proven.insert(pool.clone(), wanted.clone());
                memo.halted.remove(pool);
            }
            Some(Run::Up { revision, ready: true, .. }) => {
                memo.proven.entry(pool.clone()).or_insert_with(|| revision.clone());
            }
            Some(Run::Failed { revision, why, .. }) if *revision == wanted => {
                let proven = memo.proven.get(pool);
                if proven.is_some_and(|proven| *proven != wanted) && !memo.halted.contains_key(pool) {
                    let halt = Halt { revision: wanted.clone(), node: id, why: shorten(why) };
                    memo.halted.insert(pool.clone(), halt);
                }
            }
            _ => {}
        }
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(300).collect()
}

fn report_failures(view: &View<'_>, draft: &mut Draft) {
    for pool in view.want.pools() {
        let halt = draft.memo.halted.get(&pool.name).cloned();
        if let Some(halt) = &halt {
            let message = format!(
                "node {} did not start with the new configuration, resources or version ({}), so it goes back to the one before and \
                 no other node is restarted; correct the manifest",
                halt.node, halt.why
            );
            draft.stall(ConditionReason::RevisionFailed, message);
        }
        for id in pool.wanted() {
            let Some(Run::Failed { revision, why, .. }) = view.run(id) else { continue };
            if halt.as_ref().is_none_or(|halt| halt.revision != *revision) {
                draft.stall(
                    ConditionReason::NodeFailing,
                    format!("node {id} does not start: {}", shorten(why)),
                );
            }
        }
    }
}

/// A node that runs another revision than is wanted.
struct Outdated<'a> {
    node: NodeId,
    pool: &'a PoolName,
    wanted: &'a Revision,
}

/// The nodes of a role that are to restart, in this order: pool by pool, as far as nothing else is more important.
fn outdated<'a>(view: &'a View<'_>, role: Role) -> Vec<Outdated<'a>> {
    let leader = view.cluster.map(|cluster| cluster.quorum.leader);
    let pools = view.want.pools().filter(|pool| pool.role == role);
    let mut outdated: Vec<(usize, Outdated<'a>)> = Vec::new();
    for (place, pool) in pools.enumerate() {
        let wanted = view.revision(&pool.name);
        let is_outdated =
            |id: &NodeId| matches!(view.run(*id), Some(Run::Up { revision, .. }) if revision != wanted);
        let nodes = pool.wanted().filter(is_outdated);
        outdated.extend(nodes.map(|node| (place, Outdated { node, pool: &pool.name, wanted })));
    }
    outdated.sort_by_key(|(place, Outdated { node, .. })| {
        (Some(*node) == leader, view.is_ready(*node), *place, *node)
    });
    outdated.into_iter().map(|(_, outdated)| outdated).collect()
}

/// Proposes the next restart of a role; whether there is anything to restart.
fn roll(view: &View<'_>, draft: &mut Draft, role: Role) -> bool {
    let outdated = outdated(view, role);
    let Some(first) = outdated.first().map(|first| first.node) else { return false };
    let waits_for = match next(view, draft, role, &outdated) {
        Ok(next) => {
            draft.proposals.push(restart(next));
            String::new()
        }
        Err(waits_for) => waits_for,
    };
    draft.progress(Progress {
        kind: OperationKind::Roll,
        step: OperationStep::Restart,
        nodes: vec![first],
        left: outdated.len() as u64,
        reason: ConditionReason::RollingNodes,
        detail: match outdated.len() {
            1 => format!("node {first} restarts with another configuration or version"),
            several => {
                format!("{several} nodes restart, one at a time, with another configuration or version")
            }
        },
        waits_for,
    });
    true
}

/// A restart that may be proposed.
struct Next<'a> {
    node: NodeId,
    /// The run that ends.
    incarnation: Incarnation,
    /// Whether the controller is to be asked again.
    ask: bool,
    wanted: &'a Revision,
}

fn restart(Next { node, incarnation, ask, wanted }: Next<'_>) -> Proposal {
    let step = Step {
        id: StepId { kind: StepKind::Restart, target: node.to_string() },
        act: Act::Node(NodeAct::Restart { node, revision: wanted.clone() }),
        guard: Guard::Incarnation { node, incarnation: incarnation.clone(), ask },
        why: Reason(format!("node {node} runs another configuration or version than is wanted")),
    };
    Proposal { what: Exclusive::Restart { node, incarnation }, step: Some(step) }
}

/// The node to restart, or what is waited for.
fn next<'a>(
    view: &View<'_>,
    draft: &mut Draft,
    role: Role,
    outdated: &[Outdated<'a>],
) -> Result<Next<'a>, String> {
    if view.cluster.is_none() {
        return stuck_without_quorum(view, role, outdated);
    }
    let outdated = without_open_trials(view, &draft.memo, role, outdated)?;
    if let Some(id) = draft.memo.shape(role).find(|id| !is_accounted_for(view, role, *id)) {
        return Err(format!("node {id} to be ready, or to be known as down"));
    }
    let asked = &outdated[..outdated.len().min(MAY_STOP_ASKED)];
    draft.ask.may_stop.extend(asked.iter().map(|outdated| outdated.node));
    let mut blocked = None;
    for Outdated { node, wanted, .. } in asked {
        match view.cluster.and_then(|cluster| cluster.may_stop.get(node)) {
            Some(MayStop::Yes) if role == Role::Controller && !leaves_a_majority(view, *node) => {
                blocked.get_or_insert_with(|| "the other voters to be ready and caught up".to_owned());
            }
            Some(MayStop::Yes) => {
                if let Some(Run::Up { incarnation, .. }) = view.run(*node) {
                    return Ok(Next { node: *node, incarnation: incarnation.clone(), ask: true, wanted });
                }
            }
            Some(MayStop::Blocked { count, examples }) => {
                let examples: Vec<&str> = examples.iter().take(EXAMPLES).map(String::as_str).collect();
                let sentence = format!("{count} that need node {node} ({})", examples.join(", "));
                blocked.get_or_insert(sentence);
            }
            None => draft.wake_within(WAKE_SOON_MS),
        }
    }
    Err(blocked.unwrap_or_else(|| "the active controller's word that a node may stop".into()))
}

/// For long no quorum has answered, and controllers run something else than is wanted: perhaps that is why. One that is
/// not ready takes no part in a quorum that could be lost.
fn stuck_without_quorum<'a>(
    view: &View<'_>,
    role: Role,
    outdated: &[Outdated<'a>],
) -> Result<Next<'a>, String> {
    let long = |since: Timestamp| view.now.ms_since(since) > UNREADY_PATIENCE_MS;
    let blind = matches!(view.seen.cluster, Fresh::Unknown { since, .. } if long(since));
    for Outdated { node, wanted, .. } in outdated.iter().filter(|_| role == Role::Controller && blind) {
        if let Some(Run::Up { ready: false, since, incarnation, .. }) = view.run(*node)
            && long(*since)
        {
            return Ok(Next { node: *node, incarnation: incarnation.clone(), ask: false, wanted });
        }
    }
    Err("an active controller".into())
}

/// The nodes that need not wait for a trial. One in a pool that ran something else before holds up the whole role; one in a
/// pool of which nothing is known, as in a new one that comes up, only that pool.
fn without_open_trials<'o, 'a>(
    view: &View<'_>,
    memo: &Memo,
    role: Role,
    outdated: &'o [Outdated<'a>],
) -> Result<Vec<&'o Outdated<'a>>, String> {
    let pools = view.want.pools().filter(|pool| pool.role == role);
    let tried: Vec<&PoolName> =
        pools.filter(|pool| is_tried(view, memo, pool)).map(|pool| &pool.name).collect();
    let free: Vec<&Outdated<'a>> =
        outdated.iter().filter(|outdated| !tried.contains(&outdated.pool)).collect();
    if free.is_empty() || tried.iter().any(|pool| memo.proven.contains_key(*pool)) {
        return Err("the first node with the new revision to become ready".into());
    }
    Ok(free)
}

/// Whether a node of a pool runs what is wanted, and none has shown yet that it starts with it.
fn is_tried(view: &View<'_>, memo: &Memo, pool: &ValidatedPool) -> bool {
    let wanted = view.revision(&pool.name);
    let runs = |id: NodeId| matches!(view.run(id), Some(Run::Up { revision, .. }) if revision == wanted);
    memo.proven.get(&pool.name) != Some(wanted) && pool.wanted().any(runs)
}

/// Whether what the substrate sees of a node is what the controllers know of it.
fn is_accounted_for(view: &View<'_>, role: Role, id: NodeId) -> bool {
    match (view.run(id), role) {
        (None, _) => false,
        (Some(Run::Up { ready: true, .. }), Role::Broker) => {
            view.broker(id).is_some_and(|broker| !broker.fenced)
        }
        (Some(_), Role::Broker) => view.broker(id).is_none_or(|broker| broker.fenced),
        // Controllers are counted by `leaves_a_majority`.
        (Some(_), Role::Controller) => true,
    }
}

/// Whether the voters other than this one that run, are ready and are caught up are a majority of all voters.
fn leaves_a_majority(view: &View<'_>, id: NodeId) -> bool {
    let Some(cluster) = view.cluster else { return false };
    let voters = &cluster.quorum.voters;
    if !view.is_voter(id) {
        return true;
    }
    let others = voters.iter().filter(|replica| replica.voter.node != id && view.counts(replica));
    // The only voter there is cannot be spared, and is restarted all the same: nobody else could go on meanwhile.
    others.count() > voters.len() / 2 || voters.len() == 1
}
