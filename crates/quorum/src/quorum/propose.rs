//! Proposals: an entry gets its place in the leader's log, and its fate is told by what is applied.

use futures_util::future::{Either, select};
use openraft::errors::{ClientWriteError, ForwardReason, ForwardToLeader};

use crate::quorum::Quorum;
use crate::raft::{Proposal, Reply, TypeConfig};
use crate::runtime::Runtime;
use crate::{Entry, Error};

/// What must hold for a proposal to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Precondition {
    /// This node must lead in this term.
    pub term: i32,
}

/// Where a proposal stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proposed {
    /// Its Raft index.
    pub index: u64,
    /// The Kafka offset of its first record.
    pub offset: i64,
}

impl<RT: Runtime> Quorum<RT> {
    /// Puts an entry at the end of the leader's log, and returns as soon as it has its place there.
    ///
    /// It is not durable then, and not committed: it is when it is applied. When the leadership is lost before, its
    /// fate is open: a later leader may still commit it, or drop it. Proposals made one after the other, each when the
    /// one before has returned, stand in that order, and nothing of another proposer's stands between them.
    ///
    /// Errors: [`Error::InvalidEntry`], [`Error::NotLeader`], [`Error::NoQuorum`], [`Error::Busy`], [`Error::Ended`].
    /// After [`Error::Ended`] the entry may have got a place; after the others it has none.
    pub async fn propose(&self, entry: Entry, expected: Precondition) -> Result<Proposed, Error> {
        let node = &self.node;
        entry.check()?;
        let waiting = node.wal.unflushed_bytes();
        if waiting > node.config.limits.unflushed_bytes {
            return Err(Error::Busy { waiting });
        }
        let (proposal, place) = Proposal::new(entry);
        let (reply, answer) = Reply::new();
        let write = node.raft.write(proposal).with_leader(expected.term as u64).responder(reply);
        write.await.map_err(|e| node.ended(e))?;
        let answer = match select(place, answer).await {
            Either::Left((Ok(placed), _)) => {
                return Ok(Proposed { index: placed.index, offset: placed.base_offset });
            }
            Either::Left((Err(_), answer)) => answer.await,
            Either::Right((answer, mut place)) => {
                if let Ok(placed) = place.try_recv() {
                    return Ok(Proposed { index: placed.index, offset: placed.base_offset });
                }
                answer
            }
        };
        match answer {
            Ok(Err(ClientWriteError::ForwardToLeader(forward))) => Err(node.forwarded(&forward)),
            Ok(Err(other)) => Err(node.ended(other)),
            Ok(Ok(_)) => Err(node.ended("an entry was applied that never had a place")),
            Err(_) => Err(node.ended("the raft core has ended")),
        }
    }
}

impl<RT: Runtime> super::Node<RT> {
    /// Our error for openraft's refusal to take a write.
    pub(super) fn forwarded(&self, forward: &ForwardToLeader<TypeConfig<RT>>) -> Error {
        match forward.reason {
            ForwardReason::LeaseExpired => Error::NoQuorum,
            ForwardReason::NotLeader | ForwardReason::LeadershipTransfer => self.not_leader(),
        }
    }
}
