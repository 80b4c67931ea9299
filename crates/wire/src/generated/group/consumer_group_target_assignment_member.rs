//! Generated from `crates/wire-codegen/schemas/group/consumer_group_target_assignment_member.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupTargetAssignmentMemberKey`: record type 7, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMemberKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ConsumerGroupTargetAssignmentMemberKey {
    const NAME: &'static str = "ConsumerGroupTargetAssignmentMemberKey";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group_id.read(d, v)?;
        self.member_id.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group_id.write(s, v);
        self.member_id.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupTargetAssignmentMemberKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ConsumerGroupTargetAssignmentMemberKey, 0, 0, None);

/// `ConsumerGroupTargetAssignmentMemberValue`: record type 7, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupTargetAssignmentMemberValue {
    /// Versions 0+.
    pub topic_partitions: Vec<TopicPartition>,
}

impl Struct for ConsumerGroupTargetAssignmentMemberValue {
    const NAME: &'static str = "ConsumerGroupTargetAssignmentMemberValue";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupTargetAssignmentMemberValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_partitions.fill(r, v);
    }
}

message!(ConsumerGroupTargetAssignmentMemberValue, 0, 0, Some(0));

/// Part of [`ConsumerGroupTargetAssignmentMemberValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartition {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartition {
    const NAME: &'static str = "TopicPartition";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.topic_id.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TopicPartition {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}
