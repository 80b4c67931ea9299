//! [`Event`] and [`Partition::step`]: the partition core as one function over values, for simulations and replays.
//!
//! Each event is one typed method. The broker's hot paths call those themselves.

use wire::error_code::ErrorCode;

use crate::brokers::Brokers;
use crate::effects::Effects;
use crate::epochs::LeaderEpochs;
use crate::error::ReplicaError;
use crate::follower::{AppendPermit, FetchOutcome, FetchPosition};
use crate::ids::{LeaderEpoch, Millis, Offset};
use crate::partition::{AlterPartitionAnswer, FollowerFetch, Partition};
use crate::state::PartitionState;
use crate::view::FetchAnswer;

/// Something that happens to a replica. Each variant is the method of [`Partition`] that it names.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are the arguments of the methods, which are documented there")]
pub enum Event<'a> {
    /// [`Partition::metadata`]
    Metadata(PartitionState<'a>),
    /// [`Partition::leader_appended`]
    LeaderAppended { end: Offset, bytes: u64 },
    /// [`Partition::follower_fetch`]
    FollowerFetch(FollowerFetch),
    /// [`Partition::alter_partition_answered`]
    AlterPartitionAnswered { proposal: u64, answer: AlterPartitionAnswer<'a> },
    /// [`Partition::fetch_answered`]
    FetchAnswered { asked: FetchPosition, outcome: FetchOutcome },
    /// [`Partition::follower_appended`]
    FollowerAppended { permit: AppendPermit, end: Offset, bytes: u64, last_epoch: LeaderEpoch },
    /// [`Partition::append_refused`]
    AppendRefused,
    /// [`Partition::truncated`]
    Truncated { start: Offset, end: Offset },
    /// [`Partition::leader_offsets`]
    LeaderOffsets { asked_epoch: LeaderEpoch, answer: Result<(Offset, Offset), Option<ErrorCode>> },
    /// [`Partition::log_start_advanced`]
    LogStartAdvanced { to: Offset },
    /// [`Partition::set_min_in_sync_replicas`]
    MinInSyncReplicas(usize),
    /// [`Partition::tick`]
    Tick,
    /// [`Partition::fail`]
    Failed,
    /// [`Partition::retire`]
    Retired,
}

/// What surrounds a replica when something happens to it.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The time.
    pub now: Millis,
    /// The other brokers.
    pub brokers: &'a dyn Brokers,
    /// The epochs of the local log.
    pub epochs: &'a dyn LeaderEpochs,
}

impl Partition {
    /// Takes one event. The effects are added to the buffer; a follower's fetch is also answered.
    ///
    /// # Errors
    /// Those of [`Partition::follower_fetch`].
    pub fn step(
        &mut self,
        event: &Event<'_>,
        around: &Surroundings<'_>,
        effects: &mut Effects,
    ) -> Result<Option<FetchAnswer>, ReplicaError> {
        let Surroundings { now, brokers, epochs } = *around;
        match *event {
            Event::Metadata(state) => self.metadata(&state, epochs, brokers, now, effects),
            Event::LeaderAppended { end, bytes } => self.leader_appended(end, bytes, brokers, now, effects),
            Event::FollowerFetch(fetch) => {
                return self.follower_fetch(&fetch, epochs, brokers, now, effects).map(Some);
            }
            Event::AlterPartitionAnswered { proposal, answer } => {
                self.alter_partition_answered(proposal, answer, brokers, now, effects);
            }
            Event::FetchAnswered { asked, outcome } => {
                self.fetch_answered(&asked, &outcome, epochs, now, effects);
            }
            Event::FollowerAppended { permit, end, bytes, last_epoch } => {
                self.follower_appended(&permit, end, bytes, last_epoch, effects);
            }
            Event::AppendRefused => self.append_refused(now),
            Event::Truncated { start, end } => self.truncated(start, end, epochs, effects),
            Event::LeaderOffsets { asked_epoch, answer } => {
                self.leader_offsets(asked_epoch, answer, now, effects);
            }
            Event::LogStartAdvanced { to } => self.log_start_advanced(to, effects),
            Event::MinInSyncReplicas(replicas) => {
                self.set_min_in_sync_replicas(replicas, brokers, now, effects);
            }
            Event::Tick => self.tick(brokers, now, effects),
            Event::Failed => self.fail(effects),
            Event::Retired => self.retire(effects),
        }
        Ok(None)
    }
}
