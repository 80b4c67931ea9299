//! Generated from `crates/wire-codegen/schemas/metadata/unregister_broker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UnregisterBrokerRecord`: record type 1, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnregisterBrokerRecord {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub broker_epoch: i64,
}

impl Struct for UnregisterBrokerRecord {
    const NAME: &'static str = "UnregisterBrokerRecord";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UnregisterBrokerRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
    }
}

message!(UnregisterBrokerRecord, 0, 0, Some(0));
