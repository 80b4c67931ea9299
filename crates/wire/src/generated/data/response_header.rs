//! Generated from `crates/wire-codegen/schemas/data/response_header.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ResponseHeader`: versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResponseHeader {
    /// Versions 0+.
    pub correlation_id: i32,
}

impl Struct for ResponseHeader {
    const NAME: &'static str = "ResponseHeader";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.correlation_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.correlation_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ResponseHeader {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.correlation_id.fill(r, v);
    }
}

message!(ResponseHeader, 0, 1, Some(1));
