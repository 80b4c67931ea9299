//! The records this coordinator writes to `__consumer_offsets`, and how those it finds there are told apart.
//!
//! Versions are those every Apache broker since 2.3 reads: a partition may go back to one. Framing and bodies are `wire`'s.

mod read;
mod write;

pub(crate) use read::{Found, read};
pub(crate) use write::{group_metadata, group_tombstone, offset_commit, offset_tombstone};
