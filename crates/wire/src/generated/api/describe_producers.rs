//! Generated from `crates/wire-codegen/schemas/api/describe_producers.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeProducersRequest`: API key 61, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeProducersRequest {
    /// Versions 0+.
    pub topics: Vec<TopicRequest>,
}

impl Struct for DescribeProducersRequest {
    const NAME: &'static str = "DescribeProducersRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeProducersRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
    }
}

message!(DescribeProducersRequest, 0, 0, Some(0));
request!(DescribeProducersRequest, DescribeProducers, DescribeProducersResponse);

/// Part of [`DescribeProducersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRequest {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partition_indexes: Vec<i32>,
}

impl Struct for TopicRequest {
    const NAME: &'static str = "TopicRequest";
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
impl Sample for TopicRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partition_indexes.fill(r, v);
    }
}

/// `DescribeProducersResponse`: API key 61, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeProducersResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<TopicResponse>,
}

impl Struct for DescribeProducersResponse {
    const NAME: &'static str = "DescribeProducersResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeProducersResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(DescribeProducersResponse, 0, 0, Some(0));

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicResponse {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<PartitionResponse>,
}

impl Struct for TopicResponse {
    const NAME: &'static str = "TopicResponse";
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
impl Sample for TopicResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionResponse {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub active_producers: Vec<ProducerState>,
}

impl Struct for PartitionResponse {
    const NAME: &'static str = "PartitionResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.active_producers.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.active_producers.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.active_producers.fill(r, v);
    }
}

/// Part of [`DescribeProducersResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ProducerState {
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i32,
    /// Versions 0+, default -1.
    pub last_sequence: i32,
    /// Versions 0+, default -1.
    pub last_timestamp: i64,
    /// Versions 0+.
    pub coordinator_epoch: i32,
    /// Versions 0+, default -1.
    pub current_txn_start_offset: i64,
}

impl Default for ProducerState {
    fn default() -> Self {
        Self {
            producer_id: 0,
            producer_epoch: 0,
            last_sequence: -1,
            last_timestamp: -1,
            coordinator_epoch: 0,
            current_txn_start_offset: -1,
        }
    }
}

impl Struct for ProducerState {
    const NAME: &'static str = "ProducerState";
    const MIN_LEN: usize = 37;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.last_sequence.read(d, v)?;
        self.last_timestamp.read(d, v)?;
        self.coordinator_epoch.read(d, v)?;
        self.current_txn_start_offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.last_sequence.write(s, v);
        self.last_timestamp.write(s, v);
        self.coordinator_epoch.write(s, v);
        self.current_txn_start_offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ProducerState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.last_sequence.fill(r, v);
        self.last_timestamp.fill(r, v);
        self.coordinator_epoch.fill(r, v);
        self.current_txn_start_offset.fill(r, v);
    }
}
