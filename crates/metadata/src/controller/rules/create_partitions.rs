//! CreatePartitions (37) (`ReplicationControlManager.createPartitions`).

use std::collections::{BTreeMap, BTreeSet};

use wire::messages::create_partitions::{
    CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsTopic, CreatePartitionsTopicResult,
};
use wire::records::MetadataRecord;

use super::create_topics::MAX_PARTITIONS_PER_REQUEST;
use super::{Outcome, Rule, manual_assignment, new_partition};
use crate::controller::context::Random;
use crate::controller::pipeline::Write;
use crate::controller::placement::{place, usable_brokers};
use crate::controller::refusal::Refusal;

/// Adds partitions to topics. Each topic is served or refused by itself; what is added is added together.
pub(super) fn create_partitions(
    rule: &Rule<'_>,
    r: &CreatePartitionsRequest,
    random: &mut dyn Random,
) -> Outcome<CreatePartitionsResponse> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in &r.topics {
        *times.entry(&topic.name).or_default() += 1;
    }
    let mut write = Write::default();
    let mut results = Vec::new();
    let mut told = BTreeSet::new();
    for topic in &r.topics {
        let once = times.get(&*topic.name) == Some(&1);
        if !once && !told.insert(&*topic.name) {
            continue;
        }
        let added = if once {
            add_partitions(rule, topic, random)
        } else {
            Err(Refusal::Invalid("Duplicate topic name.".to_string()))
        };
        let refusal = match added {
            Ok(records) => {
                write.records.extend(records);
                None
            }
            Err(refusal) => Some(refusal),
        };
        results.push(CreatePartitionsTopicResult {
            name: topic.name.clone(),
            error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
            error_message: refusal.as_ref().and_then(Refusal::message),
        });
    }
    let response = CreatePartitionsResponse { results, ..Default::default() };
    Outcome { write: if r.validate_only { Write::default() } else { write }, response }
}

fn add_partitions(
    rule: &Rule<'_>,
    r: &CreatePartitionsTopic,
    random: &mut dyn Random,
) -> Result<Vec<MetadataRecord>, Refusal> {
    let topics = rule.image.topics();
    let topic = topics.by_name(&r.name).ok_or_else(|| Refusal::UnknownTopic(r.name.to_string()))?;
    let existing = topic.partition_count() as i32;
    if r.count == existing {
        return Err(Refusal::Partitions(format!("Topic already has {existing} partition(s).")));
    }
    if r.count < existing {
        return Err(Refusal::Partitions(format!(
            "The topic {} currently has {existing} partition(s); {} would not be an increase.",
            r.name, r.count
        )));
    }
    let additional = (r.count - existing) as usize;
    if additional as u64 > MAX_PARTITIONS_PER_REQUEST {
        return Err(Refusal::TooManyPartitions { found: additional as u64, max: MAX_PARTITIONS_PER_REQUEST });
    }
    let factor = topics.partition(topic, 0).map_or(0, |partition| partition.replicas().count());
    let replicas = match &r.assignments {
        Some(assignments) => {
            if assignments.len() != additional {
                return Err(Refusal::Assignment(format!(
                    "Attempted to add {additional} additional partition(s), but only {} assignment(s) were specified.",
                    assignments.len()
                )));
            }
            for assignment in assignments {
                manual_assignment::check(rule, &assignment.broker_ids, Some(factor))?;
            }
            assignments.iter().map(|assignment| assignment.broker_ids.clone()).collect()
        }
        None => {
            let factor = i16::try_from(factor).unwrap_or(i16::MAX);
            place(usable_brokers(rule.image, rule.soft), additional, factor, random)?
        }
    };
    let manual = r.assignments.is_some();
    let partition = |(nth, replicas): (usize, Vec<i32>)| {
        let index = existing + nth as i32;
        match new_partition::new_partition(rule, &replicas) {
            Some(partition) => Ok(new_partition::record(rule, topic.id(), index, &partition)),
            None if manual => Err(Refusal::Assignment(format!(
                "All brokers specified in the manual partition assignment for partition {index} are fenced or in \
                 controlled shutdown."
            ))),
            None => Err(Refusal::ReplicationFactor(format!(
                "Unable to replicate the partition {factor} time(s): All brokers are currently fenced or in controlled \
                 shutdown."
            ))),
        }
    };
    replicas.into_iter().enumerate().map(partition).collect()
}
