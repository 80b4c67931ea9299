//! The group coordinator: who is in a group, who consumes what, and how far they got.
//!
//! One [`Shard`] is all groups of one partition of `__consumer_offsets`. It is a state machine and nothing else:
//!
//! * [`Shard::step`] takes an [`Event`] and the time, and returns [`Effects`]: records to append, replies to send, the time
//!   at which it wants to be woken, and notes for the log. No IO, no clock, no randomness, no async: a request brings the
//!   random number it needs, and a test can put a fault at every step.
//! * [`Loading`] builds a shard from the partition's records, in order, holding no more than what they add up to.
//!
//! # What is promised
//!
//! * **No reply before its records are committed.** A change is visible to later requests as soon as its records are handed
//!   out, but every reply that could have seen it waits until the shell says they are committed ([`Event::Committed`]).
//!   Plain reads (`ListGroups`, `DescribeGroups`, `OffsetFetch` without `require_stable`) see committed groups and offsets
//!   and never wait.
//! * **A failed append never happened.** [`Event::AppendFailed`] undoes its batch and every later one, newest first: offsets
//!   keep the uncommitted values beside the committed one and drop them; a group remembers in its batch how it was before.
//!   Whoever waited for one of those batches gets an error and nobody else.
//! * **Every ticket is answered once**, at the latest by [`Event::Resign`].
//! * **What is loaded is what was.** A stable or empty group and every committed offset read back from the committed records
//!   are the ones the lost shard had.
//!
//! Rules and names are Kafka's (`GroupMetadataManager`, `ClassicGroup`, `OffsetMetadataManager` of 4.3); where this crate
//! decides differently, the place says so. Not here: which requests a caller may make and which topics exist (the shell asks
//! before it hands a request in), finding coordinators (only [`partition_for`]), consumer groups of KIP-848, share and
//! streams groups, committing offsets in transactions. Records of those are recognised when loading and left alone.
//!
//! # Map
//!
//! `event`, `effect`, `response` are the seam; `shard` dispatches and settles batches (`shard/in_flight`, `shard/settle`),
//! keeps time (`shard/timers`) and does what concerns all groups; `classic` is the life of a classic group, one file per
//! request or rule; `offsets` the committed offsets; `records` the bytes in the log; `load` the way back.

mod classic;
mod config;
mod effect;
mod error;
mod event;
mod group;
mod load;
mod offset_fetch;
mod offsets;
mod partition;
mod records;
mod response;
mod shard;
mod time;

pub use config::{Config, Limits};
pub use effect::{Append, Effects, Note, Record, Reply, Ticket, Token};
pub use error::{AppendError, LoadError};
pub use event::{DeletedTopic, Event, GroupOffsets, Request, RequestContext};
pub use group::GroupType;
pub use load::{Loading, LogRecord};
pub use offset_fetch::{fetched_response, requested_groups};
pub use partition::partition_for;
pub use response::Response;
pub use shard::Shard;
pub use time::Now;
