//! What a record of `__consumer_offsets` says.

use bytes::Bytes;
use wire::codec::Str;
use wire::group::{GroupMetadataValue, LegacyOffsetCommitValue, OffsetCommitValue};
use wire::records::{GroupRecordKey as Key, GroupRecordValue as Value, RecordError};

use crate::group::GroupType;

/// A record, told apart. `None` as a value is a tombstone.
#[derive(Debug)]
pub(crate) enum Found {
    Offset {
        group: Str,
        topic: Str,
        partition: i32,
        value: Option<OffsetCommitValue>,
    },
    Group {
        group: Str,
        value: Option<GroupMetadataValue>,
    },
    Foreign {
        group: Str,
        group_type: GroupType,
        live: bool,
    },
    /// Of a type nobody here knows. Kafka skips them too (`UnknownRecordTypeException`).
    Unknown,
}

/// Reads a record.
///
/// # Errors
/// When the bytes are broken, or the value has a version from the future.
pub(crate) fn read(key: &Bytes, value: Option<&Bytes>) -> Result<Found, RecordError> {
    let key = match Key::decode(key) {
        Ok(key) => key,
        Err(RecordError::UnknownType { .. }) => return Ok(Found::Unknown),
        Err(error) => return Err(error),
    };
    if let Some((group, group_type)) = foreign(&key) {
        return Ok(Found::Foreign { group: group.clone(), group_type, live: value.is_some() });
    }
    let value = value.map(|value| Value::decode(key.key(), value)).transpose()?.map(|(value, _)| value);
    Ok(match (key, value) {
        (Key::LegacyOffsetCommit(key), value) => Found::Offset {
            group: key.group,
            topic: key.topic,
            partition: key.partition,
            value: value.and_then(legacy_offset),
        },
        (Key::OffsetCommit(key), value) => Found::Offset {
            group: key.group,
            topic: key.topic,
            partition: key.partition,
            value: value.and_then(offset),
        },
        (Key::GroupMetadata(key), value) => Found::Group { group: key.group, value: value.and_then(group) },
        _ => Found::Unknown,
    })
}

fn offset(value: Value) -> Option<OffsetCommitValue> {
    if let Value::OffsetCommit(value) = value { Some(value) } else { None }
}

fn legacy_offset(value: Value) -> Option<OffsetCommitValue> {
    let Value::LegacyOffsetCommit(LegacyOffsetCommitValue { offset, metadata, commit_timestamp }) = value
    else {
        return None;
    };
    Some(OffsetCommitValue { offset, metadata, commit_timestamp, ..Default::default() })
}

fn group(value: Value) -> Option<GroupMetadataValue> {
    if let Value::GroupMetadata(value) = value { Some(value) } else { None }
}

/// Group and kind of the records of groups that are not classic.
fn foreign(key: &Key) -> Option<(&Str, GroupType)> {
    use GroupType::{Consumer, Share, Streams};
    Some(match key {
        Key::ConsumerGroupMetadata(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupPartitionMetadata(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupMemberMetadata(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupTargetAssignmentMetadata(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupTargetAssignmentMember(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupCurrentMemberAssignment(key) => (&key.group_id, Consumer),
        Key::ConsumerGroupRegularExpression(key) => (&key.group_id, Consumer),
        Key::ShareGroupMemberMetadata(key) => (&key.group_id, Share),
        Key::ShareGroupMetadata(key) => (&key.group_id, Share),
        Key::ShareGroupTargetAssignmentMetadata(key) => (&key.group_id, Share),
        Key::ShareGroupTargetAssignmentMember(key) => (&key.group_id, Share),
        Key::ShareGroupCurrentMemberAssignment(key) => (&key.group_id, Share),
        Key::ShareGroupStatePartitionMetadata(key) => (&key.group_id, Share),
        Key::StreamsGroupMetadata(key) => (&key.group_id, Streams),
        Key::StreamsGroupMemberMetadata(key) => (&key.group_id, Streams),
        Key::StreamsGroupTargetAssignmentMetadata(key) => (&key.group_id, Streams),
        Key::StreamsGroupTargetAssignmentMember(key) => (&key.group_id, Streams),
        Key::StreamsGroupCurrentMemberAssignment(key) => (&key.group_id, Streams),
        Key::StreamsGroupTopology(key) => (&key.group_id, Streams),
        Key::LegacyOffsetCommit(_) | Key::OffsetCommit(_) | Key::GroupMetadata(_) => return None,
    })
}
