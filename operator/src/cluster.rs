//! A running cluster, through its own protocol: what it tells ([`Clusters::observe`]) and what it is told
//! ([`Clusters::carry_out`]).
//!
//! One code for every substrate: a substrate says only where nodes are reached ([`Reach`]). What is told is as of the
//! active controller's committed log at the moment it was asked, or later: brokers are believed only once they have
//! applied that much. Every wait has a deadline; nothing is retried here, the next plan decides.
//!
//! Must not be here: decisions (they are [`crate::plan`]'s), processes, pods, files.

mod act;
mod brokers;
mod connections;
mod partitions;
mod sight;

use std::collections::BTreeMap;

use crate::plan::observed::Cause;
use crate::validate::{NodeId, NodeIdRange};

pub use act::{CONTROLLER_LISTENER, Outcome};
pub use connections::Clusters;

/// Where a cluster's nodes are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Controllers that run, by their own listener (`host:port`).
    pub controllers: BTreeMap<NodeId, String>,
    /// Brokers that run, by a listener that answers clients.
    pub brokers: BTreeMap<NodeId, String>,
    /// Where controllers reach each other, of those that have other names among themselves than here; these become the
    /// endpoints of voters.
    pub endpoints: BTreeMap<NodeId, String>,
    /// The ids that controllers have.
    pub controller_ids: NodeIdRange,
    /// What `min.insync.replicas` is where a topic does not say otherwise.
    pub min_insync_replicas: u32,
    /// Whether a broker was ever ready. Until then none is registered in a way that matters, and a quorum can be formed
    /// while no broker answers.
    pub served: bool,
}

/// Why a cluster could not be seen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Unseen {
    /// In one word.
    pub why: Cause,
    /// In one sentence.
    pub what: String,
}

impl Unseen {
    fn new(why: Cause, what: impl Into<String>) -> Unseen {
        Unseen { why, what: what.into() }
    }
}
