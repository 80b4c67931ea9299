//! ListOffsets: the first, the latest, or the first offset of a time (`kafka.server.ReplicaManager.fetchOffset`).

use log::TimestampOffset;
use replica::OffsetAsker;
use wire::error_code::ErrorCode;
use wire::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopicResponse,
};

use super::topics;
use crate::replicas::{Moment, Replica, Replicas};

/// What is asked for instead of a time.
const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: i64 = -3;
/// Where tiered storage is: without it, the same as [`EARLIEST`].
const EARLIEST_LOCAL: i64 = -4;
/// The last offset in tiered storage: without it, none.
const LATEST_TIERED: i64 = -5;
/// `isolation.level` read_committed.
const READ_COMMITTED: i8 = 1;
/// The replica id of tools that want to see what is not committed yet.
const DEBUGGING: i32 = -2;

/// From this version on the leader epoch of the offset is told.
const EPOCHS_FROM: i16 = 4;

/// Serves a ListOffsets. May read from the disk.
pub(super) fn list_offsets(
    replicas: &Replicas,
    request: &ListOffsetsRequest,
    version: i16,
) -> ListOffsetsResponse {
    let moment = replicas.moment();
    let told = |found: ListOffsetsPartitionResponse| match version {
        ..EPOCHS_FROM => ListOffsetsPartitionResponse { leader_epoch: -1, ..found },
        _ => found,
    };
    let topics = request.topics.iter().map(|topic| ListOffsetsTopicResponse {
        name: topic.name.clone(),
        partitions: topic
            .partitions
            .iter()
            .map(|asked| match offset(replicas, &moment, request, &topic.name, asked) {
                Ok(found) => {
                    ListOffsetsPartitionResponse { partition_index: asked.partition_index, ..told(found) }
                }
                Err(code) => ListOffsetsPartitionResponse {
                    partition_index: asked.partition_index,
                    error_code: code.code(),
                    ..none()
                },
            })
            .collect(),
    });
    ListOffsetsResponse { topics: topics.collect(), ..Default::default() }
}

fn none() -> ListOffsetsPartitionResponse {
    ListOffsetsPartitionResponse { timestamp: -1, offset: -1, leader_epoch: -1, ..Default::default() }
}

fn offset(
    replicas: &Replicas,
    moment: &Moment,
    request: &ListOffsetsRequest,
    topic: &wire::codec::Str,
    asked: &ListOffsetsPartition,
) -> Result<ListOffsetsPartitionResponse, ErrorCode> {
    let topic = topics::find(&moment.image, false, topic, wire::codec::Uuid::ZERO)?;
    let replica = topics::hosted(replicas, &moment.image, topic, asked.partition_index)?;
    let view = replica.view();
    let asker = match request.replica_id {
        -1 => OffsetAsker::Client,
        _ => OffsetAsker::Replica,
    };
    let leader_only = request.replica_id != DEBUGGING;
    let epoch = topics::epoch(asked.current_leader_epoch);
    match asked.timestamp {
        LATEST => {
            let (mut offset, leader_epoch) =
                view.latest_offset(asker, epoch, leader_only).map_err(topics::code)?;
            if request.isolation_level == READ_COMMITTED
                && let Some(undecided) = replica.log().first_undecided_offset()
            {
                offset = offset.min(undecided);
            }
            Ok(ListOffsetsPartitionResponse { offset, leader_epoch, ..none() })
        }
        EARLIEST | EARLIEST_LOCAL => {
            view.check_access(epoch, leader_only).map_err(topics::code)?;
            let leader_epoch = epoch_of(&replica, view.log_start);
            Ok(ListOffsetsPartitionResponse { offset: view.log_start, leader_epoch, ..none() })
        }
        LATEST_TIERED => {
            view.check_access(epoch, leader_only).map_err(topics::code)?;
            Ok(none())
        }
        MAX_TIMESTAMP | 0.. => {
            view.check_access(epoch, leader_only).map_err(topics::code)?;
            let log = replica.log();
            let found = match asked.timestamp {
                MAX_TIMESTAMP => log.max_timestamp(),
                timestamp => log.offset_for_timestamp(timestamp),
            };
            let found = found.map_err(|error| error.error_code())?;
            let told = view.found_offset(asker, found.map(|found| found.offset)).map_err(topics::code)?;
            Ok(match (told, found) {
                (Some(offset), Some(TimestampOffset { timestamp, .. })) => ListOffsetsPartitionResponse {
                    timestamp,
                    offset,
                    leader_epoch: epoch_of(&replica, offset),
                    ..none()
                },
                _ => none(),
            })
        }
        _ => Err(ErrorCode::UnsupportedVersion),
    }
}

fn epoch_of(replica: &Replica, offset: i64) -> i32 {
    replica.log().leader_epochs().epoch_of(offset).unwrap_or(-1)
}
