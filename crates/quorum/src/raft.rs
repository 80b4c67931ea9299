//! Raft by openraft: the only room of the project that names it.
//!
//! [`types`] fixes its type parameters, [`log_store`] and [`state_machine`] are its storage on our write-ahead log,
//! [`network`] its messages on our peer messages, [`setting`] its configuration. Nothing of it is visible outside of
//! this crate, so that another consensus could take its place.

mod convert;
mod log_store;
mod network;
mod setting;
mod state_machine;
#[cfg(test)]
mod suite;
mod types;

pub(crate) use convert::{from_log_id, from_membership, from_vote, to_entry, to_log_id, to_vote};
pub(crate) use log_store::LogStore;
pub(crate) use network::Network;
pub(crate) use setting::raft_config;
pub(crate) use state_machine::{AppliedState, StateMachine};
pub(crate) use types::{Proposal, Raft, RaftPayload, Reply, TypeConfig};
