//! How long offsets and empty groups are kept.

use ferryman_coordinator::{Config, Limits, Request};
use wire::error_code::ErrorCode;

use crate::support::{Bench, join, str};

const MINUTE: i64 = 60_000;
const CHECK: i64 = 10 * MINUTE;
const RETENTION: i64 = 7 * 24 * 60 * MINUTE;

/// Lets time pass while a member stays alive.
fn pass_with(bench: &mut Bench, member: &str, ms: i64) {
    let end = bench.now.monotonic_ms + ms;
    while bench.now.monotonic_ms < end {
        bench.pass(900_000.min(end - bench.now.monotonic_ms));
        assert_eq!(bench.heartbeat(1, member), ErrorCode::None);
    }
}

fn patient() -> crate::support::Join {
    join().with(|request| request.session_timeout_ms = 1_800_000)
}

#[test]
fn a_group_without_members_keeps_its_offsets_for_the_retention_and_goes_with_them() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.commit(1, &id, "t", 1);
    bench.pass(10_000);
    assert_eq!(bench.state(), "Empty");
    bench.pass(RETENTION - CHECK);
    assert_eq!(bench.offset("t"), 1);
    bench.pass(2 * CHECK);
    assert_eq!((bench.offset("t"), bench.state()), (-1, "Dead".to_string()));
    assert!(bench.last_append().iter().all(|record| record.value.is_none()));
}

#[test]
fn offsets_of_a_group_that_only_commits_are_kept_for_the_retention_since_the_last_commit() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.pass(RETENTION - CHECK);
    bench.commit(-1, "", "u", 2);
    bench.pass(2 * CHECK);
    assert_eq!((bench.offset("t"), bench.offset("u")), (-1, 2));
    assert_eq!(bench.state(), "Empty");
}

#[test]
fn members_keep_the_offsets_of_what_they_read_and_lose_those_of_what_they_do_not() {
    let mut bench = Bench::new();
    let id = bench.stable(&[patient()]).remove(0);
    bench.commit(1, &id, "t", 1);
    bench.commit(1, &id, "u", 2);
    pass_with(&mut bench, &id, RETENTION + CHECK);
    assert_eq!((bench.offset("t"), bench.offset("u")), (1, -1));
}

#[test]
fn a_group_that_cannot_say_what_it_reads_keeps_everything_while_it_has_members() {
    let mut bench = Bench::new();
    let connect = patient().with(|request| request.protocol_type = str("connect"));
    let id = bench.stable(&[connect]).remove(0);
    bench.commit(1, &id, "u", 2);
    pass_with(&mut bench, &id, RETENTION + CHECK);
    assert_eq!(bench.offset("u"), 2);
}

#[test]
fn an_expiry_of_its_own_goes_before_the_rule() {
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 1);
    request.retention_time_ms = 1_000;
    bench.send(2, Request::OffsetCommit(request));
    bench.pass(CHECK + 1);
    assert_eq!((bench.offset("t"), bench.state()), (-1, "Dead".to_string()));
}

#[test]
fn a_group_without_members_and_offsets_goes_at_the_next_look() {
    let mut bench = Bench::new();
    bench.lone_member();
    bench.pass(10_000);
    assert_eq!(bench.state(), "Empty");
    bench.pass(CHECK);
    assert_eq!(bench.state(), "Dead");
}

#[test]
fn a_commit_on_its_way_saves_an_offset_whose_time_is_over() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.pass(RETENTION - CHECK);
    bench.commits = false;
    let request = Bench::commit_request(-1, "", "t", 2);
    bench.send(9, Request::OffsetCommit(request));
    bench.pass(2 * CHECK);
    bench.commit_all();
    assert_eq!(bench.offset("t"), 2);
}

#[test]
fn many_groups_are_looked_at_in_many_steps_and_written_in_bounded_appends() {
    let limits = Limits { groups_per_expiry_step: 3, records_per_append: 2, ..Limits::default() };
    let mut bench = Bench::with(Config { limits, ..Config::default() });
    for group in 0..10 {
        let mut request = Bench::commit_request(-1, "", "t", 1);
        request.group_id = str(&format!("g{group}"));
        request.retention_time_ms = 1_000;
        bench.send(2, Request::OffsetCommit(request));
    }
    let before = bench.log.len();
    bench.pass(CHECK);
    assert!(bench.log.len() > before && bench.log.len() < before + 10);
    bench.pass(10);
    let tombstones = bench.log[before..].iter().map(|append| append.records.len());
    let (total, largest) = (tombstones.clone().sum::<usize>(), tombstones.max());
    assert_eq!((total, largest), (20, Some(2)));
    assert!(bench.shard.group_counts().is_empty());
}

#[test]
fn expiry_that_is_not_appended_is_tried_again() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.pass(RETENTION - CHECK);
    bench.commits = false;
    bench.pass(2 * CHECK);
    assert_eq!(bench.offset("t"), 1);
    bench.fail(ferryman_coordinator::AppendError::NotEnoughReplicas);
    assert_eq!((bench.offset("t"), bench.state()), (1, "Empty".to_string()));
    bench.commits = true;
    bench.pass(CHECK);
    assert_eq!((bench.offset("t"), bench.state()), (-1, "Dead".to_string()));
}
