//! Generated from `crates/wire-codegen/schemas/api/update_raft_voter.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `UpdateRaftVoterRequest`: API key 82, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateRaftVoterRequest {
    /// Versions 0+, may be null.
    pub cluster_id: Option<Str>,
    /// Versions 0+.
    pub current_leader_epoch: i32,
    /// Versions 0+.
    pub voter_id: i32,
    /// Versions 0+.
    pub voter_directory_id: Uuid,
    /// Versions 0+.
    pub listeners: Vec<Listener>,
    /// Versions 0+.
    pub kraft_version_feature: KRaftVersionFeature,
}

impl Default for UpdateRaftVoterRequest {
    fn default() -> Self {
        Self {
            cluster_id: Some(Str::new()),
            current_leader_epoch: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Vec::new(),
            kraft_version_feature: KRaftVersionFeature::default(),
        }
    }
}

impl Struct for UpdateRaftVoterRequest {
    const NAME: &'static str = "UpdateRaftVoterRequest";
    const MIN_LEN: usize = 32;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        self.current_leader_epoch.read(d, v)?;
        self.voter_id.read(d, v)?;
        self.voter_directory_id.read(d, v)?;
        self.listeners.read(d, v)?;
        self.kraft_version_feature.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        self.current_leader_epoch.write(s, v);
        self.voter_id.write(s, v);
        self.voter_directory_id.write(s, v);
        self.listeners.write(s, v);
        self.kraft_version_feature.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateRaftVoterRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        self.current_leader_epoch.fill(r, v);
        self.voter_id.fill(r, v);
        self.voter_directory_id.fill(r, v);
        self.listeners.fill(r, v);
        self.kraft_version_feature.fill(r, v);
    }
}

message!(UpdateRaftVoterRequest, 0, 0, Some(0));
request!(UpdateRaftVoterRequest, UpdateRaftVoter, UpdateRaftVoterResponse);

/// Part of [`UpdateRaftVoterRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listener {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
}

impl Struct for Listener {
    const NAME: &'static str = "Listener";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.name.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.name.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Listener {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Part of [`UpdateRaftVoterRequest`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KRaftVersionFeature {
    /// Versions 0+.
    pub min_supported_version: i16,
    /// Versions 0+.
    pub max_supported_version: i16,
}

impl Struct for KRaftVersionFeature {
    const NAME: &'static str = "KRaftVersionFeature";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.min_supported_version.read(d, v)?;
        self.max_supported_version.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.min_supported_version.write(s, v);
        self.max_supported_version.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for KRaftVersionFeature {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.min_supported_version.fill(r, v);
        self.max_supported_version.fill(r, v);
    }
}

/// `UpdateRaftVoterResponse`: API key 82, versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRaftVoterResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, tag 0.
    pub current_leader: CurrentLeader,
}

impl Struct for UpdateRaftVoterResponse {
    const NAME: &'static str = "UpdateRaftVoterResponse";
    const MIN_LEN: usize = 7;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        d.tags(v, |d, tag| {
            match tag {
                0 => self.current_leader.read(d, v)?,
                _ => return Ok(false),
            }
            Ok(true)
        })
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        if v.flexible {
            let has_current_leader = self.current_leader != CurrentLeader::default();
            s.put_uvarint(u32::from(has_current_leader));
            if has_current_leader {
                s.put_tagged(0, &self.current_leader, v);
            }
        }
    }
}

#[cfg(feature = "testing")]
impl Sample for UpdateRaftVoterResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.current_leader.fill(r, v);
    }
}

message!(UpdateRaftVoterResponse, 0, 0, Some(0));

/// Part of [`UpdateRaftVoterResponse`].
#[derive(Debug, Clone, PartialEq)]
pub struct CurrentLeader {
    /// Versions 0+, default -1.
    pub leader_id: i32,
    /// Versions 0+, default -1.
    pub leader_epoch: i32,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: i32,
}

impl Default for CurrentLeader {
    fn default() -> Self {
        Self { leader_id: -1, leader_epoch: -1, host: Str::new(), port: 0 }
    }
}

impl Struct for CurrentLeader {
    const NAME: &'static str = "CurrentLeader";
    const MIN_LEN: usize = 14;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.leader_id.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.host.read(d, v)?;
        self.port.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.leader_id.write(s, v);
        self.leader_epoch.write(s, v);
        self.host.write(s, v);
        self.port.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for CurrentLeader {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.leader_id.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}
