//! Topics: made, enlarged, deleted.

use std::collections::BTreeSet;

use ferryman_metadata::controller::{ControllerConfig, MAX_PARTITIONS_PER_REQUEST, Request, Response};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::create_partitions::{
    CreatePartitionsAssignment, CreatePartitionsRequest, CreatePartitionsTopic,
};
use wire::messages::create_topics::{CreatableTopic, CreatableTopicConfig, CreateTopicsRequest};
use wire::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};

use crate::harness::*;

#[test]
fn a_topic_has_the_partitions_replicas_and_configurations_asked_for() {
    let mut world = World::with_brokers("4.3", 5);
    let r = world.create(vec![configured(topic("t", 6, 3), "retention.ms", "1000")]);
    let result = &r.topics[0];
    assert_eq!((result.error_code, result.num_partitions, result.replication_factor), (0, 6, 3));
    assert_eq!(result.topic_id, world.topic_id("t"));
    let told = result.configs.as_ref().unwrap().iter().find(|c| &*c.name == "retention.ms").unwrap();
    assert_eq!((told.value.as_deref(), told.config_source), (Some("1000"), 1));
    let leaders: BTreeSet<i32> = (0..5).map(|index| world.partition("t", index).leader).collect();
    assert_eq!(leaders.len(), 5, "five partitions in a row are led by five brokers");
    for index in 0..6 {
        let partition = world.partition("t", index);
        let replicas: BTreeSet<i32> = partition.replicas.iter().copied().collect();
        assert_eq!((replicas.len(), partition.isr.len(), partition.leader), (3, 3, partition.replicas[0]));
        assert_eq!((partition.leader_epoch, partition.partition_epoch), (0, 0));
    }
    let configs = world.image().configs().topic("t").unwrap();
    assert_eq!(configs.get("retention.ms").map(|v| &**v), Some("1000"));
}

#[test]
fn the_controllers_defaults_count_where_nothing_is_asked_for() {
    let mut world = World::with_brokers("4.3", 3);
    let r = world.create(vec![topic("t", -1, -1)]);
    assert_eq!((r.topics[0].num_partitions, r.topics[0].replication_factor), (2, 3));
}

#[test]
fn replicas_are_spread_over_racks() {
    let mut world = World::new("4.3");
    for id in 1..=6 {
        let mut request = world.registration(id);
        request.rack = Some(text(["a", "b", "c"][id as usize % 3]));
        world.start(request);
    }
    world.create(vec![topic("t", 12, 3)]);
    for index in 0..12 {
        let racks: BTreeSet<i32> = world.partition("t", index).replicas.iter().map(|id| id % 3).collect();
        assert_eq!(racks.len(), 3);
    }
}

#[test]
fn what_cannot_be_made_is_refused_and_the_rest_made() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("a.b", &[&[1]]);
    use ErrorCode as E;
    let null = CreatableTopic {
        configs: vec![CreatableTopicConfig { name: text("retention.ms"), value: None }],
        ..topic("null", 1, 1)
    };
    let both = |partitions, factor| CreatableTopic {
        num_partitions: partitions,
        replication_factor: factor,
        ..assigned("both", &[&[1]])
    };
    let gap = {
        let mut topic = assigned("gap", &[&[1], &[1]]);
        topic.assignments[1].partition_index = 2;
        topic
    };
    let twice = {
        let mut topic = assigned("twice", &[&[1], &[1]]);
        topic.assignments[1].partition_index = 0;
        topic
    };
    let cases = [
        (topic("a.b", 1, 1), E::TopicAlreadyExists),
        (topic("a_b", 1, 1), E::InvalidTopicException),
        (topic("a/b", 1, 1), E::InvalidTopicException),
        (topic("", 1, 1), E::InvalidTopicException),
        (topic("__cluster_metadata", 1, 1), E::InvalidRequest),
        (topic("zero", 0, 1), E::InvalidPartitions),
        (topic("less", -2, 1), E::InvalidPartitions),
        (topic("none", 1, 0), E::InvalidReplicationFactor),
        (topic("many", 1, 3), E::InvalidReplicationFactor),
        (configured(topic("conf", 1, 1), "retention.ms", "x"), E::InvalidConfig),
        (configured(topic("name", 1, 1), "retention", "1"), E::InvalidConfig),
        (null, E::InvalidConfig),
        (both(1, -1), E::InvalidRequest),
        (both(-1, 1), E::InvalidRequest),
        (assigned("stranger", &[&[1, 7]]), E::InvalidReplicaAssignment),
        (assigned("same", &[&[1, 1]]), E::InvalidReplicaAssignment),
        (assigned("empty", &[&[]]), E::InvalidReplicaAssignment),
        (assigned("uneven", &[&[1], &[1, 2]]), E::InvalidReplicaAssignment),
        (gap, E::InvalidReplicaAssignment),
        (twice, E::InvalidReplicaAssignment),
    ];
    for (bad, code) in cases {
        let r = world.create(vec![topic("good", 1, 1), bad.clone()]);
        assert_eq!(ErrorCode::from_code(r.topics[1].error_code), code, "{}", bad.name);
        assert!(r.topics[1].error_message.is_some(), "{}", bad.name);
        assert_eq!(r.topics[0].error_code, 0, "{}", bad.name);
        delete(&mut world, &["good"]);
    }
    let r = world.create(vec![topic("x", 1, 1), topic("x", 1, 1), topic("y", 1, 1)]);
    let codes: Vec<_> = r.topics.iter().map(|t| (&*t.name, ErrorCode::from_code(t.error_code))).collect();
    assert_eq!(codes, [("x", E::InvalidRequest), ("y", E::None)]);
}

#[test]
fn a_topic_on_brokers_that_are_all_gone_is_refused() {
    let mut world = World::with_brokers("4.3", 2);
    world.lose_broker(1);
    let r = world.create(vec![assigned("t", &[&[1]])]);
    assert_eq!(r.topics[0].error_code, ErrorCode::InvalidReplicaAssignment.code());
    world.create_with("u", &[&[1, 2]]);
    let partition = world.partition("u", 0);
    assert_eq!((partition.leader, partition.isr), (2, vec![2]));
    world.lose_broker(2);
    let r = world.create(vec![topic("v", 1, 1)]);
    assert_eq!(r.topics[0].error_code, ErrorCode::InvalidReplicationFactor.code());
}

#[test]
fn a_request_may_not_make_too_many_partitions() {
    let mut world = World::with_brokers("4.3", 1);
    let most = MAX_PARTITIONS_PER_REQUEST as i32;
    let r = world.create(vec![topic("a", most, 1), topic("b", 1, 1)]);
    assert!(r.topics.iter().all(|t| t.error_code == ErrorCode::PolicyViolation.code()), "{r:?}");
    // As many records as fit into no entry: the topic's own is one more than there may be.
    let r = world.create(vec![topic("a", most, 1)]);
    assert_eq!(r.topics[0].error_code, ErrorCode::PolicyViolation.code());
    assert!(world.image().topics().is_empty());
    assert_eq!(world.create(vec![topic("a", most - 1, 1)]).topics[0].error_code, 0);
}

#[test]
fn to_validate_only_makes_nothing() {
    let mut world = World::with_brokers("4.3", 1);
    let before = world.records();
    let request = CreateTopicsRequest {
        topics: vec![topic("t", 3, 1), topic("t/", 1, 1)],
        validate_only: true,
        ..Default::default()
    };
    let Response::CreateTopics(r) = world.ask_at(Request::CreateTopics(request), 7) else { panic!() };
    assert_eq!((r.topics[0].error_code, r.topics[0].num_partitions), (0, 3));
    assert_eq!(r.topics[1].error_code, ErrorCode::InvalidTopicException.code());
    assert_eq!(world.records(), before);
}

fn enlarge(world: &mut World, name: &str, count: i32, assignments: Option<Vec<Vec<i32>>>) -> ErrorCode {
    let assignments = assignments
        .map(|lists| lists.into_iter().map(|broker_ids| CreatePartitionsAssignment { broker_ids }).collect());
    let topics = vec![CreatePartitionsTopic { name: text(name), count, assignments }];
    let request = CreatePartitionsRequest { topics, ..Default::default() };
    let Response::CreatePartitions(r) = world.ask_at(Request::CreatePartitions(request), 3) else { panic!() };
    ErrorCode::from_code(r.results[0].error_code)
}

#[test]
fn partitions_are_added_behind_those_that_are_there() {
    let mut world = World::with_brokers("4.3", 3);
    world.create_with("t", &[&[1, 2]]);
    assert_eq!(enlarge(&mut world, "t", 3, None), ErrorCode::None);
    assert_eq!(world.partition("t", 2).replicas.len(), 2, "as many replicas as the others");
    assert_eq!(enlarge(&mut world, "t", 4, Some(vec![vec![3, 1]])), ErrorCode::None);
    assert_eq!(world.partition("t", 3).replicas, [3, 1]);
    use ErrorCode as E;
    assert_eq!(enlarge(&mut world, "t", 4, None), E::InvalidPartitions);
    assert_eq!(enlarge(&mut world, "t", 2, None), E::InvalidPartitions);
    assert_eq!(enlarge(&mut world, "u", 2, None), E::UnknownTopicOrPartition);
    assert_eq!(enlarge(&mut world, "t", 6, Some(vec![vec![3, 1]])), E::InvalidReplicaAssignment);
    assert_eq!(enlarge(&mut world, "t", 5, Some(vec![vec![3]])), E::InvalidReplicaAssignment);
    assert_eq!(enlarge(&mut world, "t", 5, Some(vec![vec![3, 9]])), E::InvalidReplicaAssignment);
    assert_eq!(enlarge(&mut world, "t", 2_000_000_000, None), E::PolicyViolation);
    assert_eq!(world.image().topics().by_name("t").unwrap().partition_count(), 4);
}

fn delete(world: &mut World, names: &[&str]) -> Vec<ErrorCode> {
    let request =
        DeleteTopicsRequest { topic_names: names.iter().map(|n| text(n)).collect(), ..Default::default() };
    let Response::DeleteTopics(r) = world.ask_at(Request::DeleteTopics(request), 5) else { panic!() };
    r.responses.iter().map(|t| ErrorCode::from_code(t.error_code)).collect()
}

#[test]
fn a_deleted_topic_takes_its_configuration_with_it() {
    let mut world = World::with_brokers("4.3", 1);
    world.create(vec![configured(topic("t", 3, 1), "retention.ms", "1")]);
    assert_eq!(delete(&mut world, &["t", "u"]), [ErrorCode::None, ErrorCode::UnknownTopicOrPartition]);
    assert!(world.image().topics().by_name("t").is_none());
    assert!(world.image().configs().topic("t").is_none());
    assert_eq!((world.image().topics().replicas_on(1), world.image().topics().led_by(1)), (0, 0));
    world.create(vec![topic("t", 1, 1)]);
    assert!(world.image().configs().topic("t").is_none(), "a topic of the same name is another topic");
}

#[test]
fn topics_are_deleted_by_id_and_not_when_named_twice() {
    let mut world = World::with_brokers("4.3", 1);
    for name in ["a", "b", "c", "d"] {
        world.create_with(name, &[&[1]]);
    }
    let by_name = |name: &str| DeleteTopicState { name: Some(text(name)), topic_id: Uuid::ZERO };
    let by_id = |topic_id: Uuid| DeleteTopicState { name: None, topic_id };
    let (a, b) = (world.topic_id("a"), world.topic_id("b"));
    let topics = vec![
        by_id(a),
        by_name("b"),
        by_id(b),
        by_name("c"),
        by_name("c"),
        by_id(Uuid::ZERO),
        by_id(Uuid::from_u128(5)),
        DeleteTopicState { name: Some(text("d")), topic_id: a },
    ];
    let request = DeleteTopicsRequest { topics, ..Default::default() };
    let Response::DeleteTopics(r) = world.ask_at(Request::DeleteTopics(request), 6) else { panic!() };
    let codes: Vec<ErrorCode> = r.responses.iter().map(|t| ErrorCode::from_code(t.error_code)).collect();
    use ErrorCode as E;
    let invalid = E::InvalidRequest;
    assert_eq!(codes, [E::None, E::None, invalid, invalid, invalid, E::UnknownTopicId, invalid]);
    let left: Vec<String> = world.image().topics().iter().map(|t| t.name().to_string()).collect();
    assert_eq!(left, ["c", "d"]);
}

#[test]
fn topics_cannot_be_deleted_where_that_is_disabled() {
    let mut world = World::with(ControllerConfig { delete_topic_enable: false, ..config("4.3") });
    world.start_broker(1);
    world.create_with("t", &[&[1]]);
    assert_eq!(delete(&mut world, &["t"]), [ErrorCode::TopicDeletionDisabled]);
    assert!(world.image().topics().by_name("t").is_some());
}
