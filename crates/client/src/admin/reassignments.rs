//! Moving replicas from broker to broker.

use std::collections::BTreeMap;

use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use wire::messages::list_partition_reassignments::ListPartitionReassignmentsRequest;

use super::broker_timeout_ms;
use super::topics::check;
use crate::cluster::Cluster;
use crate::error::ClientError;

/// Where a partition shall stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reassignment {
    /// The topic.
    pub topic: String,
    /// The partition's index.
    pub partition: i32,
    /// The brokers, the preferred leader first; `None` cancels what is under way.
    pub replicas: Option<Vec<i32>>,
}

/// A move that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OngoingReassignment {
    /// The topic.
    pub topic: String,
    /// The partition's index.
    pub partition: i32,
    /// All replicas, old and new.
    pub replicas: Vec<i32>,
    /// Those that are being added.
    pub adding: Vec<i32>,
    /// Those that will go.
    pub removing: Vec<i32>,
}

impl Cluster {
    /// Begins moves. The first refusal is returned; what was taken before it is under way.
    pub async fn reassign(&self, moves: &[Reassignment]) -> Result<(), ClientError> {
        let mut topics: BTreeMap<&str, Vec<ReassignablePartition>> = BTreeMap::new();
        for m in moves {
            let partition =
                ReassignablePartition { partition_index: m.partition, replicas: m.replicas.clone() };
            topics.entry(&m.topic).or_default().push(partition);
        }
        let topic =
            |(name, partitions): (&str, _)| ReassignableTopic { name: name.to_owned().into(), partitions };
        let request = AlterPartitionReassignmentsRequest {
            timeout_ms: broker_timeout_ms(),
            topics: topics.into_iter().map(topic).collect(),
            ..Default::default()
        };
        let response = self.call(&request).await?;
        check("move replicas".into(), response.error_code, response.error_message.as_deref())?;
        for topic in &response.responses {
            for p in &topic.partitions {
                let what = format!("move the replicas of {}-{}", topic.name, p.partition_index);
                check(what, p.error_code, p.error_message.as_deref())?;
            }
        }
        Ok(())
    }

    /// All moves that are under way.
    pub async fn reassignments(&self) -> Result<Vec<OngoingReassignment>, ClientError> {
        let request = ListPartitionReassignmentsRequest { timeout_ms: broker_timeout_ms(), topics: None };
        let response = self.call(&request).await?;
        check("list moves of replicas".into(), response.error_code, response.error_message.as_deref())?;
        let mut moves = Vec::new();
        for topic in response.topics {
            moves.extend(topic.partitions.into_iter().map(|p| OngoingReassignment {
                topic: topic.name.to_string(),
                partition: p.partition_index,
                replicas: p.replicas,
                adding: p.adding_replicas,
                removing: p.removing_replicas,
            }));
        }
        Ok(moves)
    }
}
