//! What is seen: of the nodes by a substrate, of the cluster by its active controller.
//!
//! Everything carries when it was seen, or why it was not. Sizes are bounded by the number of nodes, and by what the
//! previous plan asked for ([`super::Questions`]), never by the number of partitions.

mod cluster;
mod node;

use std::collections::BTreeMap;

use super::ClusterId;
use crate::api::Timestamp;
use crate::validate::{NodeId, ValidatedCluster};

pub use cluster::{
    BrokerSeen, ClusterSeen, DrainSeen, MayStop, PartitionSeen, PartitionsSeen, QuorumSeen, ReplicaSeen,
    WidestSeen,
};
pub use node::{DiskSeen, DiskState, NodeSeen, Run};

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Fresh<T> {
    /// It is so, or was at that time.
    Seen {
        /// What was seen.
        value: T,
        /// When the answer was asked for; never later than the moment it was true.
        at: Timestamp,
    },
    /// It could not be seen; this is not the same as its not being there.
    Unknown {
        /// Why.
        why: Cause,
        /// Since when, without a break and as far as whoever looks can tell: never before it began to look.
        since: Timestamp,
    },
}

impl<T> Fresh<T> {
    /// What was seen.
    pub fn seen(&self) -> Option<&T> {
        match self {
            Fresh::Seen { value, .. } => Some(value),
            Fresh::Unknown { .. } => None,
        }
    }

    /// When it was seen.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Fresh::Seen { at, .. } => Some(*at),
            Fresh::Unknown { .. } => None,
        }
    }
}

/// Why something could not be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was not looked at yet.
    NotAsked,
    /// Nothing answers.
    Unreachable,
    /// There was no answer in time.
    TimedOut,
    /// The answer was a refusal, or made no sense.
    Refused,
}

/// Everything that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What the substrate can do.
    pub can: Capabilities,
    /// The cluster id that a new cluster takes; must be the same in every call. Ids found on volumes win over it.
    pub proposed: ClusterId,
    /// Every node that runs, or has a volume. A node that is not in a seen list neither runs nor has one.
    pub nodes: Fresh<BTreeMap<NodeId, NodeSeen>>,
    /// The cluster as its active controller tells it; unknown while there is none.
    pub cluster: Fresh<ClusterSeen>,
    /// Addresses that exist.
    pub surface: SurfaceSeen,
}

/// What a substrate can do: what, never who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The version that a node has which is started now, where the manifest names none.
    pub version: String,
    /// Whether nodes of another version can be started.
    pub any_version: bool,
    /// Whether nodes can be given what their pool requests, and held to its limits.
    pub resources: bool,
}

impl Capabilities {
    /// The version that a node of a cluster has which is started now; part of every revision.
    pub fn version_of<'a>(&'a self, want: &'a ValidatedCluster) -> &'a str {
        want.version.as_deref().filter(|_| self.any_version).unwrap_or(&self.version)
    }
}

/// Addresses that exist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceSeen {
    /// Where clients connect first (`bootstrap.servers`).
    pub bootstrap: Option<String>,
}
