//! JoinGroup: who is let in and under which name.

use ferryman_coordinator::Config;
use wire::error_code::ErrorCode;
use wire::messages::join_group::JoinGroupRequestProtocol;

use crate::support::{Bench, code, join, str};

#[test]
fn a_newcomer_is_given_an_id_and_becomes_a_member_when_it_comes_back_with_it() {
    let mut bench = Bench::new();
    let ticket = join().version(4).send(&mut bench);
    let asked = bench.joined(ticket);
    assert_eq!(code(asked.error_code), ErrorCode::MemberIdRequired);
    assert_eq!(asked.member_id, "client-00000000-0000-0000-0000-000000000001");
    assert_eq!(bench.state(), "Empty");
    let ticket = join().version(4).member(&asked.member_id).send(&mut bench);
    bench.pass(3_000);
    let joined = bench.joined(ticket);
    assert_eq!((code(joined.error_code), joined.generation_id), (ErrorCode::None, 1));
    assert_eq!((&joined.leader, &joined.member_id), (&asked.member_id, &asked.member_id));
    assert_eq!(joined.protocol_name, Some(str("range")));
    assert_eq!(joined.members.len(), 1);
}

#[test]
fn before_version_4_a_newcomer_is_a_member_at_once() {
    let mut bench = Bench::new();
    let ticket = join().version(3).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
    bench.pass(3_000);
    assert_eq!(bench.join_code(ticket), ErrorCode::None);
}

#[test]
fn a_static_newcomer_is_a_member_at_once_and_its_id_begins_with_its_instance() {
    let mut bench = Bench::new();
    let ticket = join().instance("i").send(&mut bench);
    bench.pass(3_000);
    assert_eq!(bench.joined(ticket).member_id, "i-00000000-0000-0000-0000-000000000001");
}

#[test]
fn an_id_that_was_given_out_is_forgotten_with_its_session() {
    let mut bench = Bench::new();
    let ticket = join().send(&mut bench);
    let id = bench.joined(ticket).member_id;
    bench.pass(9_999);
    bench.pass(1);
    let ticket = join().member(&id).send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::UnknownMemberId);
}

#[test]
fn a_member_nobody_knows_is_told_so() {
    let mut bench = Bench::new();
    let ticket = join().member("stranger").send(&mut bench);
    let answer = bench.joined(ticket);
    assert_eq!((code(answer.error_code), &*answer.member_id), (ErrorCode::UnknownMemberId, "stranger"));
    bench.lone_member();
    let ticket = join().member("stranger").send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::UnknownMemberId);
}

#[test]
fn a_group_needs_a_name() {
    let mut bench = Bench::new();
    let ticket = join().with(|request| request.group_id = str("")).send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::InvalidGroupId);
}

#[test]
fn a_session_must_be_as_long_as_the_operator_allows() {
    let cases = [
        (5_999, ErrorCode::InvalidSessionTimeout),
        (6_000, ErrorCode::MemberIdRequired),
        (1_800_000, ErrorCode::MemberIdRequired),
        (1_800_001, ErrorCode::InvalidSessionTimeout),
        (-1, ErrorCode::InvalidSessionTimeout),
    ];
    for (timeout, expected) in cases {
        let mut bench = Bench::new();
        let ticket = join().with(|request| request.session_timeout_ms = timeout).send(&mut bench);
        assert_eq!(bench.join_code(ticket), expected, "{timeout}");
    }
}

#[test]
fn who_offers_nothing_the_group_can_use_is_refused_and_leaves_no_group_behind() {
    let cases = [
        join().with(|request| request.protocols.clear()),
        join().with(|request| request.protocol_type = str("")),
    ];
    for case in cases {
        let mut bench = Bench::new();
        let ticket = case.send(&mut bench);
        assert_eq!(bench.join_code(ticket), ErrorCode::InconsistentGroupProtocol);
        assert_eq!(bench.state(), "Dead");
        assert!(bench.log.is_empty());
    }
}

#[test]
fn a_newcomer_must_share_kind_and_a_protocol_with_the_members() {
    let cases = [
        (join().protocols(&[("roundrobin", &["t"])]), ErrorCode::InconsistentGroupProtocol),
        (join().with(|request| request.protocol_type = str("connect")), ErrorCode::InconsistentGroupProtocol),
        (join().protocols(&[("roundrobin", &["t"]), ("range", &["t"])]), ErrorCode::MemberIdRequired),
    ];
    for (case, expected) in cases {
        let mut bench = Bench::new();
        bench.lone_member();
        let ticket = case.send(&mut bench);
        assert_eq!(bench.join_code(ticket), expected);
    }
}

#[test]
fn a_member_cannot_change_to_a_protocol_the_others_do_not_offer() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let ticket = join().protocols(&[("roundrobin", &["t"])]).member(&ids[0]).send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::InconsistentGroupProtocol);
    assert_eq!(bench.state(), "Stable");
}

#[test]
fn the_protocol_most_members_prefer_is_chosen_among_those_all_offer() {
    let mut bench = Bench::new();
    let a: &[(&str, &[&str])] = &[("x", &["t"]), ("a", &["t"]), ("b", &["t"])];
    let b: &[(&str, &[&str])] = &[("b", &["t"]), ("a", &["t"])];
    let c: &[(&str, &[&str])] = &[("y", &["t"]), ("b", &["t"]), ("a", &["t"])];
    let tickets: Vec<u64> =
        [a, b, c].map(|offer| join().version(3).protocols(offer).send(&mut bench)).to_vec();
    bench.pass(12_000);
    for ticket in tickets {
        assert_eq!(bench.joined(ticket).protocol_name, Some(str("b")));
    }
}

#[test]
fn a_tie_between_protocols_is_the_leaders_to_break() {
    let mut bench = Bench::new();
    let first = join().version(3).protocols(&[("b", &["t"]), ("a", &["t"])]).send(&mut bench);
    join().version(3).protocols(&[("a", &["t"]), ("b", &["t"])]).send(&mut bench);
    bench.pass(12_000);
    let joined = bench.joined(first);
    assert_eq!(joined.leader, joined.member_id);
    assert_eq!(joined.protocol_name, Some(str("b")));
}

#[test]
fn a_protocol_named_twice_counts_once() {
    let mut bench = Bench::new();
    let twice = join().version(3).protocols(&[("a", &["t"]), ("a", &["u"])]);
    let first = twice.send(&mut bench);
    let second = join().version(3).protocols(&[("b", &["t"]), ("a", &["t"])]).send(&mut bench);
    bench.pass(12_000);
    assert_eq!(bench.joined(first).protocol_name, Some(str("a")));
    assert_eq!(bench.join_code(second), ErrorCode::None);
}

#[test]
fn a_full_group_lets_nobody_in_and_keeps_who_is_in_it() {
    let mut bench = Bench::with(Config { group_max_size: 2, ..Config::default() });
    let ids = bench.stable(&[join(), join()]);
    let ticket = join().send(&mut bench);
    let answer = bench.joined(ticket);
    assert_eq!((code(answer.error_code), &*answer.member_id), (ErrorCode::GroupMaxSizeReached, ""));
    assert_eq!(bench.state(), "Stable");
    let again = join().member(&ids[0]).send(&mut bench);
    let other = join().member(&ids[1]).send(&mut bench);
    assert_eq!((bench.join_code(again), bench.join_code(other)), (ErrorCode::None, ErrorCode::None));
}

#[test]
fn a_full_group_turns_away_while_its_members_join() {
    let mut bench = Bench::with(Config { group_max_size: 1, ..Config::default() });
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    assert_eq!(bench.join_code(second), ErrorCode::GroupMaxSizeReached);
    bench.pass(3_000);
    assert_eq!(bench.joined(first).members.len(), 1);
}

#[test]
fn a_member_that_joins_twice_is_answered_twice_and_counted_once() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    let ids_of_other = {
        let ticket = join().send(&mut bench);
        bench.joined(ticket).member_id
    };
    let other = join().member(&ids_of_other).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
    // Not the last missing one: both come from the one that waits already.
    let again = join().member(&ids_of_other).send(&mut bench);
    assert_eq!(bench.join_code(other), ErrorCode::RebalanceInProgress);
    assert!(!bench.is_answered(again));
    let lead = join().member(&id).send(&mut bench);
    assert_eq!(bench.joined(lead).members.len(), 2);
    assert_eq!(bench.join_code(again), ErrorCode::None);
}

#[test]
fn versions_without_a_rebalance_timeout_use_the_session_timeout_for_it() {
    let mut bench = Bench::new();
    let with_timeout = |timeout| join().version(0).with(|request| request.session_timeout_ms = timeout);
    let first = with_timeout(7_000).send(&mut bench);
    bench.pass(3_000);
    let id = bench.joined(first).member_id;
    let ticket = bench.sync(1, &id, &[(&id, "0")]);
    bench.assigned(ticket);
    // A second member makes the first join again; it does not, and is waited for as long as its session.
    let second = with_timeout(7_000).send(&mut bench);
    bench.heartbeat(1, &id);
    bench.pass(6_000);
    bench.heartbeat(1, &id);
    assert!(!bench.is_answered(second));
    bench.pass(1_000);
    assert_eq!(bench.joined(second).members.len(), 1);
}

#[test]
fn answers_below_version_7_name_no_protocol_as_nothing_and_later_ones_as_null() {
    let mut bench = Bench::new();
    for (version, expected) in [(6, Some(str(""))), (7, None)] {
        let ticket = join().version(version).member("stranger").send(&mut bench);
        let answer = bench.joined(ticket);
        assert_eq!(answer.protocol_name, expected);
        wire::codec::Message::to_bytes(&answer, version).unwrap();
    }
}

#[test]
fn only_the_leader_is_told_who_is_in_the_group_and_what_they_say() {
    let mut bench = Bench::new();
    let leads = join().version(5).instance("i").protocols(&[("p", &["a"])]).send(&mut bench);
    let follows = join().version(5).instance("j").protocols(&[("p", &["b"])]).send(&mut bench);
    bench.pass(12_000);
    let (leader, follower) = (bench.joined(leads), bench.joined(follows));
    assert!(follower.members.is_empty());
    assert_eq!(follower.leader, leader.member_id);
    let told: Vec<_> =
        leader.members.iter().map(|member| (member.group_instance_id.clone(), &member.metadata)).collect();
    let subscriptions = [crate::support::subscription(&["a"]), crate::support::subscription(&["b"])];
    assert_eq!(told, [(Some(str("i")), &subscriptions[0]), (Some(str("j")), &subscriptions[1])]);
}

#[test]
fn an_id_too_long_to_be_written_down_is_refused() {
    let mut bench = Bench::new();
    let ticket = join().instance(&"i".repeat(32_740)).send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::InvalidRequest);
}

#[test]
fn an_id_that_was_given_to_a_dynamic_member_is_none_for_a_static_one() {
    let mut bench = Bench::new();
    let ticket = join().send(&mut bench);
    let id = bench.joined(ticket).member_id;
    let ticket = join().member(&id).instance("i").send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::InvalidRequest);
}

#[test]
fn what_a_member_offers_outlives_the_request_it_came_in() {
    // A slice of a larger frame: nothing may hold on to it.
    let frame = bytes::Bytes::from(vec![b'x'; 4_096]);
    let mut bench = Bench::new();
    let ticket = join()
        .version(3)
        .with(|request| {
            let metadata = frame.slice(0..10);
            request.protocols = vec![JoinGroupRequestProtocol { name: str("p"), metadata }];
            request.group_id = wire::codec::Str::from_utf8(frame.slice(0..4)).unwrap();
        })
        .send(&mut bench);
    bench.pass(3_000);
    bench.joined(ticket);
    assert!(frame.is_unique());
}
