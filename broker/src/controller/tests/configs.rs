//! Configurations of topics and brokers: changed in both ways, and described.

use wire::codec::Str;
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::{alter_configs, incremental_alter_configs as incremental};

use super::world::{US, World};

const TOPIC: i8 = 2;
const BROKER: i8 = 4;
/// Client metrics, which nothing here configures.
const OTHER: i8 = 16;
/// Operations of IncrementalAlterConfigs.
const SET: i8 = 0;
const APPEND: i8 = 2;

/// A resource, a property of it, its value, and what becomes of that.
pub(super) type Case = (i8, &'static str, &'static str, Option<&'static str>, E);

pub(super) const CASES: &[Case] = &[
    (TOPIC, "configured", "retention.ms", Some("1000"), E::None),
    (BROKER, "1", "background.threads", Some("5"), E::None),
    (BROKER, "", "background.threads", Some("6"), E::None),
    (TOPIC, "configured-by-nobody", "retention.ms", Some("1000"), E::UnknownTopicOrPartition),
    (TOPIC, "in/valid", "retention.ms", Some("1000"), E::InvalidTopicException),
    (BROKER, "777", "background.threads", Some("5"), E::BrokerIdNotRegistered),
    (BROKER, "x", "background.threads", Some("5"), E::InvalidRequest),
    (OTHER, "x", "background.threads", Some("5"), E::InvalidRequest),
    (BROKER, "2", "background.threads", Some("many"), E::InvalidConfig),
    (BROKER, "3", "background.threads", None, E::InvalidRequest),
];

fn codes() -> Vec<E> {
    CASES.iter().map(|case| case.4).collect()
}

pub(super) async fn sweep(world: &World) {
    world.topic("configured", &[&[1]]).await;
    altered_one_by_one(world).await;
    altered_as_a_whole(world).await;
    described(world).await;
}

pub(super) fn change(case: &Case, config_operation: i8) -> incremental::AlterConfigsResource {
    incremental::AlterConfigsResource {
        resource_type: case.0,
        resource_name: case.1.into(),
        configs: vec![incremental::AlterableConfig {
            name: case.2.into(),
            config_operation,
            value: case.3.map(Str::from_static),
        }],
    }
}

pub(super) fn request(
    resources: Vec<incremental::AlterConfigsResource>,
) -> m::IncrementalAlterConfigsRequest {
    m::IncrementalAlterConfigsRequest { resources, validate_only: false }
}

async fn altered_one_by_one(world: &World) {
    let fine = CASES.iter().filter(|case| case.4 == E::None).map(|case| change(case, SET));
    world.every(&[E::None; 3], |_| request(fine.clone().collect())).await;
    world.every(&codes(), |_| request(CASES.iter().map(|case| change(case, SET)).collect())).await;
    let twice = || vec![change(&CASES[0], SET), change(&CASES[0], SET)];
    world.every(&[E::InvalidRequest; 2], |_| request(twice())).await;
    world.every(&[E::InvalidConfig], |_| request(vec![change(&CASES[0], APPEND)])).await;
    world.every(&[E::InvalidRequest], |_| request(vec![change(&CASES[0], 9)])).await;
    // Not through an envelope: there the broker has checked it.
    let cordon: Case = (BROKER, "1", "cordoned.log.dirs", Some("/one"), E::InvalidConfig);
    for version in 0..=1 {
        let answer = world.ask(&request(vec![change(&cordon, SET)]), version).await;
        assert_eq!(answer.responses[0].error_code, E::InvalidConfig.code());
    }
}

/// The older way.
pub(super) fn replace(cases: &[Case]) -> m::AlterConfigsRequest {
    let whole = |case: &Case| alter_configs::AlterConfigsResource {
        resource_type: case.0,
        resource_name: case.1.into(),
        configs: vec![alter_configs::AlterableConfig {
            name: case.2.into(),
            value: case.3.map(Str::from_static),
        }],
    };
    m::AlterConfigsRequest { resources: cases.iter().map(whole).collect(), validate_only: false }
}

async fn altered_as_a_whole(world: &World) {
    let fine: Vec<Case> = CASES.iter().filter(|case| case.4 == E::None).copied().collect();
    world.every(&[E::None; 3], |_| replace(&fine)).await;
    world.every(&codes(), |_| replace(CASES)).await;
    world.every(&[E::InvalidRequest; 2], |_| replace(&[CASES[0], CASES[0]])).await;
}

async fn described(world: &World) {
    use m::describe_configs::DescribeConfigsResource;
    let resource = |(resource_type, name): (i8, String)| DescribeConfigsResource {
        resource_type,
        resource_name: name.into(),
        configuration_keys: None,
    };
    let request = |version: i16, resources: &[(i8, String)]| m::DescribeConfigsRequest {
        resources: resources.iter().cloned().map(resource).collect(),
        include_synonyms: true,
        include_documentation: version >= 3,
    };
    let fine = [(TOPIC, "configured".to_owned()), (BROKER, US.to_string()), (BROKER, String::new())];
    world.every(&[E::None; 3], |version| request(version, &fine)).await;
    let strange =
        [(TOPIC, "unknown"), (BROKER, "777"), (BROKER, "x"), (OTHER, "x")].map(|(t, n)| (t, n.to_owned()));
    let codes = [E::UnknownTopicOrPartition, E::InvalidRequest, E::InvalidRequest, E::InvalidRequest];
    world.every(&codes, |version| request(version, &strange)).await;
}
