//! Topics that are made because somebody asked for them (`AutoTopicCreationManager`).
//!
//! The broker that was asked sends a CreateTopics to the controller for itself and answers the client with an error that
//! makes it ask again. Here stands what it sends and what it answers; when it does so, and that one topic is not asked for
//! twice at once, is the broker's business.

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::create_topics::{CreatableTopic, CreatableTopicConfig, CreateTopicsRequest};

use crate::topic_name::{self, CONSUMER_OFFSETS, SHARE_GROUP_STATE, TRANSACTION_STATE};

/// How the consumer groups' topic is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffsetsTopic {
    /// `offsets.topic.num.partitions`
    pub partitions: i32,
    /// `offsets.topic.replication.factor`
    pub replication_factor: i16,
    /// `offsets.topic.segment.bytes`
    pub segment_bytes: i32,
}

impl Default for OffsetsTopic {
    fn default() -> Self {
        OffsetsTopic { partitions: 50, replication_factor: 3, segment_bytes: 104_857_600 }
    }
}

/// What a broker says about topics made by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AutoCreate {
    /// `num.partitions`, if the broker's file has it; else the controller's counts.
    pub partitions: Option<i32>,
    /// `default.replication.factor`, if the broker's file has it; else the controller's counts.
    pub replication_factor: Option<i16>,
    /// The consumer groups' topic.
    pub offsets: OffsetsTopic,
    /// `request.timeout.ms`
    pub timeout_ms: i32,
}

impl AutoCreate {
    /// The topic to be made of that name.
    ///
    /// # Errors
    /// The error to answer the client with, when no such topic can be made: the name is none, or it belongs to a
    /// coordinator that is not built.
    pub fn topic(&self, name: &str) -> Result<CreatableTopic, ErrorCode> {
        topic_name::validate(name).map_err(|_| ErrorCode::InvalidTopicException)?;
        let text = |text: &str| Str::from(text.to_string());
        match name {
            TRANSACTION_STATE | SHARE_GROUP_STATE => Err(ErrorCode::InvalidTopicException),
            CONSUMER_OFFSETS => Ok(CreatableTopic {
                name: text(name),
                num_partitions: self.offsets.partitions,
                replication_factor: self.offsets.replication_factor,
                assignments: Vec::new(),
                // As Kafka's group coordinator asks for it: compacted, small segments, batches kept as they are sent.
                configs: [
                    ("cleanup.policy", "compact".to_string()),
                    ("compression.type", "producer".to_string()),
                    ("segment.bytes", self.offsets.segment_bytes.to_string()),
                ]
                .into_iter()
                .map(|(name, value)| CreatableTopicConfig {
                    name: Str::from(name),
                    value: Some(Str::from(value)),
                })
                .collect(),
            }),
            _ => Ok(CreatableTopic {
                name: text(name),
                num_partitions: self.partitions.unwrap_or(-1),
                replication_factor: self.replication_factor.unwrap_or(-1),
                assignments: Vec::new(),
                configs: Vec::new(),
            }),
        }
    }

    /// The request for topics that [`topic`](AutoCreate::topic) gave.
    pub fn request(&self, topics: Vec<CreatableTopic>) -> CreateTopicsRequest {
        CreateTopicsRequest { topics, timeout_ms: self.timeout_ms, validate_only: false }
    }
}

/// The error for a client that asked for a topic, from what the controller answered. Where the topic is there by now, or
/// will be, the client is told to ask again.
pub fn error_for_client(controllers: ErrorCode) -> ErrorCode {
    match controllers {
        ErrorCode::None | ErrorCode::TopicAlreadyExists => ErrorCode::UnknownTopicOrPartition,
        ErrorCode::InvalidTopicException | ErrorCode::InvalidReplicationFactor => controllers,
        ErrorCode::InvalidPartitions | ErrorCode::PolicyViolation => controllers,
        // Anything else may pass: no controller, a full queue.
        _ => ErrorCode::UnknownTopicOrPartition,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offsets_topic_is_compacted_and_has_its_own_size() {
        let topic = AutoCreate::default().topic(CONSUMER_OFFSETS).unwrap();
        assert_eq!((topic.num_partitions, topic.replication_factor), (50, 3));
        assert!(
            topic
                .configs
                .iter()
                .any(|c| &*c.name == "cleanup.policy" && c.value.as_deref() == Some("compact"))
        );
    }

    #[test]
    fn what_the_broker_does_not_say_is_left_to_the_controller() {
        let topic = AutoCreate::default().topic("t").unwrap();
        assert_eq!((topic.num_partitions, topic.replication_factor), (-1, -1));
        let said = AutoCreate { partitions: Some(6), ..AutoCreate::default() }.topic("t").unwrap();
        assert_eq!((said.num_partitions, said.replication_factor), (6, -1));
    }

    #[test]
    fn names_that_cannot_be_are_told_at_once() {
        let auto = AutoCreate::default();
        for name in ["", "a b", "..", TRANSACTION_STATE] {
            assert_eq!(auto.topic(name).unwrap_err(), ErrorCode::InvalidTopicException, "{name}");
        }
        assert_eq!(error_for_client(ErrorCode::None), ErrorCode::UnknownTopicOrPartition);
        assert_eq!(error_for_client(ErrorCode::NotController), ErrorCode::UnknownTopicOrPartition);
        assert_eq!(
            error_for_client(ErrorCode::InvalidReplicationFactor),
            ErrorCode::InvalidReplicationFactor
        );
    }
}
