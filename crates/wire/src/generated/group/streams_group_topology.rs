//! Generated from `crates/wire-codegen/schemas/group/streams_group_topology.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupTopologyKey`: record type 23, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTopologyKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for StreamsGroupTopologyKey {
    const NAME: &'static str = "StreamsGroupTopologyKey";
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
impl Sample for StreamsGroupTopologyKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(StreamsGroupTopologyKey, 0, 0, None);

/// `StreamsGroupTopologyValue`: record type 23, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTopologyValue {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+.
    pub subtopologies: Vec<Subtopology>,
}

impl Struct for StreamsGroupTopologyValue {
    const NAME: &'static str = "StreamsGroupTopologyValue";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        self.subtopologies.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        self.subtopologies.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupTopologyValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.subtopologies.fill(r, v);
    }
}

message!(StreamsGroupTopologyValue, 0, 0, Some(0));

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subtopology {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub source_topics: Vec<Str>,
    /// Versions 0+.
    pub source_topic_regex: Vec<Str>,
    /// Versions 0+.
    pub state_changelog_topics: Vec<TopicInfo>,
    /// Versions 0+.
    pub repartition_sink_topics: Vec<Str>,
    /// Versions 0+.
    pub repartition_source_topics: Vec<TopicInfo>,
    /// Versions 0+.
    pub copartition_groups: Vec<CopartitionGroup>,
}

impl Struct for Subtopology {
    const NAME: &'static str = "Subtopology";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.source_topics.read(d, v)?;
        self.source_topic_regex.read(d, v)?;
        self.state_changelog_topics.read(d, v)?;
        self.repartition_sink_topics.read(d, v)?;
        self.repartition_source_topics.read(d, v)?;
        self.copartition_groups.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.source_topics.write(s, v);
        self.source_topic_regex.write(s, v);
        self.state_changelog_topics.write(s, v);
        self.repartition_sink_topics.write(s, v);
        self.repartition_source_topics.write(s, v);
        self.copartition_groups.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Subtopology {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.source_topics.fill(r, v);
        self.source_topic_regex.fill(r, v);
        self.state_changelog_topics.fill(r, v);
        self.repartition_sink_topics.fill(r, v);
        self.repartition_source_topics.fill(r, v);
        self.copartition_groups.fill(r, v);
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopartitionGroup {
    /// Versions 0+.
    pub source_topics: Vec<i16>,
    /// Versions 0+.
    pub source_topic_regex: Vec<i16>,
    /// Versions 0+.
    pub repartition_source_topics: Vec<i16>,
}

impl Struct for CopartitionGroup {
    const NAME: &'static str = "CopartitionGroup";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.source_topics.read(d, v)?;
        self.source_topic_regex.read(d, v)?;
        self.repartition_source_topics.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.source_topics.write(s, v);
        self.source_topic_regex.write(s, v);
        self.repartition_source_topics.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CopartitionGroup {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.source_topics.fill(r, v);
        self.source_topic_regex.fill(r, v);
        self.repartition_source_topics.fill(r, v);
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicInfo {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub partitions: i32,
    /// Versions 0+.
    pub replication_factor: i16,
    /// Versions 0+.
    pub topic_configs: Vec<TopicConfig>,
}

impl Struct for TopicInfo {
    const NAME: &'static str = "TopicInfo";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.partitions.read(d, v)?;
        self.replication_factor.read(d, v)?;
        self.topic_configs.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.partitions.write(s, v);
        self.replication_factor.write(s, v);
        self.topic_configs.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicInfo {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.partitions.fill(r, v);
        self.replication_factor.fill(r, v);
        self.topic_configs.fill(r, v);
    }
}

/// Part of [`StreamsGroupTopologyValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicConfig {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: Str,
}

impl Struct for TopicConfig {
    const NAME: &'static str = "TopicConfig";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicConfig {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
    }
}
