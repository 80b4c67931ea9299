//! Between openraft's values and ours.

use std::sync::Arc;

use super::types::{
    Committed, LeaderId, RaftEntry, RaftLogId, RaftMembership, RaftPayload, RaftVote, StoredMembership,
};
use crate::Membership;
use crate::configuration::Configuration;
use crate::log_entry::{LogEntry, Payload};
use crate::log_id::{LogId, Vote};

pub(crate) fn to_log_id(id: LogId) -> RaftLogId {
    RaftLogId::new(Committed::new(id.term), id.index)
}

pub(crate) fn from_log_id(id: &RaftLogId) -> LogId {
    LogId { term: id.leader_id.term, index: id.index }
}

pub(crate) fn to_vote(vote: &Vote) -> RaftVote {
    RaftVote { leader_id: LeaderId { term: vote.term, voted_for: vote.voter }, committed: vote.committed }
}

pub(crate) fn from_vote(vote: &RaftVote) -> Vote {
    Vote { term: vote.leader_id.term, voter: vote.leader_id.voted_for, committed: vote.committed }
}

/// Fails when the configuration could not have been made by a leader.
pub(super) fn to_raft_membership(configuration: &Configuration) -> std::io::Result<RaftMembership> {
    RaftMembership::new(configuration.voters.clone(), configuration.nodes.clone())
        .map_err(|e| std::io::Error::new(std::io::ErrorKind::InvalidData, e.to_string()))
}

pub(super) fn from_raft_membership(membership: &RaftMembership) -> Configuration {
    Configuration {
        voters: membership.get_joint_config().clone(),
        nodes: membership.nodes().map(|(key, node)| (*key, node.clone())).collect(),
    }
}

/// The membership as callers see it.
pub(crate) fn from_membership(stored: &StoredMembership, committed: bool) -> Membership {
    let configuration = from_raft_membership(stored.membership());
    Membership::new(stored.log_id().as_ref().map(from_log_id), &configuration, committed)
}

pub(crate) fn to_entry(entry: LogEntry) -> std::io::Result<RaftEntry> {
    let membership = entry.payload.configuration.as_deref().map(to_raft_membership).transpose()?;
    let payload = RaftPayload { membership, ..RaftPayload::of(entry.payload.entry) };
    Ok(RaftEntry { log_id: to_log_id(entry.id), payload })
}

pub(super) fn from_entry(entry: &RaftEntry) -> LogEntry {
    let payload = Payload {
        configuration: entry.payload.membership.as_ref().map(|m| Arc::new(from_raft_membership(m))),
        entry: entry.payload.proposal.as_ref().map(|proposal| proposal.entry.clone()),
    };
    LogEntry { id: from_log_id(&entry.log_id), payload }
}
