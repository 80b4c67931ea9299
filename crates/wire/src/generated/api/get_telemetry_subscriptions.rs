//! Generated from `crates/wire-codegen/schemas/api/get_telemetry_subscriptions.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `GetTelemetrySubscriptionsRequest`: API key 71, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetTelemetrySubscriptionsRequest {
    /// Versions 0+.
    pub client_instance_id: Uuid,
}

impl Struct for GetTelemetrySubscriptionsRequest {
    const NAME: &'static str = "GetTelemetrySubscriptionsRequest";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.client_instance_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.client_instance_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for GetTelemetrySubscriptionsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.client_instance_id.fill(r, v);
    }
}

message!(GetTelemetrySubscriptionsRequest, 0, 0, Some(0));
request!(GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptions, GetTelemetrySubscriptionsResponse);

/// `GetTelemetrySubscriptionsResponse`: API key 71, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetTelemetrySubscriptionsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub client_instance_id: Uuid,
    /// Versions 0+.
    pub subscription_id: i32,
    /// Versions 0+.
    pub accepted_compression_types: Vec<i8>,
    /// Versions 0+.
    pub push_interval_ms: i32,
    /// Versions 0+.
    pub telemetry_max_bytes: i32,
    /// Versions 0+.
    pub delta_temporality: bool,
    /// Versions 0+.
    pub requested_metrics: Vec<Str>,
}

impl Struct for GetTelemetrySubscriptionsResponse {
    const NAME: &'static str = "GetTelemetrySubscriptionsResponse";
    const MIN_LEN: usize = 38;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.client_instance_id.read(d, v)?;
        self.subscription_id.read(d, v)?;
        self.accepted_compression_types.read(d, v)?;
        self.push_interval_ms.read(d, v)?;
        self.telemetry_max_bytes.read(d, v)?;
        self.delta_temporality.read(d, v)?;
        self.requested_metrics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.client_instance_id.write(s, v);
        self.subscription_id.write(s, v);
        self.accepted_compression_types.write(s, v);
        self.push_interval_ms.write(s, v);
        self.telemetry_max_bytes.write(s, v);
        self.delta_temporality.write(s, v);
        self.requested_metrics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for GetTelemetrySubscriptionsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.client_instance_id.fill(r, v);
        self.subscription_id.fill(r, v);
        self.accepted_compression_types.fill(r, v);
        self.push_interval_ms.fill(r, v);
        self.telemetry_max_bytes.fill(r, v);
        self.delta_temporality.fill(r, v);
        self.requested_metrics.fill(r, v);
    }
}

message!(GetTelemetrySubscriptionsResponse, 0, 0, Some(0));
