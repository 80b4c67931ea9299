//! The attributes of a batch: what its 16 bits say.

use std::fmt;
use std::str::FromStr;

/// How the records of a batch are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum Codec {
    /// Not at all.
    #[default]
    None = 0,
    /// gzip.
    Gzip = 1,
    /// Snappy, in the framing of Xerial's Java library.
    Snappy = 2,
    /// LZ4 frames.
    Lz4 = 3,
    /// Zstandard.
    Zstd = 4,
}

impl Codec {
    /// All codecs.
    pub const ALL: [Codec; 5] = [Codec::None, Codec::Gzip, Codec::Snappy, Codec::Lz4, Codec::Zstd];

    /// The codec of the number, if there is one.
    pub fn from_id(id: u8) -> Option<Codec> {
        Codec::ALL.into_iter().find(|codec| *codec as u8 == id)
    }

    /// Kafka's name, as in `compression.type`.
    pub fn name(self) -> &'static str {
        match self {
            Codec::None => "none",
            Codec::Gzip => "gzip",
            Codec::Snappy => "snappy",
            Codec::Lz4 => "lz4",
            Codec::Zstd => "zstd",
        }
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no codec's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a compression codec; expected none, gzip, snappy, lz4 or zstd")]
pub struct ParseCodecError;

impl FromStr for Codec {
    type Err = ParseCodecError;

    fn from_str(name: &str) -> Result<Codec, ParseCodecError> {
        Codec::ALL.into_iter().find(|codec| codec.name() == name).ok_or(ParseCodecError)
    }
}

/// Who says what time a record has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimestampType {
    /// The producer.
    #[default]
    CreateTime,
    /// The broker, when it appends: then every record has the batch's max timestamp.
    LogAppendTime,
}

/// The attributes field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes(pub i16);

const CODEC: i16 = 0x07;
const LOG_APPEND_TIME: i16 = 0x08;
const TRANSACTIONAL: i16 = 0x10;
const CONTROL: i16 = 0x20;
const DELETE_HORIZON: i16 = 0x40;

impl Attributes {
    /// Number of the compression codec; perhaps of none that exists.
    pub fn codec_id(self) -> u8 {
        (self.0 & CODEC) as u8
    }

    /// Who says what time the records have.
    pub fn timestamp_type(self) -> TimestampType {
        if self.0 & LOG_APPEND_TIME == 0 { TimestampType::CreateTime } else { TimestampType::LogAppendTime }
    }

    /// Whether the batch is part of a transaction.
    pub fn is_transactional(self) -> bool {
        self.0 & TRANSACTIONAL != 0
    }

    /// Whether the records are control records.
    pub fn is_control(self) -> bool {
        self.0 & CONTROL != 0
    }

    /// Whether the base timestamp is the time from which on tombstones and markers in the batch may go.
    pub fn has_delete_horizon(self) -> bool {
        self.0 & DELETE_HORIZON != 0
    }

    /// The same, compressed with `codec`.
    #[must_use]
    pub fn with_codec(self, codec: Codec) -> Attributes {
        Attributes((self.0 & !CODEC) | codec as i16)
    }

    /// The same, with times from `timestamp_type`.
    #[must_use]
    pub fn with_timestamp_type(self, timestamp_type: TimestampType) -> Attributes {
        self.with(LOG_APPEND_TIME, timestamp_type == TimestampType::LogAppendTime)
    }

    /// The same, part of a transaction or not.
    #[must_use]
    pub fn with_transactional(self, is: bool) -> Attributes {
        self.with(TRANSACTIONAL, is)
    }

    /// The same, a control batch or not.
    #[must_use]
    pub fn with_control(self, is: bool) -> Attributes {
        self.with(CONTROL, is)
    }

    /// The same, with a delete horizon or not.
    #[must_use]
    pub fn with_delete_horizon(self, is: bool) -> Attributes {
        self.with(DELETE_HORIZON, is)
    }

    fn with(self, bit: i16, set: bool) -> Attributes {
        Attributes(if set { self.0 | bit } else { self.0 & !bit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attribute_has_its_own_bits() {
        let all = Attributes::default()
            .with_codec(Codec::Zstd)
            .with_timestamp_type(TimestampType::LogAppendTime)
            .with_transactional(true)
            .with_control(true)
            .with_delete_horizon(true);
        assert_eq!(all, Attributes(0x7c));
        assert_eq!(all.codec_id(), 4);
        assert!(all.is_transactional() && all.is_control() && all.has_delete_horizon());
        let fewer =
            all.with_codec(Codec::Gzip).with_control(false).with_timestamp_type(TimestampType::CreateTime);
        assert_eq!(fewer, Attributes(0x51));
        assert_eq!(fewer.timestamp_type(), TimestampType::CreateTime);
    }

    #[test]
    fn codecs_have_kafkas_names_and_numbers() {
        assert_eq!("lz4".parse(), Ok(Codec::Lz4));
        assert_eq!("LZ4".parse::<Codec>(), Err(ParseCodecError));
        assert_eq!([0, 1, 2, 3, 4].map(Codec::from_id), Codec::ALL.map(Some));
        assert_eq!(Codec::from_id(5), None);
    }
}
