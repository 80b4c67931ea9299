//! Metadata: topics, partitions, brokers, as reached by the listener that the client came by.

use std::sync::Arc;

use metadata::image::{Image, PartitionView, Topic};
use metadata::topic_name;
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponse, MetadataResponseBroker,
    MetadataResponsePartition, MetadataResponseTopic,
};

use super::auto_create::TopicMaker;
use crate::net::ListenerName;

/// Nothing is authorised here, so nothing is told about it.
const OPERATIONS_UNKNOWN: i32 = i32::MIN;
/// From this version on a client says whether topics may be made.
const MAY_FORBID_FROM: i16 = 4;
/// From this version on a leader that the client's listener does not reach is told apart from none.
const LISTENER_NOT_FOUND_FROM: i16 = 6;

/// What a Metadata is answered with.
pub(super) struct Answering<'a> {
    pub(super) image: &'a Image,
    pub(super) cluster_id: &'a str,
    pub(super) listener: &'a ListenerName,
    /// `auto.create.topics.enable`.
    pub(super) maker: Option<&'a Arc<TopicMaker>>,
    pub(super) version: i16,
}

/// A broker that is named as the controller: who asks it is sent on.
pub(super) fn face_of_the_controller(image: &Image, listener: &ListenerName) -> i32 {
    image.live_brokers(listener.as_str()).next().map_or(-1, |(broker, _)| broker.id)
}

impl Answering<'_> {
    /// Serves a Metadata.
    pub(super) fn answer(&self, request: &MetadataRequest) -> MetadataResponse {
        let topics = match &request.topics {
            None => self.all(),
            // In version 0 an empty list is all topics.
            Some(topics) if topics.is_empty() && self.version == 0 => self.all(),
            Some(topics) => {
                let may_make = request.allow_auto_topic_creation || self.version < MAY_FORBID_FROM;
                topics.iter().map(|topic| self.asked(topic, may_make)).collect()
            }
        };
        let brokers = self.image.live_brokers(self.listener.as_str());
        MetadataResponse {
            brokers: brokers
                .map(|(broker, endpoint)| MetadataResponseBroker {
                    node_id: broker.id,
                    host: endpoint.host.to_string().into(),
                    port: i32::from(endpoint.port),
                    rack: broker.rack.as_ref().map(|rack| rack.to_string().into()),
                })
                .collect(),
            cluster_id: Some(self.cluster_id.to_owned().into()),
            controller_id: face_of_the_controller(self.image, self.listener),
            topics,
            cluster_authorized_operations: OPERATIONS_UNKNOWN,
            ..Default::default()
        }
    }

    fn all(&self) -> Vec<MetadataResponseTopic> {
        self.image.topics().iter().map(|topic| self.topic(topic)).collect()
    }

    fn asked(&self, asked: &MetadataRequestTopic, may_make: bool) -> MetadataResponseTopic {
        let refused = |code: ErrorCode| MetadataResponseTopic {
            error_code: code.code(),
            name: asked.name.clone(),
            topic_id: asked.topic_id,
            topic_authorized_operations: OPERATIONS_UNKNOWN,
            ..Default::default()
        };
        let Some(name) = &asked.name else {
            return match self.image.topics().by_id(asked.topic_id) {
                Some(topic) => self.topic(topic),
                None => refused(ErrorCode::UnknownTopicId),
            };
        };
        match self.image.topics().by_name(name) {
            Some(topic) => self.topic(topic),
            None => refused(self.missing(name, may_make)),
        }
    }

    fn missing(&self, name: &Str, may_make: bool) -> ErrorCode {
        if topic_name::validate(name).is_err() {
            return ErrorCode::InvalidTopicException;
        }
        match self.maker {
            Some(maker) if may_make => maker.make(name),
            _ => ErrorCode::UnknownTopicOrPartition,
        }
    }

    fn topic(&self, topic: &Topic) -> MetadataResponseTopic {
        let partitions = self.image.topics().partitions(topic);
        MetadataResponseTopic {
            name: Some(topic.name().to_string().into()),
            topic_id: topic.id(),
            is_internal: topic_name::is_internal(topic.name()),
            partitions: partitions.map(|(index, partition)| self.partition(index, &partition)).collect(),
            topic_authorized_operations: OPERATIONS_UNKNOWN,
            ..Default::default()
        }
    }

    fn partition(&self, index: i32, partition: &PartitionView<'_>) -> MetadataResponsePartition {
        let leader = partition.leader();
        let error = match leader {
            ..0 => ErrorCode::LeaderNotAvailable,
            _ if self.reaches(leader) => ErrorCode::None,
            _ if self.version >= LISTENER_NOT_FOUND_FROM => ErrorCode::ListenerNotFound,
            _ => ErrorCode::LeaderNotAvailable,
        };
        MetadataResponsePartition {
            error_code: error.code(),
            partition_index: index,
            leader_id: if error == ErrorCode::None { leader } else { -1 },
            leader_epoch: partition.leader_epoch(),
            replica_nodes: partition.replicas().collect(),
            isr_nodes: partition.isr().collect(),
            offline_replicas: partition
                .assignment()
                .filter(|(broker, directory)| self.is_offline(*broker, *directory))
                .map(|(broker, _)| broker)
                .collect(),
        }
    }

    fn reaches(&self, leader: i32) -> bool {
        let broker = self.image.brokers().get(leader).filter(|broker| broker.is_active());
        broker.is_some_and(|broker| broker.endpoint(self.listener.as_str()).is_some())
    }

    fn is_offline(&self, broker: i32, directory: Uuid) -> bool {
        match self.image.brokers().get(broker) {
            Some(broker) => !broker.is_active() || !broker.is_online(directory),
            None => true,
        }
    }
}
