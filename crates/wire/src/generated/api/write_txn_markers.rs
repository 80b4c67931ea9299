//! Generated from `crates/wire-codegen/schemas/api/write_txn_markers.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `WriteTxnMarkersRequest`: API key 27, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteTxnMarkersRequest {
    /// Versions 0+.
    pub markers: Vec<WritableTxnMarker>,
}

impl Struct for WriteTxnMarkersRequest {
    const NAME: &'static str = "WriteTxnMarkersRequest";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.markers.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.markers.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WriteTxnMarkersRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.markers.fill(r, v);
    }
}

message!(WriteTxnMarkersRequest, 0, 2, Some(1));
request!(WriteTxnMarkersRequest, WriteTxnMarkers, WriteTxnMarkersResponse);

/// Part of [`WriteTxnMarkersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarker {
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub producer_epoch: i16,
    /// Versions 0+.
    pub transaction_result: bool,
    /// Versions 0+.
    pub topics: Vec<WritableTxnMarkerTopic>,
    /// Versions 0+.
    pub coordinator_epoch: i32,
    /// Versions 2+, ignorable.
    pub transaction_version: i8,
}

impl Struct for WritableTxnMarker {
    const NAME: &'static str = "WritableTxnMarker";
    const MIN_LEN: usize = 17;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.producer_epoch.read(d, v)?;
        self.transaction_result.read(d, v)?;
        self.topics.read(d, v)?;
        self.coordinator_epoch.read(d, v)?;
        if v == 2 {
            self.transaction_version.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.producer_epoch.write(s, v);
        self.transaction_result.write(s, v);
        self.topics.write(s, v);
        self.coordinator_epoch.write(s, v);
        if v == 2 {
            self.transaction_version.write(s, v);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WritableTxnMarker {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        self.producer_epoch.fill(r, v);
        self.transaction_result.fill(r, v);
        self.topics.fill(r, v);
        self.coordinator_epoch.fill(r, v);
        if v == 2 {
            self.transaction_version.fill(r, v);
        }
    }
}

/// Part of [`WriteTxnMarkersRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerTopic {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partition_indexes: Vec<i32>,
}

impl Struct for WritableTxnMarkerTopic {
    const NAME: &'static str = "WritableTxnMarkerTopic";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partition_indexes.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partition_indexes.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WritableTxnMarkerTopic {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partition_indexes.fill(r, v);
    }
}

/// `WriteTxnMarkersResponse`: API key 27, versions 0-2.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WriteTxnMarkersResponse {
    /// Versions 0+.
    pub markers: Vec<WritableTxnMarkerResult>,
}

impl Struct for WriteTxnMarkersResponse {
    const NAME: &'static str = "WriteTxnMarkersResponse";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.markers.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.markers.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WriteTxnMarkersResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.markers.fill(r, v);
    }
}

message!(WriteTxnMarkersResponse, 0, 2, Some(1));

/// Part of [`WriteTxnMarkersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerResult {
    /// Versions 0+.
    pub producer_id: i64,
    /// Versions 0+.
    pub topics: Vec<WritableTxnMarkerTopicResult>,
}

impl Struct for WritableTxnMarkerResult {
    const NAME: &'static str = "WritableTxnMarkerResult";
    const MIN_LEN: usize = 10;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.producer_id.read(d, v)?;
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.producer_id.write(s, v);
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WritableTxnMarkerResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.producer_id.fill(r, v);
        self.topics.fill(r, v);
    }
}

/// Part of [`WriteTxnMarkersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerTopicResult {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: Vec<WritableTxnMarkerPartitionResult>,
}

impl Struct for WritableTxnMarkerTopicResult {
    const NAME: &'static str = "WritableTxnMarkerTopicResult";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WritableTxnMarkerTopicResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
    }
}

/// Part of [`WriteTxnMarkersResponse`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WritableTxnMarkerPartitionResult {
    /// Versions 0+.
    pub partition_index: i32,
    /// Versions 0+.
    pub error_code: i16,
}

impl Struct for WritableTxnMarkerPartitionResult {
    const NAME: &'static str = "WritableTxnMarkerPartitionResult";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition_index.read(d, v)?;
        self.error_code.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition_index.write(s, v);
        self.error_code.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for WritableTxnMarkerPartitionResult {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition_index.fill(r, v);
        self.error_code.fill(r, v);
    }
}
