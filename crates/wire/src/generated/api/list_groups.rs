//! Generated from `crates/wire-codegen/schemas/api/list_groups.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ListGroupsRequest`: API key 16, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsRequest {
    /// Versions 4+.
    pub states_filter: Vec<Str>,
    /// Versions 5+.
    pub types_filter: Vec<Str>,
}

impl Struct for ListGroupsRequest {
    const NAME: &'static str = "ListGroupsRequest";
    const MIN_LEN: usize = 0;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 4 {
            self.states_filter.read(d, v)?;
        }
        if v == 5 {
            self.types_filter.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 4 {
            self.states_filter.write(s, v);
        } else {
            s.absent(v, "states_filter", || !self.states_filter.is_empty());
        }
        if v == 5 {
            self.types_filter.write(s, v);
        } else {
            s.absent(v, "types_filter", || !self.types_filter.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListGroupsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 4 {
            self.states_filter.fill(r, v);
        }
        if v == 5 {
            self.types_filter.fill(r, v);
        }
    }
}

message!(ListGroupsRequest, 0, 5, Some(3));
request!(ListGroupsRequest, ListGroups, ListGroupsResponse);

/// `ListGroupsResponse`: API key 16, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub groups: Vec<ListedGroup>,
}

impl Struct for ListGroupsResponse {
    const NAME: &'static str = "ListGroupsResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.error_code.write(s, v);
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListGroupsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.error_code.fill(r, v);
        self.groups.fill(r, v);
    }
}

message!(ListGroupsResponse, 0, 5, Some(3));

/// Part of [`ListGroupsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListedGroup {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub protocol_type: Str,
    /// Versions 4+, ignorable.
    pub group_state: Str,
    /// Versions 5+, ignorable.
    pub group_type: Str,
}

impl Struct for ListedGroup {
    const NAME: &'static str = "ListedGroup";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.protocol_type.read(d, v)?;
        if v >= 4 {
            self.group_state.read(d, v)?;
        }
        if v == 5 {
            self.group_type.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.protocol_type.write(s, v);
        if v >= 4 {
            self.group_state.write(s, v);
        }
        if v == 5 {
            self.group_type.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ListedGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.protocol_type.fill(r, v);
        if v >= 4 {
            self.group_state.fill(r, v);
        }
        if v == 5 {
            self.group_type.fill(r, v);
        }
    }
}
