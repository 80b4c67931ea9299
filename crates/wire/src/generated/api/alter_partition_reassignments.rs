//! Generated from `crates/wire-codegen/schemas/api/alter_partition_reassignments.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterPartitionReassignmentsRequest`: API key 45, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterPartitionReassignmentsRequest {
    /// Versions 0+, default 60000.
    pub timeout_ms: i32,
    /// Versions 1+, default true.
    pub allow_replication_factor_change: bool,
    /// Versions 0+.
    pub topics: Vec<ReassignableTopic>,
}

impl Default for AlterPartitionReassignmentsRequest {
    fn default() -> Self {
        Self { timeout_ms: 60000, allow_replication_factor_change: true, topics: Vec::new() }
    }
}

impl Struct for AlterPartitionReassignmentsRequest {
    const NAME: &'static str = "AlterPartitionReassignmentsRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.timeout_ms.read(d, v)?;
        if v == 1 {
            self.allow_replication_factor_change.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.timeout_ms.write(s, v);
        if v == 1 {
            self.allow_replication_factor_change.write(s, v);
        } else {
            s.absent(v, "allow_replication_factor_change", || !self.allow_replication_factor_change);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterPartitionReassignmentsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.timeout_ms.fill(r, v);
        if v == 1 {
            self.allow_replication_factor_change.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(AlterPartitionReassignmentsRequest, 0, 1, Some(0));
request!(
    AlterPartitionReassignmentsRequest,
    AlterPartitionReassignments,
    AlterPartitionReassignmentsResponse
);

/// Part of [`AlterPartitionReassignmentsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReassignableTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<ReassignablePartition>,
}

impl Struct for ReassignableTopic {
    const NAME: &'static str = "ReassignableTopic";
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
impl Sample for ReassignableTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`AlterPartitionReassignmentsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReassignablePartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+, may be null, default null.
    pub replicas: Option<Vec<i32>>,
}

impl Struct for ReassignablePartition {
    const NAME: &'static str = "ReassignablePartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.replicas.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.replicas.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ReassignablePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.replicas.fill(r, v);
    }
}

/// `AlterPartitionReassignmentsResponse`: API key 45, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AlterPartitionReassignmentsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 1+, default true, ignorable.
    pub allow_replication_factor_change: bool,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub responses: Vec<ReassignableTopicResponse>,
}

impl Default for AlterPartitionReassignmentsResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            allow_replication_factor_change: true,
            error_code: 0,
            error_message: Some(Str::new()),
            responses: Vec::new(),
        }
    }
}

impl Struct for AlterPartitionReassignmentsResponse {
    const NAME: &'static str = "AlterPartitionReassignmentsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        if v == 1 {
            self.allow_replication_factor_change.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.responses.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        if v == 1 {
            self.allow_replication_factor_change.write(s, v);
        }
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.responses.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterPartitionReassignmentsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        if v == 1 {
            self.allow_replication_factor_change.fill(r, v);
        }
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.responses.fill(r, v);
    }
}

message!(AlterPartitionReassignmentsResponse, 0, 1, Some(0));

/// Part of [`AlterPartitionReassignmentsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReassignableTopicResponse {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<ReassignablePartitionResponse>,
}

impl Struct for ReassignableTopicResponse {
    const NAME: &'static str = "ReassignableTopicResponse";
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
impl Sample for ReassignableTopicResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`AlterPartitionReassignmentsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReassignablePartitionResponse {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for ReassignablePartitionResponse {
    fn default() -> Self {
        Self { partition_index: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for ReassignablePartitionResponse {
    const NAME: &'static str = "ReassignablePartitionResponse";
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
impl Sample for ReassignablePartitionResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
