//! Generated from `crates/wire-codegen/schemas/api/begin_quorum_epoch.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `BeginQuorumEpochRequest`: API key 53, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct BeginQuorumEpochRequest {
    /// Versions 0+, may be null, default null.
    pub cluster_id: Option<Str>,
    /// Versions 1+, default -1, ignorable.
    pub voter_id: i32,
    /// Versions 0+.
    pub topics: Vec<request::TopicData>,
    /// Versions 1+, ignorable.
    pub leader_endpoints: Vec<LeaderEndpoint>,
}

impl Default for BeginQuorumEpochRequest {
    fn default() -> Self {
        Self { cluster_id: None, voter_id: -1, topics: Vec::new(), leader_endpoints: Vec::new() }
    }
}

impl Struct for BeginQuorumEpochRequest {
    const NAME: &'static str = "BeginQuorumEpochRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        if v == 1 {
            self.voter_id.read(d, v)?;
        }
        self.topics.read(d, v)?;
        if v == 1 {
            self.leader_endpoints.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        if v == 1 {
            self.voter_id.write(s, v);
        }
        self.topics.write(s, v);
        if v == 1 {
            self.leader_endpoints.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BeginQuorumEpochRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        if v == 1 {
            self.voter_id.fill(r, v);
        }
        self.topics.fill(r, v);
        if v == 1 {
            self.leader_endpoints.fill(r, v);
        }
    }
}

message!(BeginQuorumEpochRequest, 0, 1, Some(1));
request!(BeginQuorumEpochRequest, BeginQuorumEpoch, BeginQuorumEpochResponse);

/// Part of [`BeginQuorumEpochRequest`].
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

/// Structs of [`BeginQuorumEpochRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`BeginQuorumEpochRequest`].
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

    /// Part of [`BeginQuorumEpochRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 1+, ignorable.
        pub voter_directory_id: Uuid,
        /// Versions 0+.
        pub leader_id: i32,
        /// Versions 0+.
        pub leader_epoch: i32,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 12;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            if v == 1 {
                self.voter_directory_id.read(d, v)?;
            }
            self.leader_id.read(d, v)?;
            self.leader_epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            if v == 1 {
                self.voter_directory_id.write(s, v);
            }
            self.leader_id.write(s, v);
            self.leader_epoch.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            if v == 1 {
                self.voter_directory_id.fill(r, v);
            }
            self.leader_id.fill(r, v);
            self.leader_epoch.fill(r, v);
        }
    }
}

/// `BeginQuorumEpochResponse`: API key 53, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BeginQuorumEpochResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub topics: Vec<response::TopicData>,
    /// Versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for BeginQuorumEpochResponse {
    const NAME: &'static str = "BeginQuorumEpochResponse";
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
impl Sample for BeginQuorumEpochResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.topics.fill(r, v);
        if v == 1 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(BeginQuorumEpochResponse, 0, 1, Some(1));

/// Part of [`BeginQuorumEpochResponse`].
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

/// Structs of [`BeginQuorumEpochResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`BeginQuorumEpochResponse`].
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

    /// Part of [`BeginQuorumEpochResponse`].
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
