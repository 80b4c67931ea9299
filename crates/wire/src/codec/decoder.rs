//! Reads a message from bytes somebody else wrote.
//!
//! Promises: every count is held against the bytes that are left before anything is allocated; every allocation is
//! charged to a budget that grows with the input; text and bytes are slices of the input, not copies; no input makes it
//! panic. Depth needs no limit here: it is that of the schemas, which the generator keeps finite.

use std::mem::size_of;

use bytes::Bytes;

use super::error::{DecodeError, DecodeFault};
use super::field::{Field, Nullable, Struct};
use super::text::Str;
use super::version::{Version, VersionRange};

/// What decoding one input may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeLimits {
    /// Bytes of memory for all arrays together.
    pub memory: usize,
}

impl DecodeLimits {
    /// Memory that an input of any size may take, for small messages whose structs are larger than their bytes.
    pub const MEMORY_BASE: usize = 64 * 1024;
    /// Memory that each byte of input may take. Honest messages stay far below: the widest structs are those of
    /// nothing but empty strings.
    pub const MEMORY_PER_BYTE: usize = 16;

    /// The default limits for an input of `length` bytes.
    pub const fn for_input(length: usize) -> DecodeLimits {
        DecodeLimits {
            memory: Self::MEMORY_BASE.saturating_add(length.saturating_mul(Self::MEMORY_PER_BYTE)),
        }
    }
}

/// A position in an input, and what reading on may still cost.
#[derive(Debug)]
pub struct Decoder<'a> {
    input: &'a Bytes,
    rest: &'a [u8],
    memory: usize,
    within: &'static str,
}

/// The longest string of any version: what a signed 16-bit length can say. Kafka holds compact strings to it too.
const MAX_STRING: usize = i16::MAX as usize;

impl<'a> Decoder<'a> {
    /// Reads `input` from its first byte, within the default limits for its size.
    pub fn new(input: &'a Bytes) -> Decoder<'a> {
        Decoder::with_limits(input, DecodeLimits::for_input(input.len()))
    }

    /// Reads `input` from its first byte, within `limits`.
    pub fn with_limits(input: &'a Bytes, limits: DecodeLimits) -> Decoder<'a> {
        Decoder { input, rest: input, memory: limits.memory, within: "message" }
    }

    /// Bytes read so far.
    #[inline]
    pub fn position(&self) -> usize {
        self.input.len() - self.rest.len()
    }

    /// Bytes not read yet.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Memory the arrays still to come may take, in bytes.
    pub fn memory_left(&self) -> usize {
        self.memory
    }

    /// The bytes not read yet, as a slice of the input.
    pub fn rest(&self) -> Bytes {
        self.input.slice(self.position()..)
    }

    /// Fails if any byte is left.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error(DecodeFault::Trailing(self.rest.len()))) }
    }

    /// An error about the place at hand.
    #[cold]
    pub fn error(&self, fault: DecodeFault) -> DecodeError {
        DecodeError::new(self.within, self.position(), fault)
    }

    /// The version to read a message called `name` at, if it is one of the `known`.
    pub(super) fn begin(
        &self,
        name: &'static str,
        version: i16,
        known: VersionRange,
        flexible: Option<i16>,
    ) -> Result<Version, DecodeError> {
        if known.contains(version) {
            return Ok(Version::new(version, flexible));
        }
        Err(DecodeError::new(name, self.position(), DecodeFault::Version { version, known }))
    }

    /// Names the struct that is being read from here on, and gives back the name before.
    #[inline]
    pub(super) fn enter(&mut self, name: &'static str) -> &'static str {
        std::mem::replace(&mut self.within, name)
    }

    /// Reads a value that may be null only if `null_allowed`.
    #[inline]
    pub fn read_null_if<T: Nullable>(
        &mut self,
        null_allowed: bool,
        value: &mut Option<T>,
        v: Version,
    ) -> Result<(), DecodeError> {
        if null_allowed { T::read_nullable(value, self, v) } else { value.insert(T::default()).read(self, v) }
    }

    /// Reads a nullable struct that stands under a tag: there an unsigned varint says whether it is null, while outside
    /// of tagged fields a signed byte does (`MessageDataGenerator` of Kafka's generator).
    pub fn read_tagged_struct<T: Struct>(
        &mut self,
        value: &mut Option<T>,
        v: Version,
    ) -> Result<(), DecodeError> {
        if self.uvarint()? == 0 {
            *value = None;
            Ok(())
        } else {
            value.insert(T::default()).read(self, v)
        }
    }

    /// The next `N` bytes.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk::<N>() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(*bytes)
            }
            None => Err(self.truncated(N)),
        }
    }

    #[cold]
    fn truncated(&self, needed: usize) -> DecodeError {
        self.error(DecodeFault::Truncated { needed, left: self.rest.len() })
    }

    /// The next `length` bytes, shared with the input.
    #[inline]
    pub fn take(&mut self, length: usize) -> Result<Bytes, DecodeError> {
        let start = self.position();
        self.skip(length)?;
        Ok(self.input.slice(start..start + length))
    }

    /// Leaves out the next `length` bytes.
    #[inline]
    pub fn skip(&mut self, length: usize) -> Result<(), DecodeError> {
        match self.rest.get(length..) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(self.truncated(length)),
        }
    }

    /// An unsigned varint of at most 32 bits.
    #[inline]
    pub fn uvarint(&mut self) -> Result<u32, DecodeError> {
        // Nearly all of them are lengths and tags below 128.
        match self.rest {
            [first, rest @ ..] if *first < 0x80 => {
                self.rest = rest;
                Ok(u32::from(*first))
            }
            _ => self.long_uvarint(),
        }
    }

    fn long_uvarint(&mut self) -> Result<u32, DecodeError> {
        let mut value: u32 = 0;
        for (at, byte) in self.rest.iter().take(5).enumerate() {
            let bits = u32::from(byte & 0x7f);
            if at == 4 && *byte > 0x0f {
                return Err(self.error(DecodeFault::Varint));
            }
            value |= bits << (7 * at);
            if *byte < 0x80 {
                self.rest = &self.rest[at + 1..];
                return Ok(value);
            }
        }
        Err(self.truncated(self.rest.len() + 1))
    }

    /// A length prefix of 16 or, in flexible versions, variable width; nothing for null.
    #[inline]
    pub(super) fn short_length(&mut self, v: Version) -> Result<Option<usize>, DecodeError> {
        if v.flexible {
            return self.compact_length();
        }
        let length = i16::from_be_bytes(self.array()?);
        self.signed_length(i64::from(length))
    }

    /// A length prefix of 32 or, in flexible versions, variable width; nothing for null.
    #[inline]
    pub(super) fn long_length(&mut self, v: Version) -> Result<Option<usize>, DecodeError> {
        if v.flexible {
            return self.compact_length();
        }
        let length = i32::from_be_bytes(self.array()?);
        self.signed_length(i64::from(length))
    }

    #[inline]
    fn compact_length(&mut self) -> Result<Option<usize>, DecodeError> {
        Ok((self.uvarint()? as usize).checked_sub(1))
    }

    #[inline]
    fn signed_length(&self, length: i64) -> Result<Option<usize>, DecodeError> {
        match length {
            0.. => Ok(Some(length as usize)),
            -1 => Ok(None),
            _ => Err(self.error(DecodeFault::Length(length))),
        }
    }

    /// Text of `length` bytes.
    pub(super) fn text(&mut self, length: usize) -> Result<Str, DecodeError> {
        if length > MAX_STRING {
            return Err(self.error(DecodeFault::Length(length as i64)));
        }
        let bytes = self.take(length)?;
        Str::from_utf8(bytes).ok_or_else(|| self.error(DecodeFault::Utf8))
    }

    /// Reads `count` elements. Nothing is allocated before the count is known to fit the bytes and the budget.
    pub(super) fn elements<T: Field>(
        &mut self,
        count: usize,
        elements: &mut Vec<T>,
        v: Version,
    ) -> Result<(), DecodeError> {
        self.admit(count, T::MIN_LEN, size_of::<T>())?;
        *elements = Vec::with_capacity(count);
        for _ in 0..count {
            let mut element = T::default();
            element.read(self, v)?;
            elements.push(element);
        }
        Ok(())
    }

    /// Whether an array of `count` elements can be there: `each` is the fewest bytes one takes here, `size` the memory.
    fn admit(&mut self, count: usize, each: usize, size: usize) -> Result<(), DecodeError> {
        let each = each.max(1);
        if count > self.rest.len() / each {
            return Err(self.error(DecodeFault::Count { count, each, left: self.rest.len() }));
        }
        self.charge(count.saturating_mul(size))
    }

    /// Takes `bytes` of memory from the budget.
    pub fn charge(&mut self, bytes: usize) -> Result<(), DecodeError> {
        match self.memory.checked_sub(bytes) {
            Some(left) => {
                self.memory = left;
                Ok(())
            }
            None => Err(self.error(DecodeFault::Memory { wanted: bytes, left: self.memory })),
        }
    }

    /// A length that must not be that of a null.
    #[inline]
    pub(super) fn not_null(&self, length: Option<usize>) -> Result<usize, DecodeError> {
        match length {
            Some(length) => Ok(length),
            None => Err(self.error(DecodeFault::Null)),
        }
    }

    /// The tagged fields at the end of a struct: none before flexible versions. `read` takes the content of a tag it
    /// knows and says so; the content of others is skipped.
    pub fn tags(
        &mut self,
        v: Version,
        mut read: impl FnMut(&mut Self, u32) -> Result<bool, DecodeError>,
    ) -> Result<(), DecodeError> {
        if !v.flexible {
            return Ok(());
        }
        // A count too large ends at the end of the input: each tagged field takes at least two bytes, and none allocates
        // by itself.
        for _ in 0..self.uvarint()? {
            let tag = self.uvarint()?;
            let announced = self.uvarint()? as usize;
            if announced > self.rest.len() {
                return Err(self.truncated(announced));
            }
            let start = self.position();
            if read(self, tag)? {
                let found = self.position() - start;
                if found != announced {
                    return Err(self.error(DecodeFault::TaggedLength { tag, announced, found }));
                }
            } else {
                self.skip(announced)?;
            }
        }
        Ok(())
    }

    /// The tagged fields at the end of a struct that knows none.
    #[inline]
    pub fn skip_tags(&mut self, v: Version) -> Result<(), DecodeError> {
        if v.flexible { self.tags(v, |_, _| Ok(false)) } else { Ok(()) }
    }
}
