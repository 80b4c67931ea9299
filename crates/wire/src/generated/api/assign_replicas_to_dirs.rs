//! Generated from `crates/wire-codegen/schemas/api/assign_replicas_to_dirs.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AssignReplicasToDirsRequest`: API key 73, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignReplicasToDirsRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
    /// Versions 0+.
    pub directories: Vec<request::DirectoryData>,
}

impl Default for AssignReplicasToDirsRequest {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, directories: Vec::new() }
    }
}

impl Struct for AssignReplicasToDirsRequest {
    const NAME: &'static str = "AssignReplicasToDirsRequest";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        self.directories.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        self.directories.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AssignReplicasToDirsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.directories.fill(r, v);
    }
}

message!(AssignReplicasToDirsRequest, 0, 0, Some(0));
request!(AssignReplicasToDirsRequest, AssignReplicasToDirs, AssignReplicasToDirsResponse);

/// Structs of [`AssignReplicasToDirsRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`AssignReplicasToDirsRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct DirectoryData {
        /// Versions 0+.
        pub id: Uuid,
        /// Versions 0+.
        pub topics: Vec<request::TopicData>,
    }

    impl Struct for DirectoryData {
        const NAME: &'static str = "DirectoryData";
        const MIN_LEN: usize = 18;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.id.read(d, v)?;
            self.topics.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.id.write(s, v);
            self.topics.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for DirectoryData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.id.fill(r, v);
            self.topics.fill(r, v);
        }
    }

    /// Part of [`AssignReplicasToDirsRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0+.
        pub topic_id: Uuid,
        /// Versions 0+.
        pub partitions: Vec<request::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
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
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_id.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`AssignReplicasToDirsRequest`].
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

/// `AssignReplicasToDirsResponse`: API key 73, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssignReplicasToDirsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub directories: Vec<response::DirectoryData>,
}

impl Struct for AssignReplicasToDirsResponse {
    const NAME: &'static str = "AssignReplicasToDirsResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.directories.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.directories.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AssignReplicasToDirsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.directories.fill(r, v);
    }
}

message!(AssignReplicasToDirsResponse, 0, 0, Some(0));

/// Structs of [`AssignReplicasToDirsResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`AssignReplicasToDirsResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct DirectoryData {
        /// Versions 0+.
        pub id: Uuid,
        /// Versions 0+.
        pub topics: Vec<response::TopicData>,
    }

    impl Struct for DirectoryData {
        const NAME: &'static str = "DirectoryData";
        const MIN_LEN: usize = 18;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.id.read(d, v)?;
            self.topics.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.id.write(s, v);
            self.topics.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for DirectoryData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.id.fill(r, v);
            self.topics.fill(r, v);
        }
    }

    /// Part of [`AssignReplicasToDirsResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct TopicData {
        /// Versions 0+.
        pub topic_id: Uuid,
        /// Versions 0+.
        pub partitions: Vec<response::PartitionData>,
    }

    impl Struct for TopicData {
        const NAME: &'static str = "TopicData";
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
    impl Sample for TopicData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.topic_id.fill(r, v);
            self.partitions.fill(r, v);
        }
    }

    /// Part of [`AssignReplicasToDirsResponse`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct PartitionData {
        /// Versions 0+.
        pub partition_index: i32,
        /// Versions 0+.
        pub error_code: i16,
    }

    impl Struct for PartitionData {
        const NAME: &'static str = "PartitionData";
        const MIN_LEN: usize = 7;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.partition_index.read(d, v)?;
            self.error_code.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.partition_index.write(s, v);
            self.error_code.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for PartitionData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.partition_index.fill(r, v);
            self.error_code.fill(r, v);
        }
    }
}
