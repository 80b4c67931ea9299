//! DescribeQuorum (55): who votes, who follows, and how far they are (KIP-595, KIP-836, KIP-853).

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::describe_quorum::response::{PartitionData, TopicData};
use wire::messages::describe_quorum::{
    DescribeQuorumRequest, DescribeQuorumResponse, Listener, Node, ReplicaState,
};

use super::{Outcome, Rule};
use crate::controller::event::{Progress, VoterKey};
use crate::image::Voter;
use crate::topic_name;

/// Tells the state of the quorum; of another topic or partition that it is not known.
pub(super) fn describe_quorum(rule: &Rule<'_>, r: &DescribeQuorumRequest) -> Outcome<DescribeQuorumResponse> {
    let topics = r.topics.iter().map(|topic| {
        let answer = |index: i32| match &*topic.topic_name == topic_name::CLUSTER_METADATA && index == 0 {
            true => partition(rule),
            false => PartitionData {
                partition_index: index,
                error_code: ErrorCode::UnknownTopicOrPartition.code(),
                ..Default::default()
            },
        };
        TopicData {
            topic_name: topic.topic_name.clone(),
            partitions: topic.partitions.iter().map(|p| answer(p.partition_index)).collect(),
        }
    });
    let nodes = rule.membership.voters.values().map(node).collect();
    Outcome::answer(DescribeQuorumResponse { topics: topics.collect(), nodes, ..Default::default() })
}

fn partition(rule: &Rule<'_>) -> PartitionData {
    let own = VoterKey { id: rule.config.node_id, directory: rule.config.directory_id };
    let of = |key: &VoterKey| {
        // The leader has all there is, now.
        let leader = Progress {
            log_end_offset: rule.next_offset,
            last_contact_ms: rule.now_ms,
            last_caught_up_ms: rule.now_ms,
        };
        let unheard = Progress { log_end_offset: -1, last_contact_ms: -1, last_caught_up_ms: -1 };
        if *key == own { leader } else { rule.progress.get(key).copied().unwrap_or(unheard) }
    };
    let learners = rule.membership.learners.keys().map(|key| state(key, of(key)));
    // A controller without a vote that fetches as Kafka's brokers do may be a learner too: told once.
    let observers = rule.soft.observers(rule.now_ms);
    let observers = observers.filter(|(key, _)| !rule.membership.learners.contains_key(key));
    PartitionData {
        partition_index: 0,
        error_code: 0,
        error_message: None,
        leader_id: rule.config.node_id,
        leader_epoch: rule.term,
        high_watermark: rule.high_watermark,
        current_voters: rule.membership.voters.keys().map(|key| state(key, of(key))).collect(),
        observers: learners.chain(observers.map(|(key, progress)| state(key, *progress))).collect(),
    }
}

fn state(key: &VoterKey, progress: Progress) -> ReplicaState {
    ReplicaState {
        replica_id: key.id,
        replica_directory_id: key.directory,
        log_end_offset: progress.log_end_offset,
        last_fetch_timestamp: progress.last_contact_ms,
        last_caught_up_timestamp: progress.last_caught_up_ms,
    }
}

fn node(voter: &Voter) -> Node {
    let text = |text: &str| Str::from(text.to_string());
    let listeners = voter.endpoints.iter();
    let listeners =
        listeners.map(|e| Listener { name: text(&e.listener), host: text(&e.host), port: e.port });
    Node { node_id: voter.id, listeners: listeners.collect() }
}
