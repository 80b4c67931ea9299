//! [`Topic`]: a topic's name, id and partitions.
//!
//! Partitions stand in chunks that forks share: to change one of 10,000 copies 64, not all.

use std::sync::Arc;

use wire::codec::Uuid;

use super::partition::Partition;
use super::places::Places;
use super::slot::{PartitionView, Slot};

/// Partitions in a chunk: what is copied when one of them changes in a fork.
const CHUNK: usize = 64;

/// The highest index a partition may have. Bounds what one record can make the image allocate.
pub const MAX_PARTITION_INDEX: i32 = (1 << 20) - 1;

/// A topic.
#[derive(Debug, Clone)]
pub struct Topic {
    id: Uuid,
    name: Arc<str>,
    chunks: Vec<Arc<Vec<Slot>>>,
    partitions: u32,
}

impl Topic {
    pub(super) fn new(id: Uuid, name: Arc<str>) -> Topic {
        Topic { id, name, chunks: Vec::new(), partitions: 0 }
    }

    /// Its id.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Its name.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// How many partitions it has.
    pub fn partition_count(&self) -> usize {
        self.partitions as usize
    }

    pub(super) fn slot(&self, index: i32) -> Option<&Slot> {
        let index = usize::try_from(index).ok()?;
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The indexes there are, lowest first.
    pub fn indexes(&self) -> impl Iterator<Item = i32> {
        self.slots().filter(|(_, slot)| !matches!(slot, Slot::Absent)).map(|(index, _)| index)
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = (i32, &Slot)> {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.iter())
            .enumerate()
            .map(|(index, slot)| (index as i32, slot))
    }

    pub(super) fn views<'a>(&'a self, places: &'a Places) -> impl Iterator<Item = (i32, PartitionView<'a>)> {
        self.slots().filter_map(|(index, slot)| Some((index, PartitionView::new(slot, places)?)))
    }

    /// Puts a partition at `index`, which is between 0 and [`MAX_PARTITION_INDEX`].
    pub(super) fn put(&mut self, index: i32, partition: &Partition, places: &mut Places) {
        let index = index as usize;
        while self.chunks.len() <= index / CHUNK {
            // All but the last chunk are full: an index stands where the division says.
            if let Some(last) = self.chunks.last_mut() {
                fill(Arc::make_mut(last), CHUNK);
            }
            // Most topics need one chunk only.
            self.chunks.reserve_exact((self.chunks.len() / 2).max(1));
            self.chunks.push(Arc::new(Vec::new()));
        }
        let chunk = Arc::make_mut(&mut self.chunks[index / CHUNK]);
        fill(chunk, index % CHUNK + 1);
        let slot = &mut chunk[index % CHUNK];
        self.partitions += u32::from(matches!(slot, Slot::Absent));
        *slot = Slot::new(partition, places);
    }
}

/// Makes the chunk at least `len` long. Grows by little: most topics have few partitions, and there are many topics.
fn fill(chunk: &mut Vec<Slot>, len: usize) {
    if chunk.len() < len {
        let room = CHUNK - chunk.len();
        chunk.reserve_exact((len - chunk.len()).max((chunk.len() / 4).min(room)));
        chunk.resize(len, Slot::Absent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::LeaderRecoveryState;

    fn partition(leader_epoch: i32) -> Partition {
        Partition {
            replicas: vec![1, 2, 3],
            directories: vec![crate::directory::UNASSIGNED; 3],
            isr: vec![1, 2, 3],
            removing: vec![],
            adding: vec![],
            elr: vec![],
            last_known_elr: vec![],
            leader: 1,
            recovery: LeaderRecoveryState::Recovered,
            leader_epoch,
            partition_epoch: leader_epoch,
        }
    }

    #[test]
    fn a_fork_that_changes_one_partition_of_ten_thousand_copies_one_chunk() {
        let (mut topic, mut places) = (Topic::new(Uuid::from_u128(9), "t".into()), Places::default());
        (0..10_000).for_each(|index| topic.put(index, &partition(0), &mut places));
        let mut fork = topic.clone();
        fork.put(5_000, &partition(1), &mut places);
        let copied: Vec<usize> = (0..topic.chunks.len())
            .filter(|at| !Arc::ptr_eq(&topic.chunks[*at], &fork.chunks[*at]))
            .collect();
        assert_eq!((copied, topic.chunks.len()), (vec![5_000 / CHUNK], 10_000_usize.div_ceil(CHUNK)));
        let epoch = |topic: &Topic| topic.slot(5_000).unwrap().to_partition(&places).unwrap().leader_epoch;
        assert_eq!((epoch(&topic), epoch(&fork)), (0, 1));
    }

    #[test]
    fn partitions_may_come_in_any_order_and_with_gaps() {
        let (mut topic, mut places) = (Topic::new(Uuid::from_u128(9), "t".into()), Places::default());
        for index in [200, 3, 63, 64, 3] {
            topic.put(index, &partition(index), &mut places);
        }
        assert_eq!(topic.indexes().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert_eq!(topic.partition_count(), 4);
        for index in [3, 63, 64, 200] {
            assert_eq!(topic.slot(index).unwrap().to_partition(&places), Some(partition(index)));
        }
        assert!(topic.slot(-1).is_none() && topic.slot(201).is_none());
    }
}
