//! [`PartitionState`]: a partition as the metadata describes it, and the [`Assignment`] that a replica keeps of it.

use crate::ids::{BrokerId, LeaderEpoch, PartitionEpoch};

/// One version of a partition's metadata: a partition record, or LeaderAndIsr in ZooKeeper's era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionState<'a> {
    /// The leader, `None` while there is none.
    pub leader: Option<BrokerId>,
    /// Counts the leaders.
    pub leader_epoch: LeaderEpoch,
    /// Counts the changes; of two states the one with the higher partition epoch holds.
    pub partition_epoch: PartitionEpoch,
    /// The in-sync replicas that the controller has committed; a subset of the replicas.
    pub isr: &'a [BrokerId],
    /// All replicas, those being added and removed included, the preferred leader first.
    pub replicas: &'a [BrokerId],
    /// The replicas that a reassignment adds.
    pub adding: &'a [BrokerId],
    /// The replicas that a reassignment removes.
    pub removing: &'a [BrokerId],
}

/// Where a partition's replicas are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// All replicas, the preferred leader first.
    pub replicas: Vec<BrokerId>,
    /// Those of them that a reassignment adds.
    pub adding: Vec<BrokerId>,
    /// Those of them that a reassignment removes.
    pub removing: Vec<BrokerId>,
}

impl Assignment {
    /// Whether a reassignment is going on.
    pub fn is_reassigning(&self) -> bool {
        !self.adding.is_empty() || !self.removing.is_empty()
    }

    /// Whether a reassignment is adding this replica.
    pub fn is_adding(&self, id: BrokerId) -> bool {
        self.adding.contains(&id)
    }

    pub(crate) fn update(&mut self, state: &PartitionState<'_>) {
        replace(&mut self.replicas, state.replicas);
        replace(&mut self.adding, state.adding);
        replace(&mut self.removing, state.removing);
    }
}

/// Sets a list without giving up its memory.
pub(crate) fn replace(list: &mut Vec<BrokerId>, with: &[BrokerId]) {
    list.clear();
    list.extend_from_slice(with);
}
