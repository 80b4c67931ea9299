//! Reassignments: begun, waited for, ended, given up.

use ferryman_metadata::controller::{Request, Response};
use wire::error_code::ErrorCode;
use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use wire::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsTopics, OngoingTopicReassignment,
};

use crate::alter_partition::{alter, ask, send};
use crate::harness::*;

fn reassign_if(world: &mut World, name: &str, to: Option<&[i32]>, factor_may_change: bool) -> ErrorCode {
    let partitions = vec![ReassignablePartition { partition_index: 0, replicas: to.map(<[i32]>::to_vec) }];
    let request = AlterPartitionReassignmentsRequest {
        allow_replication_factor_change: factor_may_change,
        topics: vec![ReassignableTopic { name: text(name), partitions }],
        ..Default::default()
    };
    let Response::AlterPartitionReassignments(r) =
        world.ask_at(Request::AlterPartitionReassignments(request), 1)
    else {
        panic!()
    };
    assert_eq!(r.error_code, 0);
    ErrorCode::from_code(r.responses[0].partitions[0].error_code)
}

fn reassign(world: &mut World, name: &str, to: &[i32]) -> ErrorCode {
    reassign_if(world, name, Some(to), true)
}

fn listed(
    world: &mut World,
    topics: Option<Vec<ListPartitionReassignmentsTopics>>,
) -> Vec<OngoingTopicReassignment> {
    let request = ListPartitionReassignmentsRequest { topics, ..Default::default() };
    let Response::ListPartitionReassignments(r) = world.ask(Request::ListPartitionReassignments(request))
    else {
        panic!()
    };
    r.topics
}

#[test]
fn new_replicas_are_added_then_old_ones_taken_away_when_they_are_in_sync() {
    let mut world = World::with_brokers("4.3", 5);
    world.create_with("t", &[&[1, 2, 3]]);
    assert_eq!(reassign(&mut world, "t", &[4, 5, 3]), ErrorCode::None);
    let partition = world.partition("t", 0);
    assert_eq!(partition.replicas, [4, 5, 3, 1, 2]);
    assert_eq!((partition.adding, partition.removing), (vec![4, 5], vec![1, 2]));
    assert_eq!((partition.leader, partition.leader_epoch, partition.isr), (1, 0, vec![1, 2, 3]));
    assert_eq!(partition.directories[0], directory(4), "new replicas have directories at once");
    let told = listed(&mut world, None);
    assert_eq!((&*told[0].name, &told[0].partitions[0].adding_replicas), ("t", &vec![4, 5]));
    assert_eq!(alter(&mut world, 1, "t", &[1, 2, 3, 4]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).replicas.len(), 5, "not all that were added are in sync");
    // Completing moves leadership away from the sender: it is told so, and the change is made.
    assert_eq!(alter(&mut world, 1, "t", &[1, 2, 3, 4, 5]), ErrorCode::NewLeaderElected);
    let partition = world.partition("t", 0);
    assert_eq!((partition.replicas.clone(), partition.isr.clone()), (vec![4, 5, 3], vec![3, 4, 5]));
    assert_eq!((partition.leader, partition.leader_epoch), (4, 1));
    assert!(!partition.is_reassigning());
    assert!(listed(&mut world, None).is_empty());
    assert_eq!(world.image().topics().replicas_on(1), 0);
}

#[test]
fn a_leader_that_stays_is_told_of_the_end_and_gets_a_new_epoch() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(reassign(&mut world, "t", &[1, 3]), ErrorCode::None);
    let data = ask(&world, "t", 0, &[1, 2, 3]);
    let r = send(&mut world, 1, "t", 3, data);
    assert_eq!((r.error_code, r.leader_id, r.isr, r.leader_epoch), (0, 1, vec![1, 3], 1));
}

#[test]
fn a_change_of_order_only_is_done_at_once() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(reassign(&mut world, "t", &[2, 1]), ErrorCode::None);
    let partition = world.partition("t", 0);
    assert_eq!((partition.replicas.clone(), partition.leader), (vec![2, 1], 1));
    assert_eq!(partition.directories, [directory(2), directory(1)], "directories follow their replicas");
    assert!(!partition.is_reassigning());
}

#[test]
fn fewer_replicas_wait_until_all_that_stay_are_in_sync() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2, 3]]);
    assert_eq!(alter(&mut world, 1, "t", &[1, 2]), ErrorCode::None);
    assert_eq!(reassign(&mut world, "t", &[1, 3]), ErrorCode::None);
    assert!(world.partition("t", 0).is_reassigning());
    assert_eq!(alter(&mut world, 1, "t", &[1, 2, 3]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).replicas, [1, 3]);
    assert_eq!(reassign(&mut world, "t", &[1]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).replicas, [1], "it is in sync already");
}

#[test]
fn a_reassignment_is_given_up_or_replaced() {
    let mut world = World::with_brokers("4.3", 5);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(reassign_if(&mut world, "t", None, true), ErrorCode::NoReassignmentInProgress);
    assert_eq!(reassign(&mut world, "t", &[3, 4]), ErrorCode::None);
    assert_eq!(alter(&mut world, 1, "t", &[1, 2, 3]), ErrorCode::None);
    assert_eq!(reassign_if(&mut world, "t", None, true), ErrorCode::None);
    let partition = world.partition("t", 0);
    assert_eq!((partition.replicas.clone(), partition.isr.clone()), (vec![1, 2], vec![1, 2]));
    assert!(!partition.is_reassigning());
    assert_eq!(partition.leader_epoch, 1, "a replica that lost its place must not be believed");
    assert_eq!(reassign(&mut world, "t", &[3, 4]), ErrorCode::None);
    assert_eq!(reassign(&mut world, "t", &[3, 5]), ErrorCode::None);
    let partition = world.partition("t", 0);
    assert_eq!((partition.replicas, partition.adding), (vec![3, 5, 1, 2, 4], vec![3, 5]));
    assert_eq!(reassign(&mut world, "t", &[1, 2]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).replicas, [1, 2], "those that were there are in sync");
}

#[test]
fn what_would_lose_records_is_not_given_up_unless_that_is_allowed() {
    for (allowed, code) in [("false", ErrorCode::InvalidReplicaAssignment), ("true", ErrorCode::None)] {
        let mut world = World::with_brokers("4.3", 3);
        world.create(vec![configured(assigned("t", &[&[2]]), "unclean.leader.election.enable", allowed)]);
        assert_eq!(reassign(&mut world, "t", &[1, 3]), ErrorCode::None);
        assert_eq!(alter(&mut world, 2, "t", &[2, 1]), ErrorCode::None);
        world.lose_broker(2);
        let partition = world.partition("t", 0);
        assert_eq!((partition.leader, partition.isr), (1, vec![1]), "only what is being added is in sync");
        assert_eq!(reassign_if(&mut world, "t", None, true), code);
        let partition = world.partition("t", 0);
        let expected = if allowed == "true" { vec![2] } else { vec![1, 3, 2] };
        assert_eq!(partition.replicas, expected);
        assert_eq!(partition.isr, if allowed == "true" { [2] } else { [1] });
    }
}

#[test]
fn reassignments_that_make_no_sense_are_refused() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2]]);
    let before = world.records();
    use ErrorCode as E;
    assert_eq!(reassign(&mut world, "u", &[1]), E::UnknownTopicOrPartition);
    assert_eq!(reassign(&mut world, "t", &[]), E::InvalidReplicaAssignment);
    assert_eq!(reassign(&mut world, "t", &[3, 3]), E::InvalidReplicaAssignment);
    assert_eq!(reassign(&mut world, "t", &[3, 9]), E::InvalidReplicaAssignment);
    assert_eq!(reassign(&mut world, "t", &[-1]), E::InvalidReplicaAssignment);
    assert_eq!(reassign_if(&mut world, "t", Some(&[3]), false), E::InvalidReplicationFactor);
    assert_eq!(world.records(), before);
    assert_eq!(reassign_if(&mut world, "t", Some(&[3, 1]), false), E::None);
    assert_eq!(
        reassign_if(&mut world, "t", Some(&[3, 2]), false),
        E::None,
        "the factor that is meant counts"
    );
}

#[test]
fn only_what_is_asked_for_is_listed() {
    let mut world = World::with_brokers("4.3", 3);
    for name in ["a", "b", "c"] {
        world.create_with(name, &[&[1], &[1]]);
    }
    assert_eq!(reassign(&mut world, "a", &[2]), ErrorCode::None);
    assert_eq!(reassign(&mut world, "b", &[3]), ErrorCode::None);
    let asked = |name: &str, indexes: &[i32]| ListPartitionReassignmentsTopics {
        name: text(name),
        partition_indexes: indexes.to_vec(),
    };
    let names =
        |told: Vec<OngoingTopicReassignment>| told.iter().map(|t| t.name.to_string()).collect::<Vec<_>>();
    let told = listed(&mut world, Some(vec![asked("b", &[0, 1, 9]), asked("c", &[0]), asked("x", &[0])]));
    assert_eq!(names(told), ["b"]);
    let told = listed(&mut world, None);
    assert_eq!(names(told), ["a", "b"]);
    let told = listed(&mut world, Some(vec![]));
    assert!(told.is_empty());
}
