//! Generated from `crates/wire-codegen/schemas/group/share_group_member_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ShareGroupMemberMetadataKey`: record type 10, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ShareGroupMemberMetadataKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ShareGroupMemberMetadataKey {
    const NAME: &'static str = "ShareGroupMemberMetadataKey";
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
impl Sample for ShareGroupMemberMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ShareGroupMemberMetadataKey, 0, 0, None);

/// `ShareGroupMemberMetadataValue`: record type 10, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareGroupMemberMetadataValue {
    /// Versions 0+, may be null.
    pub rack_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+.
    pub subscribed_topic_names: Vec<Str>,
}

impl Default for ShareGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            rack_id: Some(Str::new()),
            client_id: Str::new(),
            client_host: Str::new(),
            subscribed_topic_names: Vec::new(),
        }
    }
}

impl Struct for ShareGroupMemberMetadataValue {
    const NAME: &'static str = "ShareGroupMemberMetadataValue";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.rack_id.read(d, v)?;
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.subscribed_topic_names.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.rack_id.write(s, v);
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.subscribed_topic_names.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ShareGroupMemberMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.rack_id.fill(r, v);
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.subscribed_topic_names.fill(r, v);
    }
}

message!(ShareGroupMemberMetadataValue, 0, 0, Some(0));
