//! Generated from `crates/wire-codegen/schemas/api/vote.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `VoteRequest`: API key 52, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct VoteRequest {
    /// Versions 0+, may be null, default null.
    pub cluster_id: Option<Str>,
    /// Versions 1+, default -1, ignorable.
    pub voter_id: i32,
    /// Versions 0+.
    pub topics: Vec<request::TopicData>,
}

impl Default for VoteRequest {
    fn default() -> Self {
        Self { cluster_id: None, voter_id: -1, topics: Vec::new() }
    }
}

impl Struct for VoteRequest {
    const NAME: &'static str = "VoteRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        if v >= 1 {
            self.voter_id.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        if v >= 1 {
            self.voter_id.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for VoteRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        if v >= 1 {
            self.voter_id.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(VoteRequest, 0, 2, Some(0));
request!(VoteRequest, Vote, VoteResponse);

/// Structs of [`VoteRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`VoteRequest`].
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

    /// Part of [`VoteRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub replica_epoch: i32,
        /// Versions 0+.
        pub replica_id: i32,
        /// Versions 1+, ignorable.
        pub replica_directory_id: Uuid,
        /// Versions 1+, ignorable.
        pub voter_directory_id: Uuid,
        /// Versions 0+.
        pub last_offset_epoch: i32,
        /// Versions 0+.
        pub last_offset: i64,
        /// Versions 2+.
        pub pre_vote: bool,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 25;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.replica_epoch.read(d, v)?;
            self.replica_id.read(d, v)?;
            if v >= 1 {
                self.replica_directory_id.read(d, v)?;
            }
            if v >= 1 {
                self.voter_directory_id.read(d, v)?;
            }
            self.last_offset_epoch.read(d, v)?;
            self.last_offset.read(d, v)?;
            if v == 2 {
                self.pre_vote.read(d, v)?;
            }
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.replica_epoch.write(s, v);
            self.replica_id.write(s, v);
            if v >= 1 {
                self.replica_directory_id.write(s, v);
            }
            if v >= 1 {
                self.voter_directory_id.write(s, v);
            }
            self.last_offset_epoch.write(s, v);
            self.last_offset.write(s, v);
            if v == 2 {
                self.pre_vote.write(s, v);
            } else {
                s.absent(v, "pre_vote", || self.pre_vote);
            }
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.replica_epoch.fill(r, v);
            self.replica_id.fill(r, v);
            if v >= 1 {
                self.replica_directory_id.fill(r, v);
            }
            if v >= 1 {
                self.voter_directory_id.fill(r, v);
            }
            self.last_offset_epoch.fill(r, v);
            self.last_offset.fill(r, v);
            if v == 2 {
                self.pre_vote.fill(r, v);
            }
        }
    }
}

/// `VoteResponse`: API key 52, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VoteResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub topics: Vec<response::TopicData>,
    /// Versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for VoteResponse {
    const NAME: &'static str = "VoteResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.topics.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 1 => self.node_endpoints.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.topics.write(s, v);
        if v < 1 {
            s.absent(v, "node_endpoints", || !self.node_endpoints.is_empty());
        }
        if v.flexible {
            let has_node_endpoints = v >= 1 && !self.node_endpoints.is_empty();
            s.put_uvarint(u32::from(has_node_endpoints));
            if has_node_endpoints {
                s.put_tagged(0, &self.node_endpoints, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for VoteResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.topics.fill(r, v);
        if v >= 1 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(VoteResponse, 0, 2, Some(0));

/// Part of [`VoteResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NodeEndpoint {
    /// Versions 1+, key of its list.
    pub node_id: i32,
    /// Versions 1+.
    pub host: Str,
    /// Versions 1+.
    pub port: u16,
}

impl Struct for NodeEndpoint {
    const NAME: &'static str = "NodeEndpoint";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.node_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.node_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for NodeEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.node_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Structs of [`VoteResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`VoteResponse`].
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

    /// Part of [`VoteResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub error_code: i16,
        /// Versions 0+.
        pub leader_id: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
        /// Versions 0+.
        pub vote_granted: bool,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 16;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.error_code.read(d, v)?;
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            self.vote_granted.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.error_code.write(s, v);
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
            self.vote_granted.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.error_code.fill(r, v);
            self.leader_id.fill(r, v);
            self.leader_epoch.fill(r, v);
            self.vote_granted.fill(r, v);
        }
    }
}
