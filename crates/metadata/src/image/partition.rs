//! [`Partition`]: the whole state of a partition, by value.
//!
//! What Kafka's `PartitionRegistration` holds, with its replay rules. How the image keeps it is not known here.

use std::fmt;

use wire::codec::Uuid;
use wire::metadata::{PartitionChangeRecord, PartitionRecord};

use super::error::ApplyError;
use crate::directory;

/// Nobody leads.
pub const NO_LEADER: i32 = -1;
/// In a change: the leader stays who it is.
pub const NO_LEADER_CHANGE: i32 = -2;

/// Whether the leader's log is known to hold all that was acknowledged (KIP-704).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LeaderRecoveryState {
    /// It is.
    #[default]
    Recovered,
    /// The leader was elected from outside the in-sync replicas and has not recovered from that yet.
    Recovering,
}

impl LeaderRecoveryState {
    /// In a change: it stays what it is.
    pub const NO_CHANGE: i8 = -1;

    /// The state of the number on the wire.
    pub fn from_wire(value: i8) -> Option<LeaderRecoveryState> {
        match value {
            0 => Some(LeaderRecoveryState::Recovered),
            1 => Some(LeaderRecoveryState::Recovering),
            _ => None,
        }
    }

    /// The number on the wire.
    pub fn to_wire(self) -> i8 {
        i8::from(self == LeaderRecoveryState::Recovering)
    }
}

/// The state of a partition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Partition {
    /// Who holds it, the preferred leader first. No broker twice.
    pub replicas: Vec<i32>,
    /// The directory of each replica, in the order of [`replicas`](Partition::replicas).
    pub directories: Vec<Uuid>,
    /// Who is known to have all that was acknowledged, in the order in which it was told.
    pub isr: Vec<i32>,
    /// Replicas that a reassignment takes away.
    pub removing: Vec<i32>,
    /// Replicas that a reassignment brings in.
    pub adding: Vec<i32>,
    /// Who may be elected though not in sync (KIP-966).
    pub elr: Vec<i32>,
    /// The last that were known to be electable; with one member, the last leader (KIP-966).
    pub last_known_elr: Vec<i32>,
    /// Who leads, or [`NO_LEADER`].
    pub leader: i32,
    /// Whether the leader has recovered from an unclean election.
    pub recovery: LeaderRecoveryState,
    /// Grows with each election; fences producers, followers and old leaders.
    pub leader_epoch: i32,
    /// Grows with each change; what a leader must know to change the in-sync replicas.
    pub partition_epoch: i32,
}

impl Partition {
    /// The state that a record describes whole.
    ///
    /// # Errors
    /// When replicas and directories do not go together or the recovery state is unknown.
    pub fn from_record(record: &PartitionRecord) -> Result<Partition, ApplyError> {
        let of = || PartitionName { topic: record.topic_id, index: record.partition_id };
        Ok(Partition {
            directories: directories_of(of(), &record.directories, record.replicas.len())?,
            replicas: record.replicas.clone(),
            isr: record.isr.clone(),
            removing: record.removing_replicas.clone(),
            adding: record.adding_replicas.clone(),
            elr: record.eligible_leader_replicas.clone().unwrap_or_default(),
            last_known_elr: record.last_known_elr.clone().unwrap_or_default(),
            leader: record.leader,
            recovery: recovery_of(of(), record.leader_recovery_state)?,
            leader_epoch: record.leader_epoch,
            partition_epoch: record.partition_epoch,
        })
    }

    /// The state after a change: the partition epoch grows always, the leader epoch exactly when the record names a
    /// leader, be it the same (`PartitionRegistration.merge`).
    ///
    /// # Errors
    /// When replicas and directories do not go together, the recovery state is unknown, or an epoch would overflow.
    pub fn merge(&self, record: &PartitionChangeRecord) -> Result<Partition, ApplyError> {
        let of = || PartitionName { topic: record.topic_id, index: record.partition_id };
        let replicas = record.replicas.as_ref().unwrap_or(&self.replicas).clone();
        let directories = record.directories.as_ref().unwrap_or(&self.directories);
        let elected = record.leader != NO_LEADER_CHANGE;
        let next = |epoch: i32| epoch.checked_add(1).ok_or(ApplyError::EpochOverflow { partition: of() });
        Ok(Partition {
            directories: directories_of(of(), directories, replicas.len())?,
            replicas,
            isr: record.isr.as_ref().unwrap_or(&self.isr).clone(),
            removing: record.removing_replicas.as_ref().unwrap_or(&self.removing).clone(),
            adding: record.adding_replicas.as_ref().unwrap_or(&self.adding).clone(),
            elr: record.eligible_leader_replicas.as_ref().unwrap_or(&self.elr).clone(),
            last_known_elr: record.last_known_elr.as_ref().unwrap_or(&self.last_known_elr).clone(),
            leader: if elected { record.leader } else { self.leader },
            recovery: match record.leader_recovery_state {
                LeaderRecoveryState::NO_CHANGE => self.recovery,
                value => recovery_of(of(), value)?,
            },
            leader_epoch: if elected { next(self.leader_epoch)? } else { self.leader_epoch },
            partition_epoch: next(self.partition_epoch)?,
        })
    }

    /// The record that describes the state whole. What the version cannot carry is left to
    /// [`record_version`](crate::entry::record_version) to find: directories only where they are recorded, eligible
    /// leader replicas only where there are some.
    pub fn to_record(&self, topic_id: Uuid, index: i32, with_directories: bool) -> PartitionRecord {
        let present = |ids: &[i32]| (!ids.is_empty()).then(|| ids.to_vec());
        PartitionRecord {
            partition_id: index,
            topic_id,
            replicas: self.replicas.clone(),
            isr: self.isr.clone(),
            removing_replicas: self.removing.clone(),
            adding_replicas: self.adding.clone(),
            leader: self.leader,
            leader_recovery_state: self.recovery.to_wire(),
            leader_epoch: self.leader_epoch,
            partition_epoch: self.partition_epoch,
            directories: if with_directories { self.directories.clone() } else { Vec::new() },
            eligible_leader_replicas: present(&self.elr),
            last_known_elr: present(&self.last_known_elr),
        }
    }

    /// Whether a reassignment is under way.
    pub fn is_reassigning(&self) -> bool {
        !self.removing.is_empty() || !self.adding.is_empty()
    }

    /// Whether the first replica leads.
    pub fn has_preferred_leader(&self) -> bool {
        self.leader == self.replicas.first().copied().unwrap_or(NO_LEADER)
    }

    /// The directory of a replica, if the broker is one.
    pub fn directory(&self, broker: i32) -> Option<Uuid> {
        let at = self.replicas.iter().position(|replica| *replica == broker)?;
        self.directories.get(at).copied()
    }
}

/// A partition in a message to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartitionName {
    /// The topic.
    pub topic: Uuid,
    /// The partition's index.
    pub index: i32,
}

impl fmt::Display for PartitionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.topic, self.index)
    }
}

/// No directories mean that none were recorded yet.
fn directories_of(of: PartitionName, directories: &[Uuid], replicas: usize) -> Result<Vec<Uuid>, ApplyError> {
    if directories.iter().all(|id| *id == directory::MIGRATING) {
        return Ok(vec![directory::MIGRATING; replicas]);
    }
    if directories.len() != replicas {
        return Err(ApplyError::DirectoriesMismatch {
            partition: of,
            replicas,
            directories: directories.len(),
        });
    }
    Ok(directories.to_vec())
}

fn recovery_of(of: PartitionName, value: i8) -> Result<LeaderRecoveryState, ApplyError> {
    LeaderRecoveryState::from_wire(value).ok_or(ApplyError::RecoveryState { partition: of, value })
}
