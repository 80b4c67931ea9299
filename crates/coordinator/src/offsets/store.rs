//! All offsets of a shard: the committed ones, and beside them what is appended and not yet committed.
//!
//! Committing a batch moves its values over, failing it drops them, so undo needs no memory of what was before. While nothing
//! is in flight there is nothing beside. Promises that values of one key are settled in the order they were put.

use std::collections::{BTreeMap, VecDeque};

use wire::codec::Str;

use super::by_partition::ByPartition;
use super::offset::{Offset, OffsetKey};
use super::transactional::Transactional;
use crate::effect::Token;

/// Values of one key that are not committed yet, oldest first. `None` deletes it.
type Uncommitted = VecDeque<(Token, Option<Offset>)>;

#[derive(Debug, Default)]
pub(crate) struct OffsetStore {
    committed: ByPartition<Offset>,
    uncommitted: ByPartition<Uncommitted>,
    pub(super) transactional: Transactional,
}

impl OffsetStore {
    /// The value that replies which do not wait may tell.
    pub(crate) fn committed(&self, group: &str, topic: &str, partition: i32) -> Option<&Offset> {
        self.committed.get(group, topic, partition)
    }

    /// The value that later requests build on.
    pub(crate) fn latest(&self, group: &str, topic: &str, partition: i32) -> Option<&Offset> {
        match self.uncommitted.get(group, topic, partition).and_then(VecDeque::back) {
            Some((_, value)) => value.as_ref(),
            None => self.committed(group, topic, partition),
        }
    }

    /// The committed offsets of a group, by topic and partition.
    pub(crate) fn all_committed(&self, group: &str) -> BTreeMap<(&Str, i32), &Offset> {
        self.committed.of_group(group).collect()
    }

    /// The latest offsets of a group, by topic and partition.
    pub(crate) fn all_latest(&self, group: &str) -> BTreeMap<(&Str, i32), &Offset> {
        let mut offsets = self.all_committed(group);
        for (place, values) in self.uncommitted.of_group(group) {
            match values.back() {
                Some((_, Some(offset))) => offsets.insert(place, offset),
                Some((_, None)) => offsets.remove(&place),
                None => None,
            };
        }
        offsets
    }

    /// The latest offsets of a topic, of all groups.
    pub(crate) fn latest_of_topic(&self, topic: &str) -> BTreeMap<OffsetKey, &Offset> {
        let mut offsets: BTreeMap<OffsetKey, &Offset> = self.committed.of_topic(topic).collect();
        for (key, values) in self.uncommitted.of_topic(topic) {
            match values.back() {
                Some((_, Some(offset))) => offsets.insert(key, offset),
                Some((_, None)) => offsets.remove(&key),
                None => None,
            };
        }
        offsets
    }

    /// How many there are, committed or on their way; those on their way in place of a committed one count twice.
    pub(crate) fn len(&self) -> usize {
        self.committed.len() + self.uncommitted.len()
    }

    /// Groups that have an offset: committed, on its way, or in a transaction.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &Str> {
        let transactional = self.transactional.keys().map(|(key, _)| &key.group);
        self.committed.groups().chain(self.uncommitted.groups()).chain(transactional)
    }

    /// Puts what a batch says beside the committed value. `None` deletes.
    pub(crate) fn put(&mut self, token: Token, key: &OffsetKey, value: Option<Offset>) {
        match self.uncommitted.get_mut(key) {
            Some(values) => values.push_back((token, value)),
            None => drop(self.uncommitted.insert(key, VecDeque::from([(token, value)]))),
        }
    }

    /// Makes the value that `token` put the committed one.
    pub(crate) fn settle(&mut self, token: Token, key: &OffsetKey) {
        let Some(values) = self.uncommitted.get_mut(key) else { return };
        let settled = values.pop_front_if(|(of, _)| *of == token);
        if values.is_empty() {
            self.uncommitted.remove(key);
        }
        if let Some((_, value)) = settled {
            self.load(key, value);
        }
    }

    /// Drops the value that `token` put.
    pub(crate) fn discard(&mut self, token: Token, key: &OffsetKey) {
        let Some(values) = self.uncommitted.get_mut(key) else { return };
        values.pop_back_if(|(of, _)| *of == token);
        if values.is_empty() {
            self.uncommitted.remove(key);
        }
    }

    /// Takes what a committed record says. `None` deletes, and what a transaction has pending there too.
    pub(crate) fn load(&mut self, key: &OffsetKey, value: Option<Offset>) {
        match value {
            Some(offset) => drop(self.committed.insert(key, offset)),
            None => {
                self.committed.remove(key);
                self.transactional.forget(key);
            }
        }
    }

    /// Takes an offset that a producer committed in a transaction which is still open.
    pub(crate) fn load_transactional(&mut self, producer_id: i64, key: OffsetKey, offset: Offset) {
        self.transactional.put(producer_id, key, offset);
    }

    /// Ends a producer's transaction: its offsets count where nothing younger stands, or are forgotten.
    pub(crate) fn end_transaction(&mut self, producer_id: i64, committed: bool) {
        for (key, offset) in self.transactional.take(producer_id) {
            let standing = self.committed(&key.group, &key.topic, key.partition);
            let younger = standing.is_none_or(|standing| standing.record_offset < offset.record_offset);
            if committed && younger {
                self.committed.insert(&key, offset);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(partition: i32) -> OffsetKey {
        OffsetKey { group: Str::from("g"), topic: Str::from("t"), partition }
    }

    fn offset(offset: i64) -> Offset {
        Offset {
            offset,
            leader_epoch: -1,
            metadata: Str::new(),
            commit_timestamp_ms: 0,
            expire_timestamp_ms: None,
            topic_id: wire::codec::Uuid::ZERO,
            record_offset: offset,
        }
    }

    fn seen(store: &OffsetStore) -> (Option<i64>, Option<i64>) {
        let number = |offset: Option<&Offset>| offset.map(|offset| offset.offset);
        (number(store.committed("g", "t", 0)), number(store.latest("g", "t", 0)))
    }

    #[test]
    fn an_uncommitted_value_is_seen_by_those_who_wait_and_by_nobody_else() {
        let mut store = OffsetStore::default();
        store.load(&key(0), Some(offset(1)));
        store.put(Token(1), &key(0), Some(offset(2)));
        store.put(Token(2), &key(0), None);
        assert_eq!(seen(&store), (Some(1), None));
        assert!(store.all_latest("g").is_empty());
        store.settle(Token(1), &key(0));
        assert_eq!(seen(&store), (Some(2), None));
        store.settle(Token(2), &key(0));
        assert_eq!(seen(&store), (None, None));
        assert_eq!((store.len(), store.groups().count()), (0, 0));
    }

    #[test]
    fn what_failed_leaves_what_was_before() {
        let mut store = OffsetStore::default();
        store.load(&key(0), Some(offset(1)));
        store.put(Token(1), &key(0), Some(offset(2)));
        store.put(Token(2), &key(0), Some(offset(3)));
        store.put(Token(2), &key(1), Some(offset(4)));
        store.discard(Token(2), &key(1));
        store.discard(Token(2), &key(0));
        assert_eq!(seen(&store), (Some(1), Some(2)));
        store.discard(Token(1), &key(0));
        assert_eq!(seen(&store), (Some(1), Some(1)));
        assert_eq!(store.len(), 1);
    }

    #[test]
    fn a_partition_named_twice_in_one_batch_ends_at_the_second_value() {
        let mut store = OffsetStore::default();
        for value in [1, 2] {
            store.put(Token(1), &key(0), Some(offset(value)));
        }
        store.settle(Token(1), &key(0));
        store.settle(Token(1), &key(0));
        assert_eq!(seen(&store), (Some(2), Some(2)));
    }

    #[test]
    fn a_transactions_offset_counts_only_if_nothing_younger_stands() {
        let mut store = OffsetStore::default();
        store.load_transactional(7, key(0), offset(5));
        store.load_transactional(7, key(1), offset(5));
        store.load_transactional(8, key(2), offset(6));
        store.load(&key(0), Some(offset(9)));
        store.load(&key(1), Some(offset(1)));
        store.end_transaction(7, true);
        store.end_transaction(8, false);
        assert_eq!(store.committed("g", "t", 0).map(|o| o.offset), Some(9));
        assert_eq!(store.committed("g", "t", 1).map(|o| o.offset), Some(5));
        assert_eq!(store.committed("g", "t", 2), None);
        assert!(store.transactional.is_empty());
    }

    #[test]
    fn a_deleted_offset_takes_the_pending_one_with_it() {
        let mut store = OffsetStore::default();
        store.load_transactional(7, key(0), offset(5));
        store.load(&key(0), None);
        store.end_transaction(7, true);
        assert_eq!(seen(&store), (None, None));
    }
}
