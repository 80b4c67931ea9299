//! Messages by name, with what a test can do to any of them.

use bytes::Bytes;

use super::random::Random;
use super::sample::Sample;
use crate::codec::{DecodeError, Decoder, EncodeError, Message, Version, VersionRange};

/// What became of bytes that were read at one version and written at another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recoded {
    /// The bytes at the other version.
    Bytes(Bytes),
    /// The other version cannot express the message.
    Refused(EncodeError),
}

/// A message, known by its name.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Kafka's name.
    pub name: &'static str,
    /// API key or record type.
    pub key: Option<i16>,
    /// The versions there are.
    pub versions: VersionRange,
    /// Reads a message and drops it.
    pub decode: fn(&mut Decoder<'_>, i16) -> Result<(), DecodeError>,
    /// Reads a message at the first version and writes it at the second; fails if the bytes are no message.
    pub recode: fn(&Bytes, i16, i16) -> Result<Recoded, DecodeError>,
    /// The default message at a version.
    pub default: fn(i16) -> Result<Bytes, EncodeError>,
    /// A random message at a version.
    pub sample: fn(&mut Random, i16) -> Result<Bytes, EncodeError>,
    /// What [`Message::encoded_len`] says of the message in the bytes, at the version it was read at.
    pub measure: fn(&Bytes, i16) -> Option<usize>,
}

impl Entry {
    /// The entry of `M`.
    pub(crate) fn of<M: Message + Sample>(key: Option<i16>) -> Entry {
        Entry {
            name: M::NAME,
            key,
            versions: M::VERSIONS,
            decode: |d, version| M::decode(d, version).map(|_| ()),
            recode: |bytes, from, to| {
                let message = M::from_bytes(bytes, from)?;
                Ok(match message.to_bytes(to) {
                    Ok(bytes) => Recoded::Bytes(bytes),
                    Err(error) => Recoded::Refused(error),
                })
            },
            default: |version| M::default().to_bytes(version),
            sample: |r, version| {
                let mut message = M::default();
                message.fill(r, Version::new(version, M::FLEXIBLE));
                message.to_bytes(version)
            },
            measure: |bytes, version| M::from_bytes(bytes, version).ok()?.encoded_len(version).ok(),
        }
    }
}
