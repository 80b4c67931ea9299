//! Elections that are asked for, producer ids, directories.

use ferryman_metadata::controller::{Request, Response};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use wire::messages::assign_replicas_to_dirs::{AssignReplicasToDirsRequest, request};
use wire::messages::elect_leaders::{ElectLeadersRequest, ElectLeadersResponse, TopicPartitions};

use crate::harness::*;

const PREFERRED: i8 = 0;
const UNCLEAN: i8 = 1;

fn elect(world: &mut World, election_type: i8, topics: Option<&[(&str, &[i32])]>) -> ElectLeadersResponse {
    let topic = |(name, indexes): &(&str, &[i32])| TopicPartitions {
        topic: text(name),
        partitions: indexes.to_vec(),
    };
    let request = ElectLeadersRequest {
        election_type,
        topic_partitions: topics.map(|topics| topics.iter().map(topic).collect()),
        ..Default::default()
    };
    let Response::ElectLeaders(r) = world.ask_at(Request::ElectLeaders(request), 2) else { panic!() };
    r
}

fn code(r: &ElectLeadersResponse) -> ErrorCode {
    ErrorCode::from_code(r.replica_election_results[0].partition_result[0].error_code)
}

#[test]
fn the_preferred_replica_leads_again_when_it_is_in_sync() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    world.lose_broker(1);
    let r = elect(&mut world, PREFERRED, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::PreferredLeaderNotAvailable);
    let heartbeat = world.heartbeat_of(1);
    world.heartbeat(heartbeat);
    let r = elect(&mut world, PREFERRED, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::PreferredLeaderNotAvailable, "alive is not in sync");
    assert_eq!(crate::alter_partition::alter(&mut world, 2, "t", &[2, 1]), ErrorCode::None);
    let epoch = world.partition("t", 0).leader_epoch;
    let r = elect(&mut world, PREFERRED, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::None);
    assert_eq!((world.partition("t", 0).leader, world.partition("t", 0).leader_epoch), (1, epoch + 1));
    let r = elect(&mut world, PREFERRED, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::ElectionNotNeeded);
}

#[test]
fn of_all_partitions_those_that_need_no_election_are_not_told() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2], &[2, 1]]);
    world.create_with("u", &[&[2, 1]]);
    world.lose_broker(1);
    let heartbeat = world.heartbeat_of(1);
    world.heartbeat(heartbeat);
    assert_eq!(crate::alter_partition::alter(&mut world, 2, "t", &[2, 1]), ErrorCode::None);
    let r = elect(&mut world, PREFERRED, None);
    assert_eq!(r.replica_election_results.len(), 1);
    assert_eq!(r.replica_election_results[0].partition_result.len(), 1);
    assert_eq!(world.partition("t", 0).leader, 1);
}

#[test]
fn an_unclean_election_that_is_asked_for_takes_whoever_is_alive() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    let r = elect(&mut world, UNCLEAN, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::ElectionNotNeeded);
    world.lose_broker(2);
    world.lose_broker(1);
    let r = elect(&mut world, UNCLEAN, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::EligibleLeadersNotAvailable);
    let heartbeat = world.heartbeat_of(2);
    world.heartbeat(heartbeat);
    assert_eq!(world.partition("t", 0).leader, -1);
    let r = elect(&mut world, UNCLEAN, Some(&[("t", &[0])]));
    assert_eq!(code(&r), ErrorCode::None);
    assert_eq!((world.partition("t", 0).leader, world.partition("t", 0).isr), (2, vec![2]));
}

#[test]
fn elections_of_nothing_are_refused() {
    let mut world = World::with_brokers("4.3", 1);
    world.create_with("t", &[&[1]]);
    let unknown = ErrorCode::UnknownTopicOrPartition;
    let r = elect(&mut world, PREFERRED, Some(&[("u", &[0])]));
    assert_eq!(code(&r), unknown);
    let r = elect(&mut world, PREFERRED, Some(&[("t", &[4])]));
    assert_eq!(code(&r), unknown);
    let r = elect(&mut world, 7, Some(&[("t", &[0])]));
    assert_eq!(ErrorCode::from_code(r.error_code), ErrorCode::InvalidRequest);
}

#[test]
fn every_block_of_producer_ids_is_given_once() {
    let mut world = World::with_brokers("4.3", 2);
    let mut block = |id: i32| {
        let request = AllocateProducerIdsRequest { broker_id: id, broker_epoch: world.epoch(id) };
        let Response::AllocateProducerIds(r) = world.ask(Request::AllocateProducerIds(request)) else {
            panic!()
        };
        assert_eq!((r.error_code, r.producer_id_len), (0, 1000));
        r.producer_id_start
    };
    assert_eq!([block(1), block(2), block(1)], [0, 1000, 2000]);
    assert_eq!(world.image().producer_ids().next, 3000, "the record says where the next block starts");
    let request = AllocateProducerIdsRequest { broker_id: 1, broker_epoch: 5 };
    let Response::AllocateProducerIds(r) = world.ask(Request::AllocateProducerIds(request)) else { panic!() };
    assert_eq!(ErrorCode::from_code(r.error_code), ErrorCode::StaleBrokerEpoch);
}

/// A broker says in which directory a replica is.
pub(crate) fn assign(world: &mut World, broker: i32, dir: Uuid, name: &str, index: i32) -> ErrorCode {
    let request = AssignReplicasToDirsRequest {
        broker_id: broker,
        broker_epoch: world.epoch(broker),
        directories: vec![request::DirectoryData {
            id: dir,
            topics: vec![request::TopicData {
                topic_id: world.topic_id(name),
                partitions: vec![request::PartitionData { partition_index: index }],
            }],
        }],
    };
    let Response::AssignReplicasToDirs(r) = world.ask(Request::AssignReplicasToDirs(request)) else {
        panic!()
    };
    if r.error_code != 0 {
        return ErrorCode::from_code(r.error_code);
    }
    ErrorCode::from_code(r.directories[0].topics[0].partitions[0].error_code)
}

#[test]
fn a_directory_is_recorded_for_replicas_the_broker_has() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1]]);
    let here = directory(1);
    let before = world.partition("t", 0);
    assert_eq!(assign(&mut world, 1, here, "t", 0), ErrorCode::None);
    assert_eq!(world.partition("t", 0), before, "known already");
    assert_eq!(assign(&mut world, 2, directory(2), "t", 0), ErrorCode::NotLeaderOrFollower);
    assert_eq!(assign(&mut world, 1, here, "t", 3), ErrorCode::UnknownTopicOrPartition);
    // A directory that is not among the broker's is one that went offline.
    assert_eq!(assign(&mut world, 1, Uuid::from_u128(31_337), "t", 0), ErrorCode::None);
    assert_eq!(world.partition("t", 0).leader, -1);
}
