//! Generated from `crates/wire-codegen/schemas/api/describe_log_dirs.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeLogDirsRequest`: API key 35, versions 0-5.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeLogDirsRequest {
    /// Versions 0+, may be null.
    pub topics: Option<Vec<DescribableLogDirTopic>>,
}

impl Default for DescribeLogDirsRequest {
    fn default() -> Self {
        Self { topics: Some(Vec::new()) }
    }
}

impl Struct for DescribeLogDirsRequest {
    const NAME: &'static str = "DescribeLogDirsRequest";
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
impl Sample for DescribeLogDirsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
    }
}

message!(DescribeLogDirsRequest, 0, 5, Some(2));
request!(DescribeLogDirsRequest, DescribeLogDirs, DescribeLogDirsResponse);

/// Part of [`DescribeLogDirsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribableLogDirTopic {
    /// Versions 0+, key of its list.
    pub topic: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for DescribableLogDirTopic {
    const NAME: &'static str = "DescribableLogDirTopic";
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
impl Sample for DescribableLogDirTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// `DescribeLogDirsResponse`: API key 35, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 3+, ignorable.
    pub error_code: i16,
    /// Versions 0+.
    pub results: Vec<DescribeLogDirsResult>,
}

impl Struct for DescribeLogDirsResponse {
    const NAME: &'static str = "DescribeLogDirsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        if v >= 3 {
            self.error_code.read(d, v)?;
        }
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        if v >= 3 {
            self.error_code.write(s, v);
        }
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeLogDirsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        if v >= 3 {
            self.error_code.fill(r, v);
        }
        self.results.fill(r, v);
    }
}

message!(DescribeLogDirsResponse, 0, 5, Some(2));

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeLogDirsResult {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub log_dir: Str,
    /// Versions 0+.
    pub topics: Vec<DescribeLogDirsTopic>,
    /// Versions 4+, default -1, ignorable.
    pub total_bytes: i64,
    /// Versions 4+, default -1, ignorable.
    pub usable_bytes: i64,
    /// Versions 5+, ignorable.
    pub is_cordoned: bool,
}

impl Default for DescribeLogDirsResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            log_dir: Str::new(),
            topics: Vec::new(),
            total_bytes: -1,
            usable_bytes: -1,
            is_cordoned: false,
        }
    }
}

impl Struct for DescribeLogDirsResult {
    const NAME: &'static str = "DescribeLogDirsResult";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.log_dir.read(d, v)?;
        self.topics.read(d, v)?;
        if v >= 4 {
            self.total_bytes.read(d, v)?;
        }
        if v >= 4 {
            self.usable_bytes.read(d, v)?;
        }
        if v == 5 {
            self.is_cordoned.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.log_dir.write(s, v);
        self.topics.write(s, v);
        if v >= 4 {
            self.total_bytes.write(s, v);
        }
        if v >= 4 {
            self.usable_bytes.write(s, v);
        }
        if v == 5 {
            self.is_cordoned.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeLogDirsResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.log_dir.fill(r, v);
        self.topics.fill(r, v);
        if v >= 4 {
            self.total_bytes.fill(r, v);
        }
        if v >= 4 {
            self.usable_bytes.fill(r, v);
        }
        if v == 5 {
            self.is_cordoned.fill(r, v);
        }
    }
}

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<DescribeLogDirsPartition>,
}

impl Struct for DescribeLogDirsTopic {
    const NAME: &'static str = "DescribeLogDirsTopic";
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
impl Sample for DescribeLogDirsTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`DescribeLogDirsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeLogDirsPartition {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub partition_size: i64,
    /// Versions 0+.
    pub offset_lag: i64,
    /// Versions 0+.
    pub is_future_key: bool,
}

impl Struct for DescribeLogDirsPartition {
    const NAME: &'static str = "DescribeLogDirsPartition";
    const MIN_LEN: usize = 21;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.partition_size.read(d, v)?;
        self.offset_lag.read(d, v)?;
        self.is_future_key.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.partition_size.write(s, v);
        self.offset_lag.write(s, v);
        self.is_future_key.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeLogDirsPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.partition_size.fill(r, v);
        self.offset_lag.fill(r, v);
        self.is_future_key.fill(r, v);
    }
}
