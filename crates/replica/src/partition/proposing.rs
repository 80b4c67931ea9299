//! What a leader asks of the controller: proposals of a new ISR, one at a time, and what their answers mean.
//!
//! Until an answer or the metadata says otherwise, whatever was proposed may have been taken. So nothing here makes
//! the maximal ISR smaller but the controller's word (KIP-497; `Partition.handleAlterPartitionError`).

use wire::error_code::ErrorCode;

use super::{Partition, Role};
use crate::brokers::Brokers;
use crate::effects::{AlterPartition, Effect, Effects, IsrMember, Note};
use crate::ids::{BrokerId, LeaderEpoch, Millis, PartitionEpoch};
use crate::settings::ALTER_PARTITION_RETRY_MS;

/// The controller's answer to a proposal.
///
/// The shell sends a broker's requests one after the other. One that it gave up must not reach the controller after a
/// later one has: a refusal is taken as the last word on the proposal, whichever of its attempts it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlterPartitionAnswer<'a> {
    /// The partition as it is now.
    Done {
        /// Its leader epoch.
        leader_epoch: LeaderEpoch,
        /// Its partition epoch.
        partition_epoch: PartitionEpoch,
        /// Its ISR.
        isr: &'a [BrokerId],
    },
    /// An error of the partition, or of the whole answer.
    Refused(ErrorCode),
    /// No answer that speaks of this partition: nobody knows whether the controller took it.
    NoAnswer,
}

impl Partition {
    /// Time has passed: followers that were behind for longer than `replica.lag.time.max.ms` are proposed to leave
    /// the ISR, and those outside of it are no longer waited for. Kafka looks every half of that time.
    pub fn tick(&mut self, brokers: &dyn Brokers, now: Millis, effects: &mut Effects) {
        // A follower that stopped while it was nearly in sync would otherwise hold the high watermark until something
        // is written or fetched.
        self.advance_high_watermark(brokers, now, effects);
        let Role::Leader(leader) = &self.role else { return };
        if leader.isr.is_pending() {
            return;
        }
        let leaving = leader.lagging(self.log.end().offset, self.settings.lag_time_max_ms, now);
        if leaving.is_empty() {
            return;
        }
        let staying = leader.isr.committed().iter().copied().filter(|id| !leaving.contains(id));
        let new_isr = leader.with_epochs(staying, brokers);
        self.propose(None, new_isr, effects);
    }

    /// The controller answered a proposal. An answer to any but the last one is ignored.
    pub fn alter_partition_answered(
        &mut self,
        proposal: u64,
        answer: AlterPartitionAnswer<'_>,
        brokers: &dyn Brokers,
        now: Millis,
        effects: &mut Effects,
    ) {
        let Role::Leader(leader) = &mut self.role else {
            return effects.note(Note::StaleAlterPartitionAnswer);
        };
        let Some(pending) = leader.isr.proposal().filter(|pending| pending.proposal == proposal) else {
            return effects.note(Note::StaleAlterPartitionAnswer);
        };
        match answer {
            AlterPartitionAnswer::Done { leader_epoch, partition_epoch, isr } => {
                if leader_epoch != self.leader_epoch || partition_epoch < self.partition_epoch {
                    // The metadata with that epoch is on its way, and decides.
                    return effects.note(Note::StaleAlterPartitionAnswer);
                }
                let before = leader.isr.committed().len();
                leader.isr.commit(isr);
                self.partition_epoch = partition_epoch;
                match isr.len().cmp(&before) {
                    std::cmp::Ordering::Greater => effects.note(Note::IsrExpanded),
                    std::cmp::Ordering::Less => effects.note(Note::IsrShrunk),
                    std::cmp::Ordering::Equal => {}
                }
                self.in_sync_changed(brokers, now, effects);
            }
            AlterPartitionAnswer::Refused(code) => {
                effects.note(Note::AlterPartitionRefused(code));
                match after_refusal(code) {
                    AfterRefusal::Withdraw => {
                        leader.isr.withdraw(now + ALTER_PARTITION_RETRY_MS);
                        self.in_sync_changed(brokers, now, effects);
                    }
                    AfterRefusal::AwaitMetadata => {}
                    AfterRefusal::Repeat => effects.push(Effect::AlterPartition(repeated(pending))),
                }
            }
            AlterPartitionAnswer::NoAnswer => effects.push(Effect::AlterPartition(repeated(pending))),
        }
    }

    pub(super) fn propose_joining(
        &mut self,
        joining: BrokerId,
        brokers: &dyn Brokers,
        effects: &mut Effects,
    ) {
        let Role::Leader(leader) = &self.role else { return };
        let isr = leader.isr.committed().iter().copied().chain([joining]);
        let new_isr = leader.with_epochs(isr, brokers);
        self.propose(Some(joining), new_isr, effects);
    }

    fn propose(&mut self, joining: Option<BrokerId>, new_isr: Vec<IsrMember>, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else { return };
        self.proposals += 1;
        let proposal = AlterPartition {
            proposal: self.proposals,
            leader_epoch: self.leader_epoch,
            partition_epoch: self.partition_epoch,
            new_isr,
            delay_ms: 0,
        };
        effects.push(Effect::AlterPartition(proposal.clone()));
        leader.isr.propose(joining, proposal);
    }
}

enum AfterRefusal {
    /// It was not taken and cannot be any more: the committed ISR holds again.
    Withdraw,
    /// It is void, or was taken along with more: the metadata will say.
    AwaitMetadata,
    /// Nobody knows: the same again, which the partition epoch makes harmless.
    Repeat,
}

/// `Partition.handleAlterPartitionError`.
fn after_refusal(code: ErrorCode) -> AfterRefusal {
    match code {
        // Said only after the epochs were found to be the current ones.
        ErrorCode::IneligibleReplica | ErrorCode::OperationNotAttempted => AfterRefusal::Withdraw,
        ErrorCode::FencedLeaderEpoch
        | ErrorCode::InvalidUpdateVersion
        | ErrorCode::NewLeaderElected
        | ErrorCode::UnknownTopicOrPartition
        | ErrorCode::UnknownTopicId
        | ErrorCode::InvalidRequest => AfterRefusal::AwaitMetadata,
        _ => AfterRefusal::Repeat,
    }
}

fn repeated(pending: &AlterPartition) -> AlterPartition {
    AlterPartition { delay_ms: ALTER_PARTITION_RETRY_MS, ..pending.clone() }
}
