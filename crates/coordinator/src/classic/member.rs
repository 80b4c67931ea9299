//! A member of a classic group, and whether it is waiting for an answer.

use bytes::Bytes;
use wire::codec::Str;

use crate::shard::Caller;

/// A way to assign that a member offers, with what it wants to say to the leader under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Protocol {
    pub(crate) name: Str,
    pub(crate) metadata: Bytes,
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) id: Str,
    /// Set for static members (KIP-345).
    pub(crate) instance_id: Option<Str>,
    pub(crate) client_id: Str,
    pub(crate) client_host: Str,
    pub(crate) rebalance_timeout_ms: i32,
    pub(crate) session_timeout_ms: i32,
    /// In the member's order of preference, each name once.
    pub(crate) protocols: Vec<Protocol>,
    pub(crate) assignment: Bytes,
    /// Whom to tell when the group has joined.
    pub(crate) awaiting_join: Option<Caller>,
    /// Whom to tell when the assignment is there.
    pub(crate) awaiting_sync: Option<Caller>,
    /// Until the first join is answered: such a member cannot send heartbeats yet.
    pub(crate) is_new: bool,
}

impl Member {
    pub(crate) fn is_static(&self) -> bool {
        self.instance_id.is_some()
    }

    /// What the member says under a protocol; nothing if it does not offer it.
    pub(crate) fn metadata(&self, protocol: &str) -> Option<&Bytes> {
        self.protocols.iter().find(|offered| offered.name == *protocol).map(|offered| &offered.metadata)
    }

    /// Whether the end of the session is no reason to remove the member: one that waits for the others is not silent. A new
    /// one is, for it may have given up and come again under another id.
    pub(crate) fn has_satisfied_heartbeat(&self) -> bool {
        !self.is_new && (self.awaiting_join.is_some() || self.awaiting_sync.is_some())
    }
}
