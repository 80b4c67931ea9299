//! Generated from `crates/wire-codegen/schemas/api/envelope.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `EnvelopeRequest`: API key 58, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvelopeRequest {
    /// Versions 0+.
    pub request_data: Bytes,
    /// Versions 0+, may be null.
    pub request_principal: Option<Bytes>,
    /// Versions 0+.
    pub client_host_address: Bytes,
}

impl Default for EnvelopeRequest {
    fn default() -> Self {
        Self {
            request_data: Bytes::new(),
            request_principal: Some(Bytes::new()),
            client_host_address: Bytes::new(),
        }
    }
}

impl Struct for EnvelopeRequest {
    const NAME: &'static str = "EnvelopeRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.request_data.read(d, v)?;
        self.request_principal.read(d, v)?;
        self.client_host_address.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.request_data.write(s, v);
        self.request_principal.write(s, v);
        self.client_host_address.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EnvelopeRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.request_data.fill(r, v);
        self.request_principal.fill(r, v);
        self.client_host_address.fill(r, v);
    }
}

message!(EnvelopeRequest, 0, 0, Some(0));
request!(EnvelopeRequest, Envelope, EnvelopeResponse);

/// `EnvelopeResponse`: API key 58, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EnvelopeResponse {
    /// Versions 0+, may be null, default null.
    pub response_data: Option<Bytes>,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for EnvelopeResponse {
    const NAME: &'static str = "EnvelopeResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.response_data.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.response_data.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EnvelopeResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.response_data.fill(r, v);
        self.error_code.fill(r, v);
    }
}

message!(EnvelopeResponse, 0, 0, Some(0));
