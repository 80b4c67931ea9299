//! A node as a substrate sees it.

use super::Fresh;
use crate::api::Timestamp;
use crate::plan::{ClusterId, DirectoryId, Identity, Incarnation, Revision};
use crate::validate::{NodeId, PoolName};

/// A node that runs, or has a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSeen {
    /// The pool it was made for; `None` when that cannot be told.
    pub pool: Option<PoolName>,
    /// Whether it runs.
    pub run: Fresh<Run>,
    /// Its volumes; a controller's first is its metadata directory.
    pub disks: Vec<DiskSeen>,
    /// What keeps it from running, in the substrate's words; empty where nothing is known to. It is shown and decides nothing: a
    /// machine or an image may still come.
    pub waits_for: String,
}

/// Whether a node runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// It does not, and nothing keeps it from being started.
    Absent,
    /// It does.
    Up {
        /// Which run this is.
        incarnation: Incarnation,
        /// What it was started with.
        revision: Revision,
        /// Controller: it leads, or follows a leader. Broker: it serves.
        ready: bool,
        /// When it was started.
        since: Timestamp,
    },
    /// It ends as soon as it is started.
    Failed {
        /// What it was started with.
        revision: Revision,
        /// Its last words.
        why: String,
        /// When it ended first.
        since: Timestamp,
    },
}

/// A volume of a node.
#[derive(Clone, Debug, PartialEq)]
pub struct DiskSeen {
    /// The volume's name in its pool.
    pub volume: String,
    /// What is on it.
    pub state: Fresh<DiskState>,
    /// The identity that stands beside it.
    pub identity: Fresh<Option<Identity>>,
}

/// What is on a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiskState {
    /// Nothing.
    Blank,
    /// A node's directory (`meta.properties`).
    Formatted {
        /// The cluster it belongs to.
        cluster: ClusterId,
        /// The node it belongs to.
        node: NodeId,
        /// Its directory id.
        directory: DirectoryId,
        /// Controller: whether its `quorum-state` tells of voters; `false` when that cannot be told.
        voted: bool,
    },
    /// Something that cannot be read.
    Unreadable {
        /// Why.
        why: String,
    },
}
