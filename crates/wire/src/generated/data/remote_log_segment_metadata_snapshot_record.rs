//! Generated from `crates/wire-codegen/schemas/data/remote_log_segment_metadata_snapshot_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoteLogSegmentMetadataSnapshotRecord`: record type 3, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoteLogSegmentMetadataSnapshotRecord {
    /// Versions 0+.
    pub segment_id: Uuid,
    /// Versions 0+.
    pub start_offset: i64,
    /// Versions 0+.
    pub end_offset: i64,
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub max_timestamp_ms: i64,
    /// Versions 0+.
    pub event_timestamp_ms: i64,
    /// Versions 0+.
    pub segment_leader_epochs: Vec<SegmentLeaderEpochEntry>,
    /// Versions 0+.
    pub segment_size_in_bytes: i32,
    /// Versions 0+, may be null, default null.
    pub custom_metadata: Option<Bytes>,
    /// Versions 0+.
    pub remote_log_segment_state: i8,
    /// Versions 0+, tag 0.
    pub txn_index_empty: bool,
}

impl Struct for RemoteLogSegmentMetadataSnapshotRecord {
    const NAME: &'static str = "RemoteLogSegmentMetadataSnapshotRecord";
    const MIN_LEN: usize = 60;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.segment_id.read(d, v)?;
        self.start_offset.read(d, v)?;
        self.end_offset.read(d, v)?;
        self.broker_id.read(d, v)?;
        self.max_timestamp_ms.read(d, v)?;
        self.event_timestamp_ms.read(d, v)?;
        self.segment_leader_epochs.read(d, v)?;
        self.segment_size_in_bytes.read(d, v)?;
        self.custom_metadata.read(d, v)?;
        self.remote_log_segment_state.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.txn_index_empty.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.segment_id.write(s, v);
        self.start_offset.write(s, v);
        self.end_offset.write(s, v);
        self.broker_id.write(s, v);
        self.max_timestamp_ms.write(s, v);
        self.event_timestamp_ms.write(s, v);
        self.segment_leader_epochs.write(s, v);
        self.segment_size_in_bytes.write(s, v);
        self.custom_metadata.write(s, v);
        self.remote_log_segment_state.write(s, v);
        if v.flexible {
            let has_txn_index_empty = self.txn_index_empty;
            s.put_uvarint(u32::from(has_txn_index_empty));
            if has_txn_index_empty {
                s.put_tagged(0, &self.txn_index_empty, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoteLogSegmentMetadataSnapshotRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.segment_id.fill(r, v);
        self.start_offset.fill(r, v);
        self.end_offset.fill(r, v);
        self.broker_id.fill(r, v);
        self.max_timestamp_ms.fill(r, v);
        self.event_timestamp_ms.fill(r, v);
        self.segment_leader_epochs.fill(r, v);
        self.segment_size_in_bytes.fill(r, v);
        self.custom_metadata.fill(r, v);
        self.remote_log_segment_state.fill(r, v);
        self.txn_index_empty.fill(r, v);
    }
}

message!(RemoteLogSegmentMetadataSnapshotRecord, 0, 0, Some(0));

/// Part of [`RemoteLogSegmentMetadataSnapshotRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SegmentLeaderEpochEntry {
    /// Versions 0+.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub offset: i64,
}

impl Struct for SegmentLeaderEpochEntry {
    const NAME: &'static str = "SegmentLeaderEpochEntry";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.leader_epoch.read(d, v)?;
        self.offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.leader_epoch.write(s, v);
        self.offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SegmentLeaderEpochEntry {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.leader_epoch.fill(r, v);
        self.offset.fill(r, v);
    }
}
