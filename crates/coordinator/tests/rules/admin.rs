//! What tools ask: ListGroups, DescribeGroups, DeleteGroups.

use ferryman_coordinator::{Request, Response};
use wire::error_code::ErrorCode;
use wire::messages::ListGroupsRequest;

use crate::support::{Bench, code, join, str, subscription};

fn list(bench: &mut Bench, states: &[&str], types: &[&str]) -> Vec<String> {
    let request = ListGroupsRequest {
        states_filter: states.iter().map(|state| str(state)).collect(),
        types_filter: types.iter().map(|name| str(name)).collect(),
    };
    let ticket = bench.send(5, Request::ListGroups(request));
    let Response::ListGroups(answer) = bench.answer(ticket) else { panic!() };
    answer
        .groups
        .iter()
        .map(|group| format!("{} {} {}", group.group_id, group.protocol_type, group.group_state))
        .collect()
}

fn delete(bench: &mut Bench, groups: &[&str]) -> Vec<ErrorCode> {
    let ticket = bench.send(2, Request::DeleteGroups(groups.iter().map(|group| str(group)).collect()));
    let Response::DeleteGroups(results) = bench.answer(ticket) else { panic!() };
    results.iter().map(|result| code(result.error_code)).collect()
}

/// `g` stable, `h` with offsets only.
fn two_groups() -> Bench {
    let mut bench = Bench::new();
    bench.lone_member();
    let mut request = Bench::commit_request(-1, "", "t", 1);
    request.group_id = str("h");
    bench.send(9, Request::OffsetCommit(request));
    bench
}

#[test]
fn groups_are_listed_by_state_and_kind_whatever_the_case() {
    let mut bench = two_groups();
    let both = ["g consumer Stable", "h  Empty"];
    assert_eq!(list(&mut bench, &[], &[]), both);
    assert_eq!(list(&mut bench, &[" sTable "], &[]), both[..1]);
    assert_eq!(list(&mut bench, &["Empty", "Dead"], &["CLASSIC"]), both[1..]);
    assert_eq!(list(&mut bench, &["Stable", "Empty"], &["consumer", "classic"]), both);
    assert!(list(&mut bench, &["nonsense"], &[]).is_empty());
    assert!(list(&mut bench, &[], &["nonsense"]).is_empty());
    assert!(list(&mut bench, &[], &["consumer", "share"]).is_empty());
}

#[test]
fn a_stable_group_is_described_with_what_its_members_said_and_got() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join().instance("i")]);
    let described = bench.describe();
    assert_eq!(
        (&*described.group_state, &*described.protocol_type, &*described.protocol_data),
        ("Stable", "consumer", "range")
    );
    let member = &described.members[0];
    assert_eq!((&*member.member_id, &member.group_instance_id), (ids[0].as_str(), &Some(str("i"))));
    assert_eq!((&*member.client_id, &*member.client_host), ("client", "/10.0.0.1"));
    assert_eq!((&member.member_metadata, &member.member_assignment[..]), (&subscription(&["t"]), &b"0"[..]));
    join().instance("i").member(&ids[0]).protocols(&[("range", &["u"])]).send(&mut bench);
    let described = bench.describe();
    assert_eq!((&*described.group_state, &*described.protocol_data), ("CompletingRebalance", ""));
    assert!(described.members[0].member_metadata.is_empty());
}

#[test]
fn a_group_that_is_not_there_is_dead_or_unknown_as_the_version_has_it() {
    let mut bench = Bench::new();
    for (version, expected) in [(0, ErrorCode::None), (5, ErrorCode::None), (6, ErrorCode::GroupIdNotFound)] {
        let ticket = bench.send(version, Request::DescribeGroups(vec![str("g")]));
        let Response::DescribeGroups(groups) = bench.answer(ticket) else { panic!() };
        assert_eq!((&*groups[0].group_state, code(groups[0].error_code)), ("Dead", expected));
        let response = wire::messages::DescribeGroupsResponse { groups, ..Default::default() };
        wire::codec::Message::to_bytes(&response, version).unwrap();
    }
}

#[test]
fn only_groups_without_members_can_be_deleted() {
    let mut bench = two_groups();
    use ErrorCode::{GroupIdNotFound, NonEmptyGroup, None as Fine};
    assert_eq!(delete(&mut bench, &["g", "h", "nobody"]), [NonEmptyGroup, Fine, GroupIdNotFound]);
    assert_eq!(list(&mut bench, &[], &[]), ["g consumer Stable"]);
    let tombstones: Vec<bool> = bench.last_append().iter().map(|record| record.value.is_none()).collect();
    assert_eq!(tombstones, [true, true]);
}

#[test]
fn a_deleted_group_takes_its_offsets_with_it_and_stays_away_after_a_reload() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.commit(1, &id, "t", 1);
    bench.pass(10_000);
    assert_eq!(delete(&mut bench, &["g"]), [ErrorCode::None]);
    assert_eq!((bench.state(), bench.offset("t")), ("Dead".to_string(), -1));
    bench.reload();
    assert_eq!((bench.state(), bench.offset("t")), ("Dead".to_string(), -1));
}

#[test]
fn groups_are_counted_by_kind_and_state() {
    let bench = two_groups();
    let counts: Vec<_> = bench.shard.group_counts().into_iter().collect();
    assert_eq!(counts, [((str("classic"), str("Empty")), 1), ((str("classic"), str("Stable")), 1)]);
}
