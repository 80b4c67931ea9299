//! Generated from `crates/wire-codegen/schemas/api/txn_offset_commit.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `TxnOffsetCommitRequest`: API key 28, versions 0-5.
#[derive(Debug, Clone, PartialEq)]
pub struct TxnOffsetCommitRequest {
    /// Versions 0+.
    pub transactional_id: Str,
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 3+, default -1.
    pub generation_id: i32,
    /// Versions 3+.
    pub member_id: Str,
    /// Versions 3+, may be null, default null.
    pub group_instance_id: Option<Str>,
    /// Versions 0+.
    pub topics: Vec<TxnOffsetCommitRequestTopic>,
}

impl Default for TxnOffsetCommitRequest {
    fn default() -> Self {
        Self {
            transactional_id: Str::new(),
            group_id: Str::new(),
            producer_id: 0,
            producer_epoch: 0,
            generation_id: -1,
            member_id: Str::new(),
            group_instance_id: None,
            topics: Vec::new(),
        }
    }
}

impl Struct for TxnOffsetCommitRequest {
    const NAME: &'static str = "TxnOffsetCommitRequest";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.group_id.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        if v >= 3 {
            self.generation_id.read(d, v)?;
        }
        if v >= 3 {
            self.member_id.read(d, v)?;
        }
        if v >= 3 {
            self.group_instance_id.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.group_id.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        if v >= 3 {
            self.generation_id.write(s, v);
        } else {
            s.absent(v, "generation_id", || self.generation_id != -1);
        }
        if v >= 3 {
            self.member_id.write(s, v);
        } else {
            s.absent(v, "member_id", || !self.member_id.is_empty());
        }
        if v >= 3 {
            self.group_instance_id.write(s, v);
        } else {
            s.absent(v, "group_instance_id", || self.group_instance_id.is_some());
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TxnOffsetCommitRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.group_id.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        if v >= 3 {
            self.generation_id.fill(r, v);
        }
        if v >= 3 {
            self.member_id.fill(r, v);
        }
        if v >= 3 {
            self.group_instance_id.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(TxnOffsetCommitRequest, 0, 5, Some(3));
request!(TxnOffsetCommitRequest, TxnOffsetCommit, TxnOffsetCommitResponse);

/// Part of [`TxnOffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TxnOffsetCommitRequestTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<TxnOffsetCommitRequestPartition>,
}

impl Struct for TxnOffsetCommitRequestTopic {
    const NAME: &'static str = "TxnOffsetCommitRequestTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TxnOffsetCommitRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`TxnOffsetCommitRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct TxnOffsetCommitRequestPartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub committed_offset: i64,
    /// Versions 2+, default -1, ignorable.
    pub committed_leader_epoch: i32,
    /// Versions 0+, may be null.
    pub committed_metadata: Option<Str>,
}

impl Default for TxnOffsetCommitRequestPartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            committed_metadata: Some(Str::new()),
        }
    }
}

impl Struct for TxnOffsetCommitRequestPartition {
    const NAME: &'static str = "TxnOffsetCommitRequestPartition";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.committed_offset.read(d, v)?;
        if v >= 2 {
            self.committed_leader_epoch.read(d, v)?;
        }
        self.committed_metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.committed_offset.write(s, v);
        if v >= 2 {
            self.committed_leader_epoch.write(s, v);
        }
        self.committed_metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TxnOffsetCommitRequestPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.committed_offset.fill(r, v);
        if v >= 2 {
            self.committed_leader_epoch.fill(r, v);
        }
        self.committed_metadata.fill(r, v);
    }
}

/// `TxnOffsetCommitResponse`: API key 28, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TxnOffsetCommitResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<TxnOffsetCommitResponseTopic>,
}

impl Struct for TxnOffsetCommitResponse {
    const NAME: &'static str = "TxnOffsetCommitResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TxnOffsetCommitResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(TxnOffsetCommitResponse, 0, 5, Some(3));

/// Part of [`TxnOffsetCommitResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TxnOffsetCommitResponseTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<TxnOffsetCommitResponsePartition>,
}

impl Struct for TxnOffsetCommitResponseTopic {
    const NAME: &'static str = "TxnOffsetCommitResponseTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TxnOffsetCommitResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`TxnOffsetCommitResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TxnOffsetCommitResponsePartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for TxnOffsetCommitResponsePartition {
    const NAME: &'static str = "TxnOffsetCommitResponsePartition";
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
impl Sample for TxnOffsetCommitResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
