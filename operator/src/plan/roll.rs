//! Restarting nodes that run another configuration or version than is wanted: one at a time, the first as a trial.
//!
//! Whether a node may stop is the active controller's to say. What the substrate sees down the controller must know to
//! be down, or its answer is not yet about the world as it is. Controllers go first, those that are not ready before the
//! others, the active one last; then brokers. A revision that does not start stays on the node it was tried on: that one
//! goes back to the last revision that started, and the roll halts until the manifest says something else.

use std::collections::BTreeSet;

use super::draft::{Draft, Progress};
use super::exclusive::{Exclusive, Proposal};
use super::limits::{EXAMPLES, MAY_STOP_ASKED, UNREADY_PATIENCE_MS, WAKE_SOON_MS};
use super::memo::Halt;
use super::observed::{Fresh, MayStop, Run};
use super::view::View;
use super::{Act, Guard, Incarnation, Memo, NodeAct, Reason, Revision, Step, StepId, StepKind};
use crate::api::Timestamp;
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{NodeId, Role};

const ROLES: [Role; 2] = [Role::Controller, Role::Broker];

pub(super) fn plan(view: &View<'_>, draft: &mut Draft) {
    for role in ROLES {
        judge(view, draft, role);
    }
    report_failures(view, draft);
    for role in ROLES {
        // What one role did not start with stands in the manifest of all.
        if draft.memo.halted.contains_key(&role) || roll(view, draft, role) {
            return;
        }
    }
}

/// The nodes of a role, leaving ones included: what one of them shows of a revision is true for all.
fn members(memo: &Memo, role: Role) -> Vec<NodeId> {
    memo.shape(role).collect()
}

/// Learns from the nodes whether the wanted revision starts.
fn judge(view: &View<'_>, draft: &mut Draft, role: Role) {
    let wanted = view.revision(role).clone();
    if draft.memo.halted.get(&role).is_some_and(|halt| halt.revision != wanted) {
        draft.memo.halted.remove(&role);
    }
    for id in members(&draft.memo, role) {
        match view.run(id) {
            Some(Run::Up { revision, ready: true, .. }) if *revision == wanted => {
                draft.memo.proven.insert(role, wanted.clone());
                draft.memo.halted.remove(&role);
            }
            Some(Run::Up { revision, ready: true, .. }) => {
                draft.memo.proven.entry(role).or_insert_with(|| revision.clone());
            }
            Some(Run::Failed { revision, why, .. }) if *revision == wanted => {
                let proven = draft.memo.proven.get(&role);
                if proven.is_some_and(|proven| *proven != wanted) && !draft.memo.halted.contains_key(&role) {
                    let halt = Halt { revision: wanted.clone(), node: id, why: shorten(why) };
                    draft.memo.halted.insert(role, halt);
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
    for role in ROLES {
        if let Some(halt) = draft.memo.halted.get(&role) {
            let message = format!(
                "node {} did not start with the new configuration or version ({}), so it goes back to the one before and \
                 no other node is restarted; correct the manifest",
                halt.node, halt.why
            );
            draft.stall(ConditionReason::RevisionFailed, message);
        }
        for id in view.wanted(role).iter().copied() {
            let Some(Run::Failed { revision, why, .. }) = view.run(id) else { continue };
            if draft.memo.halted.get(&role).is_none_or(|halt| halt.revision != *revision) {
                draft.stall(
                    ConditionReason::NodeFailing,
                    format!("node {id} ends as soon as it is started: {}", shorten(why)),
                );
            }
        }
    }
}

/// What a node is started with when it is started.
pub(super) fn revision_of(view: &View<'_>, memo: &Memo, role: Role, id: NodeId) -> Revision {
    let wanted = view.revision(role);
    if is_being_restarted(view, memo, id) {
        return if is_halted(memo, role, wanted) { fallback(memo, role, wanted) } else { wanted.clone() };
    }
    match view.run(id) {
        Some(Run::Up { revision, .. }) => revision.clone(),
        Some(Run::Failed { .. }) if !is_halted(memo, role, wanted) => wanted.clone(),
        _ => revision_of_returning(view, memo, role),
    }
}

/// What a node of a role comes back with that went down by itself: during a trial, and after one that failed, what is
/// known to start.
pub(super) fn revision_of_returning(view: &View<'_>, memo: &Memo, role: Role) -> Revision {
    let wanted = view.revision(role);
    let proven = memo.proven.get(&role).is_some_and(|proven| proven != wanted);
    if is_halted(memo, role, wanted) || proven && others_run_another(view, memo, role, wanted) {
        return fallback(memo, role, wanted);
    }
    wanted.clone()
}

/// Whether the wanted revision did not start.
fn is_halted(memo: &Memo, role: Role, wanted: &Revision) -> bool {
    memo.halted.get(&role).is_some_and(|halt| halt.revision == *wanted)
}

/// The last revision that started; where none is known, the wanted one.
fn fallback(memo: &Memo, role: Role, wanted: &Revision) -> Revision {
    memo.proven.get(&role).unwrap_or(wanted).clone()
}

fn is_being_restarted(view: &View<'_>, memo: &Memo, id: NodeId) -> bool {
    match memo.attempt.as_ref().map(|attempt| &attempt.what) {
        Some(Exclusive::Restart { node, incarnation }) if *node == id => {
            !matches!(view.run(id), Some(Run::Up { incarnation: now, .. }) if now != incarnation)
        }
        _ => false,
    }
}

/// Whether some node of the role runs another revision, or could.
fn others_run_another(view: &View<'_>, memo: &Memo, role: Role, wanted: &Revision) -> bool {
    members(memo, role).into_iter().any(|id| match view.run(id) {
        Some(Run::Up { revision, .. }) => revision != wanted,
        Some(Run::Absent | Run::Failed { .. }) => false,
        None => true,
    })
}

/// Proposes the next restart of a role; whether there is anything to restart.
fn roll(view: &View<'_>, draft: &mut Draft, role: Role) -> bool {
    let wanted = view.revision(role).clone();
    let staying = view.wanted(role);
    let leader = view.cluster.map(|cluster| cluster.quorum.leader);
    let mut outdated: Vec<NodeId> = staying
        .iter()
        .copied()
        .filter(|id| matches!(view.run(*id), Some(Run::Up { revision, .. }) if *revision != wanted))
        .collect();
    outdated.sort_by_key(|id| (Some(*id) == leader, view.is_ready(*id), *id));
    let Some(first) = outdated.first().copied() else { return false };
    let waits_for = match next(view, draft, role, &outdated, &wanted, staying) {
        Ok((id, incarnation, ask)) => {
            draft.proposals.push(restart(id, incarnation, ask, &wanted));
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

fn restart(node: NodeId, incarnation: Incarnation, ask: bool, wanted: &Revision) -> Proposal {
    let step = Step {
        id: StepId { kind: StepKind::Restart, target: node.to_string() },
        act: Act::Node(NodeAct::Restart { node, revision: wanted.clone() }),
        guard: Guard::Incarnation { node, incarnation: incarnation.clone(), ask },
        why: Reason(format!("node {node} runs another configuration or version than is wanted")),
    };
    Proposal { what: Exclusive::Restart { node, incarnation }, step: Some(step) }
}

/// The node to restart, its run, and whether the controller is to be asked again; or what is waited for.
fn next(
    view: &View<'_>,
    draft: &mut Draft,
    role: Role,
    outdated: &[NodeId],
    wanted: &Revision,
    staying: &BTreeSet<NodeId>,
) -> Result<(NodeId, Incarnation, bool), String> {
    if view.cluster.is_none() {
        return stuck_without_quorum(view, role, outdated);
    }
    if draft.memo.proven.get(&role) != Some(wanted) && trial_is_open(view, wanted, staying) {
        return Err("the first node with the new revision to become ready".into());
    }
    if let Some(id) = members(&draft.memo, role).iter().find(|id| !is_accounted_for(view, role, **id)) {
        return Err(format!("node {id} to be ready, or to be known as down"));
    }
    let asked: Vec<NodeId> = outdated.iter().copied().take(MAY_STOP_ASKED).collect();
    draft.ask.may_stop.extend(&asked);
    let mut blocked = None;
    for id in asked {
        match view.cluster.and_then(|cluster| cluster.may_stop.get(&id)) {
            Some(MayStop::Yes) if role == Role::Controller && !leaves_a_majority(view, id) => {
                blocked.get_or_insert_with(|| "the other voters to be ready and caught up".to_owned());
            }
            Some(MayStop::Yes) => {
                if let Some(Run::Up { incarnation, .. }) = view.run(id) {
                    return Ok((id, incarnation.clone(), true));
                }
            }
            Some(MayStop::Blocked { count, examples }) => {
                let examples: Vec<&str> = examples.iter().take(EXAMPLES).map(String::as_str).collect();
                let sentence = format!("{count} that need node {id} ({})", examples.join(", "));
                blocked.get_or_insert(sentence);
            }
            None => draft.wake_within(WAKE_SOON_MS),
        }
    }
    Err(blocked.unwrap_or_else(|| "the active controller's word that a node may stop".into()))
}

/// For long no quorum has answered, and controllers run something else than is wanted: perhaps that is why. One that is
/// not ready takes no part in a quorum that could be lost.
fn stuck_without_quorum(
    view: &View<'_>,
    role: Role,
    outdated: &[NodeId],
) -> Result<(NodeId, Incarnation, bool), String> {
    let long = |since: Timestamp| view.now.ms_since(since) > UNREADY_PATIENCE_MS;
    let blind = matches!(view.seen.cluster, Fresh::Unknown { since, .. } if long(since));
    for id in outdated.iter().filter(|_| role == Role::Controller && blind) {
        if let Some(Run::Up { ready: false, since, incarnation, .. }) = view.run(*id)
            && long(*since)
        {
            return Ok((*id, incarnation.clone(), false));
        }
    }
    Err("an active controller".into())
}

fn trial_is_open(view: &View<'_>, wanted: &Revision, staying: &BTreeSet<NodeId>) -> bool {
    staying.iter().any(|id| matches!(view.run(*id), Some(Run::Up { revision, .. }) if revision == wanted))
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
