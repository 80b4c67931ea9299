//! Generated from `crates/wire-codegen/schemas/metadata/remove_delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoveDelegationTokenRecord`: record type 26, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveDelegationTokenRecord {
    /// Versions 0+.
    pub token_id: Str,
}

impl Struct for RemoveDelegationTokenRecord {
    const NAME: &'static str = "RemoveDelegationTokenRecord";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.token_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.token_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoveDelegationTokenRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.token_id.fill(r, v);
    }
}

message!(RemoveDelegationTokenRecord, 0, 0, Some(0));
