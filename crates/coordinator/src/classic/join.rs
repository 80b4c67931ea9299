//! JoinGroup: who is let in, and what that sets in motion (`classicGroupJoinToClassicGroup`).

use wire::codec::Str;
use wire::error_code::ErrorCode;

use super::group::ClassicGroup;
use super::joining::Joining;
use super::state::State;
use crate::response::join_error;
use crate::shard::Step;

/// How long a member that has not had an answer yet may stay silent: its client cannot send heartbeats, and may have given up
/// and come again (`CLASSIC_GROUP_NEW_MEMBER_JOIN_TIMEOUT_MS`).
const NEW_MEMBER_JOIN_TIMEOUT_MS: i32 = 5 * 60_000;

impl ClassicGroup {
    /// Whether what a caller offers fits the group.
    pub(crate) fn fits(&self, joining: &Joining) -> bool {
        self.supports(&joining.protocol_type, &joining.offer.protocols)
    }

    /// Takes up a JoinGroup request. It is answered now or when the group has joined.
    pub(crate) fn join(&mut self, step: &mut Step<'_>, joining: Joining) {
        if !self.has_room_for(&joining.member, step.config.group_max_size) {
            return self.turn_away(step, &joining);
        }
        if !self.fits(&joining) {
            return self.refuse(step, &joining, ErrorCode::InconsistentGroupProtocol);
        }
        if joining.member.is_empty() {
            self.join_new(step, joining);
        } else if self.pending_join.contains(&joining.member) {
            if joining.instance.is_some() {
                // Ids are given out to dynamic members only.
                return self.refuse(step, &joining, ErrorCode::InvalidRequest);
            }
            let id = joining.member.clone();
            self.add_and_rebalance(step, joining, id);
        } else if let Err(code) = self.validate_member(&joining.member, joining.instance.as_ref()) {
            self.refuse(step, &joining, code);
        } else {
            self.join_again(step, joining);
        }
    }

    /// Whether a member may join in, or be let in, without the group becoming too large (`acceptJoiningMember`). While members
    /// join again it is counted who has come, so that if `group.max.size` was lowered the last to come are turned away.
    fn has_room_for(&self, member: &str, group_max_size: usize) -> bool {
        match self.state {
            State::Empty => true,
            State::PreparingRebalance => {
                let waits = self.members.get(member).is_some_and(|member| member.awaiting_join.is_some());
                waits || self.awaiting_join < group_max_size
            }
            State::CompletingRebalance | State::Stable => {
                self.members.contains_key(member) || self.members.len() < group_max_size
            }
        }
    }

    fn turn_away(&mut self, step: &mut Step<'_>, joining: &Joining) {
        let code = ErrorCode::GroupMaxSizeReached;
        let answer = join_error(joining.caller.version, Str::new(), code);
        step.reply(&self.id, joining.caller, answer);
        if !joining.member.is_empty() {
            self.dismiss(step, &joining.member, "the group is full".to_string());
            self.complete_join_if_all_joined(step);
        }
    }

    fn refuse(&self, step: &mut Step<'_>, joining: &Joining, code: ErrorCode) {
        let answer = join_error(joining.caller.version, joining.member.clone(), code);
        step.reply(&self.id, joining.caller, answer);
    }

    fn join_new(&mut self, step: &mut Step<'_>, joining: Joining) {
        let id = joining.new_member_id();
        let known = joining.instance.as_ref().and_then(|instance| self.static_members.get(instance)).cloned();
        if let Some(known) = known {
            self.replace_static_member(step, joining, &known, id);
        } else if joining.instance.is_none() && joining.requires_known_member_id() {
            self.require_member_id(step, &joining, id);
        } else {
            self.add_and_rebalance(step, joining, id);
        }
    }

    /// Gives the caller an id to come back with, so that one that never hears its answer does not become a member (KIP-394).
    fn require_member_id(&mut self, step: &mut Step<'_>, joining: &Joining, id: Str) {
        if self.pending_join.len() >= step.config.limits.pending_members {
            return self.refuse(step, joining, ErrorCode::CoordinatorNotAvailable);
        }
        self.restart_session(step, &id, joining.offer.session_timeout_ms);
        let answer = join_error(joining.caller.version, id.clone(), ErrorCode::MemberIdRequired);
        self.pending_join.insert(id);
        step.reply(&self.id, joining.caller, answer);
    }

    fn add_and_rebalance(&mut self, step: &mut Step<'_>, joining: Joining, id: Str) {
        if self.state == State::PreparingRebalance && self.previous_state == State::Empty {
            self.new_member_added = true;
        }
        let reason = format!("new member {id}; client reason: {}", joining.reason);
        let protocol_type = joining.protocol_type.clone();
        self.restart_session(step, &id, NEW_MEMBER_JOIN_TIMEOUT_MS);
        self.add(joining.into_member(id), &protocol_type);
        self.rebalance_or_complete_join(step, reason);
    }

    /// A member joins again: it wants a rebalance, has heard of one, or never heard the last answer.
    fn join_again(&mut self, step: &mut Step<'_>, joining: Joining) {
        let id = joining.member.clone();
        let same_offer =
            self.members.get(&id).is_some_and(|member| member.protocols == joining.offer.protocols);
        let reason = match self.state {
            State::PreparingRebalance => "joins during the rebalance",
            State::CompletingRebalance | State::Stable if !same_offer => "offers something else",
            // What the leader assigns may have changed though what it offers has not.
            State::Stable if self.is_leader(&id) => "the leader joins again",
            State::CompletingRebalance | State::Stable => {
                let answer = self.joined(joining.caller, &id);
                return step.reply(&self.id, joining.caller, answer);
            }
            // An empty group has no members; not reached.
            State::Empty => return self.refuse(step, &joining, ErrorCode::UnknownMemberId),
        };
        let reason = format!("member {id}: {reason}; client reason: {}", joining.reason);
        let waited = self.update(&id, joining.offer, Some(joining.caller));
        if let Some(before) = waited {
            // The client has asked again, so nobody waits for this answer any more.
            step.reply(&self.id, before, join_error(before.version, id, ErrorCode::RebalanceInProgress));
        }
        self.rebalance_or_complete_join(step, reason);
    }
}
