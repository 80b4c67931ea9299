//! OffsetFetch across its versions: one group at the top until 7, a list of groups from 8 on.
//!
//! The shard answers one group at a time, in the newer form; here the shell takes a request apart and puts the answer
//! together (`OffsetFetchRequest.groups`, `OffsetFetchResponse.Builder`). No offsets are looked up here.

use wire::error_code::ErrorCode;
use wire::messages::offset_fetch::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopics, OffsetFetchResponseGroup,
    OffsetFetchResponsePartition, OffsetFetchResponsePartitions, OffsetFetchResponseTopic,
    OffsetFetchResponseTopics,
};
use wire::messages::{OffsetFetchRequest, OffsetFetchResponse};

/// First version with a list of groups.
const GROUPS_SINCE: i16 = 8;
/// First version with an error code for the whole group.
const GROUP_ERROR_SINCE: i16 = 2;

/// The groups a request asks for, in the form of version 8.
pub fn requested_groups(request: &OffsetFetchRequest, version: i16) -> Vec<OffsetFetchRequestGroup> {
    if version >= GROUPS_SINCE {
        return request.groups.clone();
    }
    let topics = request.topics.as_ref().map(|topics| {
        let newer = topics.iter().map(|topic| OffsetFetchRequestTopics {
            name: topic.name.clone(),
            partition_indexes: topic.partition_indexes.clone(),
            ..Default::default()
        });
        newer.collect()
    });
    vec![OffsetFetchRequestGroup { group_id: request.group_id.clone(), topics, ..Default::default() }]
}

/// The response to a request for these groups, each answered. Below version 8 there is one group, and it alone is told of.
pub fn fetched_response(mut groups: Vec<OffsetFetchResponseGroup>, version: i16) -> OffsetFetchResponse {
    if version >= GROUPS_SINCE {
        return OffsetFetchResponse { groups, ..Default::default() };
    }
    groups.truncate(1);
    let group = groups.pop().unwrap_or_default();
    let topics = group.topics.into_iter().map(|topic| OffsetFetchResponseTopic {
        name: topic.name,
        partitions: topic.partitions.into_iter().map(older_partition).collect(),
    });
    OffsetFetchResponse { error_code: group.error_code, topics: topics.collect(), ..Default::default() }
}

fn older_partition(partition: OffsetFetchResponsePartitions) -> OffsetFetchResponsePartition {
    OffsetFetchResponsePartition {
        partition_index: partition.partition_index,
        committed_offset: partition.committed_offset,
        committed_leader_epoch: partition.committed_leader_epoch,
        metadata: partition.metadata,
        error_code: partition.error_code,
    }
}

/// The answer of a group that cannot be answered: one code for the group, or for each partition where the version has none
/// for the group (`OffsetFetchResponse.groupError`).
pub(crate) fn group_error(
    group: &OffsetFetchRequestGroup,
    version: i16,
    code: ErrorCode,
) -> OffsetFetchResponseGroup {
    let mut answer = OffsetFetchResponseGroup { group_id: group.group_id.clone(), ..Default::default() };
    if version >= GROUP_ERROR_SINCE {
        answer.error_code = code.code();
        return answer;
    }
    let topics = group.topics.iter().flatten().map(|topic| OffsetFetchResponseTopics {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partitions: topic.partition_indexes.iter().map(|index| no_offset(*index, code)).collect(),
    });
    answer.topics = topics.collect();
    answer
}

/// An answer that must not be given, as an error.
pub(crate) fn failed(
    mut group: OffsetFetchResponseGroup,
    version: i16,
    code: ErrorCode,
) -> OffsetFetchResponseGroup {
    // Consumers before Kafka 3.9 do not know COORDINATOR_NOT_AVAILABLE here and would give up; this code makes them look for
    // the coordinator again (GroupCoordinatorService.handleOffsetFetchException).
    let code = if code == ErrorCode::CoordinatorNotAvailable { ErrorCode::NotCoordinator } else { code };
    if version >= GROUP_ERROR_SINCE {
        return OffsetFetchResponseGroup {
            group_id: group.group_id,
            error_code: code.code(),
            topics: Vec::new(),
        };
    }
    let partitions = group.topics.iter_mut().flat_map(|topic| &mut topic.partitions);
    partitions.for_each(|partition| *partition = no_offset(partition.partition_index, code));
    group
}

/// A partition without a committed offset, or without an answer.
pub(crate) fn no_offset(partition_index: i32, code: ErrorCode) -> OffsetFetchResponsePartitions {
    OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: -1,
        committed_leader_epoch: -1,
        metadata: Some(wire::codec::Str::new()),
        error_code: code.code(),
    }
}
