//! What a leader promises: who counts for the high watermark, who joins and leaves the ISR, whose word holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use common::{ModelLog, TestBrokers, deeds};
use ferryman_replica::{
    ALTER_PARTITION_RETRY_MS, AlterPartition, AlterPartitionAnswer, Effect, Effects, FetchAnswer,
    FollowerFetch, IsrMember, LogShape, Mark, Note, OffsetAsker, Partition, PartitionState, ReplicaError,
    ReplicaSettings,
};
use wire::error_code::ErrorCode;

const SETTINGS: ReplicaSettings =
    ReplicaSettings { lag_time_max_ms: 1000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 2 };

/// A leader with its log, for broker 1 of the replicas 1, 2, 3.
struct Bench {
    partition: Partition,
    log: ModelLog,
    brokers: TestBrokers,
    effects: Effects,
    now: u64,
}

fn state<'a>(epochs: (i32, i32), isr: &'a [i32]) -> PartitionState<'a> {
    PartitionState {
        leader: Some(1),
        leader_epoch: epochs.0,
        partition_epoch: epochs.1,
        isr,
        replicas: &[1, 2, 3],
        adding: &[],
        removing: &[],
    }
}

impl Bench {
    /// A log of `end` records of epoch 1 of which `high_watermark` are known to be committed; leader in epoch 5,
    /// partition epoch 7.
    fn leading(isr: &[i32], end: usize, high_watermark: i64) -> Bench {
        let log = ModelLog::of_epochs(&vec![1; end]);
        let shape = LogShape { start: 0, end: log.end(), high_watermark };
        let mut bench = Bench {
            partition: Partition::new(1, SETTINGS, shape),
            log,
            brokers: TestBrokers::five(),
            effects: Effects::new(),
            now: 10,
        };
        bench.metadata(&state((5, 7), isr));
        bench
    }

    fn metadata(&mut self, state: &PartitionState<'_>) {
        self.effects.clear();
        self.partition.metadata(state, &self.log, &self.brokers, self.now, &mut self.effects);
        for effect in &self.effects {
            if let Effect::AssignEpochStart { epoch, offset } = effect {
                self.log.assign(*epoch, *offset);
            }
        }
    }

    fn append(&mut self, records: usize) {
        let leave = self.partition.check_append(false).expect("this is the leader");
        for _ in 0..records {
            self.log.append(common::Record { epoch: leave.leader_epoch, value: 0 });
        }
        self.effects.clear();
        let bytes = records as u64 * 100;
        self.partition.leader_appended(self.log.end(), bytes, &self.brokers, self.now, &mut self.effects);
    }

    fn fetch_with(&mut self, fetch: FollowerFetch) -> Result<FetchAnswer, ReplicaError> {
        self.effects.clear();
        self.partition.follower_fetch(&fetch, &self.log, &self.brokers, self.now, &mut self.effects)
    }

    fn fetch(&mut self, replica: i32, offset: i64) {
        self.fetch_with(fetch(replica, offset)).expect("a fetch of the current epoch");
    }

    fn answer(&mut self, proposal: u64, answer: AlterPartitionAnswer<'_>) {
        self.effects.clear();
        let (brokers, now) = (&self.brokers, self.now);
        self.partition.alter_partition_answered(proposal, answer, brokers, now, &mut self.effects);
    }

    fn tick(&mut self) {
        self.effects.clear();
        self.partition.tick(&self.brokers, self.now, &mut self.effects);
    }

    fn high_watermark(&self) -> i64 {
        self.partition.high_watermark().offset
    }

    fn proposed(&self) -> AlterPartition {
        let mut proposals = self.effects.iter().filter_map(|effect| match effect {
            Effect::AlterPartition(proposal) => Some(proposal.clone()),
            _ => None,
        });
        let proposal = proposals.next().expect("a proposal");
        assert_eq!(proposals.next(), None);
        proposal
    }

    fn proposes_nothing(&self) -> bool {
        !self.effects.iter().any(|effect| matches!(effect, Effect::AlterPartition(_)))
    }
}

fn fetch(replica: i32, offset: i64) -> FollowerFetch {
    FollowerFetch {
        replica,
        broker_epoch: i64::from(replica) * 10,
        leader_epoch: Some(5),
        offset,
        last_fetched_epoch: None,
        log_start: 0,
    }
}

fn done<'a>(partition_epoch: i32, isr: &'a [i32]) -> AlterPartitionAnswer<'a> {
    AlterPartitionAnswer::Done { leader_epoch: 5, partition_epoch, isr }
}

fn ids(isr: &[IsrMember]) -> Vec<i32> {
    isr.iter().map(|member| member.broker).collect()
}

#[test]
fn a_new_leader_marks_the_start_of_its_epoch_before_anything_else() {
    let bench = Bench::leading(&[1, 2, 3], 10, 4);
    assert!(matches!(
        deeds(&bench.effects).as_slice(),
        [Effect::Interrupted(_), Effect::AssignEpochStart { epoch: 5, offset: 10 }]
    ));
    assert_eq!(bench.high_watermark(), 4);
}

#[test]
fn the_high_watermark_is_the_least_log_end_of_the_isr() {
    let mut bench = Bench::leading(&[1, 2, 3], 10, 4);
    bench.fetch(2, 9);
    assert_eq!(bench.high_watermark(), 4, "broker 3 has not fetched yet");
    bench.fetch(3, 8);
    assert_eq!(bench.high_watermark(), 8);
    assert_eq!(deeds(&bench.effects), [&Effect::HighWatermark(Mark { offset: 8, bytes: 0 })]);
    bench.append(2);
    assert_eq!(bench.high_watermark(), 8);
    bench.fetch(2, 12);
    bench.fetch(3, 12);
    assert_eq!(bench.partition.high_watermark(), Mark { offset: 12, bytes: 200 });
}

#[test]
fn the_high_watermark_does_not_fall_when_a_follower_goes_back() {
    let mut bench = Bench::leading(&[1, 2, 3], 10, 4);
    bench.fetch(2, 10);
    bench.fetch(3, 10);
    bench.fetch(3, 2);
    assert_eq!(bench.high_watermark(), 10);
    assert!(deeds(&bench.effects).is_empty());
}

#[test]
fn the_high_watermark_stands_still_while_fewer_than_min_insync_replicas_are_in_sync() {
    let mut bench = Bench::leading(&[1], 10, 4);
    assert_eq!(bench.high_watermark(), 4);
    assert!(bench.effects.iter().any(|effect| *effect == Effect::InSync { enough: false }));
    assert_eq!(
        bench.partition.check_append(true),
        Err(ReplicaError::NotEnoughReplicas { in_sync: 1, required: 2 })
    );
    assert_eq!(bench.partition.check_append(true).unwrap_err().code(), ErrorCode::NotEnoughReplicas);
    assert!(bench.partition.check_append(false).is_ok());

    bench.effects.clear();
    bench.partition.set_min_in_sync_replicas(1, &bench.brokers, bench.now, &mut bench.effects);
    assert_eq!(bench.high_watermark(), 10);
    assert!(bench.partition.check_append(true).is_ok());
}

#[test]
fn min_insync_replicas_above_the_number_of_replicas_asks_for_all_of_them() {
    let mut bench = Bench::leading(&[1, 2, 3], 0, 0);
    bench.partition.set_min_in_sync_replicas(9, &bench.brokers, bench.now, &mut bench.effects);
    assert_eq!(bench.partition.effective_min_in_sync_replicas(), 3);
    assert!(bench.partition.check_append(true).is_ok());
}

#[test]
fn a_follower_joins_when_it_has_reached_the_high_watermark_and_the_start_of_the_epoch() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    bench.fetch(3, 6);
    assert!(bench.proposes_nothing(), "records up to 10 may have been committed by the former leader");
    bench.fetch(3, 10);
    let proposal = bench.proposed();
    assert_eq!((proposal.leader_epoch, proposal.partition_epoch, proposal.delay_ms), (5, 7, 0));
    let epochs: Vec<_> = proposal.new_isr.iter().map(|member| (member.broker, member.epoch)).collect();
    assert_eq!(epochs, [(1, 10), (2, -1), (3, 30)], "broker 2 has not fetched from this leader yet");
}

#[test]
fn a_joining_replica_counts_for_the_high_watermark_from_the_moment_it_is_proposed() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    bench.now = 20;
    bench.fetch(3, 10);
    let proposal = bench.proposed();
    bench.append(5);
    // Long after the lag time: nothing but the proposal holds broker 3 in.
    bench.now = 999_999;
    bench.fetch(2, 15);
    assert_eq!(bench.high_watermark(), 10);
    bench.answer(proposal.proposal, done(8, &[1, 2, 3]));
    assert_eq!(bench.high_watermark(), 10);
    bench.fetch(3, 14);
    assert_eq!(bench.high_watermark(), 14);
}

#[test]
fn a_follower_that_is_nearly_in_sync_is_waited_for_though_it_is_outside_of_the_isr() {
    let mut bench = Bench::leading(&[1, 2], 10, 8);
    bench.brokers.change(3, |broker| broker.fenced = true);
    bench.fetch(3, 10);
    bench.append(10);
    bench.fetch(2, 20);
    assert_eq!(bench.high_watermark(), 20, "a fenced broker is not waited for");

    bench.brokers.change(3, |broker| broker.fenced = false);
    bench.append(10);
    bench.fetch(2, 30);
    assert_eq!(bench.high_watermark(), 20, "within the lag time broker 3 is");
    assert_eq!(bench.partition.followers()[1].log_end, 10);
    bench.now += 1001;
    bench.tick();
    assert_eq!(bench.high_watermark(), 30, "and no longer, without any fetch or append");
}

#[test]
fn a_lagging_follower_is_proposed_to_leave_and_counts_until_that_is_committed() {
    let mut bench = Bench::leading(&[1, 2, 3], 10, 10);
    bench.fetch(2, 10);
    bench.fetch(3, 10);
    bench.append(5);
    bench.now += 900;
    bench.fetch(2, 15);
    bench.now += 101;
    bench.tick();
    let proposal = bench.proposed();
    assert_eq!(ids(&proposal.new_isr), [1, 2]);
    bench.fetch(2, 15);
    assert_eq!(bench.high_watermark(), 10);
    bench.tick();
    assert!(bench.proposes_nothing(), "one change at a time");
    bench.answer(proposal.proposal, done(8, &[1, 2]));
    assert_eq!(bench.high_watermark(), 15);
    assert!(bench.effects.iter().any(|effect| *effect == Effect::Note(Note::IsrShrunk)));
    assert_eq!(bench.partition.in_sync_replicas(), [1, 2]);
}

#[test]
fn a_follower_at_the_end_of_an_idle_log_never_lags() {
    let mut bench = Bench::leading(&[1, 2, 3], 10, 10);
    bench.fetch(2, 10);
    bench.fetch(3, 10);
    bench.now = 99_999;
    bench.tick();
    assert!(bench.proposes_nothing());
}

#[test]
fn a_member_of_the_isr_that_never_fetches_gets_the_lag_time_after_the_election() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    bench.now += 1000;
    bench.tick();
    assert!(bench.proposes_nothing());
    bench.now += 1;
    bench.tick();
    assert_eq!(ids(&bench.proposed().new_isr), [1]);
}

#[test]
fn a_broker_that_may_not_lead_is_not_proposed() {
    for spoil in [
        (|bench: &mut Bench| bench.brokers.change(3, |broker| broker.fenced = true)) as fn(&mut Bench),
        |bench| bench.brokers.change(3, |broker| broker.shutting_down = true),
        |bench| bench.brokers.change(3, |broker| broker.epoch = 29),
        |bench| bench.brokers.known.retain(|id, _| *id != 3),
    ] {
        let mut bench = Bench::leading(&[1, 2], 10, 10);
        spoil(&mut bench);
        bench.fetch(3, 10);
        assert!(bench.proposes_nothing(), "{:?}", bench.brokers.known.get(&3));
    }
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    bench.fetch_with(FollowerFetch { broker_epoch: -1, ..fetch(3, 10) }).expect("no broker epoch, no check");
    assert_eq!(bench.proposed().new_isr[2], IsrMember { broker: 3, epoch: -1 });
}

#[test]
fn a_fetch_of_an_earlier_life_of_a_broker_tells_nothing() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    bench.brokers.change(2, |broker| broker.epoch = 21);
    let refused = bench.fetch_with(fetch(2, 10)).unwrap_err();
    assert_eq!(refused, ReplicaError::StaleBrokerEpoch { replica: 2, given: 20, current: 21 });
    assert_eq!(refused.code(), ErrorCode::NotLeaderOrFollower);
    assert_eq!(bench.high_watermark(), 4);
    assert_eq!(bench.partition.followers()[0].log_end, -1);
}

#[test]
fn a_fetch_that_is_refused_or_diverges_tells_nothing() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    assert_eq!(
        bench.fetch_with(FollowerFetch { leader_epoch: Some(4), ..fetch(2, 10) }).unwrap_err(),
        ReplicaError::FencedLeaderEpoch { asked: 4, current: 5 }
    );
    assert_eq!(
        bench.fetch_with(FollowerFetch { leader_epoch: Some(6), ..fetch(2, 10) }).unwrap_err(),
        ReplicaError::UnknownLeaderEpoch { asked: 6, current: 5 }
    );
    assert_eq!(
        bench.fetch_with(fetch(2, 11)).unwrap_err(),
        ReplicaError::OffsetOutOfRange { offset: 11, start: 0, end: 10 }
    );
    // The follower has records of epoch 3, which this log does not know: epoch 1 ends at 10.
    let diverging = bench.fetch_with(FollowerFetch { last_fetched_epoch: Some(3), ..fetch(2, 10) });
    assert!(matches!(diverging, Ok(FetchAnswer::Diverging(end)) if (end.epoch, end.end_offset) == (1, 10)));
    assert_eq!(bench.high_watermark(), 4);
    assert_eq!(bench.partition.followers()[0].log_end, -1);
}

#[test]
fn a_replica_that_this_leader_does_not_know_yet_is_told_to_try_again() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    assert_eq!(bench.fetch_with(fetch(4, 10)).unwrap_err().code(), ErrorCode::UnknownLeaderEpoch);
    let without_epoch = FollowerFetch { leader_epoch: None, ..fetch(4, 10) };
    assert_eq!(bench.fetch_with(without_epoch).unwrap_err().code(), ErrorCode::NotLeaderOrFollower);
}

#[test]
fn a_refusal_says_what_becomes_of_the_proposal() {
    use ErrorCode as E;
    for code in [E::IneligibleReplica, E::OperationNotAttempted] {
        let mut bench = Bench::leading(&[1, 2], 10, 10);
        bench.fetch(3, 10);
        let proposal = bench.proposed();
        bench.answer(proposal.proposal, AlterPartitionAnswer::Refused(code));
        assert!(bench.proposes_nothing());
        bench.fetch(3, 10);
        assert!(bench.proposes_nothing(), "not at once again");
        bench.now += ALTER_PARTITION_RETRY_MS;
        bench.fetch(3, 10);
        assert_eq!(bench.proposed().proposal, proposal.proposal + 1);
    }
    for code in [
        E::FencedLeaderEpoch,
        E::InvalidUpdateVersion,
        E::NewLeaderElected,
        E::UnknownTopicOrPartition,
        E::UnknownTopicId,
        E::InvalidRequest,
    ] {
        let mut bench = Bench::leading(&[1, 2], 10, 10);
        bench.fetch(3, 10);
        let proposal = bench.proposed();
        bench.answer(proposal.proposal, AlterPartitionAnswer::Refused(code));
        assert!(bench.proposes_nothing());
        bench.now += 99_999;
        bench.append(1);
        bench.fetch(2, 11);
        bench.tick();
        assert!(bench.proposes_nothing(), "{code:?}: the metadata will say");
        assert_eq!(bench.high_watermark(), 10, "{code:?}: broker 3 may be in the ISR");
        bench.metadata(&state((5, 8), &[1, 2]));
        assert_eq!(bench.high_watermark(), 11);
    }
    for answer in [
        AlterPartitionAnswer::NoAnswer,
        AlterPartitionAnswer::Refused(E::NotController),
        AlterPartitionAnswer::Refused(E::StaleBrokerEpoch),
        AlterPartitionAnswer::Refused(E::UnknownServerError),
    ] {
        let mut bench = Bench::leading(&[1, 2], 10, 10);
        bench.fetch(3, 10);
        let proposal = bench.proposed();
        bench.answer(proposal.proposal, answer);
        assert_eq!(bench.proposed(), AlterPartition { delay_ms: ALTER_PARTITION_RETRY_MS, ..proposal });
    }
}

#[test]
fn an_answer_to_an_older_proposal_is_ignored() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    bench.fetch(3, 10);
    let first = bench.proposed();
    bench.metadata(&state((5, 8), &[1, 2]));
    bench.fetch(3, 10);
    let second = bench.proposed();
    assert_ne!(first.proposal, second.proposal);
    bench.answer(first.proposal, AlterPartitionAnswer::Refused(ErrorCode::IneligibleReplica));
    assert!(deeds(&bench.effects).is_empty());
    bench.answer(second.proposal, done(9, &[1, 2, 3]));
    assert_eq!(bench.partition.in_sync_replicas(), [1, 2, 3]);
    assert_eq!(bench.partition.partition_epoch(), 9);
}

#[test]
fn an_answer_of_another_leader_epoch_is_left_to_the_metadata() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    bench.fetch(3, 10);
    let proposal = bench.proposed().proposal;
    bench.answer(
        proposal,
        AlterPartitionAnswer::Done { leader_epoch: 6, partition_epoch: 8, isr: &[1, 2, 3] },
    );
    assert_eq!(bench.partition.in_sync_replicas(), [1, 2]);
    assert_eq!(bench.partition.partition_epoch(), 7);
}

#[test]
fn metadata_that_tells_nothing_newer_leaves_a_later_proposal_on_its_way() {
    let mut bench = Bench::leading(&[1], 10, 10);
    bench.fetch(2, 10);
    let first = bench.proposed();
    bench.answer(first.proposal, done(8, &[1, 2]));
    bench.fetch(3, 10);
    let second = bench.proposed();
    assert_eq!(second.partition_epoch, 8);
    // The record of the first change arrives only now.
    bench.metadata(&state((5, 8), &[1, 2]));
    bench.append(5);
    bench.now += 99_999;
    bench.fetch(2, 15);
    assert_eq!(bench.high_watermark(), 10, "the controller may have let broker 3 in");
    bench.answer(second.proposal, done(9, &[1, 2, 3]));
    assert_eq!(bench.partition.in_sync_replicas(), [1, 2, 3]);
}

#[test]
fn older_metadata_is_ignored() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    let older = PartitionState { leader: Some(2), ..state((4, 6), &[2]) };
    bench.metadata(&older);
    assert!(deeds(&bench.effects).is_empty());
    assert_eq!(bench.partition.in_sync_replicas(), [1, 2]);
}

#[test]
fn newer_metadata_ends_the_proposal_and_frees_the_high_watermark() {
    let mut bench = Bench::leading(&[1, 2, 3], 10, 4);
    bench.fetch(2, 10);
    bench.metadata(&state((5, 8), &[1, 2]));
    assert_eq!(bench.high_watermark(), 10);
    assert_eq!(bench.partition.leader_epoch(), 5);
    assert!(!bench.effects.iter().any(|effect| matches!(effect, Effect::Interrupted(_))));
}

#[test]
fn a_leader_that_is_elected_again_keeps_its_followers_and_waiting_producers() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    bench.append(2);
    bench.fetch(2, 10);
    let generation = bench.partition.generation();
    bench.metadata(&state((6, 8), &[1, 2]));
    assert_eq!(bench.partition.generation(), generation);
    assert_eq!(bench.partition.view().epoch_start, 12);
    assert!(bench.effects.iter().any(|effect| *effect == Effect::AssignEpochStart { epoch: 6, offset: 12 }));
    assert_eq!(bench.partition.followers()[0].log_end, 10);
    let stale = bench.fetch_with(fetch(2, 12)).unwrap_err();
    assert_eq!(stale, ReplicaError::FencedLeaderEpoch { asked: 5, current: 6 });
}

#[test]
fn a_leader_that_missed_an_epoch_forgets_how_far_its_followers_were() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    bench.append(2);
    let generation = bench.partition.generation();
    bench.fetch(2, 11);
    // Broker 2 led in epoch 6, cut its log at 9, and wrote records of its own.
    bench.metadata(&state((7, 9), &[1, 2]));
    assert_eq!(bench.partition.followers()[0].log_end, -1);
    bench.append(1);
    assert_eq!(bench.high_watermark(), 11, "what was committed stays so, and no more is");
    assert_ne!(bench.partition.generation(), generation, "somebody else led meanwhile");
    let current = FollowerFetch { leader_epoch: Some(7), ..fetch(2, 13) };
    bench.fetch_with(current).expect("a fetch of the new epoch");
    assert_eq!(bench.high_watermark(), 13);
}

#[test]
fn a_reassignment_brings_new_followers_and_forgets_old_ones() {
    let mut bench = Bench::leading(&[1, 2], 10, 10);
    let growing =
        PartitionState { replicas: &[1, 2, 3, 4], adding: &[4], removing: &[2], ..state((5, 8), &[1, 2]) };
    bench.metadata(&growing);
    assert!(bench.partition.assignment().is_reassigning());
    assert!(bench.partition.assignment().is_adding(4));
    bench.fetch(4, 10);
    assert_eq!(ids(&bench.proposed().new_isr), [1, 2, 4]);
    let moved = PartitionState { replicas: &[1, 3, 4], ..state((6, 9), &[1, 4]) };
    bench.metadata(&moved);
    let known: Vec<_> = bench.partition.followers().iter().map(|follower| follower.broker).collect();
    assert_eq!(known, [3, 4]);
    assert!(!bench.partition.assignment().is_reassigning());
}

#[test]
fn no_client_is_told_the_latest_offset_before_the_new_leader_has_committed_up_to_its_epoch() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    let view = bench.partition.view();
    let refused = view.latest_offset(OffsetAsker::Client, Some(5), true).unwrap_err();
    assert_eq!(refused, ReplicaError::OffsetNotAvailable { high_watermark: 4, epoch_start: 10 });
    assert_eq!(refused.code(), ErrorCode::OffsetNotAvailable);
    assert_eq!(view.latest_offset(OffsetAsker::Replica, Some(5), true), Ok((10, 5)));
    assert_eq!(view.found_offset(OffsetAsker::Client, Some(3)), Ok(Some(3)));
    assert!(view.found_offset(OffsetAsker::Client, Some(4)).is_err());
    bench.fetch(2, 10);
    let view = bench.partition.view();
    assert_eq!(view.latest_offset(OffsetAsker::Client, None, true), Ok((10, 5)));
    assert_eq!(view.found_offset(OffsetAsker::Client, Some(4)), Ok(Some(4)));
    assert_eq!(view.found_offset(OffsetAsker::Client, None), Ok(None));
}

#[test]
fn a_leader_that_steps_down_refuses_writes_and_ends_its_generation() {
    let mut bench = Bench::leading(&[1, 2], 10, 4);
    let generation = bench.partition.generation();
    bench.metadata(&PartitionState { leader: Some(2), ..state((6, 8), &[1, 2]) });
    assert_ne!(bench.partition.generation(), generation);
    let refused = bench.partition.check_append(false).unwrap_err();
    assert_eq!(refused, ReplicaError::NotLeader { leader: Some(2), leader_epoch: 6 });
    bench.effects.clear();
    bench.partition.fail(&mut bench.effects);
    assert_eq!(bench.partition.check_append(false).unwrap_err().code(), ErrorCode::KafkaStorageError);
    bench.metadata(&state((7, 9), &[1]));
    assert_eq!(bench.partition.check_append(false), Err(ReplicaError::Offline), "a failed replica stays so");
}
