//! OffsetDelete: partitions that do not exist are answered here (`KafkaApis.handleOffsetDeleteRequest`), the others by
//! the shard, which is asked in any case: it may refuse all of it.

use coordinator::{Request, Response};
use metadata::image::Image;
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::frame::RequestFrame;
use wire::messages::OffsetDeleteRequest;
use wire::messages::offset_delete::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic, OffsetDeleteResponsePartition,
    OffsetDeleteResponseTopic,
};

use super::{NOT_RANDOM, topics};
use crate::api::{RequestContext, Unanswerable};
use crate::groups::host::GroupCoordinator;
use crate::net::Outcome;

impl GroupCoordinator {
    pub(super) fn offset_delete(
        &self,
        context: &RequestContext,
        frame: &RequestFrame,
    ) -> Result<Outcome, Unanswerable> {
        let mut request = context.body::<OffsetDeleteRequest>(frame)?;
        let unknown = take_unknown(&self.view.load(), &mut request.topics);
        let group = request.group_id.clone();
        let answer = self.ask_one(context, &group, NOT_RANDOM, Request::OffsetDelete(request));
        let context = context.clone();
        Ok(Outcome::later(async move {
            let Response::OffsetDelete(mut response) = answer.wait().await? else { return None };
            // An error for the whole request is all there is to say.
            if response.error_code == ErrorCode::None.code() {
                merge(&mut response.topics, unknown);
            }
            context.encode::<OffsetDeleteRequest>(&response)
        }))
    }
}

/// Takes out what does not exist, and gives the answer to it.
fn take_unknown(image: &Image, topics: &mut Vec<OffsetDeleteRequestTopic>) -> Vec<OffsetDeleteResponseTopic> {
    let mut unknown = Vec::new();
    for mut topic in std::mem::take(topics) {
        let Some(id) = topics::topic_id(image, &topic.name) else {
            unknown.push(refused(topic.name, &topic.partitions));
            continue;
        };
        let (known, missing) =
            topics::part(image, id, topic.partitions, |partition| partition.partition_index);
        if !missing.is_empty() {
            unknown.push(refused(topic.name.clone(), &missing));
        }
        if !known.is_empty() {
            topic.partitions = known;
            topics.push(topic);
        }
    }
    unknown
}

fn refused(name: Str, partitions: &[OffsetDeleteRequestPartition]) -> OffsetDeleteResponseTopic {
    let partitions = partitions.iter().map(|partition| OffsetDeleteResponsePartition {
        partition_index: partition.partition_index,
        error_code: ErrorCode::UnknownTopicOrPartition.code(),
    });
    OffsetDeleteResponseTopic { name, partitions: partitions.collect() }
}

/// Adds the topics that were answered here, each topic once.
fn merge(topics: &mut Vec<OffsetDeleteResponseTopic>, more: Vec<OffsetDeleteResponseTopic>) {
    for topic in more {
        match topics.iter_mut().find(|known| known.name == topic.name) {
            Some(known) => known.partitions.extend(topic.partitions),
            None => topics.push(topic),
        }
    }
}
