//! Generated from `crates/wire-codegen/schemas/api/describe_delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeDelegationTokenRequest`: API key 41, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeDelegationTokenRequest {
    /// Versions 0+, may be null.
    pub owners: Option<Vec<DescribeDelegationTokenOwner>>,
}

impl Default for DescribeDelegationTokenRequest {
    fn default() -> Self {
        Self { owners: Some(Vec::new()) }
    }
}

impl Struct for DescribeDelegationTokenRequest {
    const NAME: &'static str = "DescribeDelegationTokenRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.owners.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.owners.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeDelegationTokenRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.owners.fill(r, v);
    }
}

message!(DescribeDelegationTokenRequest, 0, 3, Some(2));
request!(DescribeDelegationTokenRequest, DescribeDelegationToken, DescribeDelegationTokenResponse);

/// Part of [`DescribeDelegationTokenRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeDelegationTokenOwner {
    /// Versions 0+.
    pub principal_type: Str,
    /// Versions 0+.
    pub principal_name: Str,
}

impl Struct for DescribeDelegationTokenOwner {
    const NAME: &'static str = "DescribeDelegationTokenOwner";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.principal_type.read(d, v)?;
        self.principal_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.principal_type.write(s, v);
        self.principal_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeDelegationTokenOwner {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.principal_type.fill(r, v);
        self.principal_name.fill(r, v);
    }
}

/// `DescribeDelegationTokenResponse`: API key 41, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeDelegationTokenResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub tokens: Vec<DescribedDelegationToken>,
    /// Versions 0+.
    pub throttle_time_ms: i32,
}

impl Struct for DescribeDelegationTokenResponse {
    const NAME: &'static str = "DescribeDelegationTokenResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.tokens.read(d, v)?;
        self.throttle_time_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.tokens.write(s, v);
        self.throttle_time_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeDelegationTokenResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.tokens.fill(r, v);
        self.throttle_time_ms.fill(r, v);
    }
}

message!(DescribeDelegationTokenResponse, 0, 3, Some(2));

/// Part of [`DescribeDelegationTokenResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribedDelegationToken {
    /// Versions 0+.
    pub principal_type: Str,
    /// Versions 0+.
    pub principal_name: Str,
    /// Versions 3+.
    pub token_requester_principal_type: Str,
    /// Versions 3+.
    pub token_requester_principal_name: Str,
    /// Versions 0+.
    pub issue_timestamp: i64,
    /// Versions 0+.
    pub expiry_timestamp: i64,
    /// Versions 0+.
    pub max_timestamp: i64,
    /// Versions 0+.
    pub token_id: Str,
    /// Versions 0+.
    pub hmac: Bytes,
    /// Versions 0+.
    pub renewers: Vec<DescribedDelegationTokenRenewer>,
}

impl Struct for DescribedDelegationToken {
    const NAME: &'static str = "DescribedDelegationToken";
    const MIN_LEN: usize = 30;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.principal_type.read(d, v)?;
        self.principal_name.read(d, v)?;
        if v == 3 {
            self.token_requester_principal_type.read(d, v)?;
        }
        if v == 3 {
            self.token_requester_principal_name.read(d, v)?;
        }
        self.issue_timestamp.read(d, v)?;
        self.expiry_timestamp.read(d, v)?;
        self.max_timestamp.read(d, v)?;
        self.token_id.read(d, v)?;
        self.hmac.read(d, v)?;
        self.renewers.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.principal_type.write(s, v);
        self.principal_name.write(s, v);
        if v == 3 {
            self.token_requester_principal_type.write(s, v);
        } else {
            s.absent(v, "token_requester_principal_type", || !self.token_requester_principal_type.is_empty());
        }
        if v == 3 {
            self.token_requester_principal_name.write(s, v);
        } else {
            s.absent(v, "token_requester_principal_name", || !self.token_requester_principal_name.is_empty());
        }
        self.issue_timestamp.write(s, v);
        self.expiry_timestamp.write(s, v);
        self.max_timestamp.write(s, v);
        self.token_id.write(s, v);
        self.hmac.write(s, v);
        self.renewers.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedDelegationToken {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.principal_type.fill(r, v);
        self.principal_name.fill(r, v);
        if v == 3 {
            self.token_requester_principal_type.fill(r, v);
        }
        if v == 3 {
            self.token_requester_principal_name.fill(r, v);
        }
        self.issue_timestamp.fill(r, v);
        self.expiry_timestamp.fill(r, v);
        self.max_timestamp.fill(r, v);
        self.token_id.fill(r, v);
        self.hmac.fill(r, v);
        self.renewers.fill(r, v);
    }
}

/// Part of [`DescribeDelegationTokenResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribedDelegationTokenRenewer {
    /// Versions 0+.
    pub principal_type: Str,
    /// Versions 0+.
    pub principal_name: Str,
}

impl Struct for DescribedDelegationTokenRenewer {
    const NAME: &'static str = "DescribedDelegationTokenRenewer";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.principal_type.read(d, v)?;
        self.principal_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.principal_type.write(s, v);
        self.principal_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedDelegationTokenRenewer {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.principal_type.fill(r, v);
        self.principal_name.fill(r, v);
    }
}
