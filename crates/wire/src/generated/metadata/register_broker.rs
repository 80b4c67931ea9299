//! Generated from `crates/wire-codegen/schemas/metadata/register_broker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RegisterBrokerRecord`: record type 0, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterBrokerRecord {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 2+.
    pub is_migrating_zk_broker: bool,
    /// Versions 0+.
    pub incarnation_id: Uuid,
    /// Versions 0+.
    pub broker_epoch: i64,
    /// Versions 0+.
    pub end_points: Vec<BrokerEndpoint>,
    /// Versions 0+.
    pub features: Vec<BrokerFeature>,
    /// Versions 0+, may be null.
    pub rack: Option<Str>,
    /// Versions 0+, default true.
    pub fenced: bool,
    /// Versions 1+.
    pub in_controlled_shutdown: bool,
    /// Versions 3+, tag 0.
    pub log_dirs: Vec<Uuid>,
    /// Versions 4+, may be null, tag 1, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for RegisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            is_migrating_zk_broker: false,
            incarnation_id: Uuid::ZERO,
            broker_epoch: 0,
            end_points: Vec::new(),
            features: Vec::new(),
            rack: Some(Str::new()),
            fenced: true,
            in_controlled_shutdown: false,
            log_dirs: Vec::new(),
            cordoned_log_dirs: None,
        }
    }
}

impl Struct for RegisterBrokerRecord {
    const NAME: &'static str = "RegisterBrokerRecord";
    const MIN_LEN: usize = 33;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        if v >= 2 {
            self.is_migrating_zk_broker.read(d, v)?;
        }
        self.incarnation_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        self.end_points.read(d, v)?;
        self.features.read(d, v)?;
        self.rack.read(d, v)?;
        self.fenced.read(d, v)?;
        if v >= 1 {
            self.in_controlled_shutdown.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v >= 3 => self.log_dirs.read(d, v)?,
                1 if v == 4 => self.cordoned_log_dirs.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        if v >= 2 {
            self.is_migrating_zk_broker.write(s, v);
        } else {
            s.absent(v, "is_migrating_zk_broker", || self.is_migrating_zk_broker);
        }
        self.incarnation_id.write(s, v);
        self.broker_epoch.write(s, v);
        self.end_points.write(s, v);
        self.features.write(s, v);
        self.rack.write(s, v);
        self.fenced.write(s, v);
        if v >= 1 {
            self.in_controlled_shutdown.write(s, v);
        } else {
            s.absent(v, "in_controlled_shutdown", || self.in_controlled_shutdown);
        }
        if v < 3 {
            s.absent(v, "log_dirs", || !self.log_dirs.is_empty());
        }
        if v != 4 {
            s.absent(v, "cordoned_log_dirs", || self.cordoned_log_dirs.is_some());
        }
        if v.flexible {
            let has_log_dirs = v >= 3 && !self.log_dirs.is_empty();
            let has_cordoned_log_dirs = v == 4 && self.cordoned_log_dirs.is_some();
            s.put_uvarint(u32::from(has_log_dirs) + u32::from(has_cordoned_log_dirs));
            if has_log_dirs {
                s.put_tagged(0, &self.log_dirs, v);
            }
            if has_cordoned_log_dirs {
                s.put_tagged(1, &self.cordoned_log_dirs, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for RegisterBrokerRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        if v >= 2 {
            self.is_migrating_zk_broker.fill(r, v);
        }
        self.incarnation_id.fill(r, v);
        self.broker_epoch.fill(r, v);
        self.end_points.fill(r, v);
        self.features.fill(r, v);
        self.rack.fill(r, v);
        self.fenced.fill(r, v);
        if v >= 1 {
            self.in_controlled_shutdown.fill(r, v);
        }
        if v >= 3 {
            self.log_dirs.fill(r, v);
        }
        if v == 4 {
            self.cordoned_log_dirs.fill(r, v);
        }
    }
}

message!(RegisterBrokerRecord, 0, 4, Some(0));

/// Part of [`RegisterBrokerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerEndpoint {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
    /// Versions 0+.
    pub security_protocol: i16,
}

impl Struct for BrokerEndpoint {
    const NAME: &'static str = "BrokerEndpoint";
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
impl Sample for BrokerEndpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
        self.security_protocol.fill(r, v);
    }
}

/// Part of [`RegisterBrokerRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BrokerFeature {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub min_supported_version: i16,
    /// Versions 0+.
    pub max_supported_version: i16,
}

impl Struct for BrokerFeature {
    const NAME: &'static str = "BrokerFeature";
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
impl Sample for BrokerFeature {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.min_supported_version.fill(r, v);
        self.max_supported_version.fill(r, v);
    }
}
