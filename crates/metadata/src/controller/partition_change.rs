//! [`PartitionChange`]: the one way in which a partition is changed (facts of `PartitionChangeBuilder`).
//!
//! Whoever changes in-sync replicas, replicas or directories says what they should be; here it is decided who leads then,
//! whether a reassignment is done by it, and what the record has to say. Promises: a leader is in sync and acceptable, or
//! was elected uncleanly where that is allowed; in-sync replicas never become empty; what does not change is not written.

use wire::codec::Uuid;
use wire::metadata::PartitionChangeRecord;

use super::reassignment::{self, Lists};
use crate::features::MetadataVersion;
use crate::image::{Brokers, LeaderRecoveryState, NO_LEADER, NO_LEADER_CHANGE, Partition};

/// Who is to be elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Election {
    /// Whoever leads, if it still can; else the first that can.
    Online,
    /// The first replica, if it can; else as above.
    Preferred,
    /// As `Online`, and if nobody in sync can, the first replica that is alive.
    Unclean,
}

/// Who may lead: the brokers that are alive, with exceptions for those whose state is just being changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Acceptable<'a> {
    pub(super) brokers: &'a Brokers,
    /// May not lead although the image has it active: it is being fenced.
    pub(super) never: Option<i32>,
    /// May lead although the image has it fenced: it is being unfenced.
    pub(super) always: Option<i32>,
}

impl<'a> Acceptable<'a> {
    pub(super) fn active(brokers: &'a Brokers) -> Acceptable<'a> {
        Acceptable { brokers, never: None, always: None }
    }

    fn accepts(&self, broker: i32, partition: &Partition) -> bool {
        let alive =
            self.never != Some(broker) && (self.always == Some(broker) || self.brokers.is_active(broker));
        // A replica that is only being added cannot lead: it has no directory yet.
        let Some(directory) = partition.directory(broker) else { return false };
        alive && self.brokers.get(broker).is_some_and(|broker| broker.is_online(directory))
    }
}

/// A change of a partition.
#[derive(Debug)]
pub(super) struct PartitionChange<'a> {
    before: &'a Partition,
    acceptable: Acceptable<'a>,
    metadata_version: MetadataVersion,
    pub(super) election: Election,
    pub(super) isr: Vec<i32>,
    pub(super) replicas: Vec<i32>,
    pub(super) removing: Vec<i32>,
    pub(super) adding: Vec<i32>,
    pub(super) recovery: LeaderRecoveryState,
    /// A replica and the directory it is in now.
    pub(super) directory: Option<(i32, Uuid)>,
}

impl<'a> PartitionChange<'a> {
    /// A change that changes nothing yet.
    pub(super) fn new(
        before: &'a Partition,
        acceptable: Acceptable<'a>,
        metadata_version: MetadataVersion,
    ) -> PartitionChange<'a> {
        PartitionChange {
            before,
            acceptable,
            metadata_version,
            election: Election::Online,
            isr: before.isr.clone(),
            replicas: before.replicas.clone(),
            removing: before.removing.clone(),
            adding: before.adding.clone(),
            recovery: before.recovery,
            directory: None,
        }
    }

    /// The record of the change; nothing if there is none.
    pub(super) fn record(mut self, topic_id: Uuid, partition_id: i32) -> Option<PartitionChangeRecord> {
        let nothing = PartitionChangeRecord { topic_id, partition_id, ..PartitionChangeRecord::default() };
        let mut record = nothing.clone();
        self.complete_reassignment();
        self.elect(&mut record);
        self.bump_leader_epoch_for_lost_replicas(&mut record);
        if !self.before.elr.is_empty() {
            // Eligible leader replicas are not maintained here: what an earlier controller left would become wrong.
            record.eligible_leader_replicas = Some(Vec::new());
        }
        if record.isr.is_none() && !self.isr.is_empty() && self.isr != self.before.isr {
            record.isr = Some(self.isr.clone());
        }
        self.bump_leader_epoch_for_isr_shrink(&mut record);
        self.assign(&mut record);
        if self.recovery != self.before.recovery {
            record.leader_recovery_state = self.recovery.to_wire();
        }
        (record != nothing).then_some(record)
    }

    fn complete_reassignment(&mut self) {
        let lists = Lists {
            replicas: self.replicas.clone(),
            removing: self.removing.clone(),
            adding: self.adding.clone(),
        };
        if let Some((replicas, isr)) = reassignment::complete(&lists, &self.isr) {
            self.replicas = replicas;
            self.isr = isr;
            self.removing.clear();
            self.adding.clear();
        }
    }

    fn elect(&self, record: &mut PartitionChangeRecord) {
        let in_sync = |id: &i32| self.isr.contains(id) && self.acceptable.accepts(*id, self.before);
        let preferred = || self.replicas.first().copied().filter(in_sync);
        let incumbent = || Some(self.before.leader).filter(in_sync);
        let any = || self.replicas.iter().copied().find(in_sync);
        let clean = match self.election {
            Election::Preferred => preferred().or_else(incumbent).or_else(any),
            Election::Online | Election::Unclean => incumbent().or_else(any),
        };
        let unclean = || self.replicas.iter().copied().find(|id| self.acceptable.accepts(*id, self.before));
        let (leader, is_unclean) = match (clean, self.election) {
            (Some(leader), _) => (leader, false),
            (None, Election::Unclean) => unclean().map_or((NO_LEADER, false), |leader| (leader, true)),
            (None, _) => (NO_LEADER, false),
        };
        if leader == self.before.leader {
            return;
        }
        record.leader = leader;
        if is_unclean {
            // From here on only the new leader's log counts: this can lose records.
            record.isr = Some(vec![leader]);
            if self.before.recovery != LeaderRecoveryState::Recovering {
                record.leader_recovery_state = LeaderRecoveryState::Recovering.to_wire();
            }
        }
    }

    /// A replica that lost its place must not be believed any more.
    fn bump_leader_epoch_for_lost_replicas(&self, record: &mut PartitionChangeRecord) {
        let lost = self.before.replicas.iter().any(|id| !self.replicas.contains(id));
        if record.leader == NO_LEADER_CHANGE && lost {
            record.leader = self.before.leader;
        }
    }

    /// Brokers before 3.6 need a new epoch to see that the in-sync replicas became fewer (KAFKA-15021).
    fn bump_leader_epoch_for_isr_shrink(&self, record: &mut PartitionChangeRecord) {
        if !self.metadata_version.bumps_leader_epoch_on_isr_shrink() || record.leader != NO_LEADER_CHANGE {
            return;
        }
        let shrinks = |isr: &Vec<i32>| self.before.isr.iter().any(|id| !isr.contains(id));
        if record.isr.as_ref().is_some_and(shrinks) {
            record.leader = self.before.leader;
        }
    }

    fn assign(&self, record: &mut PartitionChangeRecord) {
        if !self.replicas.is_empty() {
            let directories: Vec<Uuid> = self.replicas.iter().map(|id| self.directory_of(*id)).collect();
            if self.metadata_version.has_directories() && directories != self.before.directories {
                record.directories = Some(directories);
            }
            if self.replicas != self.before.replicas {
                record.replicas = Some(self.replicas.clone());
            }
        }
        if self.removing != self.before.removing {
            record.removing_replicas = Some(self.removing.clone());
        }
        if self.adding != self.before.adding {
            record.adding_replicas = Some(self.adding.clone());
        }
    }

    fn directory_of(&self, replica: i32) -> Uuid {
        match self.directory {
            Some((broker, directory)) if broker == replica => directory,
            _ => self
                .before
                .directory(replica)
                .unwrap_or_else(|| default_directory(self.acceptable.brokers, replica)),
        }
    }
}

/// Where a new replica goes on a broker (`ClusterControlManager.defaultDir`).
pub(super) fn default_directory(brokers: &Brokers, broker: i32) -> Uuid {
    brokers.get(broker).map_or(crate::directory::UNASSIGNED, |broker| broker.default_directory())
}

#[cfg(test)]
mod tests;
