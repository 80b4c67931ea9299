//! Generated from `crates/wire-codegen/schemas/api/list_offsets.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ListOffsetsRequest`: API key 2, versions 0-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsRequest {
    /// Versions 0+.
    pub replica_id: i32,
    /// Versions 2+.
    pub isolation_level: i8,
    /// Versions 0+.
    pub topics: Vec<ListOffsetsTopic>,
    /// Versions 10+, ignorable.
    pub timeout_ms: i32,
}

impl Struct for ListOffsetsRequest {
    const NAME: &'static str = "ListOffsetsRequest";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.replica_id.read(d, v)?;
        if v >= 2 {
            self.isolation_level.read(d, v)?;
        }
        self.topics.read(d, v)?;
        if v >= 10 {
            self.timeout_ms.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.replica_id.write(s, v);
        if v >= 2 {
            self.isolation_level.write(s, v);
        } else {
            s.absent(v, "isolation_level", || self.isolation_level != 0);
        }
        self.topics.write(s, v);
        if v >= 10 {
            self.timeout_ms.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListOffsetsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.replica_id.fill(r, v);
        if v >= 2 {
            self.isolation_level.fill(r, v);
        }
        self.topics.fill(r, v);
        if v >= 10 {
            self.timeout_ms.fill(r, v);
        }
    }
}

message!(ListOffsetsRequest, 0, 11, Some(6));
request!(ListOffsetsRequest, ListOffsets, ListOffsetsResponse);

/// Part of [`ListOffsetsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<ListOffsetsPartition>,
}

impl Struct for ListOffsetsTopic {
    const NAME: &'static str = "ListOffsetsTopic";
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
impl Sample for ListOffsetsTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ListOffsetsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 4+, default -1, ignorable.
    pub current_leader_epoch: i32,
    /// Versions 0+.
    pub timestamp: i64,
    /// Versions 0, default 1.
    pub max_num_offsets: i32,
}

impl Default for ListOffsetsPartition {
    fn default() -> Self {
        Self { partition_index: 0, current_leader_epoch: -1, timestamp: 0, max_num_offsets: 1 }
    }
}

impl Struct for ListOffsetsPartition {
    const NAME: &'static str = "ListOffsetsPartition";
    const MIN_LEN: usize = 12;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        if v >= 4 {
            self.current_leader_epoch.read(d, v)?;
        }
        self.timestamp.read(d, v)?;
        if v == 0 {
            self.max_num_offsets.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        if v >= 4 {
            self.current_leader_epoch.write(s, v);
        }
        self.timestamp.write(s, v);
        if v == 0 {
            self.max_num_offsets.write(s, v);
        } else {
            s.absent(v, "max_num_offsets", || self.max_num_offsets != 1);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListOffsetsPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        if v >= 4 {
            self.current_leader_epoch.fill(r, v);
        }
        self.timestamp.fill(r, v);
        if v == 0 {
            self.max_num_offsets.fill(r, v);
        }
    }
}

/// `ListOffsetsResponse`: API key 2, versions 0-11.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsResponse {
    /// Versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<ListOffsetsTopicResponse>,
}

impl Struct for ListOffsetsResponse {
    const NAME: &'static str = "ListOffsetsResponse";
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
impl Sample for ListOffsetsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(ListOffsetsResponse, 0, 11, Some(6));

/// Part of [`ListOffsetsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOffsetsTopicResponse {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<ListOffsetsPartitionResponse>,
}

impl Struct for ListOffsetsTopicResponse {
    const NAME: &'static str = "ListOffsetsTopicResponse";
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
impl Sample for ListOffsetsTopicResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ListOffsetsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ListOffsetsPartitionResponse {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0.
    pub old_style_offsets: Vec<i64>,
    /// Versions 1+, default -1.
    pub timestamp: i64,
    /// Versions 1+, default -1.
    pub offset: i64,
    /// Versions 4+, default -1.
    pub leader_epoch: i32,
}

impl Default for ListOffsetsPartitionResponse {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: 0,
            old_style_offsets: Vec::new(),
            timestamp: -1,
            offset: -1,
            leader_epoch: -1,
        }
    }
}

impl Struct for ListOffsetsPartitionResponse {
    const NAME: &'static str = "ListOffsetsPartitionResponse";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        if v == 0 {
            self.old_style_offsets.read(d, v)?;
        }
        if v >= 1 {
            self.timestamp.read(d, v)?;
        }
        if v >= 1 {
            self.offset.read(d, v)?;
        }
        if v >= 4 {
            self.leader_epoch.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        if v == 0 {
            self.old_style_offsets.write(s, v);
        } else {
            s.absent(v, "old_style_offsets", || !self.old_style_offsets.is_empty());
        }
        if v >= 1 {
            self.timestamp.write(s, v);
        } else {
            s.absent(v, "timestamp", || self.timestamp != -1);
        }
        if v >= 1 {
            self.offset.write(s, v);
        } else {
            s.absent(v, "offset", || self.offset != -1);
        }
        if v >= 4 {
            self.leader_epoch.write(s, v);
        } else {
            s.absent(v, "leader_epoch", || self.leader_epoch != -1);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListOffsetsPartitionResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        if v == 0 {
            self.old_style_offsets.fill(r, v);
        }
        if v >= 1 {
            self.timestamp.fill(r, v);
        }
        if v >= 1 {
            self.offset.fill(r, v);
        }
        if v >= 4 {
            self.leader_epoch.fill(r, v);
        }
    }
}
