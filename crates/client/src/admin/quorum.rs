//! The metadata quorum: who votes, who follows, and changing that.

use std::time::Duration;

use wire::codec::Uuid;
use wire::messages::add_raft_voter::{AddRaftVoterRequest, Listener};
use wire::messages::describe_quorum::{DescribeQuorumRequest, ReplicaState, request};
use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;

use super::topics::check;
use crate::cluster::Cluster;
use crate::error::ClientError;

/// The topic of the metadata log.
const METADATA_TOPIC: &str = "__cluster_metadata";

/// The quorum as the active controller describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumInfo {
    /// The active controller.
    pub leader: Option<i32>,
    /// Its term.
    pub epoch: i32,
    /// The next offset after the last committed one.
    pub high_watermark: i64,
    /// Who votes.
    pub voters: Vec<QuorumReplica>,
    /// Who follows without a vote: brokers, and controllers that were not added.
    pub observers: Vec<QuorumReplica>,
}

/// A voter or an observer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuorumReplica {
    /// Its node id.
    pub id: i32,
    /// Its metadata directory; zero where it is not told.
    pub directory: Uuid,
    /// How far it has come.
    pub log_end_offset: i64,
    /// When it was last known to hold all that the leader had, milliseconds since the epoch; -1 if never.
    pub last_caught_up_ms: i64,
    /// When it last asked, milliseconds since the epoch; -1 if never.
    pub last_fetch_ms: i64,
}

impl Cluster {
    /// The quorum.
    pub async fn describe_quorum(&self) -> Result<QuorumInfo, ClientError> {
        let request = DescribeQuorumRequest {
            topics: vec![request::TopicData {
                topic_name: METADATA_TOPIC.into(),
                partitions: vec![request::PartitionData { partition_index: 0 }],
            }],
        };
        let response = self.call(&request).await?;
        let what = || "describe the metadata quorum".to_owned();
        check(what(), response.error_code, response.error_message.as_deref())?;
        let partition = response.topics.into_iter().flat_map(|t| t.partitions).next();
        let Some(partition) = partition else {
            return Err(ClientError::Data("the answer to DescribeQuorum holds no partition".into()));
        };
        check(what(), partition.error_code, partition.error_message.as_deref())?;
        Ok(QuorumInfo {
            leader: (partition.leader_id >= 0).then_some(partition.leader_id),
            epoch: partition.leader_epoch,
            high_watermark: partition.high_watermark,
            voters: partition.current_voters.iter().map(replica).collect(),
            observers: partition.observers.iter().map(replica).collect(),
        })
    }

    /// Gives a controller that has caught up a vote. `endpoints` are (listener, host, port), the one that nodes dial
    /// first.
    pub async fn add_voter(
        &self,
        cluster_id: &str,
        id: i32,
        directory: Uuid,
        endpoints: &[(String, String, u16)],
        within: Duration,
    ) -> Result<(), ClientError> {
        let listener = |(name, host, port): &(String, String, u16)| Listener {
            name: name.clone().into(),
            host: host.clone().into(),
            port: *port,
        };
        let request = AddRaftVoterRequest {
            cluster_id: Some(cluster_id.to_owned().into()),
            timeout_ms: within.as_millis() as i32,
            voter_id: id,
            voter_directory_id: directory,
            listeners: endpoints.iter().map(listener).collect(),
            ack_when_committed: true,
        };
        let response = self.call(&request).await?;
        check(format!("add voter {id} ({directory})"), response.error_code, response.error_message.as_deref())
    }

    /// Takes a controller's vote away.
    pub async fn remove_voter(&self, cluster_id: &str, id: i32, directory: Uuid) -> Result<(), ClientError> {
        let request = RemoveRaftVoterRequest {
            cluster_id: Some(cluster_id.to_owned().into()),
            voter_id: id,
            voter_directory_id: directory,
        };
        let response = self.call(&request).await?;
        check(
            format!("remove voter {id} ({directory})"),
            response.error_code,
            response.error_message.as_deref(),
        )
    }
}

fn replica(state: &ReplicaState) -> QuorumReplica {
    QuorumReplica {
        id: state.replica_id,
        directory: state.replica_directory_id,
        log_end_offset: state.log_end_offset,
        last_caught_up_ms: state.last_caught_up_timestamp,
        last_fetch_ms: state.last_fetch_timestamp,
    }
}
