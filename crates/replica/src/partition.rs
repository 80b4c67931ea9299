//! [`Partition`]: one replica of one partition, and everything that decides about it.
//!
//! Holds the role, the epochs and the log's positions, and takes the metadata's word on who leads. What a leader
//! does is in `leading.rs` and `proposing.rs`, what a follower does in `following.rs`. Does no IO and reads no
//! clock: methods take what happened and write what is to be done into [`Effects`], in order. The shell calls them
//! under one lock, the partition's.

mod following;
mod leading;
mod proposing;

use crate::brokers::Brokers;
use crate::effects::{Effect, Effects, Generation, Interrupted, Note};
use crate::epochs::LeaderEpochs;
use crate::follower::Follower;
use crate::ids::{BrokerId, LeaderEpoch, Millis, Offset, PartitionEpoch};
use crate::leader::Leader;
use crate::positions::{LogPositions, LogShape, Mark};
use crate::settings::ReplicaSettings;
use crate::state::{Assignment, PartitionState};
use crate::view::{PartitionView, RoleKind};

pub use leading::{AppendAsLeader, FollowerFetch};
pub use proposing::AlterPartitionAnswer;

/// One replica of one partition.
#[derive(Debug)]
pub struct Partition {
    local: BrokerId,
    settings: ReplicaSettings,
    role: Role,
    leader_epoch: LeaderEpoch,
    partition_epoch: PartitionEpoch,
    generation: Generation,
    assignment: Assignment,
    log: LogPositions,
    /// Numbers the proposals of this replica.
    proposals: u64,
}

#[derive(Debug)]
enum Role {
    Offline,
    Leader(Box<Leader>),
    Follower(Follower),
}

impl Partition {
    /// A replica whose log is open and of which the metadata has not spoken yet: a follower of nobody.
    ///
    /// The high watermark starts at the checkpoint's, within the log.
    pub fn new(local: BrokerId, settings: ReplicaSettings, log: LogShape) -> Partition {
        Partition {
            local,
            settings,
            role: Role::Follower(Follower::of(None, None)),
            leader_epoch: -1,
            partition_epoch: -1,
            generation: 0,
            assignment: Assignment::default(),
            log: LogPositions::new(log),
            proposals: 0,
        }
    }

    /// Takes the metadata's word on who leads, who is in sync and who the replicas are.
    ///
    /// An older partition epoch is ignored. The known one, learnt from an AlterPartition answer, brings only the
    /// assignment, which that answer does not carry: a proposal made since then stays on its way. (Kafka's
    /// `Partition.makeLeader` drops it there, and with it the joining replica from the maximal ISR.)
    pub fn metadata(
        &mut self,
        state: &PartitionState<'_>,
        epochs: &dyn LeaderEpochs,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        if matches!(self.role, Role::Offline) {
            return;
        }
        let (known, told) =
            ((self.partition_epoch, self.leader_epoch), (state.partition_epoch, state.leader_epoch));
        if told < known {
            effects.note(Note::StaleMetadata { partition_epoch: state.partition_epoch });
            return;
        }
        self.assignment.update(state);
        if told == known {
            self.reassign(brokers, now, effects);
            return;
        }
        self.partition_epoch = state.partition_epoch;
        if state.leader == Some(self.local) {
            self.lead(state, brokers, now, effects);
        } else {
            self.follow(state, epochs, effects);
        }
    }

    /// The log directory failed: the replica neither leads nor follows any more.
    pub fn fail(&mut self, effects: &mut Effects) {
        self.generation += 1;
        self.role = Role::Offline;
        self.interrupt(effects);
    }

    /// The replica is no longer one, or the partition is gone: wakes everything that waits. To be dropped afterwards.
    pub fn retire(&mut self, effects: &mut Effects) {
        self.generation += 1;
        self.role = Role::Follower(Follower::of(None, None));
        self.interrupt(effects);
    }

    /// Sets `min.insync.replicas`, which may free the high watermark or hold it.
    pub fn set_min_in_sync_replicas(
        &mut self,
        replicas: usize,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        self.settings.min_in_sync_replicas = replicas;
        self.in_sync_changed(brokers, now, effects);
    }

    /// The local log starts later now, by retention or DeleteRecords: never beyond the high watermark.
    pub fn log_start_advanced(&mut self, to: Offset, effects: &mut Effects) {
        let before = self.log.high_watermark().offset;
        self.log.raise_start(to);
        self.tell_high_watermark(before, effects);
    }

    /// The replica as readers see it, to be published after each change.
    pub fn view(&self) -> PartitionView {
        let (role, leader, epoch_start) = match &self.role {
            Role::Offline => (RoleKind::Offline, None, 0),
            Role::Leader(leader) => (RoleKind::Leader, Some(self.local), leader.epoch_start),
            Role::Follower(follower) => (RoleKind::Follower, follower.leader, 0),
        };
        PartitionView {
            role,
            leader,
            leader_epoch: self.leader_epoch,
            epoch_start,
            log_start: self.log.start(),
            high_watermark: self.log.high_watermark().offset,
            log_end: self.log.end().offset,
        }
    }

    /// The epoch of the last known leader, -1 before any.
    pub fn leader_epoch(&self) -> LeaderEpoch {
        self.leader_epoch
    }

    /// The latest known version of the partition's metadata, -1 before any.
    pub fn partition_epoch(&self) -> PartitionEpoch {
        self.partition_epoch
    }

    /// The stretch of leading, or of not leading, that is going on.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Where the replicas are.
    pub fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// Where the log ends, with the count of bytes that a waiting fetch starts from.
    pub fn log_end(&self) -> Mark {
        self.log.end()
    }

    /// Where the committed part ends, with the count of bytes that a waiting fetch starts from.
    pub fn high_watermark(&self) -> Mark {
        self.log.high_watermark()
    }

    /// Wakes what waits under a role or an epoch that is over.
    fn interrupt(&self, effects: &mut Effects) {
        effects.push(Effect::Interrupted(Interrupted {
            leader_epoch: self.leader_epoch,
            generation: self.generation,
            high_watermark: self.log.high_watermark(),
            log_end: self.log.end(),
        }));
    }

    fn tell_high_watermark(&self, before: Offset, effects: &mut Effects) {
        let now = self.log.high_watermark();
        if now.offset > before {
            effects.push(Effect::HighWatermark(now));
        }
    }
}
