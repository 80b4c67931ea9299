//! Generated from `crates/wire-codegen/schemas/metadata/no_op.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `NoOpRecord`: record type 20, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoOpRecord {}

impl Struct for NoOpRecord {
    const NAME: &'static str = "NoOpRecord";
    const MIN_LEN: usize = 1;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for NoOpRecord {
    fn fill(&mut self, _r: &mut Random, _v: Version) {}
}

message!(NoOpRecord, 0, 0, Some(0));
