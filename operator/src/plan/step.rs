//! One-shot acts, each with the precondition under which it is still right.
//!
//! Whoever carries a step out reads what its guard names again, from the source, just before; where it does not hold the
//! step is stale, is dropped, and the next plan decides anew. Every step can be repeated: done twice is done once.

use std::fmt;

use super::{ClusterId, Guard, Identity, Revision, Voter};
use crate::validate::NodeId;

/// An act with its precondition and its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Names it in events, logs and tests.
    pub id: StepId,
    /// What to do.
    pub act: Act,
    /// What must still be so.
    pub guard: Guard,
    /// Why, in one sentence.
    pub why: Reason,
}

/// Why a step is taken, in one sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(pub String);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The kind of a step and what it is about: `RemoveVoter/9004-pZ3vQw...`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId {
    /// What kind of step.
    pub kind: StepKind,
    /// What it is about.
    pub target: String,
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}/{}", self.kind, self.target)
    }
}

/// The kinds of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// [`DiskAct::StoreIdentity`].
    StoreIdentity,
    /// [`QuorumAct::Bootstrap`].
    Bootstrap,
    /// [`QuorumAct::AddVoter`].
    AddVoter,
    /// [`QuorumAct::RemoveVoter`].
    RemoveVoter,
    /// [`ClusterAct::Cordon`].
    Cordon,
    /// [`ClusterAct::Uncordon`].
    Uncordon,
    /// [`ClusterAct::MoveReplicas`].
    MoveReplicas,
    /// [`ClusterAct::Unregister`].
    Unregister,
    /// [`NodeAct::Restart`].
    Restart,
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// With a node's run; a substrate's to carry out.
    Node(NodeAct),
    /// With volumes; a substrate's to carry out.
    Disk(DiskAct),
    /// With the voters; through a controller.
    Quorum(QuorumAct),
    /// With brokers and partitions; through the active controller.
    Cluster(ClusterAct),
}

/// With a node's run.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeAct {
    /// End it gracefully; it is started again as [`super::Desired`] has it.
    Restart {
        /// The node.
        node: NodeId,
        /// What it will be started with.
        revision: Revision,
    },
}

/// With volumes.
#[derive(Clone, Debug, PartialEq)]
pub enum DiskAct {
    /// Write the identity beside each, only where none stands.
    StoreIdentity {
        /// The volumes that lack it.
        volumes: Vec<VolumeRef>,
        /// What to write.
        identity: Identity,
    },
}

/// A volume of a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VolumeRef {
    /// The node.
    pub node: NodeId,
    /// The volume's name in its pool.
    pub volume: String,
}

/// With the voters.
#[derive(Clone, Debug, PartialEq)]
pub enum QuorumAct {
    /// Tell a controller that waits to found the quorum, alone. Refused by any directory but the one that is named, and
    /// without effect on one that did so before.
    Bootstrap {
        /// The cluster it founds.
        cluster: ClusterId,
        /// Who.
        voter: Voter,
    },
    /// Make an observer a voter (AddRaftVoter). The controller refuses one that does not follow or is not caught up, as
    /// Kafka's does: a request that was late must not make a voter of a node that has stopped since.
    AddVoter {
        /// Who.
        voter: Voter,
    },
    /// Make a voter none (RemoveRaftVoter).
    RemoveVoter {
        /// Who.
        voter: Voter,
    },
}

/// With brokers and partitions.
#[derive(Clone, Debug, PartialEq)]
pub enum ClusterAct {
    /// Let a broker take no more replicas (`cordoned.log.dirs=*`, KIP-1066).
    Cordon {
        /// The broker.
        node: NodeId,
    },
    /// Let it take replicas again.
    Uncordon {
        /// The broker.
        node: NodeId,
    },
    /// Reassign partitions (AlterPartitionReassignments).
    MoveReplicas {
        /// Which, and where.
        moves: Vec<Move>,
    },
    /// Forget a broker (UnregisterBroker).
    Unregister {
        /// The broker.
        node: NodeId,
    },
}

/// One partition's reassignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its topic.
    pub topic: String,
    /// Its index.
    pub index: i32,
    /// Its replicas as they were seen.
    pub from: Vec<NodeId>,
    /// Its replicas as they shall be, the preferred leader first.
    pub to: Vec<NodeId>,
}
