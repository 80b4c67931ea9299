//! What makes a rebalance begin, go on and end.
//!
//! `prepare_rebalance` asks everybody to join again; `complete_join` ends that when nobody is missing or time is over, and
//! begins the next generation; the leader's SyncGroup (in `sync`) makes it stable. All of it from Kafka's
//! `GroupMetadataManager`: prepareRebalance, completeClassicGroupJoin, tryCompleteInitialRebalanceElseSchedule.

use std::collections::BTreeMap;

use bytes::Bytes;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::JoinGroupResponse;
use wire::messages::join_group::JoinGroupResponseMember;

use super::group::{ClassicGroup, InitialDelay};
use super::member::Member;
use super::state::State;
use crate::effect::Note;
use crate::response::{join_error, sync_error};
use crate::shard::{Caller, Change, Step, TimerKey};

/// Shortest time until members that did not join are looked at again, whatever timeout they asked for.
const MIN_POSTPONEMENT_MS: i64 = 100;
/// How long to wait before writing down again what was not appended.
const STORE_RETRY_MS: i64 = 1_000;

impl ClassicGroup {
    /// Begins a rebalance; if one is going on, ends its join phase if nobody is missing.
    pub(super) fn rebalance_or_complete_join(&mut self, step: &mut Step<'_>, reason: String) {
        if self.can_rebalance() {
            self.prepare_rebalance(step, reason);
        } else {
            self.complete_join_if_all_joined(step);
        }
    }

    /// Begins a rebalance. Not while one is going on.
    pub(crate) fn prepare_rebalance(&mut self, step: &mut Step<'_>, reason: String) {
        if self.state == State::CompletingRebalance {
            self.send_back_from_sync(step);
        }
        self.pending_sync.clear();
        step.timers.cancel(&self.sync_timer());
        self.storing = None;
        step.note(Note::Rebalancing { group: self.id.clone(), generation: self.generation, reason });
        let is_initial = self.state == State::Empty;
        self.transition_to(State::PreparingRebalance, step.now.epoch_ms);
        if is_initial {
            self.put_off_initial_rebalance(step);
        } else if self.has_all_members_joined() {
            self.complete_join(step);
        } else {
            step.timers.set(self.join_timer(), step.after(self.rebalance_timeout_ms()));
        }
    }

    /// Tells everybody who waits for an assignment that there will be none in this generation.
    fn send_back_from_sync(&mut self, step: &mut Step<'_>) {
        for id in self.member_ids() {
            let Some(member) = self.members.get_mut(&id) else { continue };
            member.assignment = Bytes::new();
            let (waited, session_ms) = (member.awaiting_sync.take(), member.session_timeout_ms);
            if let Some(caller) = waited {
                step.reply(&self.id, caller, sync_error(ErrorCode::RebalanceInProgress));
                self.restart_session(step, &id, session_ms);
            }
        }
    }

    /// The first members of a group rarely come alone: give the others time.
    fn put_off_initial_rebalance(&mut self, step: &mut Step<'_>) {
        let delay_ms = i64::from(step.config.group_initial_rebalance_delay_ms);
        let remaining_ms = (self.rebalance_timeout_ms() - delay_ms).max(0);
        self.initial_delay = Some(InitialDelay { delay_ms, remaining_ms });
        self.new_member_added = false;
        step.timers.set(self.join_timer(), step.after(delay_ms));
    }

    /// The time to join is over.
    pub(crate) fn join_timer_fired(&mut self, step: &mut Step<'_>) {
        if self.state != State::PreparingRebalance {
            return;
        }
        match self.initial_delay {
            Some(delay) if self.new_member_added && delay.remaining_ms != 0 => {
                let delay_ms =
                    i64::from(step.config.group_initial_rebalance_delay_ms).min(delay.remaining_ms);
                let remaining_ms = (delay.remaining_ms - delay.delay_ms).max(0);
                self.initial_delay = Some(InitialDelay { delay_ms, remaining_ms });
                self.new_member_added = false;
                step.timers.set(self.join_timer(), step.after(delay_ms));
            }
            _ => self.complete_join(step),
        }
    }

    /// Ends the join phase if nobody is missing; the first rebalance of an empty group waits its time in any case.
    pub(super) fn complete_join_if_all_joined(&mut self, step: &mut Step<'_>) {
        if self.state == State::PreparingRebalance
            && self.previous_state != State::Empty
            && self.has_all_members_joined()
        {
            self.complete_join(step);
        }
    }

    /// Ends the join phase: dynamic members that did not come are removed, the next generation begins.
    pub(super) fn complete_join(&mut self, step: &mut Step<'_>) {
        step.timers.cancel(&self.join_timer());
        self.initial_delay = None;
        self.remove_absent_dynamic_members(step);
        if !self.elect_joined_leader() && !self.members.is_empty() {
            // Only static members are left and none of them came: their sessions decide what becomes of them.
            let wait_ms = self.rebalance_timeout_ms().max(MIN_POSTPONEMENT_MS);
            step.timers.set(self.join_timer(), step.after(wait_ms));
            return;
        }
        self.generation = self.generation.checked_add(1).unwrap_or(1);
        self.pending_sync.clear();
        self.protocol_name = self.select_protocol();
        self.subscribed_topics = self.computed_subscription();
        if self.members.is_empty() {
            self.become_empty(step);
        } else {
            self.await_assignment(step);
        }
    }

    fn remove_absent_dynamic_members(&mut self, step: &mut Step<'_>) {
        let absent = |member: &&Member| member.awaiting_join.is_none() && !member.is_static();
        let ids: Vec<Str> = self.members.values().filter(absent).map(|member| member.id.clone()).collect();
        for id in ids {
            self.dismiss(step, &id, "did not join again in time".to_string());
        }
    }

    /// Keeps the leader if it came, else takes the first who did. Whether there is one who came.
    fn elect_joined_leader(&mut self) -> bool {
        let came = |id: &Str| self.members.get(id).is_some_and(|member| member.awaiting_join.is_some());
        if self.leader.as_ref().is_some_and(came) {
            return true;
        }
        let first = self.members.values().find(|member| member.awaiting_join.is_some());
        let first = first.map(|member| member.id.clone());
        let elected = first.is_some();
        if elected {
            self.leader = first;
        }
        elected
    }

    fn become_empty(&mut self, step: &mut Step<'_>) {
        self.transition_to(State::Empty, step.now.epoch_ms);
        self.leader = None;
        step.note(Note::Empty { group: self.id.clone(), generation: self.generation });
        self.store_emptiness(step);
    }

    /// Writes down that nobody is in the group. Until that is in the log, whoever loads it finds members that are long gone,
    /// and lets others wait for them.
    pub(crate) fn store_emptiness(&mut self, step: &mut Step<'_>) {
        step.timers.cancel(&self.store_timer());
        if self.state == State::Empty
            && let Ok(record) = self.record(&BTreeMap::new())
        {
            step.append_for(&self.id, vec![record], vec![Change::Emptied(self.id.clone())]);
        }
    }

    /// It was not written down: try again, unless somebody has come by then.
    pub(crate) fn emptiness_not_stored(&self, step: &mut Step<'_>) {
        if self.state == State::Empty {
            step.timers.set(self.store_timer(), step.after(STORE_RETRY_MS));
        }
    }

    fn await_assignment(&mut self, step: &mut Step<'_>) {
        self.transition_to(State::CompletingRebalance, step.now.epoch_ms);
        let (group, generation, members) = (self.id.clone(), self.generation, self.members.len());
        step.note(Note::Joined { group, generation, members });
        for id in self.member_ids() {
            if let Some(caller) = self.take_awaiting_join(&id) {
                let response = self.joined(caller, &id);
                step.reply(&self.id, caller, response);
            }
            let Some(member) = self.members.get_mut(&id) else { continue };
            member.is_new = false;
            let session_ms = member.session_timeout_ms;
            self.restart_session(step, &id, session_ms);
            self.pending_sync.insert(id);
        }
        step.timers.set(self.sync_timer(), step.after(self.rebalance_timeout_ms()));
    }

    /// The answer to a member of the current generation. Only the leader is told who else there is.
    pub(super) fn joined(&self, caller: Caller, member: &Str) -> JoinGroupResponse {
        let members = if self.is_leader(member) { self.joined_members() } else { Vec::new() };
        let name_or_empty = self.protocol_name.clone().or((caller.version < 7).then(Str::new));
        JoinGroupResponse {
            generation_id: self.generation,
            protocol_type: self.protocol_type.clone(),
            protocol_name: name_or_empty,
            leader: self.leader.clone().unwrap_or_default(),
            member_id: member.clone(),
            members,
            ..Default::default()
        }
    }

    pub(super) fn joined_members(&self) -> Vec<JoinGroupResponseMember> {
        let joined = |member: &Member| JoinGroupResponseMember {
            member_id: member.id.clone(),
            group_instance_id: member.instance_id.clone(),
            metadata: self.chosen_metadata(member),
        };
        self.members.values().map(joined).collect()
    }

    /// Removes a member, or one that was only given an id, and tells whoever it let wait that it is not known any more: if it
    /// is alive it will join anew.
    pub(super) fn dismiss(&mut self, step: &mut Step<'_>, id: &Str, reason: String) {
        step.timers.cancel(&self.session_timer(id));
        let Some(member) = self.remove(id) else { return };
        if let Some(caller) = member.awaiting_join {
            let gone = join_error(caller.version, Str::new(), ErrorCode::UnknownMemberId);
            step.reply(&self.id, caller, gone);
        }
        if let Some(caller) = member.awaiting_sync {
            step.reply(&self.id, caller, sync_error(ErrorCode::UnknownMemberId));
        }
        step.note(Note::MemberRemoved { group: self.id.clone(), member: member.id, reason });
    }

    pub(super) fn restart_session(&self, step: &mut Step<'_>, member: &Str, timeout_ms: i32) {
        let at_ms = step.after(i64::from(timeout_ms));
        step.timers.set(self.session_timer(member), at_ms);
    }

    pub(crate) fn session_timer(&self, member: &Str) -> TimerKey {
        TimerKey::Session { group: self.id.clone(), member: member.clone() }
    }

    pub(crate) fn join_timer(&self) -> TimerKey {
        TimerKey::Join { group: self.id.clone() }
    }

    pub(crate) fn sync_timer(&self) -> TimerKey {
        TimerKey::Sync { group: self.id.clone() }
    }

    pub(crate) fn store_timer(&self) -> TimerKey {
        TimerKey::Store { group: self.id.clone() }
    }
}
