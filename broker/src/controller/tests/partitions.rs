//! Leaders elected, in-sync replicas changed, partitions moved.

use wire::codec::Uuid;
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::alter_partition::BrokerState;
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition_reassignments::{ReassignablePartition, ReassignableTopic};
use wire::messages::elect_leaders::TopicPartitions;

use super::world::{Amiss, World};

/// Types of elections.
const PREFERRED: i8 = 0;
const UNCLEAN: i8 = 1;

pub(super) async fn sweep(world: &World) {
    elections(world).await;
    in_sync_replicas(world).await;
    reassignments(world).await;
}

pub(super) fn elect(
    version: i16,
    election_type: i8,
    topic: &'static str,
    index: i32,
) -> m::ElectLeadersRequest {
    m::ElectLeadersRequest {
        // Version 0 knows only the preferred one.
        election_type: if version == 0 { PREFERRED } else { election_type },
        topic_partitions: Some(vec![TopicPartitions { topic: topic.into(), partitions: vec![index] }]),
        ..Default::default()
    }
}

async fn elections(world: &World) {
    // Of all partitions, none of which needs it.
    let all = m::ElectLeadersRequest { topic_partitions: None, ..Default::default() };
    world.every(&[], |_| all.clone()).await;
    let led = world.topic("led", &[&[1, 2]]).await;
    for version in 0..=2 {
        world.fence(1).await;
        world.heartbeat(1).await;
        assert_eq!(world.partition(led, 0).leader, 2);
        let request = elect(version, PREFERRED, "led", 0);
        world.one(version, &[E::PreferredLeaderNotAvailable], &request).await;
        world.one(3, &[E::None], &in_sync(world, 3, 2, led, &[2, 1])).await;
        world.one(version, &[E::None], &request).await;
        assert_eq!(world.partition(led, 0).leader, 1);
    }
    world.every(&[E::ElectionNotNeeded], |version| elect(version, PREFERRED, "led", 0)).await;
    world.every(&[E::UnknownTopicOrPartition], |version| elect(version, PREFERRED, "led", 99)).await;
    world.every(&[E::UnknownTopicOrPartition], |version| elect(version, PREFERRED, "unknown", 0)).await;
    world.since(1, &[E::InvalidRequest], |version| elect(version, 9, "led", 0)).await;
    world.topic("lost", &[&[3]]).await;
    world.fence(3).await;
    world.since(1, &[E::EligibleLeadersNotAvailable], |version| elect(version, UNCLEAN, "lost", 0)).await;
    world.heartbeat(3).await;
}

/// What the leader `sender` says of the only partition of a topic.
pub(super) fn in_sync(
    world: &World,
    version: i16,
    sender: i32,
    topic_id: Uuid,
    isr: &[i32],
) -> m::AlterPartitionRequest {
    let partition = world.partition(topic_id, 0);
    let state = |id: &i32| BrokerState { broker_id: *id, broker_epoch: world.epoch(*id) };
    let asked = PartitionData {
        partition_index: 0,
        leader_epoch: partition.leader_epoch,
        new_isr: if version < 3 { isr.to_vec() } else { Vec::new() },
        new_isr_with_epochs: if version >= 3 { isr.iter().map(state).collect() } else { Vec::new() },
        partition_epoch: partition.partition_epoch,
        ..Default::default()
    };
    m::AlterPartitionRequest {
        broker_id: sender,
        broker_epoch: world.epoch(sender),
        topics: vec![TopicData { topic_id, partitions: vec![asked], ..Default::default() }],
    }
}

async fn in_sync_replicas(world: &World) {
    let topic = world.topic("in-sync", &[&[1, 2]]).await;
    for version in 2..=3 {
        world.one(version, &[E::None], &in_sync(world, version, 1, topic, &[1])).await;
        world.one(version, &[E::None], &in_sync(world, version, 1, topic, &[1, 2])).await;
    }
    world
        .every(&[E::StaleBrokerEpoch], |version| m::AlterPartitionRequest {
            broker_epoch: -1,
            ..in_sync(world, version, 1, topic, &[1])
        })
        .await;
    let strange = |version: i16, isr: &[i32], amiss: fn(&mut TopicData)| {
        let mut request = in_sync(world, version, 1, topic, isr);
        amiss(&mut request.topics[0]);
        request
    };
    let cases: &[Amiss<TopicData>] = &[
        (E::UnknownTopicId, |topic| topic.topic_id = Uuid::from_parts(9, 9)),
        (E::UnknownTopicOrPartition, |topic| topic.partitions[0].partition_index = 99),
        (E::FencedLeaderEpoch, |topic| topic.partitions[0].leader_epoch -= 1),
        (E::NotController, |topic| topic.partitions[0].leader_epoch += 1),
        (E::InvalidUpdateVersion, |topic| topic.partitions[0].partition_epoch -= 1),
        (E::InvalidRequest, |topic| topic.partitions[0].leader_recovery_state = 9),
    ];
    for (code, amiss) in cases {
        world.every(&[*code], |version| strange(version, &[1], *amiss)).await;
    }
    // It does not lead; it does not follow; it is fenced.
    world.every(&[E::InvalidRequest], |version| in_sync(world, version, 2, topic, &[1, 2])).await;
    world.every(&[E::InvalidRequest], |version| in_sync(world, version, 1, topic, &[1, 3])).await;
    world.fence(2).await;
    world.every(&[E::IneligibleReplica], |version| in_sync(world, version, 1, topic, &[1, 2])).await;
    world.heartbeat(2).await;
}

pub(super) fn reassign(name: &str, replicas: Option<&[i32]>) -> m::AlterPartitionReassignmentsRequest {
    let partition = ReassignablePartition { partition_index: 0, replicas: replicas.map(<[i32]>::to_vec) };
    let topic = ReassignableTopic { name: name.to_owned().into(), partitions: vec![partition] };
    m::AlterPartitionReassignmentsRequest { topics: vec![topic], ..Default::default() }
}

async fn reassignments(world: &World) {
    world.topic("moves", &[&[1]]).await;
    world.every(&[E::NoReassignmentInProgress], |_| reassign("moves", None)).await;
    world.every(&[E::None], |_| reassign("moves", Some(&[2]))).await;
    let all = m::ListPartitionReassignmentsRequest::default();
    let ongoing = world.one(0, &[E::None], &all).await.topics;
    assert!(ongoing.iter().any(|topic| &*topic.name == "moves"), "{ongoing:?}");
    world.one(0, &[E::None], &reassign("moves", None)).await;
    world.every(&[E::InvalidReplicaAssignment], |_| reassign("moves", Some(&[99]))).await;
    world.every(&[E::UnknownTopicOrPartition], |_| reassign("unknown", Some(&[2]))).await;
    world
        .since(1, &[E::InvalidReplicationFactor], |_| m::AlterPartitionReassignmentsRequest {
            allow_replication_factor_change: false,
            ..reassign("moves", Some(&[1, 2]))
        })
        .await;
    // The last step of a move takes the leadership from the one who reports it.
    for version in 2..=3 {
        let name = format!("moves-{version}");
        let topic = world.topic(&name, &[&[1]]).await;
        world.one(1, &[E::None], &reassign(&name, Some(&[2]))).await;
        world.one(version, &[E::NewLeaderElected], &in_sync(world, version, 1, topic, &[1, 2])).await;
    }
}
