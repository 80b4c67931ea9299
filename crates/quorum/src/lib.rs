//! The metadata quorum.

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
pub use peer::{FIRST_PEER_KEY, PeerError, PeerKey, PeerTransport};
pub use progress::ReplicaProgress;
pub use quorum::{Fatal, Precondition, Proposed, Quorum, VotersEncoder};
pub use runtime::{Runtime, Tokio};
pub use voter::{Endpoint, Endpoints, MAX_ENDPOINTS, Member, VoterKey};
/// Kafka's UUIDs, as directory ids.
pub use wire::codec::Uuid;
