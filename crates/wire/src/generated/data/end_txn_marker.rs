//! Generated from `crates/wire-codegen/schemas/data/end_txn_marker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `EndTxnMarker`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndTxnMarker {
    /// Versions 0+.
    pub coordinator_epoch: i32,
}

impl Struct for EndTxnMarker {
    const NAME: &'static str = "EndTxnMarker";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.coordinator_epoch.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.coordinator_epoch.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndTxnMarker {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.coordinator_epoch.fill(r, v);
    }
}

message!(EndTxnMarker, 0, 0, None);
