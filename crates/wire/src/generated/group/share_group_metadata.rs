//! Generated from `crates/wire-codegen/schemas/group/share_group_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupMetadataKey`: record type 11, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for ShareGroupMetadataKey {
    const NAME: &'static str = "ShareGroupMetadataKey";
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
impl Sample for ShareGroupMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(ShareGroupMetadataKey, 0, 0, None);

/// `ShareGroupMetadataValue`: record type 11, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupMetadataValue {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+.
    pub metadata_hash: i64,
}

impl Struct for ShareGroupMetadataValue {
    const NAME: &'static str = "ShareGroupMetadataValue";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        self.metadata_hash.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        self.metadata_hash.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.metadata_hash.fill(r, v);
    }
}

message!(ShareGroupMetadataValue, 0, 0, Some(0));
