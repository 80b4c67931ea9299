//! Generated from `crates/wire-codegen/schemas/metadata/clear_elr.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ClearElrRecord`: record type 28, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClearElrRecord {
    /// Versions 0+.
    pub topic_name: Str,
}

impl Struct for ClearElrRecord {
    const NAME: &'static str = "ClearElrRecord";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ClearElrRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
    }
}

message!(ClearElrRecord, 0, 0, Some(0));
