//! Generated from `crates/wire-codegen/schemas/group/streams_group_target_assignment_member.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupTargetAssignmentMemberKey`: record type 21, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTargetAssignmentMemberKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for StreamsGroupTargetAssignmentMemberKey {
    const NAME: &'static str = "StreamsGroupTargetAssignmentMemberKey";
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
impl Sample for StreamsGroupTargetAssignmentMemberKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(StreamsGroupTargetAssignmentMemberKey, 0, 0, None);

/// `StreamsGroupTargetAssignmentMemberValue`: record type 21, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTargetAssignmentMemberValue {
    /// Versions 0+.
    pub active_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub standby_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub warmup_tasks: Vec<TaskIds>,
}

impl Struct for StreamsGroupTargetAssignmentMemberValue {
    const NAME: &'static str = "StreamsGroupTargetAssignmentMemberValue";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.active_tasks.read(d, v)?;
        self.standby_tasks.read(d, v)?;
        self.warmup_tasks.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.active_tasks.write(s, v);
        self.standby_tasks.write(s, v);
        self.warmup_tasks.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupTargetAssignmentMemberValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.active_tasks.fill(r, v);
        self.standby_tasks.fill(r, v);
        self.warmup_tasks.fill(r, v);
    }
}

message!(StreamsGroupTargetAssignmentMemberValue, 0, 0, Some(0));

/// Part of [`StreamsGroupTargetAssignmentMemberValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskIds {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
}

impl Struct for TaskIds {
    const NAME: &'static str = "TaskIds";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.partitions.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for TaskIds {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.partitions.fill(r, v);
    }
}
