//! The first record of a partition.

use wire::codec::Uuid;
use wire::records::MetadataRecord;

use super::Rule;
use crate::controller::partition_change::default_directory;
use crate::image::{LeaderRecoveryState, Partition};

/// A partition with these replicas; nothing when none of them is alive. Those that are form the in-sync replicas, and the
/// first of them leads.
pub(super) fn new_partition(rule: &Rule<'_>, replicas: &[i32]) -> Option<Partition> {
    let brokers = rule.image.brokers();
    let isr: Vec<i32> = replicas.iter().copied().filter(|id| brokers.is_active(*id)).collect();
    let leader = *isr.first()?;
    let directory = |id: &i32| match rule.metadata_version.has_directories() {
        true => default_directory(brokers, *id),
        false => crate::directory::MIGRATING,
    };
    Some(Partition {
        directories: replicas.iter().map(directory).collect(),
        replicas: replicas.to_vec(),
        isr,
        removing: Vec::new(),
        adding: Vec::new(),
        elr: Vec::new(),
        last_known_elr: Vec::new(),
        leader,
        recovery: LeaderRecoveryState::Recovered,
        leader_epoch: 0,
        partition_epoch: 0,
    })
}

/// The record of a partition.
pub(super) fn record(rule: &Rule<'_>, topic: Uuid, index: i32, partition: &Partition) -> MetadataRecord {
    partition.to_record(topic, index, rule.metadata_version.has_directories()).into()
}
