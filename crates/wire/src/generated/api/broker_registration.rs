//! Generated from `crates/wire-codegen/schemas/api/broker_registration.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `BrokerRegistrationRequest`: API key 62, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerRegistrationRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub cluster_id: Str,
    /// Versions 0+.
    pub incarnation_id: Uuid,
    /// Versions 0+.
    pub listeners: Vec<Listener>,
    /// Versions 0+.
    pub features: Vec<Feature>,
    /// Versions 0+, may be null.
    pub rack: Option<Str>,
    /// Versions 1+.
    pub is_migrating_zk_broker: bool,
    /// Versions 2+, ignorable.
    pub log_dirs: Vec<Uuid>,
    /// Versions 3+, default -1, ignorable.
    pub previous_broker_epoch: i64,
}

impl Default for BrokerRegistrationRequest {
    fn default() -> Self {
        Self {
            broker_id: 0,
            cluster_id: Str::new(),
            incarnation_id: Uuid::ZERO,
            listeners: Vec::new(),
            features: Vec::new(),
            rack: Some(Str::new()),
            is_migrating_zk_broker: false,
            log_dirs: Vec::new(),
            previous_broker_epoch: -1,
        }
    }
}

impl Struct for BrokerRegistrationRequest {
    const NAME: &'static str = "BrokerRegistrationRequest";
    const MIN_LEN: usize = 25;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.cluster_id.read(d, v)?;
        self.incarnation_id.read(d, v)?;
        self.listeners.read(d, v)?;
        self.features.read(d, v)?;
        self.rack.read(d, v)?;
        if v >= 1 {
            self.is_migrating_zk_broker.read(d, v)?;
        }
        if v >= 2 {
            self.log_dirs.read(d, v)?;
        }
        if v >= 3 {
            self.previous_broker_epoch.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.cluster_id.write(s, v);
        self.incarnation_id.write(s, v);
        self.listeners.write(s, v);
        self.features.write(s, v);
        self.rack.write(s, v);
        if v >= 1 {
            self.is_migrating_zk_broker.write(s, v);
        } else {
            s.absent(v, "is_migrating_zk_broker", || self.is_migrating_zk_broker);
        }
        if v >= 2 {
            self.log_dirs.write(s, v);
        }
        if v >= 3 {
            self.previous_broker_epoch.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerRegistrationRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.cluster_id.fill(r, v);
        self.incarnation_id.fill(r, v);
        self.listeners.fill(r, v);
        self.features.fill(r, v);
        self.rack.fill(r, v);
        if v >= 1 {
            self.is_migrating_zk_broker.fill(r, v);
        }
        if v >= 2 {
            self.log_dirs.fill(r, v);
        }
        if v >= 3 {
            self.previous_broker_epoch.fill(r, v);
        }
    }
}

message!(BrokerRegistrationRequest, 0, 4, Some(0));
request!(BrokerRegistrationRequest, BrokerRegistration, BrokerRegistrationResponse);

/// Part of [`BrokerRegistrationRequest`].
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

/// Part of [`BrokerRegistrationRequest`].
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

/// `BrokerRegistrationResponse`: API key 62, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokerRegistrationResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
}

impl Default for BrokerRegistrationResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, broker_epoch: -1 }
    }
}

impl Struct for BrokerRegistrationResponse {
    const NAME: &'static str = "BrokerRegistrationResponse";
    const MIN_LEN: usize = 15;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.broker_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for BrokerRegistrationResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.broker_epoch.fill(r, v);
    }
}

message!(BrokerRegistrationResponse, 0, 4, Some(0));
