//! [`Leader`]: what a replica knows while it leads: its followers, the ISR, where its epoch began.
//!
//! Answers questions about them; the deeds (moving the high watermark, proposing, committing) are in
//! `partition/leading.rs` and `partition/proposing.rs`, where the log's positions and the epochs are at hand.

mod isr;
mod progress;

pub(crate) use isr::Isr;
pub(crate) use progress::Fetched;
pub use progress::FollowerProgress;

use crate::brokers::Brokers;
use crate::effects::IsrMember;
use crate::ids::{BROKER_EPOCH_UNKNOWN, BrokerId, Millis, Offset};
use crate::state::PartitionState;

#[derive(Debug)]
pub(crate) struct Leader {
    local: BrokerId,
    /// The log's end when the epoch began.
    pub(crate) epoch_start: Offset,
    pub(crate) isr: Isr,
    /// Whether enough replicas are in sync, as last told to the shell.
    pub(crate) enough_in_sync: bool,
    followers: Vec<FollowerProgress>,
}

impl Leader {
    pub(crate) fn elected(
        local: BrokerId,
        state: &PartitionState<'_>,
        epoch_start: Offset,
        now: Millis,
    ) -> Leader {
        let followers = state
            .replicas
            .iter()
            .filter(|id| **id != local)
            .map(|id| FollowerProgress::elected(*id, state.isr.contains(id), now))
            .collect();
        let mut isr = Isr::default();
        isr.commit(state.isr);
        Leader { local, epoch_start, isr, enough_in_sync: true, followers }
    }

    pub(crate) fn re_elected(&mut self, state: &PartitionState<'_>, epoch_start: Offset, now: Millis) {
        self.epoch_start = epoch_start;
        self.isr.commit(state.isr);
        self.reassign(state.replicas);
        for follower in &mut self.followers {
            follower.re_elected(state.isr.contains(&follower.broker), epoch_start, now);
        }
    }

    /// Takes over the replicas: new ones are unknown, those that are gone are forgotten.
    pub(crate) fn reassign(&mut self, replicas: &[BrokerId]) {
        self.followers.retain(|follower| replicas.contains(&follower.broker));
        for id in replicas {
            if *id != self.local && self.follower(*id).is_none() {
                self.followers.push(FollowerProgress::unknown(*id));
            }
        }
    }

    pub(crate) fn followers(&self) -> &[FollowerProgress] {
        &self.followers
    }

    pub(crate) fn follower(&self, id: BrokerId) -> Option<&FollowerProgress> {
        self.followers.iter().find(|follower| follower.broker == id)
    }

    pub(crate) fn follower_mut(&mut self, id: BrokerId) -> Option<&mut FollowerProgress> {
        self.followers.iter_mut().find(|follower| follower.broker == id)
    }

    /// `min.insync.replicas`, or the number of replicas when that is less.
    pub(crate) fn effective_min_in_sync(&self, configured: usize) -> usize {
        configured.min(self.followers.len() + 1)
    }

    /// How far the log is committed when everything up to `log_end` is in it: the least log end of the maximal ISR,
    /// and of those about to join it (`Partition.maybeIncrementLeaderHW`).
    ///
    /// A follower outside of the ISR that is nearly caught up is waited for: the high watermark would otherwise run
    /// ahead of it with the leader's end, and it could never join.
    pub(crate) fn committed_end(
        &self,
        log_end: Offset,
        lag_time_max: Millis,
        now: Millis,
        brokers: &dyn Brokers,
    ) -> Offset {
        let mut committed = log_end;
        for follower in &self.followers {
            if follower.log_end < committed
                && (self.isr.is_maximal_member(follower.broker)
                    || (follower.is_caught_up(log_end, lag_time_max, now) && is_eligible(follower, brokers)))
            {
                committed = follower.log_end;
            }
        }
        committed
    }

    /// Whether the follower is to be proposed for the ISR.
    ///
    /// It must have reached the start of this leader's epoch: between the high watermark that a new leader knows
    /// and that start may stand records which its predecessor had committed.
    pub(crate) fn should_join(
        &self,
        id: BrokerId,
        high_watermark: Offset,
        now: Millis,
        brokers: &dyn Brokers,
    ) -> bool {
        self.isr.may_propose(id, now)
            && self.follower(id).is_some_and(|follower| {
                follower.log_end >= high_watermark
                    && follower.log_end >= self.epoch_start
                    && is_eligible(follower, brokers)
            })
    }

    /// The members of the ISR that have been behind for too long.
    pub(crate) fn lagging(&self, log_end: Offset, lag_time_max: Millis, now: Millis) -> Vec<BrokerId> {
        let is_lagging = |id: &BrokerId| {
            self.follower(*id).is_none_or(|follower| !follower.is_caught_up(log_end, lag_time_max, now))
        };
        self.isr.committed().iter().copied().filter(|id| *id != self.local && is_lagging(id)).collect()
    }

    /// An ISR with the lives of its members, for the controller to check (KIP-903).
    pub(crate) fn with_epochs(
        &self,
        isr: impl Iterator<Item = BrokerId>,
        brokers: &dyn Brokers,
    ) -> Vec<IsrMember> {
        isr.map(|broker| {
            let epoch = if broker == self.local {
                brokers.local_epoch()
            } else {
                self.follower(broker)
                    .and_then(|follower| follower.broker_epoch)
                    .unwrap_or(BROKER_EPOCH_UNKNOWN)
            };
            IsrMember { broker, epoch }
        })
        .collect()
    }
}

fn is_eligible(follower: &FollowerProgress, brokers: &dyn Brokers) -> bool {
    match (follower.broker_epoch, brokers.broker(follower.broker)) {
        (Some(fetched_as), Some(broker)) => broker.may_join(fetched_as),
        _ => false,
    }
}
