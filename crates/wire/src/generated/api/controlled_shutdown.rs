//! Generated from `crates/wire-codegen/schemas/api/controlled_shutdown.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ControlledShutdownRequest`: API key 7, versions 0-3.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlledShutdownRequest {
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 2+, default -1, ignorable.
    pub broker_epoch: i64,
}

impl Default for ControlledShutdownRequest {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1 }
    }
}

impl Struct for ControlledShutdownRequest {
    const NAME: &'static str = "ControlledShutdownRequest";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.broker_id.read(d, v)?;
        if v >= 2 {
            self.broker_epoch.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.broker_id.write(s, v);
        if v >= 2 {
            self.broker_epoch.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ControlledShutdownRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.broker_id.fill(r, v);
        if v >= 2 {
            self.broker_epoch.fill(r, v);
        }
    }
}

message!(ControlledShutdownRequest, 0, 3, Some(3));
request!(ControlledShutdownRequest, ControlledShutdown, ControlledShutdownResponse);

/// `ControlledShutdownResponse`: API key 7, versions 0-3.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlledShutdownResponse {
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+.
    pub remaining_partitions: Vec<RemainingPartition>,
}

impl Struct for ControlledShutdownResponse {
    const NAME: &'static str = "ControlledShutdownResponse";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.error_code.read(d, v)?;
        self.remaining_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.error_code.write(s, v);
        self.remaining_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ControlledShutdownResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.error_code.fill(r, v);
        self.remaining_partitions.fill(r, v);
    }
}

message!(ControlledShutdownResponse, 0, 3, Some(3));

/// Part of [`ControlledShutdownResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemainingPartition {
    /// Versions 0+, key of its list.
    pub topic_name: Str,
    /// Versions 0+, key of its list.
    pub partition_index: i32,
}

impl Struct for RemainingPartition {
    const NAME: &'static str = "RemainingPartition";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_name.read(d, v)?;
        self.partition_index.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_name.write(s, v);
        self.partition_index.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemainingPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_name.fill(r, v);
        self.partition_index.fill(r, v);
    }
}
