//! Generated from `crates/wire-codegen/schemas/metadata/access_control_entry.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AccessControlEntryRecord`: record type 18, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessControlEntryRecord {
    /// Versions 0+.
    pub id: Uuid,
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 0+.
    pub pattern_type: i8,
    /// Versions 0+.
    pub principal: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub operation: i8,
    /// Versions 0+.
    pub permission_type: i8,
}

impl Struct for AccessControlEntryRecord {
    const NAME: &'static str = "AccessControlEntryRecord";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.id.read(d, v)?;
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        self.pattern_type.read(d, v)?;
        self.principal.read(d, v)?;
        self.host.read(d, v)?;
        self.operation.read(d, v)?;
        self.permission_type.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.id.write(s, v);
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        self.pattern_type.write(s, v);
        self.principal.write(s, v);
        self.host.write(s, v);
        self.operation.write(s, v);
        self.permission_type.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AccessControlEntryRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.id.fill(r, v);
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        self.pattern_type.fill(r, v);
        self.principal.fill(r, v);
        self.host.fill(r, v);
        self.operation.fill(r, v);
        self.permission_type.fill(r, v);
    }
}

message!(AccessControlEntryRecord, 0, 0, Some(0));
