//! [`Membership`]: who is in the quorum.

use std::collections::BTreeMap;

use super::event::VoterKey;
use crate::image::Voter;

/// Names one membership of the quorum: the entry of Raft's log that says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MembershipId {
    /// Its term.
    pub term: u64,
    /// Its index in Raft's log, which is no offset.
    pub index: u64,
}

/// The members of the quorum, as the last entry in this node's log says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Membership {
    /// The entry that says so.
    pub id: MembershipId,
    /// The voters; while a change is under way those it leads to.
    pub voters: BTreeMap<VoterKey, Voter>,
    /// Controllers that get the log without a vote.
    pub learners: BTreeMap<VoterKey, Voter>,
    /// Whether a change is under way: majorities of two sets are needed.
    pub joint: bool,
}

impl Voter {
    /// Who it is.
    pub fn key(&self) -> VoterKey {
        VoterKey { id: self.id, directory: self.directory }
    }
}
