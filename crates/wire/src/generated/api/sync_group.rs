//! Generated from `crates/wire-codegen/schemas/api/sync_group.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `SyncGroupRequest`: API key 14, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncGroupRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub generation_id: i32,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 3+, may be null, default null.
    pub group_instance_id: Option<Str>,
    /// Versions 5+, may be null, default null, ignorable.
    pub protocol_type: Option<Str>,
    /// Versions 5+, may be null, default null, ignorable.
    pub protocol_name: Option<Str>,
    /// Versions 0+.
    pub assignments: Vec<SyncGroupRequestAssignment>,
}

impl Struct for SyncGroupRequest {
    const NAME: &'static str = "SyncGroupRequest";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.generation_id.read(d, v)?;
        self.member_id.read(d, v)?;
        if v >= 3 {
            self.group_instance_id.read(d, v)?;
        }
        if v == 5 {
            self.protocol_type.read(d, v)?;
        }
        if v == 5 {
            self.protocol_name.read(d, v)?;
        }
        self.assignments.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.generation_id.write(s, v);
        self.member_id.write(s, v);
        if v >= 3 {
            self.group_instance_id.write(s, v);
        } else {
            s.absent(v, "group_instance_id", || self.group_instance_id.is_some());
        }
        if v == 5 {
            self.protocol_type.write(s, v);
        }
        if v == 5 {
            self.protocol_name.write(s, v);
        }
        self.assignments.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SyncGroupRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.generation_id.fill(r, v);
        self.member_id.fill(r, v);
        if v >= 3 {
            self.group_instance_id.fill(r, v);
        }
        if v == 5 {
            self.protocol_type.fill(r, v);
        }
        if v == 5 {
            self.protocol_name.fill(r, v);
        }
        self.assignments.fill(r, v);
    }
}

message!(SyncGroupRequest, 0, 5, Some(4));
request!(SyncGroupRequest, SyncGroup, SyncGroupResponse);

/// Part of [`SyncGroupRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncGroupRequestAssignment {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 0+.
    pub assignment: Bytes,
}

impl Struct for SyncGroupRequestAssignment {
    const NAME: &'static str = "SyncGroupRequestAssignment";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        self.assignment.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        self.assignment.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SyncGroupRequestAssignment {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        self.assignment.fill(r, v);
    }
}

/// `SyncGroupResponse`: API key 14, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyncGroupResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 5+, may be null, default null, ignorable.
    pub protocol_type: Option<Str>,
    /// Versions 5+, may be null, default null, ignorable.
    pub protocol_name: Option<Str>,
    /// Versions 0+.
    pub assignment: Bytes,
}

impl Struct for SyncGroupResponse {
    const NAME: &'static str = "SyncGroupResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        if v == 5 {
            self.protocol_type.read(d, v)?;
        }
        if v == 5 {
            self.protocol_name.read(d, v)?;
        }
        self.assignment.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.error_code.write(s, v);
        if v == 5 {
            self.protocol_type.write(s, v);
        }
        if v == 5 {
            self.protocol_name.write(s, v);
        }
        self.assignment.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for SyncGroupResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.error_code.fill(r, v);
        if v == 5 {
            self.protocol_type.fill(r, v);
        }
        if v == 5 {
            self.protocol_name.fill(r, v);
        }
        self.assignment.fill(r, v);
    }
}

message!(SyncGroupResponse, 0, 5, Some(4));
