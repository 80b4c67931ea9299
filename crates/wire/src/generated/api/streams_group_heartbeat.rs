//! Generated from `crates/wire-codegen/schemas/api/streams_group_heartbeat.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupHeartbeatRequest`: API key 88, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub endpoint_information_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub rack_id: Option<Str>,
    /// Versions 0+, default -1.
    pub rebalance_timeout_ms: i32,
    /// Versions 0+, may be null, default null.
    pub topology: Option<Topology>,
    /// Versions 0+, may be null, default null.
    pub active_tasks: Option<Vec<request::TaskIds>>,
    /// Versions 0+, may be null, default null.
    pub standby_tasks: Option<Vec<request::TaskIds>>,
    /// Versions 0+, may be null, default null.
    pub warmup_tasks: Option<Vec<request::TaskIds>>,
    /// Versions 0+, may be null, default null.
    pub process_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub user_endpoint: Option<request::Endpoint>,
    /// Versions 0+, may be null, default null.
    pub client_tags: Option<Vec<KeyValue>>,
    /// Versions 0+, may be null, default null.
    pub task_offsets: Option<Vec<TaskOffset>>,
    /// Versions 0+, may be null, default null.
    pub task_end_offsets: Option<Vec<TaskOffset>>,
    /// Versions 0+.
    pub shutdown_application: bool,
}

impl Default for StreamsGroupHeartbeatRequest {
    fn default() -> Self {
        Self {
            group_id: Str::new(),
            member_id: Str::new(),
            member_epoch: 0,
            endpoint_information_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            topology: None,
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            process_id: None,
            user_endpoint: None,
            client_tags: None,
            task_offsets: None,
            task_end_offsets: None,
            shutdown_application: false,
        }
    }
}

impl Struct for StreamsGroupHeartbeatRequest {
    const NAME: &'static str = "StreamsGroupHeartbeatRequest";
    const MIN_LEN: usize = 27;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.endpoint_information_epoch.read(d, v)?;
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.rebalance_timeout_ms.read(d, v)?;
        self.topology.read(d, v)?;
        self.active_tasks.read(d, v)?;
        self.standby_tasks.read(d, v)?;
        self.warmup_tasks.read(d, v)?;
        self.process_id.read(d, v)?;
        self.user_endpoint.read(d, v)?;
        self.client_tags.read(d, v)?;
        self.task_offsets.read(d, v)?;
        self.task_end_offsets.read(d, v)?;
        self.shutdown_application.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.endpoint_information_epoch.write(s, v);
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.rebalance_timeout_ms.write(s, v);
        self.topology.write(s, v);
        self.active_tasks.write(s, v);
        self.standby_tasks.write(s, v);
        self.warmup_tasks.write(s, v);
        self.process_id.write(s, v);
        self.user_endpoint.write(s, v);
        self.client_tags.write(s, v);
        self.task_offsets.write(s, v);
        self.task_end_offsets.write(s, v);
        self.shutdown_application.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupHeartbeatRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.endpoint_information_epoch.fill(r, v);
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.rebalance_timeout_ms.fill(r, v);
        self.topology.fill(r, v);
        self.active_tasks.fill(r, v);
        self.standby_tasks.fill(r, v);
        self.warmup_tasks.fill(r, v);
        self.process_id.fill(r, v);
        self.user_endpoint.fill(r, v);
        self.client_tags.fill(r, v);
        self.task_offsets.fill(r, v);
        self.task_end_offsets.fill(r, v);
        self.shutdown_application.fill(r, v);
    }
}

message!(StreamsGroupHeartbeatRequest, 0, 0, Some(0));
request!(StreamsGroupHeartbeatRequest, StreamsGroupHeartbeat, StreamsGroupHeartbeatResponse);

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+.
    pub subtopologies: Vec<Subtopology>,
}

impl Struct for Topology {
    const NAME: &'static str = "Topology";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        self.subtopologies.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        self.subtopologies.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Topology {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.subtopologies.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub source_topics: Vec<Str>,
    /// Versions 0+.
    pub source_topic_regex: Vec<Str>,
    /// Versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// Versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// Versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// Versions 0+.
    pub copartition_groups: Vec<CopartitionGroup>,
}

impl Struct for Subtopology {
    const NAME: &'static str = "Subtopology";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.source_topics.read(d, v)?;
        self.source_topic_regex.read(d, v)?;
        self.state_changelog_topics.read(d, v)?;
        self.repartition_sink_topics.read(d, v)?;
        self.repartition_source_topics.read(d, v)?;
        self.copartition_groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.source_topics.write(s, v);
        self.source_topic_regex.write(s, v);
        self.state_changelog_topics.write(s, v);
        self.repartition_sink_topics.write(s, v);
        self.repartition_source_topics.write(s, v);
        self.copartition_groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Subtopology {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.source_topics.fill(r, v);
        self.source_topic_regex.fill(r, v);
        self.state_changelog_topics.fill(r, v);
        self.repartition_sink_topics.fill(r, v);
        self.repartition_source_topics.fill(r, v);
        self.copartition_groups.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopartitionGroup {
    /// Versions 0+.
    pub source_topics: Vec<i16>,
    /// Versions 0+.
    pub source_topic_regex: Vec<i16>,
    /// Versions 0+.
    pub repartition_source_topics: Vec<i16>,
}

impl Struct for CopartitionGroup {
    const NAME: &'static str = "CopartitionGroup";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.source_topics.read(d, v)?;
        self.source_topic_regex.read(d, v)?;
        self.repartition_source_topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.source_topics.write(s, v);
        self.source_topic_regex.write(s, v);
        self.repartition_source_topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CopartitionGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.source_topics.fill(r, v);
        self.source_topic_regex.fill(r, v);
        self.repartition_source_topics.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyValue {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: Str,
}

impl Struct for KeyValue {
    const NAME: &'static str = "KeyValue";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for KeyValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: i32,
    /// Versions 0+.
    pub replication_factor: i16,
    /// Versions 0+.
    pub topic_configs: Vec<KeyValue>,
}

impl Struct for TopicInfo {
    const NAME: &'static str = "TopicInfo";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        self.replication_factor.read(d, v)?;
        self.topic_configs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        self.replication_factor.write(s, v);
        self.topic_configs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
        self.replication_factor.fill(r, v);
        self.topic_configs.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskOffset {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub offset: i64,
}

impl Struct for TaskOffset {
    const NAME: &'static str = "TaskOffset";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.partition.read(d, v)?;
        self.offset.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.partition.write(s, v);
        self.offset.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TaskOffset {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.partition.fill(r, v);
        self.offset.fill(r, v);
    }
}

/// Structs of [`StreamsGroupHeartbeatRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`StreamsGroupHeartbeatRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Endpoint {
        /// Versions 0+.
        pub host: Str,
        /// Versions 0+.
        pub port: u16,
    }

    impl Struct for Endpoint {
        const NAME: &'static str = "Endpoint";
        const MIN_LEN: usize = 4;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.host.read(d, v)?;
            self.port.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.host.write(s, v);
            self.port.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for Endpoint {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.host.fill(r, v);
            self.port.fill(r, v);
        }
    }

    /// Part of [`StreamsGroupHeartbeatRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TaskIds {
        /// Versions 0+.
        pub subtopology_id: Str,
        /// Versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TaskIds {
        const NAME: &'static str = "TaskIds";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.subtopology_id.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.subtopology_id.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TaskIds {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.subtopology_id.fill(r, v);
            self.partitions.fill(r, v);
        }
    }
}

/// `StreamsGroupHeartbeatResponse`: API key 88, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupHeartbeatResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub heartbeat_interval_ms: i32,
    /// Versions 0+.
    pub acceptable_recovery_lag: i32,
    /// Versions 0+.
    pub task_offset_interval_ms: i32,
    /// Versions 0+, may be null.
    pub status: Option<Vec<Status>>,
    /// Versions 0+, may be null, default null.
    pub active_tasks: Option<Vec<response::TaskIds>>,
    /// Versions 0+, may be null, default null.
    pub standby_tasks: Option<Vec<response::TaskIds>>,
    /// Versions 0+, may be null, default null.
    pub warmup_tasks: Option<Vec<response::TaskIds>>,
    /// Versions 0+.
    pub endpoint_information_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions>>,
}

impl Default for StreamsGroupHeartbeatResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: None,
            member_id: Str::new(),
            member_epoch: 0,
            heartbeat_interval_ms: 0,
            acceptable_recovery_lag: 0,
            task_offset_interval_ms: 0,
            status: Some(Vec::new()),
            active_tasks: None,
            standby_tasks: None,
            warmup_tasks: None,
            endpoint_information_epoch: 0,
            partitions_by_user_endpoint: None,
        }
    }
}

impl Struct for StreamsGroupHeartbeatResponse {
    const NAME: &'static str = "StreamsGroupHeartbeatResponse";
    const MIN_LEN: usize = 34;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.heartbeat_interval_ms.read(d, v)?;
        self.acceptable_recovery_lag.read(d, v)?;
        self.task_offset_interval_ms.read(d, v)?;
        self.status.read(d, v)?;
        self.active_tasks.read(d, v)?;
        self.standby_tasks.read(d, v)?;
        self.warmup_tasks.read(d, v)?;
        self.endpoint_information_epoch.read(d, v)?;
        self.partitions_by_user_endpoint.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.heartbeat_interval_ms.write(s, v);
        self.acceptable_recovery_lag.write(s, v);
        self.task_offset_interval_ms.write(s, v);
        self.status.write(s, v);
        self.active_tasks.write(s, v);
        self.standby_tasks.write(s, v);
        self.warmup_tasks.write(s, v);
        self.endpoint_information_epoch.write(s, v);
        self.partitions_by_user_endpoint.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupHeartbeatResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.heartbeat_interval_ms.fill(r, v);
        self.acceptable_recovery_lag.fill(r, v);
        self.task_offset_interval_ms.fill(r, v);
        self.status.fill(r, v);
        self.active_tasks.fill(r, v);
        self.standby_tasks.fill(r, v);
        self.warmup_tasks.fill(r, v);
        self.endpoint_information_epoch.fill(r, v);
        self.partitions_by_user_endpoint.fill(r, v);
    }
}

message!(StreamsGroupHeartbeatResponse, 0, 0, Some(0));

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// Versions 0+.
    pub status_code: i8,
    /// Versions 0+.
    pub status_detail: Str,
}

impl Struct for Status {
    const NAME: &'static str = "Status";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.status_code.read(d, v)?;
        self.status_detail.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.status_code.write(s, v);
        self.status_detail.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Status {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.status_code.fill(r, v);
        self.status_detail.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndpointToPartitions {
    /// Versions 0+.
    pub user_endpoint: response::Endpoint,
    /// Versions 0+.
    pub active_partitions: Vec<TopicPartition>,
    /// Versions 0+.
    pub standby_partitions: Vec<TopicPartition>,
}

impl Struct for EndpointToPartitions {
    const NAME: &'static str = "EndpointToPartitions";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.user_endpoint.read(d, v)?;
        self.active_partitions.read(d, v)?;
        self.standby_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.user_endpoint.write(s, v);
        self.active_partitions.write(s, v);
        self.standby_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndpointToPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.user_endpoint.fill(r, v);
        self.active_partitions.fill(r, v);
        self.standby_partitions.fill(r, v);
    }
}

/// Part of [`StreamsGroupHeartbeatResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// Versions 0+.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartition {
    const NAME: &'static str = "TopicPartition";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Structs of [`StreamsGroupHeartbeatResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`StreamsGroupHeartbeatResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Endpoint {
        /// Versions 0+.
        pub host: Str,
        /// Versions 0+.
        pub port: u16,
    }

    impl Struct for Endpoint {
        const NAME: &'static str = "Endpoint";
        const MIN_LEN: usize = 4;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.host.read(d, v)?;
            self.port.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.host.write(s, v);
            self.port.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for Endpoint {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.host.fill(r, v);
            self.port.fill(r, v);
        }
    }

    /// Part of [`StreamsGroupHeartbeatResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TaskIds {
        /// Versions 0+.
        pub subtopology_id: Str,
        /// Versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TaskIds {
        const NAME: &'static str = "TaskIds";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.subtopology_id.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.subtopology_id.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TaskIds {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.subtopology_id.fill(r, v);
            self.partitions.fill(r, v);
        }
    }
}
