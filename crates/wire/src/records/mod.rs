//! Records of Kafka's own topics: what stands around their bodies.
//!
//! `__cluster_metadata` names type and version before each body; `__consumer_offsets` and `__transaction_state` name the
//! type before the key and the version before the value; control records name their type in the key. The bodies are
//! generated; here is the framing. Which record may be written when is the business of who writes it.

mod control;
mod coordinator;
mod metadata;

pub use control::{ControlRecord, ControlType};
pub use metadata::METADATA_FRAME_VERSION;

pub use crate::generated::records::{
    GroupRecordKey, GroupRecordValue, MetadataRecord, TransactionRecordKey, TransactionRecordValue,
};

use crate::codec::{DecodeError, EncodeError};

/// Why bytes are no record of a topic of Kafka's own, or a record cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// A metadata record of the preview release, whose framing nobody reads any more.
    #[error(
        "metadata record with frame version 0, written by the preview of KRaft in Kafka 2.8; \
         such a cluster must be created anew"
    )]
    PreviewFrame,
    /// A metadata record with a framing from the future.
    #[error("metadata record with frame version {0}, known is {METADATA_FRAME_VERSION}")]
    Frame(u32),
    /// A type that is not known here. Whether that is fatal depends on the topic.
    #[error("{log} record of the unknown type {record_type}")]
    UnknownType {
        /// Whose record it is.
        log: &'static str,
        /// The type found.
        record_type: i64,
    },
    /// The framing or the body is broken.
    #[error("record cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// The version cannot express the record.
    #[error("record cannot be written: {0}")]
    Encode(#[from] EncodeError),
}
