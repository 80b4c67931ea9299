//! [`Effects`]: what a step of the partition core asks its shell to do.
//!
//! One buffer, cleared and reused: a step allocates nothing once it has grown. The shell carries the effects out in
//! order, while it still holds the partition's lock; only what the wait lists completed is run after unlocking.

use wire::error_code::ErrorCode;

use crate::follower::AppendPermit;
use crate::ids::{BrokerEpoch, BrokerId, LeaderEpoch, Millis, Offset, PartitionEpoch};
use crate::positions::Mark;

/// Counts the stretches during which this broker was the leader without a break, and those during which it was not.
///
/// An acks=all request waits under the generation in which it was appended: once that is over, the same offset may
/// hold another leader's record, and reaching it says nothing about the request.
pub type Generation = u64;

/// One thing to be done. See [`Effects`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The role or the leader epoch changed: what waits under the old ones is to be woken.
    Interrupted(Interrupted),
    /// The epoch starts in the log here, before anything else is appended, so that followers can find where they
    /// part.
    AssignEpochStart {
        /// The leader's epoch.
        epoch: LeaderEpoch,
        /// Its first offset.
        offset: Offset,
    },
    /// The log's end moved up.
    LogEnd(Mark),
    /// The high watermark moved up.
    HighWatermark(Mark),
    /// Whether there are as many replicas in sync as `min.insync.replicas` asks for changed.
    InSync {
        /// Now.
        enough: bool,
    },
    /// To be sent to the controller. It replaces a former one of this partition that was not sent yet.
    AlterPartition(AlterPartition),
    /// To be done to the log, then reported by [`Partition::truncated`](crate::Partition::truncated).
    Truncate(Truncate),
    /// The log is to be emptied and begun at this offset, then reported by
    /// [`Partition::truncated`](crate::Partition::truncated).
    RestartLog {
        /// Its new start and end.
        at: Offset,
    },
    /// The fetched batches are to be appended, then reported by
    /// [`Partition::follower_appended`](crate::Partition::follower_appended).
    AppendFetched(AppendPermit),
    /// The leader's log starts here now: what is below may be deleted. Already counted in the core.
    AdvanceLogStart {
        /// The new start.
        to: Offset,
    },
    /// The leader is to be asked where its log starts and ends (ListOffsets as a replica, in this leader epoch), for
    /// [`Partition::leader_offsets`](crate::Partition::leader_offsets).
    AskLeaderOffsets {
        /// Whom to ask.
        leader: BrokerId,
        /// The epoch to ask in, and to report with the answer.
        leader_epoch: LeaderEpoch,
    },
    /// Nothing to be done: for metrics and the node's log.
    Note(Note),
}

/// Part of [`Effect::Interrupted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// The epoch from now on: fetches that were checked under another are to be checked again.
    pub leader_epoch: LeaderEpoch,
    /// The generation from now on: acks that wait under another get NOT_LEADER_OR_FOLLOWER.
    pub generation: Generation,
    /// Where the high watermark stands now; lower than before only after a truncation.
    pub high_watermark: Mark,
    /// Where the log ends now.
    pub log_end: Mark,
}

/// A proposal of a new ISR, for AlterPartition. Its leader recovery state is always RECOVERED.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterPartition {
    /// Which proposal of this partition this is; the answer is reported with it.
    pub proposal: u64,
    /// The proposing leader's epoch.
    pub leader_epoch: LeaderEpoch,
    /// The partition epoch that the change stands on.
    pub partition_epoch: PartitionEpoch,
    /// The whole new ISR.
    pub new_isr: Vec<IsrMember>,
    /// How long to wait before sending it.
    pub delay_ms: Millis,
}

/// A member of a proposed ISR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsrMember {
    /// Who.
    pub broker: BrokerId,
    /// In which life: the epoch under which it fetched, -1 when it has not fetched from this leader yet.
    pub epoch: BrokerEpoch,
}

/// A truncation of the local log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Truncate {
    /// The new end. At or beyond the log's end it only removes epochs that start there.
    pub to: Offset,
    /// Set to the high watermark when the cut is below it: committed records are lost here, which only an unclean
    /// election explains. To be counted and logged as an error.
    pub below_high_watermark: Option<Offset>,
}

/// Something worth counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A state older than the known one was ignored.
    StaleMetadata {
        /// The partition epoch it had.
        partition_epoch: PartitionEpoch,
    },
    /// An answer of a leader to a fetch that this replica would no longer send.
    StaleFetchAnswer,
    /// The leader answered a fetch with an error.
    FetchRefused(ErrorCode),
    /// The controller committed a larger ISR.
    IsrExpanded,
    /// The controller committed a smaller ISR.
    IsrShrunk,
    /// The controller did not take the proposal.
    AlterPartitionRefused(ErrorCode),
    /// An answer to a proposal that something newer has replaced.
    StaleAlterPartitionAnswer,
}

/// The effects of a step, in the order in which they are to be carried out.
#[derive(Debug, Default)]
pub struct Effects {
    list: Vec<Effect>,
}

impl Effects {
    /// An empty buffer.
    pub fn new() -> Effects {
        Effects::default()
    }

    /// Forgets the effects and keeps the memory.
    pub fn clear(&mut self) {
        self.list.clear();
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The effects in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Effect> {
        self.list.iter()
    }

    /// Takes the effects out in order.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Effect> {
        self.list.drain(..)
    }

    pub(crate) fn push(&mut self, effect: Effect) {
        self.list.push(effect);
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.list.push(Effect::Note(note));
    }
}

impl<'a> IntoIterator for &'a Effects {
    type Item = &'a Effect;
    type IntoIter = std::slice::Iter<'a, Effect>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
