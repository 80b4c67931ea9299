//! Generated from `crates/wire-codegen/schemas/api/read_share_group_state_summary.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ReadShareGroupStateSummaryRequest`: API key 87, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadShareGroupStateSummaryRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub topics: Vec<ReadStateSummaryData>,
}

impl Struct for ReadShareGroupStateSummaryRequest {
    const NAME: &'static str = "ReadShareGroupStateSummaryRequest";
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
impl Sample for ReadShareGroupStateSummaryRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(ReadShareGroupStateSummaryRequest, 0, 1, Some(0));
request!(ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummary, ReadShareGroupStateSummaryResponse);

/// Part of [`ReadShareGroupStateSummaryRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadStateSummaryData {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionData>,
}

impl Struct for ReadStateSummaryData {
    const NAME: &'static str = "ReadStateSummaryData";
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
impl Sample for ReadStateSummaryData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ReadShareGroupStateSummaryRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
}

impl Struct for PartitionData {
    const NAME: &'static str = "PartitionData";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.leader_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.leader_epoch.fill(r, v);
    }
}

/// `ReadShareGroupStateSummaryResponse`: API key 87, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadShareGroupStateSummaryResponse {
    /// Versions 0+.
    pub results: Vec<ReadStateSummaryResult>,
}

impl Struct for ReadShareGroupStateSummaryResponse {
    const NAME: &'static str = "ReadShareGroupStateSummaryResponse";
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
impl Sample for ReadShareGroupStateSummaryResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.results.fill(r, v);
    }
}

message!(ReadShareGroupStateSummaryResponse, 0, 1, Some(0));

/// Part of [`ReadShareGroupStateSummaryResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadStateSummaryResult {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionResult>,
}

impl Struct for ReadStateSummaryResult {
    const NAME: &'static str = "ReadStateSummaryResult";
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
impl Sample for ReadStateSummaryResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ReadShareGroupStateSummaryResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionResult {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub state_epoch: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub start_offset: i64,
    /// Versions 1+, default -1, ignorable.
    pub delivery_complete_count: i32,
}

impl Default for PartitionResult {
    fn default() -> Self {
        Self {
            partition: 0,
            error_code: 0,
            error_message: None,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
        }
    }
}

impl Struct for PartitionResult {
    const NAME: &'static str = "PartitionResult";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.state_epoch.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.start_offset.read(d, v)?;
        if v == 1 {
            self.delivery_complete_count.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.state_epoch.write(s, v);
        self.leader_epoch.write(s, v);
        self.start_offset.write(s, v);
        if v == 1 {
            self.delivery_complete_count.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.state_epoch.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.start_offset.fill(r, v);
        if v == 1 {
            self.delivery_complete_count.fill(r, v);
        }
    }
}
