//! What a follower promises: where it goes on, where it cuts its log, what it does on each error, how far it trusts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use common::{ModelLog, NoEpochs, Record, TestBrokers, deeds};
use ferryman_replica::{
    AppendPermit, Effect, Effects, EpochEnd, FETCH_BACKOFF_MIN_MS, FetchOutcome, FetchPosition, LogShape,
    Note, Partition, PartitionState, ReplicaSettings, RoleKind, Truncate,
};
use wire::error_code::ErrorCode;

const SETTINGS: ReplicaSettings =
    ReplicaSettings { lag_time_max_ms: 1000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 1 };

/// Broker 1, following broker 2.
struct Bench {
    partition: Partition,
    log: ModelLog,
    effects: Effects,
    now: u64,
}

fn state(leader: Option<i32>, leader_epoch: i32, partition_epoch: i32) -> PartitionState<'static> {
    PartitionState {
        leader,
        leader_epoch,
        partition_epoch,
        isr: &[2],
        replicas: &[1, 2, 3],
        adding: &[],
        removing: &[],
    }
}

impl Bench {
    /// A log of records of these epochs, following in epoch 5.
    fn following(epochs: &[i32], high_watermark: i64) -> Bench {
        let log = ModelLog::of_epochs(epochs);
        let shape = LogShape { start: 0, end: log.end(), high_watermark };
        let partition = Partition::new(1, SETTINGS, shape);
        let mut bench = Bench { partition, log, effects: Effects::new(), now: 10 };
        bench.metadata(&state(Some(2), 5, 7));
        bench
    }

    fn metadata(&mut self, state: &PartitionState<'_>) {
        self.effects.clear();
        let brokers = TestBrokers::five();
        self.partition.metadata(state, &self.log, &brokers, self.now, &mut self.effects);
    }

    fn position(&self) -> FetchPosition {
        self.partition.fetch_position(self.now).expect("it may fetch")
    }

    fn answered(&mut self, outcome: FetchOutcome) {
        let asked = self.position();
        self.answered_to(&asked, outcome);
    }

    fn answered_to(&mut self, asked: &FetchPosition, outcome: FetchOutcome) {
        self.effects.clear();
        self.partition.fetch_answered(asked, &outcome, &self.log, self.now, &mut self.effects);
    }

    /// Carries out the truncation that the last answer asked for.
    fn truncate(&mut self) -> Truncate {
        let truncation = match deeds(&self.effects).as_slice() {
            [.., Effect::Truncate(truncation)] => *truncation,
            other => panic!("no truncation but {other:?}"),
        };
        assert_eq!(self.partition.fetch_position(self.now), None, "not before the log is cut");
        self.log.truncate(truncation.to);
        self.effects.clear();
        self.partition.truncated(0, self.log.end(), &self.log, &mut self.effects);
        truncation
    }

    fn append(&mut self, epoch: i32, records: i64) {
        let permit = match deeds(&self.effects).as_slice() {
            [Effect::AppendFetched(permit)] => *permit,
            other => panic!("no permit but {other:?}"),
        };
        for _ in 0..records {
            self.log.append(Record { epoch, value: 0 });
        }
        self.effects.clear();
        self.partition.follower_appended(&permit, self.log.end(), 100, epoch, &mut self.effects);
    }

    fn high_watermark(&self) -> i64 {
        self.partition.high_watermark().offset
    }
}

fn records(any: bool, high_watermark: i64) -> FetchOutcome {
    FetchOutcome::Records { any, high_watermark, log_start: 0 }
}

fn diverging(epoch: i32, end_offset: i64) -> FetchOutcome {
    FetchOutcome::Diverging(EpochEnd { epoch, end_offset })
}

#[test]
fn a_follower_goes_on_at_its_end_and_says_its_latest_epoch() {
    let bench = Bench::following(&[1, 1, 3], 0);
    assert_eq!(
        bench.position(),
        FetchPosition { leader: 2, leader_epoch: 5, offset: 3, last_fetched_epoch: Some(3), log_start: 0 }
    );
}

#[test]
fn without_a_leader_nobody_is_asked() {
    let mut bench = Bench::following(&[1], 0);
    bench.metadata(&state(None, 6, 8));
    assert_eq!(bench.partition.fetch_position(bench.now), None);
    assert_eq!(bench.partition.view().role, RoleKind::Follower);
    assert_eq!(bench.partition.view().leader, None);
}

#[test]
fn the_high_watermark_is_the_leaders_as_far_as_the_log_reaches() {
    let mut bench = Bench::following(&[1, 1, 1], 0);
    bench.answered(records(false, 2));
    assert_eq!(bench.high_watermark(), 2);
    bench.answered(records(true, 99));
    assert_eq!(bench.high_watermark(), 2, "not before the records are in the log");
    bench.append(5, 2);
    assert_eq!(bench.high_watermark(), 5);
    assert_eq!((bench.position().offset, bench.position().last_fetched_epoch), (5, Some(5)));
}

#[test]
fn the_high_watermark_does_not_fall_with_that_of_a_new_leader() {
    let mut bench = Bench::following(&[1, 1, 1], 3);
    bench.answered(records(false, 1));
    assert_eq!(bench.high_watermark(), 3);
    assert!(deeds(&bench.effects).is_empty());
}

#[test]
fn the_start_of_the_leaders_log_is_taken_over_up_to_the_high_watermark() {
    let mut bench = Bench::following(&[1, 1, 1], 1);
    bench.answered(FetchOutcome::Records { any: false, high_watermark: 2, log_start: 9 });
    assert!(bench.effects.iter().any(|effect| *effect == Effect::AdvanceLogStart { to: 2 }));
    assert_eq!(bench.partition.view().log_start, 2);
    bench.answered(FetchOutcome::Records { any: false, high_watermark: 2, log_start: -1 });
    assert_eq!(bench.partition.view().log_start, 2);
}

#[test]
fn a_log_is_cut_where_the_leaders_epoch_ends() {
    let mut bench = Bench::following(&[1, 1, 3, 3, 3], 1);
    bench.answered(diverging(3, 3));
    assert_eq!(bench.truncate(), Truncate { to: 3, below_high_watermark: None });
    assert_eq!((bench.position().offset, bench.position().last_fetched_epoch), (3, Some(3)));
}

#[test]
fn an_epoch_that_the_leader_never_saw_is_cut_off_and_compared_again() {
    // The follower has 2 and 4, the leader's largest epoch below 4 is 3: neither has the other's.
    let mut bench = Bench::following(&[1, 1, 2, 2, 4], 0);
    bench.answered(diverging(3, 4));
    assert_eq!(bench.truncate().to, 4);
    assert_eq!(bench.position().last_fetched_epoch, Some(2));
    bench.answered(diverging(1, 2));
    assert_eq!(bench.truncate().to, 2);
    assert_eq!(bench.position().last_fetched_epoch, Some(1));
}

#[test]
fn an_epoch_without_records_is_forgotten_though_no_record_is_cut() {
    let mut bench = Bench::following(&[1, 1], 2);
    // It was elected in epoch 6, wrote nothing, and was deposed.
    bench.log.assign(6, 2);
    bench.metadata(&state(Some(2), 7, 9));
    assert_eq!(bench.position().last_fetched_epoch, Some(6));
    bench.answered(diverging(1, 4));
    assert_eq!(bench.truncate(), Truncate { to: 2, below_high_watermark: None });
    assert_eq!(bench.position().last_fetched_epoch, Some(1));
}

#[test]
fn a_cut_below_the_high_watermark_is_told_and_takes_it_along() {
    let mut bench = Bench::following(&[1, 1, 3, 3], 4);
    bench.answered(diverging(1, 2));
    assert_eq!(bench.truncate(), Truncate { to: 2, below_high_watermark: Some(4) });
    assert_eq!(bench.high_watermark(), 2);
    assert!(
        bench.effects.iter().any(|effect| matches!(effect, Effect::Interrupted(_))),
        "readers of this follower are to look again"
    );
}

#[test]
fn a_divergence_that_names_no_offset_cuts_nothing() {
    for (epoch, end_offset) in [(-1, -1), (3, -1), (-1, 2)] {
        let mut bench = Bench::following(&[1, 1, 3], 1);
        bench.answered(diverging(epoch, end_offset));
        assert!(deeds(&bench.effects).is_empty());
        assert!(bench.partition.fetch_pause().is_some());
    }
}

#[test]
fn a_log_without_epochs_is_cut_to_its_high_watermark_before_it_follows() {
    let mut partition = Partition::new(1, SETTINGS, LogShape { start: 0, end: 10, high_watermark: 6 });
    let mut effects = Effects::new();
    partition.metadata(&state(Some(2), 5, 7), &NoEpochs, &TestBrokers::five(), 0, &mut effects);
    assert!(
        effects
            .iter()
            .any(|effect| { *effect == Effect::Truncate(Truncate { to: 6, below_high_watermark: None }) })
    );
    assert_eq!(partition.fetch_position(0), None);
    partition.truncated(0, 6, &NoEpochs, &mut effects);
    assert_eq!(partition.fetch_position(0).map(|at| (at.offset, at.last_fetched_epoch)), Some((6, None)));
}

#[test]
fn an_answer_to_a_fetch_of_another_epoch_or_offset_is_dropped() {
    let mut bench = Bench::following(&[1, 1, 1], 0);
    let asked = bench.position();
    for (asked, why) in [
        (FetchPosition { leader_epoch: 4, ..asked }, "epoch"),
        (FetchPosition { offset: 2, ..asked }, "offset"),
        (FetchPosition { leader: 3, ..asked }, "leader"),
        (FetchPosition { last_fetched_epoch: Some(0), ..asked }, "another log of the same length"),
    ] {
        for outcome in
            [records(true, 3), diverging(1, 1), FetchOutcome::Refused(ErrorCode::FencedLeaderEpoch)]
        {
            bench.answered_to(&asked, outcome);
            assert_eq!(
                bench.effects.iter().collect::<Vec<_>>(),
                [&Effect::Note(Note::StaleFetchAnswer)],
                "{why}"
            );
        }
    }
    assert!(bench.partition.fetch_position(bench.now).is_some());
}

#[test]
fn only_what_was_fetched_in_this_epoch_may_be_appended() {
    let mut bench = Bench::following(&[1], 0);
    bench.answered(FetchOutcome::Records { any: true, high_watermark: 7, log_start: 1 });
    assert_eq!(
        deeds(&bench.effects),
        [&Effect::AppendFetched(AppendPermit {
            offset: 1,
            leader_epoch: 5,
            high_watermark: 7,
            log_start: 1
        })]
    );
}

#[test]
fn pauses_double_from_20_ms_to_the_configured_one_and_end_with_a_success() {
    let mut bench = Bench::following(&[1], 0);
    let mut pauses = Vec::new();
    for code in [
        ErrorCode::UnknownLeaderEpoch,
        ErrorCode::NotLeaderOrFollower,
        ErrorCode::UnknownTopicOrPartition,
        ErrorCode::UnknownTopicId,
        ErrorCode::InconsistentTopicId,
        ErrorCode::KafkaStorageError,
        ErrorCode::CorruptMessage,
    ] {
        bench.answered(FetchOutcome::Refused(code));
        let until = bench.partition.fetch_pause().expect("a pause");
        assert_eq!(bench.partition.fetch_position(until - 1), None);
        pauses.push(until - bench.now);
        bench.now = until;
    }
    assert_eq!(pauses, [20, 40, 80, 160, 320, 640, 1000]);
    bench.answered(records(false, 0));
    assert_eq!(bench.partition.fetch_pause(), None);
    bench.answered(FetchOutcome::NoAnswer);
    assert_eq!(bench.partition.fetch_pause(), Some(bench.now + FETCH_BACKOFF_MIN_MS));
}

#[test]
fn a_fenced_follower_waits_for_the_metadata() {
    let mut bench = Bench::following(&[1], 0);
    bench.answered(FetchOutcome::Refused(ErrorCode::FencedLeaderEpoch));
    assert_eq!(bench.partition.fetch_position(u64::MAX), None);
    assert_eq!(bench.partition.fetch_pause(), None);
    bench.metadata(&state(Some(3), 6, 8));
    assert_eq!(bench.position().leader, 3);
}

#[test]
fn metadata_of_the_same_epoch_does_not_disturb_fetching() {
    let mut bench = Bench::following(&[1], 0);
    bench.answered(FetchOutcome::Refused(ErrorCode::UnknownLeaderEpoch));
    let pause = bench.partition.fetch_pause();
    bench.metadata(&state(Some(2), 5, 8));
    assert!(deeds(&bench.effects).is_empty());
    assert_eq!(bench.partition.fetch_pause(), pause);
}

#[test]
fn out_of_range_asks_the_leader_where_its_log_is() {
    let ask = |high_watermark| {
        let mut bench = Bench::following(&[1; 10], high_watermark);
        bench.answered(FetchOutcome::Refused(ErrorCode::OffsetOutOfRange));
        assert_eq!(deeds(&bench.effects), [&Effect::AskLeaderOffsets { leader: 2, leader_epoch: 5 }]);
        assert_eq!(bench.partition.fetch_position(u64::MAX), None);
        bench.effects.clear();
        bench
    };
    let mut shorter = ask(8);
    shorter.partition.leader_offsets(5, Ok((0, 7)), 10, &mut shorter.effects);
    assert_eq!(shorter.truncate(), Truncate { to: 7, below_high_watermark: Some(8) });

    let mut later = ask(8);
    later.partition.leader_offsets(5, Ok((20, 30)), 10, &mut later.effects);
    assert_eq!(deeds(&later.effects), [&Effect::RestartLog { at: 20 }]);
    later.effects.clear();
    later.partition.truncated(20, 20, &NoEpochs, &mut later.effects);
    let at = later.position();
    assert_eq!((at.offset, at.last_fetched_epoch, at.log_start), (20, None, 20));
    assert_eq!(later.high_watermark(), 20);

    let mut within = ask(8);
    within.partition.leader_offsets(5, Ok((0, 30)), 10, &mut within.effects);
    assert!(deeds(&within.effects).is_empty());
    assert!(within.partition.fetch_pause().is_some());

    let mut stale = ask(8);
    stale.partition.leader_offsets(4, Ok((20, 30)), 10, &mut stale.effects);
    assert!(deeds(&stale.effects).is_empty());
    stale.partition.leader_offsets(5, Err(Some(ErrorCode::FencedLeaderEpoch)), 10, &mut stale.effects);
    assert_eq!(stale.partition.fetch_pause(), None);
    assert_eq!(stale.partition.fetch_position(u64::MAX), None);

    let mut silent = ask(8);
    silent.partition.leader_offsets(5, Err(None), 10, &mut silent.effects);
    assert!(silent.partition.fetch_pause().is_some());
}

#[test]
fn a_follower_that_is_elected_leads_from_the_high_watermark_it_has() {
    let mut bench = Bench::following(&[1, 1, 5], 2);
    bench.metadata(&state(Some(1), 6, 8));
    let view = bench.partition.view();
    assert_eq!((view.role, view.epoch_start, view.high_watermark), (RoleKind::Leader, 3, 2));
    assert_eq!(bench.partition.fetch_position(bench.now), None);
}
