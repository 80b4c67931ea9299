//! The cluster as its active controller tells it, by Kafka's ordinary APIs and one of our own.
//!
//! DescribeQuorum (quorum), DescribeCluster with fenced brokers (brokers), DescribeConfigs (cordoned.log.dirs), Metadata
//! and ListPartitionReassignments (counts and the partitions of drained brokers), may-stop (private to our controllers).
//! One observation reads the quorum first, then whether brokers are cordoned, and partitions last: so that a count of
//! zero was counted while the cordon held.

use std::collections::BTreeMap;

use crate::plan::Voter;
use crate::validate::NodeId;

/// The cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterSeen {
    /// The controllers.
    pub quorum: QuorumSeen,
    /// Every registered broker.
    pub brokers: BTreeMap<NodeId, BrokerSeen>,
    /// All partitions, counted.
    pub partitions: PartitionsSeen,
    /// Partitions that are being reassigned, by whomever.
    pub moves_in_flight: usize,
    /// What is left on the brokers that were asked about. A broker that is not here was not looked at.
    pub drains: BTreeMap<NodeId, DrainSeen>,
    /// Whether the nodes that were asked about may stop. A node that is not here was not looked at.
    pub may_stop: BTreeMap<NodeId, MayStop>,
}

/// The controllers. Voters are those of the committed membership: a change that a deposed leader only tried is not told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumSeen {
    /// The active controller.
    pub leader: NodeId,
    /// Its term (controller epoch).
    pub term: i32,
    /// The voters.
    pub voters: Vec<ReplicaSeen>,
    /// Controllers that follow without a vote, under the directory with which they fetch.
    pub observers: Vec<ReplicaSeen>,
}

/// A replica of the metadata log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaSeen {
    /// Who it is.
    pub voter: Voter,
    /// Records that it has not fetched yet.
    pub lag: i64,
    /// Milliseconds since it last fetched up to the log's end, by the leader's clock: the leader's
    /// `LastCaughtUpTimestamp` less its own. 0 for the leader; `None` when it never did.
    pub behind_ms: Option<i64>,
}

/// A registered broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerSeen {
    /// Whether the controller has fenced it.
    pub fenced: bool,
    /// Whether all its directories are cordoned.
    pub cordoned: bool,
    /// Its rack.
    pub rack: Option<String>,
    /// How many replicas it has, those that are being added included.
    pub replicas: u64,
}

/// All partitions, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartitionsSeen {
    /// How many.
    pub total: u64,
    /// Without a leader.
    pub offline: u64,
    /// With fewer replicas in sync than their `min.insync.replicas`.
    pub under_min_isr: u64,
    /// Some of the latter two, as `topic-index`.
    pub examples: Vec<String>,
}

/// What is left on a broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrainSeen {
    /// Replicas on it, those that are being added or removed included.
    pub replicas_left: u64,
    /// Of them, those that a reassignment under way takes away.
    pub moving: u64,
    /// Of them, those whose partition has no leader and so no replica to copy from.
    pub stuck: u64,
    /// Some of the stuck, as `topic-index`.
    pub stuck_examples: Vec<String>,
    /// At most 100 of those that neither move nor are stuck.
    pub next: Vec<PartitionSeen>,
    /// The partition on it with the most replicas.
    pub widest: Option<WidestSeen>,
}

/// The partition with the most replicas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidestSeen {
    /// Its replicas, those that are being added not counted.
    pub factor: usize,
    /// It, as `topic-index`.
    pub example: String,
}

/// A partition that can be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionSeen {
    /// Its topic.
    pub topic: String,
    /// Its index.
    pub index: i32,
    /// Its replicas, the preferred leader first.
    pub replicas: Vec<NodeId>,
}

/// Whether a node may stop now: every partition keeps a leader and its `min.insync.replicas`, the voters a majority. The
/// only voter, and the only replica, may always stop: waiting would not make it better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MayStop {
    /// Nothing would be lost or unavailable.
    Yes,
    /// Something would.
    Blocked {
        /// How many partitions, or voters.
        count: u64,
        /// Some of them.
        examples: Vec<String>,
    },
}
