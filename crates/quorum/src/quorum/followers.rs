//! What a leader knows of those that follow it: how far they are, when they were heard, when they had everything.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use openraft::Instant;

use super::{InstantOf, Node};
use crate::peer::message::Life;
use crate::quorum::Quorum;
use crate::raft::from_log_id;
use crate::runtime::Runtime;
use crate::{ReplicaProgress, VoterKey};

/// Observations of one tenure.
pub(super) struct Followers<RT: Runtime> {
    /// When the log had which last index: a follower that reaches it later had everything then.
    sample: Option<(InstantOf<RT>, u64)>,
    known: BTreeMap<VoterKey, Follower<RT>>,
    /// The blank learners that were taken in, each with the life in which it asked for it. At most as many as members.
    taken_in: BTreeMap<VoterKey, Life>,
    /// The voters of which it was told that they do not answer.
    silent: BTreeSet<VoterKey>,
}

struct Follower<RT: Runtime> {
    first_seen: InstantOf<RT>,
    caught_up: Option<InstantOf<RT>>,
}

impl<RT: Runtime> Default for Followers<RT> {
    fn default() -> Self {
        Self { sample: None, known: BTreeMap::new(), taken_in: BTreeMap::new(), silent: BTreeSet::new() }
    }
}

impl<RT: Runtime> Node<RT> {
    /// Begins a new tenure: nothing is known.
    pub(super) fn forget_followers(&self) {
        *self.followers.lock() = Followers::default();
    }

    /// Whether a blank learner was taken in, in this very life.
    pub(super) fn is_taken_in(&self, key: &VoterKey, life: Life) -> bool {
        self.followers.lock().taken_in.get(key) == Some(&life)
    }

    /// Notes that a blank learner was taken in.
    pub(super) fn note_taken_in(&self, key: VoterKey, life: Life) {
        let membership = self.membership.borrow().clone();
        let mut followers = self.followers.lock();
        followers.taken_in.retain(|key, _| membership.learners.contains_key(key));
        followers.taken_in.insert(key, life);
    }

    /// Looks at how far everybody is. Kafka's rule of the caught-up time (`LeaderState.ReplicaState`).
    pub(super) fn sample_followers(&self) {
        let now = InstantOf::<RT>::now();
        let Some(last) = self.last().map(|last| last.index) else { return };
        let metrics = self.raft.data_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let Some(replication) = &metrics.replication else { return };
        let mut followers = self.followers.lock();
        let sample = followers.sample.replace((now, last));
        followers.known.retain(|key, _| replication.contains_key(key));
        for (key, matched) in replication {
            let follower =
                followers.known.entry(*key).or_insert(Follower { first_seen: now, caught_up: None });
            let matched = matched.as_ref().map(|id| id.index);
            if matched >= Some(last) {
                follower.caught_up = Some(now);
            } else if let Some((then, _)) = sample.filter(|(_, last)| matched >= Some(*last)) {
                follower.caught_up = follower.caught_up.max(Some(then));
            }
        }
    }

    /// Whether a member has answered something that was sent to it at `since` or later.
    pub(super) fn answered_since(&self, key: &VoterKey, since: InstantOf<RT>) -> bool {
        let metrics = self.raft.data_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let sent = metrics.heartbeat.as_ref().and_then(|heard| heard.get(key)).copied().flatten();
        *key == self.config.key || sent.is_some_and(|at| at.into_inner() >= since)
    }

    /// The learners that have not answered for as long as is tolerated.
    pub(super) fn silent_learners(&self) -> Vec<VoterKey> {
        let learners: Vec<VoterKey> = self.membership.borrow().learners.keys().copied().collect();
        self.silent_for(self.config.timing.learner_timeout, learners)
    }

    /// Tells, once each time, that a voter does not answer, and that it does again.
    pub(super) fn tell_silent_voters(&self) {
        let membership = self.membership.borrow().clone();
        let others = membership.voters.keys().filter(|key| **key != self.config.key).copied().collect();
        let limit = self.config.timing.quorum_timeout;
        let silent: BTreeSet<VoterKey> = self.silent_for(limit, others).into_iter().collect();
        let known = std::mem::replace(&mut self.followers.lock().silent, silent.clone());
        let (answering, voters) = (membership.voters.len() - silent.len(), membership.voters.len());
        for voter in silent.difference(&known) {
            tracing::warn!(
                "voter {voter} has not answered for {limit:?}: {answering} of {voters} voters answer"
            );
        }
        for voter in known.difference(&silent).filter(|key| membership.is_voter(key)) {
            tracing::info!("voter {voter} answers again: {answering} of {voters} voters answer");
        }
    }

    /// Those that have not answered for longer than that, while this node leads.
    fn silent_for(&self, limit: Duration, members: Vec<VoterKey>) -> Vec<VoterKey> {
        let now = InstantOf::<RT>::now();
        let metrics = self.raft.data_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let followers = self.followers.lock();
        let heard = |key: &VoterKey| {
            let answered = metrics.heartbeat.as_ref().and_then(|heard| heard.get(key)).copied().flatten();
            answered
                .map(|at| at.into_inner())
                .max(followers.known.get(key).map(|follower| follower.first_seen))
        };
        let is_silent =
            |key: &VoterKey| heard(key).is_some_and(|at| now.saturating_duration_since(at) > limit);
        members.into_iter().filter(is_silent).collect()
    }
}

impl<RT: Runtime> Quorum<RT> {
    /// How closely the members follow; `None` on a node that does not lead.
    pub fn progress(&self) -> Option<Vec<ReplicaProgress>> {
        let node = &self.node;
        if !node.leadership.borrow().is_leader {
            return None;
        }
        let now = InstantOf::<RT>::now();
        let ago = |at: InstantOf<RT>| now.saturating_duration_since(at);
        let membership = node.membership.borrow().clone();
        let me = node.config.key;
        let metrics = node.raft.data_metrics();
        let metrics = openraft::async_runtime::WatchReceiver::borrow_watched(&metrics);
        let followers = node.followers.lock();
        let outgoing = membership.outgoing.iter().flatten().map(|(key, _)| key);
        let keys = membership.voters.keys().chain(outgoing).chain(membership.learners.keys());
        let mut seen = std::collections::BTreeSet::new();
        let progress = keys.filter(|key| seen.insert(**key)).map(|key| {
            let voter = membership.is_voter(key);
            if *key == me {
                let log_end_offset = Some(node.wal.offsets().end);
                let zero = Some(Duration::ZERO);
                return ReplicaProgress {
                    key: me,
                    voter,
                    log_end_offset,
                    last_contact: zero,
                    last_caught_up: zero,
                };
            }
            let matched = metrics.replication.as_ref().and_then(|all| all.get(key)).and_then(Option::as_ref);
            let heard = metrics.heartbeat.as_ref().and_then(|all| all.get(key)).copied().flatten();
            ReplicaProgress {
                key: *key,
                voter,
                log_end_offset: matched.map(|id| node.wal.end_offset_of(from_log_id(id).index)),
                last_contact: heard.map(|at| ago(at.into_inner())),
                last_caught_up: followers.known.get(key).and_then(|follower| follower.caught_up).map(ago),
            }
        });
        Some(progress.collect())
    }
}
