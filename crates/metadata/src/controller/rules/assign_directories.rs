//! AssignReplicasToDirs (73): a broker says in which directory it put a replica (KIP-858).

use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::assign_replicas_to_dirs::response::{DirectoryData, PartitionData, TopicData};
use wire::messages::assign_replicas_to_dirs::{
    AssignReplicasToDirsRequest, AssignReplicasToDirsResponse, request,
};
use wire::records::MetadataRecord;

use super::fencing::{Happens, Updates};
use super::{Outcome, Rule};
use crate::controller::partition_change::{Acceptable, PartitionChange};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::features::MetadataVersion;
use crate::image::{Partition, Topic};

/// Records directories. What was put in a directory that is offline cannot be served, and is treated so.
pub(super) fn assign_replicas(
    rule: &Rule<'_>,
    r: &AssignReplicasToDirsRequest,
) -> Result<Outcome<AssignReplicasToDirsResponse>, Refusal> {
    if !rule.metadata_version.has_directories() {
        return Err(Refusal::MetadataVersion {
            what: "Directory assignment",
            needed: MetadataVersion::V3_7_IV2.to_string(),
            found: rule.metadata_version.to_string(),
        });
    }
    let broker = rule.broker_at_epoch(r.broker_id, r.broker_epoch)?;
    let mut records = Vec::new();
    let mut offline = Updates::new(rule, Happens::Leaves(broker.id));
    let mut directories = Vec::new();
    for asked in &r.directories {
        let topics = asked.topics.iter().map(|topic| {
            let assign = |p: &request::PartitionData| {
                let index = p.partition_index;
                let code = match assigned(rule, broker.id, topic.topic_id, index) {
                    Ok((topic, partition)) => {
                        let acceptable = Acceptable::active(rule.image.brokers());
                        let mut change = PartitionChange::new(&partition, acceptable, rule.metadata_version);
                        change.directory = Some((broker.id, asked.id));
                        records.extend(change.record(topic.id(), index).map(MetadataRecord::PartitionChange));
                        if !broker.is_online(asked.id) {
                            offline.partition(topic, index, &partition);
                        }
                        0
                    }
                    Err(code) => code.code(),
                };
                PartitionData { partition_index: index, error_code: code }
            };
            TopicData { topic_id: topic.topic_id, partitions: topic.partitions.iter().map(assign).collect() }
        });
        let topics = topics.collect();
        directories.push(DirectoryData { id: asked.id, topics });
    }
    records.extend(offline.records);
    let write = Write { records, private: Vec::new(), divisible: true };
    Ok(Outcome { write, response: AssignReplicasToDirsResponse { directories, ..Default::default() } })
}

fn assigned<'a>(
    rule: &Rule<'a>,
    broker: i32,
    topic: Uuid,
    index: i32,
) -> Result<(&'a Topic, Partition), ErrorCode> {
    let topics = rule.image.topics();
    let topic = topics.by_id(topic).ok_or(ErrorCode::UnknownTopicId)?;
    let partition = topics.partition(topic, index).ok_or(ErrorCode::UnknownTopicOrPartition)?.to_partition();
    match partition.replicas.contains(&broker) {
        true => Ok((topic, partition)),
        false => Err(ErrorCode::NotLeaderOrFollower),
    }
}
