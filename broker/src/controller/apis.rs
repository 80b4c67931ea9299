//! Which of Kafka's requests go to the state machine, and how their answers are written.

use bytes::Bytes;
use metadata::controller::{Request, Response};
use wire::api::ApiKey;
use wire::codec::{DecodeError, EncodeError};
use wire::frame::{RequestFrame, encode_response_chunks};
use wire::messages as m;

/// Pieces of an answer below this many bytes are copied together.
const SHARE_FROM_BYTES: usize = 4096;

macro_rules! controller_apis {
    ($($key:ident $request:ident;)*) => {
        /// The request in a frame, if it is one for the state machine.
        pub(crate) fn decode(frame: &RequestFrame) -> Result<Option<Request>, DecodeError> {
            Ok(Some(match frame.api {
                $(ApiKey::$key => Request::$key(frame.decode::<m::$request>()?),)*
                _ => return Ok(None),
            }))
        }

        /// An answer of the state machine as a frame in pieces, length prefix included.
        pub(crate) fn encode(response: Response, version: i16, correlation_id: i32) -> Result<Vec<Bytes>, EncodeError> {
            match response.in_version(version) {
                $(Response::$key(r) => encode_response_chunks::<m::$request>(&r, version, correlation_id, SHARE_FROM_BYTES),)*
                // Answered by the private APIs, which have a form of their own.
                Response::MayStop(_) | Response::CordonedBrokers(_) => Ok(Vec::new()),
            }
        }

        /// Whether brokers send it on for their clients, and controllers take it from clients directly (KIP-919).
        pub(crate) fn is_admin(api: ApiKey) -> bool {
            const OF_BROKERS: &[ApiKey] = &[
                ApiKey::BrokerRegistration,
                ApiKey::BrokerHeartbeat,
                ApiKey::AlterPartition,
                ApiKey::AssignReplicasToDirs,
            ];
            [$(ApiKey::$key),*].contains(&api) && !OF_BROKERS.contains(&api)
        }
    };
}

controller_apis! {
    BrokerRegistration BrokerRegistrationRequest;
    BrokerHeartbeat BrokerHeartbeatRequest;
    UnregisterBroker UnregisterBrokerRequest;
    CreateTopics CreateTopicsRequest;
    DeleteTopics DeleteTopicsRequest;
    CreatePartitions CreatePartitionsRequest;
    IncrementalAlterConfigs IncrementalAlterConfigsRequest;
    AlterConfigs AlterConfigsRequest;
    ElectLeaders ElectLeadersRequest;
    AlterPartition AlterPartitionRequest;
    AlterPartitionReassignments AlterPartitionReassignmentsRequest;
    ListPartitionReassignments ListPartitionReassignmentsRequest;
    AllocateProducerIds AllocateProducerIdsRequest;
    AssignReplicasToDirs AssignReplicasToDirsRequest;
    DescribeQuorum DescribeQuorumRequest;
    AddRaftVoter AddRaftVoterRequest;
    RemoveRaftVoter RemoveRaftVoterRequest;
}
