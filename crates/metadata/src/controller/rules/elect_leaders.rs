//! ElectLeaders (43): the preferred replica leads again, or one that is not in sync where no other can (KIP-183, KIP-460).

use wire::codec::Str;
use wire::messages::elect_leaders::{
    ElectLeadersRequest, ElectLeadersResponse, PartitionResult, ReplicaElectionResult,
};
use wire::records::MetadataRecord;

use super::{Outcome, Rule};
use crate::controller::partition_change::{Acceptable, Election, PartitionChange};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::entry::MAX_BATCH_RECORDS;
use crate::image::{NO_LEADER, Topic};

/// Elects leaders of the partitions named, or of all. Of all, those that need no election are not told.
pub(super) fn elect_leaders(
    rule: &Rule<'_>,
    r: &ElectLeadersRequest,
    version: i16,
) -> Result<Outcome<ElectLeadersResponse>, Refusal> {
    let election = match r.election_type {
        _ if version == 0 => Election::Preferred,
        0 => Election::Preferred,
        1 => Election::Unclean,
        other => return Err(Refusal::Invalid(format!("Unknown election type {other}"))),
    };
    let mut write = Write { divisible: true, ..Write::default() };
    let results = match &r.topic_partitions {
        Some(topics) => topics
            .iter()
            .map(|topic| {
                let found = rule.image.topics().by_name(&topic.topic);
                let elect = |index: &i32| {
                    let topic = found.ok_or_else(|| Refusal::UnknownTopic(topic.topic.to_string()));
                    result(*index, topic.and_then(|t| elect(rule, t, *index, election)), &mut write)
                };
                let partition_result = topic.partitions.iter().map(elect).collect();
                ReplicaElectionResult { topic: topic.topic.clone(), partition_result }
            })
            .collect(),
        None => elect_all(rule, election, &mut write),
    };
    let response = ElectLeadersResponse { replica_election_results: results, ..Default::default() };
    Ok(Outcome { write, response })
}

/// Bounded: a request without partitions must not move a whole cluster in one breath. Who wants more asks again.
fn elect_all(rule: &Rule<'_>, election: Election, write: &mut Write) -> Vec<ReplicaElectionResult> {
    let mut results = Vec::new();
    for topic in rule.image.topics().iter() {
        let mut partition_result = Vec::new();
        for index in topic.indexes() {
            if write.records.len() >= MAX_BATCH_RECORDS as usize {
                break;
            }
            match elect(rule, topic, index, election) {
                Err(Refusal::ElectionNotNeeded) => {}
                outcome => partition_result.push(result(index, outcome, write)),
            }
        }
        if !partition_result.is_empty() {
            results
                .push(ReplicaElectionResult { topic: Str::from(topic.name().to_string()), partition_result });
        }
    }
    results
}

fn result(index: i32, outcome: Result<MetadataRecord, Refusal>, write: &mut Write) -> PartitionResult {
    let refusal = match outcome {
        Ok(record) => {
            write.records.push(record);
            None
        }
        Err(refusal) => Some(refusal),
    };
    PartitionResult {
        partition_id: index,
        error_code: refusal.as_ref().map_or(0, Refusal::wire_code),
        error_message: refusal.as_ref().and_then(Refusal::message),
    }
}

fn elect(rule: &Rule<'_>, topic: &Topic, index: i32, election: Election) -> Result<MetadataRecord, Refusal> {
    let unknown = || Refusal::UnknownPartition { topic: topic.name().to_string(), index };
    let partition = rule.image.topics().partition(topic, index).ok_or_else(unknown)?.to_partition();
    let needed = match election {
        Election::Preferred => !partition.has_preferred_leader(),
        _ => partition.leader == NO_LEADER,
    };
    if !needed {
        return Err(Refusal::ElectionNotNeeded);
    }
    let acceptable = Acceptable::active(rule.image.brokers());
    let mut change = PartitionChange::new(&partition, acceptable, rule.metadata_version);
    change.election = election;
    let record = change.record(topic.id(), index).map(MetadataRecord::PartitionChange);
    record.ok_or(match election {
        Election::Preferred => Refusal::PreferredLeaderNotAvailable,
        _ => Refusal::NoEligibleLeader,
    })
}
