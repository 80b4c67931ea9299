//! The cores of the controllers under faults, deterministic from a seed.
//!
//! Three to five controllers run the metadata rules ([`metadata::controller`]) on the quorum ([`quorum`]), on simulated
//! disks, a simulated network and simulated time. Brokers register, heartbeat, follow the log, lead partitions and change
//! their in-sync replicas; people make and delete topics; an operator replaces voters. All the while processes are killed
//! at any step of their disks, links are cut, disks are lost. Then everything is healed and has to come together.
//!
//! Promises that are checked at every event (`history`): all controllers and brokers have the same image at the same
//! offset; a term has one leader, and so has a leader epoch of a partition; what was answered is in the log and stays
//! there; nothing is given out twice. One seed is one run: [`run`] gives a sum of its trace, which is the same each time.
//!
//! What carries the events into the rules is the loop that a node runs too (`controller_loop`); only the process around it
//! (`controller`) is another. Must not be here: rules of any kind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a broken promise ends the run, and with it the test"
)]

mod admin;
mod broker;
mod controller;
mod history;
mod invariants;
mod nemesis;
mod operator;
mod world;

pub use history::Counts;

use quorum::sim::{Simulation, digest};

/// What one run came to.
pub struct Outcome {
    /// A sum of all its steps: the same for the same seed.
    pub trace: u64,
    /// How much happened in it.
    pub counts: Counts,
}

/// Runs one seed.
///
/// # Panics
/// When a promise is broken.
pub fn run(seed: u64) -> Outcome {
    Simulation::new(seed).block_on(async move {
        let world = world::World::new();
        world.run().await;
        Outcome { trace: digest(), counts: world.counts() }
    })
}
