//! Kafka's messages, record batches and compression, without IO.
pub mod api;
pub mod batch;
pub mod codec;
#[cfg(feature = "compression")]
pub mod compression;
pub mod error_code;
pub mod frame;
mod generated;
pub mod records;
#[cfg(feature = "testing")]
pub mod testing;

pub use generated::api as messages;
pub use generated::{data, group, metadata, transaction};
