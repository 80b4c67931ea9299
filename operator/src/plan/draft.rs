//! A plan that is being made: what its rooms have said so far.

use super::exclusive::Proposal;
use super::limits::{WAKE_IDLE_MS, WAKE_PROGRESS_MS};
use super::view::View;
use super::{Act, Guard, Memo, Questions, Reason, Step, StepId, StepKind};
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::{NodeId, Role};

pub(super) struct Draft {
    pub(super) memo: Memo,
    pub(super) steps: Vec<Step>,
    /// Acts that could take something away, most urgent first; at most one is chosen.
    pub(super) proposals: Vec<Proposal>,
    pub(super) ask: Questions,
    /// What is going on, most important first.
    pub(super) progress: Vec<Progress>,
    pub(super) stalls: Vec<Stall>,
    /// Something is so wrong that nothing may be touched.
    pub(super) frozen: bool,
    pub(super) wake_ms: i64,
}

/// Something that is going on.
pub(super) struct Progress {
    pub(super) kind: OperationKind,
    pub(super) step: OperationStep,
    pub(super) nodes: Vec<NodeId>,
    /// How much is left: replicas for a drain, nodes otherwise.
    pub(super) left: u64,
    pub(super) reason: ConditionReason,
    /// One sentence.
    pub(super) detail: String,
    /// What it waits for; empty when it waits for nothing.
    pub(super) waits_for: String,
}

/// Something that only a human can mend.
pub(super) struct Stall {
    pub(super) reason: ConditionReason,
    /// What is in the way, and what to do.
    pub(super) message: String,
}

impl Draft {
    pub(super) fn new(memo: Memo) -> Self {
        Draft {
            memo,
            steps: Vec::new(),
            proposals: Vec::new(),
            ask: Questions::default(),
            progress: Vec::new(),
            stalls: Vec::new(),
            frozen: false,
            wake_ms: WAKE_IDLE_MS,
        }
    }

    pub(super) fn step(
        &mut self,
        kind: StepKind,
        target: impl ToString,
        act: Act,
        guard: Guard,
        why: String,
    ) {
        let id = StepId { kind, target: target.to_string() };
        self.steps.push(Step { id, act, guard, why: Reason(why) });
        self.wake_within(WAKE_PROGRESS_MS);
    }

    pub(super) fn progress(&mut self, progress: Progress) {
        self.wake_within(WAKE_PROGRESS_MS);
        self.progress.push(progress);
    }

    pub(super) fn stall(&mut self, reason: ConditionReason, message: String) {
        self.stalls.push(Stall { reason, message });
    }

    pub(super) fn wake_within(&mut self, ms: i64) {
        self.wake_ms = self.wake_ms.min(ms);
    }

    /// What a node of ours does; `None` for one that is not ours.
    pub(super) fn role_of(&self, view: &View<'_>, id: NodeId) -> Option<Role> {
        let kept = self.memo.pools.pools.values().find(|pool| pool.ids.contains(id)).map(|pool| pool.role);
        kept.or_else(|| view.role_by_range(id))
    }
}
