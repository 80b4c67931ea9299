//! Generated from `crates/wire-codegen/schemas/api/list_partition_reassignments.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ListPartitionReassignmentsRequest`: API key 46, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPartitionReassignmentsRequest {
    /// Versions 0+, default 60000.
    pub timeout_ms: i32,
    /// Versions 0+, may be null, default null.
    pub topics: Option<Vec<ListPartitionReassignmentsTopics>>,
}

impl Default for ListPartitionReassignmentsRequest {
    fn default() -> Self {
        Self { timeout_ms: 60000, topics: None }
    }
}

impl Struct for ListPartitionReassignmentsRequest {
    const NAME: &'static str = "ListPartitionReassignmentsRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.timeout_ms.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.timeout_ms.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListPartitionReassignmentsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.timeout_ms.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(ListPartitionReassignmentsRequest, 0, 0, Some(0));
request!(ListPartitionReassignmentsRequest, ListPartitionReassignments, ListPartitionReassignmentsResponse);

/// Part of [`ListPartitionReassignmentsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPartitionReassignmentsTopics {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partition_indexes: Vec<i32>,
}

impl Struct for ListPartitionReassignmentsTopics {
    const NAME: &'static str = "ListPartitionReassignmentsTopics";
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
impl Sample for ListPartitionReassignmentsTopics {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partition_indexes.fill(r, v);
    }
}

/// `ListPartitionReassignmentsResponse`: API key 46, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPartitionReassignmentsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub topics: Vec<OngoingTopicReassignment>,
}

impl Default for ListPartitionReassignmentsResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()), topics: Vec::new() }
    }
}

impl Struct for ListPartitionReassignmentsResponse {
    const NAME: &'static str = "ListPartitionReassignmentsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListPartitionReassignmentsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(ListPartitionReassignmentsResponse, 0, 0, Some(0));

/// Part of [`ListPartitionReassignmentsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OngoingTopicReassignment {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<OngoingPartitionReassignment>,
}

impl Struct for OngoingTopicReassignment {
    const NAME: &'static str = "OngoingTopicReassignment";
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
impl Sample for OngoingTopicReassignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ListPartitionReassignmentsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OngoingPartitionReassignment {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub replicas: Vec<i32>,
    /// Versions 0+.
    pub adding_replicas: Vec<i32>,
    /// Versions 0+.
    pub removing_replicas: Vec<i32>,
}

impl Struct for OngoingPartitionReassignment {
    const NAME: &'static str = "OngoingPartitionReassignment";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.replicas.read(d, v)?;
        self.adding_replicas.read(d, v)?;
        self.removing_replicas.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.replicas.write(s, v);
        self.adding_replicas.write(s, v);
        self.removing_replicas.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OngoingPartitionReassignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.replicas.fill(r, v);
        self.adding_replicas.fill(r, v);
        self.removing_replicas.fill(r, v);
    }
}
