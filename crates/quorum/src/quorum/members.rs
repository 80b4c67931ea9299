//! Changes of the members: learners come and go, voters change; one change at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use openraft::async_runtime::WatchReceiver;
use openraft::entry::RaftPayload as _;
use openraft::errors::{ChangeMembershipError, ClientWriteError, RaftError};
use openraft::raft::{ChangeMembershipRequest, ClientWriteResponse, Precondition};
use openraft::{ChangeMembers, Instant};

use super::{InstantOf, Node, Quorum};
use crate::config::MAX_LEARNERS;
use crate::log_id::LogId;
use crate::peer::message::Life;
use crate::raft::{RaftPayload, TypeConfig, from_log_id, to_log_id};
use crate::runtime::Runtime;
use crate::{Endpoints, Entry, Error, Member, Membership, Proposed, VoterKey};

type Change = ChangeMembers<VoterKey, Endpoints>;
type Answer<RT> =
    Result<ClientWriteResponse<TypeConfig<RT>>, RaftError<TypeConfig<RT>, ClientWriteError<TypeConfig<RT>>>>;

impl<RT: Runtime> Quorum<RT> {
    /// Lets a controller follow the log without a vote, and returns when that is committed.
    ///
    /// A member that listens elsewhere now is told apart by its key: it stays what it is. A learner with the same node
    /// id and another directory makes place for the new one.
    pub async fn add_learner(&self, member: Member) -> Result<(), Error> {
        self.node.take_in(member, None).await
    }

    /// Lets a learner go; nothing happens when there is none of that key.
    pub async fn remove_learner(&self, key: VoterKey) -> Result<(), Error> {
        self.node.drop_learner(key).await
    }

    /// Makes these the voters, and returns when that is committed and applied here.
    ///
    /// Each must be a voter already, or a learner that has caught up. A majority of them, and all that are new, must
    /// answer what is sent to them after this was called. `expected` is the [`Membership::log_id`] that the caller has looked at.
    /// `voters_entry` is the batch that tells the brokers; it stands in the entry that ends the change, and only there.
    /// Who is no voter any more leaves altogether. When this fails after it has begun, the change is ended all the
    /// same, by this leader or by the next.
    pub async fn change_voters(
        &self,
        voters: BTreeSet<VoterKey>,
        expected: Option<LogId>,
        voters_entry: Entry,
    ) -> Result<Proposed, Error> {
        voters_entry.check()?;
        let node = self.node.clone();
        // In a task of its own: who gives up waiting must not leave the change half done.
        let task = RT::spawn(async move { node.change_voters(voters, expected, voters_entry).await });
        task.await.unwrap_or_else(|e| Err(self.node.ended(e)))
    }

    /// Notes that a member listens elsewhere now. For a voter `voters_entry` tells the brokers; a learner needs none.
    pub async fn update_endpoints(
        &self,
        member: Member,
        expected: Option<LogId>,
        voters_entry: Option<Entry>,
    ) -> Result<(), Error> {
        member.endpoints.check()?;
        if let Some(entry) = &voters_entry {
            entry.check()?;
        }
        let node = &self.node;
        let _changing = node.changing.lock().await;
        let membership = node.membership_expected(expected)?;
        if membership.endpoints(&member.key).is_none() {
            return Err(Error::InvalidChange(format!("{} is no member", member.key)));
        }
        let change = Change::SetNodes(BTreeMap::from([(member.key, member.endpoints)]));
        node.change(change, &membership, RaftPayload::of(voters_entry)).await.map(|_| ())
    }
}

impl<RT: Runtime> Node<RT> {
    /// The membership, if this node leads and it is the one expected and no change is under way.
    fn membership_expected(&self, expected: Option<LogId>) -> Result<Membership, Error> {
        if !self.leadership.borrow().is_leader {
            return Err(self.not_leader());
        }
        let membership = self.membership.borrow().clone();
        if membership.log_id != expected {
            return Err(Error::MembershipChanged { expected, found: membership.log_id });
        }
        if membership.is_joint() {
            return Err(Error::ChangeInProgress);
        }
        if !membership.is_voter(&self.config.key) {
            // It leads until its removal has reached the others; the next change is for the next leader.
            return Err(Error::NotLeader { leader: None });
        }
        Ok(membership)
    }

    /// Makes a member a learner. `blank`: it says that it has no log, in this life.
    pub(super) async fn take_in(&self, member: Member, blank: Option<Life>) -> Result<(), Error> {
        member.endpoints.check()?;
        let _changing = self.changing.lock().await;
        let mut membership = self.membership_expected(self.membership.borrow().log_id)?;
        if blank.is_some() && self.wal.knows_as_voter(&member.key) {
            return Err(Error::LostLog(member.key));
        }
        if membership.is_voter(&member.key) {
            return Ok(());
        }
        if membership.learners.contains_key(&member.key) {
            let Some(life) = blank else {
                return self.move_learner(member, &membership).await;
            };
            if self.is_taken_in(&member.key, life) {
                return Ok(());
            }
            // It may have had a log and lost it, and what it has answered before may still be on its way here. Raft takes
            // that for a fault unless it is told to begin with it anew.
            self.change(Change::RemoveNodes([member.key].into()), &membership, RaftPayload::blank()).await?;
            membership = self.membership.borrow().clone();
        }
        let mut changes = Vec::new();
        let replaced: BTreeSet<_> =
            membership.learners.keys().filter(|key| key.id == member.key.id).copied().collect();
        let learners = membership.learners.len() - replaced.len();
        if learners >= MAX_LEARNERS {
            return Err(Error::TooManyLearners(learners));
        }
        if !replaced.is_empty() {
            changes.push(Change::RemoveNodes(replaced));
        }
        changes.push(Change::AddNodes(BTreeMap::from([(member.key, member.endpoints)])));
        self.change(Change::Batch(changes), &membership, RaftPayload::blank()).await?;
        if let Some(life) = blank {
            self.note_taken_in(member.key, life);
        }
        Ok(())
    }

    async fn move_learner(&self, member: Member, membership: &Membership) -> Result<(), Error> {
        if membership.endpoints(&member.key) == Some(&member.endpoints) {
            return Ok(());
        }
        let change = Change::SetNodes(BTreeMap::from([(member.key, member.endpoints)]));
        self.change(change, membership, RaftPayload::blank()).await.map(|_| ())
    }

    /// The last entry that a member is known to have.
    fn matched(&self, key: &VoterKey) -> Option<LogId> {
        let metrics = self.raft.data_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let matched = metrics.replication.as_ref()?.get(key)?.as_ref()?;
        Some(from_log_id(matched))
    }

    pub(super) async fn drop_learner(&self, key: VoterKey) -> Result<(), Error> {
        let _changing = self.changing.lock().await;
        let membership = self.membership_expected(self.membership.borrow().log_id)?;
        if !membership.learners.contains_key(&key) {
            return Ok(());
        }
        self.change(Change::RemoveNodes([key].into()), &membership, RaftPayload::blank()).await.map(|_| ())
    }

    async fn change_voters(
        self: Arc<Self>,
        voters: BTreeSet<VoterKey>,
        expected: Option<LogId>,
        entry: Entry,
    ) -> Result<Proposed, Error> {
        let _changing = self.changing.lock().await;
        let membership = self.membership_expected(expected)?;
        self.check_voters(&voters, &membership)?;
        let term = self.leadership.borrow().term as u64;
        self.hear(&voters, &membership, term).await?;
        let payload = RaftPayload::of(Some(entry));
        let request = ChangeMembershipRequest::new(Change::ReplaceAllVoters(voters), false)
            .with_preconditions(preconditions(term, membership.log_id))
            .with_payload(RaftPayload::blank(), payload.clone());
        let uniform = match self.raft.change_membership_with_payload(request).await {
            Ok(outcome) => from_log_id(&outcome.uniform.log_id),
            Err(e) => {
                // The first step may have been taken: then there is no way but to the end.
                let begun = self.raft_membership();
                let ours = begun.is_joint() && begun.log_id.is_some_and(|id| id.term == term);
                if !ours {
                    return Err(self.refused(e));
                }
                self.end_joint(term, &payload).await.ok_or_else(|| self.not_leader())?
            }
        };
        let offset = self.wal.base_offset(uniform.index).map_err(|e| self.ended(e))?;
        Ok(Proposed { index: uniform.index, offset })
    }

    fn check_voters(&self, voters: &BTreeSet<VoterKey>, membership: &Membership) -> Result<(), Error> {
        if voters.is_empty() {
            return Err(Error::InvalidChange("a quorum needs a voter".into()));
        }
        let ids: BTreeSet<i32> = voters.iter().map(|key| key.id).collect();
        if ids.len() != voters.len() {
            return Err(Error::InvalidChange("two voters would have the same node id".into()));
        }
        for key in voters.iter().filter(|key| !membership.voters.contains_key(key)) {
            if !membership.learners.contains_key(key) {
                return Err(Error::InvalidChange(format!("{key} is neither a voter nor a learner")));
            }
            let applied = self.applied.borrow().last.map(|last| last.index);
            if self.matched(key).map(|matched| matched.index) < applied {
                return Err(Error::NotCaughtUp(*key));
            }
        }
        Ok(())
    }

    /// Waits until a majority of the voters to be, and each that is new among them, has answered a message sent from now
    /// on.
    ///
    /// Once a change of voters has begun there is no way back: its end needs a majority of the new voters. That one of
    /// them was heard a moment ago is not enough, it may have lost its disk since: with it a group of three that is to
    /// become two could never decide anything again, and a newcomer would be a voter that is lost from the begin.
    async fn hear(
        &self,
        voters: &BTreeSet<VoterKey>,
        membership: &Membership,
        term: u64,
    ) -> Result<(), Error> {
        let asked = InstantOf::<RT>::now();
        let answering = || voters.iter().filter(|key| self.answered_since(key, asked)).count();
        let silent =
            |key: &&VoterKey| !membership.voters.contains_key(key) && !self.answered_since(key, asked);
        let enough = || answering() * 2 > voters.len() && !voters.iter().any(|key| silent(&key));
        let mut metrics = self.raft.data_metrics();
        let heard = async { while !enough() && self.raft_leads(term) && metrics.changed().await.is_ok() {} };
        // Who has not answered by then is told below.
        let _ = RT::timeout(self.config.timing.quorum_timeout, heard).await;
        let answering = answering();
        if !self.raft_leads(term) {
            return Err(self.not_leader());
        }
        if answering * 2 <= voters.len() {
            return Err(Error::NoMajority { answering, voters: voters.len() });
        }
        match voters.iter().find(silent) {
            Some(newcomer) => Err(Error::NotCaughtUp(*newcomer)),
            None => Ok(()),
        }
    }

    /// Ends a change of voters that an earlier leader has left open. False when the leadership was lost before.
    pub(super) async fn flatten(&self, term: u64) -> bool {
        let _changing = self.changing.lock().await;
        let membership = self.raft_membership();
        if !membership.is_joint() {
            return true;
        }
        let voters: Vec<Member> = membership
            .voters
            .iter()
            .map(|(key, endpoints)| Member { key: *key, endpoints: endpoints.clone() })
            .collect();
        let payload = RaftPayload::of(Some(self.voters_encoder.voters(&voters)));
        self.end_joint(term, &payload).await.is_some()
    }

    /// Takes the second step of a change of voters, as often as it needs; `None` when the leadership is lost.
    async fn end_joint(&self, term: u64, payload: &RaftPayload) -> Option<LogId> {
        loop {
            let membership = self.raft_membership();
            if !membership.is_joint() {
                return membership.log_id;
            }
            let request = ChangeMembershipRequest::new(Change::AddVoterIds(BTreeSet::new()), false)
                .with_preconditions(preconditions(term, membership.log_id))
                .with_payload(RaftPayload::blank(), payload.clone());
            match self.raft.change_membership_with_payload(request).await {
                Ok(outcome) => return Some(from_log_id(&outcome.uniform.log_id)),
                Err(RaftError::Fatal(_)) => return None,
                Err(e) => tracing::debug!("the change of voters can not be ended yet: {e}"),
            }
            if !self.raft_leads(term) {
                return None;
            }
            RT::sleep(self.config.timing.heartbeat_interval).await;
        }
    }

    /// One step that needs no joint configuration.
    async fn change(
        &self,
        change: Change,
        membership: &Membership,
        payload: RaftPayload,
    ) -> Result<LogId, Error> {
        let term = self.leadership.borrow().term as u64;
        let request = ChangeMembershipRequest::new(change, true)
            .with_preconditions(preconditions(term, membership.log_id))
            .with_payload(RaftPayload::blank(), payload);
        let outcome = self.raft.change_membership_with_payload(request).await.map_err(|e| self.refused(e))?;
        let id = from_log_id(&outcome.uniform.log_id);
        // What is read next must not be older than what was just done.
        let mut published = self.membership.subscribe();
        while published.borrow_and_update().log_id < Some(id) {
            if published.changed().await.is_err() {
                break;
            }
        }
        Ok(id)
    }

    /// Writes an entry that says nothing and waits until it is applied; its index, or `None` when the leadership of the
    /// term is lost.
    pub(super) async fn write_blank(&self, term: u64) -> Option<u64> {
        loop {
            let answer: Answer<RT> = self.raft.write_blank().await;
            match answer {
                Ok(written) => {
                    let id = from_log_id(&written.log_id);
                    return (id.term == term).then_some(id.index);
                }
                Err(RaftError::Fatal(_)) => return None,
                Err(e) => tracing::debug!("the tenure can not begin yet: {e}"),
            }
            if !self.raft_leads(term) {
                return None;
            }
            RT::sleep(self.config.timing.heartbeat_interval).await;
        }
    }

    /// The membership as the Raft core knows it at this moment.
    fn raft_membership(&self) -> Membership {
        let metrics = self.raft.server_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let committed = metrics.committed_membership_config.log_id() == metrics.membership_config.log_id();
        crate::raft::from_membership(&metrics.membership_config, committed)
    }

    /// Whether the Raft core leads in that term, with a majority or without.
    fn raft_leads(&self, term: u64) -> bool {
        let metrics = self.raft.server_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        metrics.state == openraft::ServerState::Leader && metrics.vote.leader_id.term == term
    }

    /// Our error for openraft's refusal of a change.
    fn refused(&self, e: RaftError<TypeConfig<RT>, ClientWriteError<TypeConfig<RT>>>) -> Error {
        let e = match e {
            RaftError::APIError(e) => e,
            RaftError::Fatal(e) => return self.ended(e),
        };
        match e {
            ClientWriteError::ForwardToLeader(forward) => self.forwarded(&forward),
            ClientWriteError::LogEntryDiscarded(_) => self.not_leader(),
            ClientWriteError::PreconditionFailed(_) => {
                let found = self.raft_membership().log_id;
                Error::MembershipChanged { expected: self.membership.borrow().log_id, found }
            }
            ClientWriteError::ChangeMembershipError(ChangeMembershipError::InProgress(_)) => {
                Error::ChangeInProgress
            }
            ClientWriteError::ChangeMembershipError(other) => Error::InvalidChange(other.to_string()),
        }
    }
}

fn preconditions<RT: Runtime>(term: u64, membership: Option<LogId>) -> [Precondition<TypeConfig<RT>>; 2] {
    [
        Precondition::CommittedLeaderId { committed_leader_id: term.into() },
        Precondition::LastMembershipLogId { last_membership_log_id: membership.map(to_log_id) },
    ]
}
