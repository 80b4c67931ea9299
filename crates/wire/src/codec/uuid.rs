//! Kafka's UUIDs: topic ids, directory ids, incarnations.
//!
//! Written for people as 22 characters of unpadded base64url, as `org.apache.kafka.common.Uuid` does. Makes none: random
//! ones come from whoever has randomness.

use std::fmt;
use std::str::FromStr;

/// 16 bytes, in the order they stand on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uuid(pub [u8; 16]);

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Uuid {
    /// No id. Kafka writes it where an id is unknown.
    pub const ZERO: Uuid = Uuid([0; 16]);
    /// Topic id of `__cluster_metadata`.
    pub const METADATA_TOPIC: Uuid = Uuid::from_parts(0, 1);

    /// From the most and the least significant half, as Kafka's `new Uuid(most, least)`.
    pub const fn from_parts(most: u64, least: u64) -> Uuid {
        Uuid::from_u128(((most as u128) << 64) | least as u128)
    }

    /// From a number, most significant byte first.
    pub const fn from_u128(value: u128) -> Uuid {
        Uuid(value.to_be_bytes())
    }

    /// As a number, most significant byte first.
    pub const fn as_u128(self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    /// Whether it is [`Uuid::ZERO`].
    pub fn is_zero(self) -> bool {
        self == Uuid::ZERO
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.as_u128();
        for group in 0..21 {
            write_digit(f, bits >> (122 - 6 * group))?;
        }
        // The last two bits stand at the top of the last digit.
        write_digit(f, bits << 4)
    }
}

fn write_digit(f: &mut fmt::Formatter<'_>, six_bits: u128) -> fmt::Result {
    let digit = ALPHABET[(six_bits & 63) as usize];
    fmt::Write::write_char(f, char::from(digit))
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 22 characters of base64url, the form Kafka writes UUIDs in")]
pub struct ParseUuidError;

impl FromStr for Uuid {
    type Err = ParseUuidError;

    /// Reads 22 characters of base64url, with or without its padding, as Kafka does.
    fn from_str(text: &str) -> Result<Uuid, ParseUuidError> {
        let digits = text.strip_suffix("==").unwrap_or(text).as_bytes();
        if digits.len() != 22 {
            return Err(ParseUuidError);
        }
        let mut bits: u128 = 0;
        for (at, digit) in digits.iter().enumerate() {
            let value = ALPHABET.iter().position(|d| d == digit).ok_or(ParseUuidError)? as u128;
            // 21 digits of six bits, then two bits of the last.
            bits = if at < 21 { (bits << 6) | value } else { (bits << 2) | (value >> 4) };
        }
        Ok(Uuid::from_u128(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metadata_topic_has_kafkas_text() {
        assert_eq!(Uuid::METADATA_TOPIC.to_string(), "AAAAAAAAAAAAAAAAAAAAAQ");
        assert_eq!(Uuid::ZERO.to_string(), "AAAAAAAAAAAAAAAAAAAAAA");
    }

    #[test]
    fn text_reads_back_padded_or_not() {
        let id = Uuid(*b"\x00\x10\x83\x10\x51\x87\x20\x92\x8b\xff\xfe\xfd\x00\x7f\x80\xff");
        assert_eq!(id.to_string().len(), 22);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(format!("{id}==").parse(), Ok(id));
        assert_eq!("-_-_-_-_-_-_-_-_-_-_-w".parse::<Uuid>().unwrap().to_string(), "-_-_-_-_-_-_-_-_-_-_-w");
    }

    #[test]
    fn other_text_is_refused() {
        for text in
            ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAA+", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAé"]
        {
            assert_eq!(text.parse::<Uuid>(), Err(ParseUuidError), "{text}");
        }
    }

    #[test]
    fn halves_and_numbers_agree() {
        assert_eq!(Uuid::from_parts(1, 2), Uuid::from_u128((1 << 64) + 2));
        assert_eq!(Uuid::from_parts(1, 2).as_u128(), (1 << 64) + 2);
    }
}
