//! Between handing out records and hearing that they are committed, or are not.

use ferryman_coordinator::{AppendError, Event, Request, Response, Ticket, Token};
use wire::error_code::ErrorCode;

use crate::support::{Bench, code, join, str};

/// A bench whose appends are committed when the test says so.
fn held() -> Bench {
    let mut bench = Bench::new();
    bench.commits = false;
    bench
}

fn commit(bench: &mut Bench, topic: &str, offset: i64) -> u64 {
    bench.send(9, Request::OffsetCommit(Bench::commit_request(-1, "", topic, offset)))
}

#[test]
fn a_commit_is_answered_when_it_is_committed_and_not_before() {
    let mut bench = held();
    let ticket = commit(&mut bench, "t", 1);
    assert!(!bench.is_answered(ticket));
    bench.commit_next();
    assert_eq!(bench.committed(ticket), ErrorCode::None);
}

#[test]
fn plain_reads_see_what_is_committed_and_stable_ones_wait_for_the_rest() {
    let mut bench = held();
    commit(&mut bench, "t", 1);
    bench.commit_next();
    commit(&mut bench, "t", 2);
    assert_eq!(bench.offset("t"), 1);
    let stable = bench.fetch("t", true);
    commit(&mut bench, "t", 3);
    assert!(!bench.is_answered(stable));
    bench.commit_next();
    assert_eq!(bench.fetched(stable).committed_offset, 2);
    assert_eq!(bench.offset("t"), 2);
}

#[test]
fn a_reply_waits_for_its_own_group_only() {
    let mut bench = held();
    commit(&mut bench, "t", 1);
    let mut other = Bench::commit_request(-1, "", "t", 3);
    other.group_id = str("h");
    let ticket = bench.send(
        9,
        Request::OffsetFetch(ferryman_coordinator::GroupOffsets {
            group: wire::messages::offset_fetch::OffsetFetchRequestGroup {
                group_id: str("h"),
                topics: None,
                ..Default::default()
            },
            require_stable: true,
        }),
    );
    assert!(bench.is_answered(ticket));
}

#[test]
fn a_newcomer_of_a_new_group_hears_its_id_when_the_group_is_committed() {
    let mut bench = held();
    let ticket = join().send(&mut bench);
    assert!(!bench.is_answered(ticket));
    assert_eq!(bench.state(), "Dead");
    bench.commit_next();
    assert_eq!(bench.join_code(ticket), ErrorCode::MemberIdRequired);
    assert_eq!(bench.state(), "Empty");
}

#[test]
fn an_assignment_is_heard_of_when_it_is_committed_and_told_to_nobody_before() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(6_000);
    let (leader, follower) = (bench.joined(first).member_id, bench.joined(second).member_id);
    bench.commits = false;
    let early = bench.sync(1, &follower, &[]);
    let leads = bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    let beat = bench.beat(1, &leader);
    assert!(!bench.is_answered(leads) && !bench.is_answered(early) && !bench.is_answered(beat));
    let described = bench.describe();
    assert_eq!(described.group_state, "CompletingRebalance");
    assert!(described.members.iter().all(|member| member.member_assignment.is_empty()));
    bench.commit_next();
    assert_eq!((bench.assigned(leads), bench.assigned(early)), ("0".to_string(), "1".to_string()));
    assert_eq!(bench.beaten(beat), ErrorCode::None);
    assert_eq!(bench.state(), "Stable");
}

#[test]
fn an_assignment_that_is_not_appended_is_nobodys_and_the_members_join_again() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(6_000);
    let (leader, follower) = (bench.joined(first).member_id, bench.joined(second).member_id);
    bench.commits = false;
    let early = bench.sync(1, &follower, &[]);
    let leads = bench.sync(1, &leader, &[(&leader, "0"), (&follower, "1")]);
    bench.fail(AppendError::TooLarge);
    for ticket in [early, leads] {
        let answer = bench.synced(ticket);
        assert_eq!((code(answer.error_code), answer.assignment.len()), (ErrorCode::UnknownServerError, 0));
    }
    assert_eq!(bench.heartbeat(1, &leader), ErrorCode::RebalanceInProgress);
    assert_eq!(bench.state(), "PreparingRebalance");
    assert!(bench.describe().members.iter().all(|member| member.member_assignment.is_empty()));
}

#[test]
fn an_assignment_the_group_has_left_behind_changes_nothing_when_it_is_settled() {
    for fails in [false, true] {
        let mut bench = Bench::new();
        let first = join().version(3).send(&mut bench);
        bench.pass(3_000);
        let leader = bench.joined(first).member_id;
        bench.commits = false;
        bench.sync(1, &leader, &[(&leader, "0")]);
        let again = join().member(&leader).send(&mut bench);
        if fails {
            bench.fail(AppendError::NotEnoughReplicas);
        } else {
            bench.commit_next();
        }
        assert_eq!(bench.state(), "CompletingRebalance");
        let expected = if fails { ErrorCode::CoordinatorNotAvailable } else { ErrorCode::None };
        assert_eq!(bench.join_code(again), expected);
        bench.commits = true;
        let ticket = bench.sync(2, &leader, &[(&leader, "new")]);
        assert_eq!(bench.assigned(ticket), "new");
    }
}

#[test]
fn what_failed_never_happened() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    let before = bench.log.clone();
    bench.commits = false;
    let tickets = [commit(&mut bench, "t", 2), commit(&mut bench, "t", 3), commit(&mut bench, "u", 4)];
    let stable = bench.fetch("t", true);
    bench.fail(AppendError::NotLeader);
    for ticket in tickets {
        assert_eq!(bench.committed(ticket), ErrorCode::NotCoordinator);
    }
    let Response::OffsetFetch(answer) = bench.answer(stable) else { panic!() };
    assert_eq!((code(answer.error_code), answer.topics.len()), (ErrorCode::NotCoordinator, 0));
    assert_eq!((bench.offset("t"), bench.offset("u")), (1, -1));
    assert_eq!(bench.log, before);
}

#[test]
fn only_the_failed_batch_and_later_ones_are_undone() {
    let mut bench = held();
    let kept = commit(&mut bench, "t", 1);
    let failed = commit(&mut bench, "t", 2);
    let from = bench.log[1].token;
    bench.log.truncate(1);
    bench.step(Event::AppendFailed { from, cause: AppendError::NotEnoughReplicas });
    assert_eq!(bench.committed(failed), ErrorCode::CoordinatorNotAvailable);
    assert!(!bench.is_answered(kept));
    bench.commit_next();
    assert_eq!(bench.committed(kept), ErrorCode::None);
    assert_eq!(bench.offset("t"), 1);
}

#[test]
fn a_group_whose_creation_failed_is_gone_with_everybody_who_joined_it() {
    let mut bench = held();
    let first = join().version(3).send(&mut bench);
    let second = join().instance("i").send(&mut bench);
    bench.fail(AppendError::NotEnoughReplicas);
    assert_eq!(bench.join_code(first), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.join_code(second), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.state(), "Dead");
    assert!(bench.shard.group_counts().is_empty());
    // Nothing of it comes back with the time.
    let replies = bench.replies.len();
    bench.pass(700_000);
    assert_eq!(bench.replies.len(), replies);
}

#[test]
fn a_group_whose_deletion_failed_is_there_as_before() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.commits = false;
    let ticket = bench.send(2, Request::DeleteGroups(vec![str("g")]));
    assert_eq!((bench.state(), bench.offset("t")), ("Empty".to_string(), 1));
    // Somebody uses the name again meanwhile.
    let again = join().send(&mut bench);
    bench.fail(AppendError::NotEnoughReplicas);
    let Response::DeleteGroups(results) = bench.answer(ticket) else { panic!() };
    assert_eq!(code(results[0].error_code), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(bench.join_code(again), ErrorCode::CoordinatorNotAvailable);
    assert_eq!((bench.state(), bench.offset("t")), ("Empty".to_string(), 1));
}

#[test]
fn a_name_can_be_used_again_while_its_last_group_is_being_deleted() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.commits = false;
    bench.send(2, Request::DeleteGroups(vec![str("g")]));
    let ticket = commit(&mut bench, "u", 2);
    bench.commit_next();
    assert_eq!((bench.state(), bench.offset("t")), ("Dead".to_string(), -1));
    bench.commit_next();
    assert_eq!(bench.committed(ticket), ErrorCode::None);
    assert_eq!((bench.state(), bench.offset("t"), bench.offset("u")), ("Empty".to_string(), -1, 2));
}

#[test]
fn that_a_group_is_empty_is_written_again_until_it_is_in_the_log() {
    let mut bench = Bench::new();
    bench.lone_member();
    bench.commits = false;
    bench.pass(10_000);
    for _ in 0..3 {
        bench.fail(AppendError::NotEnoughReplicas);
        bench.pass(1_000);
    }
    bench.commits = true;
    bench.commit_all();
    bench.reload();
    assert_eq!(bench.state(), "Empty");
    // And no more once somebody is in it.
    let ticket = join().version(3).send(&mut bench);
    bench.pass(3_000);
    let id = bench.joined(ticket).member_id;
    let ticket = bench.sync(3, &id, &[]);
    bench.assigned(ticket);
    bench.commits = false;
    bench.pass(10_000);
    bench.fail(AppendError::NotEnoughReplicas);
    join().version(3).send(&mut bench);
    let appended = bench.log.len();
    bench.pass(2_000);
    assert_eq!(bench.log.len(), appended);
}

#[test]
fn who_waits_too_long_is_told_to_come_again_and_the_records_stay() {
    let mut bench = held();
    let early = commit(&mut bench, "t", 1);
    bench.pass(3_000);
    let late = commit(&mut bench, "t", 2);
    let fetch = bench.fetch("t", true);
    bench.pass(1_999);
    assert!(!bench.is_answered(early));
    bench.pass(1);
    assert_eq!(bench.committed(early), ErrorCode::CoordinatorNotAvailable);
    assert!(!bench.is_answered(late));
    bench.pass(3_000);
    assert_eq!(bench.committed(late), ErrorCode::CoordinatorNotAvailable);
    // Consumers before 3.9 do not know that code here.
    let Response::OffsetFetch(answer) = bench.answer(fetch) else { panic!() };
    assert_eq!(code(answer.error_code), ErrorCode::NotCoordinator);
    bench.commit_all();
    assert_eq!(bench.offset("t"), 2);
}

#[test]
fn an_assignment_that_is_committed_late_holds() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    bench.pass(3_000);
    let leader = bench.joined(first).member_id;
    bench.commits = false;
    let ticket = bench.sync(1, &leader, &[(&leader, "0")]);
    bench.pass(5_000);
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::CoordinatorNotAvailable);
    let again = bench.sync(1, &leader, &[(&leader, "other")]);
    bench.commit_all();
    assert_eq!(bench.assigned(again), "0");
}

#[test]
fn sessions_begin_when_the_assignment_is_heard_of() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    bench.pass(3_000);
    let leader = bench.joined(first).member_id;
    bench.commits = false;
    bench.sync(1, &leader, &[(&leader, "0")]);
    bench.pass(4_000);
    bench.commit_all();
    bench.commits = true;
    bench.pass(9_999);
    assert_eq!(bench.heartbeat(1, &leader), ErrorCode::None);
}

#[test]
fn a_shard_that_resigns_answers_everybody_and_knows_nothing_any_more() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    let waits_to_join = join().member(&ids[0]).send(&mut bench);
    bench.commits = false;
    let waits_to_commit = bench.send(9, Request::OffsetCommit(Bench::commit_request(1, &ids[1], "t", 1)));
    bench.step(Event::Resign);
    let answer = bench.joined(waits_to_join);
    assert_eq!((code(answer.error_code), answer.member_id), (ErrorCode::NotCoordinator, str(&ids[0])));
    assert_eq!(bench.committed(waits_to_commit), ErrorCode::NotCoordinator);
    assert_eq!(bench.wake_at_ms, None);
    // Whatever comes now.
    bench.step(Event::Committed { through: Token(u64::MAX) });
    bench.step(Event::AppendFailed { from: Token(0), cause: AppendError::NotLeader });
    bench.step(Event::Tick);
    bench.step(Event::Resign);
    assert_eq!(bench.heartbeat(1, &ids[0]), ErrorCode::NotCoordinator);
    let ticket = bench.send(5, Request::ListGroups(Default::default()));
    let Response::ListGroups(answer) = bench.answer(ticket) else { panic!() };
    assert_eq!(code(answer.error_code), ErrorCode::NotCoordinator);
}

#[test]
fn who_waits_for_its_assignment_hears_of_the_resignation() {
    let mut bench = Bench::new();
    let first = join().version(3).send(&mut bench);
    let second = join().version(3).send(&mut bench);
    bench.pass(6_000);
    bench.joined(first);
    let follower = bench.joined(second).member_id;
    let ticket = bench.sync(1, &follower, &[]);
    bench.step(Event::Resign);
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::NotCoordinator);
}

#[test]
fn while_a_partition_is_loaded_only_heartbeats_are_taken_on_trust() {
    let heartbeat = Request::Heartbeat(Default::default());
    let Response::Heartbeat(answer) = Response::while_loading(&heartbeat, 4) else { panic!() };
    assert_eq!(code(answer.error_code), ErrorCode::None);
    let others = [
        Request::JoinGroup(Default::default()),
        Request::SyncGroup(Default::default()),
        Request::LeaveGroup(Default::default()),
        Request::OffsetDelete(Default::default()),
        Request::ListGroups(Default::default()),
    ];
    for request in others {
        let code = match Response::while_loading(&request, 0) {
            Response::JoinGroup(answer) => answer.error_code,
            Response::SyncGroup(answer) => answer.error_code,
            Response::LeaveGroup(answer) => answer.error_code,
            Response::OffsetDelete(answer) => answer.error_code,
            Response::ListGroups(answer) => answer.error_code,
            other => panic!("{other:?}"),
        };
        assert_eq!(ErrorCode::from_code(code), ErrorCode::CoordinatorLoadInProgress);
    }
}

#[test]
fn settling_what_is_not_in_flight_does_nothing() {
    let mut bench = held();
    commit(&mut bench, "t", 1);
    bench.step(Event::AppendFailed { from: Token(99), cause: AppendError::Storage });
    bench.commit_all();
    bench.step(Event::Committed { through: Token(0) });
    bench.step(Event::AppendFailed { from: Token(0), cause: AppendError::Storage });
    assert_eq!(bench.offset("t"), 1);
    let ticket = Ticket(1);
    assert!(bench.is_answered(ticket.0));
}
