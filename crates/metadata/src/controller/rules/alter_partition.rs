//! AlterPartition (56): a leader says who is in sync (KIP-497, KIP-704, KIP-841, KIP-903).
//!
//! The checks come in Kafka's order, because brokers act on the first that fails
//! (`ReplicationControlManager.validateAlterPartitionData`).

use wire::error_code::ErrorCode;
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition::{AlterPartitionRequest, AlterPartitionResponse, BrokerState, response};
use wire::records::MetadataRecord;

use super::topic_settings::TopicSettings;
use super::{Outcome, Rule};
use crate::controller::partition_change::{Acceptable, Election, PartitionChange};
use crate::controller::pipeline::Write;
use crate::controller::refusal::Refusal;
use crate::image::{LeaderRecoveryState, NO_LEADER_CHANGE, Partition, Topic};

/// Changes in-sync replicas. Where that ends a reassignment the leader may become another: then the change is written and
/// the leader told NEW_LEADER_ELECTED all the same.
pub(super) fn alter_partition(
    rule: &Rule<'_>,
    r: &AlterPartitionRequest,
    version: i16,
) -> Result<Outcome<AlterPartitionResponse>, Refusal> {
    rule.broker_at_epoch(r.broker_id, r.broker_epoch)?;
    let settings = TopicSettings::new(rule);
    let mut write = Write { divisible: true, ..Write::default() };
    let topics = r.topics.iter().map(|asked| {
        let answer = |p: &PartitionData| match alter(rule, &settings, r.broker_id, version, asked, p) {
            Ok((record, answer)) => {
                write.records.extend(record);
                answer
            }
            Err(code) => refused(p, code, version),
        };
        response::TopicData {
            topic_name: asked.topic_name.clone(),
            topic_id: asked.topic_id,
            partitions: asked.partitions.iter().map(answer).collect(),
        }
    });
    let response = AlterPartitionResponse { topics: topics.collect(), ..Default::default() };
    Ok(Outcome { write, response })
}

fn refused(p: &PartitionData, code: ErrorCode, version: i16) -> response::PartitionData {
    // A leader of the first two versions does not know the later code.
    let code = match code {
        ErrorCode::IneligibleReplica if version <= 1 => ErrorCode::OperationNotAttempted,
        code => code,
    };
    response::PartitionData {
        partition_index: p.partition_index,
        error_code: code.code(),
        ..Default::default()
    }
}

fn topic_of<'a>(rule: &Rule<'a>, asked: &TopicData, version: i16) -> Result<&'a Topic, ErrorCode> {
    let topics = rule.image.topics();
    if version <= 1 {
        return topics.by_name(&asked.topic_name).map(|t| &**t).ok_or(ErrorCode::UnknownTopicOrPartition);
    }
    topics.by_id(asked.topic_id).map(|t| &**t).ok_or(ErrorCode::UnknownTopicId)
}

fn alter(
    rule: &Rule<'_>,
    settings: &TopicSettings<'_>,
    sender: i32,
    version: i16,
    asked: &TopicData,
    p: &PartitionData,
) -> Result<(Option<MetadataRecord>, response::PartitionData), ErrorCode> {
    let topic = topic_of(rule, asked, version)?;
    let index = p.partition_index;
    let view = rule.image.topics().partition(topic, index).ok_or(ErrorCode::UnknownTopicOrPartition)?;
    let partition = view.to_partition();
    let isr = in_sync(p, version);
    check(rule, sender, &partition, p, &isr)?;
    let acceptable = Acceptable::active(rule.image.brokers());
    let mut change = PartitionChange::new(&partition, acceptable, rule.metadata_version);
    change.isr = isr.iter().map(|state| state.broker_id).collect();
    change.recovery = LeaderRecoveryState::from_wire(p.leader_recovery_state).unwrap_or_default();
    if settings.unclean(topic) {
        change.election = Election::Unclean;
    }
    let Some(record) = change.record(topic.id(), index) else {
        return Ok((None, answer(index, &partition)));
    };
    let moved = record.leader != NO_LEADER_CHANGE && record.leader != sender;
    // The draft could not take it if this failed, and the process would end there.
    let after = partition.merge(&record).map_err(|_| ErrorCode::UnknownServerError)?;
    let answer = match moved {
        true => refused(p, ErrorCode::NewLeaderElected, version),
        false => answer(index, &after),
    };
    Ok((Some(record.into()), answer))
}

/// Who should be in sync; before version 3 without epochs, which is not checked then.
fn in_sync(p: &PartitionData, version: i16) -> Vec<BrokerState> {
    let without_epoch = |id: &i32| BrokerState { broker_id: *id, broker_epoch: -1 };
    if version < 3 { p.new_isr.iter().map(without_epoch).collect() } else { p.new_isr_with_epochs.clone() }
}

fn check(
    rule: &Rule<'_>,
    sender: i32,
    partition: &Partition,
    p: &PartitionData,
    isr: &[BrokerState],
) -> Result<(), ErrorCode> {
    // Who knows more than this node has met a later controller: this one may not lead any more (KAFKA-14154).
    if p.leader_epoch > partition.leader_epoch || p.partition_epoch > partition.partition_epoch {
        return Err(ErrorCode::NotController);
    }
    if p.leader_epoch < partition.leader_epoch {
        return Err(ErrorCode::FencedLeaderEpoch);
    }
    if sender != partition.leader {
        return Err(ErrorCode::InvalidRequest);
    }
    if p.partition_epoch < partition.partition_epoch {
        return Err(ErrorCode::InvalidUpdateVersion);
    }
    let ids: Vec<i32> = isr.iter().map(|state| state.broker_id).collect();
    let once = ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id));
    let replicas = ids.iter().all(|id| partition.replicas.contains(id));
    if !once || !replicas || !ids.contains(&partition.leader) {
        return Err(ErrorCode::InvalidRequest);
    }
    let recovery =
        LeaderRecoveryState::from_wire(p.leader_recovery_state).ok_or(ErrorCode::InvalidRequest)?;
    let recovering = recovery == LeaderRecoveryState::Recovering;
    if recovering && (ids.len() > 1 || partition.recovery == LeaderRecoveryState::Recovered) {
        return Err(ErrorCode::InvalidRequest);
    }
    if isr.iter().all(|state| is_eligible(rule, state)) { Ok(()) } else { Err(ErrorCode::IneligibleReplica) }
}

/// Whether a broker may be in sync: alive, and still the process the leader saw fetch (KIP-841, KIP-903).
fn is_eligible(rule: &Rule<'_>, state: &BrokerState) -> bool {
    let broker = rule.image.brokers().get(state.broker_id);
    broker.is_some_and(|b| b.is_active() && (state.broker_epoch == -1 || state.broker_epoch == b.epoch))
}

fn answer(index: i32, partition: &Partition) -> response::PartitionData {
    response::PartitionData {
        partition_index: index,
        error_code: 0,
        leader_id: partition.leader,
        leader_epoch: partition.leader_epoch,
        isr: partition.isr.clone(),
        leader_recovery_state: partition.recovery.to_wire(),
        partition_epoch: partition.partition_epoch,
    }
}
