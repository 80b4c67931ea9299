//! Generated from `crates/wire-codegen/schemas/api/alter_share_group_offsets.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterShareGroupOffsetsRequest`: API key 91, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<AlterShareGroupOffsetsRequestTopic>,
}

impl Struct for AlterShareGroupOffsetsRequest {
    const NAME: &'static str = "AlterShareGroupOffsetsRequest";
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
impl Sample for AlterShareGroupOffsetsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(AlterShareGroupOffsetsRequest, 0, 0, Some(0));
request!(AlterShareGroupOffsetsRequest, AlterShareGroupOffsets, AlterShareGroupOffsetsResponse);

/// Part of [`AlterShareGroupOffsetsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsRequestTopic {
    /// Versions 0+, key of its list.
    pub topic_name: Str,
    /// Versions 0+.
    pub partitions: Vec<AlterShareGroupOffsetsRequestPartition>,
}

impl Struct for AlterShareGroupOffsetsRequestTopic {
    const NAME: &'static str = "AlterShareGroupOffsetsRequestTopic";
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
impl Sample for AlterShareGroupOffsetsRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`AlterShareGroupOffsetsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsRequestPartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub start_offset: i64,
}

impl Struct for AlterShareGroupOffsetsRequestPartition {
    const NAME: &'static str = "AlterShareGroupOffsetsRequestPartition";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.start_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.start_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterShareGroupOffsetsRequestPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.start_offset.fill(r, v);
    }
}

/// `AlterShareGroupOffsetsResponse`: API key 91, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub responses: Vec<AlterShareGroupOffsetsResponseTopic>,
}

impl Struct for AlterShareGroupOffsetsResponse {
    const NAME: &'static str = "AlterShareGroupOffsetsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.responses.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.responses.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterShareGroupOffsetsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.responses.fill(r, v);
    }
}

message!(AlterShareGroupOffsetsResponse, 0, 0, Some(0));

/// Part of [`AlterShareGroupOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsResponseTopic {
    /// Versions 0+, key of its list.
    pub topic_name: Str,
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<AlterShareGroupOffsetsResponsePartition>,
}

impl Struct for AlterShareGroupOffsetsResponseTopic {
    const NAME: &'static str = "AlterShareGroupOffsetsResponseTopic";
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
impl Sample for AlterShareGroupOffsetsResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`AlterShareGroupOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterShareGroupOffsetsResponsePartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
}

impl Struct for AlterShareGroupOffsetsResponsePartition {
    const NAME: &'static str = "AlterShareGroupOffsetsResponsePartition";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterShareGroupOffsetsResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
