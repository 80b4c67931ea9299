//! What a shard is told.

use wire::codec::{Str, Uuid};
use wire::messages::offset_fetch::OffsetFetchRequestGroup;
use wire::messages::{
    HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, ListGroupsRequest, OffsetCommitRequest,
    OffsetDeleteRequest, SyncGroupRequest,
};

use crate::effect::{Ticket, Token};
use crate::error::AppendError;

/// Something the shell has for a shard.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "nearly all events are requests")]
pub enum Event {
    /// A request, for a group of this shard.
    Request {
        /// What its answer will carry.
        ticket: Ticket,
        /// Who asks.
        context: RequestContext,
        /// What is asked.
        request: Request,
    },
    /// All batches up to and including this one are committed: the high watermark is beyond them.
    Committed {
        /// The last committed batch.
        through: Token,
    },
    /// This batch was not appended, nor will be any that was handed out after it.
    AppendFailed {
        /// The first batch that failed.
        from: Token,
        /// Why.
        cause: AppendError,
    },
    /// Topics were deleted: their offsets go too.
    TopicsDeleted {
        /// The topics.
        topics: Vec<DeletedTopic>,
    },
    /// A marker that ends a producer's transaction on this partition is committed.
    TransactionEnded {
        /// The producer.
        producer_id: i64,
        /// Whether its offsets count.
        committed: bool,
    },
    /// The moment of [`Effects::wake_at_ms`](crate::Effects::wake_at_ms) has come. Requests that came before it are to be
    /// delivered before it: after a pause of the process, a member's heartbeat may be waiting next to the tick that would
    /// expire it.
    Tick,
    /// The partition is led elsewhere now, or nowhere: every open ticket is answered NOT_COORDINATOR, and so is every later
    /// request. The shard is of no further use.
    Resign,
}

/// Who asks, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// API version of the request, which its answer is made for.
    pub version: i16,
    /// Client id of the request's header; empty if there was none.
    pub client_id: Str,
    /// The caller's address, as Kafka prints it: `/10.0.0.7`.
    pub client_host: Str,
    /// A fresh random number. Makes the id of a new member.
    pub random: u128,
}

/// A request as the shell hands it in: allowed, and with only those topics in it that exist and are allowed. For versions
/// with topic ids, the shell has filled in the names.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// JoinGroup 0-9.
    JoinGroup(JoinGroupRequest),
    /// SyncGroup 0-5.
    SyncGroup(SyncGroupRequest),
    /// Heartbeat 0-4.
    Heartbeat(HeartbeatRequest),
    /// LeaveGroup 0-5.
    LeaveGroup(LeaveGroupRequest),
    /// OffsetCommit 0-10. Topics that are known by id have it set, also for versions that do not carry it.
    OffsetCommit(OffsetCommitRequest),
    /// One group of OffsetFetch 0-10; see [`requested_groups`](crate::requested_groups).
    OffsetFetch(GroupOffsets),
    /// OffsetDelete 0.
    OffsetDelete(OffsetDeleteRequest),
    /// Those of the groups of DescribeGroups 0-6 that belong to this shard.
    DescribeGroups(Vec<Str>),
    /// ListGroups 0-5.
    ListGroups(ListGroupsRequest),
    /// Those of the groups of DeleteGroups 0-2 that belong to this shard, each once.
    DeleteGroups(Vec<Str>),
}

/// One group's part of an OffsetFetch.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupOffsets {
    /// The group and what is wanted of it; no list of topics means all.
    pub group: OffsetFetchRequestGroup,
    /// Whether to wait for what is not committed yet (KIP-447).
    pub require_stable: bool,
}

/// A topic that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedTopic {
    /// Its name.
    pub name: Str,
    /// Its id: offsets of a younger topic of the same name stay.
    pub id: Uuid,
}
