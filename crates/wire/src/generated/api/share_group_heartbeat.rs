//! Generated from `crates/wire-codegen/schemas/api/share_group_heartbeat.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupHeartbeatRequest`: API key 76, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupHeartbeatRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub rack_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub subscribed_topic_names: Option<Vec<Str>>,
}

impl Struct for ShareGroupHeartbeatRequest {
    const NAME: &'static str = "ShareGroupHeartbeatRequest";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.subscribed_topic_names.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.rack_id.write(s, v);
        self.subscribed_topic_names.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupHeartbeatRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.rack_id.fill(r, v);
        self.subscribed_topic_names.fill(r, v);
    }
}

message!(ShareGroupHeartbeatRequest, 1, 1, Some(1));
request!(ShareGroupHeartbeatRequest, ShareGroupHeartbeat, ShareGroupHeartbeatResponse);

/// `ShareGroupHeartbeatResponse`: API key 76, versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupHeartbeatResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub member_id: Option<Str>,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub heartbeat_interval_ms: i32,
    /// Versions 0+, may be null, default null.
    pub assignment: Option<Assignment>,
}

impl Struct for ShareGroupHeartbeatResponse {
    const NAME: &'static str = "ShareGroupHeartbeatResponse";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.heartbeat_interval_ms.read(d, v)?;
        self.assignment.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.heartbeat_interval_ms.write(s, v);
        self.assignment.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupHeartbeatResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.heartbeat_interval_ms.fill(r, v);
        self.assignment.fill(r, v);
    }
}

message!(ShareGroupHeartbeatResponse, 1, 1, Some(1));

/// Part of [`ShareGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// Versions 0+.
    pub topic_partitions: Vec<TopicPartitions>,
}

impl Struct for Assignment {
    const NAME: &'static str = "Assignment";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Assignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_partitions.fill(r, v);
    }
}

/// Part of [`ShareGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartitions {
    const NAME: &'static str = "TopicPartitions";
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
impl Sample for TopicPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}
