//! Generated from `crates/wire-codegen/schemas/data/default_principal_data.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DefaultPrincipalData`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DefaultPrincipalData {
    /// Versions 0+.
    pub r#type: Str,
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub token_authenticated: bool,
}

impl Struct for DefaultPrincipalData {
    const NAME: &'static str = "DefaultPrincipalData";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.r#type.read(d, v)?;
        self.name.read(d, v)?;
        self.token_authenticated.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.r#type.write(s, v);
        self.name.write(s, v);
        self.token_authenticated.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DefaultPrincipalData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.r#type.fill(r, v);
        self.name.fill(r, v);
        self.token_authenticated.fill(r, v);
    }
}

message!(DefaultPrincipalData, 0, 0, Some(0));
