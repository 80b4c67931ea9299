//! What takes offsets away because somebody said so: OffsetDelete, and the deletion of topics.

use std::collections::BTreeSet;

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::offset_delete::{OffsetDeleteResponsePartition, OffsetDeleteResponseTopic};
use wire::messages::{OffsetDeleteRequest, OffsetDeleteResponse};

use super::offset::OffsetKey;
use crate::classic::ClassicGroup;
use crate::event::DeletedTopic;
use crate::group::Group;
use crate::shard::{Caller, Deletions, Turn};

impl Turn<'_> {
    pub(crate) fn delete_offsets(&mut self, caller: Caller, request: &OffsetDeleteRequest) {
        let group = match self.group_to_delete_from(&request.group_id) {
            Ok(group) => group,
            Err(code) => {
                let refused = OffsetDeleteResponse { error_code: code.code(), ..Default::default() };
                return self.step.reply(&request.group_id, caller, refused);
            }
        };
        let mut deletions = Deletions::default();
        let mut topics = Vec::with_capacity(request.topics.len());
        for topic in &request.topics {
            let is_subscribed = group.is_subscribed_to(&topic.name);
            let code = if is_subscribed { ErrorCode::GroupSubscribedToTopic } else { ErrorCode::None };
            let name = topic.name.detached();
            for partition in topic.partitions.iter().filter(|_| !is_subscribed) {
                let (group, topic) = (group.id.clone(), name.clone());
                let key = OffsetKey { group, topic, partition: partition.partition_index };
                if self.offsets.latest(&key.group, &key.topic, key.partition).is_some()
                    || self.offsets.transactional.contains(&key)
                {
                    deletions.offset(key);
                }
            }
            let partitions = topic.partitions.iter().map(|partition| OffsetDeleteResponsePartition {
                partition_index: partition.partition_index,
                error_code: code.code(),
            });
            topics.push(OffsetDeleteResponseTopic {
                name: topic.name.clone(),
                partitions: partitions.collect(),
            });
        }
        self.delete(deletions);
        let answer = OffsetDeleteResponse { topics, ..Default::default() };
        self.step.reply(&request.group_id, caller, answer);
    }

    /// The group, if its offsets may be deleted: of one with members only where it can be told which topics they read
    /// (`ClassicGroup.validateOffsetDelete`).
    fn group_to_delete_from(&self, group: &Str) -> Result<&ClassicGroup, ErrorCode> {
        match self.groups.get(group) {
            _ if group.is_empty() => Err(ErrorCode::InvalidGroupId),
            None => Err(ErrorCode::GroupIdNotFound),
            Some(Group::Classic(group)) if group.is_empty() || group.uses_consumer_protocol() => Ok(group),
            Some(_) => Err(ErrorCode::NonEmptyGroup),
        }
    }

    /// Everything a group has, for the group itself is to be deleted.
    pub(crate) fn delete_all_offsets(&self, deletions: &mut Deletions, group: &Str) {
        let latest = self.offsets.all_latest(group).into_keys().map(|(topic, partition)| OffsetKey {
            group: group.clone(),
            topic: topic.clone(),
            partition,
        });
        let transactional = self.offsets.transactional.keys().map(|(key, _)| key);
        let keys: BTreeSet<OffsetKey> =
            latest.chain(transactional.filter(|key| key.group == *group).cloned()).collect();
        keys.into_iter().for_each(|key| deletions.offset(key));
    }

    /// Topics are gone: so is how far anybody got in them. Offsets that know the id of a younger topic of that name stay.
    pub(crate) fn topics_deleted(&mut self, topics: &[DeletedTopic]) {
        let mut keys = BTreeSet::new();
        let is_of = |topic: &DeletedTopic, of: wire::codec::Uuid| of.is_zero() || of == topic.id;
        for topic in topics {
            for (key, offset) in self.offsets.latest_of_topic(&topic.name) {
                if is_of(topic, offset.topic_id) {
                    keys.insert(key);
                }
            }
            for (key, offset) in self.offsets.transactional.keys() {
                if key.topic == topic.name && is_of(topic, offset.topic_id) {
                    keys.insert(key.clone());
                }
            }
        }
        let mut deletions = Deletions::default();
        keys.into_iter().for_each(|key| deletions.offset(key));
        self.delete(deletions);
    }
}
