//! The cluster's metadata: what the log of the metadata quorum says, and who decides what is written to it.
//!
//! * [`entry`]: entries of the log as bytes: one Kafka record batch, and beside it what only our controllers see.
//! * [`image`]: the metadata at one offset of the log. [`image::Replay`] makes it from the log; brokers and controllers
//!   read it; a fork costs nothing, so whoever wants to look at it long keeps its own.
//! * [`controller`]: the state machine of a controller: requests in, entries and answers out. Its rules decide about
//!   topics, leaders, in-sync replicas, brokers and voters.
//! * [`configs`]: what can be configured, what values are right, and which of them is in force.
//! * [`features`]: levels the cluster agrees on, `metadata.version` first.
//! * [`auto_create`]: from a client's question for a topic that is not there to the request that makes it.
//! * [`topic_name`], [`directory`]: which names are right; which directory ids mean something else.
//! * [`persistent`]: the maps beneath the image.
//!
//! The log is Kafka's: an Apache broker can follow it, and a log that an Apache controller wrote replays here to the
//! same metadata. Promises: the same events give the same effects and the same log the same image, on every node and in
//! every run; nothing is answered that is not committed, nor from what is not; every request is answered once.
//!
//! Must not be here: IO, clocks, threads, randomness of its own. Time and randomness come with each step; what is to be
//! done with the network or the disk is given back as an effect or is the quorum's business.

pub mod auto_create;
pub mod configs;
pub mod controller;
pub mod directory;
pub mod entry;
mod error;
pub mod features;
pub mod image;
pub mod persistent;
pub mod topic_name;

pub use error::Error;
