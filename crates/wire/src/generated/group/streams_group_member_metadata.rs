//! Generated from `crates/wire-codegen/schemas/group/streams_group_member_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `StreamsGroupMemberMetadataKey`: record type 19, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StreamsGroupMemberMetadataKey {
    /// Versions 0.
    pub group_id: Str,
    /// Versions 0.
    pub member_id: Str,
}

impl Struct for StreamsGroupMemberMetadataKey {
    const NAME: &'static str = "StreamsGroupMemberMetadataKey";
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
impl Sample for StreamsGroupMemberMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group_id.fill(r, v);
        self.member_id.fill(r, v);
    }
}

message!(StreamsGroupMemberMetadataKey, 0, 0, None);

/// `StreamsGroupMemberMetadataValue`: record type 19, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamsGroupMemberMetadataValue {
    /// Versions 0+, may be null.
    pub instance_id: Option<Str>,
    /// Versions 0+, may be null.
    pub rack_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 0+, default -1.
    pub rebalance_timeout_ms: i32,
    /// Versions 0+.
    pub topology_epoch: i32,
    /// Versions 0+.
    pub process_id: Str,
    /// Versions 0+, may be null, default null.
    pub user_endpoint: Option<Endpoint>,
    /// Versions 0+.
    pub client_tags: Vec<KeyValue>,
}

impl Default for StreamsGroupMemberMetadataValue {
    fn default() -> Self {
        Self {
            instance_id: Some(Str::new()),
            rack_id: Some(Str::new()),
            client_id: Str::new(),
            client_host: Str::new(),
            rebalance_timeout_ms: -1,
            topology_epoch: 0,
            process_id: Str::new(),
            user_endpoint: None,
            client_tags: Vec::new(),
        }
    }
}

impl Struct for StreamsGroupMemberMetadataValue {
    const NAME: &'static str = "StreamsGroupMemberMetadataValue";
    const MIN_LEN: usize = 16;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.instance_id.read(d, v)?;
        self.rack_id.read(d, v)?;
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        self.rebalance_timeout_ms.read(d, v)?;
        self.topology_epoch.read(d, v)?;
        self.process_id.read(d, v)?;
        self.user_endpoint.read(d, v)?;
        self.client_tags.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.instance_id.write(s, v);
        self.rack_id.write(s, v);
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        self.rebalance_timeout_ms.write(s, v);
        self.topology_epoch.write(s, v);
        self.process_id.write(s, v);
        self.user_endpoint.write(s, v);
        self.client_tags.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for StreamsGroupMemberMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.instance_id.fill(r, v);
        self.rack_id.fill(r, v);
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        self.rebalance_timeout_ms.fill(r, v);
        self.topology_epoch.fill(r, v);
        self.process_id.fill(r, v);
        self.user_endpoint.fill(r, v);
        self.client_tags.fill(r, v);
    }
}

message!(StreamsGroupMemberMetadataValue, 0, 0, Some(0));

/// Part of [`StreamsGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Endpoint {
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
}

impl Struct for Endpoint {
    const NAME: &'static str = "Endpoint";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.host.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Endpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Part of [`StreamsGroupMemberMetadataValue`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyValue {
    /// Versions 0+.
    pub key: Str,
    /// Versions 0+.
    pub value: Str,
}

impl Struct for KeyValue {
    const NAME: &'static str = "KeyValue";
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
impl Sample for KeyValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.key.fill(r, v);
        self.value.fill(r, v);
    }
}
