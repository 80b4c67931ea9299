//! The rules of classic groups and their offsets, one by one, on a shard whose records are committed at once unless a test
//! says otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod admin;
mod commits;
mod joining;
mod leaving;
mod limits;
mod loading;
mod offsets;
mod rebalancing;
mod retention;
mod static_members;
mod support;
mod syncing;
mod uncommitted;
