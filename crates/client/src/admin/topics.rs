//! Topics: make, delete, list, describe, configure.

use std::collections::BTreeMap;

use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::create_topics::{CreatableTopic, CreatableTopicConfig, CreateTopicsRequest};
use wire::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use wire::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use wire::messages::metadata::MetadataResponseTopic;

use super::broker_timeout_ms;
use crate::cluster::Cluster;
use crate::error::ClientError;

/// Config resource type of topics.
const RESOURCE_TOPIC: i8 = 2;
/// Config source of what was set on the topic itself.
const SOURCE_TOPIC: i8 = 1;
/// Asks the controller for the cluster's default.
const DEFAULT: i16 = -1;

/// A topic to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTopic {
    /// Its name.
    pub name: String,
    /// `None`: `num.partitions` of the cluster.
    pub partitions: Option<i32>,
    /// `None`: `default.replication.factor` of the cluster.
    pub replication_factor: Option<i16>,
    /// Configs other than the defaults.
    pub configs: BTreeMap<String, String>,
}

/// A topic as the cluster describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicInfo {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: Uuid,
    /// Whether Kafka keeps it for itself.
    pub internal: bool,
    /// Its partitions, by index.
    pub partitions: Vec<PartitionInfo>,
}

/// A partition as the cluster describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionInfo {
    /// Its index.
    pub index: i32,
    /// Its leader, if it has one.
    pub leader: Option<i32>,
    /// The leader's epoch.
    pub leader_epoch: i32,
    /// Where it stands, the preferred leader first.
    pub replicas: Vec<i32>,
    /// Which of those are in sync.
    pub isr: Vec<i32>,
    /// Which of those cannot serve.
    pub offline: Vec<i32>,
}

impl Cluster {
    /// Makes a topic.
    pub async fn create_topic(&self, topic: &NewTopic) -> Result<(), ClientError> {
        let config = |(name, value): (&String, &String)| CreatableTopicConfig {
            name: name.clone().into(),
            value: Some(value.clone().into()),
        };
        let request = CreateTopicsRequest {
            topics: vec![CreatableTopic {
                name: topic.name.clone().into(),
                num_partitions: topic.partitions.unwrap_or(i32::from(DEFAULT)),
                replication_factor: topic.replication_factor.unwrap_or(DEFAULT),
                assignments: Vec::new(),
                configs: topic.configs.iter().map(config).collect(),
            }],
            timeout_ms: broker_timeout_ms(),
            validate_only: false,
        };
        let response = self.call(&request).await?;
        for result in &response.topics {
            check(
                format!("create topic {}", topic.name),
                result.error_code,
                result.error_message.as_deref(),
            )?;
        }
        Ok(())
    }

    /// Deletes a topic and all that is in it.
    pub async fn delete_topic(&self, name: &str) -> Result<(), ClientError> {
        let mut request = DeleteTopicsRequest { timeout_ms: broker_timeout_ms(), ..Default::default() };
        let connection = self.any().await?;
        let version = connection
            .version_of::<DeleteTopicsRequest>(wire::api::ApiKey::DeleteTopics.stable_versions())?;
        let text = Str::from(name.to_owned());
        if version >= 6 {
            request.topics = vec![DeleteTopicState { name: Some(text), topic_id: Uuid::ZERO }];
        } else {
            request.topic_names = vec![text];
        }
        let response = connection.call_at(&request, version, crate::cluster::CALL_TIMEOUT).await?;
        for result in &response.responses {
            check(format!("delete topic {name}"), result.error_code, result.error_message.as_deref())?;
        }
        Ok(())
    }

    /// All topics, by name.
    pub async fn list_topics(&self) -> Result<Vec<TopicInfo>, ClientError> {
        let response = self.metadata(None).await?;
        let mut topics: Vec<TopicInfo> =
            response.topics.into_iter().filter(|t| t.error_code == 0).map(info).collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(topics)
    }

    /// One topic.
    pub async fn describe_topic(&self, name: &str) -> Result<TopicInfo, ClientError> {
        let response = self.metadata(Some(&[name])).await?;
        let Some(topic) = response.topics.into_iter().next() else {
            return Err(ClientError::refused(
                format!("describe topic {name}"),
                ErrorCode::UnknownTopicOrPartition.code(),
                None,
            ));
        };
        let message = (topic.error_code == ErrorCode::UnknownTopicOrPartition.code())
            .then_some("there is no such topic");
        check(format!("describe topic {name}"), topic.error_code, message)?;
        Ok(info(topic))
    }

    /// What is configured on a topic itself.
    pub async fn topic_configs(&self, name: &str) -> Result<BTreeMap<String, String>, ClientError> {
        let request = DescribeConfigsRequest {
            resources: vec![DescribeConfigsResource {
                resource_type: RESOURCE_TOPIC,
                resource_name: name.to_owned().into(),
                configuration_keys: None,
            }],
            ..Default::default()
        };
        let mut configs = BTreeMap::new();
        for result in self.call(&request).await?.results {
            check(
                format!("describe the configs of topic {name}"),
                result.error_code,
                result.error_message.as_deref(),
            )?;
            for config in result.configs.into_iter().filter(|c| c.config_source == SOURCE_TOPIC) {
                configs
                    .insert(config.name.to_string(), config.value.map(|v| v.to_string()).unwrap_or_default());
            }
        }
        Ok(configs)
    }
}

pub(super) fn check(what: String, code: i16, message: Option<&str>) -> Result<(), ClientError> {
    if code == ErrorCode::None.code() { Ok(()) } else { Err(ClientError::refused(what, code, message)) }
}

fn info(topic: MetadataResponseTopic) -> TopicInfo {
    let mut partitions: Vec<PartitionInfo> = topic
        .partitions
        .into_iter()
        .map(|p| PartitionInfo {
            index: p.partition_index,
            leader: (p.leader_id >= 0).then_some(p.leader_id),
            leader_epoch: p.leader_epoch,
            replicas: p.replica_nodes,
            isr: p.isr_nodes,
            offline: p.offline_replicas,
        })
        .collect();
    partitions.sort_by_key(|p| p.index);
    let name = topic.name.map(|n| n.to_string()).unwrap_or_default();
    TopicInfo { name, id: topic.topic_id, internal: topic.is_internal, partitions }
}
