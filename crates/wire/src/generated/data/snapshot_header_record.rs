//! Generated from `crates/wire-codegen/schemas/data/snapshot_header_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `SnapshotHeaderRecord`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SnapshotHeaderRecord {
    /// Versions 0+.
    pub version: i16,
    /// Versions 0+.
    pub last_contained_log_timestamp: i64,
}

impl Struct for SnapshotHeaderRecord {
    const NAME: &'static str = "SnapshotHeaderRecord";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.version.read(d, v)?;
        self.last_contained_log_timestamp.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.version.write(s, v);
        self.last_contained_log_timestamp.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SnapshotHeaderRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.version.fill(r, v);
        self.last_contained_log_timestamp.fill(r, v);
    }
}

message!(SnapshotHeaderRecord, 0, 0, Some(0));
