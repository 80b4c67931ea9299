//! [`Topics`]: all topics and their partitions, and what must be found without looking at all of them.
//!
//! Besides names and ids there is an index by broker: which topics it has replicas of, how many, and how many partitions
//! it leads. It follows the assignments, which seldom change, not the in-sync replicas, which often do; who looks for the
//! latter goes over the partitions of a broker's topics. Promises: the indexes agree with the partitions after every
//! change; a change that fails changes nothing.

use std::sync::Arc;

use wire::codec::Uuid;

use super::changes::Changes;
use super::error::ApplyError;
use super::hosted::Hosted;
use super::partition::{NO_LEADER, Partition, PartitionName};
use super::places::Places;
use super::slot::PartitionView;
use super::topic::{MAX_PARTITION_INDEX, Topic};
use crate::persistent::{Map, Set};
use crate::topic_name;

/// All topics.
#[derive(Debug, Clone, Default)]
pub struct Topics {
    places: Places,
    /// Topics under numbers of our own: four bytes in an index instead of sixteen.
    topics: Map<u32, Arc<Topic>>,
    next_number: u32,
    by_id: Map<Uuid, u32>,
    by_name: Map<Arc<str>, u32>,
    /// Names that could look like another in a metric, under what they would look like.
    colliding: Map<Arc<str>, Vec<Arc<str>>>,
    hosted: Map<i32, Hosted>,
    /// Partitions that nobody leads.
    leaderless: Set<(u32, i32)>,
    /// Partitions with a reassignment under way.
    reassigning: Set<(u32, i32)>,
    partitions: usize,
}

impl Topics {
    /// How many topics there are.
    pub fn len(&self) -> usize {
        self.topics.len()
    }

    /// Whether there is no topic.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty()
    }

    /// How many partitions all topics have.
    pub fn partition_count(&self) -> usize {
        self.partitions
    }

    /// The topic of that id.
    pub fn by_id(&self, id: Uuid) -> Option<&Arc<Topic>> {
        self.topics.get(self.by_id.get(&id)?)
    }

    /// The topic of that name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Topic>> {
        self.topics.get(self.by_name.get(name)?)
    }

    /// All topics, ordered by name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Topic>> {
        self.by_name.values().filter_map(|number| self.topics.get(number))
    }

    /// The topics from `name` on, ordered by name.
    pub fn iter_from(&self, name: &str) -> impl Iterator<Item = &Arc<Topic>> {
        self.by_name.iter_from(name).filter_map(|(_, number)| self.topics.get(number))
    }

    /// A partition.
    pub fn partition<'a>(&'a self, topic: &'a Topic, index: i32) -> Option<PartitionView<'a>> {
        PartitionView::new(topic.slot(index)?, &self.places)
    }

    /// The partitions of a topic, lowest index first.
    pub fn partitions<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = (i32, PartitionView<'a>)> {
        topic.views(&self.places)
    }

    /// The partitions that a broker has a replica of. Looks at all partitions of all topics the broker has any of.
    pub fn partitions_on(&self, broker: i32) -> impl Iterator<Item = (&Arc<Topic>, i32, PartitionView<'_>)> {
        let topics = self.hosted.get(&broker).into_iter().flat_map(Hosted::topics);
        let topics = topics.filter_map(|number| self.topics.get(&number));
        topics
            .flat_map(|topic| self.partitions(topic).map(move |(index, view)| (topic, index, view)))
            .filter(move |(_, _, view)| view.replicas().any(|replica| replica == broker))
    }

    /// How many replicas a broker has. Costs nothing.
    pub fn replicas_on(&self, broker: i32) -> usize {
        self.hosted.get(&broker).map_or(0, |hosted| hosted.replicas as usize)
    }

    /// How many partitions a broker leads. Costs nothing.
    pub fn led_by(&self, broker: i32) -> usize {
        self.hosted.get(&broker).map_or(0, |hosted| hosted.leaders as usize)
    }

    /// The partitions that nobody leads.
    pub fn leaderless(&self) -> impl Iterator<Item = (&Arc<Topic>, i32)> {
        self.leaderless.keys().filter_map(|(number, index)| Some((self.topics.get(number)?, *index)))
    }

    /// The partitions with a reassignment under way.
    pub fn reassigning(&self) -> impl Iterator<Item = (&Arc<Topic>, i32)> {
        self.reassigning.keys().filter_map(|(number, index)| Some((self.topics.get(number)?, *index)))
    }

    /// A topic whose name could not be told from this one in a metric.
    pub fn colliding_with(&self, name: &str) -> Option<&Arc<str>> {
        let names = self.colliding.get(topic_name::unified(name).as_str())?;
        names.iter().find(|other| &***other != name)
    }

    pub(super) fn create(&mut self, id: Uuid, name: &str, changes: &mut Changes) -> Result<(), ApplyError> {
        if let Some(existing) = self.by_name(name) {
            let existing = existing.id();
            return Err(ApplyError::DuplicateTopicName { name: name.to_string(), id, existing });
        }
        if self.by_id.contains_key(&id) {
            return Err(ApplyError::DuplicateTopicId { name: name.to_string(), id });
        }
        let name: Arc<str> = name.into();
        let number = self.next_number;
        self.next_number += 1;
        self.by_id.insert(id, number);
        self.by_name.insert(Arc::clone(&name), number);
        if topic_name::may_collide(&name) {
            let unified: Arc<str> = topic_name::unified(&name).into();
            let mut names = self.colliding.get(&unified).cloned().unwrap_or_default();
            names.push(Arc::clone(&name));
            self.colliding.insert(unified, names);
        }
        self.topics.insert(number, Arc::new(Topic::new(id, name)));
        changes.topic_created(id);
        Ok(())
    }

    pub(super) fn remove(&mut self, id: Uuid, changes: &mut Changes) -> Option<Arc<Topic>> {
        let number = self.by_id.remove(&id)?;
        let topic = self.topics.remove(&number)?;
        self.by_name.remove(topic.name());
        self.forget_collision(topic.name());
        let partitions: Vec<(i32, Partition)> =
            topic.views(&self.places).map(|(index, view)| (index, view.to_partition())).collect();
        for (index, partition) in &partitions {
            self.reindex(number, *index, Some(partition), None);
        }
        self.partitions -= partitions.len();
        changes.topic_deleted(id, topic.name());
        Some(topic)
    }

    fn forget_collision(&mut self, name: &Arc<str>) {
        let unified = topic_name::unified(name);
        let Some(names) = self.colliding.get_mut(unified.as_str()) else { return };
        names.retain(|other| other != name);
        if names.is_empty() {
            self.colliding.remove(unified.as_str());
        }
    }

    pub(super) fn put(
        &mut self,
        id: Uuid,
        index: i32,
        partition: Partition,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        let name = PartitionName { topic: id, index };
        if !(0..=MAX_PARTITION_INDEX).contains(&index) {
            return Err(ApplyError::PartitionIndex { partition: name, max: MAX_PARTITION_INDEX });
        }
        if !are_distinct(&partition.replicas) {
            return Err(ApplyError::Replicas { partition: name, replicas: partition.replicas });
        }
        let unknown = ApplyError::UnknownTopic { record: "PartitionRecord", id };
        let number = *self.by_id.get(&id).ok_or(unknown.clone())?;
        let topic = self.topics.get_mut(&number).ok_or(unknown)?;
        let before = topic.slot(index).and_then(|slot| slot.to_partition(&self.places));
        Arc::make_mut(topic).put(index, &partition, &mut self.places);
        self.partitions += usize::from(before.is_none());
        self.reindex(number, index, before.as_ref(), Some(&partition));
        changes.partition_changed(id, index);
        Ok(())
    }

    /// Brings the indexes from what a partition was to what it is.
    fn reindex(&mut self, topic: u32, index: i32, before: Option<&Partition>, after: Option<&Partition>) {
        let leader = |p: Option<&Partition>| p.map(|p| p.leader);
        if leader(before) != leader(after) {
            let led = |leader: Option<i32>| leader.filter(|leader| *leader != NO_LEADER);
            if let Some(broker) = led(leader(before)) {
                self.edit_hosted(broker, |hosted| hosted.leaders -= 1);
            }
            if let Some(broker) = led(leader(after)) {
                self.edit_hosted(broker, |hosted| hosted.leaders += 1);
            }
        }
        set_membership(&mut self.leaderless, (topic, index), leader(after) == Some(NO_LEADER));
        set_membership(&mut self.reassigning, (topic, index), after.is_some_and(Partition::is_reassigning));
        let before = before.map_or(&[][..], |partition| &partition.replicas);
        let after = after.map_or(&[][..], |partition| &partition.replicas);
        if before == after {
            return;
        }
        for broker in after.iter().filter(|broker| !before.contains(broker)) {
            self.edit_hosted(*broker, |hosted| hosted.add_replica(topic));
        }
        for broker in before.iter().filter(|broker| !after.contains(broker)) {
            // Seldom: the end of a reassignment, or of the topic, which is forgotten whole.
            let more = self.topics.get(&topic).is_some_and(|topic| self.has_replica(topic, *broker));
            self.edit_hosted(*broker, |hosted| hosted.remove_replica(topic, more));
        }
    }

    fn has_replica(&self, topic: &Topic, broker: i32) -> bool {
        self.partitions(topic).any(|(_, view)| view.replicas().any(|replica| replica == broker))
    }

    fn edit_hosted(&mut self, broker: i32, edit: impl FnOnce(&mut Hosted)) {
        if self.hosted.get(&broker).is_none() {
            self.hosted.insert(broker, Hosted::default());
        }
        let Some(hosted) = self.hosted.get_mut(&broker) else { return };
        edit(hosted);
        if hosted.is_empty() {
            self.hosted.remove(&broker);
        }
    }
}

fn set_membership<K: Ord + Clone>(set: &mut Set<K>, key: K, member: bool) {
    if member {
        if !set.contains_key(&key) {
            set.insert(key, ());
        }
    } else {
        set.remove(&key);
    }
}

/// Whether no id is negative or stands twice. Replica lists are short: the square of their length is small.
fn are_distinct(ids: &[i32]) -> bool {
    ids.iter().enumerate().all(|(at, id)| *id >= 0 && !ids[..at].contains(id))
}

/// Two are equal that hold the same topics with the same partitions, however they came to it.
impl PartialEq for Topics {
    fn eq(&self, other: &Topics) -> bool {
        let same_partitions = |a: &Topic, b: &Topic| {
            let mut ours = self.partitions(a);
            let mut theirs = other.partitions(b);
            loop {
                match (ours.next(), theirs.next()) {
                    (None, None) => return true,
                    (Some((i, a)), Some((j, b))) if i == j && a.to_partition() == b.to_partition() => {}
                    _ => return false,
                }
            }
        };
        self.len() == other.len()
            && self.partitions == other.partitions
            && self.iter().zip(other.iter()).all(|(a, b)| {
                a.id() == b.id() && a.name() == b.name() && (Arc::ptr_eq(a, b) || same_partitions(a, b))
            })
    }
}
