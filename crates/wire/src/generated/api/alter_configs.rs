//! Generated from `crates/wire-codegen/schemas/api/alter_configs.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterConfigsRequest`: API key 33, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterConfigsRequest {
    /// Versions 0+.
    pub resources: Vec<AlterConfigsResource>,
    /// Versions 0+.
    pub validate_only: bool,
}

impl Struct for AlterConfigsRequest {
    const NAME: &'static str = "AlterConfigsRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resources.read(d, v)?;
        self.validate_only.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resources.write(s, v);
        self.validate_only.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterConfigsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resources.fill(r, v);
        self.validate_only.fill(r, v);
    }
}

message!(AlterConfigsRequest, 0, 2, Some(2));
request!(AlterConfigsRequest, AlterConfigs, AlterConfigsResponse);

/// Part of [`AlterConfigsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterConfigsResource {
    /// Versions 0+, key of its list.
    pub resource_type: i8,
    /// Versions 0+, key of its list.
    pub resource_name: Str,
    /// Versions 0+.
    pub configs: Vec<AlterableConfig>,
}

impl Struct for AlterConfigsResource {
    const NAME: &'static str = "AlterConfigsResource";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        self.configs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        self.configs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterConfigsResource {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        self.configs.fill(r, v);
    }
}

/// Part of [`AlterConfigsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct AlterableConfig {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+, may be null.
    pub value: Option<Str>,
}

impl Default for AlterableConfig {
    fn default() -> Self {
        Self { name: Str::new(), value: Some(Str::new()) }
    }
}

impl Struct for AlterableConfig {
    const NAME: &'static str = "AlterableConfig";
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
impl Sample for AlterableConfig {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.value.fill(r, v);
    }
}

/// `AlterConfigsResponse`: API key 33, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterConfigsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub responses: Vec<AlterConfigsResourceResponse>,
}

impl Struct for AlterConfigsResponse {
    const NAME: &'static str = "AlterConfigsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.responses.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.responses.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterConfigsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.responses.fill(r, v);
    }
}

message!(AlterConfigsResponse, 0, 2, Some(2));

/// Part of [`AlterConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct AlterConfigsResourceResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
}

impl Default for AlterConfigsResourceResponse {
    fn default() -> Self {
        Self { error_code: 0, error_message: Some(Str::new()), resource_type: 0, resource_name: Str::new() }
    }
}

impl Struct for AlterConfigsResourceResponse {
    const NAME: &'static str = "AlterConfigsResourceResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterConfigsResourceResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
    }
}
