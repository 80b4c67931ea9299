//! Generated from `crates/wire-codegen/schemas/api/heartbeat.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `HeartbeatRequest`: API key 12, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeartbeatRequest {
    /// Versions 0+.
    pub group_id: Str,
    /// Versions 0+.
    pub generation_id: i32,
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 3+, may be null, default null.
    pub group_instance_id: Option<Str>,
}

impl Struct for HeartbeatRequest {
    const NAME: &'static str = "HeartbeatRequest";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.generation_id.read(d, v)?;
        self.member_id.read(d, v)?;
        if v >= 3 {
            self.group_instance_id.read(d, v)?;
        }
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
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for HeartbeatRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.generation_id.fill(r, v);
        self.member_id.fill(r, v);
        if v >= 3 {
            self.group_instance_id.fill(r, v);
        }
    }
}

message!(HeartbeatRequest, 0, 4, Some(4));
request!(HeartbeatRequest, Heartbeat, HeartbeatResponse);

/// `HeartbeatResponse`: API key 12, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeartbeatResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for HeartbeatResponse {
    const NAME: &'static str = "HeartbeatResponse";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for HeartbeatResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        self.error_code.fill(r, v);
    }
}

message!(HeartbeatResponse, 0, 4, Some(4));
