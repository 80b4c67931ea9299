//! What controllers say to each other: messages under private API keys, and the port that carries them.
//!
//! The keys are not Kafka's and never listed in ApiVersions; a broker's controller listener routes them to
//! [`crate::Quorum::handle_peer`]. [`message`] is their binary form.

pub(crate) mod message;
pub(crate) mod refusal;

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use crate::{Endpoints, VoterKey};

/// The first private API key; Kafka's are far below.
pub const FIRST_PEER_KEY: i16 = 20_000;

/// The API keys of the peer messages.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(i16)]
pub enum PeerKey {
    /// A leader's entries, or its heartbeat.
    Append = FIRST_PEER_KEY,
    /// A candidate asks for a vote.
    Vote = FIRST_PEER_KEY + 1,
    /// A node asks whether it would get a vote.
    PreVote = FIRST_PEER_KEY + 2,
    /// A leader hands over to another voter.
    Transfer = FIRST_PEER_KEY + 3,
    /// A node that nobody leads asks to be taken in as a learner.
    Announce = FIRST_PEER_KEY + 4,
}

impl PeerKey {
    /// All of them.
    pub const ALL: [PeerKey; 5] = [Self::Append, Self::Vote, Self::PreVote, Self::Transfer, Self::Announce];
}

impl TryFrom<i16> for PeerKey {
    type Error = i16;

    fn try_from(key: i16) -> Result<Self, i16> {
        Self::ALL.into_iter().find(|known| *known as i16 == key).ok_or(key)
    }
}

/// Why a message got no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PeerError {
    /// There is no connection, or it broke.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
}

/// Carries peer messages to other controllers. The broker implements it on the controller listener.
///
/// A message may be lost, late, doubled or out of order; it must not be changed. An implementation should give up at
/// the timeout; the quorum does not wait longer in any case.
pub trait PeerTransport: Send + Sync + 'static {
    /// Sends a message to a controller and returns the answer.
    fn call(
        &self,
        to: VoterKey,
        endpoints: Endpoints,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>>;

    /// Sends a message to one of `controller.quorum.bootstrap.servers`, whoever it is: to the one that `attempt` points
    /// at, counted around.
    fn call_bootstrap(
        &self,
        attempt: u64,
        key: PeerKey,
        message: Bytes,
        timeout: Duration,
    ) -> BoxFuture<'static, Result<Bytes, PeerError>>;
}
