//! What a group can be.
//!
//! Groups of other kinds than classic are known by their records only: enough to tell that they are there, not to act for
//! them. Whoever teaches the shard a new kind adds a variant here.

use std::collections::BTreeSet;

use bytes::Bytes;
use wire::codec::Str;
use wire::messages::list_groups::ListedGroup;

use crate::classic::ClassicGroup;

/// Kafka's kinds of groups (`Group.GroupType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupType {
    /// The members agree among themselves; the coordinator only carries it.
    Classic,
    /// The coordinator assigns (KIP-848).
    Consumer,
    /// Queues (KIP-932).
    Share,
    /// Kafka Streams (KIP-1071).
    Streams,
}

impl GroupType {
    /// Kafka's name.
    pub fn name(self) -> &'static str {
        match self {
            GroupType::Classic => "classic",
            GroupType::Consumer => "consumer",
            GroupType::Share => "share",
            GroupType::Streams => "streams",
        }
    }

    /// The name as ListGroups sends it.
    pub(crate) fn text(self) -> Str {
        Str::from_static(self.name())
    }
}

/// A group of the shard.
#[derive(Debug, Clone)]
pub(crate) enum Group {
    Classic(Box<ClassicGroup>),
    Foreign(ForeignGroup),
}

impl Group {
    pub(crate) fn classic(&self) -> Option<&ClassicGroup> {
        match self {
            Group::Classic(group) => Some(group),
            Group::Foreign(_) => None,
        }
    }

    /// The group as ListGroups tells it.
    pub(crate) fn listed(&self) -> ListedGroup {
        match self {
            Group::Classic(group) => group.listed(),
            Group::Foreign(group) => ListedGroup {
                group_id: group.id.clone(),
                protocol_type: group.group_type.text(),
                group_state: Str::from_static("Unknown"),
                group_type: group.group_type.text(),
            },
        }
    }

    pub(crate) fn classic_mut(&mut self) -> Option<&mut ClassicGroup> {
        match self {
            Group::Classic(group) => Some(group),
            Group::Foreign(_) => None,
        }
    }
}

/// A group of a kind this coordinator does not act for. It is there as long as one of its records is.
#[derive(Debug, Clone)]
pub(crate) struct ForeignGroup {
    pub(crate) id: Str,
    pub(crate) group_type: GroupType,
    /// The keys of its records, as they stand in the log.
    pub(crate) keys: BTreeSet<Bytes>,
}
