//! Generated from `crates/wire-codegen/schemas/group/legacy_offset_commit.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `LegacyOffsetCommitKey`: record type 0, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LegacyOffsetCommitKey {
    /// Versions 0.
    pub group: Str,
    /// Versions 0.
    pub topic: Str,
    /// Versions 0.
    pub partition: i32,
}

impl Struct for LegacyOffsetCommitKey {
    const NAME: &'static str = "LegacyOffsetCommitKey";
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
impl Sample for LegacyOffsetCommitKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group.fill(r, v);
        self.topic.fill(r, v);
        self.partition.fill(r, v);
    }
}

message!(LegacyOffsetCommitKey, 0, 0, None);

/// `LegacyOffsetCommitValue`: record type 0, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LegacyOffsetCommitValue {
    /// Versions 0.
    pub offset: i64,
    /// Versions 0.
    pub metadata: Str,
    /// Versions 0.
    pub commit_timestamp: i64,
}

impl Struct for LegacyOffsetCommitValue {
    const NAME: &'static str = "LegacyOffsetCommitValue";
    const MIN_LEN: usize = 18;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.offset.read(d, v)?;
        self.metadata.read(d, v)?;
        self.commit_timestamp.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.offset.write(s, v);
        self.metadata.write(s, v);
        self.commit_timestamp.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LegacyOffsetCommitValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.offset.fill(r, v);
        self.metadata.fill(r, v);
        self.commit_timestamp.fill(r, v);
    }
}

message!(LegacyOffsetCommitValue, 0, 0, None);
