//! [`Request`]: what can be asked of a controller.
//!
//! Kafka's requests as they are decoded, and one of our own. Which listener offers which of them, and to whom, is the
//! shell's business.

use std::collections::BTreeSet;

use wire::messages::add_raft_voter::AddRaftVoterRequest;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::alter_configs::AlterConfigsRequest;
use wire::messages::alter_partition::AlterPartitionRequest;
use wire::messages::alter_partition_reassignments::AlterPartitionReassignmentsRequest;
use wire::messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest;
use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;
use wire::messages::broker_registration::BrokerRegistrationRequest;
use wire::messages::create_partitions::CreatePartitionsRequest;
use wire::messages::create_topics::CreateTopicsRequest;
use wire::messages::delete_topics::DeleteTopicsRequest;
use wire::messages::describe_quorum::DescribeQuorumRequest;
use wire::messages::elect_leaders::ElectLeadersRequest;
use wire::messages::incremental_alter_configs::IncrementalAlterConfigsRequest;
use wire::messages::list_partition_reassignments::ListPartitionReassignmentsRequest;
use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;
use wire::messages::unregister_broker::UnregisterBrokerRequest;

/// Something asked of the controller.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Key 62: a broker starts.
    BrokerRegistration(BrokerRegistrationRequest),
    /// Key 63: a broker is alive.
    BrokerHeartbeat(BrokerHeartbeatRequest),
    /// Key 64: a broker will not come back.
    UnregisterBroker(UnregisterBrokerRequest),
    /// Key 19.
    CreateTopics(CreateTopicsRequest),
    /// Key 20.
    DeleteTopics(DeleteTopicsRequest),
    /// Key 37.
    CreatePartitions(CreatePartitionsRequest),
    /// Key 44.
    IncrementalAlterConfigs(IncrementalAlterConfigsRequest),
    /// Key 33, the older form that replaces all.
    AlterConfigs(AlterConfigsRequest),
    /// Key 43.
    ElectLeaders(ElectLeadersRequest),
    /// Key 56: a leader changes its in-sync replicas.
    AlterPartition(AlterPartitionRequest),
    /// Key 45.
    AlterPartitionReassignments(AlterPartitionReassignmentsRequest),
    /// Key 46.
    ListPartitionReassignments(ListPartitionReassignmentsRequest),
    /// Key 67: a broker needs producer ids.
    AllocateProducerIds(AllocateProducerIdsRequest),
    /// Key 73: a broker has chosen directories.
    AssignReplicasToDirs(AssignReplicasToDirsRequest),
    /// Key 55.
    DescribeQuorum(DescribeQuorumRequest),
    /// Key 80.
    AddRaftVoter(AddRaftVoterRequest),
    /// Key 81.
    RemoveRaftVoter(RemoveRaftVoterRequest),
    /// Our own: whether these nodes may stop at the same time.
    MayStop(BTreeSet<i32>),
    /// Our own: which brokers get no new replicas.
    CordonedBrokers,
}

/// Which requests go first when more come than can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Who is alive.
    Liveness,
    /// What keeps writes going.
    Data,
    /// What people ask for.
    Admin,
}

impl Request {
    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        match self {
            Request::BrokerRegistration(_) | Request::BrokerHeartbeat(_) => Priority::Liveness,
            Request::AlterPartition(_)
            | Request::AllocateProducerIds(_)
            | Request::AssignReplicasToDirs(_) => Priority::Data,
            _ => Priority::Admin,
        }
    }
}
