//! Generated from `crates/wire-codegen/schemas/api/alter_user_scram_credentials.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AlterUserScramCredentialsRequest`: API key 51, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterUserScramCredentialsRequest {
    /// Versions 0+.
    pub deletions: Vec<ScramCredentialDeletion>,
    /// Versions 0+.
    pub upsertions: Vec<ScramCredentialUpsertion>,
}

impl Struct for AlterUserScramCredentialsRequest {
    const NAME: &'static str = "AlterUserScramCredentialsRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.deletions.read(d, v)?;
        self.upsertions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.deletions.write(s, v);
        self.upsertions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterUserScramCredentialsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.deletions.fill(r, v);
        self.upsertions.fill(r, v);
    }
}

message!(AlterUserScramCredentialsRequest, 0, 0, Some(0));
request!(AlterUserScramCredentialsRequest, AlterUserScramCredentials, AlterUserScramCredentialsResponse);

/// Part of [`AlterUserScramCredentialsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScramCredentialDeletion {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub mechanism: i8,
}

impl Struct for ScramCredentialDeletion {
    const NAME: &'static str = "ScramCredentialDeletion";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.mechanism.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.mechanism.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ScramCredentialDeletion {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.mechanism.fill(r, v);
    }
}

/// Part of [`AlterUserScramCredentialsRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScramCredentialUpsertion {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub mechanism: i8,
    /// Versions 0+.
    pub iterations: i32,
    /// Versions 0+.
    pub salt: Bytes,
    /// Versions 0+.
    pub salted_password: Bytes,
}

impl Struct for ScramCredentialUpsertion {
    const NAME: &'static str = "ScramCredentialUpsertion";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.mechanism.read(d, v)?;
        self.iterations.read(d, v)?;
        self.salt.read(d, v)?;
        self.salted_password.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.mechanism.write(s, v);
        self.iterations.write(s, v);
        self.salt.write(s, v);
        self.salted_password.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ScramCredentialUpsertion {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.mechanism.fill(r, v);
        self.iterations.fill(r, v);
        self.salt.fill(r, v);
        self.salted_password.fill(r, v);
    }
}

/// `AlterUserScramCredentialsResponse`: API key 51, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AlterUserScramCredentialsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<AlterUserScramCredentialsResult>,
}

impl Struct for AlterUserScramCredentialsResponse {
    const NAME: &'static str = "AlterUserScramCredentialsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterUserScramCredentialsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(AlterUserScramCredentialsResponse, 0, 0, Some(0));

/// Part of [`AlterUserScramCredentialsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct AlterUserScramCredentialsResult {
    /// Versions 0+.
    pub user: Str,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for AlterUserScramCredentialsResult {
    fn default() -> Self {
        Self { user: Str::new(), error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for AlterUserScramCredentialsResult {
    const NAME: &'static str = "AlterUserScramCredentialsResult";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.user.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.user.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AlterUserScramCredentialsResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.user.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
