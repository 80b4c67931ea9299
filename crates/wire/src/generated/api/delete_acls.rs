//! Generated from `crates/wire-codegen/schemas/api/delete_acls.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DeleteAclsRequest`: API key 31, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAclsRequest {
    /// Versions 0+.
    pub filters: Vec<DeleteAclsFilter>,
}

impl Struct for DeleteAclsRequest {
    const NAME: &'static str = "DeleteAclsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.filters.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.filters.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteAclsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.filters.fill(r, v);
    }
}

message!(DeleteAclsRequest, 0, 3, Some(2));
request!(DeleteAclsRequest, DeleteAcls, DeleteAclsResponse);

/// Part of [`DeleteAclsRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsFilter {
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

impl Default for DeleteAclsFilter {
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

impl Struct for DeleteAclsFilter {
    const NAME: &'static str = "DeleteAclsFilter";
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
impl Sample for DeleteAclsFilter {
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

/// `DeleteAclsResponse`: API key 31, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAclsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub filter_results: Vec<DeleteAclsFilterResult>,
}

impl Struct for DeleteAclsResponse {
    const NAME: &'static str = "DeleteAclsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.filter_results.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.filter_results.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteAclsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.filter_results.fill(r, v);
    }
}

message!(DeleteAclsResponse, 0, 3, Some(2));

/// Part of [`DeleteAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsFilterResult {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub matching_acls: Vec<DeleteAclsMatchingAcl>,
}

impl Default for DeleteAclsFilterResult {
    fn default() -> Self {
        Self { error_code: 0, error_message: Some(Str::new()), matching_acls: Vec::new() }
    }
}

impl Struct for DeleteAclsFilterResult {
    const NAME: &'static str = "DeleteAclsFilterResult";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.matching_acls.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.matching_acls.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteAclsFilterResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.matching_acls.fill(r, v);
    }
}

/// Part of [`DeleteAclsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeleteAclsMatchingAcl {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub resource_type: i8,
    /// Versions 0+.
    pub resource_name: Str,
    /// Versions 1+, default 3.
    pub pattern_type: i8,
    /// Versions 0+.
    pub principal: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub operation: i8,
    /// Versions 0+.
    pub permission_type: i8,
}

impl Default for DeleteAclsMatchingAcl {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: Some(Str::new()),
            resource_type: 0,
            resource_name: Str::new(),
            pattern_type: 3,
            principal: Str::new(),
            host: Str::new(),
            operation: 0,
            permission_type: 0,
        }
    }
}

impl Struct for DeleteAclsMatchingAcl {
    const NAME: &'static str = "DeleteAclsMatchingAcl";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        self.resource_type.read(d, v)?;
        self.resource_name.read(d, v)?;
        if v >= 1 {
            self.pattern_type.read(d, v)?;
        }
        self.principal.read(d, v)?;
        self.host.read(d, v)?;
        self.operation.read(d, v)?;
        self.permission_type.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        self.resource_type.write(s, v);
        self.resource_name.write(s, v);
        if v >= 1 {
            self.pattern_type.write(s, v);
        } else {
            s.absent(v, "pattern_type", || self.pattern_type != 3);
        }
        self.principal.write(s, v);
        self.host.write(s, v);
        self.operation.write(s, v);
        self.permission_type.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteAclsMatchingAcl {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
        self.resource_type.fill(r, v);
        self.resource_name.fill(r, v);
        if v >= 1 {
            self.pattern_type.fill(r, v);
        }
        self.principal.fill(r, v);
        self.host.fill(r, v);
        self.operation.fill(r, v);
        self.permission_type.fill(r, v);
    }
}
