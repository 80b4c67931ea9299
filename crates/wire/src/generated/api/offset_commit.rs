//! Generated from `crates/wire-codegen/schemas/api/offset_commit.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `OffsetCommitRequest`: API key 8, versions 0-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 1+, default -1, ignorable.
    pub generation_id_or_member_epoch: i32,
    /// Versions 1+, ignorable.
    pub member_id: Str,
    /// Versions 7+, may be null, default null.
    pub group_instance_id: Option<Str>,
    /// Versions 2-4, default -1, ignorable.
    pub retention_time_ms: i64,
    /// Versions 0+.
    pub topics: Vec<OffsetCommitRequestTopic>,
}

impl Default for OffsetCommitRequest {
    fn default() -> Self {
        Self {
            group_id: Str::new(),
            generation_id_or_member_epoch: -1,
            member_id: Str::new(),
            group_instance_id: None,
            retention_time_ms: -1,
            topics: Vec::new(),
        }
    }
}

impl Struct for OffsetCommitRequest {
    const NAME: &'static str = "OffsetCommitRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        if v >= 1 {
            self.generation_id_or_member_epoch.read(d, v)?;
        }
        if v >= 1 {
            self.member_id.read(d, v)?;
        }
        if v >= 7 {
            self.group_instance_id.read(d, v)?;
        }
        if v.between(2, 4) {
            self.retention_time_ms.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        if v >= 1 {
            self.generation_id_or_member_epoch.write(s, v);
        }
        if v >= 1 {
            self.member_id.write(s, v);
        }
        if v >= 7 {
            self.group_instance_id.write(s, v);
        } else {
            s.absent(v, "group_instance_id", || self.group_instance_id.is_some());
        }
        if v.between(2, 4) {
            self.retention_time_ms.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        if v >= 1 {
            self.generation_id_or_member_epoch.fill(r, v);
        }
        if v >= 1 {
            self.member_id.fill(r, v);
        }
        if v >= 7 {
            self.group_instance_id.fill(r, v);
        }
        if v.between(2, 4) {
            self.retention_time_ms.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(OffsetCommitRequest, 0, 10, Some(8));
request!(OffsetCommitRequest, OffsetCommit, OffsetCommitResponse);

/// Part of [`OffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitRequestTopic {
    /// Versions 0-9, ignorable.
    pub name: Str,
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<OffsetCommitRequestPartition>,
}

impl Struct for OffsetCommitRequestTopic {
    const NAME: &'static str = "OffsetCommitRequestTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 9 {
            self.name.read(d, v)?;
        }
        if v == 10 {
            self.topic_id.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 9 {
            self.name.write(s, v);
        }
        if v == 10 {
            self.topic_id.write(s, v);
        }
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 9 {
            self.name.fill(r, v);
        }
        if v == 10 {
            self.topic_id.fill(r, v);
        }
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitRequestPartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub committed_offset: i64,
    /// Versions 6+, default -1, ignorable.
    pub committed_leader_epoch: i32,
    /// Versions 1, default -1.
    pub commit_timestamp: i64,
    /// Versions 0+, may be null.
    pub committed_metadata: Option<Str>,
}

impl Default for OffsetCommitRequestPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            commit_timestamp: -1,
            committed_metadata: Some(Str::new()),
        }
    }
}

impl Struct for OffsetCommitRequestPartition {
    const NAME: &'static str = "OffsetCommitRequestPartition";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.committed_offset.read(d, v)?;
        if v >= 6 {
            self.committed_leader_epoch.read(d, v)?;
        }
        if v == 1 {
            self.commit_timestamp.read(d, v)?;
        }
        self.committed_metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.committed_offset.write(s, v);
        if v >= 6 {
            self.committed_leader_epoch.write(s, v);
        }
        if v == 1 {
            self.commit_timestamp.write(s, v);
        } else {
            s.absent(v, "commit_timestamp", || self.commit_timestamp != -1);
        }
        self.committed_metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitRequestPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.committed_offset.fill(r, v);
        if v >= 6 {
            self.committed_leader_epoch.fill(r, v);
        }
        if v == 1 {
            self.commit_timestamp.fill(r, v);
        }
        self.committed_metadata.fill(r, v);
    }
}

/// `OffsetCommitResponse`: API key 8, versions 0-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponse {
    /// Versions 3+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<OffsetCommitResponseTopic>,
}

impl Struct for OffsetCommitResponse {
    const NAME: &'static str = "OffsetCommitResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(OffsetCommitResponse, 0, 10, Some(8));

/// Part of [`OffsetCommitResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponseTopic {
    /// Versions 0-9, ignorable.
    pub name: Str,
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<OffsetCommitResponsePartition>,
}

impl Struct for OffsetCommitResponseTopic {
    const NAME: &'static str = "OffsetCommitResponseTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 9 {
            self.name.read(d, v)?;
        }
        if v == 10 {
            self.topic_id.read(d, v)?;
        }
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 9 {
            self.name.write(s, v);
        }
        if v == 10 {
            self.topic_id.write(s, v);
        }
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 9 {
            self.name.fill(r, v);
        }
        if v == 10 {
            self.topic_id.fill(r, v);
        }
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetCommitResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitResponsePartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for OffsetCommitResponsePartition {
    const NAME: &'static str = "OffsetCommitResponsePartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
