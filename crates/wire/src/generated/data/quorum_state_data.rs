//! Generated from `crates/wire-codegen/schemas/data/quorum_state_data.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `QuorumStateData`: versions 0-1.
#[derive(Debug, Clone, PartialEq)]
pub struct QuorumStateData {
    /// Versions 0.
    pub cluster_id: Str,
    /// Versions 0+, default -1.
    pub leader_id: i32,
    /// Versions 0+, default -1.
    pub leader_epoch: i32,
    /// Versions 0+, default -1.
    pub voted_id: i32,
    /// Versions 1+.
    pub voted_directory_id: Uuid,
    /// Versions 0.
    pub applied_offset: i64,
    /// Versions 0, may be null.
    pub current_voters: Option<Vec<Voter>>,
}

impl Default for QuorumStateData {
    fn default() -> Self {
        Self {
            cluster_id: Str::new(),
            leader_id: -1,
            leader_epoch: -1,
            voted_id: -1,
            voted_directory_id: Uuid::ZERO,
            applied_offset: 0,
            current_voters: Some(Vec::new()),
        }
    }
}

impl Struct for QuorumStateData {
    const NAME: &'static str = "QuorumStateData";
    const MIN_LEN: usize = 23;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        if v == 0 {
            self.cluster_id.read(d, v)?;
        }
        self.leader_id.read(d, v)?;
        self.leader_epoch.read(d, v)?;
        self.voted_id.read(d, v)?;
        if v == 1 {
            self.voted_directory_id.read(d, v)?;
        }
        if v == 0 {
            self.applied_offset.read(d, v)?;
        }
        if v == 0 {
            self.current_voters.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        if v == 0 {
            self.cluster_id.write(s, v);
        } else {
            s.absent(v, "cluster_id", || !self.cluster_id.is_empty());
        }
        self.leader_id.write(s, v);
        self.leader_epoch.write(s, v);
        self.voted_id.write(s, v);
        if v == 1 {
            self.voted_directory_id.write(s, v);
        } else {
            s.absent(v, "voted_directory_id", || self.voted_directory_id != Uuid::ZERO);
        }
        if v == 0 {
            self.applied_offset.write(s, v);
        } else {
            s.absent(v, "applied_offset", || self.applied_offset != 0);
        }
        if v == 0 {
            self.current_voters.write(s, v);
        } else {
            s.absent(v, "current_voters", || self.current_voters.as_ref().is_none_or(|x| !x.is_empty()));
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for QuorumStateData {
    fn fill(&mut self, r: &mut Random, v: Version) {
        if v == 0 {
            self.cluster_id.fill(r, v);
        }
        self.leader_id.fill(r, v);
        self.leader_epoch.fill(r, v);
        self.voted_id.fill(r, v);
        if v == 1 {
            self.voted_directory_id.fill(r, v);
        }
        if v == 0 {
            self.applied_offset.fill(r, v);
        }
        if v == 0 {
            self.current_voters.fill(r, v);
        }
    }
}

message!(QuorumStateData, 0, 1, Some(0));

/// Part of [`QuorumStateData`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voter {
    /// Versions 0.
    pub voter_id: i32,
}

impl Struct for Voter {
    const NAME: &'static str = "Voter";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.voter_id.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.voter_id.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Voter {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.voter_id.fill(r, v);
    }
}
