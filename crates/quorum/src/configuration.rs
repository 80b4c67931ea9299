//! [`Configuration`]: which controllers are in the group, as a Raft entry carries it; [`Membership`]: as callers see it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Endpoints, LogId, VoterKey};

/// The most controllers, voters and learners together, that a configuration may name.
pub const MAX_MEMBERS: usize = 64;

/// What a membership entry says: one set of voters, or two while a change is under way (joint consensus).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Configuration {
    /// A majority of each set is needed. Empty only before a group exists.
    pub(crate) voters: Vec<BTreeSet<VoterKey>>,
    /// Everybody, learners included.
    pub(crate) nodes: BTreeMap<VoterKey, Endpoints>,
}

impl Configuration {
    pub(crate) fn is_voter(&self, key: &VoterKey) -> bool {
        self.voters.iter().any(|set| set.contains(key))
    }
}

/// The members of the quorum, as the last membership entry in this node's log says (whether committed or not).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Membership {
    /// The entry that says so; the precondition of a change. `None` before this node is part of a group.
    pub log_id: Option<LogId>,
    /// The voters. While a change is under way those it leads to.
    pub voters: BTreeMap<VoterKey, Endpoints>,
    /// Controllers that receive the log without a vote.
    pub learners: BTreeMap<VoterKey, Endpoints>,
    /// While a change of voters is under way, the voters it comes from; a majority of both sets is needed until its end.
    pub outgoing: Option<BTreeMap<VoterKey, Endpoints>>,
    /// Whether this node knows the entry to be committed.
    pub committed: bool,
}

impl Membership {
    pub(crate) fn new(log_id: Option<LogId>, configuration: &Configuration, committed: bool) -> Self {
        let target = configuration.voters.last().cloned().unwrap_or_default();
        let node = |key: &VoterKey| (*key, configuration.nodes.get(key).cloned().unwrap_or_default());
        let outgoing = match configuration.voters.as_slice() {
            [old, _, ..] => Some(old.iter().map(node).collect()),
            _ => None,
        };
        let mut voters = BTreeMap::new();
        let mut learners = BTreeMap::new();
        for (key, endpoints) in &configuration.nodes {
            if target.contains(key) {
                voters.insert(*key, endpoints.clone());
            } else if !configuration.is_voter(key) {
                learners.insert(*key, endpoints.clone());
            }
        }
        Self { log_id, voters, learners, outgoing, committed }
    }

    /// Whether a change of voters is under way.
    pub fn is_joint(&self) -> bool {
        self.outgoing.is_some()
    }

    /// Whether the node has a vote, be it in the new set or in the outgoing one.
    pub fn is_voter(&self, key: &VoterKey) -> bool {
        self.voters.contains_key(key) || self.outgoing.as_ref().is_some_and(|old| old.contains_key(key))
    }

    /// Where a member listens.
    pub fn endpoints(&self, key: &VoterKey) -> Option<&Endpoints> {
        let outgoing = || self.outgoing.as_ref().and_then(|old| old.get(key));
        self.voters.get(key).or_else(|| self.learners.get(key)).or_else(outgoing)
    }
}
