//! Generated from `crates/wire-codegen/schemas/data/snapshot_footer_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `SnapshotFooterRecord`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SnapshotFooterRecord {
    /// Versions 0+.
    pub version: i16,
}

impl Struct for SnapshotFooterRecord {
    const NAME: &'static str = "SnapshotFooterRecord";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SnapshotFooterRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.version.fill(r, v);
    }
}

message!(SnapshotFooterRecord, 0, 0, Some(0));
