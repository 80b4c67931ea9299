//! Generated from `crates/wire-codegen/schemas/metadata/user_scram_credential.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UserScramCredentialRecord`: record type 11, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserScramCredentialRecord {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub mechanism: i8,
    /// Versions 0+.
    pub salt: Bytes,
    /// Versions 0+.
    pub stored_key: Bytes,
    /// Versions 0+.
    pub server_key: Bytes,
    /// Versions 0+.
    pub iterations: i32,
}

impl Struct for UserScramCredentialRecord {
    const NAME: &'static str = "UserScramCredentialRecord";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.mechanism.read(d, v)?;
        self.salt.read(d, v)?;
        self.stored_key.read(d, v)?;
        self.server_key.read(d, v)?;
        self.iterations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.mechanism.write(s, v);
        self.salt.write(s, v);
        self.stored_key.write(s, v);
        self.server_key.write(s, v);
        self.iterations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UserScramCredentialRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.mechanism.fill(r, v);
        self.salt.fill(r, v);
        self.stored_key.fill(r, v);
        self.server_key.fill(r, v);
        self.iterations.fill(r, v);
    }
}

message!(UserScramCredentialRecord, 0, 0, Some(0));
