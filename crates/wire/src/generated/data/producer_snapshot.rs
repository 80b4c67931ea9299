//! Generated from `crates/wire-codegen/schemas/data/producer_snapshot.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ProducerSnapshot`: versions 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProducerSnapshot {
    /// Versions 1.
    pub crc: u32,
    /// Versions 1.
    pub producer_entries: Vec<ProducerEntry>,
}

impl Struct for ProducerSnapshot {
    const NAME: &'static str = "ProducerSnapshot";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.crc.read(d, v)?;
        self.producer_entries.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.crc.write(s, v);
        self.producer_entries.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ProducerSnapshot {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.crc.fill(r, v);
        self.producer_entries.fill(r, v);
    }
}

message!(ProducerSnapshot, 1, 1, None);

/// Part of [`ProducerSnapshot`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProducerEntry {
    /// Versions 1.
    pub producer_id: i64,
    /// Versions 1.
    pub epoch: i16,
    /// Versions 1.
    pub last_sequence: i32,
    /// Versions 1.
    pub last_offset: i64,
    /// Versions 1.
    pub offset_delta: i32,
    /// Versions 1.
    pub timestamp: i64,
    /// Versions 1.
    pub coordinator_epoch: i32,
    /// Versions 1.
    pub current_txn_first_offset: i64,
}

impl Struct for ProducerEntry {
    const NAME: &'static str = "ProducerEntry";
    const MIN_LEN: usize = 46;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.epoch.read(d, v)?;
        self.last_sequence.read(d, v)?;
        self.last_offset.read(d, v)?;
        self.offset_delta.read(d, v)?;
        self.timestamp.read(d, v)?;
        self.coordinator_epoch.read(d, v)?;
        self.current_txn_first_offset.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.epoch.write(s, v);
        self.last_sequence.write(s, v);
        self.last_offset.write(s, v);
        self.offset_delta.write(s, v);
        self.timestamp.write(s, v);
        self.coordinator_epoch.write(s, v);
        self.current_txn_first_offset.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ProducerEntry {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        self.epoch.fill(r, v);
        self.last_sequence.fill(r, v);
        self.last_offset.fill(r, v);
        self.offset_delta.fill(r, v);
        self.timestamp.fill(r, v);
        self.coordinator_epoch.fill(r, v);
        self.current_txn_first_offset.fill(r, v);
    }
}
