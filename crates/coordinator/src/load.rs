//! The way from the records of a partition to a shard.
//!
//! Memory is what the records add up to, however many there are: nothing of a record is held on to but what it says.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use wire::codec::Str;
use wire::group::{GroupMetadataValue, OffsetCommitValue};

use crate::classic::ClassicGroup;
use crate::config::Config;
use crate::effect::Effects;
use crate::error::LoadError;
use crate::group::{ForeignGroup, Group, GroupType};
use crate::offsets::{Offset, OffsetKey, OffsetStore};
use crate::records::{self, Found};
use crate::shard::Shard;
use crate::time::Now;

/// A record as it stands in the log.
#[derive(Debug, Clone, Copy)]
pub struct LogRecord<'a> {
    /// Its offset.
    pub offset: i64,
    /// The producer of its batch if the batch is transactional.
    pub transactional_producer: Option<i64>,
    /// Record type and key.
    pub key: &'a Bytes,
    /// Version and value; nothing for a tombstone.
    pub value: Option<&'a Bytes>,
}

/// A shard in the making.
#[derive(Debug)]
pub struct Loading {
    config: Config,
    groups: BTreeMap<Str, Group>,
    offsets: OffsetStore,
    skipped: u64,
}

impl Loading {
    /// Nothing is loaded yet.
    pub fn new(config: Config) -> Loading {
        Loading { config, groups: BTreeMap::new(), offsets: OffsetStore::default(), skipped: 0 }
    }

    /// Takes the next record, in the order of the log.
    ///
    /// # Errors
    /// When the record cannot be understood. Records of types nobody here knows are skipped, as Kafka skips them.
    pub fn replay(&mut self, record: LogRecord<'_>) -> Result<(), LoadError> {
        let found = records::read(record.key, record.value);
        match found.map_err(|fault| LoadError { offset: record.offset, fault })? {
            Found::Offset { group, topic, partition, value } => {
                let key = OffsetKey { group: group.detached(), topic: topic.detached(), partition };
                self.replay_offset(record, key, value.as_ref());
            }
            Found::Group { group, value } => self.replay_group(&group, value.as_ref()),
            Found::Foreign { group, group_type, live } => {
                self.replay_foreign(&group, group_type, record.key, live);
            }
            Found::Unknown => self.skipped += 1,
        }
        Ok(())
    }

    /// Takes the marker that ends a producer's transaction, in the order of the log.
    pub fn end_transaction(&mut self, producer_id: i64, committed: bool) {
        self.offsets.end_transaction(producer_id, committed);
    }

    /// Records skipped so far, of types nobody here knows.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Everything is replayed: the shard, and what it wants done first.
    pub fn finish(mut self, now: Now) -> (Shard, Effects) {
        // A group that only commits offsets has no record of its own.
        let simple: BTreeSet<Str> = self.offsets.groups().cloned().collect();
        for id in simple {
            let group = || Group::Classic(Box::new(ClassicGroup::new(id.clone(), now.epoch_ms)));
            self.groups.entry(id.clone()).or_insert_with(group);
        }
        let mut shard = Shard::new(self.config, self.groups, self.offsets);
        let effects = shard.loaded(now);
        (shard, effects)
    }

    fn replay_offset(&mut self, record: LogRecord<'_>, key: OffsetKey, value: Option<&OffsetCommitValue>) {
        let offset = value.map(|value| Offset::from_record(value, record.offset));
        match (record.transactional_producer, offset) {
            (Some(producer), Some(offset)) => self.offsets.load_transactional(producer, key, offset),
            (_, offset) => self.offsets.load(&key, offset),
        }
    }

    fn replay_group(&mut self, group: &Str, value: Option<&GroupMetadataValue>) {
        match value {
            Some(value) => {
                let id = group.detached();
                let group = ClassicGroup::from_record(id.clone(), value);
                self.groups.insert(id, Group::Classic(Box::new(group)));
            }
            // A group that has become one of another kind leaves the tombstone of the classic one behind.
            None if matches!(self.groups.get(group), Some(Group::Classic(_))) => {
                self.groups.remove(group);
            }
            None => {}
        }
    }

    fn replay_foreign(&mut self, group: &Str, group_type: GroupType, key: &Bytes, live: bool) {
        let known = self.groups.get_mut(group);
        match (known, live) {
            (Some(Group::Foreign(known)), true) => {
                known.group_type = group_type;
                known.keys.insert(Bytes::copy_from_slice(key));
            }
            (Some(Group::Foreign(known)), false) => {
                known.keys.remove(key);
                if known.keys.is_empty() {
                    self.groups.remove(group);
                }
            }
            (_, true) => {
                let (id, keys) = (group.detached(), BTreeSet::from([Bytes::copy_from_slice(key)]));
                let foreign = ForeignGroup { id: id.clone(), group_type, keys };
                self.groups.insert(id, Group::Foreign(foreign));
            }
            (_, false) => {}
        }
    }
}
