//! Generated from `crates/wire-codegen/schemas/metadata/producer_ids.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ProducerIdsRecord`: record type 15, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ProducerIdsRecord {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
    /// Versions 0+.
    pub next_producer_id: i64,
}

impl Default for ProducerIdsRecord {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, next_producer_id: 0 }
    }
}

impl Struct for ProducerIdsRecord {
    const NAME: &'static str = "ProducerIdsRecord";
    const MIN_LEN: usize = 21;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        self.next_producer_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        self.next_producer_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ProducerIdsRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.next_producer_id.fill(r, v);
    }
}

message!(ProducerIdsRecord, 0, 0, Some(0));
