//! [`ReplicaProgress`]: how closely a member follows the leader's log, for DescribeQuorum.

use std::time::Duration;

use crate::VoterKey;

/// What the leader knows of a member.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplicaProgress {
    /// Who it is.
    pub key: VoterKey,
    /// Whether it has a vote.
    pub voter: bool,
    /// The Kafka offset after the last record that it is known to have; `None` as long as nothing is known.
    pub log_end_offset: Option<i64>,
    /// How long ago the last message was sent that it has answered; `None` when it has answered none of this leader's.
    pub last_contact: Option<Duration>,
    /// How long ago it was last known to have everything that the leader had; `None` when that was never so.
    pub last_caught_up: Option<Duration>,
}
