//! Generated from `crates/wire-codegen/schemas/metadata/remove_user_scram_credential.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoveUserScramCredentialRecord`: record type 22, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemoveUserScramCredentialRecord {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub mechanism: i8,
}

impl Struct for RemoveUserScramCredentialRecord {
    const NAME: &'static str = "RemoveUserScramCredentialRecord";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.mechanism.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.mechanism.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoveUserScramCredentialRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.mechanism.fill(r, v);
    }
}

message!(RemoveUserScramCredentialRecord, 0, 0, Some(0));
