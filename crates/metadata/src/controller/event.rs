//! [`Event`]: what a controller is told.

use bytes::Bytes;
use wire::codec::Uuid;

use super::request::Request;
use super::voters::Membership;

/// Names a request that waits for its answer. The shell chooses; each is answered exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// The identity of a controller in the quorum (KIP-853).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VoterKey {
    /// Its node.
    pub id: i32,
    /// The directory of its log.
    pub directory: Uuid,
}

/// An entry that was committed.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The term it was proposed in.
    pub term: i32,
    /// Offset of its first record; where its first record would be, if it has none.
    pub base_offset: i64,
    /// How many offsets it takes.
    pub count: u32,
    /// Its batch with offset and term stamped; empty if it has none.
    pub batch: Bytes,
    /// Its private part.
    pub private: Bytes,
}

/// How far a controller or broker has the metadata log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Offset behind the last record it has.
    pub log_end_offset: i64,
    /// When it was last heard of, in milliseconds since 1970; -1 for never.
    pub last_contact_ms: i64,
    /// When it last had all there was, in milliseconds since 1970; -1 for never.
    pub last_caught_up_ms: i64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// This node leads in `term`; the next record will stand at `next_offset`, behind what its log holds, committed or
    /// not. In an empty log that is 0.
    BecameLeader {
        /// The term.
        term: i32,
        /// Where the log ends.
        next_offset: i64,
    },
    /// This node does not lead any more.
    LostLeadership,
    /// A request came.
    Request {
        /// How the answer is to be called.
        ticket: Ticket,
        /// The request.
        request: Request,
        /// The version it was sent at.
        version: i16,
        /// Whether a broker sent it on for a client (Envelope).
        forwarded: bool,
    },
    /// An entry was committed. Every entry comes, in order, on leaders and followers.
    Applied(Applied),
    /// The members of the quorum changed, as this node's log says.
    Membership(Membership),
    /// How far the controllers are, as the leader knows. Replaces what was said before.
    Progress(Vec<(VoterKey, Progress)>),
    /// A broker, or a controller without a vote, fetched the log.
    ObserverFetched {
        /// Who; the directory of a broker is zero.
        observer: VoterKey,
        /// How far it is.
        progress: Progress,
    },
    /// A change of voters was refused: nothing of it is in the log. What became of a change when leadership was lost is
    /// told by [`Event::Applied`].
    VoterChangeFailed {
        /// Why.
        reason: String,
    },
    /// There are no more requests for the moment: what was written goes out.
    Flush,
    /// The time has come that [`Effect::Wake`](super::Effect::Wake) named, or any other.
    Tick,
}
