//! The metadata quorum: Raft behind a small API, its write-ahead log, and what brokers read of it.
//!
//! * [`Quorum`]: a node's part. [`Quorum::propose`] gives an [`Entry`] its place; what is committed comes to the
//!   [`Applier`], in order, on every node. [`Quorum::leadership`], [`Quorum::membership`], [`Quorum::progress`] tell who
//!   leads, who belongs to it, who follows.
//! * [`Quorum::bootstrap`], [`Quorum::add_learner`], [`Quorum::change_voters`]: the group is founded once, by one named
//!   directory; everybody else is taken in without a vote, catches up, and becomes a voter by a change, one at a time.
//! * [`LogView`]: the log as brokers fetch it: committed batches, stamped with offset and epoch.
//! * [`PeerTransport`] carries the messages between controllers; [`Quorum::handle_peer`] answers them.
//!
//! Files, all in `<metadata.log.dir>/__cluster_metadata-0`: `raft/` is the write-ahead log, the authority; `quorum-state`
//! remembers for ever that this directory has belonged to a group; `<offset>.log` with indexes and
//! `leader-epoch-checkpoint` are the committed log as Kafka has it, for its tools, made again from the write-ahead log
//! where a crash has left less.
//!
//! Promises: nothing is acknowledged before a majority has flushed it; what was applied anywhere is applied everywhere, at
//! the same index, offset and epoch; a term has one leader; a voter is a directory, and one that has lost its log never
//! acts as what it was, not even after it was removed: it comes back under another directory id. A damaged log is refused,
//! never shortened. After a failed write or flush the node ends ([`Quorum::fatal`]).
//!
//! Must not be here: what a batch contains, rules of metadata, sockets. Only `raft` names openraft, and none of its types
//! leaves the crate. Not yet: snapshots. The whole log is kept; openraft is set so that it never asks for one.
//!
//! With the feature `sim` all of it runs in simulated time, from a seed.

mod applied;
mod batch;
mod codec;
mod config;
mod configuration;
mod entry;
mod error;
mod leadership;
mod log_entry;
mod log_id;
mod log_view;
mod materialized;
mod not_taken_in;
mod peer;
mod peers;
mod progress;
mod quorum;
mod quorum_state;
mod raft;
mod runtime;
#[cfg(feature = "sim")]
pub mod sim;
mod voter;
mod wal;

pub use applied::{Applied, Applier, ApplyError};
pub use config::{Limits, MAX_LEARNERS, QuorumConfig, Timing};
pub use configuration::{MAX_MEMBERS, Membership};
pub use entry::{Entry, MAX_ENTRY_BYTES, MAX_ENTRY_RECORDS};
pub use error::Error;
pub use leadership::Leadership;
pub use log_id::{LogId, MAX_TERM};
pub use log_view::{LogView, Records, Validity};
pub use not_taken_in::NotTakenIn;
pub use peer::{FIRST_PEER_KEY, PeerError, PeerKey, PeerTransport};
pub use progress::ReplicaProgress;
pub use quorum::{Fatal, Precondition, Proposed, Quorum, VotersEncoder};
pub use runtime::{Runtime, Tokio};
pub use voter::{Endpoint, Endpoints, MAX_ENDPOINTS, Member, VoterKey};
/// Kafka's UUIDs, as directory ids.
pub use wire::codec::Uuid;
