//! Generated from `crates/wire-codegen/schemas/api/end_txn.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `EndTxnRequest`: API key 26, versions 0-5.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EndTxnRequest {
    /// Versions 0+.
    pub transactional_id: Str,
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 0+.
    pub committed: bool,
}

impl Struct for EndTxnRequest {
    const NAME: &'static str = "EndTxnRequest";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.committed.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.committed.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndTxnRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.committed.fill(r, v);
    }
}

message!(EndTxnRequest, 0, 5, Some(3));
request!(EndTxnRequest, EndTxn, EndTxnResponse);

/// `EndTxnResponse`: API key 26, versions 0-5.
#[derive(Debug, Clone, PartialEq)]
pub struct EndTxnResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 5+, default -1, ignorable.
    pub producer_id: i64,
    /// Versions 5+, default -1, ignorable.
    pub producer_epoch: i16,
}

impl Default for EndTxnResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, producer_id: -1, producer_epoch: -1 }
    }
}

impl Struct for EndTxnResponse {
    const NAME: &'static str = "EndTxnResponse";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        if v == 5 {
            self.producer_id.read(d, v)?;
        }
        if v == 5 {
            self.producer_epoch.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        if v == 5 {
            self.producer_id.write(s, v);
        }
        if v == 5 {
            self.producer_epoch.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for EndTxnResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        if v == 5 {
            self.producer_id.fill(r, v);
        }
        if v == 5 {
            self.producer_epoch.fill(r, v);
        }
    }
}

message!(EndTxnResponse, 0, 5, Some(3));
