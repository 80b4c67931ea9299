//! Generated from `crates/wire-codegen/schemas/group/group_metadata.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `GroupMetadataKey`: record type 2, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupMetadataKey {
    /// Versions 0.
    pub group: Str,
}

impl Struct for GroupMetadataKey {
    const NAME: &'static str = "GroupMetadataKey";
    const MIN_LEN: usize = 2;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.group.read(d, v)?;
        Ok(())
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.group.write(s, v);
    }
}

#[cfg(feature = "testing")]
impl Sample for GroupMetadataKey {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.group.fill(r, v);
    }
}

message!(GroupMetadataKey, 0, 0, None);

/// `GroupMetadataValue`: record type 2, versions 0-4.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMetadataValue {
    /// Versions 0+.
    pub protocol_type: Str,
    /// Versions 0+.
    pub generation: i32,
    /// Versions 0+, may be null.
    pub protocol: Option<Str>,
    /// Versions 0+, may be null.
    pub leader: Option<Str>,
    /// Versions 2+, default -1, ignorable.
    pub current_state_timestamp: i64,
    /// Versions 0+.
    pub members: Vec<MemberMetadata>,
}

impl Default for GroupMetadataValue {
    fn default() -> Self {
        Self {
            protocol_type: Str::new(),
            generation: 0,
            protocol: Some(Str::new()),
            leader: Some(Str::new()),
            current_state_timestamp: -1,
            members: Vec::new(),
        }
    }
}

impl Struct for GroupMetadataValue {
    const NAME: &'static str = "GroupMetadataValue";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.protocol_type.read(d, v)?;
        self.generation.read(d, v)?;
        self.protocol.read(d, v)?;
        self.leader.read(d, v)?;
        if v >= 2 {
            self.current_state_timestamp.read(d, v)?;
        }
        self.members.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.protocol_type.write(s, v);
        self.generation.write(s, v);
        self.protocol.write(s, v);
        self.leader.write(s, v);
        if v >= 2 {
            self.current_state_timestamp.write(s, v);
        }
        self.members.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for GroupMetadataValue {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.protocol_type.fill(r, v);
        self.generation.fill(r, v);
        self.protocol.fill(r, v);
        self.leader.fill(r, v);
        if v >= 2 {
            self.current_state_timestamp.fill(r, v);
        }
        self.members.fill(r, v);
    }
}

message!(GroupMetadataValue, 0, 4, Some(4));

/// Part of [`GroupMetadataValue`].
#[derive(Debug, Clone, PartialEq)]
pub struct MemberMetadata {
    /// Versions 0+.
    pub member_id: Str,
    /// Versions 3+, may be null, default null, ignorable.
    pub group_instance_id: Option<Str>,
    /// Versions 0+.
    pub client_id: Str,
    /// Versions 0+.
    pub client_host: Str,
    /// Versions 1+, default -1, ignorable.
    pub rebalance_timeout: i32,
    /// Versions 0+.
    pub session_timeout: i32,
    /// Versions 0+.
    pub subscription: Bytes,
    /// Versions 0+.
    pub assignment: Bytes,
}

impl Default for MemberMetadata {
    fn default() -> Self {
        Self {
            member_id: Str::new(),
            group_instance_id: None,
            client_id: Str::new(),
            client_host: Str::new(),
            rebalance_timeout: -1,
            session_timeout: 0,
            subscription: Bytes::new(),
            assignment: Bytes::new(),
        }
    }
}

impl Struct for MemberMetadata {
    const NAME: &'static str = "MemberMetadata";
    const MIN_LEN: usize = 15;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.member_id.read(d, v)?;
        if v >= 3 {
            self.group_instance_id.read(d, v)?;
        }
        self.client_id.read(d, v)?;
        self.client_host.read(d, v)?;
        if v >= 1 {
            self.rebalance_timeout.read(d, v)?;
        }
        self.session_timeout.read(d, v)?;
        self.subscription.read(d, v)?;
        self.assignment.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.member_id.write(s, v);
        if v >= 3 {
            self.group_instance_id.write(s, v);
        }
        self.client_id.write(s, v);
        self.client_host.write(s, v);
        if v >= 1 {
            self.rebalance_timeout.write(s, v);
        }
        self.session_timeout.write(s, v);
        self.subscription.write(s, v);
        self.assignment.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for MemberMetadata {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.member_id.fill(r, v);
        if v >= 3 {
            self.group_instance_id.fill(r, v);
        }
        self.client_id.fill(r, v);
        self.client_host.fill(r, v);
        if v >= 1 {
            self.rebalance_timeout.fill(r, v);
        }
        self.session_timeout.fill(r, v);
        self.subscription.fill(r, v);
        self.assignment.fill(r, v);
    }
}
