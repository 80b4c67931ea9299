//! [`Hosted`]: the replicas of this broker, by topic id and index.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;

use super::key::Key;
use super::replica::Replica;

/// How many locks the map has: readers of different partitions rarely meet.
const SHARDS: usize = 16;

/// All replicas. Lock order: a shard's lock comes before a partition's, and is never held across one.
#[derive(Default)]
pub(super) struct Hosted {
    shards: [RwLock<HashMap<Key, Arc<Replica>>>; SHARDS],
}

impl Hosted {
    fn shard(&self, key: &Key) -> &RwLock<HashMap<Key, Arc<Replica>>> {
        &self.shards[(key.0.as_u128() as usize).wrapping_add(key.1 as usize) % SHARDS]
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Replica>> {
        self.shard(key).read().get(key).cloned()
    }

    pub(super) fn insert(&self, replica: Arc<Replica>) {
        let key = replica.key();
        self.shard(&key).write().insert(key, replica);
    }

    pub(super) fn remove(&self, key: &Key) -> Option<Arc<Replica>> {
        self.shard(key).write().remove(key)
    }

    /// All of them, as they were one after the other.
    pub(super) fn all(&self) -> Vec<Arc<Replica>> {
        self.shards.iter().flat_map(|shard| shard.read().values().cloned().collect::<Vec<_>>()).collect()
    }
}
