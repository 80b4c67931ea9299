//! Where a message is written to: a counter first, then room of exactly that size.
//!
//! One generated `write` serves both, so that a length and the bytes can never disagree. What a version cannot express is
//! found while counting; a sink that stores bytes is only used after a count without complaint and checks nothing again.

use bytes::{Bytes, BytesMut};

use super::error::{EncodeError, EncodeFault};
use super::field::{Field, Nullable, Struct, write_null_if};
use super::varint::uvarint_len;
use super::version::{Version, VersionRange};

/// Takes the bytes of a message.
pub trait Sink: Sized {
    /// Whether the sink looks for what cannot be expressed.
    const CHECKS: bool;

    /// Takes bytes.
    fn put_bytes(&mut self, bytes: &[u8]);

    /// Takes bytes that may be shared instead of copied.
    #[inline]
    fn put_shared(&mut self, bytes: &Bytes) {
        self.put_bytes(bytes);
    }

    /// Takes note of what cannot be expressed.
    fn refuse(&mut self, v: Version, fault: EncodeFault);

    /// Takes a struct. A sink that checks remembers its name for complaints.
    #[inline]
    fn put_struct<T: Struct>(&mut self, value: &T, v: Version) {
        value.write_fields(self, v);
    }

    /// Takes a value that may be null only if `null_allowed`.
    #[inline]
    fn put_null_if<T: Nullable>(
        &mut self,
        null_allowed: bool,
        field: &'static str,
        value: &Option<T>,
        v: Version,
    ) {
        write_null_if(null_allowed, field, value, self, v);
    }

    /// Told of a field that the version has no place for; a complaint only if it `is_set`.
    #[inline]
    fn absent(&mut self, v: Version, field: &'static str, is_set: impl FnOnce() -> bool) {
        if Self::CHECKS && is_set() {
            self.refuse(v, EncodeFault::Absent { field });
        }
    }

    /// Takes an unsigned varint.
    #[inline]
    fn put_uvarint(&mut self, value: u32) {
        // Nearly all of them are lengths and tags below 128.
        if value < 0x80 {
            self.put_bytes(&[value as u8]);
        } else {
            put_long_uvarint(self, value);
        }
    }

    /// Takes the length of a string.
    #[inline]
    fn put_short_length(&mut self, length: usize, v: Version) {
        if Self::CHECKS && length > i16::MAX as usize {
            self.refuse(v, EncodeFault::TooLong { length, limit: i16::MAX as usize });
        }
        if v.flexible {
            self.put_uvarint((length as u32).wrapping_add(1));
        } else {
            self.put_bytes(&(length as u16).to_be_bytes());
        }
    }

    /// Takes the length of bytes or of an array.
    #[inline]
    fn put_long_length(&mut self, length: usize, v: Version) {
        if Self::CHECKS && length > i32::MAX as usize {
            self.refuse(v, EncodeFault::TooLong { length, limit: i32::MAX as usize });
        }
        if v.flexible {
            self.put_uvarint((length as u32).wrapping_add(1));
        } else {
            self.put_bytes(&(length as u32).to_be_bytes());
        }
    }

    /// Takes a tagged field: tag, length, content.
    fn put_tagged<T: Field>(&mut self, tag: u32, value: &T, v: Version) {
        let mut content = Counter::default();
        value.write(&mut content, v);
        self.put_uvarint(tag);
        self.put_uvarint(content.length() as u32);
        value.write(self, v);
    }

    /// Takes a tagged field that is a nullable struct; see [`Decoder::tagged_struct`](super::Decoder::tagged_struct).
    fn put_tagged_struct<T: Struct>(&mut self, tag: u32, value: &Option<T>, v: Version) {
        let mut content = Counter::default();
        if let Some(value) = value {
            content.put_struct(value, v);
        }
        self.put_uvarint(tag);
        self.put_uvarint(content.length() as u32 + 1);
        self.put_uvarint(u32::from(value.is_some()));
        if let Some(value) = value {
            self.put_struct(value, v);
        }
    }

    /// Ends a struct that has no tagged fields.
    #[inline]
    fn no_tags(&mut self, v: Version) {
        if v.flexible {
            self.put_bytes(&[0]);
        }
    }
}

#[inline(never)]
fn put_long_uvarint<S: Sink>(sink: &mut S, value: u32) {
    let mut bytes = [0_u8; 5];
    let mut rest = value;
    let mut length = 0;
    while rest >= 0x80 {
        bytes[length] = (rest as u8) | 0x80;
        rest >>= 7;
        length += 1;
    }
    bytes[length] = rest as u8;
    sink.put_bytes(&bytes[..=length]);
}

/// Counts the bytes of a message and finds what its version cannot express.
#[derive(Debug)]
pub struct Counter {
    length: usize,
    within: &'static str,
    error: Option<EncodeError>,
}

impl Default for Counter {
    fn default() -> Counter {
        Counter { length: 0, within: "message", error: None }
    }
}

impl Counter {
    /// Bytes counted so far.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The bytes counted, or the first thing that cannot be expressed.
    pub fn finish(self) -> Result<usize, EncodeError> {
        match self.error {
            None => Ok(self.length),
            Some(error) => Err(error),
        }
    }

    /// The same for a whole message called `name`, whose `version` must be one of the `known`.
    pub(super) fn finish_message(
        self,
        name: &'static str,
        version: i16,
        known: VersionRange,
    ) -> Result<usize, EncodeError> {
        if known.contains(version) {
            return self.finish();
        }
        Err(EncodeError { within: name, version, fault: EncodeFault::Version { known } })
    }
}

impl Sink for Counter {
    const CHECKS: bool = true;

    #[inline]
    fn put_bytes(&mut self, bytes: &[u8]) {
        self.length += bytes.len();
    }

    #[inline]
    fn put_uvarint(&mut self, value: u32) {
        self.length += uvarint_len(value);
    }

    #[inline]
    fn put_struct<T: Struct>(&mut self, value: &T, v: Version) {
        let outer = std::mem::replace(&mut self.within, T::NAME);
        value.write_fields(self, v);
        self.within = outer;
    }

    #[cold]
    fn refuse(&mut self, v: Version, fault: EncodeFault) {
        let found = EncodeError { within: self.within, version: v.number, fault };
        self.error.get_or_insert(found);
    }
}

/// Fills a slice that was counted out for the message. Much less code per field than a buffer that may have to grow,
/// which counts over some three hundred messages.
#[derive(Debug)]
pub(crate) struct Filler<'a> {
    rest: &'a mut [u8],
}

impl<'a> Filler<'a> {
    /// Fills `room` from its front.
    pub(crate) fn new(room: &'a mut [u8]) -> Filler<'a> {
        Filler { rest: room }
    }
}

impl Sink for Filler<'_> {
    const CHECKS: bool = false;

    #[inline]
    fn put_bytes(&mut self, bytes: &[u8]) {
        // The same code counted that now writes, so the room always suffices.
        if let Some((head, rest)) = std::mem::take(&mut self.rest).split_at_mut_checked(bytes.len()) {
            head.copy_from_slice(bytes);
            self.rest = rest;
        } else {
            debug_assert!(false, "a message was counted too short");
        }
    }

    #[inline]
    fn refuse(&mut self, _v: Version, _fault: EncodeFault) {}
}

impl Sink for BytesMut {
    const CHECKS: bool = false;

    #[inline]
    fn put_bytes(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    #[inline]
    fn refuse(&mut self, _v: Version, _fault: EncodeFault) {}
}
