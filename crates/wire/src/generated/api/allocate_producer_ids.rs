//! Generated from `crates/wire-codegen/schemas/api/allocate_producer_ids.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AllocateProducerIdsRequest`: API key 67, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct AllocateProducerIdsRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+, default -1.
    pub broker_epoch: i64,
}

impl Default for AllocateProducerIdsRequest {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1 }
    }
}

impl Struct for AllocateProducerIdsRequest {
    const NAME: &'static str = "AllocateProducerIdsRequest";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        self.broker_epoch.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        self.broker_epoch.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AllocateProducerIdsRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        self.broker_epoch.fill(r, v);
    }
}

message!(AllocateProducerIdsRequest, 0, 0, Some(0));
request!(AllocateProducerIdsRequest, AllocateProducerIds, AllocateProducerIdsResponse);

/// `AllocateProducerIdsResponse`: API key 67, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AllocateProducerIdsResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub producer_id_start: i64,
    /// Versions 0+.
    pub producer_id_len: i32,
}

impl Struct for AllocateProducerIdsResponse {
    const NAME: &'static str = "AllocateProducerIdsResponse";
    const MIN_LEN: usize = 19;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.producer_id_start.read(d, v)?;
        self.producer_id_len.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.producer_id_start.write(s, v);
        self.producer_id_len.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AllocateProducerIdsResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.producer_id_start.fill(r, v);
        self.producer_id_len.fill(r, v);
    }
}

message!(AllocateProducerIdsResponse, 0, 0, Some(0));
