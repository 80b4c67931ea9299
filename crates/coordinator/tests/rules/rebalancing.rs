//! Rebalances: what begins them, whom they wait for, how they end.

use ferryman_coordinator::{Config, Note};
use wire::error_code::ErrorCode;

use crate::support::{Bench, code, join, str};

#[test]
fn the_first_rebalance_of_a_group_waits_for_more_members_and_longer_while_they_come() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    bench.pass(2_999);
    let second = join().version(3).send(&mut bench);
    bench.pass(3_000);
    assert!(!bench.is_answered(first));
    bench.pass(1);
    assert_eq!((bench.joined(first).generation_id, bench.joined(second).generation_id), (1, 1));
}

#[test]
fn the_first_rebalance_waits_no_longer_than_the_rebalance_timeout() {
    let mut bench = Bench::new();
    let timeout = 7_000;
    let quick = || join().version(3).with(|request| request.rebalance_timeout_ms = timeout);
    let first = quick().send(&mut bench);
    for _ in 0..6 {
        bench.pass(1_000);
        quick().send(&mut bench);
    }
    assert!(!bench.is_answered(first));
    bench.pass(1_000);
    assert_eq!(bench.joined(first).members.len(), 7);
}

#[test]
fn without_a_delay_the_first_member_is_alone_at_once() {
    let mut bench = Bench::with(Config { group_initial_rebalance_delay_ms: 0, ..Config::default() });
    let ticket = join().version(3).send(&mut bench);
    bench.pass(1);
    assert_eq!(bench.joined(ticket).members.len(), 1);
}

#[test]
fn later_rebalances_end_as_soon_as_everybody_has_joined() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let first = join().member(&ids[0]).protocols(&[("range", &["u"])]).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
    let second = join().member(&ids[1]).send(&mut bench);
    assert_eq!((bench.joined(first).generation_id, bench.joined(second).generation_id), (2, 2));
    assert_eq!(bench.state(), "CompletingRebalance");
}

#[test]
fn a_rebalance_waits_for_those_who_were_given_an_id() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    let asked = join().send(&mut bench);
    let newcomer = bench.joined(asked).member_id;
    let lead = join().member(&id).send(&mut bench);
    assert!(!bench.is_answered(lead));
    let joined = join().member(&newcomer).send(&mut bench);
    assert_eq!(bench.joined(lead).members.len(), 2);
    assert_eq!(bench.join_code(joined), ErrorCode::None);
}

#[test]
fn a_rebalance_ends_when_one_who_was_given_an_id_stays_away() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    join().send(&mut bench);
    let lead = join().member(&id).send(&mut bench);
    bench.pass(10_000);
    assert_eq!(bench.joined(lead).members.len(), 1);
}

#[test]
fn members_that_do_not_join_again_in_time_are_removed() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let first = join().member(&ids[0]).protocols(&[("range", &["u"])]).send(&mut bench);
    for _ in 0..12 {
        assert!(!bench.is_answered(first));
        assert_eq!(bench.heartbeat(1, &ids[1]), ErrorCode::RebalanceInProgress);
        bench.pass(5_000);
    }
    let joined = bench.joined(first);
    assert_eq!((joined.generation_id, joined.members.len()), (2, 1));
    assert_eq!(bench.heartbeat(1, &ids[1]), ErrorCode::UnknownMemberId);
}

#[test]
fn the_leader_stays_leader_while_it_comes_and_is_replaced_when_it_does_not() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    // ids[0] joined first and leads. It comes back in the first rebalance, and not in the second.
    let (a, b) = (join().member(&ids[0]).send(&mut bench), join().member(&ids[1]).send(&mut bench));
    assert_eq!((bench.joined(a).leader, bench.joined(b).leader), (str(&ids[0]), str(&ids[0])));
    let again = join().member(&ids[1]).protocols(&[("range", &["u"])]).send(&mut bench);
    for _ in 0..12 {
        bench.heartbeat(2, &ids[0]);
        bench.pass(5_000);
    }
    let joined = bench.joined(again);
    assert_eq!((joined.leader, joined.members.len()), (str(&ids[1]), 1));
}

#[test]
fn the_leader_begins_a_rebalance_by_joining_again_and_a_follower_does_not() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let follower = join().member(&ids[1]).send(&mut bench);
    let answer = bench.joined(follower);
    assert_eq!((answer.generation_id, answer.leader), (1, str(&ids[0])));
    assert_eq!(bench.state(), "Stable");
    join().member(&ids[0]).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn a_member_that_missed_the_answer_hears_it_again_as_long_as_it_offers_the_same() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(12_000);
    let (leader, follower) = (bench.joined(first), bench.joined(second));
    let again = join().version(3).member(&leader.member_id).send(&mut bench);
    assert_eq!(bench.joined(again), leader);
    let again = join().version(3).member(&follower.member_id).send(&mut bench);
    assert_eq!(bench.joined(again), follower);
    let other = join().member(&follower.member_id).protocols(&[("range", &["u"])]).send(&mut bench);
    assert!(!bench.is_answered(other));
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn who_waits_for_an_assignment_is_sent_back_when_a_rebalance_begins() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(12_000);
    let (leader, follower) = (bench.joined(first).member_id, bench.joined(second).member_id);
    let waits = bench.sync(1, &follower, &[]);
    assert!(!bench.is_answered(waits));
    join().version(3).send(&mut bench);
    let answer = bench.synced(waits);
    assert_eq!((code(answer.error_code), answer.assignment.len()), (ErrorCode::RebalanceInProgress, 0));
    assert_eq!(bench.heartbeat(1, &leader), ErrorCode::RebalanceInProgress);
}

#[test]
fn members_that_do_not_ask_for_their_assignment_are_removed() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(6_000);
    let (leader, follower) = (bench.joined(first).member_id, bench.joined(second).member_id);
    let ticket = bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    assert_eq!(bench.assigned(ticket), "0");
    for _ in 0..12 {
        assert_eq!(bench.heartbeat(1, &leader), ErrorCode::None);
        assert_eq!(bench.heartbeat(1, &follower), ErrorCode::None);
        bench.pass(5_000);
    }
    assert_eq!(bench.heartbeat(1, &leader), ErrorCode::RebalanceInProgress);
    assert_eq!(bench.heartbeat(1, &follower), ErrorCode::UnknownMemberId);
}

#[test]
fn a_leader_that_never_assigns_is_removed_and_the_others_go_on() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(6_000);
    let (leader, follower) = (bench.joined(first).member_id, bench.joined(second).member_id);
    let waits = bench.sync(1, &follower, &[]);
    for _ in 0..12 {
        bench.heartbeat(1, &leader);
        bench.pass(5_000);
    }
    assert_eq!(code(bench.synced(waits).error_code), ErrorCode::RebalanceInProgress);
    let again = join().member(&follower).send(&mut bench);
    let joined = bench.joined(again);
    assert_eq!((joined.generation_id, joined.leader, joined.members.len()), (2, str(&follower), 1));
}

#[test]
fn silence_ends_a_session_and_begins_a_rebalance() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    bench.pass(9_000);
    assert_eq!(bench.heartbeat(1, &ids[0]), ErrorCode::None);
    bench.pass(1_000);
    assert_eq!(bench.heartbeat(1, &ids[0]), ErrorCode::RebalanceInProgress);
    assert_eq!(bench.heartbeat(1, &ids[1]), ErrorCode::UnknownMemberId);
}

#[test]
fn who_waits_for_the_others_is_not_silent() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let waits = join().member(&ids[0]).protocols(&[("range", &["u"])]).send(&mut bench);
    for _ in 0..4 {
        bench.heartbeat(1, &ids[1]);
        bench.pass(9_000);
    }
    assert!(!bench.is_answered(waits));
    join().member(&ids[1]).send(&mut bench);
    assert_eq!(bench.joined(waits).members.len(), 2);
    // And its session begins anew.
    bench.pass(9_999);
    assert_eq!(bench.heartbeat(2, &ids[0]), ErrorCode::None);
}

#[test]
fn a_newcomer_waits_five_minutes_at_most() {
    let mut bench = Bench::new();
    let slow = || join().version(3).with(|request| request.rebalance_timeout_ms = 600_000);
    let first = slow().send(&mut bench);
    bench.pass(3_000);
    let id = bench.joined(first).member_id;
    let ticket = bench.sync(1, &id, &[]);
    bench.synced(ticket);
    let newcomer = slow().send(&mut bench);
    for _ in 0..59 {
        bench.pass(5_000);
        assert_eq!(bench.heartbeat(1, &id), ErrorCode::RebalanceInProgress);
    }
    assert!(!bench.is_answered(newcomer));
    bench.pass(5_000);
    let answer = bench.joined(newcomer);
    assert_eq!((code(answer.error_code), &*answer.member_id), (ErrorCode::UnknownMemberId, ""));
}

#[test]
fn only_members_of_the_current_generation_are_heard() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    assert_eq!(bench.heartbeat(0, &ids[0]), ErrorCode::IllegalGeneration);
    assert_eq!(bench.heartbeat(2, &ids[0]), ErrorCode::IllegalGeneration);
    assert_eq!(bench.heartbeat(1, "stranger"), ErrorCode::UnknownMemberId);
    let request = wire::messages::HeartbeatRequest::default();
    let ticket = bench.send(0, ferryman_coordinator::Request::Heartbeat(request));
    assert_eq!(bench.beaten(ticket), ErrorCode::InvalidGroupId);
}

#[test]
fn a_heartbeat_with_the_wrong_generation_keeps_nobody_alive() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.pass(9_000);
    bench.heartbeat(7, &id);
    bench.pass(1_000);
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::UnknownMemberId);
}

#[test]
fn a_jump_of_the_wall_clock_ends_no_session() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.now.epoch_ms += 3_600_000;
    bench.step(ferryman_coordinator::Event::Tick);
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::None);
    bench.now.epoch_ms -= 7_200_000;
    bench.pass(10_000);
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::UnknownMemberId);
}

#[test]
fn a_group_whose_last_member_is_gone_is_empty_and_says_so_in_the_log() {
    let mut bench = Bench::new();
    bench.lone_member();
    let records = bench.log.len();
    bench.pass(10_000);
    assert_eq!(bench.state(), "Empty");
    assert_eq!(bench.log.len(), records + 1);
    assert!(bench.notes.contains(&Note::Empty { group: str("g"), generation: 2 }));
    // Its next members go on counting.
    let ticket = join().version(3).send(&mut bench);
    bench.pass(3_000);
    assert_eq!(bench.joined(ticket).generation_id, 3);
}

#[test]
fn the_log_of_events_says_why_members_rebalance() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    join().member(&id).with(|request| request.reason = Some(str("because"))).send(&mut bench);
    let told = bench.notes.iter().any(|note| {
        matches!(note, Note::Rebalancing { reason, generation: 1, .. } if reason.contains("client reason: because"))
    });
    assert!(told, "{:?}", bench.notes);
}
