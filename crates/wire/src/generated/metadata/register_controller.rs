//! Generated from `crates/wire-codegen/schemas/metadata/register_controller.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RegisterControllerRecord`: record type 27, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegisterControllerRecord {
    /// Versions 0+.
    pub controller_id: i32,
    /// Versions 0+.
    pub incarnation_id: Uuid,
    /// Versions 0+.
    pub zk_migration_ready: bool,
    /// Versions 0+.
    pub end_points: Vec<ControllerEndpoint>,
    /// Versions 0+.
    pub features: Vec<ControllerFeature>,
}

impl Struct for RegisterControllerRecord {
    const NAME: &'static str = "RegisterControllerRecord";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.controller_id.read(d, v)?;
        self.incarnation_id.read(d, v)?;
        self.zk_migration_ready.read(d, v)?;
        self.end_points.read(d, v)?;
        self.features.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.controller_id.write(s, v);
        self.incarnation_id.write(s, v);
        self.zk_migration_ready.write(s, v);
        self.end_points.write(s, v);
        self.features.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RegisterControllerRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.controller_id.fill(r, v);
        self.incarnation_id.fill(r, v);
        self.zk_migration_ready.fill(r, v);
        self.end_points.fill(r, v);
        self.features.fill(r, v);
    }
}

message!(RegisterControllerRecord, 0, 0, Some(0));

/// Part of [`RegisterControllerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerEndpoint {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
    /// Versions 0+.
    pub security_protocol: i16,
}

impl Struct for ControllerEndpoint {
    const NAME: &'static str = "ControllerEndpoint";
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
impl Sample for ControllerEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.security_protocol.fill(r, v);
    }
}

/// Part of [`RegisterControllerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControllerFeature {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub min_supported_version: i16,
    /// Versions 0+.
    pub max_supported_version: i16,
}

impl Struct for ControllerFeature {
    const NAME: &'static str = "ControllerFeature";
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
impl Sample for ControllerFeature {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.min_supported_version.fill(r, v);
        self.max_supported_version.fill(r, v);
    }
}
