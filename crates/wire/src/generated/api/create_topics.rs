//! Generated from `crates/wire-codegen/schemas/api/create_topics.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `CreateTopicsRequest`: API key 19, versions 0-7.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateTopicsRequest {
    /// Versions 0+.
    pub topics: Vec<CreatableTopic>,
    /// Versions 0+, default 60000.
    pub timeout_ms: i32,
    /// Versions 1+.
    pub validate_only: bool,
}

impl Default for CreateTopicsRequest {
    fn default() -> Self {
        Self { topics: Vec::new(), timeout_ms: 60000, validate_only: false }
    }
}

impl Struct for CreateTopicsRequest {
    const NAME: &'static str = "CreateTopicsRequest";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        self.timeout_ms.read(d, v)?;
        if v >= 1 {
            self.validate_only.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        self.timeout_ms.write(s, v);
        if v >= 1 {
            self.validate_only.write(s, v);
        } else {
            s.absent(v, "validate_only", || self.validate_only);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreateTopicsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
        self.timeout_ms.fill(r, v);
        if v >= 1 {
            self.validate_only.fill(r, v);
        }
    }
}

message!(CreateTopicsRequest, 0, 7, Some(5));
request!(CreateTopicsRequest, CreateTopics, CreateTopicsResponse);

/// Part of [`CreateTopicsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatableTopic {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub num_partitions: i32,
    /// Versions 0+.
    pub replication_factor: i16,
    /// Versions 0+.
    pub assignments: Vec<CreatableReplicaAssignment>,
    /// Versions 0+.
    pub configs: Vec<CreatableTopicConfig>,
}

impl Struct for CreatableTopic {
    const NAME: &'static str = "CreatableTopic";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.num_partitions.read(d, v)?;
        self.replication_factor.read(d, v)?;
        self.assignments.read(d, v)?;
        self.configs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.num_partitions.write(s, v);
        self.replication_factor.write(s, v);
        self.assignments.write(s, v);
        self.configs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatableTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.num_partitions.fill(r, v);
        self.replication_factor.fill(r, v);
        self.assignments.fill(r, v);
        self.configs.fill(r, v);
    }
}

/// Part of [`CreateTopicsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatableReplicaAssignment {
    /// Versions 0+, key of its list.
    pub partition_index: i32,
    /// Versions 0+.
    pub broker_ids: Vec<i32>,
}

impl Struct for CreatableReplicaAssignment {
    const NAME: &'static str = "CreatableReplicaAssignment";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.broker_ids.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.broker_ids.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatableReplicaAssignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.broker_ids.fill(r, v);
    }
}

/// Part of [`CreateTopicsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatableTopicConfig {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+, may be null.
    pub value: Option<Str>,
}

impl Default for CreatableTopicConfig {
    fn default() -> Self {
        Self { name: Str::new(), value: Some(Str::new()) }
    }
}

impl Struct for CreatableTopicConfig {
    const NAME: &'static str = "CreatableTopicConfig";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatableTopicConfig {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.value.fill(r, v);
    }
}

/// `CreateTopicsResponse`: API key 19, versions 0-7.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateTopicsResponse {
    /// Versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub topics: Vec<CreatableTopicResult>,
}

impl Struct for CreateTopicsResponse {
    const NAME: &'static str = "CreateTopicsResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 2 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.write(s, v);
        }
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreateTopicsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.fill(r, v);
        }
        self.topics.fill(r, v);
    }
}

message!(CreateTopicsResponse, 0, 7, Some(5));

/// Part of [`CreateTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatableTopicResult {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 7+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 1+, may be null, ignorable.
    pub error_message: Option<Str>,
    /// Versions 5+, tag 0, ignorable.
    pub topic_config_error_code: i16,
    /// Versions 5+, default -1, ignorable.
    pub num_partitions: i32,
    /// Versions 5+, default -1, ignorable.
    pub replication_factor: i16,
    /// Versions 5+, may be null, ignorable.
    pub configs: Option<Vec<CreatableTopicConfigs>>,
}

impl Default for CreatableTopicResult {
    fn default() -> Self {
        Self {
            name: Str::new(),
            topic_id: Uuid::ZERO,
            error_code: 0,
            error_message: Some(Str::new()),
            topic_config_error_code: 0,
            num_partitions: -1,
            replication_factor: -1,
            configs: Some(Vec::new()),
        }
    }
}

impl Struct for CreatableTopicResult {
    const NAME: &'static str = "CreatableTopicResult";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        if v == 7 {
            self.topic_id.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        if v >= 1 {
            self.error_message.read(d, v)?;
        }
        if v >= 5 {
            self.num_partitions.read(d, v)?;
        }
        if v >= 5 {
            self.replication_factor.read(d, v)?;
        }
        if v >= 5 {
            self.configs.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 5 => self.topic_config_error_code.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        if v == 7 {
            self.topic_id.write(s, v);
        }
        self.error_code.write(s, v);
        if v >= 1 {
            self.error_message.write(s, v);
        }
        if v >= 5 {
            self.num_partitions.write(s, v);
        }
        if v >= 5 {
            self.replication_factor.write(s, v);
        }
        if v >= 5 {
            self.configs.write(s, v);
        }
        if v.flexible {
            let has_topic_config_error_code = v >= 5 && self.topic_config_error_code != 0;
            s.put_uvarint(u32::from(has_topic_config_error_code));
            if has_topic_config_error_code {
                s.put_tagged(0, &self.topic_config_error_code, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatableTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        if v == 7 {
            self.topic_id.fill(r, v);
        }
        self.error_code.fill(r, v);
        if v >= 1 {
            self.error_message.fill(r, v);
        }
        if v >= 5 {
            self.topic_config_error_code.fill(r, v);
        }
        if v >= 5 {
            self.num_partitions.fill(r, v);
        }
        if v >= 5 {
            self.replication_factor.fill(r, v);
        }
        if v >= 5 {
            self.configs.fill(r, v);
        }
    }
}

/// Part of [`CreateTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CreatableTopicConfigs {
    /// Versions 5+.
    pub name: Str,
    /// Versions 5+, may be null.
    pub value: Option<Str>,
    /// Versions 5+.
    pub read_only: bool,
    /// Versions 5+, default -1, ignorable.
    pub config_source: i8,
    /// Versions 5+.
    pub is_sensitive: bool,
}

impl Default for CreatableTopicConfigs {
    fn default() -> Self {
        Self {
            name: Str::new(),
            value: Some(Str::new()),
            read_only: false,
            config_source: -1,
            is_sensitive: false,
        }
    }
}

impl Struct for CreatableTopicConfigs {
    const NAME: &'static str = "CreatableTopicConfigs";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.value.read(d, v)?;
        self.read_only.read(d, v)?;
        self.config_source.read(d, v)?;
        self.is_sensitive.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.value.write(s, v);
        self.read_only.write(s, v);
        self.config_source.write(s, v);
        self.is_sensitive.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreatableTopicConfigs {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.value.fill(r, v);
        self.read_only.fill(r, v);
        self.config_source.fill(r, v);
        self.is_sensitive.fill(r, v);
    }
}
