//! The replicas of this broker: the shell around the partition core (`replica`) and its log (`log`).
//!
//! * [`Replicas`]: all of them, made what the metadata says.
//! * [`Replica`]: one of them; every change goes through its one lock.
//! * [`Fetchers`]: copying what is led elsewhere. [`carry_proposals`]: ISRs on their way to the controller.
//! * [`Directory`]: a log directory and its checkpoints.
//!
//! Must not be here: requests of clients (see `requests`), rules about who is in sync (see `replica`).

mod checkpoints;
mod directory;
mod epochs;
mod fetcher;
mod hosted;
mod key;
mod log_config;
mod manager;
mod moment;
mod proposals;
mod replica;

pub use directory::Directory;
pub use fetcher::Fetchers;
pub use key::Key;
pub use manager::{Replicas, ReplicasSetup};
pub use moment::Moment;
pub use proposals::carry_proposals;
pub use replica::{AppendFailure, Replica};
