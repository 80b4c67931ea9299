//! What the log says, folded independently of the coordinator; and what was ever answered.

use std::collections::BTreeMap;

use bytes::Bytes;
use ferryman_coordinator::Record;
use wire::group::GroupMetadataValue;
use wire::records::{GroupRecordKey, GroupRecordValue};

/// Group, topic, partition.
pub(crate) type Place = (String, String, i32);

/// What a prefix of the log adds up to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Folded {
    pub(crate) offsets: BTreeMap<Place, i64>,
    pub(crate) groups: BTreeMap<String, GroupMetadataValue>,
}

impl Folded {
    /// Takes a record; the group it says something of as a group.
    pub(crate) fn take(&mut self, record: &Record) -> Option<String> {
        let key = GroupRecordKey::decode(&record.key).unwrap();
        let value = record.value.as_ref().map(|value| GroupRecordValue::decode(key.key(), value).unwrap().0);
        match (key, value) {
            (GroupRecordKey::OffsetCommit(key), value) => {
                let place = (key.group.to_string(), key.topic.to_string(), key.partition);
                match value {
                    Some(GroupRecordValue::OffsetCommit(value)) => self.offsets.insert(place, value.offset),
                    _ => self.offsets.remove(&place),
                };
                None
            }
            (GroupRecordKey::GroupMetadata(key), value) => {
                let group = key.group.to_string();
                match value {
                    Some(GroupRecordValue::GroupMetadata(value)) => {
                        self.groups.insert(group.clone(), value);
                    }
                    _ => drop(self.groups.remove(&group)),
                }
                Some(group)
            }
            other => panic!("a record nobody wrote: {other:?}"),
        }
    }

    pub(crate) fn offset(&self, group: &str, topic: &str, partition: i32) -> i64 {
        let place = (group.to_string(), topic.to_string(), partition);
        self.offsets.get(&place).copied().unwrap_or(-1)
    }
}

/// What members were ever told, and what they could be told by then.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Everything the log ever said, by member and generation.
    logged: BTreeMap<(String, i32), Bytes>,
    /// By member and generation.
    assignments: BTreeMap<(String, i32), Bytes>,
    /// By leader, which names the group, life of the coordinator, and generation: a rebalance that is not stored is not
    /// remembered by the next coordinator, and its number is used again.
    protocols: BTreeMap<(String, u64, i32), String>,
}

impl Told {
    /// Takes a generation the log has.
    pub(crate) fn logged(&mut self, group: &GroupMetadataValue) {
        for member in &group.members {
            self.logged.insert((member.member_id.to_string(), group.generation), member.assignment.clone());
        }
    }

    pub(crate) fn assignment(&mut self, member: &str, generation: i32, assignment: &Bytes) {
        let key = (member.to_string(), generation);
        assert_eq!(self.logged.get(&key), Some(assignment), "an assignment that is not the committed one");
        let before = self.assignments.entry(key).or_insert(assignment.clone());
        assert_eq!(before, assignment, "member {member} has two assignments in generation {generation}");
    }

    pub(crate) fn protocol(&mut self, leader: &str, life: u64, generation: i32, protocol: &str) {
        let key = (leader.to_string(), life, generation);
        let before = self.protocols.entry(key).or_insert(protocol.to_string());
        assert_eq!(before, protocol, "generation {generation} under {leader} has two protocols");
    }
}
