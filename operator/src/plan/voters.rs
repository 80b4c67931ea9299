//! Who votes: one change at a time, and never so that the voters which are caught up are no majority afterwards.
//!
//! A new controller follows as an observer until it is caught up, then it is made a voter. One that leaves is made none
//! before it stops; the highest ids leave first, the active controller last. A controller that comes back with another
//! directory is another voter: the lost one is removed, then the new one is added.

use std::collections::BTreeSet;

use super::draft::{Draft, Progress};
use super::exclusive::{Exclusive, Proposal};
use super::observed::{DiskState, QuorumSeen, ReplicaSeen};
use super::view::{View, caught_up};
use super::{Act, Guard, QuorumAct, Reason, Step, StepId, StepKind, Voter};
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{NodeId, PoolName};

pub(super) fn plan(view: &View<'_>, draft: &mut Draft) {
    let Some(cluster) = view.cluster else { return };
    let quorum = &cluster.quorum;
    draft.memo.term = draft.memo.term.max(quorum.term);
    draft.memo.grown |= quorum.voters.len() > 1;
    let wanted = &view.controllers;
    replace_lost(view, draft, quorum, wanted);
    join(view, draft, quorum, wanted);
    leave(view, draft, quorum, wanted);
    stop_the_last(view, draft, wanted);
}

/// Whether, of the voters that would be there, those that can be counted on are a majority; else both numbers.
fn majority<'a>(
    view: &View<'_>,
    voters: impl Iterator<Item = &'a ReplicaSeen>,
) -> Result<(), (usize, usize)> {
    let counts: Vec<bool> = voters.map(|replica| view.counts(replica)).collect();
    let alive = counts.iter().filter(|counts| **counts).count();
    if alive > counts.len() / 2 { Ok(()) } else { Err((alive, counts.len())) }
}

fn without<'a>(quorum: &'a QuorumSeen, voter: &'a Voter) -> impl Iterator<Item = &'a ReplicaSeen> {
    quorum.voters.iter().filter(move |replica| replica.voter != *voter)
}

fn removal(quorum: &QuorumSeen, voter: &Voter, why: String) -> Proposal {
    change(quorum, StepKind::RemoveVoter, voter, why)
}

fn change(quorum: &QuorumSeen, kind: StepKind, voter: &Voter, why: String) -> Proposal {
    let voters: BTreeSet<Voter> = quorum.voters.iter().map(|replica| replica.voter.clone()).collect();
    let mut after = voters.clone();
    let (act, what) = match kind {
        StepKind::AddVoter => {
            after.insert(voter.clone());
            (QuorumAct::AddVoter { voter: voter.clone() }, Exclusive::AddVoter { voter: voter.clone() })
        }
        _ => {
            after.remove(voter);
            (QuorumAct::RemoveVoter { voter: voter.clone() }, Exclusive::RemoveVoter { voter: voter.clone() })
        }
    };
    let step = Step {
        id: StepId { kind, target: voter.to_string() },
        act: Act::Quorum(act),
        guard: Guard::Voters { term: quorum.term, voters, after },
        why: Reason(why),
    };
    Proposal { what, step: Some(step) }
}

/// A voter's directory is lost when its controller follows with another, and the voter itself follows no more.
fn replace_lost(view: &View<'_>, draft: &mut Draft, quorum: &QuorumSeen, wanted: &BTreeSet<NodeId>) {
    for replica in &quorum.voters {
        let voter = &replica.voter;
        let successor = quorum.observers.iter().find(|observer| {
            observer.voter.node == voter.node
                && observer.voter.directory != voter.directory
                && caught_up(observer)
        });
        let Some(successor) = successor else { continue };
        if caught_up(replica) || !wanted.contains(&voter.node) || !is_directory_of(view, &successor.voter) {
            continue;
        }
        let mut progress = Progress {
            kind: OperationKind::ReplaceVoter,
            step: OperationStep::RemoveVoter,
            nodes: vec![voter.node],
            left: 1,
            reason: ConditionReason::ReplacingVoter,
            detail: format!(
                "controller {} lost directory {} and votes again with its new one",
                voter.node, voter.directory
            ),
            waits_for: String::new(),
        };
        match majority(view, without(quorum, voter)) {
            Ok(()) => {
                let why = format!(
                    "controller {} came back with directory {}, so the voter with {} is gone for good",
                    voter.node, successor.voter.directory, voter.directory
                );
                draft.proposals.push(removal(quorum, voter, why));
            }
            Err(counts) => progress.waits_for = too_few(counts),
        }
        draft.progress(progress);
    }
}

fn too_few((alive, all): (usize, usize)) -> String {
    format!("more voters to catch up: {alive} of {all} would be, and a majority is {}", all / 2 + 1)
}

/// Whether what is on the node's disk does not speak against the directory that the quorum tells.
fn is_directory_of(view: &View<'_>, voter: &Voter) -> bool {
    match view.first_disk(voter.node) {
        Some(DiskState::Formatted { directory, .. }) => *directory == voter.directory,
        Some(_) => false,
        None => true,
    }
}

fn join(view: &View<'_>, draft: &mut Draft, quorum: &QuorumSeen, wanted: &BTreeSet<NodeId>) {
    let missing: Vec<NodeId> = wanted.iter().copied().filter(|id| !view.is_voter(*id)).collect();
    let Some(first) = missing.first().copied() else { return };
    let candidate = missing.iter().find_map(|id| candidate(view, quorum, *id));
    let kind = if draft.memo.complete { OperationKind::ScaleOut } else { OperationKind::Create };
    let mut progress = Progress {
        kind,
        step: OperationStep::AddVoter,
        nodes: missing.clone(),
        left: missing.len() as u64,
        reason: ConditionReason::AddingVoter,
        detail: format!("controller {first} becomes a voter"),
        waits_for: String::new(),
    };
    match candidate {
        Some(replica) => match majority(view, quorum.voters.iter().chain([replica])) {
            Ok(()) => {
                let why = format!("controller {} is caught up and does not vote yet", replica.voter.node);
                draft.proposals.push(change(quorum, StepKind::AddVoter, &replica.voter, why));
                progress.detail = format!("controller {} becomes a voter", replica.voter.node);
            }
            Err(counts) => progress.waits_for = too_few(counts),
        },
        None => progress.waits_for = format!("controller {first} to come up and catch up"),
    }
    draft.progress(progress);
}

/// A controller that is ready, is caught up, and whose volumes say which cluster they belong to.
fn candidate<'a>(view: &View<'_>, quorum: &'a QuorumSeen, id: NodeId) -> Option<&'a ReplicaSeen> {
    let observer =
        quorum.observers.iter().find(|observer| observer.voter.node == id && caught_up(observer))?;
    let recorded = view.node(id)?.disks.iter().all(|disk| matches!(disk.identity.seen(), Some(Some(_))));
    (view.is_ready(id) && recorded && is_directory_of(view, &observer.voter)).then_some(observer)
}

fn leave(view: &View<'_>, draft: &mut Draft, quorum: &QuorumSeen, wanted: &BTreeSet<NodeId>) {
    let mut leaving: Vec<&ReplicaSeen> =
        quorum.voters.iter().filter(|replica| !wanted.contains(&replica.voter.node)).collect();
    leaving.retain(|replica| draft.role_of(view, replica.voter.node).is_some());
    leaving
        .sort_by_key(|replica| (replica.voter.node == quorum.leader, std::cmp::Reverse(replica.voter.node)));
    let Some(next) = leaving.first() else { return };
    let mut progress = Progress {
        kind: OperationKind::ScaleIn,
        step: OperationStep::RemoveVoter,
        nodes: leaving.iter().map(|replica| replica.voter.node).collect(),
        left: leaving.len() as u64,
        reason: ConditionReason::RemovingVoter,
        detail: format!("controller {} stops voting, and leaves", next.voter.node),
        waits_for: String::new(),
    };
    match majority(view, without(quorum, &next.voter)) {
        Ok(()) => {
            let why = format!(
                "{} controllers are wanted, and controller {} is not among them",
                wanted.len(),
                next.voter.node
            );
            draft.proposals.push(removal(quorum, &next.voter, why));
        }
        Err(counts) => progress.waits_for = too_few(counts),
    }
    draft.progress(progress);
}

/// The last controller of the pool leaves once it votes no more.
fn stop_the_last(view: &View<'_>, draft: &mut Draft, wanted: &BTreeSet<NodeId>) {
    let name = PoolName::controllers();
    let Some(pool) = draft.memo.pools.pools.get(&name) else { return };
    let Some(last) = pool.replicas.checked_sub(1).and_then(|place| pool.ids.nth(place)) else { return };
    if wanted.contains(&last) || view.is_voter(last) {
        return;
    }
    draft.progress(Progress {
        kind: OperationKind::ScaleIn,
        step: OperationStep::Stop,
        nodes: vec![last],
        left: 1,
        reason: ConditionReason::StoppingNode,
        detail: format!("controller {last} votes no more and stops"),
        waits_for: String::new(),
    });
    draft.proposals.push(Proposal { what: Exclusive::Lower { pool: name, node: last }, step: None });
}
