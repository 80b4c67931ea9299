//! Generated from `crates/wire-codegen/schemas/group/streams_group_target_assignment_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupTargetAssignmentMetadataKey`: record type 20, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTargetAssignmentMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for StreamsGroupTargetAssignmentMetadataKey {
    const NAME: &'static str = "StreamsGroupTargetAssignmentMetadataKey";
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
impl Sample for StreamsGroupTargetAssignmentMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(StreamsGroupTargetAssignmentMetadataKey, 0, 0, None);

/// `StreamsGroupTargetAssignmentMetadataValue`: record type 20, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupTargetAssignmentMetadataValue {
    /// Versions 0+.
    pub assignment_epoch: i32,
    /// Versions 0+, tag 0, ignorable.
    pub assignment_timestamp: i64,
}

impl Struct for StreamsGroupTargetAssignmentMetadataValue {
    const NAME: &'static str = "StreamsGroupTargetAssignmentMetadataValue";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.assignment_epoch.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.assignment_timestamp.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.assignment_epoch.write(s, v);
        if v.flexible {
            let has_assignment_timestamp = self.assignment_timestamp != 0;
            s.put_uvarint(u32::from(has_assignment_timestamp));
            if has_assignment_timestamp {
                s.put_tagged(0, &self.assignment_timestamp, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupTargetAssignmentMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.assignment_epoch.fill(r, v);
        self.assignment_timestamp.fill(r, v);
    }
}

message!(StreamsGroupTargetAssignmentMetadataValue, 0, 0, Some(0));
