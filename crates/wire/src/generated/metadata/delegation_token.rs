//! Generated from `crates/wire-codegen/schemas/metadata/delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DelegationTokenRecord`: record type 10, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DelegationTokenRecord {
    /// Versions 0+.
    pub owner: Str,
    /// Versions 0+.
    pub requester: Str,
    /// Versions 0+.
    pub renewers: Vec<Str>,
    /// Versions 0+.
    pub issue_timestamp: i64,
    /// Versions 0+.
    pub max_timestamp: i64,
    /// Versions 0+.
    pub expiration_timestamp: i64,
    /// Versions 0+.
    pub token_id: Str,
}

impl Struct for DelegationTokenRecord {
    const NAME: &'static str = "DelegationTokenRecord";
    const MIN_LEN: usize = 29;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.owner.read(d, v)?;
        self.requester.read(d, v)?;
        self.renewers.read(d, v)?;
        self.issue_timestamp.read(d, v)?;
        self.max_timestamp.read(d, v)?;
        self.expiration_timestamp.read(d, v)?;
        self.token_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.owner.write(s, v);
        self.requester.write(s, v);
        self.renewers.write(s, v);
        self.issue_timestamp.write(s, v);
        self.max_timestamp.write(s, v);
        self.expiration_timestamp.write(s, v);
        self.token_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DelegationTokenRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.owner.fill(r, v);
        self.requester.fill(r, v);
        self.renewers.fill(r, v);
        self.issue_timestamp.fill(r, v);
        self.max_timestamp.fill(r, v);
        self.expiration_timestamp.fill(r, v);
        self.token_id.fill(r, v);
    }
}

message!(DelegationTokenRecord, 0, 0, Some(0));
