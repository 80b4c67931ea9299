//! A deterministic runtime: virtual time, one task after the other, every choice from one seed.
//!
//! Two runs of one seed make the same steps; [`digest`] tells whether they did. Time stands still while any task can
//! go on, and then jumps to the next timer. Tasks belong to groups, and a group can be killed at once, as a process is.
//! Nothing here reads a clock, a thread's identity or an address.
//!
//! A simulation belongs to the thread that runs it; the functions below act on the one that is running.

mod executor;
mod network;
mod runtime;
mod timer;

pub use executor::{
    GroupId, Simulation, digest, kill, new_group, note, now, random_below, set_disk_delay, sleep, spawn_in,
};
pub use network::{Network, Observer, Running, Seen};
pub use runtime::{Simulated, SimulatedInstant};
