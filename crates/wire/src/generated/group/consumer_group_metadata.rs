//! Generated from `crates/wire-codegen/schemas/group/consumer_group_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupMetadataKey`: record type 3, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for ConsumerGroupMetadataKey {
    const NAME: &'static str = "ConsumerGroupMetadataKey";
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
impl Sample for ConsumerGroupMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(ConsumerGroupMetadataKey, 0, 0, None);

/// `ConsumerGroupMetadataValue`: record type 3, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMetadataValue {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+, tag 0.
    pub metadata_hash: i64,
}

impl Struct for ConsumerGroupMetadataValue {
    const NAME: &'static str = "ConsumerGroupMetadataValue";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.metadata_hash.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        if v.flexible {
            let has_metadata_hash = self.metadata_hash != 0;
            s.put_uvarint(u32::from(has_metadata_hash));
            if has_metadata_hash {
                s.put_tagged(0, &self.metadata_hash, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.metadata_hash.fill(r, v);
    }
}

message!(ConsumerGroupMetadataValue, 0, 0, Some(0));
