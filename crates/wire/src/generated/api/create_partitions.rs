//! Generated from `crates/wire-codegen/schemas/api/create_partitions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `CreatePartitionsRequest`: API key 37, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePartitionsRequest {
    /// Versions 0+.
    pub topics: Vec<CreatePartitionsTopic>,
    /// Versions 0+.
    pub timeout_ms: i32,
    /// Versions 0+.
    pub validate_only: bool,
}

impl Struct for CreatePartitionsRequest {
    const NAME: &'static str = "CreatePartitionsRequest";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        self.timeout_ms.read(d, v)?;
        self.validate_only.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        self.timeout_ms.write(s, v);
        self.validate_only.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatePartitionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
        self.timeout_ms.fill(r, v);
        self.validate_only.fill(r, v);
    }
}

message!(CreatePartitionsRequest, 0, 3, Some(2));
request!(CreatePartitionsRequest, CreatePartitions, CreatePartitionsResponse);

/// Part of [`CreatePartitionsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatePartitionsTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub count: i32,
    /// Versions 0+, may be null.
    pub assignments: Option<Vec<CreatePartitionsAssignment>>,
}

impl Default for CreatePartitionsTopic {
    fn default() -> Self {
        Self { name: Str::new(), count: 0, assignments: Some(Vec::new()) }
    }
}

impl Struct for CreatePartitionsTopic {
    const NAME: &'static str = "CreatePartitionsTopic";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.count.read(d, v)?;
        self.assignments.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.count.write(s, v);
        self.assignments.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatePartitionsTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.count.fill(r, v);
        self.assignments.fill(r, v);
    }
}

/// Part of [`CreatePartitionsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePartitionsAssignment {
    /// Versions 0+.
    pub broker_ids: Vec<i32>,
}

impl Struct for CreatePartitionsAssignment {
    const NAME: &'static str = "CreatePartitionsAssignment";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_ids.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_ids.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatePartitionsAssignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_ids.fill(r, v);
    }
}

/// `CreatePartitionsResponse`: API key 37, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePartitionsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<CreatePartitionsTopicResult>,
}

impl Struct for CreatePartitionsResponse {
    const NAME: &'static str = "CreatePartitionsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatePartitionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(CreatePartitionsResponse, 0, 3, Some(2));

/// Part of [`CreatePartitionsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePartitionsTopicResult {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
}

impl Struct for CreatePartitionsTopicResult {
    const NAME: &'static str = "CreatePartitionsTopicResult";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatePartitionsTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
