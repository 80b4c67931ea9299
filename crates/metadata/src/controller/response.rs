//! [`Response`]: what a controller answers.

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::add_raft_voter::AddRaftVoterResponse;
use wire::messages::allocate_producer_ids::AllocateProducerIdsResponse;
use wire::messages::alter_configs::{self, AlterConfigsResponse};
use wire::messages::alter_partition::AlterPartitionResponse;
use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsResponse, ReassignablePartitionResponse, ReassignableTopicResponse,
};
use wire::messages::assign_replicas_to_dirs::AssignReplicasToDirsResponse;
use wire::messages::broker_heartbeat::BrokerHeartbeatResponse;
use wire::messages::broker_registration::BrokerRegistrationResponse;
use wire::messages::create_partitions::{CreatePartitionsResponse, CreatePartitionsTopicResult};
use wire::messages::create_topics::{CreatableTopicResult, CreateTopicsResponse};
use wire::messages::delete_topics::{DeletableTopicResult, DeleteTopicsResponse};
use wire::messages::describe_quorum::DescribeQuorumResponse;
use wire::messages::elect_leaders::{ElectLeadersResponse, PartitionResult, ReplicaElectionResult};
use wire::messages::incremental_alter_configs::{self as incremental, IncrementalAlterConfigsResponse};
use wire::messages::list_partition_reassignments::ListPartitionReassignmentsResponse;
use wire::messages::remove_raft_voter::RemoveRaftVoterResponse;
use wire::messages::unregister_broker::UnregisterBrokerResponse;

use super::refusal::Refusal;
use super::request::Request;
use super::rules::MayStop;

/// The answer to a [`Request`], of the same kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// Key 62.
    BrokerRegistration(BrokerRegistrationResponse),
    /// Key 63.
    BrokerHeartbeat(BrokerHeartbeatResponse),
    /// Key 64.
    UnregisterBroker(UnregisterBrokerResponse),
    /// Key 19.
    CreateTopics(CreateTopicsResponse),
    /// Key 20.
    DeleteTopics(DeleteTopicsResponse),
    /// Key 37.
    CreatePartitions(CreatePartitionsResponse),
    /// Key 44.
    IncrementalAlterConfigs(IncrementalAlterConfigsResponse),
    /// Key 33.
    AlterConfigs(AlterConfigsResponse),
    /// Key 43.
    ElectLeaders(ElectLeadersResponse),
    /// Key 56.
    AlterPartition(AlterPartitionResponse),
    /// Key 45.
    AlterPartitionReassignments(AlterPartitionReassignmentsResponse),
    /// Key 46.
    ListPartitionReassignments(ListPartitionReassignmentsResponse),
    /// Key 67.
    AllocateProducerIds(AllocateProducerIdsResponse),
    /// Key 73.
    AssignReplicasToDirs(AssignReplicasToDirsResponse),
    /// Key 55.
    DescribeQuorum(DescribeQuorumResponse),
    /// Key 80.
    AddRaftVoter(AddRaftVoterResponse),
    /// Key 81.
    RemoveRaftVoter(RemoveRaftVoterResponse),
    /// Whether nodes may stop; an error code where the question could not be answered.
    MayStop(Result<MayStop, ErrorCode>),
    /// Brokers that get no new replicas, likewise.
    CordonedBrokers(Result<Vec<i32>, ErrorCode>),
}

impl Response {
    /// The answer to a request that is refused whole.
    pub fn refused(request: &Request, refusal: &Refusal) -> Response {
        Response::blank(request).denied(refusal)
    }

    /// An answer that names what the request names, and says nothing about it yet.
    fn blank(request: &Request) -> Response {
        match request {
            Request::BrokerRegistration(_) => Response::BrokerRegistration(Default::default()),
            Request::BrokerHeartbeat(_) => Response::BrokerHeartbeat(Default::default()),
            Request::UnregisterBroker(_) => Response::UnregisterBroker(Default::default()),
            Request::AlterPartition(_) => Response::AlterPartition(Default::default()),
            Request::ListPartitionReassignments(_) => {
                Response::ListPartitionReassignments(Default::default())
            }
            Request::AllocateProducerIds(_) => Response::AllocateProducerIds(Default::default()),
            Request::AssignReplicasToDirs(_) => Response::AssignReplicasToDirs(Default::default()),
            Request::DescribeQuorum(_) => Response::DescribeQuorum(Default::default()),
            Request::AddRaftVoter(_) => Response::AddRaftVoter(Default::default()),
            Request::RemoveRaftVoter(_) => Response::RemoveRaftVoter(Default::default()),
            Request::MayStop(_) => Response::MayStop(Ok(MayStop::Yes)),
            Request::CordonedBrokers => Response::CordonedBrokers(Ok(Vec::new())),
            Request::CreateTopics(r) => Response::CreateTopics(parts::created(r)),
            Request::DeleteTopics(r) => Response::DeleteTopics(parts::deleted(r)),
            Request::CreatePartitions(r) => Response::CreatePartitions(parts::partitions(r)),
            Request::IncrementalAlterConfigs(r) => Response::IncrementalAlterConfigs(parts::configs(r)),
            Request::AlterConfigs(r) => Response::AlterConfigs(parts::old_configs(r)),
            Request::ElectLeaders(r) => Response::ElectLeaders(parts::elections(r)),
            Request::AlterPartitionReassignments(r) => {
                Response::AlterPartitionReassignments(parts::reassignments(r))
            }
        }
    }

    /// The same answer with a refusal of all that it is about: what was decided does not hold.
    pub(super) fn denied(self, refusal: &Refusal) -> Response {
        let error_code = refusal.wire_code();
        let error_message = refusal.message();
        match self {
            Response::BrokerRegistration(_) => {
                Response::BrokerRegistration(BrokerRegistrationResponse { error_code, ..Default::default() })
            }
            Response::BrokerHeartbeat(_) => {
                Response::BrokerHeartbeat(BrokerHeartbeatResponse { error_code, ..Default::default() })
            }
            Response::UnregisterBroker(r) => {
                Response::UnregisterBroker(UnregisterBrokerResponse { error_code, error_message, ..r })
            }
            Response::AlterPartition(_) => {
                Response::AlterPartition(AlterPartitionResponse { error_code, ..Default::default() })
            }
            Response::ListPartitionReassignments(_) => {
                Response::ListPartitionReassignments(ListPartitionReassignmentsResponse {
                    error_code,
                    error_message,
                    ..Default::default()
                })
            }
            Response::AllocateProducerIds(_) => Response::AllocateProducerIds(AllocateProducerIdsResponse {
                error_code,
                ..Default::default()
            }),
            Response::AssignReplicasToDirs(_) => {
                Response::AssignReplicasToDirs(AssignReplicasToDirsResponse {
                    error_code,
                    ..Default::default()
                })
            }
            Response::DescribeQuorum(_) => Response::DescribeQuorum(DescribeQuorumResponse {
                error_code,
                error_message,
                ..Default::default()
            }),
            Response::AddRaftVoter(r) => {
                Response::AddRaftVoter(AddRaftVoterResponse { error_code, error_message, ..r })
            }
            Response::RemoveRaftVoter(r) => {
                Response::RemoveRaftVoter(RemoveRaftVoterResponse { error_code, error_message, ..r })
            }
            Response::MayStop(_) => Response::MayStop(Err(refusal.code())),
            Response::CordonedBrokers(_) => Response::CordonedBrokers(Err(refusal.code())),
            parts => parts.denied_in_parts(error_code, error_message),
        }
    }

    /// For answers that have a code for each thing asked for.
    fn denied_in_parts(mut self, error_code: i16, error_message: Option<Str>) -> Response {
        match &mut self {
            Response::CreateTopics(r) => {
                for topic in &mut r.topics {
                    *topic = CreatableTopicResult {
                        name: topic.name.clone(),
                        error_code,
                        error_message: error_message.clone(),
                        ..Default::default()
                    };
                }
            }
            Response::DeleteTopics(r) => {
                for topic in &mut r.responses {
                    (topic.error_code, topic.error_message) = (error_code, error_message.clone());
                }
            }
            Response::CreatePartitions(r) => {
                for topic in &mut r.results {
                    (topic.error_code, topic.error_message) = (error_code, error_message.clone());
                }
            }
            Response::IncrementalAlterConfigs(r) => {
                for resource in &mut r.responses {
                    (resource.error_code, resource.error_message) = (error_code, error_message.clone());
                }
            }
            Response::AlterConfigs(r) => {
                for resource in &mut r.responses {
                    (resource.error_code, resource.error_message) = (error_code, error_message.clone());
                }
            }
            Response::ElectLeaders(r) => {
                r.error_code = error_code;
                for partition in
                    r.replica_election_results.iter_mut().flat_map(|topic| &mut topic.partition_result)
                {
                    (partition.error_code, partition.error_message) = (error_code, error_message.clone());
                }
            }
            Response::AlterPartitionReassignments(r) => {
                for partition in r.responses.iter_mut().flat_map(|topic| &mut topic.partitions) {
                    (partition.error_code, partition.error_message) = (error_code, error_message.clone());
                }
                (r.error_code, r.error_message) = (error_code, error_message);
            }
            _ => {}
        }
        self
    }

    /// Whether the answer is that this node does not lead: a broker that sent the request on looks for the leader and
    /// tries again (Envelope's own error code).
    pub fn is_not_controller(&self) -> bool {
        let code = ErrorCode::NotController.code();
        match self {
            Response::BrokerRegistration(r) => r.error_code == code,
            Response::BrokerHeartbeat(r) => r.error_code == code,
            Response::UnregisterBroker(r) => r.error_code == code,
            Response::CreateTopics(r) => r.topics.iter().any(|topic| topic.error_code == code),
            Response::DeleteTopics(r) => r.responses.iter().any(|topic| topic.error_code == code),
            Response::CreatePartitions(r) => r.results.iter().any(|topic| topic.error_code == code),
            Response::IncrementalAlterConfigs(r) => {
                r.responses.iter().any(|resource| resource.error_code == code)
            }
            Response::AlterConfigs(r) => r.responses.iter().any(|resource| resource.error_code == code),
            Response::ElectLeaders(r) => r.error_code == code,
            Response::AlterPartition(r) => r.error_code == code,
            Response::AlterPartitionReassignments(r) => r.error_code == code,
            Response::ListPartitionReassignments(r) => r.error_code == code,
            Response::AllocateProducerIds(r) => r.error_code == code,
            Response::AssignReplicasToDirs(r) => r.error_code == code,
            Response::DescribeQuorum(r) => r.error_code == code,
            Response::AddRaftVoter(r) => r.error_code == code,
            Response::RemoveRaftVoter(r) => r.error_code == code,
            Response::MayStop(answer) => *answer == Err(ErrorCode::NotController),
            Response::CordonedBrokers(answer) => *answer == Err(ErrorCode::NotController),
        }
    }
}

/// Blank answers of requests that name several things.
mod parts {
    use super::*;
    use wire::messages::alter_configs::AlterConfigsRequest;
    use wire::messages::alter_partition_reassignments::AlterPartitionReassignmentsRequest;
    use wire::messages::create_partitions::CreatePartitionsRequest;
    use wire::messages::create_topics::CreateTopicsRequest;
    use wire::messages::delete_topics::DeleteTopicsRequest;
    use wire::messages::elect_leaders::ElectLeadersRequest;
    use wire::messages::incremental_alter_configs::IncrementalAlterConfigsRequest;

    pub(super) fn created(r: &CreateTopicsRequest) -> CreateTopicsResponse {
        let result = |name: &Str| CreatableTopicResult { name: name.clone(), ..Default::default() };
        let topics = r.topics.iter().map(|topic| result(&topic.name)).collect();
        CreateTopicsResponse { topics, ..Default::default() }
    }

    pub(super) fn deleted(r: &DeleteTopicsRequest) -> DeleteTopicsResponse {
        let by_name = |name: &Str| DeletableTopicResult { name: Some(name.clone()), ..Default::default() };
        let by_state = r.topics.iter().map(|topic| DeletableTopicResult {
            name: topic.name.clone(),
            topic_id: topic.topic_id,
            ..Default::default()
        });
        let responses = r.topic_names.iter().map(by_name).chain(by_state).collect();
        DeleteTopicsResponse { responses, ..Default::default() }
    }

    pub(super) fn partitions(r: &CreatePartitionsRequest) -> CreatePartitionsResponse {
        let result = |name: &Str| CreatePartitionsTopicResult { name: name.clone(), ..Default::default() };
        let results = r.topics.iter().map(|topic| result(&topic.name)).collect();
        CreatePartitionsResponse { results, ..Default::default() }
    }

    pub(super) fn configs(r: &IncrementalAlterConfigsRequest) -> IncrementalAlterConfigsResponse {
        let responses = r.resources.iter().map(|resource| incremental::AlterConfigsResourceResponse {
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
            ..Default::default()
        });
        IncrementalAlterConfigsResponse { responses: responses.collect(), ..Default::default() }
    }

    pub(super) fn old_configs(r: &AlterConfigsRequest) -> AlterConfigsResponse {
        let responses = r.resources.iter().map(|resource| alter_configs::AlterConfigsResourceResponse {
            resource_type: resource.resource_type,
            resource_name: resource.resource_name.clone(),
            ..Default::default()
        });
        AlterConfigsResponse { responses: responses.collect(), ..Default::default() }
    }

    pub(super) fn elections(r: &ElectLeadersRequest) -> ElectLeadersResponse {
        let result = |index: &i32| PartitionResult { partition_id: *index, ..Default::default() };
        let topics = r.topic_partitions.iter().flatten().map(|topic| ReplicaElectionResult {
            topic: topic.topic.clone(),
            partition_result: topic.partitions.iter().map(result).collect(),
        });
        ElectLeadersResponse { replica_election_results: topics.collect(), ..Default::default() }
    }

    pub(super) fn reassignments(
        r: &AlterPartitionReassignmentsRequest,
    ) -> AlterPartitionReassignmentsResponse {
        let partition =
            |index: i32| ReassignablePartitionResponse { partition_index: index, ..Default::default() };
        let responses = r.topics.iter().map(|topic| ReassignableTopicResponse {
            name: topic.name.clone(),
            partitions: topic.partitions.iter().map(|p| partition(p.partition_index)).collect(),
        });
        AlterPartitionReassignmentsResponse { responses: responses.collect(), ..Default::default() }
    }
}
