//! What a leader does: takes appends and fetches, and moves the high watermark.
//!
//! The rules of `kafka.cluster.Partition`. The high watermark never falls while a replica leads.

use super::{Partition, Role};
use crate::brokers::Brokers;
use crate::effects::{Effect, Effects, Generation};
use crate::epochs::LeaderEpochs;
use crate::error::ReplicaError;
use crate::ids::{BrokerEpoch, BrokerId, LeaderEpoch, Millis, Offset};
use crate::leader::{Fetched, FollowerProgress, Leader};
use crate::state::PartitionState;
use crate::view::{FetchAnswer, FetchRequest, Fetcher};

/// Leave to append as the leader, good until the partition's lock is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppendAsLeader {
    /// To be stamped into the batches.
    pub leader_epoch: LeaderEpoch,
    /// Under which acks=all is to be waited for.
    pub generation: Generation,
}

/// A follower's part of a Fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowerFetch {
    /// `ReplicaId`.
    pub replica: BrokerId,
    /// `ReplicaEpoch`, -1 before version 15.
    pub broker_epoch: BrokerEpoch,
    /// `CurrentLeaderEpoch`; `None` (-1) is not checked.
    pub leader_epoch: Option<LeaderEpoch>,
    /// `FetchOffset`.
    pub offset: Offset,
    /// `LastFetchedEpoch`; `None` (-1) is not checked.
    pub last_fetched_epoch: Option<LeaderEpoch>,
    /// `LogStartOffset`.
    pub log_start: Offset,
}

impl Partition {
    /// Asks for leave to append; `acks_all` when the producer wants min.insync.replicas respected.
    ///
    /// # Errors
    /// Not the leader, offline, or [`ReplicaError::NotEnoughReplicas`].
    pub fn check_append(&self, acks_all: bool) -> Result<AppendAsLeader, ReplicaError> {
        let leader = match &self.role {
            Role::Leader(leader) => leader,
            Role::Offline => return Err(ReplicaError::Offline),
            Role::Follower(follower) => {
                let leader_epoch = self.leader_epoch;
                return Err(ReplicaError::NotLeader { leader: follower.leader, leader_epoch });
            }
        };
        let in_sync = leader.isr.committed().len();
        let required = leader.effective_min_in_sync(self.settings.min_in_sync_replicas);
        if acks_all && in_sync < required {
            return Err(ReplicaError::NotEnoughReplicas { in_sync, required });
        }
        Ok(AppendAsLeader { leader_epoch: self.leader_epoch, generation: self.generation })
    }

    /// The log was appended to, under a leave just given: it now ends at `end`, `bytes` further.
    pub fn leader_appended(
        &mut self,
        end: Offset,
        bytes: u64,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        self.log.grow(end, bytes);
        effects.push(Effect::LogEnd(self.log.end()));
        self.advance_high_watermark(brokers, now, effects);
    }

    /// Decides a follower's fetch and notes how far it has come, which may move the high watermark or propose it
    /// for the ISR. A parked fetch that is looked at again goes through
    /// [`PartitionView::check_fetch`](crate::PartitionView) instead: it says nothing new about the follower.
    ///
    /// # Errors The epoch, the role, the replica, its broker epoch or its offset do not fit; nothing was noted
    ///   then. Nor is it when the logs part: such a follower has yet to cut its log.
    pub fn follower_fetch(
        &mut self,
        fetch: &FollowerFetch,
        epochs: &dyn LeaderEpochs,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) -> Result<FetchAnswer, ReplicaError> {
        let view = self.view();
        view.check_access(fetch.leader_epoch, true)?;
        let Role::Leader(leader) = &mut self.role else {
            return Err(ReplicaError::NotLeader { leader: view.leader, leader_epoch: view.leader_epoch });
        };
        let Some(follower) = leader.follower_mut(fetch.replica) else {
            return Err(ReplicaError::UnknownReplica {
                replica: fetch.replica,
                leader_epoch: self.leader_epoch,
                epoch_given: fetch.leader_epoch.is_some(),
            });
        };
        let request = FetchRequest {
            fetcher: Fetcher::Replica,
            leader_epoch: fetch.leader_epoch,
            offset: fetch.offset,
            last_fetched_epoch: fetch.last_fetched_epoch,
        };
        let answer = view.check_position(&request, epochs)?;
        if let Some(known) = brokers.broker(fetch.replica).filter(|known| known.outlives(fetch.broker_epoch))
        {
            return Err(ReplicaError::StaleBrokerEpoch {
                replica: fetch.replica,
                given: fetch.broker_epoch,
                current: known.epoch,
            });
        }
        if matches!(answer, FetchAnswer::Diverging(_)) {
            return Ok(answer);
        }
        let had = follower.log_end;
        follower.fetched(&Fetched {
            offset: fetch.offset,
            log_start: fetch.log_start,
            broker_epoch: fetch.broker_epoch,
            leader_end: view.log_end,
            now,
        });
        if leader.should_join(fetch.replica, view.high_watermark, now, brokers) {
            self.propose_joining(fetch.replica, brokers, effects);
        }
        if had != fetch.offset {
            self.advance_high_watermark(brokers, now, effects);
        }
        Ok(answer)
    }

    /// The committed ISR, empty when not leading.
    pub fn in_sync_replicas(&self) -> &[BrokerId] {
        match &self.role {
            Role::Leader(leader) => leader.isr.committed(),
            _ => &[],
        }
    }

    /// How far each follower has come, nothing when not leading.
    pub fn followers(&self) -> &[FollowerProgress] {
        match &self.role {
            Role::Leader(leader) => leader.followers(),
            _ => &[],
        }
    }

    /// How many replicas `min.insync.replicas` asks for, at most all of them; 0 when not leading.
    pub fn effective_min_in_sync_replicas(&self) -> usize {
        match &self.role {
            Role::Leader(leader) => leader.effective_min_in_sync(self.settings.min_in_sync_replicas),
            _ => 0,
        }
    }

    /// The metadata names this replica the leader, in this epoch or a new one.
    ///
    /// Only the very next epoch of a leader goes on where it was. When one was skipped, somebody else may have led
    /// meanwhile, and followers may have cut off what they had fetched here: nothing of what is known of them holds.
    /// (Kafka's `Partition.makeLeader` keeps it.)
    pub(super) fn lead(
        &mut self,
        state: &PartitionState<'_>,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        let epochs_on = i64::from(state.leader_epoch) - i64::from(self.leader_epoch);
        let end = self.log.end().offset;
        self.leader_epoch = state.leader_epoch;
        match &mut self.role {
            Role::Leader(leader) if epochs_on == 0 => {
                leader.isr.commit(state.isr);
                leader.reassign(state.replicas);
            }
            Role::Leader(leader) if epochs_on == 1 => leader.re_elected(state, end, now),
            _ => {
                self.generation += 1;
                self.role = Role::Leader(Box::new(Leader::elected(self.local, state, end, now)));
            }
        }
        if epochs_on > 0 {
            self.interrupt(effects);
            effects.push(Effect::AssignEpochStart { epoch: state.leader_epoch, offset: end });
        }
        self.in_sync_changed(brokers, now, effects);
    }

    /// The replicas are known anew, under a leadership and an ISR that are not.
    pub(super) fn reassign(&mut self, brokers: &dyn Brokers, now: Millis, effects: &mut Effects) {
        if let Role::Leader(leader) = &mut self.role {
            leader.reassign(&self.assignment.replicas);
            self.in_sync_changed(brokers, now, effects);
        }
    }

    /// The ISR or what is asked of it changed: the high watermark may be free to move.
    pub(super) fn in_sync_changed(&mut self, brokers: &dyn Brokers, now: Millis, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else { return };
        let required = leader.effective_min_in_sync(self.settings.min_in_sync_replicas);
        let enough = leader.isr.maximal_len() >= required;
        if leader.enough_in_sync != enough {
            leader.enough_in_sync = enough;
            effects.push(Effect::InSync { enough });
        }
        self.advance_high_watermark(brokers, now, effects);
    }

    /// Moves the high watermark up to what the maximal ISR has; not at all while the committed ISR is smaller than
    /// min.insync.replicas (KIP-966): what was acknowledged is on that many replicas, and readers see no more.
    pub(super) fn advance_high_watermark(
        &mut self,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        let Role::Leader(leader) = &self.role else { return };
        if leader.isr.committed().len() < leader.effective_min_in_sync(self.settings.min_in_sync_replicas) {
            return;
        }
        let end = self.log.end().offset;
        let committed = leader.committed_end(end, self.settings.lag_time_max_ms, now, brokers);
        let before = self.log.high_watermark().offset;
        self.log.raise_high_watermark(committed);
        self.tell_high_watermark(before, effects);
    }
}
