//! Generated from `crates/wire-codegen/schemas/group/streams_group_current_member_assignment.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupCurrentMemberAssignmentKey`: record type 22, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupCurrentMemberAssignmentKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for StreamsGroupCurrentMemberAssignmentKey {
    const NAME: &'static str = "StreamsGroupCurrentMemberAssignmentKey";
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
impl Sample for StreamsGroupCurrentMemberAssignmentKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(StreamsGroupCurrentMemberAssignmentKey, 0, 0, None);

/// `StreamsGroupCurrentMemberAssignmentValue`: record type 22, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupCurrentMemberAssignmentValue {
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub previous_member_epoch: i32,
    /// Versions 0+.
    pub state: i8,
    /// Versions 0+.
    pub active_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub standby_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub warmup_tasks: Vec<TaskIds>,
    /// Versions 0+.
    pub active_tasks_pending_revocation: Vec<TaskIds>,
    /// Versions 0+.
    pub standby_tasks_pending_revocation: Vec<TaskIds>,
    /// Versions 0+.
    pub warmup_tasks_pending_revocation: Vec<TaskIds>,
}

impl Struct for StreamsGroupCurrentMemberAssignmentValue {
    const NAME: &'static str = "StreamsGroupCurrentMemberAssignmentValue";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_epoch.read(d, v)?;
        self.previous_member_epoch.read(d, v)?;
        self.state.read(d, v)?;
        self.active_tasks.read(d, v)?;
        self.standby_tasks.read(d, v)?;
        self.warmup_tasks.read(d, v)?;
        self.active_tasks_pending_revocation.read(d, v)?;
        self.standby_tasks_pending_revocation.read(d, v)?;
        self.warmup_tasks_pending_revocation.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_epoch.write(s, v);
        self.previous_member_epoch.write(s, v);
        self.state.write(s, v);
        self.active_tasks.write(s, v);
        self.standby_tasks.write(s, v);
        self.warmup_tasks.write(s, v);
        self.active_tasks_pending_revocation.write(s, v);
        self.standby_tasks_pending_revocation.write(s, v);
        self.warmup_tasks_pending_revocation.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupCurrentMemberAssignmentValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_epoch.fill(r, v);
        self.previous_member_epoch.fill(r, v);
        self.state.fill(r, v);
        self.active_tasks.fill(r, v);
        self.standby_tasks.fill(r, v);
        self.warmup_tasks.fill(r, v);
        self.active_tasks_pending_revocation.fill(r, v);
        self.standby_tasks_pending_revocation.fill(r, v);
        self.warmup_tasks_pending_revocation.fill(r, v);
    }
}

message!(StreamsGroupCurrentMemberAssignmentValue, 0, 0, Some(0));

/// Part of [`StreamsGroupCurrentMemberAssignmentValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct TaskIds {
    /// Versions 0+.
    pub subtopology_id: Str,
    /// Versions 0+.
    pub partitions: Vec<i32>,
    /// Versions 0+, may be null, tag 0.
    pub assignment_epochs: Option<Vec<i32>>,
}

impl Default for TaskIds {
    fn default() -> Self {
        Self { subtopology_id: Str::new(), partitions: Vec::new(), assignment_epochs: Some(Vec::new()) }
    }
}

impl Struct for TaskIds {
    const NAME: &'static str = "TaskIds";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.subtopology_id.read(d, v)?;
        self.partitions.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.assignment_epochs.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.subtopology_id.write(s, v);
        self.partitions.write(s, v);
        if v.flexible {
            let has_assignment_epochs = self.assignment_epochs.as_ref().is_none_or(|x| !x.is_empty());
            s.put_uvarint(u32::from(has_assignment_epochs));
            if has_assignment_epochs {
                s.put_tagged(0, &self.assignment_epochs, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for TaskIds {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.subtopology_id.fill(r, v);
        self.partitions.fill(r, v);
        self.assignment_epochs.fill(r, v);
    }
}
