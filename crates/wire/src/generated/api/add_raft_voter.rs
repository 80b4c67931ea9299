//! Generated from `crates/wire-codegen/schemas/api/add_raft_voter.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `AddRaftVoterRequest`: API key 80, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterRequest {
    /// Versions 0+, may be null.
    pub cluster_id: Option<Str>,
    /// Versions 0+.
    pub timeout_ms: i32,
    /// Versions 0+.
    pub voter_id: i32,
    /// Versions 0+.
    pub voter_directory_id: Uuid,
    /// Versions 0+.
    pub listeners: Vec<Listener>,
    /// Versions 1+, default true.
    pub ack_when_committed: bool,
}

impl Default for AddRaftVoterRequest {
    fn default() -> Self {
        Self {
            cluster_id: Some(Str::new()),
            timeout_ms: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Vec::new(),
            ack_when_committed: true,
        }
    }
}

impl Struct for AddRaftVoterRequest {
    const NAME: &'static str = "AddRaftVoterRequest";
    const MIN_LEN: usize = 27;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        self.timeout_ms.read(d, v)?;
        self.voter_id.read(d, v)?;
        self.voter_directory_id.read(d, v)?;
        self.listeners.read(d, v)?;
        if v == 1 {
            self.ack_when_committed.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        self.timeout_ms.write(s, v);
        self.voter_id.write(s, v);
        self.voter_directory_id.write(s, v);
        self.listeners.write(s, v);
        if v == 1 {
            self.ack_when_committed.write(s, v);
        } else {
            s.absent(v, "ack_when_committed", || !self.ack_when_committed);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddRaftVoterRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        self.timeout_ms.fill(r, v);
        self.voter_id.fill(r, v);
        self.voter_directory_id.fill(r, v);
        self.listeners.fill(r, v);
        if v == 1 {
            self.ack_when_committed.fill(r, v);
        }
    }
}

message!(AddRaftVoterRequest, 0, 1, Some(0));
request!(AddRaftVoterRequest, AddRaftVoter, AddRaftVoterResponse);

/// Part of [`AddRaftVoterRequest`].
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

/// `AddRaftVoterResponse`: API key 80, versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct AddRaftVoterResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, ignorable.
    pub error_message: Option<Str>,
}

impl Default for AddRaftVoterResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for AddRaftVoterResponse {
    const NAME: &'static str = "AddRaftVoterResponse";
    const MIN_LEN: usize = 8;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.throttle_time_ms.read(d, v)?;
        self.error_code.read(d, v)?;
        self.error_message.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.throttle_time_ms.write(s, v);
        self.error_code.write(s, v);
        self.error_message.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for AddRaftVoterResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}

message!(AddRaftVoterResponse, 0, 1, Some(0));
