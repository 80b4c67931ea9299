//! The precondition under which an act is still right, read again from the source just before it is done.
//!
//! What the cluster can tell is judged here, so that whoever carries steps out needs no rule of its own: it observes with
//! [`Guard::questions`], and asks [`Guard::holds`]. What a substrate can tell (a node's run, a directory, what stands
//! beside a volume) it compares itself.

use std::collections::BTreeSet;

use super::observed::{ClusterSeen, MayStop, QuorumSeen};
use super::view::caught_up;
use super::{DirectoryId, Incarnation, Questions, Voter};
use crate::validate::NodeId;

/// What must still be so when a step is carried out, read again from the source.
#[derive(Clone, Debug, PartialEq)]
pub enum Guard {
    /// Nothing stands there yet, or the same.
    CreateOnly,
    /// The node's metadata directory is this one.
    Directory {
        /// The node.
        node: NodeId,
        /// Its directory.
        directory: DirectoryId,
    },
    /// The voters are these, under this term, and of those that will be there a majority is caught up
    /// ([`Guard::holds`]).
    Voters {
        /// The term.
        term: i32,
        /// All of them.
        voters: BTreeSet<Voter>,
        /// The voters after the change.
        after: BTreeSet<Voter>,
    },
    /// The node still has this run and, where `ask` is set, the active controller says that the node may stop.
    Incarnation {
        /// The node.
        node: NodeId,
        /// Its run.
        incarnation: Incarnation,
        /// Whether the active controller is to be asked.
        ask: bool,
    },
    /// The term is this one.
    Term {
        /// The term.
        term: i32,
    },
    /// The term is this one, and of each move the partition still has the replicas it moves from; the others are dropped.
    Assignments {
        /// The term.
        term: i32,
    },
    /// The broker is fenced or not registered, and holds no replica.
    Gone {
        /// The broker.
        node: NodeId,
    },
    /// The broker is cordoned, fenced or not registered, and holds no replica.
    Empty {
        /// The broker.
        node: NodeId,
    },
    /// No voter has this id.
    NoVoter {
        /// The controller.
        node: NodeId,
    },
}

impl Guard {
    /// What the active controller must be asked to judge the guard.
    pub fn questions(&self) -> Questions {
        let mut questions = Questions::default();
        match self {
            Guard::Gone { node } | Guard::Empty { node } => questions.drains.insert(*node),
            Guard::Incarnation { node, ask: true, .. } => questions.may_stop.insert(*node),
            _ => false,
        };
        questions
    }

    /// Whether the cluster, read again, is still as the guard wants it; `true` for a guard that says nothing of it.
    pub fn holds(&self, cluster: &ClusterSeen) -> bool {
        let quorum = &cluster.quorum;
        let empty = |node| cluster.drains.get(node).is_some_and(|drain| drain.replicas_left == 0);
        match self {
            Guard::CreateOnly | Guard::Directory { .. } | Guard::Incarnation { ask: false, .. } => true,
            Guard::Voters { term, voters, after } => {
                quorum.term == *term && voters_hold(quorum, voters, after)
            }
            Guard::Term { term } | Guard::Assignments { term } => quorum.term == *term,
            Guard::Incarnation { node, .. } => cluster.may_stop.get(node) == Some(&MayStop::Yes),
            Guard::Gone { node } => {
                empty(node) && cluster.brokers.get(node).is_none_or(|broker| broker.fenced)
            }
            Guard::Empty { node } => {
                empty(node) && cluster.brokers.get(node).is_none_or(|broker| broker.cordoned || broker.fenced)
            }
            Guard::NoVoter { node } => quorum.voters.iter().all(|replica| replica.voter.node != *node),
        }
    }
}

fn voters_hold(quorum: &QuorumSeen, voters: &BTreeSet<Voter>, after: &BTreeSet<Voter>) -> bool {
    let now: BTreeSet<&Voter> = quorum.voters.iter().map(|replica| &replica.voter).collect();
    let replicas = quorum.voters.iter().chain(&quorum.observers);
    let counted = replicas.filter(|replica| after.contains(&replica.voter) && caught_up(replica)).count();
    now.into_iter().eq(voters) && counted > after.len() / 2
}
