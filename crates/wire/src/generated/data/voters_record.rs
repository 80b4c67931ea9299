//! Generated from `crates/wire-codegen/schemas/data/voters_record.schema` by `make generate`; not to be edited.

use crate::codec::prelude::*;

/// `VotersRecord`: versions 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VotersRecord {
    /// Versions 0+.
    pub version: i16,
    /// Versions 0+.
    pub voters: Vec<Voter>,
}

impl Struct for VotersRecord {
    const NAME: &'static str = "VotersRecord";
    const MIN_LEN: usize = 4;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.version.read(d, v)?;
        self.voters.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.version.write(s, v);
        self.voters.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for VotersRecord {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.version.fill(r, v);
        self.voters.fill(r, v);
    }
}

message!(VotersRecord, 0, 0, Some(0));

/// Part of [`VotersRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voter {
    /// Versions 0+.
    pub voter_id: i32,
    /// Versions 0+.
    pub voter_directory_id: Uuid,
    /// Versions 0+.
    pub endpoints: Vec<Endpoint>,
    /// Versions 0+.
    pub kraft_version_feature: KRaftVersionFeature,
}

impl Struct for Voter {
    const NAME: &'static str = "Voter";
    const MIN_LEN: usize = 27;

    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        self.voter_id.read(d, v)?;
        self.voter_directory_id.read(d, v)?;
        self.endpoints.read(d, v)?;
        self.kraft_version_feature.read(d, v)?;
        d.skip_tags(v)
    }

    fn write_fields<S: Sink>(&self, s: &mut S, v: Version) {
        self.voter_id.write(s, v);
        self.voter_directory_id.write(s, v);
        self.endpoints.write(s, v);
        self.kraft_version_feature.write(s, v);
        s.no_tags(v);
    }
}

#[cfg(feature = "testing")]
impl Sample for Voter {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.voter_id.fill(r, v);
        self.voter_directory_id.fill(r, v);
        self.endpoints.fill(r, v);
        self.kraft_version_feature.fill(r, v);
    }
}

/// Part of [`VotersRecord`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Endpoint {
    /// Versions 0+, key of its list.
    pub name: Str,
    /// Versions 0+.
    pub host: Str,
    /// Versions 0+.
    pub port: u16,
}

impl Struct for Endpoint {
    const NAME: &'static str = "Endpoint";
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
impl Sample for Endpoint {
    fn fill(&mut self, r: &mut Random, v: Version) {
        self.name.fill(r, v);
        self.host.fill(r, v);
        self.port.fill(r, v);
    }
}

/// Part of [`VotersRecord`].
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
