//! Generated from `crates/wire-codegen/schemas/api/remove_raft_voter.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `RemoveRaftVoterRequest`: API key 81, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoveRaftVoterRequest {
    /// Versions 0+, may be null.
    pub cluster_id: Option<Str>,
    /// Versions 0+.
    pub voter_id: i32,
    /// Versions 0+.
    pub voter_directory_id: Uuid,
}

impl Default for RemoveRaftVoterRequest {
    fn default() -> Self {
        Self { cluster_id: Some(Str::new()), voter_id: 0, voter_directory_id: Uuid::ZERO }
    }
}

impl Struct for RemoveRaftVoterRequest {
    const NAME: &'static str = "RemoveRaftVoterRequest";
    const MIN_LEN: usize = 22;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.cluster_id.read(d, v)?;
        self.voter_id.read(d, v)?;
        self.voter_directory_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.cluster_id.write(s, v);
        self.voter_id.write(s, v);
        self.voter_directory_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for RemoveRaftVoterRequest {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.cluster_id.fill(r, v);
        self.voter_id.fill(r, v);
        self.voter_directory_id.fill(r, v);
    }
}

message!(RemoveRaftVoterRequest, 0, 0, Some(0));
request!(RemoveRaftVoterRequest, RemoveRaftVoter, RemoveRaftVoterResponse);

/// `RemoveRaftVoterResponse`: API key 81, versions 0.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoveRaftVoterResponse {
    /// Versions 0+.
    pub throttle_time_ms: i32,
    /// Versions 0+.
    pub error_code: i16,
    /// Versions 0+, may be null, ignorable.
    pub error_message: Option<Str>,
}

impl Default for RemoveRaftVoterResponse {
    fn default() -> Self {
        Self { throttle_time_ms: 0, error_code: 0, error_message: Some(Str::new()) }
    }
}

impl Struct for RemoveRaftVoterResponse {
    const NAME: &'static str = "RemoveRaftVoterResponse";
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
impl Sample for RemoveRaftVoterResponse {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.throttle_time_ms.fill(r, v);
        self.error_code.fill(r, v);
        self.error_message.fill(r, v);
    }
}

message!(RemoveRaftVoterResponse, 0, 0, Some(0));
