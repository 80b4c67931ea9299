//! Offsets committed in transactions that are still open, found when loading.
//!
//! They count when the producer's marker says so and must not be seen before. New ones are not taken: `TxnOffsetCommit` is
//! not served yet.

use std::collections::BTreeMap;

use super::offset::{Offset, OffsetKey};

#[derive(Debug, Default)]
pub(super) struct Transactional {
    /// By producer id.
    open: BTreeMap<i64, BTreeMap<OffsetKey, Offset>>,
}

impl Transactional {
    pub(super) fn put(&mut self, producer_id: i64, key: OffsetKey, offset: Offset) {
        self.open.entry(producer_id).or_default().insert(key, offset);
    }

    pub(super) fn take(&mut self, producer_id: i64) -> BTreeMap<OffsetKey, Offset> {
        self.open.remove(&producer_id).unwrap_or_default()
    }

    /// Whether an open transaction has an offset of this partition.
    pub(super) fn contains(&self, key: &OffsetKey) -> bool {
        self.open.values().any(|offsets| offsets.contains_key(key))
    }

    /// Whether an open transaction has an offset of this group.
    pub(super) fn contains_group(&self, group: &str) -> bool {
        self.open.values().any(|offsets| offsets.keys().any(|key| key.group == *group))
    }

    /// All places an open transaction has an offset of.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&OffsetKey, &Offset)> {
        self.open.values().flatten()
    }

    /// Drops what is pending for a partition.
    pub(super) fn forget(&mut self, key: &OffsetKey) {
        for offsets in self.open.values_mut() {
            offsets.remove(key);
        }
        self.open.retain(|_, offsets| !offsets.is_empty());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}
