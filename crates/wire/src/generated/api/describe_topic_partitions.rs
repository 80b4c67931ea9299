//! Generated from `crates/wire-codegen/schemas/api/describe_topic_partitions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeTopicPartitionsRequest`: API key 75, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeTopicPartitionsRequest {
    /// Versions 0+.
    pub topics: Vec<TopicRequest>,
    /// Versions 0+, default 2000.
    pub response_partition_limit: i32,
    /// Versions 0+, may be null, default null.
    pub cursor: Option<request::Cursor>,
}

impl Default for DescribeTopicPartitionsRequest {
    fn default() -> Self {
        Self { topics: Vec::new(), response_partition_limit: 2000, cursor: None }
    }
}

impl Struct for DescribeTopicPartitionsRequest {
    const NAME: &'static str = "DescribeTopicPartitionsRequest";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        self.response_partition_limit.read(d, v)?;
        self.cursor.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        self.response_partition_limit.write(s, v);
        self.cursor.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTopicPartitionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
        self.response_partition_limit.fill(r, v);
        self.cursor.fill(r, v);
    }
}

message!(DescribeTopicPartitionsRequest, 0, 0, Some(0));
request!(DescribeTopicPartitionsRequest, DescribeTopicPartitions, DescribeTopicPartitionsResponse);

/// Part of [`DescribeTopicPartitionsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicRequest {
    /// Versions 0+.
    pub name: Str,
}

impl Struct for TopicRequest {
    const NAME: &'static str = "TopicRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
    }
}

/// Structs of [`DescribeTopicPartitionsRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`DescribeTopicPartitionsRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Cursor {
        /// Versions 0+.
        pub topic_name: Str,
        /// Versions 0+.
        pub partition_index: i32,
    }

    impl Struct for Cursor {
        const NAME: &'static str = "Cursor";
        const MIN_LEN: usize = 6;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.topic_name.read(d, v)?;
            self.partition_index.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.topic_name.write(s, v);
            self.partition_index.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for Cursor {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_name.fill(r, v);
            self.partition_index.fill(r, v);
        }
    }
}

/// `DescribeTopicPartitionsResponse`: API key 75, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeTopicPartitionsResponse {
    /// Versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<DescribeTopicPartitionsResponseTopic>,
    /// Versions 0+, may be null, default null.
    pub next_cursor: Option<response::Cursor>,
}

impl Struct for DescribeTopicPartitionsResponse {
    const NAME: &'static str = "DescribeTopicPartitionsResponse";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.topics.read(d, v)?;
        self.next_cursor.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.topics.write(s, v);
        self.next_cursor.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTopicPartitionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.topics.fill(r, v);
        self.next_cursor.fill(r, v);
    }
}

message!(DescribeTopicPartitionsResponse, 0, 0, Some(0));

/// Part of [`DescribeTopicPartitionsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeTopicPartitionsResponseTopic {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, key of its list.
    pub name: Option<Str>,
    /// Versions 0+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+, ignorable.
    pub is_internal: bool,
    /// Versions 0+.
    pub partitions: Vec<DescribeTopicPartitionsResponsePartition>,
    /// Versions 0+, default -2147483648.
    pub topic_authorized_operations: i32,
}

impl Default for DescribeTopicPartitionsResponseTopic {
    fn default() -> Self {
        Self {
            error_code: 0,
            name: Some(Str::new()),
            topic_id: Uuid::ZERO,
            is_internal: false,
            partitions: Vec::new(),
            topic_authorized_operations: i32::MIN,
        }
    }
}

impl Struct for DescribeTopicPartitionsResponseTopic {
    const NAME: &'static str = "DescribeTopicPartitionsResponseTopic";
    const MIN_LEN: usize = 26;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.name.read(d, v)?;
        self.topic_id.read(d, v)?;
        self.is_internal.read(d, v)?;
        self.partitions.read(d, v)?;
        self.topic_authorized_operations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.name.write(s, v);
        self.topic_id.write(s, v);
        self.is_internal.write(s, v);
        self.partitions.write(s, v);
        self.topic_authorized_operations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTopicPartitionsResponseTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.name.fill(r, v);
        self.topic_id.fill(r, v);
        self.is_internal.fill(r, v);
        self.partitions.fill(r, v);
        self.topic_authorized_operations.fill(r, v);
    }
}

/// Part of [`DescribeTopicPartitionsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeTopicPartitionsResponsePartition {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub leader_id: i32,
    /// Versions 0+, default -1, ignorable.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub replica_nodes: Vec<i32>,
    /// Versions 0+.
    pub isr_nodes: Vec<i32>,
    /// Versions 0+, may be null, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// Versions 0+, may be null, default null.
    pub last_known_elr: Option<Vec<i32>>,
    /// Versions 0+, ignorable.
    pub offline_replicas: Vec<i32>,
}

impl Default for DescribeTopicPartitionsResponsePartition {
    fn default() -> Self {
        Self {
            error_code: 0,
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Vec::new(),
            isr_nodes: Vec::new(),
            eligible_leader_replicas: None,
            last_known_elr: None,
            offline_replicas: Vec::new(),
        }
    }
}

impl Struct for DescribeTopicPartitionsResponsePartition {
    const NAME: &'static str = "DescribeTopicPartitionsResponsePartition";
    const MIN_LEN: usize = 20;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.partition_index.read(d, v)?;
        self.leader_id.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.replica_nodes.read(d, v)?;
        self.isr_nodes.read(d, v)?;
        self.eligible_leader_replicas.read(d, v)?;
        self.last_known_elr.read(d, v)?;
        self.offline_replicas.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.partition_index.write(s, v);
        self.leader_id.write(s, v);
        self.leader_epoch.write(s, v);
        self.replica_nodes.write(s, v);
        self.isr_nodes.write(s, v);
        self.eligible_leader_replicas.write(s, v);
        self.last_known_elr.write(s, v);
        self.offline_replicas.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeTopicPartitionsResponsePartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.partition_index.fill(r, v);
        self.leader_id.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.replica_nodes.fill(r, v);
        self.isr_nodes.fill(r, v);
        self.eligible_leader_replicas.fill(r, v);
        self.last_known_elr.fill(r, v);
        self.offline_replicas.fill(r, v);
    }
}

/// Structs of [`DescribeTopicPartitionsResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`DescribeTopicPartitionsResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Cursor {
        /// Versions 0+.
        pub topic_name: Str,
        /// Versions 0+.
        pub partition_index: i32,
    }

    impl Struct for Cursor {
        const NAME: &'static str = "Cursor";
        const MIN_LEN: usize = 6;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.topic_name.read(d, v)?;
            self.partition_index.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.topic_name.write(s, v);
            self.partition_index.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for Cursor {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_name.fill(r, v);
            self.partition_index.fill(r, v);
        }
    }
}
