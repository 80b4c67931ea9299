//! Generated from `crates/wire-codegen/schemas/api/renew_delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RenewDelegationTokenRequest`: API key 39, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RenewDelegationTokenRequest {
    /// Versions 0+.
    pub hmac: Bytes,
    /// Versions 0+.
    pub renew_period_ms: i64,
}

impl Struct for RenewDelegationTokenRequest {
    const NAME: &'static str = "RenewDelegationTokenRequest";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.hmac.read(d, v)?;
        self.renew_period_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.hmac.write(s, v);
        self.renew_period_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RenewDelegationTokenRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.hmac.fill(r, v);
        self.renew_period_ms.fill(r, v);
    }
}

message!(RenewDelegationTokenRequest, 0, 2, Some(2));
request!(RenewDelegationTokenRequest, RenewDelegationToken, RenewDelegationTokenResponse);

/// `RenewDelegationTokenResponse`: API key 39, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RenewDelegationTokenResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub expiry_timestamp_ms: i64,
    /// Versions 0+.
    pub throttle_time_ms: i32,
}

impl Struct for RenewDelegationTokenResponse {
    const NAME: &'static str = "RenewDelegationTokenResponse";
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
impl Sample for RenewDelegationTokenResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.expiry_timestamp_ms.fill(r, v);
        self.throttle_time_ms.fill(r, v);
    }
}

message!(RenewDelegationTokenResponse, 0, 2, Some(2));
