//! Generated from `crates/wire-codegen/schemas/api/create_delegation_token.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `CreateDelegationTokenRequest`: API key 38, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateDelegationTokenRequest {
    /// Versions 3+, may be null.
    pub owner_principal_type: Option<Str>,
    /// Versions 3+, may be null.
    pub owner_principal_name: Option<Str>,
    /// Versions 0+.
    pub renewers: Vec<CreatableRenewers>,
    /// Versions 0+.
    pub max_lifetime_ms: i64,
}

impl Default for CreateDelegationTokenRequest {
    fn default() -> Self {
        Self {
            owner_principal_type: Some(Str::new()),
            owner_principal_name: Some(Str::new()),
            renewers: Vec::new(),
            max_lifetime_ms: 0,
        }
    }
}

impl Struct for CreateDelegationTokenRequest {
    const NAME: &'static str = "CreateDelegationTokenRequest";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v == 3 {
            self.owner_principal_type.read(d, v)?;
        }
        if v == 3 {
            self.owner_principal_name.read(d, v)?;
        }
        self.renewers.read(d, v)?;
        self.max_lifetime_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v == 3 {
            self.owner_principal_type.write(s, v);
        } else {
            s.absent(v, "owner_principal_type", || {
                self.owner_principal_type.as_ref().is_none_or(|x| !x.is_empty())
            });
        }
        if v == 3 {
            self.owner_principal_name.write(s, v);
        } else {
            s.absent(v, "owner_principal_name", || {
                self.owner_principal_name.as_ref().is_none_or(|x| !x.is_empty())
            });
        }
        self.renewers.write(s, v);
        self.max_lifetime_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreateDelegationTokenRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v == 3 {
            self.owner_principal_type.fill(r, v);
        }
        if v == 3 {
            self.owner_principal_name.fill(r, v);
        }
        self.renewers.fill(r, v);
        self.max_lifetime_ms.fill(r, v);
    }
}

message!(CreateDelegationTokenRequest, 0, 3, Some(2));
request!(CreateDelegationTokenRequest, CreateDelegationToken, CreateDelegationTokenResponse);

/// Part of [`CreateDelegationTokenRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatableRenewers {
    /// Versions 0+.
    pub principal_type: Str,
    /// Versions 0+.
    pub principal_name: Str,
}

impl Struct for CreatableRenewers {
    const NAME: &'static str = "CreatableRenewers";
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
impl Sample for CreatableRenewers {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.principal_type.fill(r, v);
        self.principal_name.fill(r, v);
    }
}

/// `CreateDelegationTokenResponse`: API key 38, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateDelegationTokenResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub principal_type: Str,
    /// Versions 0+.
    pub principal_name: Str,
    /// Versions 3+.
    pub token_requester_principal_type: Str,
    /// Versions 3+.
    pub token_requester_principal_name: Str,
    /// Versions 0+.
    pub issue_timestamp_ms: i64,
    /// Versions 0+.
    pub expiry_timestamp_ms: i64,
    /// Versions 0+.
    pub max_timestamp_ms: i64,
    /// Versions 0+.
    pub token_id: Str,
    /// Versions 0+.
    pub hmac: Bytes,
    /// Versions 0+.
    pub throttle_time_ms: i32,
}

impl Struct for CreateDelegationTokenResponse {
    const NAME: &'static str = "CreateDelegationTokenResponse";
    const MIN_LEN: usize = 35;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.principal_type.read(d, v)?;
        self.principal_name.read(d, v)?;
        if v == 3 {
            self.token_requester_principal_type.read(d, v)?;
        }
        if v == 3 {
            self.token_requester_principal_name.read(d, v)?;
        }
        self.issue_timestamp_ms.read(d, v)?;
        self.expiry_timestamp_ms.read(d, v)?;
        self.max_timestamp_ms.read(d, v)?;
        self.token_id.read(d, v)?;
        self.hmac.read(d, v)?;
        self.throttle_time_ms.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
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
        self.issue_timestamp_ms.write(s, v);
        self.expiry_timestamp_ms.write(s, v);
        self.max_timestamp_ms.write(s, v);
        self.token_id.write(s, v);
        self.hmac.write(s, v);
        self.throttle_time_ms.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreateDelegationTokenResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.principal_type.fill(r, v);
        self.principal_name.fill(r, v);
        if v == 3 {
            self.token_requester_principal_type.fill(r, v);
        }
        if v == 3 {
            self.token_requester_principal_name.fill(r, v);
        }
        self.issue_timestamp_ms.fill(r, v);
        self.expiry_timestamp_ms.fill(r, v);
        self.max_timestamp_ms.fill(r, v);
        self.token_id.fill(r, v);
        self.hmac.fill(r, v);
        self.throttle_time_ms.fill(r, v);
    }
}

message!(CreateDelegationTokenResponse, 0, 3, Some(2));
