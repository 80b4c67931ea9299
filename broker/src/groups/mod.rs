//! The groups that this broker coordinates: the shell around `coordinator::Shard`.
//!
//! * [`GroupCoordinator`]: follows which partitions of `__consumer_offsets` this broker leads, and serves the group APIs.
//! * `led`: which of them are being loaded, are loaded, or cannot be; `ask`: how a request gets to one and its answer back.
//! * `load`: from a partition's log to a shard. `shard_task`: one task per shard, with its mailbox, its timers and what it
//!   appends (`append`). `handlers`: from requests to what shards understand, and back.
//!
//! Promises: one shard at most writes to a partition, and only in the leader epoch whose log it has read; nothing that
//! was read from a log is told before the high watermark has passed it; every request that a shard was handed is answered.
//!
//! Must not be here: rules about groups and offsets (see `coordinator`), replication (see `replicas`), finding
//! coordinators and making `__consumer_offsets` (see `requests`).

mod append;
mod ask;
mod handlers;
mod host;
mod led;
mod load;
mod settings;
mod shard_task;
#[cfg(test)]
pub(crate) mod tests;

pub use host::{GroupCoordinator, GroupCounts, GroupsSetup};
