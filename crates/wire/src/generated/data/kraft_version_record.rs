//! Generated from `crates/wire-codegen/schemas/data/kraft_version_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `KRaftVersionRecord`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KRaftVersionRecord {
    /// Versions 0+.
    pub version: i16,
    /// Versions 0+.
    pub kraft_version: i16,
}

impl Struct for KRaftVersionRecord {
    const NAME: &'static str = "KRaftVersionRecord";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.version.read(d, v)?;
        self.kraft_version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.version.write(s, v);
        self.kraft_version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for KRaftVersionRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.version.fill(r, v);
        self.kraft_version.fill(r, v);
    }
}

message!(KRaftVersionRecord, 0, 0, Some(0));
