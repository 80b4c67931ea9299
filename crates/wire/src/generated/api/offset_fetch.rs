//! Generated from `crates/wire-codegen/schemas/api/offset_fetch.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `OffsetFetchRequest`: API key 9, versions 0-10.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequest {
    /// Versions 0-7.
    pub group_id: Str,
    /// Versions 0-7, may be null in 2-7.
    pub topics: Option<Vec<OffsetFetchRequestTopic>>,
    /// Versions 8+.
    pub groups: Vec<OffsetFetchRequestGroup>,
    /// Versions 7+.
    pub require_stable: bool,
}

impl Default for OffsetFetchRequest {
    fn default() -> Self {
        Self { group_id: Str::new(), topics: Some(Vec::new()), groups: Vec::new(), require_stable: false }
    }
}

impl Struct for OffsetFetchRequest {
    const NAME: &'static str = "OffsetFetchRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 7 {
            self.group_id.read(d, v)?;
        }
        if v <= 7 {
            d.read_null_if(v >= 2, &mut self.topics, v)?;
        }
        if v >= 8 {
            self.groups.read(d, v)?;
        }
        if v >= 7 {
            self.require_stable.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 7 {
            self.group_id.write(s, v);
        } else {
            s.absent(v, "group_id", || !self.group_id.is_empty());
        }
        if v <= 7 {
            s.put_null_if(v >= 2, "topics", &self.topics, v);
        } else {
            s.absent(v, "topics", || self.topics.as_ref().is_none_or(|x| !x.is_empty()));
        }
        if v >= 8 {
            self.groups.write(s, v);
        } else {
            s.absent(v, "groups", || !self.groups.is_empty());
        }
        if v >= 7 {
            self.require_stable.write(s, v);
        } else {
            s.absent(v, "require_stable", || self.require_stable);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 7 {
            self.group_id.fill(r, v);
        }
        if v <= 7 {
            r.fill_null_if(v >= 2, &mut self.topics, v);
        }
        if v >= 8 {
            self.groups.fill(r, v);
        }
        if v >= 7 {
            self.require_stable.fill(r, v);
        }
    }
}

message!(OffsetFetchRequest, 0, 10, Some(6));
request!(OffsetFetchRequest, OffsetFetch, OffsetFetchResponse);

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchRequestTopic {
    /// Versions 0-7.
    pub name: Str,
    /// Versions 0-7.
    pub partition_indexes: Vec<i32>,
}

impl Struct for OffsetFetchRequestTopic {
    const NAME: &'static str = "OffsetFetchRequestTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partition_indexes.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partition_indexes.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchRequestTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partition_indexes.fill(r, v);
    }
}

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchRequestGroup {
    /// Versions 8+.
    pub group_id: Str,
    /// Versions 9+, may be null, default null, ignorable.
    pub member_id: Option<Str>,
    /// Versions 9+, default -1, ignorable.
    pub member_epoch: i32,
    /// Versions 8+, may be null.
    pub topics: Option<Vec<OffsetFetchRequestTopics>>,
}

impl Default for OffsetFetchRequestGroup {
    fn default() -> Self {
        Self { group_id: Str::new(), member_id: None, member_epoch: -1, topics: Some(Vec::new()) }
    }
}

impl Struct for OffsetFetchRequestGroup {
    const NAME: &'static str = "OffsetFetchRequestGroup";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        if v >= 9 {
            self.member_id.read(d, v)?;
        }
        if v >= 9 {
            self.member_epoch.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        if v >= 9 {
            self.member_id.write(s, v);
        }
        if v >= 9 {
            self.member_epoch.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchRequestGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        if v >= 9 {
            self.member_id.fill(r, v);
        }
        if v >= 9 {
            self.member_epoch.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

/// Part of [`OffsetFetchRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchRequestTopics {
    /// Versions 8-9, ignorable.
    pub name: Str,
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 8+.
    pub partition_indexes: Vec<i32>,
}

impl Struct for OffsetFetchRequestTopics {
    const NAME: &'static str = "OffsetFetchRequestTopics";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 9 {
            self.name.read(d, v)?;
        }
        if v == 10 {
            self.topic_id.read(d, v)?;
        }
        self.partition_indexes.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 9 {
            self.name.write(s, v);
        }
        if v == 10 {
            self.topic_id.write(s, v);
        }
        self.partition_indexes.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchRequestTopics {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 9 {
            self.name.fill(r, v);
        }
        if v == 10 {
            self.topic_id.fill(r, v);
        }
        self.partition_indexes.fill(r, v);
    }
}

/// `OffsetFetchResponse`: API key 9, versions 0-10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponse {
    /// Versions 3+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0-7.
    pub topics: Vec<OffsetFetchResponseTopic>,
    /// Versions 2-7, ignorable.
    pub error_code: i16,
    /// Versions 8+.
    pub groups: Vec<OffsetFetchResponseGroup>,
}

impl Struct for OffsetFetchResponse {
    const NAME: &'static str = "OffsetFetchResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.throttle_time_ms.read(d, v)?;
        }
        if v <= 7 {
            self.topics.read(d, v)?;
        }
        if v.between(2, 7) {
            self.error_code.read(d, v)?;
        }
        if v >= 8 {
            self.groups.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.write(s, v);
        }
        if v <= 7 {
            self.topics.write(s, v);
        } else {
            s.absent(v, "topics", || !self.topics.is_empty());
        }
        if v.between(2, 7) {
            self.error_code.write(s, v);
        }
        if v >= 8 {
            self.groups.write(s, v);
        } else {
            s.absent(v, "groups", || !self.groups.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.throttle_time_ms.fill(r, v);
        }
        if v <= 7 {
            self.topics.fill(r, v);
        }
        if v.between(2, 7) {
            self.error_code.fill(r, v);
        }
        if v >= 8 {
            self.groups.fill(r, v);
        }
    }
}

message!(OffsetFetchResponse, 0, 10, Some(6));

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopic {
    /// Versions 0-7.
    pub name: Str,
    /// Versions 0-7.
    pub partitions: Vec<OffsetFetchResponsePartition>,
}

impl Struct for OffsetFetchResponseTopic {
    const NAME: &'static str = "OffsetFetchResponseTopic";
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
impl Sample for OffsetFetchResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartition {
    /// Versions 0-7.
    pub partition_index: i32,
    /// Versions 0-7.
    pub committed_offset: i64,
    /// Versions 5-7, default -1, ignorable.
    pub committed_leader_epoch: i32,
    /// Versions 0-7, may be null.
    pub metadata: Option<Str>,
    /// Versions 0-7.
    pub error_code: i16,
}

impl Default for OffsetFetchResponsePartition {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(Str::new()),
            error_code: 0,
        }
    }
}

impl Struct for OffsetFetchResponsePartition {
    const NAME: &'static str = "OffsetFetchResponsePartition";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.committed_offset.read(d, v)?;
        if v >= 5 {
            self.committed_leader_epoch.read(d, v)?;
        }
        self.metadata.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.committed_offset.write(s, v);
        if v >= 5 {
            self.committed_leader_epoch.write(s, v);
        }
        self.metadata.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.committed_offset.fill(r, v);
        if v >= 5 {
            self.committed_leader_epoch.fill(r, v);
        }
        self.metadata.fill(r, v);
        self.error_code.fill(r, v);
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseGroup {
    /// Versions 8+.
    pub group_id: Str,
    /// Versions 8+.
    pub topics: Vec<OffsetFetchResponseTopics>,
    /// Versions 8+.
    pub error_code: i16,
}

impl Struct for OffsetFetchResponseGroup {
    const NAME: &'static str = "OffsetFetchResponseGroup";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.topics.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.topics.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchResponseGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
        self.error_code.fill(r, v);
    }
}

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetFetchResponseTopics {
    /// Versions 8-9, ignorable.
    pub name: Str,
    /// Versions 10+, ignorable.
    pub topic_id: Uuid,
    /// Versions 8+.
    pub partitions: Vec<OffsetFetchResponsePartitions>,
}

impl Struct for OffsetFetchResponseTopics {
    const NAME: &'static str = "OffsetFetchResponseTopics";
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
impl Sample for OffsetFetchResponseTopics {
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

/// Part of [`OffsetFetchResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetFetchResponsePartitions {
    /// Versions 8+.
    pub partition_index: i32,
    /// Versions 8+.
    pub committed_offset: i64,
    /// Versions 8+, default -1, ignorable.
    pub committed_leader_epoch: i32,
    /// Versions 8+, may be null.
    pub metadata: Option<Str>,
    /// Versions 8+.
    pub error_code: i16,
}

impl Default for OffsetFetchResponsePartitions {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(Str::new()),
            error_code: 0,
        }
    }
}

impl Struct for OffsetFetchResponsePartitions {
    const NAME: &'static str = "OffsetFetchResponsePartitions";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.committed_offset.read(d, v)?;
        self.committed_leader_epoch.read(d, v)?;
        self.metadata.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.committed_offset.write(s, v);
        self.committed_leader_epoch.write(s, v);
        self.metadata.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetFetchResponsePartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.committed_offset.fill(r, v);
        self.committed_leader_epoch.fill(r, v);
        self.metadata.fill(r, v);
        self.error_code.fill(r, v);
    }
}
