//! What a step asks of the shell.

use bytes::Bytes;
use wire::codec::Str;

use crate::error::AppendError;
use crate::response::Response;

/// The shell's name for a request that wants an answer. Unique among those not answered yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// The shard's name for a batch of records. Given in order and without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

/// What one step wants done.
#[derive(Debug, Default)]
#[must_use = "a step's effects are the only copy of what it decided"]
pub struct Effects {
    /// Batches to append, in this order.
    pub appends: Vec<Append>,
    /// Replies to send now.
    pub replies: Vec<Reply>,
    /// What people may want to read in the log.
    pub notes: Vec<Note>,
    /// [`Now::monotonic_ms`](crate::Now::monotonic_ms) at which the shard wants [`Event::Tick`](crate::Event::Tick).
    /// Replaces what the last step said; waking early does no harm.
    pub wake_at_ms: Option<i64>,
}

/// Records to append to the shard's partition.
///
/// Appends are made in the order of their tokens. Neighbours may share one record batch, but one append is never split over
/// two batches. When one fails, nothing that was handed out after it is appended; the failure is told first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    /// What [`Event::Committed`](crate::Event::Committed) and [`Event::AppendFailed`](crate::Event::AppendFailed) call it.
    pub token: Token,
    /// The records, in order. Never empty.
    pub records: Vec<Record>,
}

/// A record of `__consumer_offsets`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Record type and key.
    pub key: Bytes,
    /// Version and value; nothing for a tombstone.
    pub value: Option<Bytes>,
}

impl Record {
    /// Bytes of key and value.
    pub(crate) fn len(&self) -> usize {
        self.key.len() + self.value.as_ref().map_or(0, Bytes::len)
    }
}

/// An answer, ready to be encoded at the version of its request.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// Which request it answers.
    pub ticket: Ticket,
    /// The answer.
    pub response: Response,
}

/// Something that happened in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A rebalance begins.
    Rebalancing {
        /// The group.
        group: Str,
        /// The generation it leaves behind.
        generation: i32,
        /// Why, with the client's own words where it gave some (KIP-800).
        reason: String,
    },
    /// All members have joined the new generation; its leader is to assign.
    Joined {
        /// The group.
        group: Str,
        /// The new generation.
        generation: i32,
        /// Its members.
        members: usize,
    },
    /// The leader's assignment is committed.
    Stable {
        /// The group.
        group: Str,
        /// The generation.
        generation: i32,
    },
    /// The last member is gone.
    Empty {
        /// The group.
        group: Str,
        /// The generation without members.
        generation: i32,
    },
    /// A member is gone, or never came.
    MemberRemoved {
        /// The group.
        group: Str,
        /// The member.
        member: Str,
        /// Why, with the client's own words where it gave some (KIP-800).
        reason: String,
    },
    /// A group and its offsets are being deleted.
    Deleted {
        /// The group.
        group: Str,
        /// Whether its time was over; else somebody asked for it.
        expired: bool,
    },
    /// Records were not appended, and what they changed is undone.
    AppendFailed {
        /// Batches undone.
        batches: usize,
        /// Why.
        cause: AppendError,
    },
}
