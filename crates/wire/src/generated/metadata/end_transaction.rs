//! Generated from `crates/wire-codegen/schemas/metadata/end_transaction.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `EndTransactionRecord`: record type 24, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndTransactionRecord {}

impl Struct for EndTransactionRecord {
    const NAME: &'static str = "EndTransactionRecord";
    const MIN_LEN: usize = 1;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndTransactionRecord {
    fn fill(&mut self, _r: &mut Random, _v: Version) {}
}

message!(EndTransactionRecord, 0, 0, Some(0));
