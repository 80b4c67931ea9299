//! AlterPartition: who may change in-sync replicas, and when not.

use ferryman_metadata::controller::{Request, Response};
use ferryman_metadata::image::LeaderRecoveryState;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition::{AlterPartitionRequest, BrokerState, response};

use crate::harness::*;

/// What a leader would send to have `isr` in sync.
pub(crate) fn ask(world: &World, name: &str, index: i32, isr: &[i32]) -> PartitionData {
    let partition = world.partition(name, index);
    let state = |id: &i32| BrokerState { broker_id: *id, broker_epoch: world.epoch(*id) };
    PartitionData {
        partition_index: index,
        leader_epoch: partition.leader_epoch,
        new_isr: isr.to_vec(),
        new_isr_with_epochs: isr.iter().map(state).collect(),
        leader_recovery_state: partition.recovery.to_wire(),
        partition_epoch: partition.partition_epoch,
    }
}

pub(crate) fn send(
    world: &mut World,
    sender: i32,
    name: &str,
    version: i16,
    data: PartitionData,
) -> response::PartitionData {
    let topic_id = if version >= 2 { world.topic_id(name) } else { Uuid::ZERO };
    let topic_name = if version >= 2 { text("") } else { text(name) };
    let request = AlterPartitionRequest {
        broker_id: sender,
        broker_epoch: world.epoch(sender),
        topics: vec![TopicData { topic_name, topic_id, partitions: vec![data] }],
    };
    let Response::AlterPartition(mut r) = world.ask_at(Request::AlterPartition(request), version) else {
        panic!()
    };
    assert_eq!(r.error_code, 0);
    r.topics.remove(0).partitions.remove(0)
}

pub(crate) fn alter(world: &mut World, sender: i32, name: &str, isr: &[i32]) -> ErrorCode {
    let data = ask(world, name, 0, isr);
    ErrorCode::from_code(send(world, sender, name, 3, data).error_code)
}

#[test]
fn a_leader_shrinks_and_grows_its_in_sync_replicas_without_a_new_leader_epoch() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2, 3]]);
    let data = ask(&world, "t", 0, &[1]);
    let r = send(&mut world, 1, "t", 3, data);
    assert_eq!((r.error_code, r.leader_id, r.isr, r.leader_epoch, r.partition_epoch), (0, 1, vec![1], 0, 1));
    assert_eq!(alter(&mut world, 1, "t", &[1, 3]), ErrorCode::None);
    let partition = world.partition("t", 0);
    assert_eq!((partition.isr, partition.leader_epoch, partition.partition_epoch), (vec![1, 3], 0, 2));
    let before = world.records();
    let data = ask(&world, "t", 0, &[1, 3]);
    let r = send(&mut world, 1, "t", 3, data);
    assert_eq!((r.error_code, r.partition_epoch), (0, 2));
    assert_eq!(world.records(), before, "nothing new is not written");
}

#[test]
fn at_a_level_of_old_brokers_fewer_in_sync_replicas_are_a_new_leader_epoch() {
    let mut world = World::with_brokers("3.5", 2);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(alter(&mut world, 1, "t", &[1]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).leader_epoch, 1);
    assert_eq!(alter(&mut world, 1, "t", &[1, 2]), ErrorCode::None);
    assert_eq!(world.partition("t", 0).leader_epoch, 1, "more in-sync replicas never are");
}

#[test]
fn the_checks_come_in_kafkas_order() {
    let mut world = World::with_brokers("4.3", 4);
    world.create_with("t", &[&[1, 2, 3]]);
    // Some history, so that both epochs can be behind and ahead.
    for isr in [[1, 2].as_slice(), &[1, 2, 3]] {
        assert_eq!(alter(&mut world, 1, "t", isr), ErrorCode::None);
    }
    world.lose_broker(1);
    world.start_broker(1);
    assert_eq!(world.partition("t", 0).leader, 2);
    use ErrorCode as E;
    let good = ask(&world, "t", 0, &[2]);
    let mut case = |name: &str, sender: i32, code: ErrorCode, change: &dyn Fn(&mut PartitionData)| {
        let mut data = good.clone();
        change(&mut data);
        let before = world.records();
        let r = send(&mut world, sender, "t", 3, data);
        assert_eq!(ErrorCode::from_code(r.error_code), code, "{name}");
        assert_eq!(world.records(), before, "{name} wrote something");
    };
    case("who knows more has met a later controller", 2, E::NotController, &|p| p.leader_epoch += 1);
    case("the same by the other epoch", 2, E::NotController, &|p| p.partition_epoch += 1);
    case("though it is behind in one", 2, E::NotController, &|p| {
        p.leader_epoch -= 1;
        p.partition_epoch += 1;
    });
    case("an old leader", 1, E::FencedLeaderEpoch, &|p| p.leader_epoch -= 1);
    case("a follower", 3, E::InvalidRequest, &|_| {});
    case("behind", 2, E::InvalidUpdateVersion, &|p| p.partition_epoch -= 1);
    case("behind and nonsense", 2, E::InvalidUpdateVersion, &|p| {
        p.partition_epoch -= 1;
        p.new_isr_with_epochs.clear();
    });
    case("empty", 2, E::InvalidRequest, &|p| p.new_isr_with_epochs.clear());
    case("without itself", 2, E::InvalidRequest, &|p| p.new_isr_with_epochs[0].broker_id = 3);
    case("twice", 2, E::InvalidRequest, &|p| p.new_isr_with_epochs.push(p.new_isr_with_epochs[0].clone()));
    case("not a replica", 2, E::InvalidRequest, &|p| {
        p.new_isr_with_epochs.push(BrokerState { broker_id: 4, broker_epoch: -1 });
    });
    case("recovering again", 2, E::InvalidRequest, &|p| p.leader_recovery_state = 1);
    case("no recovery state", 2, E::InvalidRequest, &|p| p.leader_recovery_state = 9);
    case("an earlier process", 2, E::IneligibleReplica, &|p| {
        p.new_isr_with_epochs.push(BrokerState { broker_id: 3, broker_epoch: 1 });
    });
    case("no partition", 2, E::UnknownTopicOrPartition, &|p| p.partition_index = 7);
}

#[test]
fn fenced_and_stopping_brokers_do_not_become_in_sync() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2, 3]]);
    world.create_with("u", &[&[3]]);
    world.lose_broker(2);
    let mut stop = world.heartbeat_of(3);
    stop.want_shut_down = true;
    world.heartbeat(stop);
    assert!(world.image().brokers().get(3).unwrap().in_controlled_shutdown);
    assert_eq!(world.partition("t", 0).isr, [1]);
    for id in [2, 3] {
        let data = ask(&world, "t", 0, &[1, id]);
        let without_epochs = PartitionData { leader_recovery_state: 0, ..data.clone() };
        assert_eq!(send(&mut world, 1, "t", 3, data).error_code, ErrorCode::IneligibleReplica.code());
        let old = send(&mut world, 1, "t", 1, without_epochs);
        assert_eq!(
            old.error_code,
            ErrorCode::OperationNotAttempted.code(),
            "older leaders know no other code"
        );
    }
}

#[test]
fn topics_are_named_as_each_version_names_them() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    for (version, isr) in [(0, vec![1]), (1, vec![1, 2]), (2, vec![1]), (3, vec![1, 2])] {
        let data = ask(&world, "t", 0, &isr);
        assert_eq!(send(&mut world, 1, "t", version, data).error_code, 0, "version {version}");
        assert_eq!(world.partition("t", 0).isr, isr, "version {version}");
    }
    let data = ask(&world, "t", 0, &[1]);
    for (version, topic_name, topic_id, code) in [
        (3, "t", Uuid::ZERO, ErrorCode::UnknownTopicId),
        (1, "nothing", Uuid::ZERO, ErrorCode::UnknownTopicOrPartition),
    ] {
        let topics =
            vec![TopicData { topic_name: text(topic_name), topic_id, partitions: vec![data.clone()] }];
        let request = AlterPartitionRequest { broker_id: 1, broker_epoch: world.epoch(1), topics };
        let Response::AlterPartition(r) = world.ask_at(Request::AlterPartition(request), version) else {
            panic!()
        };
        assert_eq!(ErrorCode::from_code(r.topics[0].partitions[0].error_code), code);
    }
    let request = AlterPartitionRequest { broker_id: 1, broker_epoch: 3, topics: vec![] };
    let Response::AlterPartition(r) = world.ask_at(Request::AlterPartition(request), 3) else { panic!() };
    assert_eq!(ErrorCode::from_code(r.error_code), ErrorCode::StaleBrokerEpoch);
}

#[test]
fn an_unclean_leader_recovers_alone_before_others_join() {
    let mut world = World::with_brokers("4.3", 2);
    world.create(vec![configured(assigned("t", &[&[1, 2]]), "unclean.leader.election.enable", "true")]);
    world.lose_broker(2);
    world.lose_broker(1);
    assert_eq!(world.partition("t", 0).leader, -1);
    let heartbeat = world.heartbeat_of(2);
    world.heartbeat(heartbeat);
    let partition = world.partition("t", 0);
    assert_eq!((partition.leader, partition.isr.clone()), (2, vec![2]));
    assert_eq!(partition.recovery, LeaderRecoveryState::Recovering);
    let heartbeat = world.heartbeat_of(1);
    world.heartbeat(heartbeat);
    assert_eq!(alter(&mut world, 2, "t", &[2, 1]), ErrorCode::InvalidRequest);
    let recovered = PartitionData { leader_recovery_state: 0, ..ask(&world, "t", 0, &[2]) };
    assert_eq!(send(&mut world, 2, "t", 3, recovered).error_code, 0);
    assert_eq!(world.partition("t", 0).recovery, LeaderRecoveryState::Recovered);
    assert_eq!(alter(&mut world, 2, "t", &[2, 1]), ErrorCode::None);
}
