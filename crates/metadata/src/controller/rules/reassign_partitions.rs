//! AlterPartitionReassignments (45) and ListPartitionReassignments (46) (KIP-455, KIP-860).

use std::sync::Arc;

use wire::codec::Str;
use wire::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse, ReassignablePartitionResponse,
    ReassignableTopicResponse,
};
use wire::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse, OngoingPartitionReassignment,
    OngoingTopicReassignment,
};
use wire::records::MetadataRecord;

use super::topic_settings::TopicSettings;
use super::{Outcome, Rule, manual_assignment};
use crate::controller::partition_change::{Acceptable, Election, PartitionChange};
use crate::controller::pipeline::Write;
use crate::controller::reassignment::{begin, intended_factor, revert};
use crate::controller::refusal::Refusal;
use crate::image::{Partition, Topic};

/// Begins reassignments, or with no replicas named gives them up. Each partition is served or refused by itself; what is
/// begun is begun together.
pub(super) fn alter_reassignments(
    rule: &Rule<'_>,
    r: &AlterPartitionReassignmentsRequest,
) -> Outcome<AlterPartitionReassignmentsResponse> {
    let settings = TopicSettings::new(rule);
    let mut write = Write::default();
    let mut responses = Vec::new();
    for asked in &r.topics {
        let mut partitions = Vec::new();
        for p in &asked.partitions {
            let altered = match &p.replicas {
                Some(target) => {
                    reassign(rule, &asked.name, p.partition_index, target, r.allow_replication_factor_change)
                }
                None => give_up(rule, &settings, &asked.name, p.partition_index),
            };
            let refusal = match altered {
                Ok(record) => {
                    write.records.extend(record);
                    None
                }
                Err(refusal) => Some(refusal),
            };
            partitions.push(ReassignablePartitionResponse {
                partition_index: p.partition_index,
                error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
                error_message: refusal.as_ref().and_then(Refusal::message),
            });
        }
        responses.push(ReassignableTopicResponse { name: asked.name.clone(), partitions });
    }
    let response = AlterPartitionReassignmentsResponse {
        allow_replication_factor_change: r.allow_replication_factor_change,
        responses,
        ..Default::default()
    };
    Outcome { write, response }
}

fn find<'a>(rule: &Rule<'a>, topic: &str, index: i32) -> Result<(&'a Arc<Topic>, Partition), Refusal> {
    let topics = rule.image.topics();
    let found = topics.by_name(topic).ok_or_else(|| Refusal::UnknownTopic(topic.to_string()))?;
    let unknown = || Refusal::UnknownPartition { topic: topic.to_string(), index };
    Ok((found, topics.partition(found, index).ok_or_else(unknown)?.to_partition()))
}

fn reassign(
    rule: &Rule<'_>,
    topic: &str,
    index: i32,
    target: &[i32],
    factor_may_change: bool,
) -> Result<Option<MetadataRecord>, Refusal> {
    let (topic, partition) = find(rule, topic, index)?;
    manual_assignment::check(rule, target, None)?;
    let factor = intended_factor(&partition);
    if !factor_may_change && factor != target.len() {
        return Err(Refusal::ReplicationFactor(format!(
            "The replication factor is changed from {factor} to {}",
            target.len()
        )));
    }
    let lists = begin(&partition.replicas, &partition.adding, target);
    let acceptable = Acceptable::active(rule.image.brokers());
    let mut change = PartitionChange::new(&partition, acceptable, rule.metadata_version);
    change.replicas = lists.replicas;
    change.removing = lists.removing;
    change.adding = lists.adding;
    Ok(change.record(topic.id(), index).map(MetadataRecord::PartitionChange))
}

fn give_up(
    rule: &Rule<'_>,
    settings: &TopicSettings<'_>,
    topic: &str,
    index: i32,
) -> Result<Option<MetadataRecord>, Refusal> {
    let (topic, partition) = find(rule, topic, index)?;
    if !partition.is_reassigning() {
        return Err(Refusal::NoReassignment);
    }
    let nobody_left = || Refusal::Assignment("addingReplicas contains all replicas.".to_string());
    let revert = revert(&partition).ok_or_else(nobody_left)?;
    let unclean = settings.unclean(topic);
    if revert.unclean && !unclean {
        return Err(Refusal::Assignment(format!(
            "Unable to revert partition assignment for {}:{index} because it would require an unclean leader election.",
            topic.name()
        )));
    }
    let acceptable = Acceptable::active(rule.image.brokers());
    let mut change = PartitionChange::new(&partition, acceptable, rule.metadata_version);
    if unclean {
        change.election = Election::Unclean;
    }
    change.isr = revert.isr;
    change.replicas = revert.replicas;
    change.removing = Vec::new();
    change.adding = Vec::new();
    Ok(change.record(topic.id(), index).map(MetadataRecord::PartitionChange))
}

/// Tells what is being reassigned, of the partitions named or of all.
pub(super) fn list_reassignments(
    rule: &Rule<'_>,
    r: &ListPartitionReassignmentsRequest,
) -> Outcome<ListPartitionReassignmentsResponse> {
    let topics = rule.image.topics();
    let mut found: Vec<OngoingTopicReassignment> = Vec::new();
    let mut tell = |topic: &Arc<Topic>, index: i32| {
        let Some(view) = topics.partition(topic, index).filter(|view| view.is_reassigning()) else { return };
        let partition = view.to_partition();
        if found.last().is_none_or(|last| *last.name != **topic.name()) {
            let name = Str::from(topic.name().to_string());
            found.push(OngoingTopicReassignment { name, partitions: Vec::new() });
        }
        if let Some(last) = found.last_mut() {
            last.partitions.push(OngoingPartitionReassignment {
                partition_index: index,
                replicas: partition.replicas,
                adding_replicas: partition.adding,
                removing_replicas: partition.removing,
            });
        }
    };
    match &r.topics {
        None => topics.reassigning().for_each(|(topic, index)| tell(topic, index)),
        Some(asked) => {
            for asked in asked {
                let Some(topic) = topics.by_name(&asked.name) else { continue };
                asked.partition_indexes.iter().for_each(|index| tell(topic, *index));
            }
        }
    }
    Outcome::answer(ListPartitionReassignmentsResponse { topics: found, ..Default::default() })
}
