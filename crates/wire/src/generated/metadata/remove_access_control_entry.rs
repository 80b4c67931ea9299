//! Generated from `crates/wire-codegen/schemas/metadata/remove_access_control_entry.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoveAccessControlEntryRecord`: record type 19, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveAccessControlEntryRecord {
    /// Versions 0+.
    pub id: Uuid,
}

impl Struct for RemoveAccessControlEntryRecord {
    const NAME: &'static str = "RemoveAccessControlEntryRecord";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoveAccessControlEntryRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.id.fill(r, v);
    }
}

message!(RemoveAccessControlEntryRecord, 0, 0, Some(0));
