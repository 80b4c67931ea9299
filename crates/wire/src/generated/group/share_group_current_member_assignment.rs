//! Generated from `crates/wire-codegen/schemas/group/share_group_current_member_assignment.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupCurrentMemberAssignmentKey`: record type 14, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupCurrentMemberAssignmentKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ShareGroupCurrentMemberAssignmentKey {
    const NAME: &'static str = "ShareGroupCurrentMemberAssignmentKey";
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
impl Sample for ShareGroupCurrentMemberAssignmentKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ShareGroupCurrentMemberAssignmentKey, 0, 0, None);

/// `ShareGroupCurrentMemberAssignmentValue`: record type 14, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupCurrentMemberAssignmentValue {
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub previous_member_epoch: i32,
    /// Versions 0+.
    pub state: i8,
    /// Versions 0+.
    pub assigned_partitions: Vec<TopicPartitions>,
}

impl Struct for ShareGroupCurrentMemberAssignmentValue {
    const NAME: &'static str = "ShareGroupCurrentMemberAssignmentValue";
    const MIN_LEN: usize = 11;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_epoch.read(d, v)?;
        self.previous_member_epoch.read(d, v)?;
        self.state.read(d, v)?;
        self.assigned_partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_epoch.write(s, v);
        self.previous_member_epoch.write(s, v);
        self.state.write(s, v);
        self.assigned_partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupCurrentMemberAssignmentValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_epoch.fill(r, v);
        self.previous_member_epoch.fill(r, v);
        self.state.fill(r, v);
        self.assigned_partitions.fill(r, v);
    }
}

message!(ShareGroupCurrentMemberAssignmentValue, 0, 0, Some(0));

/// Part of [`ShareGroupCurrentMemberAssignmentValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TopicPartitions {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TopicPartitions {
    const NAME: &'static str = "TopicPartitions";
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
impl Sample for TopicPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}
