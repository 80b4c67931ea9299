//! A whole message, and what joins a request to its response.

use bytes::{Bytes, BytesMut};

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeError};
use super::field::{Field, Struct};
use super::sink::{Counter, Sink};
use super::version::{Version, VersionRange};
use crate::api::ApiKey;

/// A message with versions of its own.
pub trait Message: Struct + Default + Clone + std::fmt::Debug + PartialEq {
    /// The versions there are.
    const VERSIONS: VersionRange;
    /// The first flexible version, if one is.
    const FLEXIBLE: Option<i16>;

    /// Reads the message at `version` from where the decoder stands. Bytes behind it are left to the caller.
    fn decode(d: &mut Decoder<'_>, version: i16) -> Result<Self, DecodeError>;

    /// Bytes the message takes at `version`.
    ///
    /// # Errors
    /// When the version cannot express the message.
    fn encoded_len(&self, version: i16) -> Result<usize, EncodeError>;

    /// Appends the message at `version`, reserving exactly what it takes. Appends nothing if it fails.
    ///
    /// # Errors
    /// When the version cannot express the message.
    fn encode_into(&self, buffer: &mut BytesMut, version: i16) -> Result<(), EncodeError>;

    /// Writes the message at `version` to the front of `room`, which has as many bytes as
    /// [`encoded_len`](Message::encoded_len) says. If it has fewer, the message is not written whole.
    fn encode_exact(&self, room: &mut [u8], version: i16);

    /// Reads the message at `version` from all of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not that message, or more than it.
    fn from_bytes(bytes: &Bytes, version: i16) -> Result<Self, DecodeError> {
        let mut d = Decoder::new(bytes);
        let message = Self::decode(&mut d, version)?;
        d.finish()?;
        Ok(message)
    }

    /// The bytes of the message at `version`.
    ///
    /// # Errors
    /// When the version cannot express the message.
    fn to_bytes(&self, version: i16) -> Result<Bytes, EncodeError> {
        let mut buffer = BytesMut::new();
        self.encode_into(&mut buffer, version)?;
        Ok(buffer.freeze())
    }

    /// Writes the message at `version` into any sink. Only for sinks that check, or after
    /// [`encoded_len`](Message::encoded_len) found nothing in the way.
    fn write_to<S: Sink>(&self, sink: &mut S, version: i16) {
        sink.put_struct(self, Version::new(version, Self::FLEXIBLE));
    }
}

/// A request, with its API and its response.
pub trait Request: Message {
    /// The API.
    const KEY: ApiKey;
    /// What answers it, at the same version.
    type Response: Message;
}

/// What `Message::decode` is for every message.
pub(crate) fn decode<M: Message>(d: &mut Decoder<'_>, version: i16) -> Result<M, DecodeError> {
    let v = d.begin(M::NAME, version, M::VERSIONS, M::FLEXIBLE)?;
    let mut message = M::default();
    message.read(d, v)?;
    Ok(message)
}

/// What `Message::encoded_len` is for every message.
pub(crate) fn encoded_len<M: Message>(message: &M, version: i16) -> Result<usize, EncodeError> {
    let mut counter = Counter::default();
    counter.put_struct(message, Version::new(version, M::FLEXIBLE));
    counter.finish_message(M::NAME, version, M::VERSIONS)
}

/// What `Message::encode_into` is for every message.
pub(crate) fn encode_into<M: Message>(
    message: &M,
    buffer: &mut BytesMut,
    version: i16,
) -> Result<(), EncodeError> {
    let length = message.encoded_len(version)?;
    message.encode_exact(room(buffer, length), version);
    Ok(())
}

/// `length` fresh bytes at the end of `buffer`.
fn room(buffer: &mut BytesMut, length: usize) -> &mut [u8] {
    let start = buffer.len();
    buffer.resize(start + length, 0);
    &mut buffer[start..]
}

/// Implements [`Message`] for a generated struct. The methods are written out for each message so that they are compiled
/// once, here, and not in every crate that calls them.
macro_rules! message {
    ($name:ident, $min:literal, $max:literal, $flexible:expr) => {
        impl $crate::codec::Message for $name {
            const VERSIONS: $crate::codec::VersionRange = $crate::codec::VersionRange::new($min, $max);
            const FLEXIBLE: Option<i16> = $flexible;

            fn decode(d: &mut Decoder<'_>, version: i16) -> Result<Self, DecodeError> {
                $crate::codec::message::decode(d, version)
            }

            fn encoded_len(&self, version: i16) -> Result<usize, $crate::codec::EncodeError> {
                $crate::codec::message::encoded_len(self, version)
            }

            fn encode_into(
                &self,
                buffer: &mut bytes::BytesMut,
                version: i16,
            ) -> Result<(), $crate::codec::EncodeError> {
                $crate::codec::message::encode_into(self, buffer, version)
            }

            fn encode_exact(&self, room: &mut [u8], version: i16) {
                let v = Version::new(version, $flexible);
                self.write_fields(&mut $crate::codec::Filler::new(room), v);
            }
        }
    };
}

/// Implements [`Request`] for a generated struct.
macro_rules! request {
    ($name:ident, $key:ident, $response:ident) => {
        impl $crate::codec::Request for $name {
            const KEY: $crate::api::ApiKey = $crate::api::ApiKey::$key;
            type Response = $response;
        }
    };
}

pub(crate) use {message, request};
