//! Generated from `crates/wire-codegen/schemas/api/initialize_share_group_state.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `InitializeShareGroupStateRequest`: API key 83, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitializeShareGroupStateRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<InitializeStateData>,
}

impl Struct for InitializeShareGroupStateRequest {
    const NAME: &'static str = "InitializeShareGroupStateRequest";
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
impl Sample for InitializeShareGroupStateRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(InitializeShareGroupStateRequest, 0, 0, Some(0));
request!(InitializeShareGroupStateRequest, InitializeShareGroupState, InitializeShareGroupStateResponse);

/// Part of [`InitializeShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitializeStateData {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionData>,
}

impl Struct for InitializeStateData {
    const NAME: &'static str = "InitializeStateData";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for InitializeStateData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`InitializeShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub state_epoch: i32,
    /// Versions 0+.
    pub start_offset: i64,
}

impl Struct for PartitionData {
    const NAME: &'static str = "PartitionData";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.state_epoch.read(d, v)?;
        self.start_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.state_epoch.write(s, v);
        self.start_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.state_epoch.fill(r, v);
        self.start_offset.fill(r, v);
    }
}

/// `InitializeShareGroupStateResponse`: API key 83, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitializeShareGroupStateResponse {
    /// Versions 0+.
    pub results: Vec<InitializeStateResult>,
}

impl Struct for InitializeShareGroupStateResponse {
    const NAME: &'static str = "InitializeShareGroupStateResponse";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for InitializeShareGroupStateResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.results.fill(r, v);
    }
}

message!(InitializeShareGroupStateResponse, 0, 0, Some(0));

/// Part of [`InitializeShareGroupStateResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitializeStateResult {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionResult>,
}

impl Struct for InitializeStateResult {
    const NAME: &'static str = "InitializeStateResult";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for InitializeStateResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`InitializeShareGroupStateResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionResult {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
}

impl Struct for PartitionResult {
    const NAME: &'static str = "PartitionResult";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
