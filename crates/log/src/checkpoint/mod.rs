//! Kafka's small text files: offset checkpoints of a directory, the leader epochs of a partition, the marker of a clean
//! shutdown.
//!
//! Each is replaced as a whole and durable when its write returns. Reading checks everything; what a broken file means
//! is decided by whoever reads it.

mod clean_shutdown;
mod epochs;
mod offsets;
mod text;

pub use clean_shutdown::CleanShutdown;
pub(crate) use epochs::EpochCheckpoint;
pub use offsets::OffsetCheckpoint;
