//! Generated from `crates/wire-codegen/schemas/api/delete_groups.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DeleteGroupsRequest`: API key 42, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteGroupsRequest {
    /// Versions 0+.
    pub groups_names: Vec<Str>,
}

impl Struct for DeleteGroupsRequest {
    const NAME: &'static str = "DeleteGroupsRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.groups_names.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.groups_names.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeleteGroupsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.groups_names.fill(r, v);
    }
}

message!(DeleteGroupsRequest, 0, 2, Some(2));
request!(DeleteGroupsRequest, DeleteGroups, DeleteGroupsResponse);

/// `DeleteGroupsResponse`: API key 42, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteGroupsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub results: Vec<DeletableGroupResult>,
}

impl Struct for DeleteGroupsResponse {
    const NAME: &'static str = "DeleteGroupsResponse";
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
impl Sample for DeleteGroupsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.results.fill(r, v);
    }
}

message!(DeleteGroupsResponse, 0, 2, Some(2));

/// Part of [`DeleteGroupsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeletableGroupResult {
    /// Versions 0+, key of its list.
    pub group_id: Str,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for DeletableGroupResult {
    const NAME: &'static str = "DeletableGroupResult";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DeletableGroupResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.error_code.fill(r, v);
    }
}
