//! Generated from `crates/wire-codegen/schemas/api/describe_configs.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeConfigsRequest`: API key 32, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeConfigsRequest {
    /// Versions 0+.
    pub resources: Vec<DescribeConfigsResource>,
    /// Versions 1+.
    pub include_synonyms: bool,
    /// Versions 3+.
    pub include_documentation: bool,
}

impl Struct for DescribeConfigsRequest {
    const NAME: &'static str = "DescribeConfigsRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resources.read(d, v)?;
        if v >= 1 {
            self.include_synonyms.read(d, v)?;
        }
        if v >= 3 {
            self.include_documentation.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resources.write(s, v);
        if v >= 1 {
            self.include_synonyms.write(s, v);
        } else {
            s.absent(v, "include_synonyms", || self.include_synonyms);
        }
        if v >= 3 {
            self.include_documentation.write(s, v);
        } else {
            s.absent(v, "include_documentation", || self.include_documentation);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeConfigsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resources.fill(r, v);
        if v >= 1 {
            self.include_synonyms.fill(r, v);
        }
        if v >= 3 {
            self.include_documentation.fill(r, v);
        }
    }
}

message!(DescribeConfigsRequest, 0, 4, Some(4));
request!(DescribeConfigsRequest, DescribeConfigs, DescribeConfigsResponse);

/// Part of [`DescribeConfigsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResource {
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 0+, may be null.
    pub configuration_keys: Option<Vec<Str>>,
}

impl Default for DescribeConfigsResource {
    fn default() -> Self {
        Self { resource_type: 0, resource_name: Str::new(), configuration_keys: Some(Vec::new()) }
    }
}

impl Struct for DescribeConfigsResource {
    const NAME: &'static str = "DescribeConfigsResource";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        self.configuration_keys.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        self.configuration_keys.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeConfigsResource {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        self.configuration_keys.fill(r, v);
    }
}

/// `DescribeConfigsResponse`: API key 32, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeConfigsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<DescribeConfigsResult>,
}

impl Struct for DescribeConfigsResponse {
    const NAME: &'static str = "DescribeConfigsResponse";
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
impl Sample for DescribeConfigsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(DescribeConfigsResponse, 0, 4, Some(4));

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResult {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 0+.
    pub configs: Vec<DescribeConfigsResourceResult>,
}

impl Default for DescribeConfigsResult {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::new()),
            resource_type: 0,
            resource_name: Str::new(),
            configs: Vec::new(),
        }
    }
}

impl Struct for DescribeConfigsResult {
    const NAME: &'static str = "DescribeConfigsResult";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        self.configs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        self.configs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeConfigsResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        self.configs.fill(r, v);
    }
}

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsResourceResult {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+, may be null.
    pub value: Option<Str>,
    /// Versions 0+.
    pub read_only: bool,
    /// Versions 0.
    pub is_default: bool,
    /// Versions 1+, default -1, ignorable.
    pub config_source: i8,
    /// Versions 0+.
    pub is_sensitive: bool,
    /// Versions 1+, ignorable.
    pub synonyms: Vec<DescribeConfigsSynonym>,
    /// Versions 3+, ignorable.
    pub config_type: i8,
    /// Versions 3+, may be null, ignorable.
    pub documentation: Option<Str>,
}

impl Default for DescribeConfigsResourceResult {
    fn default() -> Self {
        Self {
            name: Str::new(),
            value: Some(Str::new()),
            read_only: false,
            is_default: false,
            config_source: -1,
            is_sensitive: false,
            synonyms: Vec::new(),
            config_type: 0,
            documentation: Some(Str::new()),
        }
    }
}

impl Struct for DescribeConfigsResourceResult {
    const NAME: &'static str = "DescribeConfigsResourceResult";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.value.read(d, v)?;
        self.read_only.read(d, v)?;
        if v == 0 {
            self.is_default.read(d, v)?;
        }
        if v >= 1 {
            self.config_source.read(d, v)?;
        }
        self.is_sensitive.read(d, v)?;
        if v >= 1 {
            self.synonyms.read(d, v)?;
        }
        if v >= 3 {
            self.config_type.read(d, v)?;
        }
        if v >= 3 {
            self.documentation.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.value.write(s, v);
        self.read_only.write(s, v);
        if v == 0 {
            self.is_default.write(s, v);
        } else {
            s.absent(v, "is_default", || self.is_default);
        }
        if v >= 1 {
            self.config_source.write(s, v);
        }
        self.is_sensitive.write(s, v);
        if v >= 1 {
            self.synonyms.write(s, v);
        }
        if v >= 3 {
            self.config_type.write(s, v);
        }
        if v >= 3 {
            self.documentation.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeConfigsResourceResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.value.fill(r, v);
        self.read_only.fill(r, v);
        if v == 0 {
            self.is_default.fill(r, v);
        }
        if v >= 1 {
            self.config_source.fill(r, v);
        }
        self.is_sensitive.fill(r, v);
        if v >= 1 {
            self.synonyms.fill(r, v);
        }
        if v >= 3 {
            self.config_type.fill(r, v);
        }
        if v >= 3 {
            self.documentation.fill(r, v);
        }
    }
}

/// Part of [`DescribeConfigsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeConfigsSynonym {
    /// Versions 1+.
    pub name: Str,
    /// Versions 1+, may be null.
    pub value: Option<Str>,
    /// Versions 1+.
    pub source: i8,
}

impl Default for DescribeConfigsSynonym {
    fn default() -> Self {
        Self { name: Str::new(), value: Some(Str::new()), source: 0 }
    }
}

impl Struct for DescribeConfigsSynonym {
    const NAME: &'static str = "DescribeConfigsSynonym";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.value.read(d, v)?;
        self.source.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.value.write(s, v);
        self.source.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeConfigsSynonym {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.value.fill(r, v);
        self.source.fill(r, v);
    }
}
