//! Generated from `crates/wire-codegen/schemas/data/control_record_type_schema.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ControlRecordTypeSchema`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlRecordTypeSchema {
    /// Versions 0+.
    pub r#type: i16,
}

impl Struct for ControlRecordTypeSchema {
    const NAME: &'static str = "ControlRecordTypeSchema";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.r#type.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.r#type.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ControlRecordTypeSchema {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.r#type.fill(r, v);
    }
}

message!(ControlRecordTypeSchema, 0, 0, None);
