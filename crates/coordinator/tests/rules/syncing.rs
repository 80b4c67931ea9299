//! SyncGroup: the leader assigns, everybody hears what is theirs.

use ferryman_coordinator::Request;
use wire::error_code::ErrorCode;
use wire::messages::SyncGroupRequest;

use crate::support::{Bench, code, join, str};

/// Two members in generation 1 that have joined: leader and follower.
fn joined(bench: &mut Bench) -> (String, String) {
    let first = join().version(3).send(bench);
    let second = join().version(3).send(bench);
    bench.pass(6_000);
    (bench.joined(first).member_id.to_string(), bench.joined(second).member_id.to_string())
}

#[test]
fn everybody_hears_their_part_of_the_leaders_assignment_whenever_they_ask() {
    let mut bench = Bench::new();
    let (leader, follower) = joined(&mut bench);
    let early = bench.sync(1, &follower, &[]);
    assert!(!bench.is_answered(early));
    let leads = bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    assert_eq!((bench.assigned(leads), bench.assigned(early)), ("0".to_string(), "1".to_string()));
    let late = bench.sync(1, &follower, &[]);
    assert_eq!(bench.assigned(late), "1");
    assert_eq!(bench.state(), "Stable");
}

#[test]
fn what_a_follower_assigns_is_ignored() {
    let mut bench = Bench::new();
    let (leader, follower) = joined(&mut bench);
    let early = bench.sync(1, &follower, &[(&leader, "bad"), (&follower, "bad")]);
    let leads = bench.sync(1, &leader, &[(&leader, "0")]);
    // And whom the leader forgets has nothing to read.
    assert_eq!((bench.assigned(leads), bench.assigned(early)), ("0".to_string(), String::new()));
}

#[test]
fn an_assignment_for_a_stranger_is_left_out() {
    let mut bench = Bench::new();
    let (leader, follower) = joined(&mut bench);
    bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1"), ("stranger", "2")]);
    assert_eq!(bench.describe().members.len(), 2);
    let record = bench.last_append()[0].value.clone().unwrap();
    assert!(!record.windows(8).any(|window| window == b"stranger"));
}

#[test]
fn a_leader_that_assigns_twice_in_a_generation_hears_the_first_again() {
    let mut bench = Bench::new();
    let (leader, follower) = joined(&mut bench);
    bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    let appended = bench.log.len();
    let again = bench.sync(1, &leader, &[(&leader, "other"), (&follower, "other")]);
    assert_eq!(bench.assigned(again), "0");
    let follows = bench.sync(1, &follower, &[]);
    assert_eq!(bench.assigned(follows), "1");
    assert_eq!(bench.log.len(), appended);
}

#[test]
fn a_follower_that_asks_twice_before_there_is_an_answer_gets_both_answered() {
    let mut bench = Bench::new();
    let (leader, follower) = joined(&mut bench);
    let first = bench.sync(1, &follower, &[]);
    let second = bench.sync(1, &follower, &[]);
    assert_eq!(code(bench.synced(first).error_code), ErrorCode::RebalanceInProgress);
    bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    assert_eq!(bench.assigned(second), "1");
}

#[test]
fn only_members_of_the_current_generation_have_an_assignment() {
    let mut bench = Bench::new();
    let (leader, _) = joined(&mut bench);
    let cases = [
        (0, leader.as_str(), ErrorCode::IllegalGeneration),
        (2, leader.as_str(), ErrorCode::IllegalGeneration),
        (1, "stranger", ErrorCode::UnknownMemberId),
        (1, "", ErrorCode::UnknownMemberId),
    ];
    for (generation, member, expected) in cases {
        let ticket = bench.sync(generation, member, &[]);
        assert_eq!(code(bench.synced(ticket).error_code), expected);
    }
    let mut empty = Bench::new();
    let ticket = empty.sync(1, "m", &[]);
    assert_eq!(code(empty.synced(ticket).error_code), ErrorCode::UnknownMemberId);
}

#[test]
fn while_members_join_there_is_no_assignment() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    join().member(&ids[0]).send(&mut bench);
    let ticket = bench.sync(1, &ids[1], &[]);
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::RebalanceInProgress);
}

#[test]
fn from_version_5_the_protocol_must_be_named_and_always_be_the_groups() {
    let mut bench = Bench::new();
    let (leader, _) = joined(&mut bench);
    let cases = [
        (5, None, None, ErrorCode::InconsistentGroupProtocol),
        (5, Some("consumer"), None, ErrorCode::InconsistentGroupProtocol),
        (5, Some("connect"), Some("range"), ErrorCode::InconsistentGroupProtocol),
        (5, Some("consumer"), Some("roundrobin"), ErrorCode::InconsistentGroupProtocol),
        (5, Some("consumer"), Some("range"), ErrorCode::None),
        (4, None, None, ErrorCode::None),
    ];
    for (version, protocol_type, protocol_name, expected) in cases {
        let request = SyncGroupRequest {
            group_id: str("g"),
            generation_id: 1,
            member_id: str(&leader),
            protocol_type: protocol_type.map(str),
            protocol_name: protocol_name.map(str),
            ..Default::default()
        };
        let ticket = bench.send(version, Request::SyncGroup(request));
        let answer = bench.synced(ticket);
        assert_eq!(code(answer.error_code), expected, "{version} {protocol_type:?} {protocol_name:?}");
        if expected == ErrorCode::None {
            assert_eq!(
                (answer.protocol_type, answer.protocol_name),
                (Some(str("consumer")), Some(str("range")))
            );
        }
    }
}

#[test]
fn a_group_needs_a_name_here_too() {
    let mut bench = Bench::new();
    let ticket = bench.send(0, Request::SyncGroup(SyncGroupRequest::default()));
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::InvalidGroupId);
}
