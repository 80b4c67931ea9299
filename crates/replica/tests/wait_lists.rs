//! What the wait lists promise, one thread at a time: who is woken by what, once, and that lists stay small.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use std::sync::Arc;

use common::{ModelLog, TestBrokers};
use ferryman_replica::waiting::{Outcome, Parked, ParkedFetch, PartitionWaits, Ready, Until, Wait, WaitList};
use ferryman_replica::{Effects, FollowerFetch, LogShape, Partition, PartitionState, ReplicaSettings};

fn list() -> WaitList<&'static str> {
    WaitList::new(1, 10, 1000, 100)
}

fn all(slots: usize, name: &'static str) -> Arc<Wait<&'static str>> {
    Arc::new(Wait::for_all(slots, name))
}

fn bytes(slots: usize, missing: u64, name: &'static str) -> Arc<Wait<&'static str>> {
    Arc::new(Wait::for_bytes(slots, missing, name))
}

fn names(ready: &mut Ready<&'static str>) -> Vec<&'static str> {
    ready.drain(..).map(|wait| wait.take().expect("handed out once")).collect()
}

fn more_than(offset: i64) -> Until {
    Until::MoreThan { offset, bytes: 1000, at_most: u32::MAX }
}

#[test]
fn an_offset_that_was_reached_before_parking_completes_at_once() {
    let (list, wait) = (list(), all(1, "a"));
    assert_eq!(list.park(&wait, 0, Until::Reached(10), 1), Parked::Complete);
    assert_eq!(wait.take(), Some("a"));
    assert_eq!(wait.outcome(0), Outcome::Reached);
    assert!(list.is_empty());
}

#[test]
fn those_are_woken_whose_offset_is_reached_and_no_others() {
    let (list, mut ready) = (list(), Vec::new());
    for (name, offset) in [("15", 15), ("12", 12), ("11", 11), ("13", 13)] {
        assert_eq!(list.park(&all(1, name), 0, Until::Reached(offset), 1), Parked::Waiting);
    }
    list.advance(10, 1000, &mut ready);
    assert_eq!(names(&mut ready), [""; 0]);
    list.advance(12, 1000, &mut ready);
    assert_eq!(names(&mut ready), ["11", "12"]);
    list.advance(20, 1000, &mut ready);
    assert_eq!(names(&mut ready), ["13", "15"]);
    assert!(list.is_empty());
}

#[test]
fn a_request_over_several_partitions_is_complete_with_the_last_of_them() {
    let (one, two, mut ready) = (list(), list(), Vec::new());
    let wait = all(3, "three");
    assert_eq!(one.park(&wait, 0, Until::Reached(11), 1), Parked::Waiting);
    assert_eq!(two.park(&wait, 1, Until::Reached(12), 1), Parked::Waiting);
    assert_eq!(two.park(&wait, 2, Until::Reached(9), 1), Parked::Waiting);
    one.advance(11, 0, &mut ready);
    assert!(ready.is_empty());
    two.interrupt(2, 5, 0, &mut ready);
    assert_eq!(names(&mut ready), ["three"]);
    assert_eq!(
        [wait.outcome(0), wait.outcome(1), wait.outcome(2)],
        [Outcome::Reached, Outcome::Interrupted, Outcome::Reached]
    );
}

#[test]
fn whoever_parks_under_a_generation_that_is_over_is_interrupted_even_if_the_offset_is_reached() {
    let (list, mut ready) = (list(), Vec::new());
    list.interrupt(2, 50, 0, &mut ready);
    let wait = all(1, "late");
    assert_eq!(list.park(&wait, 0, Until::Reached(11), 1), Parked::Complete);
    assert_eq!(wait.outcome(0), Outcome::Interrupted);
    let fetch = bytes(2, 5000, "late fetch");
    assert_eq!(list.park(&fetch, 0, more_than(60), 1), Parked::Complete);
}

#[test]
fn a_fetch_waits_until_its_partitions_together_have_the_bytes() {
    let (one, two, mut ready) = (list(), list(), Vec::new());
    let wait = bytes(2, 500, "fetch");
    assert_eq!(one.park(&wait, 0, more_than(10), 1), Parked::Waiting);
    assert_eq!(two.park(&wait, 1, more_than(10), 1), Parked::Waiting);
    one.advance(11, 1200, &mut ready);
    two.advance(11, 1100, &mut ready);
    one.advance(12, 1399, &mut ready);
    assert!(ready.is_empty(), "200 + 100 + 199");
    two.advance(12, 1101, &mut ready);
    assert_eq!(names(&mut ready), ["fetch"]);
    one.advance(13, 2000, &mut ready);
    assert!(ready.is_empty());
    assert!(one.is_empty() && two.is_empty());
}

#[test]
fn bytes_that_came_between_looking_and_parking_count() {
    let (list, mut ready) = (list(), Vec::new());
    list.advance(12, 1600, &mut ready);
    assert_eq!(list.park(&bytes(1, 500, "a"), 0, more_than(10), 1), Parked::Complete);
    assert_eq!(list.park(&bytes(1, 700, "b"), 0, more_than(10), 1), Parked::Waiting);
    list.advance(13, 1700, &mut ready);
    assert_eq!(names(&mut ready), ["b"]);
}

#[test]
fn a_partition_gives_a_fetch_no_more_than_it_takes_from_it() {
    let (list, mut ready) = (list(), Vec::new());
    let wait = bytes(2, 500, "fetch");
    let until = Until::MoreThan { offset: 10, bytes: 1000, at_most: 300 };
    assert_eq!(list.park(&wait, 0, until, 1), Parked::Waiting);
    list.advance(11, 9000, &mut ready);
    list.advance(12, 9900, &mut ready);
    assert!(ready.is_empty());
    assert!(list.is_empty(), "it has nothing left to give");
}

#[test]
fn a_fetch_wakes_for_a_record_whose_bytes_are_not_counted_yet() {
    let (list, mut ready) = (list(), Vec::new());
    assert_eq!(list.park(&bytes(1, 1, "fetch"), 0, more_than(10), 1), Parked::Waiting);
    list.advance(11, 1000, &mut ready);
    assert_eq!(names(&mut ready), ["fetch"]);
}

#[test]
fn an_expired_request_is_answered_by_whoever_took_it_and_by_nobody_else() {
    let (list, mut ready) = (list(), Vec::new());
    let wait = all(1, "a");
    list.park(&wait, 0, Until::Reached(11), 1);
    assert_eq!(wait.expire(), Some("a"));
    assert_eq!(wait.outcome(0), Outcome::Waiting);
    list.advance(11, 0, &mut ready);
    assert!(ready.is_empty());
    assert_eq!(list.park(&wait, 0, Until::Reached(99), 1), Parked::Over);
    assert_eq!(wait.take(), None);

    let wait = all(1, "b");
    assert_eq!(list.park(&wait, 0, Until::Reached(11), 1), Parked::Complete);
    assert_eq!(wait.take(), Some("b"));
    assert_eq!(wait.expire(), None);
}

#[test]
fn requests_that_are_over_do_not_pile_up_on_an_idle_partition() {
    let (idle, busy, mut ready) = (list(), list(), Vec::new());
    let mut longest = 0;
    for end in 11..5000 {
        let wait = bytes(2, 1, "fetch");
        assert_eq!(idle.park(&wait, 0, more_than(10), 1), Parked::Waiting);
        assert_eq!(busy.park(&wait, 1, more_than(end - 1), 1), Parked::Waiting);
        busy.advance(end, 1000, &mut ready);
        assert_eq!(names(&mut ready), ["fetch"]);
        longest = longest.max(idle.len());
    }
    assert!(longest <= 40, "{longest} nodes");
    assert!(busy.is_empty());
}

#[test]
fn a_full_list_refuses_and_the_request_goes_on_without_that_partition() {
    let list = WaitList::new(1, 10, 0, 2);
    let (first, second) = (all(1, "1"), all(1, "2"));
    list.park(&first, 0, Until::Reached(11), 1);
    list.park(&second, 0, Until::Reached(11), 1);
    let third = all(1, "3");
    assert_eq!(list.park(&third, 0, Until::Reached(11), 1), Parked::Complete);
    assert_eq!(third.outcome(0), Outcome::Refused);
    first.expire();
    assert_eq!(list.park(&all(1, "4"), 0, Until::Reached(11), 1), Parked::Waiting, "there is room again");
}

/// A leading partition (broker 1 of 1, 2) with its lists, driven by real effects.
struct Bench {
    partition: Partition,
    waits: PartitionWaits<&'static str>,
    log: ModelLog,
    effects: Effects,
    ready: Ready<&'static str>,
}

impl Bench {
    fn leading() -> Bench {
        let settings =
            ReplicaSettings { lag_time_max_ms: 1000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 2 };
        let partition = Partition::new(1, settings, LogShape::default());
        let waits = PartitionWaits::new(&partition);
        let mut bench =
            Bench { partition, waits, log: ModelLog::default(), effects: Effects::new(), ready: Vec::new() };
        bench.metadata(Some(1), 5, &[1, 2]);
        bench
    }

    fn metadata(&mut self, leader: Option<i32>, epoch: i32, isr: &[i32]) -> Vec<&'static str> {
        let state = PartitionState {
            leader,
            leader_epoch: epoch,
            partition_epoch: self.partition.partition_epoch() + 1,
            isr,
            replicas: &[1, 2],
            adding: &[],
            removing: &[],
        };
        self.partition.metadata(&state, &self.log, &TestBrokers::five(), 0, &mut self.effects);
        self.woken()
    }

    fn append(&mut self, end: i64, bytes: u64) -> Vec<&'static str> {
        self.partition.leader_appended(end, bytes, &TestBrokers::five(), 0, &mut self.effects);
        self.woken()
    }

    fn fetched(&mut self, offset: i64) -> Vec<&'static str> {
        let fetch = FollowerFetch {
            replica: 2,
            broker_epoch: 20,
            leader_epoch: None,
            offset,
            last_fetched_epoch: None,
            log_start: 0,
        };
        let (log, effects) = (&self.log, &mut self.effects);
        self.partition.follower_fetch(&fetch, log, &TestBrokers::five(), 0, effects).unwrap();
        self.woken()
    }

    fn woken(&mut self) -> Vec<&'static str> {
        for effect in self.effects.drain() {
            self.waits.apply(&effect, &mut self.ready);
        }
        names(&mut self.ready)
    }
}

#[test]
fn a_followers_fetch_wakes_by_an_append_and_a_consumers_and_a_producers_by_the_high_watermark() {
    let mut bench = Bench::leading();
    let fetch = |bytes| ParkedFetch { offset: 0, bytes, at_most: 1000 };
    let seen = (bench.waits.replica_bytes(), bench.waits.consumer_bytes());
    assert_eq!(bench.waits.park_replica(&bytes(1, 1, "replica"), 0, fetch(seen.0), 5), Parked::Waiting);
    assert_eq!(bench.waits.park_consumer(&bytes(1, 1, "consumer"), 0, fetch(seen.1), 5), Parked::Waiting);
    let leave = bench.partition.check_append(true).unwrap();
    assert_eq!(bench.append(10, 100), ["replica"]);
    assert_eq!(bench.waits.park_acks(&all(1, "acks"), 0, 10, leave.generation), Parked::Waiting);
    let mut woken = bench.fetched(10);
    woken.sort_unstable();
    assert_eq!(woken, ["acks", "consumer"]);
}

#[test]
fn a_deposed_leaders_producers_are_told_even_if_they_park_after_the_fact() {
    let mut bench = Bench::leading();
    let leave = bench.partition.check_append(true).unwrap();
    bench.append(10, 100);
    let parked = all(1, "parked");
    bench.waits.park_acks(&parked, 0, 10, leave.generation);
    assert_eq!(bench.metadata(Some(2), 6, &[1, 2]), ["parked"]);
    assert_eq!(parked.outcome(0), Outcome::Interrupted);
    let late = all(1, "late");
    assert_eq!(bench.waits.park_acks(&late, 0, 10, leave.generation), Parked::Complete);
    assert_eq!(late.outcome(0), Outcome::Interrupted);
    // Even when it leads again and the same offset is committed.
    bench.metadata(Some(1), 7, &[1, 2]);
    bench.fetched(10);
    let later = all(1, "later");
    assert_eq!(bench.waits.park_acks(&later, 0, 10, leave.generation), Parked::Complete);
    assert_eq!(later.outcome(0), Outcome::Interrupted);
}

#[test]
fn a_leader_that_is_elected_again_wakes_fetches_and_not_producers() {
    let mut bench = Bench::leading();
    let leave = bench.partition.check_append(true).unwrap();
    bench.append(10, 100);
    let fetch = ParkedFetch { offset: 10, bytes: 100, at_most: 1000 };
    bench.waits.park_acks(&all(1, "acks"), 0, 10, leave.generation);
    bench.waits.park_replica(&bytes(1, 1, "replica"), 0, fetch, 5);
    bench.waits.park_consumer(&bytes(1, 1, "consumer"), 0, fetch, 5);
    assert_eq!(bench.metadata(Some(1), 6, &[1, 2]), ["consumer", "replica"]);
    assert_eq!(bench.fetched(10), ["acks"]);
}

#[test]
fn acks_that_complete_while_too_few_are_in_sync_say_so() {
    let mut bench = Bench::leading();
    bench.append(10, 100);
    bench.fetched(10);
    let leave = bench.partition.check_append(true).unwrap();
    bench.metadata(Some(1), 5, &[1]);
    let wait = all(1, "acks");
    assert_eq!(bench.waits.park_acks(&wait, 0, 10, leave.generation), Parked::Complete);
    assert_eq!(wait.outcome(0), Outcome::NotEnoughReplicas);
    bench.metadata(Some(1), 5, &[1, 2]);
    let wait = all(1, "acks");
    bench.waits.park_acks(&wait, 0, 10, leave.generation);
    assert_eq!(wait.outcome(0), Outcome::Reached);
}

#[test]
fn a_fetch_of_an_epoch_yet_unknown_waits_for_the_metadata_and_for_nothing_else() {
    let mut bench = Bench::leading();
    let early = bytes(1, 1, "early");
    assert_eq!(bench.waits.park_until_epoch_changes(&early, 0, 5), Parked::Waiting);
    assert_eq!(bench.append(10, 100), [""; 0]);
    assert_eq!(bench.metadata(Some(1), 6, &[1, 2]), ["early"]);
    let late = bytes(1, 1, "late");
    assert_eq!(bench.waits.park_until_epoch_changes(&late, 0, 5), Parked::Complete);
}
