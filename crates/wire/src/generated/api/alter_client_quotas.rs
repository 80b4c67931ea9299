//! Generated from `crates/wire-codegen/schemas/api/alter_client_quotas.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterClientQuotasRequest`: API key 49, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterClientQuotasRequest {
    /// Versions 0+.
    pub entries: Vec<request::EntryData>,
    /// Versions 0+.
    pub validate_only: bool,
}

impl Struct for AlterClientQuotasRequest {
    const NAME: &'static str = "AlterClientQuotasRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.entries.read(d, v)?;
        self.validate_only.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.entries.write(s, v);
        self.validate_only.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterClientQuotasRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.entries.fill(r, v);
        self.validate_only.fill(r, v);
    }
}

message!(AlterClientQuotasRequest, 0, 1, Some(1));
request!(AlterClientQuotasRequest, AlterClientQuotas, AlterClientQuotasResponse);

/// Part of [`AlterClientQuotasRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpData {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: f64,
    /// Versions 0+.
    pub remove: bool,
}

impl Struct for OpData {
    const NAME: &'static str = "OpData";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        self.remove.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.value.write(s, v);
        self.remove.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OpData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
        self.remove.fill(r, v);
    }
}

/// Structs of [`AlterClientQuotasRequest`] whose names its counterpart uses too.
pub mod request {
    use super::*;

    /// Part of [`AlterClientQuotasRequest`].
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct EntryData {
        /// Versions 0+.
        pub entity: Vec<request::EntityData>,
        /// Versions 0+.
        pub ops: Vec<OpData>,
    }

    impl Struct for EntryData {
        const NAME: &'static str = "EntryData";
        const MIN_LEN: usize = 3;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.entity.read(d, v)?;
            self.ops.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.entity.write(s, v);
            self.ops.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for EntryData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.entity.fill(r, v);
            self.ops.fill(r, v);
        }
    }

    /// Part of [`AlterClientQuotasRequest`].
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
}

/// `AlterClientQuotasResponse`: API key 49, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterClientQuotasResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub entries: Vec<response::EntryData>,
}

impl Struct for AlterClientQuotasResponse {
    const NAME: &'static str = "AlterClientQuotasResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.entries.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.entries.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterClientQuotasResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.entries.fill(r, v);
    }
}

message!(AlterClientQuotasResponse, 0, 1, Some(1));

/// Structs of [`AlterClientQuotasResponse`] whose names its counterpart uses too.
pub mod response {
    use super::*;

    /// Part of [`AlterClientQuotasResponse`].
    #[derive(Debug, Clone, PartialEq)]
    pub struct EntryData {
        /// Versions 0+.
        pub error_code: i16,
        /// Versions 0+, may be null.
        pub error_message: Option<Str>,
        /// Versions 0+.
        pub entity: Vec<response::EntityData>,
    }

    impl Default for EntryData {
        fn default() -> Self {
            Self { error_code: 0, error_message: Some(Str::new()), entity: Vec::new() }
        }
    }

    impl Struct for EntryData {
        const NAME: &'static str = "EntryData";
        const MIN_LEN: usize = 5;

        fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
            self.error_code.read(d, v)?;
            self.error_message.read(d, v)?;
            self.entity.read(d, v)?;
            d.skip_tags(v)
        }

        fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
            self.error_code.write(s, v);
            self.error_message.write(s, v);
            self.entity.write(s, v);
            s.no_tags(v);
        }
    }

    #[cfg(feature = "testing")]
    impl Sample for EntryData {
        fn fill(&mut self, r: &mut Random, v: Version) {
            self.error_code.fill(r, v);
            self.error_message.fill(r, v);
            self.entity.fill(r, v);
        }
    }

    /// Part of [`AlterClientQuotasResponse`].
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
}
