//! Generated from `crates/wire-codegen/schemas/metadata/feature_level.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `FeatureLevelRecord`: record type 12, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeatureLevelRecord {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub feature_level: i16,
}

impl Struct for FeatureLevelRecord {
    const NAME: &'static str = "FeatureLevelRecord";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.feature_level.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.feature_level.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FeatureLevelRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.feature_level.fill(r, v);
    }
}

message!(FeatureLevelRecord, 0, 0, Some(0));
