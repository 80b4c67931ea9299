//! [`LogId`] and [`Vote`]: a place in the Raft log, and what a node has promised.

use std::fmt;

use crate::VoterKey;

/// The largest term: a term is Kafka's leader epoch, which has 31 bits.
pub const MAX_TERM: u64 = i32::MAX as u64;

/// A place in the Raft log: the term of the leader that wrote the entry, and its index.
///
/// Ordered by term, then index. With one leader per term the two name one entry in the whole group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LogId {
    /// Term of the leader that wrote it, at most [`MAX_TERM`].
    pub term: u64,
    /// Raft index, from 0. Not a Kafka offset.
    pub index: u64,
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.term, self.index)
    }
}

/// The index after a log id, 0 for none.
pub(crate) fn next_index(id: Option<LogId>) -> u64 {
    id.map_or(0, |id| id.index + 1)
}

/// A node's promise: in this term it supports this voter and no other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Vote {
    /// The term.
    pub(crate) term: u64,
    /// Whom it supports.
    pub(crate) voter: VoterKey,
    /// Whether that voter is known to have won the term.
    pub(crate) committed: bool,
}
