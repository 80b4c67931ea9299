//! Generated from `crates/wire-codegen/schemas/api/sasl_authenticate.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `SaslAuthenticateRequest`: API key 36, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SaslAuthenticateRequest {
    /// Versions 0+.
    pub auth_bytes: Bytes,
}

impl Struct for SaslAuthenticateRequest {
    const NAME: &'static str = "SaslAuthenticateRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.auth_bytes.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.auth_bytes.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SaslAuthenticateRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.auth_bytes.fill(r, v);
    }
}

message!(SaslAuthenticateRequest, 0, 2, Some(2));
request!(SaslAuthenticateRequest, SaslAuthenticate, SaslAuthenticateResponse);

/// `SaslAuthenticateResponse`: API key 36, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct SaslAuthenticateResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub auth_bytes: Bytes,
    /// Versions 1+, ignorable.
    pub session_lifetime_ms: i64,
}

impl Default for SaslAuthenticateResponse {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::new()),
            auth_bytes: Bytes::new(),
            session_lifetime_ms: 0,
        }
    }
}

impl Struct for SaslAuthenticateResponse {
    const NAME: &'static str = "SaslAuthenticateResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.auth_bytes.read(d, v)?;
        if v >= 1 {
            self.session_lifetime_ms.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.auth_bytes.write(s, v);
        if v >= 1 {
            self.session_lifetime_ms.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SaslAuthenticateResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.auth_bytes.fill(r, v);
        if v >= 1 {
            self.session_lifetime_ms.fill(r, v);
        }
    }
}

message!(SaslAuthenticateResponse, 0, 2, Some(2));
