//! CreateTopics (19) (`ReplicationControlManager.createTopics`, `ControllerApis.createTopics`).

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::{Str, Uuid};
use wire::messages::create_topics::{
    CreatableTopic, CreatableTopicConfigs, CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use wire::metadata::{ConfigRecord, TopicRecord};
use wire::records::MetadataRecord;

use super::{Outcome, Rule, manual_assignment, new_partition};
use crate::configs::{topic_definitions, validate_topic};
use crate::controller::context::{Random, random_uuid};
use crate::controller::pipeline::Write;
use crate::controller::placement::{place, usable_brokers};
use crate::controller::refusal::Refusal;
use crate::image::{MAX_PARTITION_INDEX, Partition, Properties, ResourceType};
use crate::topic_name;

/// The most partitions that one request may make (Kafka's `MAX_PARTITIONS_PER_BATCH`).
pub const MAX_PARTITIONS_PER_REQUEST: u64 = 10_000;

/// Makes topics. Each is made or refused by itself; those that are made are made together.
pub(super) fn create_topics(
    rule: &Rule<'_>,
    r: &CreateTopicsRequest,
    random: &mut dyn Random,
) -> Result<Outcome<CreateTopicsResponse>, Refusal> {
    let found: u64 = r.topics.iter().map(|topic| partitions_asked_for(rule, topic)).sum();
    if found > MAX_PARTITIONS_PER_REQUEST {
        return Err(Refusal::TooManyPartitions { found, max: MAX_PARTITIONS_PER_REQUEST });
    }
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in &r.topics {
        *times.entry(&topic.name).or_default() += 1;
    }
    let mut write = Write::default();
    let mut results = Vec::with_capacity(r.topics.len());
    let mut told = BTreeSet::new();
    for topic in &r.topics {
        let once = times.get(&*topic.name) == Some(&1);
        if !once && !told.insert(&*topic.name) {
            continue;
        }
        let created = if once {
            create_topic(rule, topic, random)
        } else {
            Err(Refusal::Invalid("Duplicate topic name.".to_string()))
        };
        results.push(match created {
            Ok((records, result)) => {
                write.records.extend(records);
                result
            }
            Err(refusal) => CreatableTopicResult {
                name: topic.name.clone(),
                error_code: refusal.wire_code(),
                error_message: refusal.message(),
                ..Default::default()
            },
        });
    }
    let response = CreateTopicsResponse { topics: results, ..Default::default() };
    Ok(Outcome { write: if r.validate_only { Write::default() } else { write }, response })
}

fn partitions_asked_for(rule: &Rule<'_>, topic: &CreatableTopic) -> u64 {
    match topic.num_partitions {
        _ if !topic.assignments.is_empty() => topic.assignments.len() as u64,
        -1 => rule.config.default_partitions.max(0) as u64,
        count => count.max(0) as u64,
    }
}

fn create_topic(
    rule: &Rule<'_>,
    topic: &CreatableTopic,
    random: &mut dyn Random,
) -> Result<(Vec<MetadataRecord>, CreatableTopicResult), Refusal> {
    check_name(rule, &topic.name)?;
    let properties = check_configs(rule, topic)?;
    let partitions = partitions(rule, topic, random)?;
    let topic_id = random_uuid(random);
    let name = topic.name.detached();
    let mut records = vec![TopicRecord { name: name.clone(), topic_id }.into()];
    // Configurations stand before partitions: a broker that makes a partition's log already knows them.
    records.extend(properties.iter().map(|(key, value)| {
        MetadataRecord::Config(ConfigRecord {
            resource_type: ResourceType::Topic as i8,
            resource_name: name.clone(),
            name: Str::from(key.to_string()),
            value: Some(Str::from(value.to_string())),
        })
    }));
    let record = |(index, partition)| new_partition::record(rule, topic_id, index as i32, partition);
    records.extend(partitions.iter().enumerate().map(record));
    Ok((records, result(rule, topic, topic_id, &properties, &partitions)))
}

fn check_name(rule: &Rule<'_>, name: &str) -> Result<(), Refusal> {
    if name == topic_name::CLUSTER_METADATA {
        return Err(Refusal::Invalid(format!("Creation of internal topic {name} is prohibited.")));
    }
    topic_name::validate(name).map_err(Refusal::TopicName)?;
    let topics = rule.image.topics();
    if topics.by_name(name).is_some() {
        return Err(Refusal::TopicExists(name.to_string()));
    }
    match topics.colliding_with(name) {
        Some(other) => Err(Refusal::TopicCollides { name: name.to_string(), other: other.to_string() }),
        None => Ok(()),
    }
}

fn check_configs(rule: &Rule<'_>, topic: &CreatableTopic) -> Result<Properties, Refusal> {
    let without: Vec<&str> = topic.configs.iter().filter(|c| c.value.is_none()).map(|c| &*c.name).collect();
    if !without.is_empty() {
        return Err(Refusal::NullConfig(without.join(",")));
    }
    let set = topic.configs.iter().filter_map(|c| Some(((*c.name).into(), c.value.as_deref()?.into())));
    let properties: Properties = set.collect();
    validate_topic(&properties, &rule.config.node, rule.image)?;
    Ok(properties)
}

fn partitions(
    rule: &Rule<'_>,
    topic: &CreatableTopic,
    random: &mut dyn Random,
) -> Result<Vec<Partition>, Refusal> {
    if !topic.assignments.is_empty() {
        return assigned_partitions(rule, topic);
    }
    if topic.replication_factor < -1 || topic.replication_factor == 0 {
        return Err(Refusal::ReplicationFactor(
            "Replication factor must be larger than 0, or -1 to use the default value.".to_string(),
        ));
    }
    if topic.num_partitions < -1 || topic.num_partitions == 0 {
        return Err(Refusal::Partitions(
            "Number of partitions was set to an invalid non-positive value.".to_string(),
        ));
    }
    let or_default = |value: i32, default: i32| if value == -1 { default } else { value };
    let count = or_default(topic.num_partitions, rule.config.default_partitions);
    let factor =
        or_default(topic.replication_factor.into(), rule.config.default_replication_factor.into()) as i16;
    let brokers = usable_brokers(rule.image, rule.soft);
    let alive = |replicas: Vec<i32>| {
        new_partition::new_partition(rule, &replicas).ok_or_else(|| {
            Refusal::ReplicationFactor(format!(
                "Unable to replicate the partition {factor} time(s): All brokers are currently fenced or in controlled \
                 shutdown."
            ))
        })
    };
    place(brokers, count.max(0) as usize, factor, random)?.into_iter().map(alive).collect()
}

fn assigned_partitions(rule: &Rule<'_>, topic: &CreatableTopic) -> Result<Vec<Partition>, Refusal> {
    let unset =
        |what: &str| format!("A manual partition assignment was specified, but {what} was not set to -1.");
    if topic.replication_factor != -1 {
        return Err(Refusal::Invalid(unset("replication factor")));
    }
    if topic.num_partitions != -1 {
        return Err(Refusal::Invalid(unset("numPartitions")));
    }
    let mut partitions = BTreeMap::new();
    let mut factor = None;
    for assignment in &topic.assignments {
        let index = assignment.partition_index;
        if partitions.contains_key(&index) {
            let reason = format!("Found multiple manual partition assignments for partition {index}");
            return Err(Refusal::Assignment(reason));
        }
        manual_assignment::check(rule, &assignment.broker_ids, factor)?;
        factor = Some(assignment.broker_ids.len());
        let partition = new_partition::new_partition(rule, &assignment.broker_ids).ok_or_else(|| {
            Refusal::Assignment(format!(
                "All brokers specified in the manual partition assignment for partition {index} are fenced or in \
                 controlled shutdown."
            ))
        })?;
        partitions.insert(index, partition);
    }
    let consecutive = partitions.keys().copied().eq(0..partitions.len() as i32);
    if !consecutive || partitions.len() as i32 > MAX_PARTITION_INDEX {
        return Err(Refusal::Assignment(
            "partitions should be a consecutive 0-based integer sequence".to_string(),
        ));
    }
    Ok(partitions.into_values().collect())
}

fn result(
    rule: &Rule<'_>,
    topic: &CreatableTopic,
    topic_id: Uuid,
    properties: &Properties,
    partitions: &[Partition],
) -> CreatableTopicResult {
    let shown = topic_definitions().iter().filter(|d| !d.internal || properties.contains_key(d.name));
    let configs = shown.map(|definition| {
        let effective = rule.config.node.effective(rule.image, definition, Some(properties));
        CreatableTopicConfigs {
            name: Str::from(definition.name),
            value: effective.value.map(|value| Str::from(definition.to_text(&value))),
            read_only: false,
            config_source: effective.source as i8,
            is_sensitive: definition.kind.is_sensitive(),
        }
    });
    CreatableTopicResult {
        name: topic.name.clone(),
        topic_id,
        num_partitions: partitions.len() as i32,
        replication_factor: partitions.first().map_or(-1, |partition| partition.replicas.len() as i16),
        configs: Some(configs.collect()),
        ..Default::default()
    }
}
