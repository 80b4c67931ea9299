//! Changes of voters: one at a time, with nothing else on its way.

use ferryman_metadata::controller::{
    Applied, Effect, Event, Membership, MembershipId, Request, Response, Ticket, VoterKey,
};
use ferryman_metadata::image::Voter;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::add_raft_voter::{AddRaftVoterRequest, Listener};
use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;

use crate::harness::*;

fn add(id: i32) -> AddRaftVoterRequest {
    AddRaftVoterRequest {
        cluster_id: Some(text(CLUSTER)),
        timeout_ms: 10_000,
        voter_id: id,
        voter_directory_id: directory(id),
        listeners: vec![Listener { name: text("CONTROLLER"), host: text("localhost"), port: 9093 }],
        ack_when_committed: true,
    }
}

fn remove(id: i32) -> RemoveRaftVoterRequest {
    RemoveRaftVoterRequest { cluster_id: None, voter_id: id, voter_directory_id: directory(id) }
}

fn code(world: &mut World, ticket: Ticket) -> Option<ErrorCode> {
    let code = match world.replies.remove(&ticket)? {
        Response::AddRaftVoter(r) => r.error_code,
        Response::RemoveRaftVoter(r) => r.error_code,
        other => panic!("{other:?}"),
    };
    Some(ErrorCode::from_code(code))
}

/// The change that the quorum was asked for, if it was.
fn change(world: &mut World) -> Option<(Vec<Voter>, i64, bytes::Bytes, MembershipId)> {
    let at = world.others.iter().position(|effect| matches!(effect, Effect::ChangeVoters { .. }))?;
    let Effect::ChangeVoters { term, base_offset, voters, batch, precondition } = world.others.remove(at)
    else {
        panic!()
    };
    assert_eq!(term, world.term);
    Some((voters, base_offset, batch, precondition))
}

/// The quorum makes the change: membership, then the entry.
fn make(world: &mut World) {
    let (voters, base_offset, batch, precondition) = change(world).expect("the quorum is asked");
    assert_eq!(precondition, world.membership.id);
    let ids: Vec<i32> = voters.iter().map(|voter| voter.id).collect();
    world.members(&ids, &[]);
    let term = world.term;
    let batch = stamped(&batch, base_offset, term);
    world.apply(Applied { term, base_offset, count: 1, batch, private: bytes::Bytes::new() });
}

fn voter_ids(world: &World) -> Vec<i32> {
    world.image().quorum().voters.iter().map(|voter| voter.id).collect()
}

#[test]
fn a_voter_is_added_when_it_has_all_that_was_committed() {
    let mut world = World::with_brokers("4.3", 1);
    let ticket = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    let learner =
        world.others.iter().any(|e| matches!(e, Effect::AddLearner { learner } if learner.id == 9001));
    assert!(learner, "it follows without a vote first");
    assert_eq!(change(&mut world), None);
    world.members(&[9000], &[9001]);
    assert_eq!(change(&mut world), None, "it was not heard of yet");
    // While it catches up all else goes on.
    world.create_with("t", &[&[1]]);
    world.caught_up(&[9001]);
    make(&mut world);
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::None));
    assert_eq!(voter_ids(&world), [9000, 9001]);
    assert_eq!(world.image().quorum().voters[1].directory, directory(9001));
    // And all goes on behind it, at the offsets that are free.
    world.create_with("u", &[&[1]]);
}

#[test]
fn nothing_is_written_between_the_change_and_its_record() {
    let mut world = World::with_brokers("4.3", 1);
    world.members(&[9000], &[9001]);
    world.caught_up(&[9001]);
    // Something is on its way when the change comes.
    let request = Request::CreateTopics(wire::messages::create_topics::CreateTopicsRequest {
        topics: vec![topic("before", 1, 1)],
        ..Default::default()
    });
    let before = world.send(request, 7, false);
    let ticket = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    let request = world.registration(7);
    let during = world.send(Request::BrokerRegistration(request), 4, false);
    world.step(Event::Flush);
    assert_eq!(change(&mut world), None, "what was before is not committed");
    assert_eq!(world.proposed.len(), 1);
    while world.commit_one() {}
    assert!(world.replies.remove(&before).is_some());
    assert!(!world.replies.contains_key(&during));
    assert!(world.proposed.is_empty(), "nothing is proposed while voters change");
    make(&mut world);
    world.commit();
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::None));
    let Some(Response::BrokerRegistration(r)) = world.replies.remove(&during) else { panic!() };
    let broker = world.image().brokers().get(7).unwrap();
    assert_eq!((r.broker_epoch, broker.registered_at), (broker.epoch, broker.epoch));
}

#[test]
fn one_change_at_a_time() {
    let mut world = World::new("4.3");
    let first = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    let second = world.send(Request::AddRaftVoter(add(9002)), 1, false);
    let third = world.send(Request::RemoveRaftVoter(remove(9000)), 0, false);
    assert_eq!(code(&mut world, first), None);
    assert_eq!(code(&mut world, second), Some(ErrorCode::RequestTimedOut));
    assert_eq!(code(&mut world, third), Some(ErrorCode::RequestTimedOut));
}

#[test]
fn a_voter_that_does_not_catch_up_is_given_up() {
    let mut world = World::new("4.3");
    let ticket = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    world.members(&[9000], &[9001]);
    world.pass(9_900);
    assert_eq!(code(&mut world, ticket), None);
    let wakes = |e: &&Effect| matches!(e, Effect::Wake { mono_ms } if *mono_ms == 60_000);
    assert_eq!(world.others.iter().filter(wakes).count(), 1, "asked to be woken for it");
    world.pass(200);
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::RequestTimedOut));
    let removed =
        world.others.iter().any(|e| matches!(e, Effect::RemoveLearner { learner } if learner.id == 9001));
    assert!(removed, "it follows no more");
    assert_eq!(change(&mut world), None);
}

#[test]
fn a_change_that_the_quorum_refuses_leaves_all_as_it_was() {
    let mut world = World::with_brokers("4.3", 1);
    world.members(&[9000], &[9001]);
    world.caught_up(&[9001]);
    let ticket = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    assert!(change(&mut world).is_some());
    world.step(Event::VoterChangeFailed { reason: "another membership".into() });
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::RequestTimedOut));
    assert_eq!(voter_ids(&world), [9000]);
    world.create_with("t", &[&[1]]);
}

#[test]
fn voters_that_make_no_sense_are_refused() {
    let mut world = World::new("4.3");
    world.members(&[9000, 9001], &[]);
    world.caught_up(&[9001]);
    let mut case = |request: Request| {
        let ticket = world.send(request, 1, false);
        let code = code(&mut world, ticket).expect("refused at once");
        assert_eq!(change(&mut world), None);
        code
    };
    use ErrorCode as E;
    let other = |change: &dyn Fn(&mut AddRaftVoterRequest)| {
        let mut request = add(9002);
        change(&mut request);
        Request::AddRaftVoter(request)
    };
    assert_eq!(case(other(&|r| r.cluster_id = Some(text("another")))), E::InconsistentClusterId);
    assert_eq!(case(other(&|r| r.voter_directory_id = Uuid::ZERO)), E::InvalidRequest);
    assert_eq!(case(other(&|r| r.voter_id = -1)), E::InvalidRequest);
    assert_eq!(case(other(&|r| r.listeners.clear())), E::InvalidRequest);
    assert_eq!(case(other(&|r| r.listeners[0].name = text("OTHER"))), E::InvalidRequest);
    assert_eq!(case(Request::AddRaftVoter(add(9001))), E::DuplicateVoter);
    let mut elsewhere = add(9001);
    elsewhere.voter_directory_id = Uuid::from_u128(987);
    assert_eq!(case(Request::AddRaftVoter(elsewhere)), E::DuplicateVoter, "the same node on another disk");
    let mut gone = remove(9001);
    gone.voter_directory_id = Uuid::from_u128(987);
    assert_eq!(case(Request::RemoveRaftVoter(gone)), E::VoterNotFound);
    assert_eq!(case(Request::RemoveRaftVoter(remove(9005))), E::VoterNotFound);
}

#[test]
fn a_voter_is_removed_while_those_that_stay_can_decide() {
    let mut world = World::new("4.3");
    let ticket = world.send(Request::RemoveRaftVoter(remove(9000)), 0, false);
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::InvalidRequest), "the only one");
    world.members(&[9000, 9001, 9002], &[]);
    world.caught_up(&[9001]);
    let ticket = world.send(Request::RemoveRaftVoter(remove(9001)), 0, false);
    assert_eq!(
        code(&mut world, ticket),
        Some(ErrorCode::RequestTimedOut),
        "9002 would be needed and is away"
    );
    world.caught_up(&[9001, 9002]);
    let ticket = world.send(Request::RemoveRaftVoter(remove(9001)), 0, false);
    make(&mut world);
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::None));
    assert_eq!(voter_ids(&world), [9000, 9002]);
}

#[test]
fn a_leader_that_is_to_go_hands_over_first() {
    let mut world = World::new("4.3");
    world.members(&[9000, 9001, 9002], &[]);
    world.caught_up(&[9001, 9002]);
    let ticket = world.send(Request::RemoveRaftVoter(remove(9000)), 0, false);
    let to = world.others.iter().find_map(|e| if let Effect::HandOver { to } = e { Some(*to) } else { None });
    assert!(matches!(to, Some(VoterKey { id: 9001 | 9002, .. })), "{to:?}");
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::NotController), "the next leader is asked again");
    assert_eq!(change(&mut world), None);
}

#[test]
fn a_new_leader_finishes_a_change_that_was_left_half_done() {
    let mut world = World::with_brokers("4.3", 1);
    world.members(&[9000, 9001], &[]);
    let joint = Membership { joint: true, ..world.membership.clone() };
    world.step(Event::Membership(joint));
    world.term = 2;
    let next_offset = world.records();
    world.step(Event::BecameLeader { term: 2, next_offset });
    let request = world.registration(3);
    let ticket = world.send(Request::BrokerRegistration(request), 4, false);
    world.commit();
    assert!(!world.replies.contains_key(&ticket), "nothing is written before the voters are clear");
    make(&mut world);
    world.commit();
    assert_eq!(voter_ids(&world), [9000, 9001]);
    assert!(world.replies.contains_key(&ticket));
    assert_eq!(change(&mut world), None);
}

#[test]
fn an_asker_that_does_not_wait_is_told_before_the_change_is_committed() {
    let mut world = World::new("4.3");
    world.members(&[9000], &[9001]);
    world.caught_up(&[9001]);
    let request = AddRaftVoterRequest { ack_when_committed: false, ..add(9001) };
    let ticket = world.send(Request::AddRaftVoter(request), 1, false);
    assert_eq!(code(&mut world, ticket), Some(ErrorCode::None));
    make(&mut world);
    assert_eq!(voter_ids(&world), [9000, 9001]);
}

#[test]
fn who_asked_is_told_when_leadership_is_lost() {
    let mut world = World::new("4.3");
    let catching_up = world.send(Request::AddRaftVoter(add(9001)), 1, false);
    world.step(Event::LostLeadership);
    assert_eq!(code(&mut world, catching_up), Some(ErrorCode::NotController));
}
