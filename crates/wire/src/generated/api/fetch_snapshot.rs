//! Generated from `crates/wire-codegen/schemas/api/fetch_snapshot.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `FetchSnapshotRequest`: API key 59, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchSnapshotRequest {
    /// Versions 0+, may be null, tag 0, default null.
    pub cluster_id: Option<Str>,
    /// Versions 0+, default -1.
    pub replica_id: i32,
    /// Versions 0+, default 2147483647.
    pub max_bytes: i32,
    /// Versions 0+.
    pub topics: Vec<request::TopicSnapshot>,
}

impl Default for FetchSnapshotRequest {
    fn default() -> Self {
        Self { cluster_id: None, replica_id: -1, max_bytes: i32::MAX, topics: Vec::new() }
    }
}

impl Struct for FetchSnapshotRequest {
    const NAME: &'static str = "FetchSnapshotRequest";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.replica_id.read(d, v)?;
        self.max_bytes.read(d, v)?;
        self.topics.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.cluster_id.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.replica_id.write(s, v);
        self.max_bytes.write(s, v);
        self.topics.write(s, v);
        if v.flexible {
            let has_cluster_id = self.cluster_id.is_some();
            s.put_uvarint(u32::from(has_cluster_id));
            if has_cluster_id {
                s.put_tagged(0, &self.cluster_id, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for FetchSnapshotRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        self.replica_id.fill(r, v);
        self.max_bytes.fill(r, v);
        self.topics.fill(r, v);
    }
}

message!(FetchSnapshotRequest, 0, 1, Some(0));
request!(FetchSnapshotRequest, FetchSnapshot, FetchSnapshotResponse);

/// Structs of [`FetchSnapshotRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`FetchSnapshotRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicSnapshot {
        /// Versions 0+.
        pub name: Str,
        /// Versions 0+.
        pub partitions: Vec<request::PartitionSnapshot>,
    }

    impl Struct for TopicSnapshot {
        const NAME: &'static str = "TopicSnapshot";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.name.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.name.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicSnapshot {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.name.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`FetchSnapshotRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionSnapshot {
        /// Versions 0+.
        pub partition: i32,
        /// Versions 0+.
        pub current_leader_epoch: i32,
        /// Versions 0+.
        pub snapshot_id: request::SnapshotId,
        /// Versions 0+.
        pub position: i64,
        /// Versions 1+, tag 0, ignorable.
        pub replica_directory_id: Uuid,
    }

    impl Struct for PartitionSnapshot {
        const NAME: &'static str = "PartitionSnapshot";
        const MIN_LEN: usize = 30;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition.read(d, v)?;
            self.current_leader_epoch.read(d, v)?;
            self.snapshot_id.read(d, v)?;
            self.position.read(d, v)?;
            d.tags(v, |d, tag| {
                match tag {
                    0 if v == 1 => self.replica_directory_id.read(d, v)?,
                    _ => return Ok(false),
                }
                Ok(true)
            })
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition.write(s, v);
            self.current_leader_epoch.write(s, v);
            self.snapshot_id.write(s, v);
            self.position.write(s, v);
            if v.flexible {
                let has_replica_directory_id = v == 1 && self.replica_directory_id != Uuid::ZERO;
                s.put_uvarint(u32::from(has_replica_directory_id));
                if has_replica_directory_id {
                    s.put_tagged(0, &self.replica_directory_id, v);
                }
            }
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionSnapshot {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition.fill(r, v);
            self.current_leader_epoch.fill(r, v);
            self.snapshot_id.fill(r, v);
            self.position.fill(r, v);
            if v == 1 {
                self.replica_directory_id.fill(r, v);
            }
        }
    }

    /// Part of [`FetchSnapshotRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct SnapshotId {
        /// Versions 0+.
        pub end_offset: i64,
        /// Versions 0+.
        pub epoch: i32,
    }

    impl Struct for SnapshotId {
        const NAME: &'static str = "SnapshotId";
        const MIN_LEN: usize = 13;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.end_offset.read(d, v)?;
            self.epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.end_offset.write(s, v);
            self.epoch.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for SnapshotId {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.end_offset.fill(r, v);
            self.epoch.fill(r, v);
        }
    }
}

/// `FetchSnapshotResponse`: API key 59, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FetchSnapshotResponse {
    /// Versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub topics: Vec<response::TopicSnapshot>,
    /// Versions 1+, tag 0.
    pub node_endpoints: Vec<NodeEndpoint>,
}

impl Struct for FetchSnapshotResponse {
    const NAME: &'static str = "FetchSnapshotResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
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
        self.throttle_time_ms.write(s, v);
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
impl Sample for FetchSnapshotResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.topics.fill(r, v);
        if v == 1 {
            self.node_endpoints.fill(r, v);
        }
    }
}

message!(FetchSnapshotResponse, 0, 1, Some(0));

/// Part of [`FetchSnapshotResponse`].
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

/// Part of [`FetchSnapshotResponse`].
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

/// Structs of [`FetchSnapshotResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`FetchSnapshotResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicSnapshot {
        /// Versions 0+.
        pub name: Str,
        /// Versions 0+.
        pub partitions: Vec<response::PartitionSnapshot>,
    }

    impl Struct for TopicSnapshot {
        const NAME: &'static str = "TopicSnapshot";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.name.read(d, v)?;
            self.partitions.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.name.write(s, v);
            self.partitions.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for TopicSnapshot {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.name.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`FetchSnapshotResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionSnapshot {
        /// Versions 0+.
        pub index: i32,
        /// Versions 0+.
        pub error_code: i16,
        /// Versions 0+.
        pub snapshot_id: response::SnapshotId,
        /// Versions 0+, tag 0.
        pub current_leader: LeaderIdAndEpoch,
        /// Versions 0+.
        pub size: i64,
        /// Versions 0+.
        pub position: i64,
        /// Versions 0+.
        pub unaligned_records: Bytes,
    }

    impl Struct for PartitionSnapshot {
        const NAME: &'static str = "PartitionSnapshot";
        const MIN_LEN: usize = 37;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.index.read(d, v)?;
            self.error_code.read(d, v)?;
            self.snapshot_id.read(d, v)?;
            self.size.read(d, v)?;
            self.position.read(d, v)?;
            self.unaligned_records.read(d, v)?;
            d.tags(v, |d, tag| {
                match tag {
                    0 => self.current_leader.read(d, v)?,
                    _ => return Ok(false),
                }
                Ok(true)
            })
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.index.write(s, v);
            self.error_code.write(s, v);
            self.snapshot_id.write(s, v);
            self.size.write(s, v);
            self.position.write(s, v);
            self.unaligned_records.write(s, v);
            if v.flexible {
                let has_current_leader = self.current_leader != LeaderIdAndEpoch::default();
                s.put_uvarint(u32::from(has_current_leader));
                if has_current_leader {
                    s.put_tagged(0, &self.current_leader, v);
                }
            }
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionSnapshot {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.index.fill(r, v);
            self.error_code.fill(r, v);
            self.snapshot_id.fill(r, v);
            self.current_leader.fill(r, v);
            self.size.fill(r, v);
            self.position.fill(r, v);
            self.unaligned_records.fill(r, v);
        }
    }

    /// Part of [`FetchSnapshotResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct SnapshotId {
        /// Versions 0+.
        pub end_offset: i64,
        /// Versions 0+.
        pub epoch: i32,
    }

    impl Struct for SnapshotId {
        const NAME: &'static str = "SnapshotId";
        const MIN_LEN: usize = 13;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.end_offset.read(d, v)?;
            self.epoch.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.end_offset.write(s, v);
            self.epoch.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for SnapshotId {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.end_offset.fill(r, v);
            self.epoch.fill(r, v);
        }
    }
}
