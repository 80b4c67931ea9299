//! Generated from `crates/wire-codegen/schemas/api/expire_delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ExpireDelegationTokenRequest`: API key 40, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpireDelegationTokenRequest {
    /// Versions 0+.
    pub hmac: Bytes,
    /// Versions 0+.
    pub expiry_time_period_ms: i64,
}

impl Struct for ExpireDelegationTokenRequest {
    const NAME: &'static str = "ExpireDelegationTokenRequest";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.hmac.read(d, v)?;
        self.expiry_time_period_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.hmac.write(s, v);
        self.expiry_time_period_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ExpireDelegationTokenRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.hmac.fill(r, v);
        self.expiry_time_period_ms.fill(r, v);
    }
}

message!(ExpireDelegationTokenRequest, 0, 2, Some(2));
request!(ExpireDelegationTokenRequest, ExpireDelegationToken, ExpireDelegationTokenResponse);

/// `ExpireDelegationTokenResponse`: API key 40, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpireDelegationTokenResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub expiry_timestamp_ms: i64,
    /// Versions 0+.
    pub throttle_time_ms: i32,
}

impl Struct for ExpireDelegationTokenResponse {
    const NAME: &'static str = "ExpireDelegationTokenResponse";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.expiry_timestamp_ms.read(d, v)?;
        self.throttle_time_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.expiry_timestamp_ms.write(s, v);
        self.throttle_time_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ExpireDelegationTokenResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.expiry_timestamp_ms.fill(r, v);
        self.throttle_time_ms.fill(r, v);
    }
}

message!(ExpireDelegationTokenResponse, 0, 2, Some(2));
