//! Generated from `crates/wire-codegen/schemas/group/consumer_group_partition_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupPartitionMetadataKey`: record type 4, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupPartitionMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for ConsumerGroupPartitionMetadataKey {
    const NAME: &'static str = "ConsumerGroupPartitionMetadataKey";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupPartitionMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(ConsumerGroupPartitionMetadataKey, 0, 0, None);

/// `ConsumerGroupPartitionMetadataValue`: record type 4, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupPartitionMetadataValue {
    /// Versions 0+.
    pub topics: Vec<TopicMetadata>,
}

impl Struct for ConsumerGroupPartitionMetadataValue {
    const NAME: &'static str = "ConsumerGroupPartitionMetadataValue";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupPartitionMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topics.fill(r, v);
    }
}

message!(ConsumerGroupPartitionMetadataValue, 0, 0, Some(0));

/// Part of [`ConsumerGroupPartitionMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicMetadata {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub num_partitions: i32,
    /// Versions 0+.
    pub partition_metadata: Vec<PartitionMetadata>,
}

impl Struct for TopicMetadata {
    const NAME: &'static str = "TopicMetadata";
    const MIN_LEN: usize = 23;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.topic_name.read(d, v)?;
        self.num_partitions.read(d, v)?;
        self.partition_metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.topic_name.write(s, v);
        self.num_partitions.write(s, v);
        self.partition_metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicMetadata {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.topic_name.fill(r, v);
        self.num_partitions.fill(r, v);
        self.partition_metadata.fill(r, v);
    }
}

/// Part of [`ConsumerGroupPartitionMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartitionMetadata {
    /// Versions 0+.
    pub partition: i32,
    /// Versions 0+.
    pub racks: Vec<Str>,
}

impl Struct for PartitionMetadata {
    const NAME: &'static str = "PartitionMetadata";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.partition.read(d, v)?;
        self.racks.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.partition.write(s, v);
        self.racks.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for PartitionMetadata {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.partition.fill(r, v);
        self.racks.fill(r, v);
    }
}
