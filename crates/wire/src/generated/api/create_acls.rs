//! Generated from `crates/wire-codegen/schemas/api/create_acls.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `CreateAclsRequest`: API key 30, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateAclsRequest {
    /// Versions 0+.
    pub creations: Vec<AclCreation>,
}

impl Struct for CreateAclsRequest {
    const NAME: &'static str = "CreateAclsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.creations.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.creations.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CreateAclsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.creations.fill(r, v);
    }
}

message!(CreateAclsRequest, 0, 3, Some(2));
request!(CreateAclsRequest, CreateAcls, CreateAclsResponse);

/// Part of [`CreateAclsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct AclCreation {
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 1+, default 3.
    pub resource_pattern_type: i8,
    /// Versions 0+.
    pub principal: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub operation: i8,
    /// Versions 0+.
    pub permission_type: i8,
}

impl Default for AclCreation {
    fn default() -> Self {
        Self {
            resource_type: 0,
            resource_name: Str::new(),
            resource_pattern_type: 3,
            principal: Str::new(),
            host: Str::new(),
            operation: 0,
            permission_type: 0,
        }
    }
}

impl Struct for AclCreation {
    const NAME: &'static str = "AclCreation";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        if v >= 1 {
            self.resource_pattern_type.read(d, v)?;
        }
        self.principal.read(d, v)?;
        self.host.read(d, v)?;
        self.operation.read(d, v)?;
        self.permission_type.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        if v >= 1 {
            self.resource_pattern_type.write(s, v);
        } else {
            s.absent(v, "resource_pattern_type", || self.resource_pattern_type != 3);
        }
        self.principal.write(s, v);
        self.host.write(s, v);
        self.operation.write(s, v);
        self.permission_type.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AclCreation {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        if v >= 1 {
            self.resource_pattern_type.fill(r, v);
        }
        self.principal.fill(r, v);
        self.host.fill(r, v);
        self.operation.fill(r, v);
        self.permission_type.fill(r, v);
    }
}

/// `CreateAclsResponse`: API key 30, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateAclsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<AclCreationResult>,
}

impl Struct for CreateAclsResponse {
    const NAME: &'static str = "CreateAclsResponse";
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
impl Sample for CreateAclsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(CreateAclsResponse, 0, 3, Some(2));

/// Part of [`CreateAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct AclCreationResult {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for AclCreationResult {
    fn default() -> Self {
        Self { error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for AclCreationResult {
    const NAME: &'static str = "AclCreationResult";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AclCreationResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
