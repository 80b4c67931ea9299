//! How each type of field stands on the wire.
//!
//! The one place that knows the encoding of numbers, text, bytes, arrays, nulls and nested structs. Each type reads and
//! writes itself, so that generated code needs to name the field only.

use bytes::Bytes;

use super::decoder::Decoder;
use super::error::{DecodeError, EncodeFault};
use super::sink::Sink;
use super::text::Str;
use super::uuid::Uuid;
use super::version::Version;

/// A value that can be a field or an element.
///
/// Reading overwrites a value that is there already: a message begins as its default, and what its version lacks stays so.
pub trait Field: Default {
    /// Fewest bytes it takes in any version.
    const MIN_LEN: usize;

    /// Reads the value. After an error it is good for nothing but being dropped.
    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError>;

    /// Writes the value.
    fn write<S: Sink>(&self, s: &mut S, v: Version);
}

/// A value whose encoding has a null.
pub trait Nullable: Field {
    /// Reads the value, or null.
    fn read_nullable(value: &mut Option<Self>, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError>;

    /// Writes what stands before a value that could be null and is not.
    fn write_present<S: Sink>(s: &mut S, v: Version);

    /// Writes null.
    fn write_null<S: Sink>(s: &mut S, v: Version);
}

/// A message or a struct within one: fields in the order of its schema.
pub trait Struct: Default {
    /// Kafka's name, for errors.
    const NAME: &'static str;
    /// Fewest bytes it takes in any version.
    const MIN_LEN: usize;

    /// Reads the fields.
    fn read_fields(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError>;

    /// Writes the fields.
    fn write_fields<S: Sink>(&self, s: &mut S, v: Version);
}

impl<T: Struct> Field for T {
    const MIN_LEN: usize = T::MIN_LEN;

    #[inline]
    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        let outer = d.enter(T::NAME);
        self.read_fields(d, v)?;
        d.enter(outer);
        Ok(())
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, v: Version) {
        s.put_struct(self, v);
    }
}

/// A null struct is the byte -1, any other is preceded by the byte 1 (KIP-893).
impl<T: Struct> Nullable for T {
    fn read_nullable(value: &mut Option<Self>, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        let mut present = 0_i8;
        present.read(d, v)?;
        if present < 0 {
            *value = None;
            Ok(())
        } else {
            value.insert(T::default()).read(d, v)
        }
    }

    fn write_present<S: Sink>(s: &mut S, _v: Version) {
        s.put_bytes(&[1]);
    }

    fn write_null<S: Sink>(s: &mut S, _v: Version) {
        s.put_bytes(&[0xff]);
    }
}

impl<T: Nullable> Field for Option<T> {
    const MIN_LEN: usize = 1;

    #[inline]
    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        T::read_nullable(self, d, v)
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, v: Version) {
        match self {
            Some(value) => {
                T::write_present(s, v);
                value.write(s, v);
            }
            None => T::write_null(s, v),
        }
    }
}

macro_rules! number {
    ($($type:ty)*) => {$(
        impl Field for $type {
            const MIN_LEN: usize = size_of::<$type>();

            #[inline]
            fn read(&mut self, d: &mut Decoder<'_>, _v: Version) -> Result<(), DecodeError> {
                *self = <$type>::from_be_bytes(d.array()?);
                Ok(())
            }

            #[inline]
            fn write<S: Sink>(&self, s: &mut S, _v: Version) {
                s.put_bytes(&self.to_be_bytes());
            }
        }
    )*};
}

number!(i8 i16 u16 i32 u32 i64 f64);

impl Field for bool {
    const MIN_LEN: usize = 1;

    #[inline]
    fn read(&mut self, d: &mut Decoder<'_>, _v: Version) -> Result<(), DecodeError> {
        let [byte] = d.array()?;
        *self = byte != 0;
        Ok(())
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, _v: Version) {
        s.put_bytes(&[u8::from(*self)]);
    }
}

impl Field for Uuid {
    const MIN_LEN: usize = 16;

    #[inline]
    fn read(&mut self, d: &mut Decoder<'_>, _v: Version) -> Result<(), DecodeError> {
        self.0 = d.array()?;
        Ok(())
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, _v: Version) {
        s.put_bytes(&self.0);
    }
}

impl Field for Str {
    const MIN_LEN: usize = 1;

    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        let length = d.short_length(v)?;
        *self = d.text(d.not_null(length)?)?;
        Ok(())
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, v: Version) {
        // Compact lengths could say more, but Kafka holds every string to what the old prefix can.
        s.put_short_length(self.len(), v);
        s.put_bytes(self.as_str().as_bytes());
    }
}

impl Nullable for Str {
    fn read_nullable(value: &mut Option<Self>, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        *value = match d.short_length(v)? {
            Some(length) => Some(d.text(length)?),
            None => None,
        };
        Ok(())
    }

    #[inline]
    fn write_present<S: Sink>(_s: &mut S, _v: Version) {}

    #[inline]
    fn write_null<S: Sink>(s: &mut S, v: Version) {
        s.put_bytes(if v.flexible { &[0] } else { &[0xff, 0xff] });
    }
}

impl Field for Bytes {
    const MIN_LEN: usize = 1;

    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        let length = d.long_length(v)?;
        *self = d.take(d.not_null(length)?)?;
        Ok(())
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, v: Version) {
        s.put_long_length(self.len(), v);
        s.put_shared(self);
    }
}

impl Nullable for Bytes {
    fn read_nullable(value: &mut Option<Self>, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        *value = match d.long_length(v)? {
            Some(length) => Some(d.take(length)?),
            None => None,
        };
        Ok(())
    }

    #[inline]
    fn write_present<S: Sink>(_s: &mut S, _v: Version) {}

    #[inline]
    fn write_null<S: Sink>(s: &mut S, v: Version) {
        s.put_bytes(if v.flexible { &[0] } else { &[0xff; 4] });
    }
}

impl<T: Field> Field for Vec<T> {
    const MIN_LEN: usize = 1;

    fn read(&mut self, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        let count = d.long_length(v)?;
        d.elements(d.not_null(count)?, self, v)
    }

    #[inline]
    fn write<S: Sink>(&self, s: &mut S, v: Version) {
        s.put_long_length(self.len(), v);
        for element in self {
            element.write(s, v);
        }
    }
}

impl<T: Field> Nullable for Vec<T> {
    fn read_nullable(value: &mut Option<Self>, d: &mut Decoder<'_>, v: Version) -> Result<(), DecodeError> {
        match d.long_length(v)? {
            Some(count) => d.elements(count, value.insert(Vec::new()), v),
            None => {
                *value = None;
                Ok(())
            }
        }
    }

    #[inline]
    fn write_present<S: Sink>(_s: &mut S, _v: Version) {}

    #[inline]
    fn write_null<S: Sink>(s: &mut S, v: Version) {
        Bytes::write_null(s, v);
    }
}

/// A value for which null stands only in some versions: what a sink does with it where null has no encoding.
pub(super) fn write_null_if<T: Nullable, S: Sink>(
    null_allowed: bool,
    name: &'static str,
    value: &Option<T>,
    s: &mut S,
    v: Version,
) {
    match value {
        Some(value) => value.write(s, v),
        None if null_allowed => T::write_null(s, v),
        None => s.refuse(v, EncodeFault::Null { field: name }),
    }
}
