//! Generated from `crates/wire-codegen/schemas/api/streams_group_describe.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupDescribeRequest`: API key 89, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupDescribeRequest {
    /// Versions 0+.
    pub group_ids: Vec<Str>,
    /// Versions 0+.
    pub include_authorized_operations: bool,
}

impl Struct for StreamsGroupDescribeRequest {
    const NAME: &'static str = "StreamsGroupDescribeRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_ids.read(d, v)?;
        self.include_authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_ids.write(s, v);
        self.include_authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupDescribeRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_ids.fill(r, v);
        self.include_authorized_operations.fill(r, v);
    }
}

message!(StreamsGroupDescribeRequest, 0, 0, Some(0));
request!(StreamsGroupDescribeRequest, StreamsGroupDescribe, StreamsGroupDescribeResponse);

/// `StreamsGroupDescribeResponse`: API key 89, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupDescribeResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub groups: Vec<DescribedGroup>,
}

impl Struct for StreamsGroupDescribeResponse {
    const NAME: &'static str = "StreamsGroupDescribeResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupDescribeResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.groups.fill(r, v);
    }
}

message!(StreamsGroupDescribeResponse, 0, 0, Some(0));

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub group_state: Str,
    /// Versions 0+.
    pub group_epoch: i32,
    /// Versions 0+.
    pub assignment_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub topology: Option<Topology>,
    /// Versions 0+.
    pub members: Vec<Member>,
    /// Versions 0+, default -2147483648.
    pub authorized_operations: i32,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: Str::new(),
            group_state: Str::new(),
            group_epoch: 0,
            assignment_epoch: 0,
            topology: None,
            members: Vec::new(),
            authorized_operations: i32::MIN,
        }
    }
}

impl Struct for DescribedGroup {
    const NAME: &'static str = "DescribedGroup";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.group_id.read(d, v)?;
        self.group_state.read(d, v)?;
        self.group_epoch.read(d, v)?;
        self.assignment_epoch.read(d, v)?;
        self.topology.read(d, v)?;
        self.members.read(d, v)?;
        self.authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.group_id.write(s, v);
        self.group_state.write(s, v);
        self.group_epoch.write(s, v);
        self.assignment_epoch.write(s, v);
        self.topology.write(s, v);
        self.members.write(s, v);
        self.authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.group_id.fill(r, v);
        self.group_state.fill(r, v);
        self.group_epoch.fill(r, v);
        self.assignment_epoch.fill(r, v);
        self.topology.fill(r, v);
        self.members.fill(r, v);
        self.authorized_operations.fill(r, v);
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topology {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+, may be null, default null.
    pub subtopologies: Option<Vec<Subtopology>>,
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

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub source_topics: Vec<Str>,
    /// Versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// Versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// Versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
}

impl Struct for Subtopology {
    const NAME: &'static str = "Subtopology";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.source_topics.read(d, v)?;
        self.repartition_sink_topics.read(d, v)?;
        self.state_changelog_topics.read(d, v)?;
        self.repartition_source_topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.source_topics.write(s, v);
        self.repartition_sink_topics.write(s, v);
        self.state_changelog_topics.write(s, v);
        self.repartition_source_topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Subtopology {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.source_topics.fill(r, v);
        self.repartition_sink_topics.fill(r, v);
        self.state_changelog_topics.fill(r, v);
        self.repartition_source_topics.fill(r, v);
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Member {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+, may be null, default null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null, default null.
    pub rack_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+.
    pub topology_epoch: i32,
    /// Versions 0+.
    pub process_id: Str,
    /// Versions 0+, may be null, default null.
    pub user_endpoint: Option<Endpoint>,
    /// Versions 0+.
    pub client_tags: Vec<KeyValue>,
    /// Versions 0+.
    pub task_offsets: Vec<TaskOffset>,
    /// Versions 0+.
    pub task_end_offsets: Vec<TaskOffset>,
    /// Versions 0+.
    pub assignment: Assignment,
    /// Versions 0+.
    pub target_assignment: Assignment,
    /// Versions 0+.
    pub is_classic: bool,
}

impl Struct for Member {
    const NAME: &'static str = "Member";
    const MIN_LEN: usize = 28;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        self.member_epoch.read(d, v)?;
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.topology_epoch.read(d, v)?;
        self.process_id.read(d, v)?;
        self.user_endpoint.read(d, v)?;
        self.client_tags.read(d, v)?;
        self.task_offsets.read(d, v)?;
        self.task_end_offsets.read(d, v)?;
        self.assignment.read(d, v)?;
        self.target_assignment.read(d, v)?;
        self.is_classic.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        self.member_epoch.write(s, v);
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.topology_epoch.write(s, v);
        self.process_id.write(s, v);
        self.user_endpoint.write(s, v);
        self.client_tags.write(s, v);
        self.task_offsets.write(s, v);
        self.task_end_offsets.write(s, v);
        self.assignment.write(s, v);
        self.target_assignment.write(s, v);
        self.is_classic.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Member {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        self.member_epoch.fill(r, v);
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.topology_epoch.fill(r, v);
        self.process_id.fill(r, v);
        self.user_endpoint.fill(r, v);
        self.client_tags.fill(r, v);
        self.task_offsets.fill(r, v);
        self.task_end_offsets.fill(r, v);
        self.assignment.fill(r, v);
        self.target_assignment.fill(r, v);
        self.is_classic.fill(r, v);
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assignment {
    /// Versions 0+.
    pub active_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub standby_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub warmup_tasks: Vec<TaskIds>,
}

impl Struct for Assignment {
    const NAME: &'static str = "Assignment";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.active_tasks.read(d, v)?;
        self.standby_tasks.read(d, v)?;
        self.warmup_tasks.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.active_tasks.write(s, v);
        self.standby_tasks.write(s, v);
        self.warmup_tasks.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Assignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.active_tasks.fill(r, v);
        self.standby_tasks.fill(r, v);
        self.warmup_tasks.fill(r, v);
    }
}

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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

/// Part of [`StreamsGroupDescribeResponse`].
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
