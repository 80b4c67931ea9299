//! Generated from `crates/wire-codegen/schemas/api/produce.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ProduceRequest`: API key 0, versions 0-13.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProduceRequest {
    /// Versions 3+, may be null, default null.
    pub transactional_id: Option<Str>,
    /// Versions 0+.
    pub acks: i16,
    /// Versions 0+.
    pub timeout_ms: i32,
    /// Versions 0+.
    pub topic_data: Vec<TopicProduceData>,
}

impl Struct for ProduceRequest {
    const NAME: &'static str = "ProduceRequest";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 3 {
            self.transactional_id.read(d, v)?;
        }
        self.acks.read(d, v)?;
        self.timeout_ms.read(d, v)?;
        self.topic_data.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 3 {
            self.transactional_id.write(s, v);
        } else {
            s.absent(v, "transactional_id", || self.transactional_id.is_some());
        }
        self.acks.write(s, v);
        self.timeout_ms.write(s, v);
        self.topic_data.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ProduceRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 3 {
            self.transactional_id.fill(r, v);
        }
        self.acks.fill(r, v);
        self.timeout_ms.fill(r, v);
        self.topic_data.fill(r, v);
    }
}

message!(ProduceRequest, 0, 13, Some(9));
request!(ProduceRequest, Produce, ProduceResponse);

/// Part of [`ProduceRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicProduceData {
    /// Versions 0-12, ignorable, key of its list.
    pub name: Str,
    /// Versions 13+, ignorable, key of its list.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partition_data: Vec<PartitionProduceData>,
}

impl Struct for TopicProduceData {
    const NAME: &'static str = "TopicProduceData";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 12 {
            self.name.read(d, v)?;
        }
        if v == 13 {
            self.topic_id.read(d, v)?;
        }
        self.partition_data.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 12 {
            self.name.write(s, v);
        }
        if v == 13 {
            self.topic_id.write(s, v);
        }
        self.partition_data.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicProduceData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 12 {
            self.name.fill(r, v);
        }
        if v == 13 {
            self.topic_id.fill(r, v);
        }
        self.partition_data.fill(r, v);
    }
}

/// Part of [`ProduceRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionProduceData {
    /// Versions 0+.
    pub index: i32,
    /// Versions 0+, may be null.
    pub records: Option<Bytes>,
}

impl Struct for PartitionProduceData {
    const NAME: &'static str = "PartitionProduceData";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.index.read(d, v)?;
        self.records.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.index.write(s, v);
        self.records.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionProduceData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.index.fill(r, v);
        self.records.fill(r, v);
    }
}

/// `ProduceResponse`: API key 0, versions 0-13.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProduceResponse {
    /// Versions 0+.
    pub responses: Vec<TopicProduceResponse>,
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 10+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for ProduceResponse {
    const NAME: &'static str = "ProduceResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.responses.read(d, v)?;
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 10 => self.node_endpoints.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.responses.write(s, v);
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        if v < 10 {
            s.absent(v, "node_endpoints", || !self.node_endpoints.is_empty());
        }
        if v.flexible {
            let has_node_endpoints = v >= 10 && !self.node_endpoints.is_empty();
            s.put_uvarint(u32::from(has_node_endpoints));
            if has_node_endpoints {
                s.put_tagged(0, &self.node_endpoints, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for ProduceResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.responses.fill(r, v);
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        if v >= 10 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(ProduceResponse, 0, 13, Some(9));

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicProduceResponse {
    /// Versions 0-12, ignorable, key of its list.
    pub name: Str,
    /// Versions 13+, ignorable, key of its list.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partition_responses: Vec<PartitionProduceResponse>,
}

impl Struct for TopicProduceResponse {
    const NAME: &'static str = "TopicProduceResponse";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 12 {
            self.name.read(d, v)?;
        }
        if v == 13 {
            self.topic_id.read(d, v)?;
        }
        self.partition_responses.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 12 {
            self.name.write(s, v);
        }
        if v == 13 {
            self.topic_id.write(s, v);
        }
        self.partition_responses.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicProduceResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 12 {
            self.name.fill(r, v);
        }
        if v == 13 {
            self.topic_id.fill(r, v);
        }
        self.partition_responses.fill(r, v);
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct PartitionProduceResponse {
    /// Versions 0+.
    pub index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub base_offset: i64,
    /// Versions 2+, default -1, ignorable.
    pub log_append_time_ms: i64,
    /// Versions 5+, default -1, ignorable.
    pub log_start_offset: i64,
    /// Versions 8+, ignorable.
    pub record_errors: Vec<BatchIndexAndErrorMessage>,
    /// Versions 8+, may be null, default null, ignorable.
    pub error_message: Option<Str>,
    /// Versions 10+, tag 0.
    pub current_leader: LeaderIdAndEpoch,
}

impl Default for PartitionProduceResponse {
    fn default() -> Self {
        Self {
            index: 0,
            error_code: 0,
            base_offset: 0,
            log_append_time_ms: -1,
            log_start_offset: -1,
            record_errors: Vec::new(),
            error_message: None,
            current_leader: LeaderIdAndEpoch::default(),
        }
    }
}

impl Struct for PartitionProduceResponse {
    const NAME: &'static str = "PartitionProduceResponse";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.index.read(d, v)?;
        self.error_code.read(d, v)?;
        self.base_offset.read(d, v)?;
        if v >= 2 {
            self.log_append_time_ms.read(d, v)?;
        }
        if v >= 5 {
            self.log_start_offset.read(d, v)?;
        }
        if v >= 8 {
            self.record_errors.read(d, v)?;
        }
        if v >= 8 {
            self.error_message.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 10 => self.current_leader.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.index.write(s, v);
        self.error_code.write(s, v);
        self.base_offset.write(s, v);
        if v >= 2 {
            self.log_append_time_ms.write(s, v);
        }
        if v >= 5 {
            self.log_start_offset.write(s, v);
        }
        if v >= 8 {
            self.record_errors.write(s, v);
        }
        if v >= 8 {
            self.error_message.write(s, v);
        }
        if v < 10 {
            s.absent(v, "current_leader", || self.current_leader != LeaderIdAndEpoch::default());
        }
        if v.flexible {
            let has_current_leader = v >= 10 && self.current_leader != LeaderIdAndEpoch::default();
            s.put_uvarint(u32::from(has_current_leader));
            if has_current_leader {
                s.put_tagged(0, &self.current_leader, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionProduceResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.index.fill(r, v);
        self.error_code.fill(r, v);
        self.base_offset.fill(r, v);
        if v >= 2 {
            self.log_append_time_ms.fill(r, v);
        }
        if v >= 5 {
            self.log_start_offset.fill(r, v);
        }
        if v >= 8 {
            self.record_errors.fill(r, v);
        }
        if v >= 8 {
            self.error_message.fill(r, v);
        }
        if v >= 10 {
            self.current_leader.fill(r, v);
        }
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchIndexAndErrorMessage {
    /// Versions 8+.
    pub batch_index: i32,
    /// Versions 8+, may be null, default null.
    pub batch_index_error_message: Option<Str>,
}

impl Struct for BatchIndexAndErrorMessage {
    const NAME: &'static str = "BatchIndexAndErrorMessage";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.batch_index.read(d, v)?;
        self.batch_index_error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.batch_index.write(s, v);
        self.batch_index_error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BatchIndexAndErrorMessage {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.batch_index.fill(r, v);
        self.batch_index_error_message.fill(r, v);
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderIdAndEpoch {
    /// Versions 10+, default -1.
    pub leader_id: i32,
    /// Versions 10+, default -1.
    pub leader_epoch: i32,
}

impl Default for LeaderIdAndEpoch {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1 }
    }
}

impl Struct for LeaderIdAndEpoch {
    const NAME: &'static str = "LeaderIdAndEpoch";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.leader_id.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.leader_id.write(s, v);
        self.leader_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderIdAndEpoch {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.leader_id.fill(r, v);
        self.leader_epoch.fill(r, v);
    }
}

/// Part of [`ProduceResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// Versions 10+, key of its list.
    pub node_id: i32,
    /// Versions 10+.
    pub host: Str,
    /// Versions 10+.
    pub port: i32,
    /// Versions 10+, may be null, default null.
    pub rack: Option<Str>,
}

impl Struct for NodeEndpoint {
    const NAME: &'static str = "NodeEndpoint";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.node_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        self.rack.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.node_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        self.rack.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for NodeEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.node_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.rack.fill(r, v);
    }
}
