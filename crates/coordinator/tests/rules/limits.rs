//! What a peer cannot make a shard hold.

use bytes::Bytes;
use ferryman_coordinator::{Config, Limits, Request};
use wire::error_code::ErrorCode;

use crate::support::{Bench, code, join, str};

fn limited(limits: Limits) -> Bench {
    Bench::with(Config { limits, ..Config::default() })
}

#[test]
fn a_shard_has_room_for_so_many_groups() {
    let mut bench = limited(Limits { groups: 2, ..Limits::default() });
    let join_to = |bench: &mut Bench, group: &str| {
        let ticket = join().with(|request| request.group_id = str(group)).send(bench);
        bench.join_code(ticket)
    };
    assert_eq!(join_to(&mut bench, "a"), ErrorCode::MemberIdRequired);
    assert_eq!(bench.commit(-1, "", "t", 1), ErrorCode::None);
    assert_eq!(join_to(&mut bench, "c"), ErrorCode::PolicyViolation);
    let mut request = Bench::commit_request(-1, "", "t", 1);
    request.group_id = str("d");
    let ticket = bench.send(9, Request::OffsetCommit(request));
    assert_eq!(bench.committed(ticket), ErrorCode::PolicyViolation);
    // Those that are there go on.
    assert_eq!(join_to(&mut bench, "g"), ErrorCode::MemberIdRequired);
    assert_eq!(bench.commit(-1, "", "t", 2), ErrorCode::None);
}

#[test]
fn a_shard_has_room_for_so_many_offsets() {
    let mut bench = limited(Limits { offsets: 1, ..Limits::default() });
    assert_eq!(bench.commit(-1, "", "t", 1), ErrorCode::None);
    assert_eq!(bench.commit(-1, "", "u", 1), ErrorCode::InvalidCommitOffsetSize);
    assert_eq!(bench.commit(-1, "", "t", 2), ErrorCode::None);
    assert_eq!(bench.offset("t"), 2);
}

#[test]
fn a_group_waits_for_so_many_who_were_given_an_id() {
    let mut bench = limited(Limits { pending_members: 1, ..Limits::default() });
    let first = join().send(&mut bench);
    let second = join().send(&mut bench);
    assert_eq!(bench.join_code(first), ErrorCode::MemberIdRequired);
    assert_eq!(bench.join_code(second), ErrorCode::CoordinatorNotAvailable);
    bench.pass(10_000);
    let third = join().send(&mut bench);
    assert_eq!(bench.join_code(third), ErrorCode::MemberIdRequired);
}

#[test]
fn a_member_offers_so_much() {
    let mut bench = limited(Limits { protocols: 2, subscription_bytes: 40, ..Limits::default() });
    let two: &[(&str, &[&str])] = &[("a", &["t"]), ("b", &["t"])];
    let three: &[(&str, &[&str])] = &[("a", &["t"]), ("b", &["t"]), ("c", &["t"])];
    let wide: &[(&str, &[&str])] = &[("a", &["a-rather-long-topic"]), ("b", &["another-long-topic"])];
    let cases = [
        (two, ErrorCode::MemberIdRequired),
        (three, ErrorCode::InvalidRequest),
        (wide, ErrorCode::MessageTooLarge),
    ];
    for (offer, expected) in cases {
        let ticket = join().protocols(offer).send(&mut bench);
        assert_eq!(bench.join_code(ticket), expected);
    }
}

#[test]
fn a_leader_assigns_so_much() {
    let mut bench = limited(Limits { assignment_bytes: 4, ..Limits::default() });
    let ticket = join().version(3).send(&mut bench);
    bench.pass(3_000);
    let id = bench.joined(ticket).member_id;
    let ticket = bench.sync(1, &id, &[(&id, "12345")]);
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::MessageTooLarge);
    let ticket = bench.sync(1, &id, &[(&id, "1234")]);
    assert_eq!(bench.assigned(ticket), "1234");
}

#[test]
fn so_much_waits_to_be_committed() {
    let mut bench = limited(Limits { uncommitted_bytes: 1, ..Limits::default() });
    bench.commits = false;
    let commit =
        |bench: &mut Bench| bench.send(9, Request::OffsetCommit(Bench::commit_request(-1, "", "t", 1)));
    let first = commit(&mut bench);
    assert!(bench.shard.uncommitted().0 > 0);
    let second = commit(&mut bench);
    let join = join().with(|request| request.group_id = str("other")).send(&mut bench);
    assert_eq!(bench.join_code(join), ErrorCode::CoordinatorNotAvailable);
    bench.commit_all();
    assert_eq!(bench.committed(first), ErrorCode::None);
    assert_eq!(bench.committed(second), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.shard.uncommitted(), (0, 0));
    let third = commit(&mut bench);
    bench.commit_all();
    assert_eq!(bench.committed(third), ErrorCode::None);
}

#[test]
fn so_many_replies_wait() {
    let mut bench = limited(Limits { waiting_replies: 1, ..Limits::default() });
    bench.commits = false;
    let first = bench.send(9, Request::OffsetCommit(Bench::commit_request(-1, "", "t", 1)));
    let second = bench.send(9, Request::OffsetCommit(Bench::commit_request(-1, "", "t", 2)));
    assert_eq!(bench.committed(second), ErrorCode::CoordinatorNotAvailable);
    bench.commit_all();
    assert_eq!(bench.committed(first), ErrorCode::None);
    // It was written all the same; saying that it may not have been is always true.
    assert_eq!(bench.offset("t"), 2);
}

#[test]
fn the_frame_of_a_commit_is_not_held_on_to() {
    let frame = Bytes::from(vec![b'x'; 64]);
    let text = || wire::codec::Str::from_utf8(frame.slice(0..8)).unwrap();
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 1);
    request.group_id = text();
    request.topics[0].name = text();
    request.topics[0].partitions[0].committed_metadata = Some(text());
    let ticket = bench.send(9, Request::OffsetCommit(request));
    assert_eq!(bench.committed(ticket), ErrorCode::None);
    assert!(frame.is_unique());
}
