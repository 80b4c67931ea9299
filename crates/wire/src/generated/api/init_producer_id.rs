//! Generated from `crates/wire-codegen/schemas/api/init_producer_id.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `InitProducerIdRequest`: API key 22, versions 0-6, 6 unstable.
#[derive(Debug, Clone, PartialEq)]
pub struct InitProducerIdRequest {
    /// Versions 0+, may be null.
    pub transactional_id: Option<Str>,
    /// Versions 0+.
    pub transaction_timeout_ms: i32,
    /// Versions 3+, default -1.
    pub producer_id: i64,
    /// Versions 3+, default -1.
    pub producer_epoch: i16,
    /// Versions 6+.
    pub enable2_pc: bool,
    /// Versions 6+.
    pub keep_prepared_txn: bool,
}

impl Default for InitProducerIdRequest {
    fn default() -> Self {
        Self {
            transactional_id: Some(Str::new()),
            transaction_timeout_ms: 0,
            producer_id: -1,
            producer_epoch: -1,
            enable2_pc: false,
            keep_prepared_txn: false,
        }
    }
}

impl Struct for InitProducerIdRequest {
    const NAME: &'static str = "InitProducerIdRequest";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.transaction_timeout_ms.read(d, v)?;
        if v >= 3 {
            self.producer_id.read(d, v)?;
        }
        if v >= 3 {
            self.producer_epoch.read(d, v)?;
        }
        if v == 6 {
            self.enable2_pc.read(d, v)?;
        }
        if v == 6 {
            self.keep_prepared_txn.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.transaction_timeout_ms.write(s, v);
        if v >= 3 {
            self.producer_id.write(s, v);
        } else {
            s.absent(v, "producer_id", || self.producer_id != -1);
        }
        if v >= 3 {
            self.producer_epoch.write(s, v);
        } else {
            s.absent(v, "producer_epoch", || self.producer_epoch != -1);
        }
        if v == 6 {
            self.enable2_pc.write(s, v);
        } else {
            s.absent(v, "enable2_pc", || self.enable2_pc);
        }
        if v == 6 {
            self.keep_prepared_txn.write(s, v);
        } else {
            s.absent(v, "keep_prepared_txn", || self.keep_prepared_txn);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for InitProducerIdRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.transaction_timeout_ms.fill(r, v);
        if v >= 3 {
            self.producer_id.fill(r, v);
        }
        if v >= 3 {
            self.producer_epoch.fill(r, v);
        }
        if v == 6 {
            self.enable2_pc.fill(r, v);
        }
        if v == 6 {
            self.keep_prepared_txn.fill(r, v);
        }
    }
}

message!(InitProducerIdRequest, 0, 6, Some(2));
request!(InitProducerIdRequest, InitProducerId, InitProducerIdResponse);

/// `InitProducerIdResponse`: API key 22, versions 0-6, 6 unstable.
#[derive(Debug, Clone, PartialEq)]
pub struct InitProducerIdResponse {
    /// Versions 0+, ignorable.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, default -1.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 6+, default -1.
    pub ongoing_txn_producer_id: i64,
    /// Versions 6+, default -1.
    pub ongoing_txn_producer_epoch: i16,
}

impl Default for InitProducerIdResponse {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: 0,
            producer_id: -1,
            producer_epoch: 0,
            ongoing_txn_producer_id: -1,
            ongoing_txn_producer_epoch: -1,
        }
    }
}

impl Struct for InitProducerIdResponse {
    const NAME: &'static str = "InitProducerIdResponse";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        if v == 6 {
            self.ongoing_txn_producer_id.read(d, v)?;
        }
        if v == 6 {
            self.ongoing_txn_producer_epoch.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        if v == 6 {
            self.ongoing_txn_producer_id.write(s, v);
        } else {
            s.absent(v, "ongoing_txn_producer_id", || self.ongoing_txn_producer_id != -1);
        }
        if v == 6 {
            self.ongoing_txn_producer_epoch.write(s, v);
        } else {
            s.absent(v, "ongoing_txn_producer_epoch", || self.ongoing_txn_producer_epoch != -1);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for InitProducerIdResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        if v == 6 {
            self.ongoing_txn_producer_id.fill(r, v);
        }
        if v == 6 {
            self.ongoing_txn_producer_epoch.fill(r, v);
        }
    }
}

message!(InitProducerIdResponse, 0, 6, Some(2));
