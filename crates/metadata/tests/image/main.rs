//! The image: what records do to it, what it answers, and what forks see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod indexes;
mod local_changes;
mod records;
mod replay;
