//! Generated from `crates/wire-codegen/schemas/api/offset_for_leader_epoch.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `OffsetForLeaderEpochRequest`: API key 23, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetForLeaderEpochRequest {
    /// Versions 3+, default -2, ignorable.
    pub replica_id: i32,
    /// Versions 0+.
    pub topics: Vec<OffsetForLeaderTopic>,
}

impl Default for OffsetForLeaderEpochRequest {
    fn default() -> Self {
        Self { replica_id: -2, topics: Vec::new() }
    }
}

impl Struct for OffsetForLeaderEpochRequest {
    const NAME: &'static str = "OffsetForLeaderEpochRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.replica_id.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.replica_id.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetForLeaderEpochRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.replica_id.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(OffsetForLeaderEpochRequest, 0, 4, Some(4));
request!(OffsetForLeaderEpochRequest, OffsetForLeaderEpoch, OffsetForLeaderEpochResponse);

/// Part of [`OffsetForLeaderEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetForLeaderTopic {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<OffsetForLeaderPartition>,
}

impl Struct for OffsetForLeaderTopic {
    const NAME: &'static str = "OffsetForLeaderTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetForLeaderTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetForLeaderEpochRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetForLeaderPartition {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 2+, default -1, ignorable.
    pub current_leader_epoch: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
}

impl Default for OffsetForLeaderPartition {
    fn default() -> Self {
        Self { partition: 0, current_leader_epoch: -1, leader_epoch: 0 }
    }
}

impl Struct for OffsetForLeaderPartition {
    const NAME: &'static str = "OffsetForLeaderPartition";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        if v >= 2 {
            self.current_leader_epoch.read(d, v)?;
        }
        self.leader_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        if v >= 2 {
            self.current_leader_epoch.write(s, v);
        }
        self.leader_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetForLeaderPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        if v >= 2 {
            self.current_leader_epoch.fill(r, v);
        }
        self.leader_epoch.fill(r, v);
    }
}

/// `OffsetForLeaderEpochResponse`: API key 23, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetForLeaderEpochResponse {
    /// Versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<OffsetForLeaderTopicResult>,
}

impl Struct for OffsetForLeaderEpochResponse {
    const NAME: &'static str = "OffsetForLeaderEpochResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 2 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetForLeaderEpochResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(OffsetForLeaderEpochResponse, 0, 4, Some(4));

/// Part of [`OffsetForLeaderEpochResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetForLeaderTopicResult {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<EpochEndOffset>,
}

impl Struct for OffsetForLeaderTopicResult {
    const NAME: &'static str = "OffsetForLeaderTopicResult";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetForLeaderTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetForLeaderEpochResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct EpochEndOffset {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub partition: i32,
    /// Versions 1+, default -1, ignorable.
    pub leader_epoch: i32,
    /// Versions 0+, default -1.
    pub end_offset: i64,
}

impl Default for EpochEndOffset {
    fn default() -> Self {
        Self { error_code: 0, partition: 0, leader_epoch: -1, end_offset: -1 }
    }
}

impl Struct for EpochEndOffset {
    const NAME: &'static str = "EpochEndOffset";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.partition.read(d, v)?;
        if v >= 1 {
            self.leader_epoch.read(d, v)?;
        }
        self.end_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.partition.write(s, v);
        if v >= 1 {
            self.leader_epoch.write(s, v);
        }
        self.end_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EpochEndOffset {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.partition.fill(r, v);
        if v >= 1 {
            self.leader_epoch.fill(r, v);
        }
        self.end_offset.fill(r, v);
    }
}
