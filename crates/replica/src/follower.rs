//! [`Follower`]: what a replica knows while it follows: whom, from where it goes on, and what it waits for.
//!
//! The rules of `AbstractFetcherThread`, for one partition. The state of a session, and the connection, are the
//! shell's; the deeds are in `partition/following.rs`.

mod truncation;

pub(crate) use truncation::truncation_offset;

use wire::error_code::ErrorCode;

use crate::epochs::EpochEnd;
use crate::ids::{BrokerId, LeaderEpoch, Millis, Offset};
use crate::settings::FETCH_BACKOFF_MIN_MS;

/// Where a follower goes on: its part of a Fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetchPosition {
    /// Whom to ask.
    pub leader: BrokerId,
    /// `CurrentLeaderEpoch`.
    pub leader_epoch: LeaderEpoch,
    /// `FetchOffset`: the local log's end.
    pub offset: Offset,
    /// `LastFetchedEpoch`, `None` (-1) when the local log has no epochs.
    pub last_fetched_epoch: Option<LeaderEpoch>,
    /// `LogStartOffset`.
    pub log_start: Offset,
}

/// A leader's answer for one partition of a Fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchOutcome {
    /// Records, or none.
    Records {
        /// Whether there are any.
        any: bool,
        /// The leader's high watermark.
        high_watermark: Offset,
        /// The leader's log start; -1 from a leader too old to say it.
        log_start: Offset,
    },
    /// The logs part: the leader has nothing like what was fetched last.
    Diverging(EpochEnd),
    /// An error of the partition, or of the whole answer.
    Refused(ErrorCode),
    /// No answer: the connection failed or its time was up.
    NoAnswer,
}

/// Leave to append what was fetched, good for one append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppendPermit {
    /// The offset that the first batch must begin at, or contain.
    pub offset: Offset,
    /// The epoch under which it was fetched: batches of a later one are left out (KAFKA-18723).
    pub leader_epoch: LeaderEpoch,
    /// The leader's high watermark, for after the append.
    pub high_watermark: Offset,
    /// The leader's log start, for after the append.
    pub log_start: Offset,
}

#[derive(Debug)]
pub(crate) struct Follower {
    pub(crate) leader: Option<BrokerId>,
    pub(crate) phase: Phase,
    /// The latest epoch of the local log.
    pub(crate) last_fetched_epoch: Option<LeaderEpoch>,
    /// The last pause after an error, 0 after a success.
    backoff: Millis,
}

/// What a follower is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It may fetch.
    Fetching,
    /// It may fetch from this time on.
    BackingOff {
        /// The time.
        until: Millis,
    },
    /// The log is being cut.
    Truncating,
    /// The leader is being asked for its offsets.
    AskingOffsets,
    /// The leader is in a later epoch: nothing to be done until the metadata tells it.
    Fenced,
}

impl Follower {
    pub(crate) fn of(leader: Option<BrokerId>, last_fetched_epoch: Option<LeaderEpoch>) -> Follower {
        Follower { leader, phase: Phase::Fetching, last_fetched_epoch, backoff: 0 }
    }

    pub(crate) fn may_fetch(&self, now: Millis) -> bool {
        match self.phase {
            Phase::Fetching => true,
            Phase::BackingOff { until } => now >= until,
            Phase::Truncating | Phase::AskingOffsets | Phase::Fenced => false,
        }
    }

    /// Pauses, for twice as long as the last time.
    pub(crate) fn back_off(&mut self, now: Millis, max: Millis) {
        self.backoff = (self.backoff * 2).max(FETCH_BACKOFF_MIN_MS).min(max);
        self.phase = Phase::BackingOff { until: now + self.backoff };
    }

    /// The leader answers as it should.
    pub(crate) fn succeeded(&mut self) {
        self.phase = Phase::Fetching;
        self.backoff = 0;
    }
}
