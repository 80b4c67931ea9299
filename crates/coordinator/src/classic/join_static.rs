//! A static member comes back: it takes the place of the one that ran under its instance id (KIP-345).
//!
//! In a stable group nothing else happens as long as the group would choose the same protocol: a restart within the session
//! costs no rebalance, and the assignment is kept (KIP-814). Rules: `updateStaticMemberThenRebalanceOrCompleteJoin`.

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::JoinGroupResponse;

use super::group::ClassicGroup;
use super::joining::Joining;
use super::member::Member;
use super::state::State;
use crate::error::AppendError;
use crate::response::{join_error, sync_error};
use crate::shard::{Caller, Change, Step};

/// What is needed to take a replacement back.
#[derive(Debug)]
pub(crate) struct StaticReplacement {
    /// The member as it was.
    before: Member,
    new_id: Str,
    generation: i32,
    was_leader: bool,
}

impl ClassicGroup {
    pub(super) fn replace_static_member(
        &mut self,
        step: &mut Step<'_>,
        joining: Joining,
        old: &Str,
        new: Str,
    ) {
        self.fence(step, old);
        let Some(before) = self.members.get(old).cloned() else { return };
        let leader_before = self.leader.clone().unwrap_or_default();
        let was_leader = self.is_leader(old);
        let (caller, skips) = (joining.caller, joining.supports_skipping_assignment());
        let reason =
            format!("static member {new} takes the place of {old}; client reason: {}", joining.reason);
        step.timers.cancel(&self.session_timer(old));
        self.restart_session(step, &new, joining.offer.session_timeout_ms);
        if let Some(member) = self.rename(old, &new) {
            member.client_id = joining.client_id;
            member.client_host = joining.client_host;
            member.is_new = false;
        }
        // In a stable group it gets its answer when its new id is committed; in any other it joins with the others.
        self.update(&new, joining.offer, None);
        if self.state == State::Stable && self.select_protocol() == self.protocol_name {
            let replacement =
                StaticReplacement { before, new_id: new.clone(), generation: self.generation, was_leader };
            let answer = self.rejoined(caller, &new, leader_before, skips);
            return self.store_replacement(step, caller, replacement, answer);
        }
        self.await_join(&new, caller);
        match self.state {
            State::Stable | State::CompletingRebalance => self.prepare_rebalance(step, reason),
            State::PreparingRebalance | State::Empty => self.complete_join_if_all_joined(step),
        }
    }

    /// Whoever still waits under the old id must not go on: two would run under one instance id.
    fn fence(&mut self, step: &mut Step<'_>, old: &Str) {
        if let Some(caller) = self.take_awaiting_join(old) {
            let fenced = join_error(caller.version, old.clone(), ErrorCode::FencedInstanceId);
            step.reply(&self.id, caller, fenced);
        }
        let syncing = self.members.get_mut(old).and_then(|member| member.awaiting_sync.take());
        if let Some(caller) = syncing {
            step.reply(&self.id, caller, sync_error(ErrorCode::FencedInstanceId));
        }
    }

    /// The answer in a stable group. A leader is told to keep the assignment; where the version has no word for that, the
    /// leader is called by its old id, so that the member does not take itself for it.
    fn rejoined(&self, caller: Caller, new: &Str, leader_before: Str, skips: bool) -> JoinGroupResponse {
        let answer = self.joined(caller, new);
        if skips {
            JoinGroupResponse { skip_assignment: self.is_leader(new), ..answer }
        } else {
            JoinGroupResponse { leader: leader_before, members: Vec::new(), ..answer }
        }
    }

    fn store_replacement(
        &mut self,
        step: &mut Step<'_>,
        caller: Caller,
        replacement: StaticReplacement,
        answer: JoinGroupResponse,
    ) {
        self.subscribed_topics = self.computed_subscription();
        let Ok(record) = self.record(&self.assignments()) else {
            self.undo_replacement(step, replacement);
            let failed = join_error(caller.version, Str::new(), AppendError::TooLarge.code());
            return step.reply(&self.id, caller, failed);
        };
        let change = Change::Replaced { group: self.id.clone(), replacement: Box::new(replacement) };
        step.append_for(&self.id, vec![record], vec![change]);
        step.reply(&self.id, caller, answer);
    }

    /// Puts back the member that was replaced, unless the group has gone on to another generation, which will be stored with
    /// the new one.
    pub(crate) fn undo_replacement(&mut self, step: &mut Step<'_>, replacement: StaticReplacement) {
        let StaticReplacement { mut before, new_id, generation, was_leader } = replacement;
        if self.state != State::Stable || self.generation != generation {
            return;
        }
        let pending_sync = self.pending_sync.contains(&new_id);
        if self.remove(&new_id).is_none() {
            return;
        }
        step.timers.cancel(&self.session_timer(&new_id));
        let (old, session_ms) = (before.id.clone(), before.session_timeout_ms);
        let protocol_type = self.protocol_type.clone().unwrap_or_default();
        (before.awaiting_join, before.awaiting_sync) = (None, None);
        self.add(before, &protocol_type);
        if was_leader {
            self.leader = Some(old.clone());
        }
        if pending_sync {
            self.pending_sync.insert(old.clone());
        }
        self.restart_session(step, &old, session_ms);
        self.subscribed_topics = self.computed_subscription();
    }
}
