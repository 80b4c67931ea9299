//! What a follower does: says where it goes on, takes its leader's answers, cuts its log where the two part.
//!
//! The rules of `kafka.server.AbstractFetcherThread` and `ReplicaFetcherThread`. The high watermark of a follower
//! falls only when its log is cut below it, which is always told.

use wire::error_code::ErrorCode;

use super::{Partition, Role};
use crate::effects::{Effect, Effects, Note, Truncate};
use crate::epochs::{EpochEnd, LeaderEpochs};
use crate::follower::{AppendPermit, FetchOutcome, FetchPosition, Follower, Phase, truncation_offset};
use crate::ids::{LeaderEpoch, Millis, Offset};
use crate::state::PartitionState;

impl Partition {
    /// Where this replica goes on fetching; `None` while it leads, has no leader, is pausing, or is busy otherwise.
    pub fn fetch_position(&self, now: Millis) -> Option<FetchPosition> {
        let Role::Follower(follower) = &self.role else { return None };
        let leader = follower.leader.filter(|_| follower.may_fetch(now))?;
        Some(FetchPosition {
            leader,
            leader_epoch: self.leader_epoch,
            offset: self.log.end().offset,
            last_fetched_epoch: follower.last_fetched_epoch,
            log_start: self.log.start(),
        })
    }

    /// Until when this replica pauses, for a timer: at that time it may fetch.
    pub fn fetch_pause(&self) -> Option<Millis> {
        match &self.role {
            Role::Follower(Follower { leader: Some(_), phase: Phase::BackingOff { until }, .. }) => {
                Some(*until)
            }
            _ => None,
        }
    }

    /// The leader answered the fetch that went on at `asked`. If this replica has moved since, the answer is dropped.
    ///
    /// The last fetched epoch is compared too, unlike in Kafka: after a cut and an append the log may end where it
    /// did before, with other records, and a late answer that the logs part there would cut what both have by now.
    pub fn fetch_answered(
        &mut self,
        asked: &FetchPosition,
        outcome: &FetchOutcome,
        epochs: &dyn LeaderEpochs,
        now: Millis,
        effects: &mut Effects,
    ) {
        let is_here =
            |position: FetchPosition| FetchPosition { log_start: asked.log_start, ..position } == *asked;
        if !self.fetch_position(now).is_some_and(is_here) {
            return effects.note(Note::StaleFetchAnswer);
        }
        match *outcome {
            FetchOutcome::Records { any: true, high_watermark, log_start } => {
                effects.push(Effect::AppendFetched(AppendPermit {
                    offset: asked.offset,
                    leader_epoch: asked.leader_epoch,
                    high_watermark,
                    log_start,
                }));
            }
            FetchOutcome::Records { any: false, high_watermark, log_start } => {
                self.fetch_succeeded(high_watermark, log_start, effects);
            }
            FetchOutcome::Diverging(end) => self.diverged(end, epochs, now, effects),
            FetchOutcome::Refused(code) => self.fetch_refused(code, now, effects),
            FetchOutcome::NoAnswer => self.back_off(now),
        }
    }

    /// What was fetched is in the log, which now ends at `end`, `bytes` further, with batches up to epoch
    /// `last_epoch`.
    pub fn follower_appended(
        &mut self,
        permit: &AppendPermit,
        end: Offset,
        bytes: u64,
        last_epoch: LeaderEpoch,
        effects: &mut Effects,
    ) {
        let Role::Follower(follower) = &mut self.role else { return };
        follower.last_fetched_epoch = follower.last_fetched_epoch.max(Some(last_epoch));
        self.log.grow(end, bytes);
        effects.push(Effect::LogEnd(self.log.end()));
        self.fetch_succeeded(permit.high_watermark, permit.log_start, effects);
    }

    /// What was fetched is no good (a wrong checksum, a gap): nothing of it is in the log, and it is fetched again
    /// after a pause, as it may have been cut or written while it was read.
    pub fn append_refused(&mut self, now: Millis) {
        self.back_off(now);
    }

    /// The log was cut or begun anew: it reaches from `start` to `end`, and `epochs` are those that are left.
    pub fn truncated(
        &mut self,
        start: Offset,
        end: Offset,
        epochs: &dyn LeaderEpochs,
        effects: &mut Effects,
    ) {
        let fell = self.log.reshape(start, end);
        if let Role::Follower(follower) = &mut self.role {
            follower.last_fetched_epoch = epochs.latest();
            if follower.phase == Phase::Truncating {
                follower.phase = Phase::Fetching;
            }
        }
        if fell {
            self.interrupt(effects);
        }
    }

    /// The leader answered [`Effect::AskLeaderOffsets`]: where its log starts and ends, or an error
    /// (`None` when there was no answer). The rules of `AbstractFetcherThread.fetchOffsetAndTruncate`.
    pub fn leader_offsets(
        &mut self,
        asked_epoch: LeaderEpoch,
        answer: Result<(Offset, Offset), Option<ErrorCode>>,
        now: Millis,
        effects: &mut Effects,
    ) {
        let Role::Follower(follower) = &mut self.role else { return };
        if follower.phase != Phase::AskingOffsets || asked_epoch != self.leader_epoch {
            return effects.note(Note::StaleFetchAnswer);
        }
        match answer {
            Ok((_, leader_end)) if leader_end < self.log.end().offset => self.truncate(leader_end, effects),
            Ok((leader_start, _)) if leader_start > self.log.end().offset => {
                follower.phase = Phase::Truncating;
                effects.push(Effect::RestartLog { at: leader_start });
            }
            // The log's end lies within the leader's log now. Not at once again, in case it is refused again.
            Ok(_) | Err(None) => self.back_off(now),
            Err(Some(code)) => self.fetch_refused(code, now, effects),
        }
    }

    pub(super) fn follow(
        &mut self,
        state: &PartitionState<'_>,
        epochs: &dyn LeaderEpochs,
        effects: &mut Effects,
    ) {
        let new_epoch = state.leader_epoch > self.leader_epoch;
        let led = matches!(self.role, Role::Leader(_));
        if !new_epoch && !led {
            return;
        }
        self.leader_epoch = state.leader_epoch;
        self.generation += u64::from(led);
        let last_fetched_epoch = epochs.latest();
        self.role = Role::Follower(Follower::of(state.leader, last_fetched_epoch));
        self.interrupt(effects);
        // A log without epochs (of batches before version 2) cannot be compared; only what is committed is trusted.
        let high_watermark = self.log.high_watermark().offset;
        if last_fetched_epoch.is_none() && high_watermark < self.log.end().offset {
            self.truncate(high_watermark, effects);
        }
    }

    /// The leader and this replica agree up to the log's end. The high watermark is the leader's, so far as the log
    /// reaches; it does not fall with that of a new leader, which has yet to find out how far its predecessor had
    /// come.
    fn fetch_succeeded(&mut self, high_watermark: Offset, log_start: Offset, effects: &mut Effects) {
        let Role::Follower(follower) = &mut self.role else { return };
        follower.succeeded();
        let before = self.log.high_watermark().offset;
        self.log.raise_high_watermark(high_watermark);
        let log_start = log_start.min(self.log.high_watermark().offset);
        if log_start > self.log.start() {
            self.log.raise_start(log_start);
            effects.push(Effect::AdvanceLogStart { to: log_start });
        }
        self.tell_high_watermark(before, effects);
    }

    fn diverged(&mut self, end: EpochEnd, epochs: &dyn LeaderEpochs, now: Millis, effects: &mut Effects) {
        if end.epoch < 0 || end.end_offset < 0 {
            // Not an answer that can be acted upon: cutting by it could take everything.
            effects.note(Note::FetchRefused(ErrorCode::UnknownServerError));
            return self.back_off(now);
        }
        let to = truncation_offset(end, self.log.end().offset, epochs);
        self.truncate(to, effects);
    }

    fn truncate(&mut self, to: Offset, effects: &mut Effects) {
        let Role::Follower(follower) = &mut self.role else { return };
        follower.phase = Phase::Truncating;
        let high_watermark = self.log.high_watermark().offset;
        effects.push(Effect::Truncate(Truncate {
            to,
            below_high_watermark: (to < high_watermark).then_some(high_watermark),
        }));
    }

    fn fetch_refused(&mut self, code: ErrorCode, now: Millis, effects: &mut Effects) {
        effects.note(Note::FetchRefused(code));
        let leader_epoch = self.leader_epoch;
        let Role::Follower(follower) = &mut self.role else { return };
        match (code, follower.leader, follower.phase) {
            // The leader is ahead of our metadata, which will tell the new epoch.
            (ErrorCode::FencedLeaderEpoch, ..) => follower.phase = Phase::Fenced,
            (ErrorCode::OffsetOutOfRange, Some(leader), Phase::Fetching | Phase::BackingOff { .. }) => {
                follower.phase = Phase::AskingOffsets;
                effects.push(Effect::AskLeaderOffsets { leader, leader_epoch });
            }
            // The leader does not know of its election yet, or of this replica, or cannot read: all of that passes.
            _ => self.back_off(now),
        }
    }

    fn back_off(&mut self, now: Millis) {
        let max = self.settings.fetch_backoff_max_ms;
        if let Role::Follower(follower) = &mut self.role {
            follower.back_off(now, max);
        }
    }
}
