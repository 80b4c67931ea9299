//! Generated from `crates/wire-codegen/schemas/metadata/unfence_broker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UnfenceBrokerRecord`: record type 8, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnfenceBrokerRecord {
    /// Versions 0+.
    pub id: i32,
    /// Versions 0+.
    pub epoch: i64,
}

impl Struct for UnfenceBrokerRecord {
    const NAME: &'static str = "UnfenceBrokerRecord";
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
impl Sample for UnfenceBrokerRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.id.fill(r, v);
        self.epoch.fill(r, v);
    }
}

message!(UnfenceBrokerRecord, 0, 0, Some(0));
