//! Generated from `crates/wire-codegen/schemas/api/share_acknowledge.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareAcknowledgeRequest`: API key 79, versions 1-2.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareAcknowledgeRequest {
    /// Versions 0+, may be null, default null.
    pub group_id: Option<Str>,
    /// Versions 0+, may be null.
    pub member_id: Option<Str>,
    /// Versions 0+.
    pub share_session_epoch: i32,
    /// Versions 2+.
    pub is_renew_ack: bool,
    /// Versions 0+.
    pub topics: Vec<AcknowledgeTopic>,
}

impl Default for ShareAcknowledgeRequest {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(Str::new()),
            share_session_epoch: 0,
            is_renew_ack: false,
            topics: Vec::new(),
        }
    }
}

impl Struct for ShareAcknowledgeRequest {
    const NAME: &'static str = "ShareAcknowledgeRequest";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.member_id.read(d, v)?;
        self.share_session_epoch.read(d, v)?;
        if v == 2 {
            self.is_renew_ack.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.member_id.write(s, v);
        self.share_session_epoch.write(s, v);
        if v == 2 {
            self.is_renew_ack.write(s, v);
        } else {
            s.absent(v, "is_renew_ack", || self.is_renew_ack);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareAcknowledgeRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
        self.share_session_epoch.fill(r, v);
        if v == 2 {
            self.is_renew_ack.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(ShareAcknowledgeRequest, 1, 2, Some(1));
request!(ShareAcknowledgeRequest, ShareAcknowledge, ShareAcknowledgeResponse);

/// Part of [`ShareAcknowledgeRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgeTopic {
    /// Versions 0+, key of its list.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<AcknowledgePartition>,
}

impl Struct for AcknowledgeTopic {
    const NAME: &'static str = "AcknowledgeTopic";
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
impl Sample for AcknowledgeTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ShareAcknowledgeRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgePartition {
    /// Versions 0+, key of its list.
    pub partition_index: i32,
    /// Versions 0+.
    pub acknowledgement_batches: Vec<AcknowledgementBatch>,
}

impl Struct for AcknowledgePartition {
    const NAME: &'static str = "AcknowledgePartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.acknowledgement_batches.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.acknowledgement_batches.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AcknowledgePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.acknowledgement_batches.fill(r, v);
    }
}

/// Part of [`ShareAcknowledgeRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AcknowledgementBatch {
    /// Versions 0+.
    pub first_offset: i64,
    /// Versions 0+.
    pub last_offset: i64,
    /// Versions 0+.
    pub acknowledge_types: Vec<i8>,
}

impl Struct for AcknowledgementBatch {
    const NAME: &'static str = "AcknowledgementBatch";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.first_offset.read(d, v)?;
        self.last_offset.read(d, v)?;
        self.acknowledge_types.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.first_offset.write(s, v);
        self.last_offset.write(s, v);
        self.acknowledge_types.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AcknowledgementBatch {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.first_offset.fill(r, v);
        self.last_offset.fill(r, v);
        self.acknowledge_types.fill(r, v);
    }
}

/// `ShareAcknowledgeResponse`: API key 79, versions 1-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareAcknowledgeResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 2+, ignorable.
    pub acquisition_lock_timeout_ms: i32,
    /// Versions 0+.
    pub responses: Vec<ShareAcknowledgeTopicResponse>,
    /// Versions 0+.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for ShareAcknowledgeResponse {
    const NAME: &'static str = "ShareAcknowledgeResponse";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        if v == 2 {
            self.acquisition_lock_timeout_ms.read(d, v)?;
        }
        self.responses.read(d, v)?;
        self.node_endpoints.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        if v == 2 {
            self.acquisition_lock_timeout_ms.write(s, v);
        }
        self.responses.write(s, v);
        self.node_endpoints.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareAcknowledgeResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        if v == 2 {
            self.acquisition_lock_timeout_ms.fill(r, v);
        }
        self.responses.fill(r, v);
        self.node_endpoints.fill(r, v);
    }
}

message!(ShareAcknowledgeResponse, 1, 2, Some(1));

/// Part of [`ShareAcknowledgeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareAcknowledgeTopicResponse {
    /// Versions 0+, key of its list.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<PartitionData>,
}

impl Struct for ShareAcknowledgeTopicResponse {
    const NAME: &'static str = "ShareAcknowledgeTopicResponse";
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
impl Sample for ShareAcknowledgeTopicResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`ShareAcknowledgeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionData {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub current_leader: LeaderIdAndEpoch,
}

impl Struct for PartitionData {
    const NAME: &'static str = "PartitionData";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.current_leader.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.current_leader.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.current_leader.fill(r, v);
    }
}

/// Part of [`ShareAcknowledgeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderIdAndEpoch {
    /// Versions 0+.
    pub leader_id: i32,
    /// Versions 0+.
    pub leader_epoch: i32,
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

/// Part of [`ShareAcknowledgeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// Versions 0+, key of its list.
    pub node_id: i32,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: i32,
    /// Versions 0+, may be null, default null.
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
