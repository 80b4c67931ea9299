//! A classic group: its members, its generation, and who has yet to come.
//!
//! Keeps its own counts right and decides nothing: when a rebalance begins or ends stands in `rebalance`. Members are
//! ordered by id, so that every choice among them is the same on every run.

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::Str;

use super::member::{Member, Protocol};
use super::state::State;
use crate::effect::Token;
use crate::shard::Caller;

#[derive(Debug, Clone)]
pub(crate) struct ClassicGroup {
    pub(crate) id: Str,
    pub(super) state: State,
    pub(super) previous_state: State,
    /// When `state` began, if known: records before Kafka 2.1 do not tell.
    pub(crate) state_since_ms: Option<i64>,
    /// What the members are: `consumer`, `connect`; nothing for a group that only commits offsets.
    pub(crate) protocol_type: Option<Str>,
    /// What they agreed on.
    pub(crate) protocol_name: Option<Str>,
    pub(crate) generation: i32,
    pub(crate) leader: Option<Str>,
    pub(super) members: BTreeMap<Str, Member>,
    /// Member ids of static members by instance id.
    pub(super) static_members: BTreeMap<Str, Str>,
    /// Ids given out and not come back yet (KIP-394).
    pub(super) pending_join: BTreeSet<Str>,
    /// Members of this generation that have not asked for their assignment.
    pub(super) pending_sync: BTreeSet<Str>,
    /// How many members wait for their join to be answered.
    pub(super) awaiting_join: usize,
    /// How many members offer a protocol.
    pub(super) offered: BTreeMap<Str, usize>,
    /// Topics the members read, where they are consumers and say so.
    pub(crate) subscribed_topics: Option<BTreeSet<Str>>,
    /// The first rebalance of an empty group is going on: how long it was last put off, and how long it may still be.
    pub(super) initial_delay: Option<InitialDelay>,
    /// A member came while the first rebalance was put off.
    pub(super) new_member_added: bool,
    /// The batch with this generation's assignment, until it is committed. Until then others are told that the rebalance is
    /// not over.
    pub(super) storing: Option<Token>,
}

/// How the first rebalance is put off (`tryCompleteInitialRebalanceElseSchedule`).
#[derive(Debug, Clone, Copy)]
pub(crate) struct InitialDelay {
    pub(super) delay_ms: i64,
    pub(super) remaining_ms: i64,
}

impl ClassicGroup {
    /// A group nobody is in.
    pub(crate) fn new(id: Str, epoch_ms: i64) -> ClassicGroup {
        ClassicGroup {
            id,
            state: State::Empty,
            previous_state: State::Empty,
            state_since_ms: Some(epoch_ms),
            protocol_type: None,
            protocol_name: None,
            generation: 0,
            leader: None,
            members: BTreeMap::new(),
            static_members: BTreeMap::new(),
            pending_join: BTreeSet::new(),
            pending_sync: BTreeSet::new(),
            awaiting_join: 0,
            offered: BTreeMap::new(),
            subscribed_topics: None,
            initial_delay: None,
            new_member_added: false,
            storing: None,
        }
    }

    pub(crate) fn state(&self) -> State {
        self.state
    }

    /// The state that others may be told of: an assignment that is not committed is none.
    pub(super) fn told_state(&self) -> State {
        match self.state {
            State::Stable if self.storing.is_some() => State::CompletingRebalance,
            state => state,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.state == State::Empty
    }

    /// Whether a rebalance can begin: one is not going on already (`ClassicGroup.canRebalance`).
    pub(super) fn can_rebalance(&self) -> bool {
        self.state != State::PreparingRebalance
    }

    pub(super) fn transition_to(&mut self, state: State, epoch_ms: i64) {
        self.previous_state = self.state;
        self.state = state;
        self.state_since_ms = Some(epoch_ms);
    }

    pub(super) fn is_leader(&self, member: &str) -> bool {
        self.leader.as_ref().is_some_and(|leader| *leader == *member)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// Members and those that were given an id: whoever has a session.
    pub(crate) fn session_ids(&self) -> impl Iterator<Item = &Str> {
        self.members.keys().chain(&self.pending_join)
    }

    /// Forgets who was given an id and has not come back.
    pub(crate) fn forget_pending_members(&mut self) {
        self.pending_join.clear();
    }

    pub(super) fn member_ids(&self) -> Vec<Str> {
        self.members.keys().cloned().collect()
    }

    /// Whether nobody is missing for the next generation.
    pub(super) fn has_all_members_joined(&self) -> bool {
        self.members.len() == self.awaiting_join && self.pending_join.is_empty()
    }

    /// The longest time any member asks for.
    pub(super) fn rebalance_timeout_ms(&self) -> i64 {
        self.members.values().map(|member| i64::from(member.rebalance_timeout_ms)).max().unwrap_or(0).max(0)
    }

    /// Adds a member that is not in the group, perhaps waiting for its join to be answered.
    pub(crate) fn add(&mut self, member: Member, protocol_type: &Str) {
        if self.members.is_empty() {
            self.protocol_type = Some(protocol_type.clone());
        }
        if let Some(instance) = &member.instance_id {
            self.static_members.insert(instance.clone(), member.id.clone());
        }
        self.leader.get_or_insert_with(|| member.id.clone());
        self.count_offers(&member.protocols, true);
        self.awaiting_join += usize::from(member.awaiting_join.is_some());
        self.pending_join.remove(&member.id);
        self.members.insert(member.id.clone(), member);
    }

    /// Removes a member, or one that was only given an id. Whom it let wait is the caller's to answer.
    pub(super) fn remove(&mut self, id: &str) -> Option<Member> {
        self.pending_join.remove(id);
        self.pending_sync.remove(id);
        let member = self.members.remove(id)?;
        self.count_offers(&member.protocols, false);
        self.awaiting_join -= usize::from(member.awaiting_join.is_some());
        if let Some(instance) = &member.instance_id {
            self.static_members.remove(instance);
        }
        if self.is_leader(id) {
            self.leader = self.members.keys().next().cloned();
        }
        Some(member)
    }

    /// Gives a member another id and leaves the rest as it is. Nothing if there is no such member.
    pub(super) fn rename(&mut self, old: &str, new: &Str) -> Option<&mut Member> {
        let mut member = self.members.remove(old)?;
        member.id = new.clone();
        if self.is_leader(old) {
            self.leader = Some(new.clone());
        }
        if let Some(instance) = &member.instance_id {
            self.static_members.insert(instance.clone(), new.clone());
        }
        if self.pending_sync.remove(old) {
            self.pending_sync.insert(new.clone());
        }
        self.members.insert(new.clone(), member);
        self.members.get_mut(new)
    }

    /// Takes over what a member says as it joins again, and lets it wait for the answer. Whom it let wait before is given
    /// back.
    pub(super) fn update(&mut self, id: &str, offer: Offer, caller: Option<Caller>) -> Option<Caller> {
        let member = self.members.get_mut(id)?;
        member.rebalance_timeout_ms = offer.rebalance_timeout_ms;
        member.session_timeout_ms = offer.session_timeout_ms;
        let before = std::mem::replace(&mut member.protocols, offer.protocols.clone());
        let waited = std::mem::replace(&mut member.awaiting_join, caller);
        self.awaiting_join -= usize::from(waited.is_some());
        self.awaiting_join += usize::from(caller.is_some());
        self.count_offers(&before, false);
        self.count_offers(&offer.protocols, true);
        waited
    }

    /// Lets a caller wait for its join under a member that lets nobody wait.
    pub(super) fn await_join(&mut self, id: &str, caller: Caller) {
        if let Some(member) = self.members.get_mut(id) {
            member.awaiting_join = Some(caller);
            self.awaiting_join += 1;
        }
    }

    /// Takes whom a member let wait for its join.
    pub(super) fn take_awaiting_join(&mut self, id: &str) -> Option<Caller> {
        let caller = self.members.get_mut(id)?.awaiting_join.take()?;
        self.awaiting_join -= 1;
        Some(caller)
    }

    /// Takes everybody who waits for anything: joins, then syncs.
    pub(crate) fn take_all_waiting(&mut self) -> (Vec<(Str, Caller)>, Vec<Caller>) {
        let (mut joins, mut syncs) = (Vec::new(), Vec::new());
        for member in self.members.values_mut() {
            joins.extend(member.awaiting_join.take().map(|caller| (member.id.clone(), caller)));
            syncs.extend(member.awaiting_sync.take());
        }
        self.awaiting_join = 0;
        (joins, syncs)
    }

    fn count_offers(&mut self, protocols: &[Protocol], more: bool) {
        for protocol in protocols {
            let count = self.offered.entry(protocol.name.clone()).or_default();
            *count = if more { *count + 1 } else { count.saturating_sub(1) };
            if *count == 0 {
                self.offered.remove(&protocol.name);
            }
        }
    }
}

/// What a member may change about itself by joining again.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(super) rebalance_timeout_ms: i32,
    pub(super) session_timeout_ms: i32,
    pub(super) protocols: Vec<Protocol>,
}
