//! Generated from `crates/wire-codegen/schemas/api/describe_quorum.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeQuorumRequest`: API key 55, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeQuorumRequest {
    /// Versions 0+.
    pub topics: Vec<request::TopicData>,
}

impl Struct for DescribeQuorumRequest {
    const NAME: &'static str = "DescribeQuorumRequest";
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
impl Sample for DescribeQuorumRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
    }
}

message!(DescribeQuorumRequest, 0, 2, Some(0));
request!(DescribeQuorumRequest, DescribeQuorum, DescribeQuorumResponse);

/// Structs of [`DescribeQuorumRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`DescribeQuorumRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0+.
        pub topic_name: Str,
        /// Versions 0+.
        pub partitions: Vec<request::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.topic_name.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.topic_name.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_name.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`DescribeQuorumRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 5;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
        }
    }
}

/// `DescribeQuorumResponse`: API key 55, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeQuorumResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 2+, may be null, ignorable.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub topics: Vec<response::TopicData>,
    /// Versions 2+.
    pub nodes: Vec<Node>,
}

impl Default for DescribeQuorumResponse {
    fn default() -> Self {
        Self { error_code: 0, error_message: Some(Str::new()), topics: Vec::new(), nodes: Vec::new() }
    }
}

impl Struct for DescribeQuorumResponse {
    const NAME: &'static str = "DescribeQuorumResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        if v == 2 {
            self.error_message.read(d, v)?;
        }
        self.topics.read(d, v)?;
        if v == 2 {
            self.nodes.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        if v == 2 {
            self.error_message.write(s, v);
        }
        self.topics.write(s, v);
        if v == 2 {
            self.nodes.write(s, v);
        } else {
            s.absent(v, "nodes", || !self.nodes.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeQuorumResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        if v == 2 {
            self.error_message.fill(r, v);
        }
        self.topics.fill(r, v);
        if v == 2 {
            self.nodes.fill(r, v);
        }
    }
}

message!(DescribeQuorumResponse, 0, 2, Some(0));

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Versions 2+, key of its list.
    pub node_id: i32,
    /// Versions 2+.
    pub listeners: Vec<Listener>,
}

impl Struct for Node {
    const NAME: &'static str = "Node";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.node_id.read(d, v)?;
        self.listeners.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.node_id.write(s, v);
        self.listeners.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Node {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.node_id.fill(r, v);
        self.listeners.fill(r, v);
    }
}

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// Versions 2+, key of its list.
    pub name: Str,
    /// Versions 2+.
    pub host: Str,
    /// Versions 2+.
    pub port: u16,
}

impl Struct for Listener {
    const NAME: &'static str = "Listener";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Listener {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Part of [`DescribeQuorumResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct ReplicaState {
    /// Versions 0+.
    pub replica_id: i32,
    /// Versions 2+.
    pub replica_directory_id: Uuid,
    /// Versions 0+.
    pub log_end_offset: i64,
    /// Versions 1+, default -1, ignorable.
    pub last_fetch_timestamp: i64,
    /// Versions 1+, default -1, ignorable.
    pub last_caught_up_timestamp: i64,
}

impl Default for ReplicaState {
    fn default() -> Self {
        Self {
            replica_id: 0,
            replica_directory_id: Uuid::ZERO,
            log_end_offset: 0,
            last_fetch_timestamp: -1,
            last_caught_up_timestamp: -1,
        }
    }
}

impl Struct for ReplicaState {
    const NAME: &'static str = "ReplicaState";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.replica_id.read(d, v)?;
        if v == 2 {
            self.replica_directory_id.read(d, v)?;
        }
        self.log_end_offset.read(d, v)?;
        if v >= 1 {
            self.last_fetch_timestamp.read(d, v)?;
        }
        if v >= 1 {
            self.last_caught_up_timestamp.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.replica_id.write(s, v);
        if v == 2 {
            self.replica_directory_id.write(s, v);
        } else {
            s.absent(v, "replica_directory_id", || self.replica_directory_id != Uuid::ZERO);
        }
        self.log_end_offset.write(s, v);
        if v >= 1 {
            self.last_fetch_timestamp.write(s, v);
        }
        if v >= 1 {
            self.last_caught_up_timestamp.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ReplicaState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.replica_id.fill(r, v);
        if v == 2 {
            self.replica_directory_id.fill(r, v);
        }
        self.log_end_offset.fill(r, v);
        if v >= 1 {
            self.last_fetch_timestamp.fill(r, v);
        }
        if v >= 1 {
            self.last_caught_up_timestamp.fill(r, v);
        }
    }
}

/// Structs of [`DescribeQuorumResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`DescribeQuorumResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0+.
        pub topic_name: Str,
        /// Versions 0+.
        pub partitions: Vec<response::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.topic_name.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.topic_name.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_name.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`DescribeQuorumResponse`].
    #[derive(Debug, Clone, PartialEq)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub error_code: i16,
        /// Versions 2+, may be null, ignorable.
        pub error_message: Option<Str>,
        /// Versions 0+.
        pub leader_id: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
        /// Versions 0+.
        pub high_watermark: i64,
        /// Versions 0+.
        pub current_voters: Vec<ReplicaState>,
        /// Versions 0+.
        pub observers: Vec<ReplicaState>,
    }

    impl Default for PartitionData {
        fn default() -> Self {
            Self {
                partition_index: 0,
                error_code: 0,
                error_message: Some(Str::new()),
                leader_id: 0,
                leader_epoch: 0,
                high_watermark: 0,
                current_voters: Vec::new(),
                observers: Vec::new(),
            }
        }
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 25;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.error_code.read(d, v)?;
            if v == 2 {
                self.error_message.read(d, v)?;
            }
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            self.high_watermark.read(d, v)?;
            self.current_voters.read(d, v)?;
            self.observers.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.error_code.write(s, v);
            if v == 2 {
                self.error_message.write(s, v);
            }
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
            self.high_watermark.write(s, v);
            self.current_voters.write(s, v);
            self.observers.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.error_code.fill(r, v);
            if v == 2 {
                self.error_message.fill(r, v);
            }
            self.leader_id.fill(r, v);
            self.leader_epoch.fill(r, v);
            self.high_watermark.fill(r, v);
            self.current_voters.fill(r, v);
            self.observers.fill(r, v);
        }
    }
}
