//! The controller's rules, each by what it promises, through the front door: requests in, answers and records out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

#[path = "../harness/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the simulation, which needs another part of it")]
mod harness;

mod alter_partition;
mod brokers;
mod configs;
mod elections;
mod log;
mod may_stop;
mod reassignment;
mod topics;
mod voters;
