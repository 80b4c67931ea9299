//! The promises of the room, with real replicas and logs.

mod commits;
mod members;
pub(crate) mod world;
