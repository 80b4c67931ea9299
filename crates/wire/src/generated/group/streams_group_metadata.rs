//! Generated from `crates/wire-codegen/schemas/group/streams_group_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupMetadataKey`: record type 17, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupMetadataKey {
    /// Versions 0.
    pub group_id: Str,
}

impl Struct for StreamsGroupMetadataKey {
    const NAME: &'static str = "StreamsGroupMetadataKey";
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
impl Sample for StreamsGroupMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
    }
}

message!(StreamsGroupMetadataKey, 0, 0, None);

/// `StreamsGroupMetadataValue`: record type 17, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupMetadataValue {
    /// Versions 0+.
    pub epoch: i32,
    /// Versions 0+.
    pub metadata_hash: i64,
    /// Versions 0+, tag 0, default -1.
    pub validated_topology_epoch: i32,
    /// Versions 0+, may be null, tag 1.
    pub last_assignment_configs: Option<Vec<LastAssignmentConfig>>,
}

impl Default for StreamsGroupMetadataValue {
    fn default() -> Self {
        Self {
            epoch: 0,
            metadata_hash: 0,
            validated_topology_epoch: -1,
            last_assignment_configs: Some(Vec::new()),
        }
    }
}

impl Struct for StreamsGroupMetadataValue {
    const NAME: &'static str = "StreamsGroupMetadataValue";
    const MIN_LEN: usize = 13;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.epoch.read(d, v)?;
        self.metadata_hash.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.validated_topology_epoch.read(d, v)?,
                1 => self.last_assignment_configs.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.epoch.write(s, v);
        self.metadata_hash.write(s, v);
        if v.flexible {
            let has_validated_topology_epoch = self.validated_topology_epoch != -1;
            let has_last_assignment_configs =
                self.last_assignment_configs.as_ref().is_none_or(|x| !x.is_empty());
            s.put_uvarint(u32::from(has_validated_topology_epoch) + u32::from(has_last_assignment_configs));
            if has_validated_topology_epoch {
                s.put_tagged(0, &self.validated_topology_epoch, v);
            }
            if has_last_assignment_configs {
                s.put_tagged(1, &self.last_assignment_configs, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.epoch.fill(r, v);
        self.metadata_hash.fill(r, v);
        self.validated_topology_epoch.fill(r, v);
        self.last_assignment_configs.fill(r, v);
    }
}

message!(StreamsGroupMetadataValue, 0, 0, Some(0));

/// Part of [`StreamsGroupMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LastAssignmentConfig {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: Str,
}

impl Struct for LastAssignmentConfig {
    const NAME: &'static str = "LastAssignmentConfig";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.key.read(d, v)?;
        self.value.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.key.write(s, v);
        self.value.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LastAssignmentConfig {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
    }
}
