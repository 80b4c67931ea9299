//! Generated from `crates/wire-codegen/schemas/api/write_share_group_state.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `WriteShareGroupStateRequest`: API key 85, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteShareGroupStateRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<WriteStateData>,
}

impl Struct for WriteShareGroupStateRequest {
    const NAME: &'static str = "WriteShareGroupStateRequest";
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
impl Sample for WriteShareGroupStateRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(WriteShareGroupStateRequest, 0, 1, Some(0));
request!(WriteShareGroupStateRequest, WriteShareGroupState, WriteShareGroupStateResponse);

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteStateData {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionData>,
}

impl Struct for WriteStateData {
    const NAME: &'static str = "WriteStateData";
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
impl Sample for WriteStateData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionData {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub state_epoch: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub start_offset: i64,
    /// Versions 1+, default -1, ignorable.
    pub delivery_complete_count: i32,
    /// Versions 0+.
    pub state_batches: Vec<StateBatch>,
}

impl Default for PartitionData {
    fn default() -> Self {
        Self {
            partition: 0,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            state_batches: Vec::new(),
        }
    }
}

impl Struct for PartitionData {
    const NAME: &'static str = "PartitionData";
    const MIN_LEN: usize = 22;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.state_epoch.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.start_offset.read(d, v)?;
        if v == 1 {
            self.delivery_complete_count.read(d, v)?;
        }
        self.state_batches.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.state_epoch.write(s, v);
        self.leader_epoch.write(s, v);
        self.start_offset.write(s, v);
        if v == 1 {
            self.delivery_complete_count.write(s, v);
        }
        self.state_batches.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.state_epoch.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.start_offset.fill(r, v);
        if v == 1 {
            self.delivery_complete_count.fill(r, v);
        }
        self.state_batches.fill(r, v);
    }
}

/// Part of [`WriteShareGroupStateRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StateBatch {
    /// Versions 0+.
    pub first_offset: i64,
    /// Versions 0+.
    pub last_offset: i64,
    /// Versions 0+.
    pub delivery_state: i8,
    /// Versions 0+.
    pub delivery_count: i16,
}

impl Struct for StateBatch {
    const NAME: &'static str = "StateBatch";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.first_offset.read(d, v)?;
        self.last_offset.read(d, v)?;
        self.delivery_state.read(d, v)?;
        self.delivery_count.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.first_offset.write(s, v);
        self.last_offset.write(s, v);
        self.delivery_state.write(s, v);
        self.delivery_count.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StateBatch {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.first_offset.fill(r, v);
        self.last_offset.fill(r, v);
        self.delivery_state.fill(r, v);
        self.delivery_count.fill(r, v);
    }
}

/// `WriteShareGroupStateResponse`: API key 85, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteShareGroupStateResponse {
    /// Versions 0+.
    pub results: Vec<WriteStateResult>,
}

impl Struct for WriteShareGroupStateResponse {
    const NAME: &'static str = "WriteShareGroupStateResponse";
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
impl Sample for WriteShareGroupStateResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.results.fill(r, v);
    }
}

message!(WriteShareGroupStateResponse, 0, 1, Some(0));

/// Part of [`WriteShareGroupStateResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteStateResult {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionResult>,
}

impl Struct for WriteStateResult {
    const NAME: &'static str = "WriteStateResult";
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
impl Sample for WriteStateResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`WriteShareGroupStateResponse`].
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
