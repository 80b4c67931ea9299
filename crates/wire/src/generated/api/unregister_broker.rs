//! Generated from `crates/wire-codegen/schemas/api/unregister_broker.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UnregisterBrokerRequest`: API key 64, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnregisterBrokerRequest {
    /// Versions 0+.
    pub broker_id: i32,
}

impl Struct for UnregisterBrokerRequest {
    const NAME: &'static str = "UnregisterBrokerRequest";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UnregisterBrokerRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
    }
}

message!(UnregisterBrokerRequest, 0, 0, Some(0));
request!(UnregisterBrokerRequest, UnregisterBroker, UnregisterBrokerResponse);

/// `UnregisterBrokerResponse`: API key 64, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct UnregisterBrokerResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null.
    pub error_message: Option<Str>,
}

impl Default for UnregisterBrokerResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for UnregisterBrokerResponse {
    const NAME: &'static str = "UnregisterBrokerResponse";
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
impl Sample for UnregisterBrokerResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}

message!(UnregisterBrokerResponse, 0, 0, Some(0));
