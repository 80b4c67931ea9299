//! Fetch on the listener of the controllers: how brokers follow the metadata log, ours and Apache's alike.
//!
//! The rules are `KafkaRaftClient.handleFetchRequest`'s, for observers: only what is committed is served, a position is
//! checked against the whole log, and the leader's place is told in every answer.

use std::time::Duration;

use metadata::controller::{Event, Progress, VoterKey};
use quorum::{LogView, Validity};
use tokio::time::{Instant, timeout_at};
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::fetch::{
    EpochEndOffset, FetchPartition, FetchRequest, FetchResponse, FetchableTopicResponse, LeaderIdAndEpoch,
    NodeEndpoint, PartitionData,
};

use super::{ControllerNode, Core};
use crate::clock::Clock;

/// The topic of the metadata log.
const METADATA_TOPIC: &str = "__cluster_metadata";
/// The most that one answer carries.
const FETCH_MAX_BYTES: usize = 8 << 20;
/// The longest wait that is granted, whatever is asked for.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// Answers a fetch of the metadata log, waiting for more if that is asked for.
pub(super) async fn fetch(
    node: &ControllerNode,
    request: FetchRequest,
    version: i16,
    clock: Clock,
) -> FetchResponse {
    let cluster_id = node.core.with(|controller| controller.config().cluster_id.clone());
    if request.cluster_id.as_deref().is_some_and(|id| *id != *cluster_id) {
        return whole(ErrorCode::InconsistentClusterId);
    }
    let Some(asked) = only_partition(&request, version) else { return whole(ErrorCode::InvalidRequest) };
    let log = node.quorum.log_view();
    let replica_id = if version >= 15 { request.replica_state.replica_id } else { request.replica_id };
    let deadline = Instant::now() + Duration::from_millis(request.max_wait_ms.max(0) as u64).min(WAIT_MAX);
    let mut moved = log.watch();
    let mut leadership = node.quorum.leadership();
    let mut noted = false;
    loop {
        moved.borrow_and_update();
        leadership.borrow_and_update();
        let mut data = look(node, &log, asked);
        let settled = data.error_code != 0
            || data.diverging_epoch.epoch >= 0
            || data.records.as_ref().is_some_and(|r| !r.is_empty());
        if !noted && data.error_code == 0 {
            note_observer(&node.core, replica_id, asked.fetch_offset, data.high_watermark, clock);
            noted = true;
        }
        let waiting = async {
            tokio::select! {
                moved = moved.changed() => moved.is_ok(),
                changed = leadership.changed() => changed.is_ok(),
            }
        };
        if settled || request.min_bytes <= 0 || !timeout_at(deadline, waiting).await.unwrap_or(false) {
            data.records.get_or_insert_default();
            return answer(node, &request, data, version);
        }
    }
}

fn whole(code: ErrorCode) -> FetchResponse {
    FetchResponse { error_code: code.code(), ..Default::default() }
}

/// The one partition that can be asked for here.
fn only_partition(request: &FetchRequest, version: i16) -> Option<&FetchPartition> {
    let [topic] = request.topics.as_slice() else { return None };
    let [partition] = topic.partitions.as_slice() else { return None };
    let named =
        if version >= 13 { topic.topic_id == Uuid::METADATA_TOPIC } else { *topic.topic == *METADATA_TOPIC };
    (named && partition.partition == 0).then_some(partition)
}

fn look(node: &ControllerNode, log: &LogView, asked: &FetchPartition) -> PartitionData {
    let leadership = node.quorum.leadership().borrow().clone();
    let leader_id = leadership.leader.as_ref().map_or(-1, |leader| leader.key.id);
    let mut data = PartitionData {
        partition_index: 0,
        high_watermark: -1,
        log_start_offset: log.start_offset(),
        current_leader: LeaderIdAndEpoch { leader_id, leader_epoch: leadership.term },
        ..Default::default()
    };
    let refused = if !leadership.is_leader {
        Some(ErrorCode::NotLeaderOrFollower)
    } else if asked.current_leader_epoch >= 0 && asked.current_leader_epoch < leadership.term {
        Some(ErrorCode::FencedLeaderEpoch)
    } else if asked.current_leader_epoch > leadership.term {
        Some(ErrorCode::UnknownLeaderEpoch)
    } else if asked.fetch_offset < 0 || asked.last_fetched_epoch < 0 {
        Some(ErrorCode::InvalidRequest)
    } else {
        None
    };
    if let Some(code) = refused {
        data.error_code = code.code();
        return data;
    }
    data.high_watermark = log.high_watermark();
    data.last_stable_offset = data.high_watermark;
    match log.validate(asked.fetch_offset, asked.last_fetched_epoch) {
        Validity::Diverging { epoch, end_offset } => {
            data.diverging_epoch = EpochEndOffset { epoch, end_offset }
        }
        Validity::Valid => match log.read(asked.fetch_offset, FETCH_MAX_BYTES) {
            Ok(records) => data.records = Some(records.batches),
            Err(error) => {
                tracing::error!(%error, "the metadata log cannot be read");
                data.error_code = ErrorCode::KafkaStorageError.code();
            }
        },
    }
    data
}

fn answer(node: &ControllerNode, request: &FetchRequest, data: PartitionData, version: i16) -> FetchResponse {
    let leadership = node.quorum.leadership().borrow().clone();
    let endpoint = leadership.leader.as_ref().and_then(|leader| {
        let endpoint = leader.endpoints.iter().next()?;
        Some(NodeEndpoint {
            node_id: leader.key.id,
            host: endpoint.host.clone().into(),
            port: i32::from(endpoint.port),
            ..Default::default()
        })
    });
    let topic = request.topics.first();
    FetchResponse {
        responses: vec![FetchableTopicResponse {
            topic: topic.map(|t| t.topic.clone()).unwrap_or_else(|| Str::from_static(METADATA_TOPIC)),
            topic_id: Uuid::METADATA_TOPIC,
            partitions: vec![data],
        }],
        // A broker that does not know the voters finds the leader by this (KIP-853).
        node_endpoints: if version >= 16 { endpoint.into_iter().collect() } else { Vec::new() },
        ..Default::default()
    }
}

fn note_observer(core: &Core, replica_id: i32, offset: i64, high_watermark: i64, clock: Clock) {
    if replica_id < 0 {
        return;
    }
    let now = clock.wall_ms();
    let progress = Progress {
        log_end_offset: offset,
        last_contact_ms: now,
        last_caught_up_ms: if offset >= high_watermark { now } else { -1 },
    };
    let observer = VoterKey { id: replica_id, directory: Uuid::ZERO };
    // A mere note: the state machine has no way to refuse it.
    if let Err(error) = core.step(Event::ObserverFetched { observer, progress }) {
        tracing::warn!(%error, "a fetch was not noted");
    }
}
