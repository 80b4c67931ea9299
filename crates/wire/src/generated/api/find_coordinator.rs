//! Generated from `crates/wire-codegen/schemas/api/find_coordinator.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `FindCoordinatorRequest`: API key 10, versions 0-6.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FindCoordinatorRequest {
    /// Versions 0-3.
    pub key: Str,
    /// Versions 1+.
    pub key_type: i8,
    /// Versions 4+.
    pub coordinator_keys: Vec<Str>,
}

impl Struct for FindCoordinatorRequest {
    const NAME: &'static str = "FindCoordinatorRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v <= 3 {
            self.key.read(d, v)?;
        }
        if v >= 1 {
            self.key_type.read(d, v)?;
        }
        if v >= 4 {
            self.coordinator_keys.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v <= 3 {
            self.key.write(s, v);
        } else {
            s.absent(v, "key", || !self.key.is_empty());
        }
        if v >= 1 {
            self.key_type.write(s, v);
        } else {
            s.absent(v, "key_type", || self.key_type != 0);
        }
        if v >= 4 {
            self.coordinator_keys.write(s, v);
        } else {
            s.absent(v, "coordinator_keys", || !self.coordinator_keys.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FindCoordinatorRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v <= 3 {
            self.key.fill(r, v);
        }
        if v >= 1 {
            self.key_type.fill(r, v);
        }
        if v >= 4 {
            self.coordinator_keys.fill(r, v);
        }
    }
}

message!(FindCoordinatorRequest, 0, 6, Some(3));
request!(FindCoordinatorRequest, FindCoordinator, FindCoordinatorResponse);

/// `FindCoordinatorResponse`: API key 10, versions 0-6.
#[derive(Debug, Clone, PartialEq)]
pub struct FindCoordinatorResponse {
    /// Versions 1+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0-3.
    pub error_code: i16,
    /// Versions 1-3, may be null, ignorable.
    pub error_message: Option<Str>,
    /// Versions 0-3.
    pub node_id: i32,
    /// Versions 0-3.
    pub host: Str,
    /// Versions 0-3.
    pub port: i32,
    /// Versions 4+.
    pub coordinators: Vec<Coordinator>,
}

impl Default for FindCoordinatorResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            error_message: Some(Str::new()),
            node_id: 0,
            host: Str::new(),
            port: 0,
            coordinators: Vec::new(),
        }
    }
}

impl Struct for FindCoordinatorResponse {
    const NAME: &'static str = "FindCoordinatorResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v >= 1 {
            self.throttle_time_ms.read(d, v)?;
        }
        if v <= 3 {
            self.error_code.read(d, v)?;
        }
        if v.between(1, 3) {
            self.error_message.read(d, v)?;
        }
        if v <= 3 {
            self.node_id.read(d, v)?;
        }
        if v <= 3 {
            self.host.read(d, v)?;
        }
        if v <= 3 {
            self.port.read(d, v)?;
        }
        if v >= 4 {
            self.coordinators.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.write(s, v);
        }
        if v <= 3 {
            self.error_code.write(s, v);
        } else {
            s.absent(v, "error_code", || self.error_code != 0);
        }
        if v.between(1, 3) {
            self.error_message.write(s, v);
        }
        if v <= 3 {
            self.node_id.write(s, v);
        } else {
            s.absent(v, "node_id", || self.node_id != 0);
        }
        if v <= 3 {
            self.host.write(s, v);
        } else {
            s.absent(v, "host", || !self.host.is_empty());
        }
        if v <= 3 {
            self.port.write(s, v);
        } else {
            s.absent(v, "port", || self.port != 0);
        }
        if v >= 4 {
            self.coordinators.write(s, v);
        } else {
            s.absent(v, "coordinators", || !self.coordinators.is_empty());
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for FindCoordinatorResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v >= 1 {
            self.throttle_time_ms.fill(r, v);
        }
        if v <= 3 {
            self.error_code.fill(r, v);
        }
        if v.between(1, 3) {
            self.error_message.fill(r, v);
        }
        if v <= 3 {
            self.node_id.fill(r, v);
        }
        if v <= 3 {
            self.host.fill(r, v);
        }
        if v <= 3 {
            self.port.fill(r, v);
        }
        if v >= 4 {
            self.coordinators.fill(r, v);
        }
    }
}

message!(FindCoordinatorResponse, 0, 6, Some(3));

/// Part of [`FindCoordinatorResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct Coordinator {
    /// Versions 4+.
    pub key: Str,
    /// Versions 4+.
    pub node_id: i32,
    /// Versions 4+.
    pub host: Str,
    /// Versions 4+.
    pub port: i32,
    /// Versions 4+.
    pub error_code: i16,
    /// Versions 4+, may be null, ignorable.
    pub error_message: Option<Str>,
}

impl Default for Coordinator {
    fn default() -> Self {
        Self {
            key: Str::new(),
            node_id: 0,
            host: Str::new(),
            port: 0,
            error_code: 0,
            error_message: Some(Str::new()),
        }
    }
}

impl Struct for Coordinator {
    const NAME: &'static str = "Coordinator";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.node_id.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.node_id.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Coordinator {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.node_id.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}
