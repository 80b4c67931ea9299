//! Generated from `crates/wire-codegen/schemas/api/sasl_handshake.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `SaslHandshakeRequest`: API key 17, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SaslHandshakeRequest {
    /// Versions 0+.
    pub mechanism: Str,
}

impl Struct for SaslHandshakeRequest {
    const NAME: &'static str = "SaslHandshakeRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.mechanism.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.mechanism.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SaslHandshakeRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.mechanism.fill(r, v);
    }
}

message!(SaslHandshakeRequest, 0, 1, None);
request!(SaslHandshakeRequest, SaslHandshake, SaslHandshakeResponse);

/// `SaslHandshakeResponse`: API key 17, versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SaslHandshakeResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub mechanisms: Vec<Str>,
}

impl Struct for SaslHandshakeResponse {
    const NAME: &'static str = "SaslHandshakeResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.mechanisms.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.mechanisms.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SaslHandshakeResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.mechanisms.fill(r, v);
    }
}

message!(SaslHandshakeResponse, 0, 1, None);
