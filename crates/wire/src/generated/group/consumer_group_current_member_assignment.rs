//! Generated from `crates/wire-codegen/schemas/group/consumer_group_current_member_assignment.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupCurrentMemberAssignmentKey`: record type 8, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupCurrentMemberAssignmentKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ConsumerGroupCurrentMemberAssignmentKey {
    const NAME: &'static str = "ConsumerGroupCurrentMemberAssignmentKey";
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
impl Sample for ConsumerGroupCurrentMemberAssignmentKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ConsumerGroupCurrentMemberAssignmentKey, 0, 0, None);

/// `ConsumerGroupCurrentMemberAssignmentValue`: record type 8, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupCurrentMemberAssignmentValue {
    /// Versions 0+.
    pub member_epoch: i32,
    /// Versions 0+.
    pub previous_member_epoch: i32,
    /// Versions 0+.
    pub state: i8,
    /// Versions 0+.
    pub assigned_partitions: Vec<TopicPartitions>,
    /// Versions 0+.
    pub partitions_pending_revocation: Vec<TopicPartitions>,
}

impl Struct for ConsumerGroupCurrentMemberAssignmentValue {
    const NAME: &'static str = "ConsumerGroupCurrentMemberAssignmentValue";
    const MIN_LEN: usize = 12;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_epoch.read(d, v)?;
        self.previous_member_epoch.read(d, v)?;
        self.state.read(d, v)?;
        self.assigned_partitions.read(d, v)?;
        self.partitions_pending_revocation.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_epoch.write(s, v);
        self.previous_member_epoch.write(s, v);
        self.state.write(s, v);
        self.assigned_partitions.write(s, v);
        self.partitions_pending_revocation.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupCurrentMemberAssignmentValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_epoch.fill(r, v);
        self.previous_member_epoch.fill(r, v);
        self.state.fill(r, v);
        self.assigned_partitions.fill(r, v);
        self.partitions_pending_revocation.fill(r, v);
    }
}

message!(ConsumerGroupCurrentMemberAssignmentValue, 0, 0, Some(0));

/// Part of [`ConsumerGroupCurrentMemberAssignmentValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct TopicPartitions {
    /// Versions 0+.
    pub topic_id: Uuid,
    /// Versions 0+.
    pub partitions: Vec<i32>,
    /// Versions 0+, may be null, tag 0.
    pub assignment_epochs: Option<Vec<i32>>,
}

impl Default for TopicPartitions {
    fn default() -> Self {
        Self { topic_id: Uuid::ZERO, partitions: Vec::new(), assignment_epochs: Some(Vec::new()) }
    }
}

impl Struct for TopicPartitions {
    const NAME: &'static str = "TopicPartitions";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.topic_id.read(d, v)?;
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
        self.topic_id.write(s, v);
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
impl Sample for TopicPartitions {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.topic_id.fill(r, v);
        self.partitions.fill(r, v);
        self.assignment_epochs.fill(r, v);
    }
}
