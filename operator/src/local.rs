//! The local substrate: a `KafkaCluster` as processes on this machine, on loopback.
//!
//! [`supervise`] holds the data root's lock, looks at its processes and directories, lets [`crate::plan`] decide, stores
//! the memo, and then starts, stops and asks as it was told. Everything it must remember stands in the data root
//! ([`root`]) before it is acted on; processes end by themselves when the supervisor does, because it holds the other
//! end of their standard input.
//!
//! * [`root`], [`ports`], [`render`]: files, ports, and what a node is started with.
//! * [`process`], [`fleet`], [`probe`], [`disks`]: processes, their readiness, their directories.
//! * [`supervise`], [`control`], [`status`]: the loop, and how it is spoken to.
//!
//! Must not be here: decisions about the cluster. What is decided here is only this machine's: ports, when a process that
//! ended is started again, in which order all are stopped.

pub mod clock;
pub mod control;
pub mod disks;
mod error;
pub mod fleet;
pub mod outlook;
pub mod ports;
mod probe;
mod process;
mod progress;
pub mod render;
pub mod root;
pub mod status;
pub mod supervise;
mod watch_file;

pub use error::LocalError;
