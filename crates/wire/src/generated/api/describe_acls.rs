//! Generated from `crates/wire-codegen/schemas/api/describe_acls.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeAclsRequest`: API key 29, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeAclsRequest {
    /// Versions 0+.
    pub resource_type_filter: i8,
    /// Versions 0+, may be null.
    pub resource_name_filter: Option<Str>,
    /// Versions 1+, default 3.
    pub pattern_type_filter: i8,
    /// Versions 0+, may be null.
    pub principal_filter: Option<Str>,
    /// Versions 0+, may be null.
    pub host_filter: Option<Str>,
    /// Versions 0+.
    pub operation: i8,
    /// Versions 0+.
    pub permission_type: i8,
}

impl Default for DescribeAclsRequest {
    fn default() -> Self {
        Self {
            resource_type_filter: 0,
            resource_name_filter: Some(Str::new()),
            pattern_type_filter: 3,
            principal_filter: Some(Str::new()),
            host_filter: Some(Str::new()),
            operation: 0,
            permission_type: 0,
        }
    }
}

impl Struct for DescribeAclsRequest {
    const NAME: &'static str = "DescribeAclsRequest";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type_filter.read(d, v)?;
        self.resource_name_filter.read(d, v)?;
        if v >= 1 {
            self.pattern_type_filter.read(d, v)?;
        }
        self.principal_filter.read(d, v)?;
        self.host_filter.read(d, v)?;
        self.operation.read(d, v)?;
        self.permission_type.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type_filter.write(s, v);
        self.resource_name_filter.write(s, v);
        if v >= 1 {
            self.pattern_type_filter.write(s, v);
        } else {
            s.absent(v, "pattern_type_filter", || self.pattern_type_filter != 3);
        }
        self.principal_filter.write(s, v);
        self.host_filter.write(s, v);
        self.operation.write(s, v);
        self.permission_type.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeAclsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type_filter.fill(r, v);
        self.resource_name_filter.fill(r, v);
        if v >= 1 {
            self.pattern_type_filter.fill(r, v);
        }
        self.principal_filter.fill(r, v);
        self.host_filter.fill(r, v);
        self.operation.fill(r, v);
        self.permission_type.fill(r, v);
    }
}

message!(DescribeAclsRequest, 0, 3, Some(2));
request!(DescribeAclsRequest, DescribeAcls, DescribeAclsResponse);

/// `DescribeAclsResponse`: API key 29, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeAclsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub resources: Vec<DescribeAclsResource>,
}

impl Default for DescribeAclsResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()), resources: Vec::new() }
    }
}

impl Struct for DescribeAclsResponse {
    const NAME: &'static str = "DescribeAclsResponse";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.resources.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.resources.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeAclsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.resources.fill(r, v);
    }
}

message!(DescribeAclsResponse, 0, 3, Some(2));

/// Part of [`DescribeAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribeAclsResource {
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 1+, default 3.
    pub pattern_type: i8,
    /// Versions 0+.
    pub acls: Vec<AclDescription>,
}

impl Default for DescribeAclsResource {
    fn default() -> Self {
        Self { resource_type: 0, resource_name: Str::new(), pattern_type: 3, acls: Vec::new() }
    }
}

impl Struct for DescribeAclsResource {
    const NAME: &'static str = "DescribeAclsResource";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        if v >= 1 {
            self.pattern_type.read(d, v)?;
        }
        self.acls.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        if v >= 1 {
            self.pattern_type.write(s, v);
        } else {
            s.absent(v, "pattern_type", || self.pattern_type != 3);
        }
        self.acls.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeAclsResource {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        if v >= 1 {
            self.pattern_type.fill(r, v);
        }
        self.acls.fill(r, v);
    }
}

/// Part of [`DescribeAclsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AclDescription {
    /// Versions 0+.
    pub principal: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub operation: i8,
    /// Versions 0+.
    pub permission_type: i8,
}

impl Struct for AclDescription {
    const NAME: &'static str = "AclDescription";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.principal.read(d, v)?;
        self.host.read(d, v)?;
        self.operation.read(d, v)?;
        self.permission_type.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.principal.write(s, v);
        self.host.write(s, v);
        self.operation.write(s, v);
        self.permission_type.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AclDescription {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.principal.fill(r, v);
        self.host.fill(r, v);
        self.operation.fill(r, v);
        self.permission_type.fill(r, v);
    }
}
