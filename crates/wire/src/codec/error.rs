//! Why bytes are no message, and why a message cannot be bytes.
//!
//! Both errors say what was at fault, in which struct, and (for bytes) where. They hold no data of the peer, so that they
//! can be logged as they are.

use super::version::VersionRange;

/// Bytes that are not the message they should be. One pointer wide: it travels through every read of every field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}, byte {}: {}", .0.within, .0.offset, .0.fault)]
pub struct DecodeError(Box<Place>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    within: &'static str,
    offset: usize,
    fault: DecodeFault,
}

impl DecodeError {
    #[cold]
    pub(super) fn new(within: &'static str, offset: usize, fault: DecodeFault) -> DecodeError {
        DecodeError(Box::new(Place { within, offset, fault }))
    }

    /// The innermost message or struct that was being read.
    pub fn within(&self) -> &'static str {
        self.0.within
    }

    /// Where in the input, from its first byte.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// What was found there.
    pub fn fault(&self) -> DecodeFault {
        self.0.fault
    }
}

/// What was found that does not belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeFault {
    /// The input ends too early.
    #[error("{needed} bytes needed, {left} left")]
    Truncated {
        /// Bytes the value needs at least.
        needed: usize,
        /// Bytes the input still has.
        left: usize,
    },
    /// More elements announced than the bytes that are left can hold.
    #[error("{count} elements of at least {each} bytes announced, {left} bytes left")]
    Count {
        /// Elements announced.
        count: usize,
        /// Fewest bytes one of them takes.
        each: usize,
        /// Bytes the input still has.
        left: usize,
    },
    /// A length below -1, or a string longer than Kafka allows.
    #[error("length {0} is not valid")]
    Length(i64),
    /// Null where this version allows none.
    #[error("null where none is allowed")]
    Null,
    /// Text that is not UTF-8.
    #[error("text is not valid UTF-8")]
    Utf8,
    /// A variable-length number that does not end within its type.
    #[error("variable-length number is too long")]
    Varint,
    /// A tagged field whose content is not as long as announced.
    #[error("tagged field {tag} announces {announced} bytes and holds {found}")]
    TaggedLength {
        /// The tag.
        tag: u32,
        /// The length announced before the content.
        announced: usize,
        /// The length of the content.
        found: usize,
    },
    /// Decoding would take more memory than the input may cost.
    #[error("{wanted} bytes of memory needed, {left} left of what an input of this size may take")]
    Memory {
        /// Bytes of memory the next step would take.
        wanted: usize,
        /// Bytes of the budget that are left.
        left: usize,
    },
    /// A version this crate does not know.
    #[error("version {version} is not one of {known}")]
    Version {
        /// The version asked for.
        version: i16,
        /// The versions there are.
        known: VersionRange,
    },
    /// Bytes behind the end of a message that should fill its input.
    #[error("{0} bytes left behind the end")]
    Trailing(usize),
}

/// A message that its version cannot express.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{within} at version {version}: {fault}")]
pub struct EncodeError {
    /// The innermost message or struct that was being written.
    pub within: &'static str,
    /// The version it was to be written at.
    pub version: i16,
    /// What stands in the way.
    pub fault: EncodeFault,
}

/// What stands in the way of writing a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodeFault {
    /// A field has a value that matters and that the version has no place for.
    #[error("{field} is set, and this version cannot carry it")]
    Absent {
        /// The field.
        field: &'static str,
    },
    /// A field is null and the version allows no null.
    #[error("{field} is null, and this version allows no null")]
    Null {
        /// The field.
        field: &'static str,
    },
    /// Text, bytes or an array longer than their length prefix can say.
    #[error("{length} is longer than {limit}, the most its length prefix can say")]
    TooLong {
        /// The length found.
        length: usize,
        /// The most that is allowed.
        limit: usize,
    },
    /// A version this crate does not know.
    #[error("the version is not one of {known}")]
    Version {
        /// The versions there are.
        known: VersionRange,
    },
}
