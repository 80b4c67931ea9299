//! Generated from `crates/wire-codegen/schemas/metadata/fence_broker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `FenceBrokerRecord`: record type 7, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FenceBrokerRecord {
    /// Versions 0+.
    pub id: i32,
    /// Versions 0+.
    pub epoch: i64,
}

impl Struct for FenceBrokerRecord {
    const NAME: &'static str = "FenceBrokerRecord";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.id.read(d, v)?;
        self.epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.id.write(s, v);
        self.epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FenceBrokerRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.id.fill(r, v);
        self.epoch.fill(r, v);
    }
}

message!(FenceBrokerRecord, 0, 0, Some(0));
