//! [`PartitionWaits`]: the lists of one partition, and which effect of its core moves which.

use super::{Outcome, Parked, Until, Wait, WaitList};
use crate::effects::{Effect, Generation};
use crate::ids::{LeaderEpoch, Offset};
use crate::partition::Partition;
use crate::positions::Mark;
use crate::settings::WAITERS_PER_LIST_MAX;
use crate::sync::Arc;

/// Requests that are complete, to be answered when no lock is held.
pub type Ready<T> = Vec<Arc<Wait<T>>>;

/// A fetch that found too little: its part for one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParkedFetch {
    /// Where it reads from.
    pub offset: Offset,
    /// [`PartitionWaits::consumer_bytes`] or [`PartitionWaits::replica_bytes`], taken before the log was looked at.
    pub bytes: u64,
    /// How many more bytes it takes from this partition.
    pub at_most: u32,
}

/// Who waits on a partition.
///
/// Fetches wait under the leader epoch in which they were checked, acks under the generation in which they were
/// appended: a change of role that comes between checking and parking is noticed.
#[derive(Debug)]
pub struct PartitionWaits<T> {
    /// Produce requests, on the high watermark.
    acks: WaitList<T>,
    /// Fetches of consumers, on the high watermark.
    consumers: WaitList<T>,
    /// Fetches of followers, on the log's end.
    replicas: WaitList<T>,
}

impl<T> PartitionWaits<T> {
    /// The lists of a partition on which nobody waits yet.
    pub fn new(partition: &Partition) -> PartitionWaits<T> {
        let list = |generation: u64, mark: Mark| {
            WaitList::new(generation, mark.offset, mark.bytes, WAITERS_PER_LIST_MAX)
        };
        let epoch = of_epoch(partition.leader_epoch());
        PartitionWaits {
            acks: list(partition.generation(), partition.high_watermark()),
            consumers: list(epoch, partition.high_watermark()),
            replicas: list(epoch, partition.log_end()),
        }
    }

    /// Carries out an effect as far as it concerns who waits. To be called with each effect in order, under the
    /// partition's lock.
    pub fn apply(&self, effect: &Effect, ready: &mut Ready<T>) {
        match effect {
            Effect::LogEnd(end) => self.replicas.advance(end.offset, end.bytes, ready),
            Effect::HighWatermark(mark) => {
                self.acks.advance(mark.offset, mark.bytes, ready);
                self.consumers.advance(mark.offset, mark.bytes, ready);
            }
            Effect::InSync { enough } => {
                self.acks.set_outcome(if *enough { Outcome::Reached } else { Outcome::NotEnoughReplicas });
            }
            Effect::Interrupted(now) => {
                let (mark, end, epoch) = (now.high_watermark, now.log_end, of_epoch(now.leader_epoch));
                if self.acks.generation() != now.generation {
                    self.acks.interrupt(now.generation, mark.offset, mark.bytes, ready);
                }
                self.consumers.interrupt(epoch, mark.offset, mark.bytes, ready);
                self.replicas.interrupt(epoch, end.offset, end.bytes, ready);
            }
            _ => {}
        }
    }

    /// A produce request waits until what was appended up to `end` is committed. `generation` is that of the leave to
    /// append.
    pub fn park_acks(&self, wait: &Arc<Wait<T>>, slot: usize, end: Offset, generation: Generation) -> Parked {
        self.acks.park(wait, slot, Until::Reached(end), generation)
    }

    /// A consumer's fetch waits for committed records. `leader_epoch` is that of the view it was checked by.
    pub fn park_consumer(
        &self,
        wait: &Arc<Wait<T>>,
        slot: usize,
        fetch: ParkedFetch,
        leader_epoch: LeaderEpoch,
    ) -> Parked {
        self.consumers.park(wait, slot, fetch.until(), of_epoch(leader_epoch))
    }

    /// A follower's fetch waits for records. `leader_epoch` is that of the view it was checked by.
    pub fn park_replica(
        &self,
        wait: &Arc<Wait<T>>,
        slot: usize,
        fetch: ParkedFetch,
        leader_epoch: LeaderEpoch,
    ) -> Parked {
        self.replicas.park(wait, slot, fetch.until(), of_epoch(leader_epoch))
    }

    /// A request that was refused with UNKNOWN_LEADER_EPOCH waits until this broker hears of another epoch than
    /// `leader_epoch`, that of the view it was checked by; then it is to be checked again.
    ///
    /// Worth it for Apache followers, which after that error stay away for a whole `replica.fetch.backoff.ms`.
    pub fn park_until_epoch_changes(
        &self,
        wait: &Arc<Wait<T>>,
        slot: usize,
        leader_epoch: LeaderEpoch,
    ) -> Parked {
        let never = Until::MoreThan { offset: Offset::MAX, bytes: 0, at_most: 1 };
        self.replicas.park(wait, slot, never, of_epoch(leader_epoch))
    }

    /// The count of bytes that consumers may read, for [`ParkedFetch`].
    pub fn consumer_bytes(&self) -> u64 {
        self.consumers.bytes()
    }

    /// The count of bytes that followers may read, for [`ParkedFetch`].
    pub fn replica_bytes(&self) -> u64 {
        self.replicas.bytes()
    }
}

impl ParkedFetch {
    fn until(self) -> Until {
        Until::MoreThan { offset: self.offset, bytes: self.bytes, at_most: self.at_most }
    }
}

/// A list's generation, of a leader epoch.
fn of_epoch(leader_epoch: LeaderEpoch) -> u64 {
    i64::from(leader_epoch) as u64
}
