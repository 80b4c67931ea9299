//! Generated from `crates/wire-codegen/schemas/api/push_telemetry.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `PushTelemetryRequest`: API key 72, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PushTelemetryRequest {
    /// Versions 0+.
    pub client_instance_id: Uuid,
    /// Versions 0+.
    pub subscription_id: i32,
    /// Versions 0+.
    pub terminating: bool,
    /// Versions 0+.
    pub compression_type: i8,
    /// Versions 0+.
    pub metrics: Bytes,
}

impl Struct for PushTelemetryRequest {
    const NAME: &'static str = "PushTelemetryRequest";
    const MIN_LEN: usize = 24;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.client_instance_id.read(d, v)?;
        self.subscription_id.read(d, v)?;
        self.terminating.read(d, v)?;
        self.compression_type.read(d, v)?;
        self.metrics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.client_instance_id.write(s, v);
        self.subscription_id.write(s, v);
        self.terminating.write(s, v);
        self.compression_type.write(s, v);
        self.metrics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PushTelemetryRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.client_instance_id.fill(r, v);
        self.subscription_id.fill(r, v);
        self.terminating.fill(r, v);
        self.compression_type.fill(r, v);
        self.metrics.fill(r, v);
    }
}

message!(PushTelemetryRequest, 0, 0, Some(0));
request!(PushTelemetryRequest, PushTelemetry, PushTelemetryResponse);

/// `PushTelemetryResponse`: API key 72, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PushTelemetryResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for PushTelemetryResponse {
    const NAME: &'static str = "PushTelemetryResponse";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PushTelemetryResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
    }
}

message!(PushTelemetryResponse, 0, 0, Some(0));
