//! [`Effect`]: what a controller wants done.

use bytes::Bytes;

use super::event::{Ticket, VoterKey};
use super::response::Response;
use super::voters::MembershipId;
use crate::image::{Changes, Voter};

/// An entry for the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The term it is for. In another it must not be appended.
    pub term: i32,
    /// Where its first record will stand.
    pub base_offset: i64,
    /// One batch, offset and term not stamped; empty for none.
    pub batch: Bytes,
    /// How many offsets it takes.
    pub count: u32,
    /// The private part; empty for none.
    pub private: Bytes,
}

/// Something to be done by the shell, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Append this entry. If it cannot be, leadership is lost: [`Event::LostLeadership`](super::Event::LostLeadership).
    Propose(Proposal),
    /// Answer a request.
    Reply {
        /// Which.
        ticket: Ticket,
        /// The answer.
        response: Response,
    },
    /// Change the voters to these. Nothing else is in flight until the change was applied or refused.
    ChangeVoters {
        /// The term it is for.
        term: i32,
        /// Where the record of the change will stand.
        base_offset: i64,
        /// The voters to be.
        voters: Vec<Voter>,
        /// The batch of the change, one record.
        batch: Bytes,
        /// The membership that is changed. If there is another by now the change must be refused.
        precondition: MembershipId,
    },
    /// Send the log to this controller, which has no vote.
    AddLearner {
        /// Who.
        learner: Voter,
    },
    /// Send the log no more to this controller.
    RemoveLearner {
        /// Who.
        learner: VoterKey,
    },
    /// Give leadership to this voter.
    HandOver {
        /// To whom.
        to: VoterKey,
    },
    /// Tell the time at `mono_ms` with [`Event::Tick`](super::Event::Tick). Later words replace earlier ones.
    Wake {
        /// When.
        mono_ms: u64,
    },
    /// The committed image moved on, see [`Controller::committed`](super::Controller::committed).
    Committed {
        /// What is different.
        changes: Changes,
    },
}

/// The effects of a step.
pub type Effects = Vec<Effect>;
