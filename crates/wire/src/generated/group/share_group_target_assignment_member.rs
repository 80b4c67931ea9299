//! Generated from `crates/wire-codegen/schemas/group/share_group_target_assignment_member.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupTargetAssignmentMemberKey`: record type 13, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupTargetAssignmentMemberKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ShareGroupTargetAssignmentMemberKey {
    const NAME: &'static str = "ShareGroupTargetAssignmentMemberKey";
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
impl Sample for ShareGroupTargetAssignmentMemberKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ShareGroupTargetAssignmentMemberKey, 0, 0, None);

/// `ShareGroupTargetAssignmentMemberValue`: record type 13, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupTargetAssignmentMemberValue {
    /// Versions 0+.
    pub topic_partitions: Vec<TopicPartition>,
}

impl Struct for ShareGroupTargetAssignmentMemberValue {
    const NAME: &'static str = "ShareGroupTargetAssignmentMemberValue";
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
impl Sample for ShareGroupTargetAssignmentMemberValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_partitions.fill(r, v);
    }
}

message!(ShareGroupTargetAssignmentMemberValue, 0, 0, Some(0));

/// Part of [`ShareGroupTargetAssignmentMemberValue`].
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
