//! OffsetCommit: partitions that do not exist are answered here (`KafkaApis.handleOffsetCommitRequest`), the others by
//! the shard.

use coordinator::{Request, Response};
use metadata::image::Image;
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::offset_commit::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic, OffsetCommitResponsePartition,
    OffsetCommitResponseTopic,
};
use wire::messages::{OffsetCommitRequest, OffsetCommitResponse};

use super::{NOT_RANDOM, topics};
use crate::api::{RequestContext, Unanswerable};
use crate::groups::host::GroupCoordinator;
use crate::net::Outcome;

impl GroupCoordinator {
    pub(super) fn offset_commit(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let mut request = context.body::<OffsetCommitRequest>(frame)?;
        let unknown = take_unknown(&self.view.load(), &mut request.topics);
        if request.topics.is_empty() {
            let response = OffsetCommitResponse { topics: unknown, ..Default::default() };
            return Ok(context.answer::<OffsetCommitRequest>(&response));
        }
        let group = request.group_id.clone();
        let answer = self.ask_one(context, &group, NOT_RANDOM, Request::OffsetCommit(request));
        let context = context.clone();
        Ok(Outcome::later(async move {
            let Response::OffsetCommit(mut response) = answer.wait().await? else { return None };
            merge(&mut response.topics, unknown);
            context.encode::<OffsetCommitRequest>(&response)
        }))
    }
}

/// Takes out what does not exist, and gives the answer to it. Topics that stay have their id.
fn take_unknown(image: &Image, topics: &mut Vec<OffsetCommitRequestTopic>) -> Vec<OffsetCommitResponseTopic> {
    let mut unknown = Vec::new();
    for mut topic in std::mem::take(topics) {
        let Some(id) = topics::topic_id(image, &topic.name) else {
            unknown.push(refused(topic.name, Uuid::ZERO, &topic.partitions));
            continue;
        };
        let (known, missing) =
            topics::part(image, id, topic.partitions, |partition| partition.partition_index);
        if !missing.is_empty() {
            unknown.push(refused(topic.name.clone(), id, &missing));
        }
        if !known.is_empty() {
            (topic.topic_id, topic.partitions) = (id, known);
            topics.push(topic);
        }
    }
    unknown
}

fn refused(
    name: Str,
    topic_id: Uuid,
    partitions: &[OffsetCommitRequestPartition],
) -> OffsetCommitResponseTopic {
    let partitions = partitions.iter().map(|partition| OffsetCommitResponsePartition {
        partition_index: partition.partition_index,
        error_code: ErrorCode::UnknownTopicOrPartition.code(),
    });
    OffsetCommitResponseTopic { name, topic_id, partitions: partitions.collect() }
}

/// Adds the topics that were answered here, each topic once.
fn merge(topics: &mut Vec<OffsetCommitResponseTopic>, more: Vec<OffsetCommitResponseTopic>) {
    for topic in more {
        match topics.iter_mut().find(|known| known.name == topic.name) {
            Some(known) => known.partitions.extend(topic.partitions),
            None => topics.push(topic),
        }
    }
}
