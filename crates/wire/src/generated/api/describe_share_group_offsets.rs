//! Generated from `crates/wire-codegen/schemas/api/describe_share_group_offsets.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeShareGroupOffsetsRequest`: API key 90, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeShareGroupOffsetsRequest {
    /// Versions 0+.
    pub groups: Vec<DescribeShareGroupOffsetsRequestGroup>,
}

impl Struct for DescribeShareGroupOffsetsRequest {
    const NAME: &'static str = "DescribeShareGroupOffsetsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.groups.fill(r, v);
    }
}

message!(DescribeShareGroupOffsetsRequest, 0, 1, Some(0));
request!(DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsets, DescribeShareGroupOffsetsResponse);

/// Part of [`DescribeShareGroupOffsetsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeShareGroupOffsetsRequestGroup {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+, may be null.
    pub topics: Option<Vec<DescribeShareGroupOffsetsRequestTopic>>,
}

impl Default for DescribeShareGroupOffsetsRequestGroup {
    fn default() -> Self {
        Self { group_id: Str::new(), topics: Some(Vec::new()) }
    }
}

impl Struct for DescribeShareGroupOffsetsRequestGroup {
    const NAME: &'static str = "DescribeShareGroupOffsetsRequestGroup";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsRequestGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

/// Part of [`DescribeShareGroupOffsetsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeShareGroupOffsetsRequestTopic {
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for DescribeShareGroupOffsetsRequestTopic {
    const NAME: &'static str = "DescribeShareGroupOffsetsRequestTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// `DescribeShareGroupOffsetsResponse`: API key 90, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeShareGroupOffsetsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub groups: Vec<DescribeShareGroupOffsetsResponseGroup>,
}

impl Struct for DescribeShareGroupOffsetsResponse {
    const NAME: &'static str = "DescribeShareGroupOffsetsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.groups.fill(r, v);
    }
}

message!(DescribeShareGroupOffsetsResponse, 0, 1, Some(0));

/// Part of [`DescribeShareGroupOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeShareGroupOffsetsResponseGroup {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<DescribeShareGroupOffsetsResponseTopic>,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
}

impl Struct for DescribeShareGroupOffsetsResponseGroup {
    const NAME: &'static str = "DescribeShareGroupOffsetsResponseGroup";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.topics.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.topics.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsResponseGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}

/// Part of [`DescribeShareGroupOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeShareGroupOffsetsResponseTopic {
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<DescribeShareGroupOffsetsResponsePartition>,
}

impl Struct for DescribeShareGroupOffsetsResponseTopic {
    const NAME: &'static str = "DescribeShareGroupOffsetsResponseTopic";
    const MIN_LEN: usize = 19;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.topic_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.topic_id.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`DescribeShareGroupOffsetsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeShareGroupOffsetsResponsePartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub start_offset: i64,
    /// Versions 0+.
    pub leader_epoch: i32,
    /// Versions 1+, default -1, ignorable.
    pub lag: i64,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
}

impl Default for DescribeShareGroupOffsetsResponsePartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            start_offset: 0,
            leader_epoch: 0,
            lag: -1,
            error_code: 0,
            error_message: None,
        }
    }
}

impl Struct for DescribeShareGroupOffsetsResponsePartition {
    const NAME: &'static str = "DescribeShareGroupOffsetsResponsePartition";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.start_offset.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        if v == 1 {
            self.lag.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.start_offset.write(s, v);
        self.leader_epoch.write(s, v);
        if v == 1 {
            self.lag.write(s, v);
        }
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeShareGroupOffsetsResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.start_offset.fill(r, v);
        self.leader_epoch.fill(r, v);
        if v == 1 {
            self.lag.fill(r, v);
        }
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
