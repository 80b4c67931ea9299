//! Generated from `crates/wire-codegen/schemas/data/remote_partition_delete_metadata_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemotePartitionDeleteMetadataRecord`: record type 2, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RemotePartitionDeleteMetadataRecord {
    /// Versions 0+.
    pub topic_id_partition: TopicIdPartitionEntry,
    /// Versions 0+.
    pub broker_id: i32,
    /// Versions 0+.
    pub event_timestamp_ms: i64,
    /// Versions 0+.
    pub remote_partition_delete_state: i8,
}

impl Struct for RemotePartitionDeleteMetadataRecord {
    const NAME: &'static str = "RemotePartitionDeleteMetadataRecord";
    const MIN_LEN: usize = 36;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id_partition.read(d, v)?;
        self.broker_id.read(d, v)?;
        self.event_timestamp_ms.read(d, v)?;
        self.remote_partition_delete_state.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id_partition.write(s, v);
        self.broker_id.write(s, v);
        self.event_timestamp_ms.write(s, v);
        self.remote_partition_delete_state.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemotePartitionDeleteMetadataRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id_partition.fill(r, v);
        self.broker_id.fill(r, v);
        self.event_timestamp_ms.fill(r, v);
        self.remote_partition_delete_state.fill(r, v);
    }
}

message!(RemotePartitionDeleteMetadataRecord, 0, 0, Some(0));

/// Part of [`RemotePartitionDeleteMetadataRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicIdPartitionEntry {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub id: Uuid,
    /// Versions 0+.
    pub partition: i32,
}

impl Struct for TopicIdPartitionEntry {
    const NAME: &'static str = "TopicIdPartitionEntry";
    const MIN_LEN: usize = 22;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.id.read(d, v)?;
        self.partition.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.id.write(s, v);
        self.partition.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicIdPartitionEntry {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.id.fill(r, v);
        self.partition.fill(r, v);
    }
}
