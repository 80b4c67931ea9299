//! Configurations: set, deleted, appended to, subtracted from, replaced.

use ferryman_metadata::controller::{Request, Response};
use ferryman_metadata::image::ConfigResource;
use wire::error_code::ErrorCode;
use wire::messages::alter_configs::{self, AlterConfigsRequest};
use wire::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};

use crate::harness::*;

const TOPIC: i8 = 2;
const BROKER: i8 = 4;
const SET: i8 = 0;
const DELETE: i8 = 1;
const APPEND: i8 = 2;
const SUBTRACT: i8 = 3;

fn resource(kind: i8, name: &str, configs: &[(i8, &str, Option<&str>)]) -> AlterConfigsResource {
    let config = |(operation, name, value): &(i8, &str, Option<&str>)| AlterableConfig {
        name: text(name),
        config_operation: *operation,
        value: value.map(text),
    };
    AlterConfigsResource {
        resource_type: kind,
        resource_name: text(name),
        configs: configs.iter().map(config).collect(),
    }
}

fn send(world: &mut World, request: IncrementalAlterConfigsRequest, forwarded: bool) -> Vec<ErrorCode> {
    let ticket = world.send(Request::IncrementalAlterConfigs(request), 1, forwarded);
    world.step(ferryman_metadata::controller::Event::Flush);
    world.commit();
    let Some(Response::IncrementalAlterConfigs(r)) = world.replies.remove(&ticket) else { panic!() };
    r.responses.iter().map(|r| ErrorCode::from_code(r.error_code)).collect()
}

fn alter(world: &mut World, kind: i8, name: &str, configs: &[(i8, &str, Option<&str>)]) -> ErrorCode {
    let resources = vec![resource(kind, name, configs)];
    send(world, IncrementalAlterConfigsRequest { resources, ..Default::default() }, false)[0]
}

fn value(world: &World, resource: &ConfigResource, name: &str) -> Option<String> {
    world.image().configs().get(resource)?.get(name).map(|value| value.to_string())
}

#[test]
fn properties_are_set_deleted_appended_to_and_subtracted_from() {
    let mut world = World::with_brokers("4.3", 1);
    world.create_with("t", &[&[1]]);
    let t = ConfigResource::topic("t");
    let get = |world: &World, name: &str| value(world, &t, name);
    assert_eq!(alter(&mut world, TOPIC, "t", &[(SET, "retention.ms", Some("5"))]), ErrorCode::None);
    assert_eq!(get(&world, "retention.ms").as_deref(), Some("5"));
    assert_eq!(
        alter(&mut world, TOPIC, "t", &[(APPEND, "cleanup.policy", Some("compact"))]),
        ErrorCode::None
    );
    assert_eq!(get(&world, "cleanup.policy").as_deref(), Some("delete,compact"), "appended to the default");
    assert_eq!(
        alter(&mut world, TOPIC, "t", &[(SUBTRACT, "cleanup.policy", Some("delete"))]),
        ErrorCode::None
    );
    assert_eq!(get(&world, "cleanup.policy").as_deref(), Some("compact"));
    let before = world.records();
    assert_eq!(alter(&mut world, TOPIC, "t", &[(SET, "retention.ms", Some("5"))]), ErrorCode::None);
    assert_eq!(world.records(), before, "what is so already is not written");
    assert_eq!(alter(&mut world, TOPIC, "t", &[(DELETE, "retention.ms", None)]), ErrorCode::None);
    assert_eq!(alter(&mut world, TOPIC, "t", &[(DELETE, "cleanup.policy", None)]), ErrorCode::None);
    assert!(world.image().configs().topic("t").is_none());
}

#[test]
fn a_resource_is_changed_whole_or_not_and_the_others_all_the_same() {
    let mut world = World::with_brokers("4.3", 1);
    world.create_with("t", &[&[1]]);
    world.create_with("u", &[&[1]]);
    let resources = vec![
        resource(TOPIC, "t", &[(SET, "retention.ms", Some("5")), (SET, "segment.bytes", Some("x"))]),
        resource(TOPIC, "u", &[(SET, "retention.ms", Some("6"))]),
    ];
    let request = IncrementalAlterConfigsRequest { resources, ..Default::default() };
    let validate = IncrementalAlterConfigsRequest { validate_only: true, ..request.clone() };
    let before = world.records();
    assert_eq!(send(&mut world, validate, false), [ErrorCode::InvalidConfig, ErrorCode::None]);
    assert_eq!(world.records(), before);
    assert_eq!(send(&mut world, request, false), [ErrorCode::InvalidConfig, ErrorCode::None]);
    assert_eq!(value(&world, &ConfigResource::topic("t"), "retention.ms"), None);
    assert_eq!(value(&world, &ConfigResource::topic("u"), "retention.ms").as_deref(), Some("6"));
}

#[test]
fn changes_that_make_no_sense_are_refused() {
    let mut world = World::with_brokers("4.3", 1);
    world.create_with("t", &[&[1]]);
    let before = world.records();
    use ErrorCode as E;
    let set = |name: &'static str, value: &'static str| [(SET, name, Some(value))];
    assert_eq!(alter(&mut world, TOPIC, "u", &set("retention.ms", "5")), E::UnknownTopicOrPartition);
    assert_eq!(alter(&mut world, TOPIC, "", &set("retention.ms", "5")), E::InvalidTopicException);
    assert_eq!(alter(&mut world, TOPIC, "t", &set("no.such.thing", "5")), E::InvalidConfig);
    assert_eq!(alter(&mut world, TOPIC, "t", &[(SET, "retention.ms", None)]), E::InvalidRequest);
    assert_eq!(alter(&mut world, TOPIC, "t", &[(APPEND, "retention.ms", Some("1"))]), E::InvalidConfig);
    assert_eq!(alter(&mut world, TOPIC, "t", &[(9, "retention.ms", Some("1"))]), E::InvalidRequest);
    let twice = [(SET, "retention.ms", Some("1")), (DELETE, "retention.ms", None)];
    assert_eq!(alter(&mut world, TOPIC, "t", &twice), E::InvalidRequest);
    let lags = [(SET, "min.compaction.lag.ms", Some("9")), (SET, "max.compaction.lag.ms", Some("8"))];
    assert_eq!(alter(&mut world, TOPIC, "t", &lags), E::InvalidConfig);
    assert_eq!(alter(&mut world, 32, "g", &set("consumer.session.timeout.ms", "5")), E::InvalidRequest);
    assert_eq!(alter(&mut world, BROKER, "7", &set("log.retention.ms", "5")), E::BrokerIdNotRegistered);
    assert_eq!(alter(&mut world, BROKER, "x", &set("log.retention.ms", "5")), E::InvalidRequest);
    assert_eq!(alter(&mut world, BROKER, "1", &set("log.dirs", "/x")), E::InvalidConfig);
    assert_eq!(alter(&mut world, BROKER, "", &set("cordoned.log.dirs", "*")), E::InvalidConfig);
    let resources = vec![resource(TOPIC, "t", &set("retention.ms", "1")); 2];
    let request = IncrementalAlterConfigsRequest { resources, ..Default::default() };
    assert_eq!(send(&mut world, request, false), [E::InvalidRequest; 2]);
    assert_eq!(world.records(), before);
}

#[test]
fn brokers_are_configured_one_by_one_or_all_and_controllers_too() {
    let mut world = World::with_brokers("4.3", 1);
    for name in ["", "1", "9000"] {
        assert_eq!(alter(&mut world, BROKER, name, &[(SET, "log.retention.ms", Some("5"))]), ErrorCode::None);
    }
    let before = world.records();
    assert_eq!(alter(&mut world, BROKER, "1", &[(SET, "log.retention.ms", Some("5"))]), ErrorCode::None);
    assert_eq!(
        world.records(),
        before + 1,
        "written again, so that the broker reads again what it stands for"
    );
}

#[test]
fn a_cordon_comes_through_its_broker_or_takes_away_or_names_all() {
    for version in ["4.3", "3.9"] {
        let mut world = World::with_brokers(version, 1);
        let cordon = |value: &str| IncrementalAlterConfigsRequest {
            resources: vec![resource(BROKER, "1", &[(SET, "cordoned.log.dirs", Some(value))])],
            ..Default::default()
        };
        assert_eq!(send(&mut world, cordon("/a,/b"), false), [ErrorCode::InvalidConfig], "{version}");
        assert_eq!(send(&mut world, cordon("/a,/b"), true), [ErrorCode::None], "{version}");
        assert_eq!(send(&mut world, cordon("/b"), false), [ErrorCode::None], "{version}");
        assert_eq!(send(&mut world, cordon("/a"), false), [ErrorCode::InvalidConfig], "{version}");
        assert_eq!(send(&mut world, cordon("*"), false), [ErrorCode::None], "{version}");
        assert_eq!(send(&mut world, cordon(""), false), [ErrorCode::None], "{version}");
    }
}

#[test]
fn what_is_set_for_brokers_decides_elections() {
    let mut world = World::with_brokers("4.3", 2);
    world.create_with("t", &[&[1, 2]]);
    world.create_with("u", &[&[1, 2]]);
    let key = "unclean.leader.election.enable";
    assert_eq!(alter(&mut world, BROKER, "", &[(SET, key, Some("true"))]), ErrorCode::None);
    assert_eq!(alter(&mut world, TOPIC, "u", &[(SET, key, Some("false"))]), ErrorCode::None);
    world.lose_broker(2);
    world.lose_broker(1);
    let heartbeat = world.heartbeat_of(2);
    world.heartbeat(heartbeat);
    assert_eq!((world.partition("t", 0).leader, world.partition("u", 0).leader), (2, -1));
}

#[test]
fn the_older_request_replaces_all_that_was_set() {
    let mut world = World::with_brokers("4.3", 1);
    world.create_with("t", &[&[1]]);
    let set = [(SET, "retention.ms", Some("5")), (SET, "segment.ms", Some("7"))];
    assert_eq!(alter(&mut world, TOPIC, "t", &set), ErrorCode::None);
    let mut replace = |name: &str, value: Option<&str>| {
        let configs = vec![alter_configs::AlterableConfig { name: text(name), value: value.map(text) }];
        let resource =
            alter_configs::AlterConfigsResource { resource_type: TOPIC, resource_name: text("t"), configs };
        let request = AlterConfigsRequest { resources: vec![resource], ..Default::default() };
        let Response::AlterConfigs(r) = world.ask(Request::AlterConfigs(request)) else { panic!() };
        ErrorCode::from_code(r.responses[0].error_code)
    };
    assert_eq!(replace("flush.ms", Some("x")), ErrorCode::InvalidConfig);
    assert_eq!(replace("flush.ms", None), ErrorCode::InvalidRequest);
    assert_eq!(replace("retention.ms", Some("6")), ErrorCode::None);
    let t = ConfigResource::topic("t");
    assert_eq!(value(&world, &t, "retention.ms").as_deref(), Some("6"));
    assert_eq!(value(&world, &t, "segment.ms"), None);
}
