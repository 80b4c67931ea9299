//! One committed offset, and its place.

use wire::codec::{Str, Uuid};
use wire::group::OffsetCommitValue;

/// Whose offset, of what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OffsetKey {
    pub(crate) group: Str,
    pub(crate) topic: Str,
    pub(crate) partition: i32,
}

/// How far a group got in a partition: what its record says, no more, so that it is the same before and after a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offset {
    pub(crate) offset: i64,
    /// Leader epoch of the last record read, -1 if not told.
    pub(crate) leader_epoch: i32,
    pub(crate) metadata: Str,
    pub(crate) commit_timestamp_ms: i64,
    /// When it expires, for the old clients that say so themselves.
    pub(crate) expire_timestamp_ms: Option<i64>,
    /// Zero if the record does not tell.
    pub(crate) topic_id: Uuid,
    /// Offset of the record in the log; [`Offset::LIVE`] if it was written by this shard. Only tells which of a plain and a
    /// transactional commit is the younger.
    pub(crate) record_offset: i64,
}

impl Offset {
    /// Younger than everything that was loaded.
    pub(crate) const LIVE: i64 = i64::MAX;

    /// What a record says. Holds on to nothing of it.
    pub(crate) fn from_record(value: &OffsetCommitValue, record_offset: i64) -> Offset {
        Offset {
            offset: value.offset,
            leader_epoch: value.leader_epoch,
            metadata: value.metadata.detached(),
            commit_timestamp_ms: value.commit_timestamp,
            expire_timestamp_ms: (value.expire_timestamp != -1).then_some(value.expire_timestamp),
            topic_id: value.topic_id,
            record_offset,
        }
    }
}
