//! The task that takes proposed ISRs to the controller (AlterPartition): all that is due in one request, one in the air.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use replica::{AlterPartition, AlterPartitionAnswer};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tracing::warn;
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::alter_partition::{AlterPartitionRequest, AlterPartitionResponse, BrokerState, request};

use super::key::Key;
use super::manager::Replicas;
use super::replica::Proposal;
use crate::lifecycle::ControllerChannel;

/// How long one request may take.
const WITHIN: Duration = Duration::from_secs(10);
/// The most partitions in one request.
const BATCH_MAX: usize = 10_000;

type Pending = HashMap<Key, (Instant, Proposal)>;

/// Takes proposals to the controller until the task is dropped.
pub async fn carry_proposals(replicas: Arc<Replicas>, channel: Arc<ControllerChannel>) {
    let Some(mut proposals) = replicas.proposals.lock().take() else { return };
    let mut pending = Pending::new();
    loop {
        if !wait(&mut proposals, &mut pending).await {
            return;
        }
        let now = Instant::now();
        let due: Vec<Key> =
            pending.iter().filter(|(_, (at, _))| *at <= now).map(|(key, _)| *key).take(BATCH_MAX).collect();
        let due: Vec<Proposal> = due.iter().filter_map(|key| pending.remove(key)).map(|(_, p)| p).collect();
        if !due.is_empty() {
            send(&replicas, &channel, due).await;
        }
    }
}

/// Collects proposals until one is due. False when there will be no more.
async fn wait(proposals: &mut mpsc::UnboundedReceiver<Proposal>, pending: &mut Pending) -> bool {
    const FAR: Duration = Duration::from_secs(3600);
    let due = pending.values().map(|(at, _)| *at).min().unwrap_or_else(|| Instant::now() + FAR);
    tokio::select! {
        received = proposals.recv() => match received {
            Some(proposal) => keep(pending, proposal),
            None => return false,
        },
        () = sleep_until(due) => {}
    }
    while let Ok(proposal) = proposals.try_recv() {
        keep(pending, proposal);
    }
    true
}

/// A later proposal of a partition replaces an earlier one.
fn keep(pending: &mut Pending, proposal: Proposal) {
    let delay = Duration::from_millis(proposal.proposed.delay_ms);
    pending.insert(proposal.key, (Instant::now() + delay, proposal));
}

async fn send(replicas: &Arc<Replicas>, channel: &ControllerChannel, due: Vec<Proposal>) {
    let request = to_request(replicas, &due);
    let answer = channel.call(&request, WITHIN).await;
    match answer {
        Ok(response) => answered(replicas, due, &response),
        Err(error) => {
            warn!(%error, partitions = due.len(), "proposed ISRs were not answered; they are proposed again");
            let moment = replicas.moment();
            for proposal in due {
                if let Some(replica) = replicas.get(proposal.key.0, proposal.key.1) {
                    let number = proposal.proposed.proposal;
                    replica.proposal_answered(number, AlterPartitionAnswer::NoAnswer, &moment);
                }
            }
        }
    }
}

fn to_request(replicas: &Replicas, due: &[Proposal]) -> AlterPartitionRequest {
    let mut topics: HashMap<Uuid, request::TopicData> = HashMap::new();
    for Proposal { key, proposed } in due {
        let topic = topics
            .entry(key.0)
            .or_insert_with(|| request::TopicData { topic_id: key.0, ..Default::default() });
        topic.partitions.push(partition_data(key.1, proposed));
    }
    AlterPartitionRequest {
        broker_id: replicas.setup.node_id,
        broker_epoch: replicas.moment().broker_epoch,
        topics: topics.into_values().collect(),
    }
}

/// A proposed ISR as version 3 carries it: members with the epochs in which they fetched, without which a controller could
/// take a replica for in sync that has been lost and made again since (KIP-903).
fn partition_data(partition_index: i32, proposed: &AlterPartition) -> request::PartitionData {
    let member = |m: &replica::IsrMember| BrokerState { broker_id: m.broker, broker_epoch: m.epoch };
    request::PartitionData {
        partition_index,
        leader_epoch: proposed.leader_epoch,
        new_isr_with_epochs: proposed.new_isr.iter().map(member).collect(),
        partition_epoch: proposed.partition_epoch,
        ..Default::default()
    }
}

fn answered(replicas: &Replicas, due: Vec<Proposal>, response: &AlterPartitionResponse) {
    let whole = ErrorCode::from_code(response.error_code);
    if whole == ErrorCode::StaleBrokerEpoch {
        warn!("the controller knows a newer registration of this broker");
    }
    let partitions = response.topics.iter().flat_map(|topic| {
        topic.partitions.iter().map(|partition| ((topic.topic_id, partition.partition_index), partition))
    });
    let answers: HashMap<Key, _> = partitions.collect();
    let moment = replicas.moment();
    for Proposal { key, proposed } in due {
        let Some(replica) = replicas.get(key.0, key.1) else { continue };
        let answer = match answers.get(&key) {
            _ if whole == ErrorCode::NotController => AlterPartitionAnswer::NoAnswer,
            _ if whole != ErrorCode::None => AlterPartitionAnswer::Refused(whole),
            None => AlterPartitionAnswer::NoAnswer,
            Some(partition) => match ErrorCode::from_code(partition.error_code) {
                ErrorCode::None => AlterPartitionAnswer::Done {
                    leader_epoch: partition.leader_epoch,
                    partition_epoch: partition.partition_epoch,
                    isr: &partition.isr,
                },
                code => AlterPartitionAnswer::Refused(code),
            },
        };
        replica.proposal_answered(proposed.proposal, answer, &moment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::codec::Message;

    #[test]
    fn a_proposed_isr_can_be_written_in_the_version_that_has_broker_epochs() {
        let new_isr =
            vec![replica::IsrMember { broker: 1, epoch: 10 }, replica::IsrMember { broker: 2, epoch: 12 }];
        let proposed =
            AlterPartition { proposal: 1, leader_epoch: 3, partition_epoch: 4, delay_ms: 0, new_isr };
        let topic =
            request::TopicData { partitions: vec![partition_data(5, &proposed)], ..Default::default() };
        let request = AlterPartitionRequest { topics: vec![topic], ..Default::default() };
        assert!(request.encoded_len(3).is_ok());
    }
}
