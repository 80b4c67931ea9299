//! Generated from `crates/wire-codegen/schemas/data/leader_change_message.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `LeaderChangeMessage`: versions 0-1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaderChangeMessage {
    /// Versions 0+.
    pub version: i16,
    /// Versions 0+.
    pub leader_id: i32,
    /// Versions 0+.
    pub voters: Vec<Voter>,
    /// Versions 0+.
    pub granting_voters: Vec<Voter>,
}

impl Struct for LeaderChangeMessage {
    const NAME: &'static str = "LeaderChangeMessage";
    const MIN_LEN: usize = 9;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.version.read(d, v)?;
        self.leader_id.read(d, v)?;
        self.voters.read(d, v)?;
        self.granting_voters.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.version.write(s, v);
        self.leader_id.write(s, v);
        self.voters.write(s, v);
        self.granting_voters.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for LeaderChangeMessage {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.version.fill(r, v);
        self.leader_id.fill(r, v);
        self.voters.fill(r, v);
        self.granting_voters.fill(r, v);
    }
}

message!(LeaderChangeMessage, 0, 1, Some(0));

/// Part of [`LeaderChangeMessage`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voter {
    /// Versions 0+.
    pub voter_id: i32,
    /// Versions 1+.
    pub voter_directory_id: Uuid,
}

impl Struct for Voter {
    const NAME: &'static str = "Voter";
    const MIN_LEN: usize = 5;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.voter_id.read(d, v)?;
        if v == 1 {
            self.voter_directory_id.read(d, v)?;
        }
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.voter_id.write(s, v);
        if v == 1 {
            self.voter_directory_id.write(s, v);
        } else {
            s.absent(v, "voter_directory_id", || self.voter_directory_id != Uuid::ZERO);
        }
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Voter {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.voter_id.fill(r, v);
        if v == 1 {
            self.voter_directory_id.fill(r, v);
        }
    }
}
