//! Generated from `crates/wire-codegen/schemas/api/broker_heartbeat.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `BrokerHeartbeatRequest`: API key 63, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerHeartbeatRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
    /// Versions 0+.
    pub current_metadata_offset: i64,
    /// Versions 0+.
    pub want_fence: bool,
    /// Versions 0+.
    pub want_shut_down: bool,
    /// Versions 1+, tag 0.
    pub offline_log_dirs: Vec<Uuid>,
    /// Versions 2+, may be null, tag 1, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for BrokerHeartbeatRequest {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            current_metadata_offset: 0,
            want_fence: false,
            want_shut_down: false,
            offline_log_dirs: Vec::new(),
            cordoned_log_dirs: None,
        }
    }
}

impl Struct for BrokerHeartbeatRequest {
    const NAME: &'static str = "BrokerHeartbeatRequest";
    const MIN_LEN: usize = 23;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        self.current_metadata_offset.read(d, v)?;
        self.want_fence.read(d, v)?;
        self.want_shut_down.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 1 => self.offline_log_dirs.read(d, v)?,
                1 if v == 2 => self.cordoned_log_dirs.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        self.current_metadata_offset.write(s, v);
        self.want_fence.write(s, v);
        self.want_shut_down.write(s, v);
        if v < 1 {
            s.absent(v, "offline_log_dirs", || !self.offline_log_dirs.is_empty());
        }
        if v != 2 {
            s.absent(v, "cordoned_log_dirs", || self.cordoned_log_dirs.is_some());
        }
        if v.flexible {
            let has_offline_log_dirs = v >= 1 && !self.offline_log_dirs.is_empty();
            let has_cordoned_log_dirs = v == 2 && self.cordoned_log_dirs.is_some();
            s.put_uvarint(u32::from(has_offline_log_dirs) + u32::from(has_cordoned_log_dirs));
            if has_offline_log_dirs {
                s.put_tagged(0, &self.offline_log_dirs, v);
            }
            if has_cordoned_log_dirs {
                s.put_tagged(1, &self.cordoned_log_dirs, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerHeartbeatRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.current_metadata_offset.fill(r, v);
        self.want_fence.fill(r, v);
        self.want_shut_down.fill(r, v);
        if v >= 1 {
            self.offline_log_dirs.fill(r, v);
        }
        if v == 2 {
            self.cordoned_log_dirs.fill(r, v);
        }
    }
}

message!(BrokerHeartbeatRequest, 0, 2, Some(0));
request!(BrokerHeartbeatRequest, BrokerHeartbeat, BrokerHeartbeatResponse);

/// `BrokerHeartbeatResponse`: API key 63, versions 0-2.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerHeartbeatResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub is_caught_up: bool,
    /// Versions 0+, default true.
    pub is_fenced: bool,
    /// Versions 0+.
    pub should_shut_down: bool,
}

impl Default for BrokerHeartbeatResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            is_caught_up: false,
            is_fenced: true,
            should_shut_down: false,
        }
    }
}

impl Struct for BrokerHeartbeatResponse {
    const NAME: &'static str = "BrokerHeartbeatResponse";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.is_caught_up.read(d, v)?;
        self.is_fenced.read(d, v)?;
        self.should_shut_down.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.is_caught_up.write(s, v);
        self.is_fenced.write(s, v);
        self.should_shut_down.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerHeartbeatResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.is_caught_up.fill(r, v);
        self.is_fenced.fill(r, v);
        self.should_shut_down.fill(r, v);
    }
}

message!(BrokerHeartbeatResponse, 0, 2, Some(0));
