//! Generated from `crates/wire-codegen/schemas/api/add_offsets_to_txn.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AddOffsetsToTxnRequest`: API key 25, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddOffsetsToTxnRequest {
    /// Versions 0+.
    pub transactional_id: Str,
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 0+.
    pub group_id: Str,
}

impl Struct for AddOffsetsToTxnRequest {
    const NAME: &'static str = "AddOffsetsToTxnRequest";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.transactional_id.read(d, v)?;
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.group_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.transactional_id.write(s, v);
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.group_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddOffsetsToTxnRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.transactional_id.fill(r, v);
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.group_id.fill(r, v);
    }
}

message!(AddOffsetsToTxnRequest, 0, 4, Some(3));
request!(AddOffsetsToTxnRequest, AddOffsetsToTxn, AddOffsetsToTxnResponse);

/// `AddOffsetsToTxnResponse`: API key 25, versions 0-4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddOffsetsToTxnResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for AddOffsetsToTxnResponse {
    const NAME: &'static str = "AddOffsetsToTxnResponse";
    const MIN_LEN: usize = 6;

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
impl Sample for AddOffsetsToTxnResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
    }
}

message!(AddOffsetsToTxnResponse, 0, 4, Some(3));
