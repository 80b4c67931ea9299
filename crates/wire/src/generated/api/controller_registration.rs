//! Generated from `crates/wire-codegen/schemas/api/controller_registration.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ControllerRegistrationRequest`: API key 70, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerRegistrationRequest {
    /// Versions 0+.
    pub controller_id: i32,
    /// Versions 0+.
    pub incarnation_id: Uuid,
    /// Versions 0+.
    pub zk_migration_ready: bool,
    /// Versions 0+.
    pub listeners: Vec<Listener>,
    /// Versions 0+.
    pub features: Vec<Feature>,
}

impl Struct for ControllerRegistrationRequest {
    const NAME: &'static str = "ControllerRegistrationRequest";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.controller_id.read(d, v)?;
        self.incarnation_id.read(d, v)?;
        self.zk_migration_ready.read(d, v)?;
        self.listeners.read(d, v)?;
        self.features.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.controller_id.write(s, v);
        self.incarnation_id.write(s, v);
        self.zk_migration_ready.write(s, v);
        self.listeners.write(s, v);
        self.features.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ControllerRegistrationRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.controller_id.fill(r, v);
        self.incarnation_id.fill(r, v);
        self.zk_migration_ready.fill(r, v);
        self.listeners.fill(r, v);
        self.features.fill(r, v);
    }
}

message!(ControllerRegistrationRequest, 0, 0, Some(0));
request!(ControllerRegistrationRequest, ControllerRegistration, ControllerRegistrationResponse);

/// Part of [`ControllerRegistrationRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
    /// Versions 0+.
    pub security_protocol: i16,
}

impl Struct for Listener {
    const NAME: &'static str = "Listener";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        self.security_protocol.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        self.security_protocol.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Listener {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.security_protocol.fill(r, v);
    }
}

/// Part of [`ControllerRegistrationRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feature {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub min_supported_version: i16,
    /// Versions 0+.
    pub max_supported_version: i16,
}

impl Struct for Feature {
    const NAME: &'static str = "Feature";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.min_supported_version.read(d, v)?;
        self.max_supported_version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.min_supported_version.write(s, v);
        self.max_supported_version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Feature {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.min_supported_version.fill(r, v);
        self.max_supported_version.fill(r, v);
    }
}

/// `ControllerRegistrationResponse`: API key 70, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ControllerRegistrationResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for ControllerRegistrationResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for ControllerRegistrationResponse {
    const NAME: &'static str = "ControllerRegistrationResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ControllerRegistrationResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}

message!(ControllerRegistrationResponse, 0, 0, Some(0));
