//! Generated from `crates/wire-codegen/schemas/metadata/client_quota.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ClientQuotaRecord`: record type 14, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientQuotaRecord {
    /// Versions 0+.
    pub entity: Vec<EntityData>,
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: f64,
    /// Versions 0+.
    pub remove: bool,
}

impl Struct for ClientQuotaRecord {
    const NAME: &'static str = "ClientQuotaRecord";
    const MIN_LEN: usize = 12;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.entity.read(d, v)?;
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        self.remove.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.entity.write(s, v);
        self.key.write(s, v);
        self.value.write(s, v);
        self.remove.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ClientQuotaRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.entity.fill(r, v);
        self.key.fill(r, v);
        self.value.fill(r, v);
        self.remove.fill(r, v);
    }
}

message!(ClientQuotaRecord, 0, 0, Some(0));

/// Part of [`ClientQuotaRecord`].
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
