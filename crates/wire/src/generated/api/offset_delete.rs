//! Generated from `crates/wire-codegen/schemas/api/offset_delete.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `OffsetDeleteRequest`: API key 47, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<OffsetDeleteRequestTopic>,
}

impl Struct for OffsetDeleteRequest {
    const NAME: &'static str = "OffsetDeleteRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.topics.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.topics.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(OffsetDeleteRequest, 0, 0, None);
request!(OffsetDeleteRequest, OffsetDelete, OffsetDeleteResponse);

/// Part of [`OffsetDeleteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequestTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<OffsetDeleteRequestPartition>,
}

impl Struct for OffsetDeleteRequestTopic {
    const NAME: &'static str = "OffsetDeleteRequestTopic";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetDeleteRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteRequestPartition {
    /// Versions 0+.
    pub partition_index: i32,
}

impl Struct for OffsetDeleteRequestPartition {
    const NAME: &'static str = "OffsetDeleteRequestPartition";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteRequestPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
    }
}

/// `OffsetDeleteResponse`: API key 47, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<OffsetDeleteResponseTopic>,
}

impl Struct for OffsetDeleteResponse {
    const NAME: &'static str = "OffsetDeleteResponse";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.throttle_time_ms.read(d, v)?;
        self.topics.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.throttle_time_ms.write(s, v);
        self.topics.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.throttle_time_ms.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(OffsetDeleteResponse, 0, 0, None);

/// Part of [`OffsetDeleteResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponseTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<OffsetDeleteResponsePartition>,
}

impl Struct for OffsetDeleteResponseTopic {
    const NAME: &'static str = "OffsetDeleteResponseTopic";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetDeleteResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetDeleteResponsePartition {
    /// Versions 0+, key of its list.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for OffsetDeleteResponsePartition {
    const NAME: &'static str = "OffsetDeleteResponsePartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetDeleteResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
