//! LeaveGroup: members go, one or many, themselves or sent away.

use ferryman_coordinator::{Note, Request, Response};
use wire::error_code::ErrorCode;
use wire::messages::leave_group::MemberIdentity;
use wire::messages::{LeaveGroupRequest, LeaveGroupResponse};

use crate::support::{Bench, code, join, str};

fn identity(member: &str, instance: Option<&str>) -> MemberIdentity {
    MemberIdentity {
        member_id: str(member),
        group_instance_id: instance.map(str),
        reason: Some(str("enough")),
    }
}

fn leave(bench: &mut Bench, version: i16, members: Vec<MemberIdentity>) -> LeaveGroupResponse {
    let request = LeaveGroupRequest {
        group_id: str("g"),
        member_id: members[0].member_id.clone(),
        members: if version < 3 { Vec::new() } else { members },
    };
    let ticket = bench.send(version, Request::LeaveGroup(request));
    match bench.answer(ticket) {
        Response::LeaveGroup(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn codes(answer: &LeaveGroupResponse) -> Vec<ErrorCode> {
    answer.members.iter().map(|member| code(member.error_code)).collect()
}

#[test]
fn a_member_that_leaves_makes_the_others_rebalance() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let answer = leave(&mut bench, 5, vec![identity(&ids[0], None)]);
    assert_eq!((code(answer.error_code), codes(&answer)), (ErrorCode::None, vec![ErrorCode::None]));
    assert_eq!(bench.heartbeat(1, &ids[0]), ErrorCode::UnknownMemberId);
    assert_eq!(bench.heartbeat(1, &ids[1]), ErrorCode::RebalanceInProgress);
    let told = Note::MemberRemoved {
        group: str("g"),
        member: str(&ids[0]),
        reason: "left; client reason: enough".to_string(),
    };
    assert!(bench.notes.contains(&told));
}

#[test]
fn the_last_member_to_leave_empties_the_group() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    leave(&mut bench, 3, vec![identity(&id, None)]);
    assert_eq!(bench.state(), "Empty");
}

#[test]
fn before_version_3_one_member_leaves_and_its_code_is_the_answers() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    let answer = leave(&mut bench, 2, vec![identity("stranger", None)]);
    assert_eq!((code(answer.error_code), answer.members.len()), (ErrorCode::UnknownMemberId, 0));
    let answer = leave(&mut bench, 0, vec![identity(&id, None)]);
    assert_eq!(code(answer.error_code), ErrorCode::None);
    assert_eq!(bench.state(), "Empty");
}

#[test]
fn each_of_many_is_answered_for_itself() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join().instance("i"), join().instance("j"), join()]);
    let answer = leave(
        &mut bench,
        4,
        vec![
            identity("", Some("i")),
            identity("", Some("nobody")),
            identity("", None),
            identity(&ids[2], Some("j")),
            identity("other", Some("j")),
            identity(&ids[1], Some("j")),
        ],
    );
    use ErrorCode::{FencedInstanceId, None as Fine, UnknownMemberId};
    let expected = vec![Fine, UnknownMemberId, UnknownMemberId, FencedInstanceId, FencedInstanceId, Fine];
    assert_eq!(codes(&answer), expected);
    assert_eq!(answer.members[0].group_instance_id, Some(str("i")));
    let left: Vec<_> = bench.describe().members.iter().map(|member| member.member_id.to_string()).collect();
    assert_eq!(left, [ids[2].clone()]);
}

#[test]
fn one_who_was_only_given_an_id_can_leave_and_nobody_waits_for_it() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    let asked = join().send(&mut bench);
    let pending = bench.joined(asked).member_id;
    let lead = join().member(&id).send(&mut bench);
    assert!(!bench.is_answered(lead));
    let answer = leave(&mut bench, 3, vec![identity(&pending, None)]);
    assert_eq!(codes(&answer), [ErrorCode::None]);
    assert_eq!(bench.joined(lead).members.len(), 1);
}

#[test]
fn a_member_that_leaves_while_it_waits_is_told_that_it_is_gone() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join().instance("i"), join().instance("j")]);
    let waits = join().instance("i").member(&ids[0]).send(&mut bench);
    leave(&mut bench, 3, vec![identity("", Some("i"))]);
    let answer = bench.joined(waits);
    assert_eq!((code(answer.error_code), &*answer.member_id), (ErrorCode::UnknownMemberId, ""));
    // The same for one that waits for its assignment.
    let again = join().instance("j").member(&ids[1]).send(&mut bench);
    assert_eq!(bench.joined(again).generation_id, 2);
    let third = join().instance("k").send(&mut bench);
    let again = join().instance("j").member(&ids[1]).send(&mut bench);
    let (leader, follower) = (bench.joined(again), bench.joined(third));
    let waits = bench.sync(3, &follower.member_id, &[]);
    leave(&mut bench, 3, vec![identity("", Some("k"))]);
    assert_eq!(code(bench.synced(waits).error_code), ErrorCode::UnknownMemberId);
    assert_eq!(leader.leader, leader.member_id);
}

#[test]
fn nobody_can_leave_a_group_that_is_not_there() {
    let mut bench = Bench::new();
    let answer = leave(&mut bench, 3, vec![identity("m", None)]);
    assert_eq!(
        (code(answer.error_code), codes(&answer)),
        (ErrorCode::None, vec![ErrorCode::UnknownMemberId])
    );
    let answer = leave(&mut bench, 1, vec![identity("m", None)]);
    assert_eq!(code(answer.error_code), ErrorCode::UnknownMemberId);
    let ticket = bench.send(3, Request::LeaveGroup(LeaveGroupRequest::default()));
    let Response::LeaveGroup(answer) = bench.answer(ticket) else { panic!() };
    assert_eq!(code(answer.error_code), ErrorCode::InvalidGroupId);
}

#[test]
fn leaving_during_the_first_rebalance_does_not_cut_it_short() {
    let mut bench = Bench::new();
    let first = join().instance("i").send(&mut bench);
    let second = join().instance("j").send(&mut bench);
    leave(&mut bench, 3, vec![identity("", Some("j"))]);
    assert_eq!(bench.join_code(second), ErrorCode::UnknownMemberId);
    bench.pass(2_999);
    assert!(!bench.is_answered(first));
    bench.pass(3_001);
    assert_eq!(bench.joined(first).members.len(), 1);
}
