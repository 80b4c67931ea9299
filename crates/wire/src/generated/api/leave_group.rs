//! Generated from `crates/wire-codegen/schemas/api/leave_group.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `LeaveGroupRequest`: API key 13, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveGroupRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0-2.
    pub member_id: Str,
    /// Versions 3+.
    pub members: Vec<MemberIdentity>,
}

impl Struct for LeaveGroupRequest {
    const NAME: &'static str = "LeaveGroupRequest";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        if v <= 2 {
            self.member_id.read(d, v)?;
        }
        if v >= 3 {
            self.members.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        if v <= 2 {
            self.member_id.write(s, v);
        } else {
            s.absent(v, "member_id", || !self.member_id.is_empty());
        }
        if v >= 3 {
            self.members.write(s, v);
        } else {
            s.absent(v, "members", || !self.members.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaveGroupRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        if v <= 2 {
            self.member_id.fill(r, v);
        }
        if v >= 3 {
            self.members.fill(r, v);
        }
    }
}

message!(LeaveGroupRequest, 0, 5, Some(4));
request!(LeaveGroupRequest, LeaveGroup, LeaveGroupResponse);

/// Part of [`LeaveGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MemberIdentity {
    /// Versions 3+.
    pub member_id: Str,
    /// Versions 3+, may be null, default null.
    pub group_instance_id: Option<Str>,
    /// Versions 5+, may be null, default null, ignorable.
    pub reason: Option<Str>,
}

impl Struct for MemberIdentity {
    const NAME: &'static str = "MemberIdentity";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        self.group_instance_id.read(d, v)?;
        if v == 5 {
            self.reason.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        self.group_instance_id.write(s, v);
        if v == 5 {
            self.reason.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MemberIdentity {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        self.group_instance_id.fill(r, v);
        if v == 5 {
            self.reason.fill(r, v);
        }
    }
}

/// `LeaveGroupResponse`: API key 13, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveGroupResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 3+.
    pub members: Vec<MemberResponse>,
}

impl Struct for LeaveGroupResponse {
    const NAME: &'static str = "LeaveGroupResponse";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        if v >= 3 {
            self.members.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.error_code.write(s, v);
        if v >= 3 {
            self.members.write(s, v);
        } else {
            s.absent(v, "members", || !self.members.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaveGroupResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.error_code.fill(r, v);
        if v >= 3 {
            self.members.fill(r, v);
        }
    }
}

message!(LeaveGroupResponse, 0, 5, Some(4));

/// Part of [`LeaveGroupResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct MemberResponse {
    /// Versions 3+.
    pub member_id: Str,
    /// Versions 3+, may be null.
    pub group_instance_id: Option<Str>,
    /// Versions 3+.
    pub error_code: i16,
}

impl Default for MemberResponse {
    fn default() -> Self {
        Self { member_id: Str::new(), group_instance_id: Some(Str::new()), error_code: 0 }
    }
}

impl Struct for MemberResponse {
    const NAME: &'static str = "MemberResponse";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        self.group_instance_id.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        self.group_instance_id.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MemberResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        self.group_instance_id.fill(r, v);
        self.error_code.fill(r, v);
    }
}
