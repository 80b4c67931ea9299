//! Generated from `crates/wire-codegen/schemas/api/join_group.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `JoinGroupRequest`: API key 11, versions 0-9.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinGroupRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub session_timeout_ms: i32,
    /// Versions 1+, default -1, ignorable.
    pub rebalance_timeout_ms: i32,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 5+, may be null, default null.
    pub group_instance_id: Option<Str>,
    /// Versions 0+.
    pub protocol_type: Str,
    /// Versions 0+.
    pub protocols: Vec<JoinGroupRequestProtocol>,
    /// Versions 8+, may be null, default null, ignorable.
    pub reason: Option<Str>,
}

impl Default for JoinGroupRequest {
    fn default() -> Self {
        Self {
            group_id: Str::new(),
            session_timeout_ms: 0,
            rebalance_timeout_ms: -1,
            member_id: Str::new(),
            group_instance_id: None,
            protocol_type: Str::new(),
            protocols: Vec::new(),
            reason: None,
        }
    }
}

impl Struct for JoinGroupRequest {
    const NAME: &'static str = "JoinGroupRequest";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.session_timeout_ms.read(d, v)?;
        if v >= 1 {
            self.rebalance_timeout_ms.read(d, v)?;
        }
        self.member_id.read(d, v)?;
        if v >= 5 {
            self.group_instance_id.read(d, v)?;
        }
        self.protocol_type.read(d, v)?;
        self.protocols.read(d, v)?;
        if v >= 8 {
            self.reason.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.session_timeout_ms.write(s, v);
        if v >= 1 {
            self.rebalance_timeout_ms.write(s, v);
        }
        self.member_id.write(s, v);
        if v >= 5 {
            self.group_instance_id.write(s, v);
        } else {
            s.absent(v, "group_instance_id", || self.group_instance_id.is_some());
        }
        self.protocol_type.write(s, v);
        self.protocols.write(s, v);
        if v >= 8 {
            self.reason.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for JoinGroupRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.session_timeout_ms.fill(r, v);
        if v >= 1 {
            self.rebalance_timeout_ms.fill(r, v);
        }
        self.member_id.fill(r, v);
        if v >= 5 {
            self.group_instance_id.fill(r, v);
        }
        self.protocol_type.fill(r, v);
        self.protocols.fill(r, v);
        if v >= 8 {
            self.reason.fill(r, v);
        }
    }
}

message!(JoinGroupRequest, 0, 9, Some(6));
request!(JoinGroupRequest, JoinGroup, JoinGroupResponse);

/// Part of [`JoinGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JoinGroupRequestProtocol {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub metadata: Bytes,
}

impl Struct for JoinGroupRequestProtocol {
    const NAME: &'static str = "JoinGroupRequestProtocol";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for JoinGroupRequestProtocol {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.metadata.fill(r, v);
    }
}

/// `JoinGroupResponse`: API key 11, versions 0-9.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinGroupResponse {
    /// Versions 2+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, default -1.
    pub generation_id: i32,
    /// Versions 7+, may be null, default null, ignorable.
    pub protocol_type: Option<Str>,
    /// Versions 0+, may be null in 7+.
    pub protocol_name: Option<Str>,
    /// Versions 0+.
    pub leader: Str,
    /// Versions 9+.
    pub skip_assignment: bool,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub members: Vec<JoinGroupResponseMember>,
}

impl Default for JoinGroupResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            generation_id: -1,
            protocol_type: None,
            protocol_name: Some(Str::new()),
            leader: Str::new(),
            skip_assignment: false,
            member_id: Str::new(),
            members: Vec::new(),
        }
    }
}

impl Struct for JoinGroupResponse {
    const NAME: &'static str = "JoinGroupResponse";
    const MIN_LEN: usize = 15;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 2 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        self.generation_id.read(d, v)?;
        if v >= 7 {
            self.protocol_type.read(d, v)?;
        }
        d.read_null_if(v >= 7, &mut self.protocol_name, v)?;
        self.leader.read(d, v)?;
        if v == 9 {
            self.skip_assignment.read(d, v)?;
        }
        self.member_id.read(d, v)?;
        self.members.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.write(s, v);
        }
        self.error_code.write(s, v);
        self.generation_id.write(s, v);
        if v >= 7 {
            self.protocol_type.write(s, v);
        }
        s.put_null_if(v >= 7, "protocol_name", &self.protocol_name, v);
        self.leader.write(s, v);
        if v == 9 {
            self.skip_assignment.write(s, v);
        } else {
            s.absent(v, "skip_assignment", || self.skip_assignment);
        }
        self.member_id.write(s, v);
        self.members.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for JoinGroupResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 2 {
            self.throttle_time_ms.fill(r, v);
        }
        self.error_code.fill(r, v);
        self.generation_id.fill(r, v);
        if v >= 7 {
            self.protocol_type.fill(r, v);
        }
        r.fill_null_if(v >= 7, &mut self.protocol_name, v);
        self.leader.fill(r, v);
        if v == 9 {
            self.skip_assignment.fill(r, v);
        }
        self.member_id.fill(r, v);
        self.members.fill(r, v);
    }
}

message!(JoinGroupResponse, 0, 9, Some(6));

/// Part of [`JoinGroupResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JoinGroupResponseMember {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 5+, may be null, default null, ignorable.
    pub group_instance_id: Option<Str>,
    /// Versions 0+.
    pub metadata: Bytes,
}

impl Struct for JoinGroupResponseMember {
    const NAME: &'static str = "JoinGroupResponseMember";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        if v >= 5 {
            self.group_instance_id.read(d, v)?;
        }
        self.metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        if v >= 5 {
            self.group_instance_id.write(s, v);
        }
        self.metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for JoinGroupResponseMember {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        if v >= 5 {
            self.group_instance_id.fill(r, v);
        }
        self.metadata.fill(r, v);
    }
}
