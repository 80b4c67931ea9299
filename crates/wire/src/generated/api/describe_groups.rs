//! Generated from `crates/wire-codegen/schemas/api/describe_groups.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `DescribeGroupsRequest`: API key 15, versions 0-6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeGroupsRequest {
    /// Versions 0+.
    pub groups: Vec<Str>,
    /// Versions 3+.
    pub include_authorized_operations: bool,
}

impl Struct for DescribeGroupsRequest {
    const NAME: &'static str = "DescribeGroupsRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.groups.read(d, v)?;
        if v >= 3 {
            self.include_authorized_operations.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.groups.write(s, v);
        if v >= 3 {
            self.include_authorized_operations.write(s, v);
        } else {
            s.absent(v, "include_authorized_operations", || self.include_authorized_operations);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeGroupsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.groups.fill(r, v);
        if v >= 3 {
            self.include_authorized_operations.fill(r, v);
        }
    }
}

message!(DescribeGroupsRequest, 0, 6, Some(5));
request!(DescribeGroupsRequest, DescribeGroups, DescribeGroupsResponse);

/// `DescribeGroupsResponse`: API key 15, versions 0-6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeGroupsResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub groups: Vec<DescribedGroup>,
}

impl Struct for DescribeGroupsResponse {
    const NAME: &'static str = "DescribeGroupsResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribeGroupsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.groups.fill(r, v);
    }
}

message!(DescribeGroupsResponse, 0, 6, Some(5));

/// Part of [`DescribeGroupsResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct DescribedGroup {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 6+, may be null, default null.
    pub error_message: Option<Str>,
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub group_state: Str,
    /// Versions 0+.
    pub protocol_type: Str,
    /// Versions 0+.
    pub protocol_data: Str,
    /// Versions 0+.
    pub members: Vec<DescribedGroupMember>,
    /// Versions 3+, default -2147483648.
    pub authorized_operations: i32,
}

impl Default for DescribedGroup {
    fn default() -> Self {
        Self {
            error_code: 0,
            error_message: None,
            group_id: Str::new(),
            group_state: Str::new(),
            protocol_type: Str::new(),
            protocol_data: Str::new(),
            members: Vec::new(),
            authorized_operations: i32::MIN,
        }
    }
}

impl Struct for DescribedGroup {
    const NAME: &'static str = "DescribedGroup";
    const MIN_LEN: usize = 12;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        if v == 6 {
            self.error_message.read(d, v)?;
        }
        self.group_id.read(d, v)?;
        self.group_state.read(d, v)?;
        self.protocol_type.read(d, v)?;
        self.protocol_data.read(d, v)?;
        self.members.read(d, v)?;
        if v >= 3 {
            self.authorized_operations.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        if v == 6 {
            self.error_message.write(s, v);
        } else {
            s.absent(v, "error_message", || self.error_message.is_some());
        }
        self.group_id.write(s, v);
        self.group_state.write(s, v);
        self.protocol_type.write(s, v);
        self.protocol_data.write(s, v);
        self.members.write(s, v);
        if v >= 3 {
            self.authorized_operations.write(s, v);
        } else {
            s.absent(v, "authorized_operations", || self.authorized_operations != i32::MIN);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        if v == 6 {
            self.error_message.fill(r, v);
        }
        self.group_id.fill(r, v);
        self.group_state.fill(r, v);
        self.protocol_type.fill(r, v);
        self.protocol_data.fill(r, v);
        self.members.fill(r, v);
        if v >= 3 {
            self.authorized_operations.fill(r, v);
        }
    }
}

/// Part of [`DescribeGroupsResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribedGroupMember {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 4+, may be null, default null, ignorable.
    pub group_instance_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+.
    pub member_metadata: Bytes,
    /// Versions 0+.
    pub member_assignment: Bytes,
}

impl Struct for DescribedGroupMember {
    const NAME: &'static str = "DescribedGroupMember";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        if v >= 4 {
            self.group_instance_id.read(d, v)?;
        }
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.member_metadata.read(d, v)?;
        self.member_assignment.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        if v >= 4 {
            self.group_instance_id.write(s, v);
        }
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.member_metadata.write(s, v);
        self.member_assignment.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for DescribedGroupMember {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        if v >= 4 {
            self.group_instance_id.fill(r, v);
        }
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.member_metadata.fill(r, v);
        self.member_assignment.fill(r, v);
    }
}
