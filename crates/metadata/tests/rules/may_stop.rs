//! Whether nodes may stop, and what the quorum looks like.

use ferryman_metadata::controller::{Event, MayStop, Membership, Progress, Request, Response, VoterKey};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::describe_quorum::{DescribeQuorumRequest, DescribeQuorumResponse, request};

use crate::alter_partition::alter;
use crate::harness::*;

fn may_stop(world: &mut World, nodes: &[i32]) -> MayStop {
    let Response::MayStop(answer) = world.ask(Request::MayStop(nodes.iter().copied().collect())) else {
        panic!()
    };
    answer.unwrap()
}

fn blocked(world: &mut World, nodes: &[i32]) -> (usize, Vec<String>) {
    match may_stop(world, nodes) {
        MayStop::Blocked(blocked) => (blocked.count, blocked.examples),
        MayStop::Yes => (0, vec![]),
    }
}

#[test]
fn brokers_may_stop_when_enough_in_sync_replicas_stay() {
    let mut world = World::with_brokers("4.3", 4);
    let min_isr = |topic, value| configured(topic, "min.insync.replicas", value);
    world.create(vec![min_isr(assigned("two", &[&[1, 2, 3], &[2, 3, 1]]), "2")]);
    world.create(vec![min_isr(assigned("one", &[&[1, 2]]), "1")]);
    assert_eq!(may_stop(&mut world, &[1]), MayStop::Yes);
    assert_eq!(may_stop(&mut world, &[4]), MayStop::Yes);
    assert_eq!(blocked(&mut world, &[1, 2]), (3, vec!["two-0".into(), "two-1".into(), "one-0".into()]));
    assert_eq!(blocked(&mut world, &[1, 3]), (2, vec!["two-0".into(), "two-1".into()]));
    assert_eq!(alter(&mut world, 1, "two", &[1, 3]), ErrorCode::None);
    assert_eq!(blocked(&mut world, &[3]), (1, vec!["two-0".into()]));
    assert_eq!(blocked(&mut world, &[2]), (0, vec![]), "it is not in sync where it matters");
    // Who is fenced is no help to others.
    world.lose_broker(2);
    assert_eq!(blocked(&mut world, &[1]), (3, vec!["two-0".into(), "two-1".into(), "one-0".into()]));
}

#[test]
fn a_single_replica_may_never_stop_and_more_than_there_are_cannot_be_asked_for() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("single", &[&[1]]);
    assert_eq!(blocked(&mut world, &[1]), (1, vec!["single-0".into()]));
    world.create(vec![configured(assigned("pair", &[&[2, 3]]), "min.insync.replicas", "3")]);
    assert_eq!(blocked(&mut world, &[2]), (1, vec!["pair-0".into()]), "two are needed, as many as there are");
}

#[test]
fn many_partitions_are_counted_and_some_named() {
    let mut world = World::with_brokers("4.3", 1);
    world.create(vec![topic("t", 40, 1)]);
    let (count, examples) = blocked(&mut world, &[1]);
    assert_eq!((count, examples.len()), (40, 10));
}

#[test]
fn controllers_may_stop_while_a_majority_stays_that_is_caught_up() {
    let mut world = World::new("4.3");
    assert_eq!(blocked(&mut world, &[9000]).0, 1, "the only one may not");
    world.members(&[9000, 9001, 9002], &[9003]);
    assert_eq!(blocked(&mut world, &[9001]).0, 1, "nobody else was heard of");
    world.caught_up(&[9001, 9002]);
    assert_eq!(may_stop(&mut world, &[9001]), MayStop::Yes);
    assert_eq!(may_stop(&mut world, &[9000]), MayStop::Yes);
    assert_eq!(may_stop(&mut world, &[9003]), MayStop::Yes, "it has no vote");
    assert_eq!(blocked(&mut world, &[9001, 9002]).0, 2);
    world.caught_up(&[9001]);
    assert_eq!(blocked(&mut world, &[9001]).0, 1, "9002 lags");
    assert_eq!(may_stop(&mut world, &[9002]), MayStop::Yes);
    world.caught_up(&[9001, 9002]);
    let joint = Membership { joint: true, ..world.membership.clone() };
    world.step(Event::Membership(joint));
    assert_eq!(blocked(&mut world, &[9001]).0, 1, "while voters are changed none may stop");
}

fn describe(world: &mut World) -> DescribeQuorumResponse {
    let partition = |index| request::PartitionData { partition_index: index };
    let request = DescribeQuorumRequest {
        topics: vec![
            request::TopicData { topic_name: text("__cluster_metadata"), partitions: vec![partition(0)] },
            request::TopicData { topic_name: text("other"), partitions: vec![partition(0)] },
        ],
    };
    let Response::DescribeQuorum(r) = world.ask(Request::DescribeQuorum(request)) else { panic!() };
    r
}

#[test]
fn the_quorum_is_described_with_voters_learners_and_brokers() {
    let mut world = World::new("4.3");
    world.members(&[9000, 9001], &[9002]);
    world.caught_up(&[9001, 9002]);
    let broker = VoterKey { id: 5, directory: Uuid::ZERO };
    let progress = Progress { log_end_offset: 2, last_contact_ms: world.now_ms, last_caught_up_ms: -1 };
    world.step(Event::ObserverFetched { observer: broker, progress });
    let r = describe(&mut world);
    let p = &r.topics[0].partitions[0];
    assert_eq!((p.leader_id, p.leader_epoch, p.high_watermark), (9000, 1, world.records()));
    let voters: Vec<(i32, i64)> = p.current_voters.iter().map(|v| (v.replica_id, v.log_end_offset)).collect();
    assert_eq!(voters, [(9000, world.records()), (9001, world.records())]);
    assert_eq!(p.current_voters[1].replica_directory_id, directory(9001));
    let observers: Vec<i32> = p.observers.iter().map(|o| o.replica_id).collect();
    assert_eq!(observers, [9002, 5]);
    assert_eq!(p.observers[1].last_caught_up_timestamp, -1);
    assert_eq!((r.nodes.len(), &*r.nodes[0].listeners[0].name), (2, "CONTROLLER"));
    let other = &r.topics[1].partitions[0];
    assert_eq!(ErrorCode::from_code(other.error_code), ErrorCode::UnknownTopicOrPartition);
    world.now_ms += 300_001;
    let r = describe(&mut world);
    assert_eq!(r.topics[0].partitions[0].observers.len(), 1, "who does not fetch any more is forgotten");
}
