//! [`Coded`]: where the error codes of an answer stand.

use wire::codec::Request;
use wire::messages as m;

/// A request whose answer has error codes.
pub(super) trait Coded: Request {
    /// The code of the answer where that is about all of it, else those of its parts in their order.
    fn codes(response: &Self::Response) -> Vec<i16>;
}

/// One code for the whole answer.
macro_rules! whole {
    ($($request:ident)*) => {$(
        impl Coded for m::$request {
            fn codes(response: &Self::Response) -> Vec<i16> {
                vec![response.error_code]
            }
        }
    )*};
}

whole! {
    AddRaftVoterRequest AllocateProducerIdsRequest ApiVersionsRequest BrokerHeartbeatRequest BrokerRegistrationRequest
    DescribeClusterRequest ListPartitionReassignmentsRequest RemoveRaftVoterRequest UnregisterBrokerRequest
}

/// A code for each part.
macro_rules! parts {
    ($($request:ident $parts:ident;)*) => {$(
        impl Coded for m::$request {
            fn codes(response: &Self::Response) -> Vec<i16> {
                response.$parts.iter().map(|part| part.error_code).collect()
            }
        }
    )*};
}

parts! {
    AlterConfigsRequest responses;
    CreatePartitionsRequest results;
    CreateTopicsRequest topics;
    DeleteTopicsRequest responses;
    DescribeConfigsRequest results;
    IncrementalAlterConfigsRequest responses;
}

/// A code for the whole answer, and one for each partition in it.
macro_rules! whole_and_partitions {
    ($($request:ident $topics:ident $partitions:ident;)*) => {$(
        impl Coded for m::$request {
            fn codes(response: &Self::Response) -> Vec<i16> {
                match response.error_code {
                    0 => {
                        let partitions = response.$topics.iter().flat_map(|topic| &topic.$partitions);
                        partitions.map(|partition| partition.error_code).collect()
                    }
                    whole => vec![whole],
                }
            }
        }
    )*};
}

whole_and_partitions! {
    AlterPartitionRequest topics partitions;
    AlterPartitionReassignmentsRequest responses partitions;
    DescribeQuorumRequest topics partitions;
    ElectLeadersRequest replica_election_results partition_result;
    FetchRequest responses partitions;
}

impl Coded for m::AssignReplicasToDirsRequest {
    fn codes(response: &Self::Response) -> Vec<i16> {
        match response.error_code {
            0 => {
                let topics = response.directories.iter().flat_map(|directory| &directory.topics);
                topics.flat_map(|topic| &topic.partitions).map(|partition| partition.error_code).collect()
            }
            whole => vec![whole],
        }
    }
}
