//! The write-ahead log: every vote and every entry, on disk before it is acknowledged.
//!
//! One worker owns the files ([`worker`]): whatever was queued while the previous group was being flushed goes out as
//! one write and one flush. Entries are readable as soon as they are queued. [`format`] is the form on disk,
//! [`recovery`] the way back from it, [`state`] what is known in memory, [`reading`] how old entries are found again.
//!
//! Promises: votes and entries become durable in the order in which they were given; nothing is reported durable
//! before its flush succeeded; after a failed write or flush nothing is ever reported durable again. Must not be here:
//! Raft's rules, the network, and any knowledge of what a batch contains.

mod cache;
mod electorate;
mod format;
mod group;
mod index;
mod reading;
mod recovery;
mod segment;
mod state;
mod worker;

pub(crate) use worker::{VoteMirror, Wal, WalOptions};

#[cfg(test)]
mod tests;
