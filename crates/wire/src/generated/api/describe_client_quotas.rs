//! Generated from `crates/wire-codegen/schemas/api/describe_client_quotas.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeClientQuotasRequest`: API key 48, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeClientQuotasRequest {
    /// Versions 0+.
    pub components: Vec<ComponentData>,
    /// Versions 0+.
    pub strict: bool,
}

impl Struct for DescribeClientQuotasRequest {
    const NAME: &'static str = "DescribeClientQuotasRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.components.read(d, v)?;
        self.strict.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.components.write(s, v);
        self.strict.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeClientQuotasRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.components.fill(r, v);
        self.strict.fill(r, v);
    }
}

message!(DescribeClientQuotasRequest, 0, 1, Some(1));
request!(DescribeClientQuotasRequest, DescribeClientQuotas, DescribeClientQuotasResponse);

/// Part of [`DescribeClientQuotasRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentData {
    /// Versions 0+.
    pub entity_type: Str,
    /// Versions 0+.
    pub match_type: i8,
    /// Versions 0+, may be null.
    pub r#match: Option<Str>,
}

impl Default for ComponentData {
    fn default() -> Self {
        Self { entity_type: Str::new(), match_type: 0, r#match: Some(Str::new()) }
    }
}

impl Struct for ComponentData {
    const NAME: &'static str = "ComponentData";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.entity_type.read(d, v)?;
        self.match_type.read(d, v)?;
        self.r#match.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.entity_type.write(s, v);
        self.match_type.write(s, v);
        self.r#match.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ComponentData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.entity_type.fill(r, v);
        self.match_type.fill(r, v);
        self.r#match.fill(r, v);
    }
}

/// `DescribeClientQuotasResponse`: API key 48, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeClientQuotasResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+, may be null.
    pub entries: Option<Vec<EntryData>>,
}

impl Default for DescribeClientQuotasResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(Str::new()),
            entries: Some(Vec::new()),
        }
    }
}

impl Struct for DescribeClientQuotasResponse {
    const NAME: &'static str = "DescribeClientQuotasResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.entries.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.entries.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeClientQuotasResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.entries.fill(r, v);
    }
}

message!(DescribeClientQuotasResponse, 0, 1, Some(1));

/// Part of [`DescribeClientQuotasResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EntryData {
    /// Versions 0+.
    pub entity: Vec<EntityData>,
    /// Versions 0+.
    pub values: Vec<ValueData>,
}

impl Struct for EntryData {
    const NAME: &'static str = "EntryData";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.entity.read(d, v)?;
        self.values.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.entity.write(s, v);
        self.values.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EntryData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.entity.fill(r, v);
        self.values.fill(r, v);
    }
}

/// Part of [`DescribeClientQuotasResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct EntityData {
    /// Versions 0+.
    pub entity_type: Str,
    /// Versions 0+, may be null.
    pub entity_name: Option<Str>,
}

impl Default for EntityData {
    fn default() -> Self {
        Self { entity_type: Str::new(), entity_name: Some(Str::new()) }
    }
}

impl Struct for EntityData {
    const NAME: &'static str = "EntityData";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.entity_type.read(d, v)?;
        self.entity_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.entity_type.write(s, v);
        self.entity_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EntityData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.entity_type.fill(r, v);
        self.entity_name.fill(r, v);
    }
}

/// Part of [`DescribeClientQuotasResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueData {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: f64,
}

impl Struct for ValueData {
    const NAME: &'static str = "ValueData";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ValueData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
    }
}
