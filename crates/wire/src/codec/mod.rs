//! The rules of Kafka's encoding: how numbers, text, arrays, structs and tagged fields stand on the wire.
//!
//! Generated code calls what is here and adds only which field stands where. Promises: nothing a peer sends makes a
//! decoder panic, or allocate more than its budget; what was decoded and is encoded again at the same version gives the
//! same bytes (unknown tagged fields excepted, which are skipped). No IO, no knowledge of any single message.

mod decoder;
mod error;
mod field;
pub(crate) mod message;
pub(crate) mod record_enum;
mod sink;
mod text;
mod uuid;
mod varint;
mod version;

pub use decoder::{DecodeLimits, Decoder};
pub use error::{DecodeError, DecodeFault, EncodeError, EncodeFault};
pub use field::{Field, Nullable, Struct};
pub use message::{Message, Request};
pub(crate) use record_enum::record_enum;
pub use sink::{Counter, Sink};
pub use text::Str;
pub use uuid::{ParseUuidError, Uuid};
pub use varint::{uvarint_len, varint_len, varlong_len};
pub use version::{Version, VersionRange};

pub(crate) use sink::Filler;
pub(crate) use varint::{read_varint, read_varlong, zigzag32, zigzag64};

/// What generated code names.
pub(crate) mod prelude {
    pub(crate) use super::message::{message, request};
    pub(crate) use super::{DecodeError, Decoder, Field, Sink, Str, Struct, Uuid, Version};
    #[cfg(feature = "testing")]
    pub(crate) use crate::testing::{Random, Sample};
    pub(crate) use bytes::Bytes;
}
