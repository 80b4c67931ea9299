//! Generated from `crates/wire-codegen/schemas/api/describe_user_scram_credentials.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeUserScramCredentialsRequest`: API key 50, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeUserScramCredentialsRequest {
    /// Versions 0+, may be null.
    pub users: Option<Vec<UserName>>,
}

impl Default for DescribeUserScramCredentialsRequest {
    fn default() -> Self {
        Self { users: Some(Vec::new()) }
    }
}

impl Struct for DescribeUserScramCredentialsRequest {
    const NAME: &'static str = "DescribeUserScramCredentialsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.users.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.users.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeUserScramCredentialsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.users.fill(r, v);
    }
}

message!(DescribeUserScramCredentialsRequest, 0, 0, Some(0));
request!(
    DescribeUserScramCredentialsRequest,
    DescribeUserScramCredentials,
    DescribeUserScramCredentialsResponse
);

/// Part of [`DescribeUserScramCredentialsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserName {
    /// Versions 0+.
    pub name: Str,
}

impl Struct for UserName {
    const NAME: &'static str = "UserName";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UserName {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
    }
}

/// `DescribeUserScramCredentialsResponse`: API key 50, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeUserScramCredentialsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub results: Vec<DescribeUserScramCredentialsResult>,
}

impl Default for DescribeUserScramCredentialsResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()), results: Vec::new() }
    }
}

impl Struct for DescribeUserScramCredentialsResponse {
    const NAME: &'static str = "DescribeUserScramCredentialsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeUserScramCredentialsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(DescribeUserScramCredentialsResponse, 0, 0, Some(0));

/// Part of [`DescribeUserScramCredentialsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeUserScramCredentialsResult {
    /// Versions 0+.
    pub user: Str,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub credential_infos: Vec<CredentialInfo>,
}

impl Default for DescribeUserScramCredentialsResult {
    fn default() -> Self {
        Self {
            user: Str::new(),
            error_code: 0,
            error_message: Some(Str::new()),
            credential_infos: Vec::new(),
        }
    }
}

impl Struct for DescribeUserScramCredentialsResult {
    const NAME: &'static str = "DescribeUserScramCredentialsResult";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.user.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.credential_infos.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.user.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.credential_infos.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeUserScramCredentialsResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.user.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.credential_infos.fill(r, v);
    }
}

/// Part of [`DescribeUserScramCredentialsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CredentialInfo {
    /// Versions 0+.
    pub mechanism: i8,
    /// Versions 0+.
    pub iterations: i32,
}

impl Struct for CredentialInfo {
    const NAME: &'static str = "CredentialInfo";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.mechanism.read(d, v)?;
        self.iterations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.mechanism.write(s, v);
        self.iterations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CredentialInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.mechanism.fill(r, v);
        self.iterations.fill(r, v);
    }
}
