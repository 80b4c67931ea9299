//! Generated from `crates/wire-codegen/schemas/metadata/config.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConfigRecord`: record type 4, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigRecord {
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+, may be null.
    pub value: Option<Str>,
}

impl Default for ConfigRecord {
    fn default() -> Self {
        Self { resource_type: 0, resource_name: Str::new(), name: Str::new(), value: Some(Str::new()) }
    }
}

impl Struct for ConfigRecord {
    const NAME: &'static str = "ConfigRecord";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        self.name.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        self.name.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConfigRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        self.name.fill(r, v);
        self.value.fill(r, v);
    }
}

message!(ConfigRecord, 0, 0, Some(0));
