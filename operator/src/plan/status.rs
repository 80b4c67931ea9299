//! What to tell: one line, an operation with its progress, conditions, and the nodes that deviate.

mod conditions;
mod deviations;
mod summary;

use super::Plan;
use super::draft::{Draft, Progress};
use super::memo::OperationMemo;
use super::view::View;
use crate::api::Timestamp;
use crate::api::status::{
    Condition, ConditionReason, ConditionStatus, ConditionType, KafkaClusterStatus, Operation, OperationKind,
    Phase,
};
use crate::validate::{NodeId, Violation};

pub(super) fn render(view: &View<'_>, draft: &mut Draft) -> KafkaClusterStatus {
    note_completion(view, draft);
    draft.progress.sort_by_key(|progress| importance(progress.kind));
    let nodes = deviations::list(view, draft);
    let operation = operation(view, draft);
    let phase = phase(draft, !nodes.is_empty());
    let conditions = conditions::render(view, draft, &nodes);
    KafkaClusterStatus {
        observed_generation: view.want.generation,
        cluster_id: draft.memo.cluster_id.as_ref().map(|id| id.as_str().to_owned()),
        version: Some(view.seen.can.version_of(view.want).to_owned()),
        phase,
        bootstrap: view.seen.surface.bootstrap.clone(),
        summary: summary::render(view, draft, operation.as_ref(), &nodes),
        quorum: summary::quorum(view),
        scale: summary::scale(view, draft),
        operation,
        nodes,
        conditions,
    }
}

/// A cluster was complete once its controllers all voted and its brokers all served.
fn note_completion(view: &View<'_>, draft: &mut Draft) {
    if draft.memo.complete || view.cluster.is_none() {
        return;
    }
    let controllers = view.controllers.iter().all(|id| view.is_voter(*id));
    let serves = |id: &NodeId| view.broker(*id).is_some_and(|broker| !broker.fenced);
    draft.memo.complete = controllers && view.brokers.iter().all(serves);
}

fn importance(kind: OperationKind) -> u8 {
    match kind {
        OperationKind::Create => 0,
        OperationKind::ReplaceVoter => 1,
        OperationKind::ScaleIn => 2,
        OperationKind::ScaleOut => 3,
        OperationKind::Forget => 4,
        OperationKind::Roll => 5,
    }
}

/// The most important thing that goes on, together with others of its kind.
fn operation(view: &View<'_>, draft: &mut Draft) -> Option<Operation> {
    let Some(headline) = draft.progress.first() else {
        draft.memo.operation = None;
        return None;
    };
    let same: Vec<&Progress> =
        draft.progress.iter().filter(|progress| progress.kind == headline.kind).collect();
    let left: u64 = same.iter().map(|progress| progress.left).sum();
    let mut nodes: Vec<i64> =
        same.iter().flat_map(|progress| &progress.nodes).map(|id| i64::from(*id)).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.truncate(64);
    let before = draft.memo.operation.filter(|before| before.kind == headline.kind);
    let since = before.map_or(view.now, |before| before.since);
    let total = before.map_or(left, |before| before.total.max(left));
    let operation = Operation {
        kind: headline.kind,
        nodes,
        step: headline.step,
        since,
        done: total - left,
        total,
        waits_for: headline.waits_for.clone(),
    };
    draft.memo.operation = Some(OperationMemo { kind: headline.kind, since, total });
    Some(operation)
}

fn phase(draft: &Draft, deviates: bool) -> Phase {
    if !draft.memo.complete {
        return Phase::Creating;
    }
    match draft.progress.first().map(|progress| progress.kind) {
        Some(OperationKind::Create) => Phase::Creating,
        Some(OperationKind::ReplaceVoter) => Phase::Repairing,
        Some(OperationKind::ScaleIn | OperationKind::Forget) => Phase::ScalingIn,
        Some(OperationKind::ScaleOut) => Phase::ScalingOut,
        Some(OperationKind::Roll) => Phase::Rolling,
        None if deviates => Phase::Recovering,
        None => Phase::Running,
    }
}

/// The status of a cluster whose new spec breaks rules: what runs goes on as it was, and the rest says why.
pub fn refuse(
    before: &KafkaClusterStatus,
    violations: &[Violation],
    generation: Option<i64>,
    now: Timestamp,
) -> KafkaClusterStatus {
    let mut status = before.clone();
    let message = violations.iter().map(Violation::to_string).collect::<Vec<_>>().join("\n");
    let was = status.condition(ConditionType::Stalled);
    let since =
        was.filter(|was| was.status == ConditionStatus::True).map_or(now, |was| was.last_transition_time);
    status.phase = Phase::Invalid;
    status.observed_generation = generation;
    status.summary.detail = violations.first().map(Violation::to_string).unwrap_or_default();
    status.conditions.retain(|condition| condition.kind != ConditionType::Stalled);
    status.conditions.push(Condition {
        kind: ConditionType::Stalled,
        status: ConditionStatus::True,
        reason: ConditionReason::InvalidSpec,
        message: message.chars().take(32768).collect(),
        last_transition_time: since,
        observed_generation: generation,
    });
    status
}

impl Plan {
    /// Whether everything is as it should be: nothing to do, nothing in the way, nothing that deviates.
    pub fn is_converged(&self) -> bool {
        self.steps.is_empty() && self.status.phase == Phase::Running && self.status.nodes.is_empty()
    }
}
