//! Generated from `crates/wire-codegen/schemas/group/share_group_state_partition_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupStatePartitionMetadataKey`: record type 15, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupStatePartitionMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for ShareGroupStatePartitionMetadataKey {
    const NAME: &'static str = "ShareGroupStatePartitionMetadataKey";
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
impl Sample for ShareGroupStatePartitionMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(ShareGroupStatePartitionMetadataKey, 0, 0, None);

/// `ShareGroupStatePartitionMetadataValue`: record type 15, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupStatePartitionMetadataValue {
    /// Versions 0+.
    pub initializing_topics: Vec<TopicPartitionsInfo>,
    /// Versions 0+.
    pub initialized_topics: Vec<TopicPartitionsInfo>,
    /// Versions 0+.
    pub deleting_topics: Vec<TopicInfo>,
}

impl Struct for ShareGroupStatePartitionMetadataValue {
    const NAME: &'static str = "ShareGroupStatePartitionMetadataValue";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.initializing_topics.read(d, v)?;
        self.initialized_topics.read(d, v)?;
        self.deleting_topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.initializing_topics.write(s, v);
        self.initialized_topics.write(s, v);
        self.deleting_topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupStatePartitionMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.initializing_topics.fill(r, v);
        self.initialized_topics.fill(r, v);
        self.deleting_topics.fill(r, v);
    }
}

message!(ShareGroupStatePartitionMetadataValue, 0, 0, Some(0));

/// Part of [`ShareGroupStatePartitionMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub topic_name: Str,
}

impl Struct for TopicInfo {
    const NAME: &'static str = "TopicInfo";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.topic_name.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.topic_name.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.topic_name.fill(r, v);
    }
}

/// Part of [`ShareGroupStatePartitionMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitionsInfo {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub topic_name: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartitionsInfo {
    const NAME: &'static str = "TopicPartitionsInfo";
    const MIN_LEN: usize = 19;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.topic_name.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.topic_name.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartitionsInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.topic_name.fill(r, v);
        self.partitions.fill(r, v);
    }
}
