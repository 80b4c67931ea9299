//! Generated from `crates/wire-codegen/schemas/api/delete_topics.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DeleteTopicsRequest`: API key 20, versions 0-6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicsRequest {
    /// Versions 6+.
    pub topics: Vec<DeleteTopicState>,
    /// Versions 0-5, ignorable.
    pub topic_names: Vec<Str>,
    /// Versions 0+.
    pub timeout_ms: i32,
}

impl Struct for DeleteTopicsRequest {
    const NAME: &'static str = "DeleteTopicsRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v == 6 {
            self.topics.read(d, v)?;
        }
        if v <= 5 {
            self.topic_names.read(d, v)?;
        }
        self.timeout_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v == 6 {
            self.topics.write(s, v);
        } else {
            s.absent(v, "topics", || !self.topics.is_empty());
        }
        if v <= 5 {
            self.topic_names.write(s, v);
        }
        self.timeout_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteTopicsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v == 6 {
            self.topics.fill(r, v);
        }
        if v <= 5 {
            self.topic_names.fill(r, v);
        }
        self.timeout_ms.fill(r, v);
    }
}

message!(DeleteTopicsRequest, 0, 6, Some(4));
request!(DeleteTopicsRequest, DeleteTopics, DeleteTopicsResponse);

/// Part of [`DeleteTopicsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicState {
    /// Versions 6+, may be null, default null.
    pub name: Option<Str>,
    /// Versions 6+.
    pub topic_id: Uuid,
}

impl Struct for DeleteTopicState {
    const NAME: &'static str = "DeleteTopicState";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.topic_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.topic_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteTopicState {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.topic_id.fill(r, v);
    }
}

/// `DeleteTopicsResponse`: API key 20, versions 0-6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteTopicsResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub responses: Vec<DeletableTopicResult>,
}

impl Struct for DeleteTopicsResponse {
    const NAME: &'static str = "DeleteTopicsResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.responses.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.responses.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteTopicsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.responses.fill(r, v);
    }
}

message!(DeleteTopicsResponse, 0, 6, Some(4));

/// Part of [`DeleteTopicsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeletableTopicResult {
    /// Versions 0+, may be null in 6+, key of its list.
    pub name: Option<Str>,
    /// Versions 6+, ignorable.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 5+, may be null, default null, ignorable.
    pub error_message: Option<Str>,
}

impl Default for DeletableTopicResult {
    fn default() -> Self {
        Self { name: Some(Str::new()), topic_id: Uuid::ZERO, error_code: 0, error_message: None }
    }
}

impl Struct for DeletableTopicResult {
    const NAME: &'static str = "DeletableTopicResult";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.read_null_if(v == 6, &mut self.name, v)?;
        if v == 6 {
            self.topic_id.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        if v >= 5 {
            self.error_message.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        s.put_null_if(v == 6, "name", &self.name, v);
        if v == 6 {
            self.topic_id.write(s, v);
        }
        self.error_code.write(s, v);
        if v >= 5 {
            self.error_message.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeletableTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        r.fill_null_if(v == 6, &mut self.name, v);
        if v == 6 {
            self.topic_id.fill(r, v);
        }
        self.error_code.fill(r, v);
        if v >= 5 {
            self.error_message.fill(r, v);
        }
    }
}
