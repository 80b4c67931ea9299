//! Asking a cluster to change, and asking it about itself. Any broker forwards what the controller must decide.

mod brokers;
mod groups;
mod quorum;
mod reassignments;
mod topics;

pub use brokers::{BrokerInfo, ClusterInfo};
pub use groups::{GroupDescription, GroupListing, GroupMember, GroupOffset};
pub use quorum::{QuorumInfo, QuorumReplica};
pub use reassignments::{OngoingReassignment, Reassignment};
pub use topics::{NewTopic, PartitionInfo, TopicInfo};

use std::time::Duration;

/// How long a broker may take to carry out what it was asked, as told in the request.
const BROKER_TIMEOUT: Duration = Duration::from_secs(25);

fn broker_timeout_ms() -> i32 {
    BROKER_TIMEOUT.as_millis() as i32
}
