//! The promises of the room, with real replicas and logs.

mod commits;
mod members;
mod versions;
pub(crate) mod world;
