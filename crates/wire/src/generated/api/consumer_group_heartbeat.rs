//! Generated from `crates/wire-codegen/schemas/api/consumer_group_heartbeat.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupHeartbeatRequest`: API key 68, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroupHeartbeatRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub rack_id: Option<Str>,
    /// Versions 0+, default -1.
    pub rebalance_timeout_ms: i32,
    /// Versions 0+, may be null, default null.
    pub subscribed_topic_names: Option<Vec<Str>>,
    /// Versions 1+, may be null, default null.
    pub subscribed_topic_regex: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub server_assignor: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub topic_partitions: Option<Vec<request::TopicPartitions>>,
}

impl Default for ConsumerGroupHeartbeatRequest {
    fn default() -> Self {
        Self {
            group_id: Str::new(),
            member_id: Str::new(),
            member_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            subscribed_topic_names: None,
            subscribed_topic_regex: None,
            server_assignor: None,
            topic_partitions: None,
        }
    }
}

impl Struct for ConsumerGroupHeartbeatRequest {
    const NAME: &'static str = "ConsumerGroupHeartbeatRequest";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.rebalance_timeout_ms.read(d, v)?;
        self.subscribed_topic_names.read(d, v)?;
        if v == 1 {
            self.subscribed_topic_regex.read(d, v)?;
        }
        self.server_assignor.read(d, v)?;
        self.topic_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.rebalance_timeout_ms.write(s, v);
        self.subscribed_topic_names.write(s, v);
        if v == 1 {
            self.subscribed_topic_regex.write(s, v);
        } else {
            s.absent(v, "subscribed_topic_regex", || self.subscribed_topic_regex.is_some());
        }
        self.server_assignor.write(s, v);
        self.topic_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupHeartbeatRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.rebalance_timeout_ms.fill(r, v);
        self.subscribed_topic_names.fill(r, v);
        if v == 1 {
            self.subscribed_topic_regex.fill(r, v);
        }
        self.server_assignor.fill(r, v);
        self.topic_partitions.fill(r, v);
    }
}

message!(ConsumerGroupHeartbeatRequest, 0, 1, Some(0));
request!(ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeat, ConsumerGroupHeartbeatResponse);

/// Structs of [`ConsumerGroupHeartbeatRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`ConsumerGroupHeartbeatRequest`].
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
}

/// `ConsumerGroupHeartbeatResponse`: API key 68, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupHeartbeatResponse {
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

impl Struct for ConsumerGroupHeartbeatResponse {
    const NAME: &'static str = "ConsumerGroupHeartbeatResponse";
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
impl Sample for ConsumerGroupHeartbeatResponse {
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

message!(ConsumerGroupHeartbeatResponse, 0, 1, Some(0));

/// Part of [`ConsumerGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// Versions 0+.
    pub topic_partitions: Vec<response::TopicPartitions>,
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

/// Structs of [`ConsumerGroupHeartbeatResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`ConsumerGroupHeartbeatResponse`].
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
}
