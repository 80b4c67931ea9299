//! Topics made, grown and deleted.

use metadata::controller::ControllerConfig;
use metadata::features::MetadataVersion;
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::create_partitions::{CreatePartitionsAssignment, CreatePartitionsTopic};
use wire::messages::create_topics::{CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig};
use wire::messages::delete_topics::DeleteTopicState;

use super::world::{US, World, config};

pub(super) async fn sweep(world: &World) {
    creation(world).await;
    growth(world).await;
    deletion(world).await;
}

pub(super) fn create(topics: Vec<CreatableTopic>) -> m::CreateTopicsRequest {
    m::CreateTopicsRequest { topics, ..Default::default() }
}

pub(super) fn topic(name: impl Into<String>) -> CreatableTopic {
    let name: String = name.into();
    CreatableTopic { name: name.into(), num_partitions: 2, replication_factor: 2, ..Default::default() }
}

async fn creation(world: &World) {
    world.every(&[E::None], |version| create(vec![topic(format!("made-{version}"))])).await;
    let only_looked_at = m::CreateTopicsRequest { validate_only: true, ..create(vec![topic("valid")]) };
    world.every(&[E::None], |_| only_looked_at.clone()).await;
    world.topic("a_b", &[&[1]]).await;
    let configured = |name: &'static str, value: Option<&'static str>| CreatableTopic {
        configs: vec![CreatableTopicConfig { name: name.into(), value: value.map(Str::from_static) }],
        ..topic(format!("configured-{name}"))
    };
    let assigned = |name: &str, num_partitions, brokers: &[i32]| CreatableTopic {
        num_partitions,
        replication_factor: -1,
        assignments: vec![CreatableReplicaAssignment { partition_index: 0, broker_ids: brokers.to_vec() }],
        ..topic(name)
    };
    let cases = [
        (topic("made-2"), E::TopicAlreadyExists),
        (topic("in/valid"), E::InvalidTopicException),
        (topic("a.b"), E::InvalidTopicException),
        (topic("__cluster_metadata"), E::InvalidRequest),
        (configured("retention.ms", Some("soon")), E::InvalidConfig),
        (configured("segment.ms", None), E::InvalidConfig),
        (CreatableTopic { replication_factor: 0, ..topic("none") }, E::InvalidReplicationFactor),
        (CreatableTopic { replication_factor: 90, ..topic("many") }, E::InvalidReplicationFactor),
        (CreatableTopic { num_partitions: 0, ..topic("empty") }, E::InvalidPartitions),
        (assigned("strange", -1, &[99]), E::InvalidReplicaAssignment),
        (assigned("both", 1, &[1]), E::InvalidRequest),
    ];
    let (mut topics, mut codes): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    // Twice: told once.
    topics.extend([topic("twice"), topic("twice")]);
    codes.push(E::InvalidRequest);
    world.every(&codes, |_| create(topics.clone())).await;
    // More than a request may have; and as many as that, which are too many records.
    for num_partitions in [10_001, 10_000] {
        let large = CreatableTopic { num_partitions, ..topic("large") };
        world.every(&[E::PolicyViolation], |_| create(vec![large.clone()])).await;
    }
}

/// A topic is to have so many partitions.
pub(super) fn grow(name: &'static str, count: i32) -> m::CreatePartitionsRequest {
    let topic = CreatePartitionsTopic { name: name.into(), count, assignments: None };
    m::CreatePartitionsRequest { topics: vec![topic], ..Default::default() }
}

async fn growth(world: &World) {
    world.topic("grows", &[&[1]]).await;
    world.every(&[E::None], |version| grow("grows", 2 + i32::from(version))).await;
    let chosen = |brokers: &[&[i32]]| {
        let assignment = |ids: &&[i32]| CreatePartitionsAssignment { broker_ids: ids.to_vec() };
        let mut request = grow("a_b", 2);
        request.topics[0].assignments = Some(brokers.iter().map(assignment).collect());
        request
    };
    let only_looked_at = m::CreatePartitionsRequest { validate_only: true, ..chosen(&[&[2]]) };
    world.every(&[E::None], |_| only_looked_at.clone()).await;
    for (request, code) in [
        (grow("grows", 1), E::InvalidPartitions),
        (grow("unknown", 9), E::UnknownTopicOrPartition),
        (grow("grows", 20_000), E::PolicyViolation),
        (chosen(&[&[2], &[3]]), E::InvalidReplicaAssignment),
        (chosen(&[&[99]]), E::InvalidReplicaAssignment),
    ] {
        world.every(&[code], |_| request.clone()).await;
    }
}

/// From version 6 on topics are named by name or id.
const BY_ID: i16 = 6;

pub(super) fn delete(version: i16, names: &[&str]) -> m::DeleteTopicsRequest {
    let names = names.iter().map(|name| Str::from(name.to_string()));
    let mut request = m::DeleteTopicsRequest::default();
    match version {
        BY_ID.. => {
            request.topics =
                names.map(|name| DeleteTopicState { name: Some(name), topic_id: Uuid::ZERO }).collect();
        }
        _ => request.topic_names = names.collect(),
    }
    request
}

async fn deletion(world: &World) {
    // What was made in the versions in which topics can be deleted too, and one more for the first of them.
    world.topic("made-1", &[&[1]]).await;
    world.every(&[E::None], |version| delete(version, &[&format!("made-{version}")])).await;
    world.every(&[E::UnknownTopicOrPartition], |version| delete(version, &["unknown"])).await;
    world.every(&[E::InvalidRequest], |version| delete(version, &["a_b", "a_b"])).await;
    let id = world.topic("by-id", &[&[1]]).await;
    let named = |name: Option<Str>, topic_id| DeleteTopicState { name, topic_id };
    let strange = m::DeleteTopicsRequest {
        topics: vec![
            named(None, Uuid::from_parts(9, 9)),
            named(None, Uuid::ZERO),
            named(Some("a_b".into()), id),
        ],
        ..Default::default()
    };
    let codes = [E::UnknownTopicId, E::InvalidRequest, E::InvalidRequest];
    world.since(BY_ID, &codes, |_| strange.clone()).await;
    let fine = m::DeleteTopicsRequest { topics: vec![named(None, id)], ..Default::default() };
    world.one(BY_ID, &[E::None], &fine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_topics_cannot_be_deleted_every_version_is_told_so() {
    let config = ControllerConfig { delete_topic_enable: false, ..config(US, MetadataVersion::MAX) };
    let world = World::leading(config).await;
    for version in 1..=BY_ID {
        // The older ones do not know the code.
        let code = if version < 3 { E::InvalidRequest } else { E::TopicDeletionDisabled };
        world.one(version, &[code], &delete(version, &["t"])).await;
    }
}
