//! Generated from `crates/wire-codegen/schemas/api/alter_replica_log_dirs.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterReplicaLogDirsRequest`: API key 34, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDirsRequest {
    /// Versions 0+.
    pub dirs: Vec<AlterReplicaLogDir>,
}

impl Struct for AlterReplicaLogDirsRequest {
    const NAME: &'static str = "AlterReplicaLogDirsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.dirs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.dirs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterReplicaLogDirsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.dirs.fill(r, v);
    }
}

message!(AlterReplicaLogDirsRequest, 0, 2, Some(2));
request!(AlterReplicaLogDirsRequest, AlterReplicaLogDirs, AlterReplicaLogDirsResponse);

/// Part of [`AlterReplicaLogDirsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDir {
    /// Versions 0+, key of its list.
    pub path: Str,
    /// Versions 0+.
    pub topics: Vec<AlterReplicaLogDirTopic>,
}

impl Struct for AlterReplicaLogDir {
    const NAME: &'static str = "AlterReplicaLogDir";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.path.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.path.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterReplicaLogDir {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.path.fill(r, v);
        self.topics.fill(r, v);
    }
}

/// Part of [`AlterReplicaLogDirsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDirTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for AlterReplicaLogDirTopic {
    const NAME: &'static str = "AlterReplicaLogDirTopic";
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
impl Sample for AlterReplicaLogDirTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// `AlterReplicaLogDirsResponse`: API key 34, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDirsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<AlterReplicaLogDirTopicResult>,
}

impl Struct for AlterReplicaLogDirsResponse {
    const NAME: &'static str = "AlterReplicaLogDirsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterReplicaLogDirsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(AlterReplicaLogDirsResponse, 0, 2, Some(2));

/// Part of [`AlterReplicaLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDirTopicResult {
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub partitions: Vec<AlterReplicaLogDirPartitionResult>,
}

impl Struct for AlterReplicaLogDirTopicResult {
    const NAME: &'static str = "AlterReplicaLogDirTopicResult";
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
impl Sample for AlterReplicaLogDirTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`AlterReplicaLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterReplicaLogDirPartitionResult {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for AlterReplicaLogDirPartitionResult {
    const NAME: &'static str = "AlterReplicaLogDirPartitionResult";
    const MIN_LEN: usize = 6;

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
impl Sample for AlterReplicaLogDirPartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
