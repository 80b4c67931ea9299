//! [`VoterChange`]: a change of the quorum's voters, one at a time (KIP-853).
//!
//! A new voter first follows without a vote until it has all that was committed when it was asked for. Then nothing else
//! is written until the change is in the log, so that the offset of its record is known; and the change names the
//! membership it is made on, so that it cannot be made on another. A configuration that an earlier leader left half
//! changed is finished first.

use super::event::{Ticket, VoterKey};
use super::request::Request;
use crate::image::Voter;

/// The longest that a new voter is waited for, whatever the request says, in milliseconds.
pub const MAX_CATCH_UP_MS: u64 = 300_000;

/// Who waits for a change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asker {
    pub(super) ticket: Ticket,
    pub(super) request: Request,
}

/// Where a change is.
#[derive(Debug)]
pub(super) enum VoterChange {
    /// A new voter is catching up; all else goes on.
    CatchingUp {
        asker: Asker,
        voter: Voter,
        /// What it must have before it may vote.
        needs_offset: i64,
        /// On the clock that never goes back.
        deadline_ms: u64,
        /// Whether it follows only because of this change, and should not if the change fails.
        added: bool,
        /// Whether the asker is told only when the change is committed.
        ack_when_committed: bool,
    },
    /// What was written before is still on its way; nothing new is written.
    Draining {
        /// Nobody, for a change that an earlier leader left.
        asker: Option<Asker>,
        voters: Vec<Voter>,
        /// Whether the asker is told only when the change is committed.
        ack_when_committed: bool,
        added: Option<VoterKey>,
    },
    /// The quorum makes the change; its record will stand at `base_offset`.
    Proposed { asker: Option<Asker>, base_offset: i64, added: Option<VoterKey> },
}

impl VoterChange {
    /// Whether nothing may be written.
    pub(super) fn holds_writes(&self) -> bool {
        !matches!(self, VoterChange::CatchingUp { .. })
    }

    /// Who waits for it.
    pub(super) fn into_asker(self) -> Option<Asker> {
        match self {
            VoterChange::CatchingUp { asker, .. } => Some(asker),
            VoterChange::Draining { asker, .. } | VoterChange::Proposed { asker, .. } => asker,
        }
    }

    /// When it is given up.
    pub(super) fn deadline_ms(&self) -> Option<u64> {
        match self {
            VoterChange::CatchingUp { deadline_ms, .. } => Some(*deadline_ms),
            _ => None,
        }
    }
}
