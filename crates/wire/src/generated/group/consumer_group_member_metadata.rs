//! Generated from `crates/wire-codegen/schemas/group/consumer_group_member_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `ConsumerGroupMemberMetadataKey`: record type 5, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConsumerGroupMemberMetadataKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for ConsumerGroupMemberMetadataKey {
    const NAME: &'static str = "ConsumerGroupMemberMetadataKey";
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
impl Sample for ConsumerGroupMemberMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(ConsumerGroupMemberMetadataKey, 0, 0, None);

/// `ConsumerGroupMemberMetadataValue`: record type 5, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroupMemberMetadataValue {
    /// Versions 0+, may be null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null.
    pub rack_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+.
    pub subscribed_topic_names: Vec<Str>,
    /// Versions 0+, may be null.
    pub subscribed_topic_regex: Option<Str>,
    /// Versions 0+, default -1.
    pub rebalance_timeout_ms: i32,
    /// Versions 0+, may be null.
    pub server_assignor: Option<Str>,
    /// Versions 0+, may be null, tag 0.
    pub classic_member_metadata: Option<ClassicMemberMetadata>,
}

impl Default for ConsumerGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            instance_id: Some(Str::new()),
            rack_id: Some(Str::new()),
            client_id: Str::new(),
            client_host: Str::new(),
            subscribed_topic_names: Vec::new(),
            subscribed_topic_regex: Some(Str::new()),
            rebalance_timeout_ms: -1,
            server_assignor: Some(Str::new()),
            classic_member_metadata: Some(ClassicMemberMetadata::default()),
        }
    }
}

impl Struct for ConsumerGroupMemberMetadataValue {
    const NAME: &'static str = "ConsumerGroupMemberMetadataValue";
    const MIN_LEN: usize = 12;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.subscribed_topic_names.read(d, v)?;
        self.subscribed_topic_regex.read(d, v)?;
        self.rebalance_timeout_ms.read(d, v)?;
        self.server_assignor.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => d.read_tagged_struct(&mut self.classic_member_metadata, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.subscribed_topic_names.write(s, v);
        self.subscribed_topic_regex.write(s, v);
        self.rebalance_timeout_ms.write(s, v);
        self.server_assignor.write(s, v);
        if v.flexible {
            let has_classic_member_metadata =
                self.classic_member_metadata != Some(ClassicMemberMetadata::default());
            s.put_uvarint(u32::from(has_classic_member_metadata));
            if has_classic_member_metadata {
                s.put_tagged_struct(0, &self.classic_member_metadata, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for ConsumerGroupMemberMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.subscribed_topic_names.fill(r, v);
        self.subscribed_topic_regex.fill(r, v);
        self.rebalance_timeout_ms.fill(r, v);
        self.server_assignor.fill(r, v);
        self.classic_member_metadata.fill(r, v);
    }
}

message!(ConsumerGroupMemberMetadataValue, 0, 0, Some(0));

/// Part of [`ConsumerGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicMemberMetadata {
    /// Versions 0+.
    pub session_timeout_ms: i32,
    /// Versions 0+.
    pub supported_protocols: Vec<ClassicProtocol>,
}

impl Struct for ClassicMemberMetadata {
    const NAME: &'static str = "ClassicMemberMetadata";
    const MIN_LEN: usize = 6;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.session_timeout_ms.read(d, v)?;
        self.supported_protocols.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.session_timeout_ms.write(s, v);
        self.supported_protocols.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ClassicMemberMetadata {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.session_timeout_ms.fill(r, v);
        self.supported_protocols.fill(r, v);
    }
}

/// Part of [`ConsumerGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassicProtocol {
    /// Versions 0+.
    pub name: Str,
    /// Versions 0+.
    pub metadata: Bytes,
}

impl Struct for ClassicProtocol {
    const NAME: &'static str = "ClassicProtocol";
    const MIN_LEN: usize = 3;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.metadata.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.metadata.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for ClassicProtocol {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.metadata.fill(r, v);
    }
}
