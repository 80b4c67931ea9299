//! Batches that were handed out and are not committed yet: what each of them changed, and who waits for it.
//!
//! Promises order: batches settle oldest first and fail newest first, and a reply waits for the last batch that touched its
//! group. What a change means is in `settle`; here it is only kept.

use std::collections::{BTreeMap, VecDeque};

use wire::codec::Str;

use crate::classic::StaticReplacement;
use crate::effect::{Ticket, Token};
use crate::group::Group;
use crate::offsets::OffsetKey;
use crate::response::Response;

/// Whom to answer, and in which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) ticket: Ticket,
    pub(crate) version: i16,
}

/// What a batch did to groups, beyond the offsets it put.
#[derive(Debug)]
pub(crate) enum Change {
    /// A group is there that was not.
    Created(Str),
    /// A group is not there that was, and how it was.
    Removed(Str, Group),
    /// A group has nobody in it any more.
    Emptied(Str),
    /// A generation has its assignment.
    Assigned(Str),
    /// A static member has a new id.
    Replaced { group: Str, replacement: Box<StaticReplacement> },
}

/// A reply that must not be given yet.
#[derive(Debug)]
pub(crate) struct WaitingReply {
    pub(crate) caller: Caller,
    pub(crate) deadline_ms: i64,
    pub(crate) response: Response,
}

/// A batch that is not committed yet.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) token: Token,
    pub(crate) bytes: usize,
    /// Every group it says anything about.
    pub(crate) groups: Vec<Str>,
    pub(crate) changes: Vec<Change>,
    /// Offsets it put, in order.
    pub(crate) offsets: Vec<OffsetKey>,
    /// Oldest first.
    pub(crate) replies: VecDeque<WaitingReply>,
}

#[derive(Debug, Default)]
pub(crate) struct InFlight {
    /// Token of the next batch.
    next: u64,
    /// Oldest first. Where batches failed, tokens are missing.
    batches: VecDeque<Batch>,
    /// The youngest batch that touches a group.
    touched: BTreeMap<Str, Token>,
    bytes: usize,
    waiting: usize,
}

impl InFlight {
    /// Takes a new batch; its token is that of the append to hand out.
    pub(crate) fn push(&mut self, mut batch: Batch) -> Token {
        let token = Token(self.next);
        self.next += 1;
        batch.token = token;
        self.bytes += batch.bytes;
        for group in &batch.groups {
            self.touched.insert(group.clone(), token);
        }
        self.batches.push_back(batch);
        token
    }

    /// The batch a reply about `group` has to wait for.
    pub(crate) fn touching(&self, group: &str) -> Option<Token> {
        self.touched.get(group).copied()
    }

    /// Bytes handed out and not committed.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Replies that wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Lets a reply wait for a batch. Gives it back if the batch is committed already.
    pub(crate) fn wait(&mut self, token: Token, reply: WaitingReply) -> Option<WaitingReply> {
        match self.batches.binary_search_by_key(&token, |batch| batch.token) {
            Ok(at) => {
                self.batches[at].replies.push_back(reply);
                self.waiting += 1;
                None
            }
            Err(_) => Some(reply),
        }
    }

    /// Takes the oldest batch, if it is not after `through`.
    pub(crate) fn pop_committed(&mut self, through: Token) -> Option<Batch> {
        let batch = self.batches.pop_front_if(|batch| batch.token <= through)?;
        self.forget(&batch);
        for group in &batch.groups {
            if self.touched.get(group) == Some(&batch.token) {
                self.touched.remove(group);
            }
        }
        Some(batch)
    }

    /// Takes all batches that are not before `from`, youngest first.
    pub(crate) fn take_failed(&mut self, from: Token) -> Vec<Batch> {
        let kept = self.batches.partition_point(|batch| batch.token < from);
        let failed: Vec<Batch> = self.batches.drain(kept..).rev().collect();
        failed.iter().for_each(|batch| self.forget(batch));
        self.touched.clear();
        for batch in &self.batches {
            for group in &batch.groups {
                self.touched.insert(group.clone(), batch.token);
            }
        }
        failed
    }

    fn forget(&mut self, batch: &Batch) {
        self.bytes -= batch.bytes;
        self.waiting -= batch.replies.len();
    }

    /// Takes the replies whose time is over.
    pub(crate) fn pop_late(&mut self, now_ms: i64) -> Vec<WaitingReply> {
        let mut late = Vec::new();
        for batch in &mut self.batches {
            while let Some(reply) = batch.replies.pop_front_if(|reply| reply.deadline_ms <= now_ms) {
                late.push(reply);
            }
        }
        self.waiting -= late.len();
        late
    }

    /// When the next reply's time is over.
    pub(crate) fn next_deadline_ms(&self) -> Option<i64> {
        self.batches.iter().filter_map(|batch| batch.replies.front()).map(|reply| reply.deadline_ms).min()
    }

    /// The group as the committed records have it: `Some(None)` if they do not have it, nothing if the live group is it.
    pub(crate) fn committed_group(&self, group: &str) -> Option<Option<&Group>> {
        self.touched.get(group)?;
        self.existence_changes().find(|(id, _)| ***id == *group).map(|(_, before)| before)
    }

    /// Groups that came or went, oldest change first, and how they were before it.
    pub(crate) fn existence_changes(&self) -> impl Iterator<Item = (&Str, Option<&Group>)> {
        self.batches.iter().flat_map(|batch| &batch.changes).filter_map(|change| match change {
            Change::Created(group) => Some((group, None)),
            Change::Removed(group, before) => Some((group, Some(before))),
            Change::Emptied(_) | Change::Assigned(_) | Change::Replaced { .. } => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::heartbeat_answer;
    use wire::error_code::ErrorCode;

    fn batch(groups: &[&'static str]) -> Batch {
        Batch {
            token: Token(0),
            bytes: 10,
            groups: groups.iter().map(|group| Str::from(*group)).collect(),
            changes: Vec::new(),
            offsets: Vec::new(),
            replies: VecDeque::new(),
        }
    }

    fn reply(ticket: u64, deadline_ms: i64) -> WaitingReply {
        let caller = Caller { ticket: Ticket(ticket), version: 0 };
        WaitingReply { caller, deadline_ms, response: heartbeat_answer(ErrorCode::None).into() }
    }

    #[test]
    fn a_reply_waits_for_the_last_batch_of_its_group_and_no_other() {
        let mut in_flight = InFlight::default();
        let first = in_flight.push(batch(&["a", "b"]));
        let second = in_flight.push(batch(&["a"]));
        assert_eq!((in_flight.touching("a"), in_flight.touching("b")), (Some(second), Some(first)));
        assert!(in_flight.wait(second, reply(1, 5)).is_none());
        assert!(in_flight.pop_committed(first).unwrap().replies.is_empty());
        assert_eq!((in_flight.touching("a"), in_flight.touching("b")), (Some(second), None));
        assert!(in_flight.wait(first, reply(2, 5)).is_some());
        assert_eq!(in_flight.pop_committed(second).unwrap().replies.len(), 1);
        assert_eq!((in_flight.bytes(), in_flight.waiting(), in_flight.touched.len()), (0, 0, 0));
    }

    #[test]
    fn batches_fail_newest_first_and_older_ones_stay() {
        let mut in_flight = InFlight::default();
        let first = in_flight.push(batch(&["a"]));
        let second = in_flight.push(batch(&["a", "b"]));
        let third = in_flight.push(batch(&["b"]));
        let failed: Vec<Token> = in_flight.take_failed(second).iter().map(|batch| batch.token).collect();
        assert_eq!(failed, [third, second]);
        assert_eq!((in_flight.touching("a"), in_flight.touching("b")), (Some(first), None));
        let fourth = in_flight.push(batch(&["b"]));
        assert!(in_flight.wait(fourth, reply(1, 5)).is_none());
        assert_eq!(in_flight.bytes(), 20);
    }

    #[test]
    fn tokens_of_failed_batches_leave_a_gap_that_replies_bridge() {
        let mut in_flight = InFlight::default();
        let first = in_flight.push(batch(&["a"]));
        let second = in_flight.push(batch(&["a"]));
        in_flight.take_failed(second);
        let third = in_flight.push(batch(&["a"]));
        assert!(in_flight.wait(third, reply(1, 5)).is_none());
        assert!(in_flight.pop_committed(first).unwrap().replies.is_empty());
        assert_eq!(in_flight.pop_committed(third).unwrap().replies.len(), 1);
    }

    #[test]
    fn late_replies_leave_their_batch() {
        let mut in_flight = InFlight::default();
        let token = in_flight.push(batch(&["a"]));
        for (ticket, deadline_ms) in [(1, 5), (2, 6)] {
            assert!(in_flight.wait(token, reply(ticket, deadline_ms)).is_none());
        }
        let late: Vec<u64> = in_flight.pop_late(5).iter().map(|reply| reply.caller.ticket.0).collect();
        assert_eq!((late, in_flight.next_deadline_ms(), in_flight.waiting()), (vec![1], Some(6), 1));
    }
}
