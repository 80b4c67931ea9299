//! A value per group, topic and partition, as nested maps: names are held once, groups are removed whole, and lookups take
//! borrowed text. No level is ever empty.

use std::collections::BTreeMap;

use wire::codec::Str;

use super::offset::OffsetKey;

#[derive(Debug)]
pub(super) struct ByPartition<T> {
    groups: BTreeMap<Str, BTreeMap<Str, BTreeMap<i32, T>>>,
    count: usize,
}

impl<T> Default for ByPartition<T> {
    fn default() -> ByPartition<T> {
        ByPartition { groups: BTreeMap::new(), count: 0 }
    }
}

impl<T> ByPartition<T> {
    pub(super) fn get(&self, group: &str, topic: &str, partition: i32) -> Option<&T> {
        self.groups.get(group)?.get(topic)?.get(&partition)
    }

    pub(super) fn get_mut(&mut self, key: &OffsetKey) -> Option<&mut T> {
        self.groups.get_mut(&key.group)?.get_mut(&key.topic)?.get_mut(&key.partition)
    }

    pub(super) fn insert(&mut self, key: &OffsetKey, value: T) -> Option<T> {
        let topics = self.groups.entry(key.group.clone()).or_default();
        let previous = topics.entry(key.topic.clone()).or_default().insert(key.partition, value);
        self.count += usize::from(previous.is_none());
        previous
    }

    pub(super) fn remove(&mut self, key: &OffsetKey) -> Option<T> {
        let topics = self.groups.get_mut(&key.group)?;
        let partitions = topics.get_mut(&key.topic)?;
        let value = partitions.remove(&key.partition);
        self.count -= usize::from(value.is_some());
        if partitions.is_empty() {
            topics.remove(&key.topic);
        }
        if topics.is_empty() {
            self.groups.remove(&key.group);
        }
        value
    }

    /// The values of a group, by topic and partition.
    pub(super) fn of_group(&self, group: &str) -> impl Iterator<Item = ((&Str, i32), &T)> {
        let topics = self.groups.get(group).into_iter().flatten();
        topics.flat_map(|(topic, partitions)| {
            partitions.iter().map(move |(partition, value)| ((topic, *partition), value))
        })
    }

    /// The values of a topic, of all groups.
    pub(super) fn of_topic(&self, topic: &str) -> impl Iterator<Item = (OffsetKey, &T)> {
        self.groups.iter().flat_map(move |(group, topics)| {
            topics.get_key_value(topic).into_iter().flat_map(move |(topic, partitions)| {
                let key =
                    |partition: i32| OffsetKey { group: group.clone(), topic: topic.clone(), partition };
                partitions.iter().map(move |(partition, value)| (key(*partition), value))
            })
        })
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = &Str> {
        self.groups.keys()
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }
}
