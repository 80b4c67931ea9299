//! Generated from `crates/wire-codegen/schemas/group/offset_commit.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `OffsetCommitKey`: record type 1, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OffsetCommitKey {
    /// Versions 0.
    pub group: Str,
    /// Versions 0.
    pub topic: Str,
    /// Versions 0.
    pub partition: i32,
}

impl Struct for OffsetCommitKey {
    const NAME: &'static str = "OffsetCommitKey";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group.read(d, v)?;
        self.topic.read(d, v)?;
        self.partition.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group.write(s, v);
        self.topic.write(s, v);
        self.partition.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group.fill(r, v);
        self.topic.fill(r, v);
        self.partition.fill(r, v);
    }
}

message!(OffsetCommitKey, 0, 0, None);

/// `OffsetCommitValue`: record type 1, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct OffsetCommitValue {
    /// Versions 0+.
    pub offset: i64,
    /// Versions 3+, default -1, ignorable.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub metadata: Str,
    /// Versions 0+.
    pub commit_timestamp: i64,
    /// Versions 1, default -1, ignorable.
    pub expire_timestamp: i64,
    /// Versions 4+, tag 0, ignorable.
    pub topic_id: Uuid,
}

impl Default for OffsetCommitValue {
    fn default() -> Self {
        Self {
            offset: 0,
            leader_epoch: -1,
            metadata: Str::new(),
            commit_timestamp: 0,
            expire_timestamp: -1,
            topic_id: Uuid::ZERO,
        }
    }
}

impl Struct for OffsetCommitValue {
    const NAME: &'static str = "OffsetCommitValue";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.offset.read(d, v)?;
        if v >= 3 {
            self.leader_epoch.read(d, v)?;
        }
        self.metadata.read(d, v)?;
        self.commit_timestamp.read(d, v)?;
        if v == 1 {
            self.expire_timestamp.read(d, v)?;
        }
        d.tags(v, |d, tag| {
            match tag {
                0 if v == 4 => self.topic_id.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.offset.write(s, v);
        if v >= 3 {
            self.leader_epoch.write(s, v);
        }
        self.metadata.write(s, v);
        self.commit_timestamp.write(s, v);
        if v == 1 {
            self.expire_timestamp.write(s, v);
        }
        if v.flexible {
            let has_topic_id = v == 4 && self.topic_id != Uuid::ZERO;
            s.put_uvarint(u32::from(has_topic_id));
            if has_topic_id {
                s.put_tagged(0, &self.topic_id, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for OffsetCommitValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.offset.fill(r, v);
        if v >= 3 {
            self.leader_epoch.fill(r, v);
        }
        self.metadata.fill(r, v);
        self.commit_timestamp.fill(r, v);
        if v == 1 {
            self.expire_timestamp.fill(r, v);
        }
        if v == 4 {
            self.topic_id.fill(r, v);
        }
    }
}

message!(OffsetCommitValue, 0, 4, Some(4));
