//! Static members: who comes back under its instance id takes its own place.

use ferryman_coordinator::{AppendError, Request};
use wire::error_code::ErrorCode;
use wire::messages::{HeartbeatRequest, JoinGroupResponse};

use crate::support::{Bench, Join, code, join, str};

fn two(bench: &mut Bench) -> (String, String) {
    let mut ids = bench.stable(&[join().instance("i"), join().instance("j")]);
    let second = ids.remove(1);
    (ids.remove(0), second)
}

fn rejoin(bench: &mut Bench, join: Join) -> JoinGroupResponse {
    let ticket = join.send(bench);
    bench.joined(ticket)
}

fn heartbeat_as(bench: &mut Bench, instance: &str, member: &str) -> ErrorCode {
    let request = HeartbeatRequest {
        group_id: str("g"),
        generation_id: 1,
        member_id: str(member),
        group_instance_id: Some(str(instance)),
    };
    let ticket = bench.send(4, Request::Heartbeat(request));
    bench.beaten(ticket)
}

#[test]
fn a_restarted_follower_keeps_its_assignment_and_nobody_rebalances() {
    let mut bench = Bench::new();
    let (leader, old) = two(&mut bench);
    let answer = rejoin(&mut bench, join().instance("j"));
    assert_eq!((code(answer.error_code), answer.generation_id), (ErrorCode::None, 1));
    assert_ne!(&*answer.member_id, old.as_str());
    assert_eq!((answer.leader, answer.skip_assignment), (str(&leader), false));
    let ticket = bench.sync(1, &answer.member_id, &[]);
    assert_eq!(bench.assigned(ticket), "1");
    assert_eq!(bench.state(), "Stable");
    assert_eq!(bench.heartbeat(1, &leader), ErrorCode::None);
}

#[test]
fn a_restarted_leader_leads_on_and_is_told_to_keep_the_assignment() {
    let mut bench = Bench::new();
    two(&mut bench);
    let answer = rejoin(&mut bench, join().instance("i"));
    assert_eq!((&answer.leader, answer.skip_assignment), (&answer.member_id, true));
    assert_eq!(answer.members.len(), 2);
    let ticket = bench.sync(1, &answer.member_id, &[]);
    assert_eq!(bench.assigned(ticket), "0");
}

#[test]
fn a_restarted_leader_that_cannot_be_told_so_does_not_learn_that_it_leads() {
    let mut bench = Bench::new();
    let (old, _) = two(&mut bench);
    let answer = rejoin(&mut bench, join().version(8).instance("i"));
    assert_eq!((answer.leader, answer.skip_assignment), (str(&old), false));
    assert!(answer.members.is_empty());
    // It leads all the same: its next join makes the group rebalance.
    let id = answer.member_id;
    join().instance("i").member(&id).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn who_runs_under_the_old_id_is_fenced() {
    let mut bench = Bench::new();
    let (_, old) = two(&mut bench);
    let new = rejoin(&mut bench, join().instance("j")).member_id;
    assert_eq!(heartbeat_as(&mut bench, "j", &old), ErrorCode::FencedInstanceId);
    assert_eq!(heartbeat_as(&mut bench, "j", &new), ErrorCode::None);
    assert_eq!(heartbeat_as(&mut bench, "nobody", &new), ErrorCode::UnknownMemberId);
    assert_eq!(bench.heartbeat(1, &old), ErrorCode::UnknownMemberId);
    let answer = rejoin(&mut bench, join().instance("j").member(&old));
    assert_eq!((code(answer.error_code), answer.member_id), (ErrorCode::FencedInstanceId, str(&old)));
}

#[test]
fn who_waits_under_the_old_id_is_fenced_too() {
    let mut bench = Bench::new();
    let (leader, old) = two(&mut bench);
    join().instance("i").member(&leader).send(&mut bench);
    let duplicate = join().instance("k").send(&mut bench);
    let waits = join().instance("k").send(&mut bench);
    let fenced = bench.joined(duplicate);
    assert_eq!(code(fenced.error_code), ErrorCode::FencedInstanceId);
    assert_ne!(fenced.member_id, "");
    join().instance("j").member(&old).send(&mut bench);
    let member = bench.joined(waits).member_id;
    // Now one that waits for its assignment.
    let waits = bench.sync(2, &member, &[]);
    join().instance("k").send(&mut bench);
    assert_eq!(code(bench.synced(waits).error_code), ErrorCode::FencedInstanceId);
}

#[test]
fn a_restart_that_changes_what_the_group_would_choose_makes_it_rebalance() {
    let mut bench = Bench::new();
    let both = join().protocols(&[("a", &["t"]), ("b", &["t"])]);
    bench.stable(&[both.clone().instance("i"), both.instance("j")]);
    join().instance("i").protocols(&[("b", &["t"])]).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn a_restart_that_only_changes_what_is_read_does_not_rebalance_but_is_remembered() {
    let mut bench = Bench::new();
    two(&mut bench);
    let answer = rejoin(&mut bench, join().instance("j").protocols(&[("range", &["u"])]));
    assert_eq!((code(answer.error_code), answer.generation_id), (ErrorCode::None, 1));
    let described = bench.describe();
    bench.reload();
    assert_eq!(bench.describe(), described);
    let of_j = described.members.iter().find(|member| member.group_instance_id == Some(str("j"))).unwrap();
    assert_eq!(of_j.member_metadata, crate::support::subscription(&["u"]));
}

#[test]
fn a_restart_during_a_rebalance_counts_as_having_joined() {
    let mut bench = Bench::new();
    let (leader, _) = two(&mut bench);
    let lead = join().instance("i").member(&leader).send(&mut bench);
    assert!(!bench.is_answered(lead));
    let answer = rejoin(&mut bench, join().instance("j"));
    assert_eq!((answer.generation_id, bench.joined(lead).members.len()), (2, 2));
}

#[test]
fn a_restart_while_the_leader_assigns_begins_again_for_the_leader_knows_the_old_id() {
    let mut bench = Bench::new();
    let (leader, old) = two(&mut bench);
    let lead = join().instance("i").member(&leader).send(&mut bench);
    join().instance("j").member(&old).send(&mut bench);
    assert_eq!(bench.joined(lead).generation_id, 2);
    let waits = join().instance("j").send(&mut bench);
    assert!(!bench.is_answered(waits));
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn static_members_that_are_away_stay_members_until_their_session_ends() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[
        join().instance("i").with(|request| request.session_timeout_ms = 100_000),
        join().instance("j"),
    ]);
    // The dynamic way out is silence; the static member of the longer session survives the rebalance that follows.
    bench.pass(10_000);
    assert_eq!(bench.describe().members.len(), 1);
    assert_eq!(bench.state(), "PreparingRebalance");
    let newcomer = join().instance("k").send(&mut bench);
    bench.pass(60_000);
    let joined = bench.joined(newcomer);
    assert_eq!(joined.members.len(), 2);
    assert_eq!(joined.leader, joined.member_id);
    assert!(joined.members.iter().any(|member| member.member_id == str(&ids[0])));
}

#[test]
fn a_rebalance_nobody_joins_is_put_off_until_sessions_end() {
    let mut bench = Bench::new();
    let slow = |instance| join().instance(instance).with(|request| request.session_timeout_ms = 200_000);
    let ids = bench.stable(&[slow("i"), slow("j")]);
    let request = wire::messages::LeaveGroupRequest {
        group_id: str("g"),
        members: vec![wire::messages::leave_group::MemberIdentity {
            member_id: str(&ids[0]),
            ..Default::default()
        }],
        ..Default::default()
    };
    bench.send(3, Request::LeaveGroup(request));
    bench.pass(180_000);
    assert_eq!((bench.state(), bench.describe().members.len()), ("PreparingRebalance".to_string(), 1));
    bench.pass(30_000);
    assert_eq!(bench.state(), "Empty");
}

#[test]
fn a_replacement_that_is_not_stored_is_taken_back() {
    let mut bench = Bench::new();
    let (old, _) = two(&mut bench);
    let before = bench.describe();
    bench.commits = false;
    let ticket = join().instance("i").send(&mut bench);
    assert!(!bench.is_answered(ticket));
    bench.fail(AppendError::NotEnoughReplicas);
    assert_eq!(bench.join_code(ticket), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.describe(), before);
    assert_eq!(heartbeat_as(&mut bench, "i", &old), ErrorCode::None);
    // It leads as before.
    join().instance("i").member(&old).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn two_replacements_that_are_not_stored_are_taken_back_both() {
    let mut bench = Bench::new();
    two(&mut bench);
    let before = bench.describe();
    bench.commits = false;
    let first = join().instance("i").send(&mut bench);
    let second = join().instance("i").send(&mut bench);
    bench.fail(AppendError::NotEnoughReplicas);
    assert_eq!(bench.join_code(first), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.join_code(second), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.describe(), before);
}

#[test]
fn a_replacement_that_is_not_stored_stays_where_the_group_has_gone_on() {
    let mut bench = Bench::new();
    let (_, follower) = two(&mut bench);
    bench.commits = false;
    let ticket = join().instance("i").send(&mut bench);
    join().instance("j").member(&follower).protocols(&[("range", &["u"])]).send(&mut bench);
    bench.fail(AppendError::NotEnoughReplicas);
    assert_eq!(bench.join_code(ticket), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.describe().members.len(), 2);
    assert_eq!(bench.state(), "PreparingRebalance");
}
