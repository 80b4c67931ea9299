//! Generated from `crates/wire-codegen/schemas/api/end_quorum_epoch.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `EndQuorumEpochRequest`: API key 54, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndQuorumEpochRequest {
    /// Versions 0+, may be null, default null.
    pub cluster_id: Option<Str>,
    /// Versions 0+.
    pub topics: Vec<request::TopicData>,
    /// Versions 1+, ignorable.
    pub leader_endpoints: Vec<LeaderEndpoint>,
}

impl Struct for EndQuorumEpochRequest {
    const NAME: &'static str = "EndQuorumEpochRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        self.topics.read(d, v)?;
        if v == 1 {
            self.leader_endpoints.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        self.topics.write(s, v);
        if v == 1 {
            self.leader_endpoints.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndQuorumEpochRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        self.topics.fill(r, v);
        if v == 1 {
            self.leader_endpoints.fill(r, v);
        }
    }
}

message!(EndQuorumEpochRequest, 0, 1, Some(1));
request!(EndQuorumEpochRequest, EndQuorumEpoch, EndQuorumEpochResponse);

/// Part of [`EndQuorumEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReplicaInfo {
    /// Versions 1+.
    pub candidate_id: i32,
    /// Versions 1+.
    pub candidate_directory_id: Uuid,
}

impl Struct for ReplicaInfo {
    const NAME: &'static str = "ReplicaInfo";
    const MIN_LEN: usize = 21;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.candidate_id.read(d, v)?;
        self.candidate_directory_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.candidate_id.write(s, v);
        self.candidate_directory_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ReplicaInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.candidate_id.fill(r, v);
        self.candidate_directory_id.fill(r, v);
    }
}

/// Part of [`EndQuorumEpochRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderEndpoint {
    /// Versions 1+, key of its list.
    pub name: Str,
    /// Versions 1+.
    pub host: Str,
    /// Versions 1+.
    pub port: u16,
}

impl Struct for LeaderEndpoint {
    const NAME: &'static str = "LeaderEndpoint";
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
impl Sample for LeaderEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Structs of [`EndQuorumEpochRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`EndQuorumEpochRequest`].
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

    /// Part of [`EndQuorumEpochRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub leader_id: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
        /// Versions 0, ignorable.
        pub preferred_successors: Vec<i32>,
        /// Versions 1+, ignorable.
        pub preferred_candidates: Vec<ReplicaInfo>,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 14;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            if v == 0 {
                self.preferred_successors.read(d, v)?;
            }
            if v == 1 {
                self.preferred_candidates.read(d, v)?;
            }
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
            if v == 0 {
                self.preferred_successors.write(s, v);
            }
            if v == 1 {
                self.preferred_candidates.write(s, v);
            }
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.leader_id.fill(r, v);
            self.leader_epoch.fill(r, v);
            if v == 0 {
                self.preferred_successors.fill(r, v);
            }
            if v == 1 {
                self.preferred_candidates.fill(r, v);
            }
        }
    }
}

/// `EndQuorumEpochResponse`: API key 54, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndQuorumEpochResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub topics: Vec<response::TopicData>,
    /// Versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for EndQuorumEpochResponse {
    const NAME: &'static str = "EndQuorumEpochResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.topics.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v == 1 => self.node_endpoints.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.topics.write(s, v);
        if v != 1 {
            s.absent(v, "node_endpoints", || !self.node_endpoints.is_empty());
        }
        if v.flexible {
            let has_node_endpoints = v == 1 && !self.node_endpoints.is_empty();
            s.put_uvarint(u32::from(has_node_endpoints));
            if has_node_endpoints {
                s.put_tagged(0, &self.node_endpoints, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for EndQuorumEpochResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.topics.fill(r, v);
        if v == 1 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(EndQuorumEpochResponse, 0, 1, Some(1));

/// Part of [`EndQuorumEpochResponse`].
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

/// Structs of [`EndQuorumEpochResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`EndQuorumEpochResponse`].
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

    /// Part of [`EndQuorumEpochResponse`].
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
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 14;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.error_code.read(d, v)?;
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.error_code.write(s, v);
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
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
        }
    }
}
