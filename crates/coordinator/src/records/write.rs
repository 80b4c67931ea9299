//! The bytes of what is written (`GroupCoordinatorRecordHelpers`).

use wire::codec::{EncodeError, Str};
use wire::group::{GroupMetadataKey, GroupMetadataValue, OffsetCommitKey, OffsetCommitValue};
use wire::records::{GroupRecordKey, GroupRecordValue};

use crate::effect::Record;
use crate::offsets::{Offset, OffsetKey};

/// Written since Kafka 2.3: members carry their group instance id.
const GROUP_METADATA_VERSION: i16 = 3;
/// Written since Kafka 2.1: the offset carries its leader epoch.
const OFFSET_COMMIT_VERSION: i16 = 3;
/// The only version with an expiry of its own, which commits of versions 2 to 4 may ask for.
const OFFSET_COMMIT_EXPIRING_VERSION: i16 = 1;
/// Written by Kafka since 4.1: the offset carries its topic's id.
const OFFSET_COMMIT_TOPIC_ID_VERSION: i16 = 4;

/// A classic group as it is now.
///
/// # Errors
/// When a text in it is longer than the log can say.
pub(crate) fn group_metadata(group: &Str, value: GroupMetadataValue) -> Result<Record, EncodeError> {
    let key = GroupRecordKey::from(GroupMetadataKey { group: group.clone() }).encode()?;
    let value = GroupRecordValue::from(value).encode(GROUP_METADATA_VERSION)?;
    Ok(Record { key, value: Some(value) })
}

/// A classic group that is no more.
///
/// # Errors
/// When its id is longer than the log can say.
pub(crate) fn group_tombstone(group: &Str) -> Result<Record, EncodeError> {
    let key = GroupRecordKey::from(GroupMetadataKey { group: group.clone() }).encode()?;
    Ok(Record { key, value: None })
}

/// A committed offset.
///
/// # Errors
/// When a text in it is longer than the log can say.
pub(crate) fn offset_commit(
    key: &OffsetKey,
    offset: &Offset,
    topic_ids: bool,
) -> Result<Record, EncodeError> {
    let version = match (offset.expire_timestamp_ms, topic_ids) {
        (Some(_), _) => OFFSET_COMMIT_EXPIRING_VERSION,
        (None, true) => OFFSET_COMMIT_TOPIC_ID_VERSION,
        (None, false) => OFFSET_COMMIT_VERSION,
    };
    let value = OffsetCommitValue {
        offset: offset.offset,
        leader_epoch: offset.leader_epoch,
        metadata: offset.metadata.clone(),
        commit_timestamp: offset.commit_timestamp_ms,
        expire_timestamp: offset.expire_timestamp_ms.unwrap_or(-1),
        topic_id: offset.topic_id,
    };
    let value = GroupRecordValue::from(value).encode(version)?;
    Ok(Record { key: offset_key(key)?, value: Some(value) })
}

/// A committed offset that is no more.
///
/// # Errors
/// When a text in its key is longer than the log can say.
pub(crate) fn offset_tombstone(key: &OffsetKey) -> Result<Record, EncodeError> {
    Ok(Record { key: offset_key(key)?, value: None })
}

fn offset_key(key: &OffsetKey) -> Result<bytes::Bytes, EncodeError> {
    let OffsetKey { group, topic, partition } = key.clone();
    GroupRecordKey::from(OffsetCommitKey { group, topic, partition }).encode()
}
