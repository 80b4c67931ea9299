//! OffsetFetch: how far a group got (`OffsetMetadataManager.fetchOffsets`).
//!
//! Plain requests read what is committed and are answered at once. With `require_stable` (KIP-447) they read the latest
//! values, and are answered when those are committed.

use std::collections::BTreeMap;

use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::offset_fetch::{
    OffsetFetchRequestTopics, OffsetFetchResponseGroup, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopics,
};

use super::offset::{Offset, OffsetKey};
use crate::event::GroupOffsets;
use crate::offset_fetch::no_offset;
use crate::response::Response;
use crate::shard::{Caller, Turn};

impl Turn<'_> {
    pub(crate) fn fetch_offsets(&mut self, caller: Caller, request: &GroupOffsets) {
        let group_id = request.group.group_id.clone();
        let topics = match &request.group.topics {
            Some(topics) => topics.iter().map(|topic| self.fetched_topic(request, topic)).collect(),
            None => self.all_topics(request),
        };
        let answer = OffsetFetchResponseGroup { group_id: group_id.clone(), topics, error_code: 0 };
        let answer = Response::OffsetFetch(answer);
        if request.require_stable {
            self.step.reply(&group_id, caller, answer);
        } else {
            self.step.reply_now(caller, answer);
        }
    }

    fn fetched_topic(
        &self,
        request: &GroupOffsets,
        topic: &OffsetFetchRequestTopics,
    ) -> OffsetFetchResponseTopics {
        let group = &request.group.group_id;
        let partition = |index: &i32| {
            let offset = if request.require_stable {
                self.offsets.latest(group, &topic.name, *index)
            } else {
                self.offsets.committed(group, &topic.name, *index)
            };
            let key = OffsetKey { group: group.clone(), topic: topic.name.clone(), partition: *index };
            match offset {
                _ if request.require_stable && self.is_unstable(&key) => {
                    no_offset(*index, ErrorCode::UnstableOffsetCommit)
                }
                Some(offset) if is_of_topic(offset, topic.topic_id) => fetched(*index, offset),
                _ => no_offset(*index, ErrorCode::None),
            }
        };
        OffsetFetchResponseTopics {
            name: topic.name.clone(),
            topic_id: topic.topic_id,
            partitions: topic.partition_indexes.iter().map(partition).collect(),
        }
    }

    /// Everything the group has. Topic ids are the shell's to add: it knows them also where the offset does not.
    fn all_topics(&self, request: &GroupOffsets) -> Vec<OffsetFetchResponseTopics> {
        let group = &request.group.group_id;
        let offsets: BTreeMap<_, _> = if request.require_stable {
            self.offsets.all_latest(group)
        } else {
            self.offsets.all_committed(group)
        };
        let mut topics: Vec<OffsetFetchResponseTopics> = Vec::new();
        for ((name, partition), offset) in offsets {
            if topics.last().is_none_or(|topic| topic.name != *name) {
                topics.push(OffsetFetchResponseTopics { name: name.clone(), ..Default::default() });
            }
            let key = OffsetKey { group: group.clone(), topic: name.clone(), partition };
            let answer = if request.require_stable && self.is_unstable(&key) {
                no_offset(partition, ErrorCode::UnstableOffsetCommit)
            } else {
                fetched(partition, offset)
            };
            if let Some(topic) = topics.last_mut() {
                topic.partitions.push(answer);
            }
        }
        topics
    }

    /// Whether an open transaction may still change the offset.
    fn is_unstable(&self, key: &OffsetKey) -> bool {
        !self.offsets.transactional.is_empty() && self.offsets.transactional.contains(key)
    }
}

/// Whether the offset is of the topic with this id, as far as both are known.
fn is_of_topic(offset: &Offset, topic_id: Uuid) -> bool {
    offset.topic_id.is_zero() || topic_id.is_zero() || offset.topic_id == topic_id
}

fn fetched(partition_index: i32, offset: &Offset) -> OffsetFetchResponsePartitions {
    OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: offset.offset,
        committed_leader_epoch: offset.leader_epoch,
        metadata: Some(offset.metadata.clone()),
        error_code: 0,
    }
}
