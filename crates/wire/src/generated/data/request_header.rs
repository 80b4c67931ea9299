//! Generated from `crates/wire-codegen/schemas/data/request_header.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RequestHeader`: versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestHeader {
    /// Versions 0+.
    pub request_api_key: i16,
    /// Versions 0+.
    pub request_api_version: i16,
    /// Versions 0+.
    pub correlation_id: i32,
    /// Versions 1+, may be null, ignorable.
    pub client_id: Option<Str>,
}

impl Default for RequestHeader {
    fn default() -> Self {
        Self { request_api_key: 0, request_api_version: 0, correlation_id: 0, client_id: Some(Str::new()) }
    }
}

impl Struct for RequestHeader {
    const NAME: &'static str = "RequestHeader";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.request_api_key.read(d, v)?;
        self.request_api_version.read(d, v)?;
        self.correlation_id.read(d, v)?;
        if v >= 1 {
            self.client_id.read(d, v.classic())?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.request_api_key.write(s, v);
        self.request_api_version.write(s, v);
        self.correlation_id.write(s, v);
        if v >= 1 {
            self.client_id.write(s, v.classic());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RequestHeader {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.request_api_key.fill(r, v);
        self.request_api_version.fill(r, v);
        self.correlation_id.fill(r, v);
        if v >= 1 {
            self.client_id.fill(r, v);
        }
    }
}

message!(RequestHeader, 0, 2, Some(2));
