//! Classic groups: the members choose a leader's assignment, the coordinator keeps everybody in step.
//!
//! [`ClassicGroup`] is who is in a group and how far its rebalance is; `rebalance` is what makes it go on; the other files
//! are the requests and the rules they ask. Rules are Kafka's (`ClassicGroup`, `GroupMetadataManager` 4.3). No maps of
//! groups here, and nothing of offsets.

mod describe;
mod expire;
mod group;
mod heartbeat;
mod join;
mod join_static;
mod joining;
mod leave;
mod member;
mod persist;
mod protocols;
mod rebalance;
mod state;
mod subscription;
mod sync;
mod validate;

pub(crate) use group::ClassicGroup;
pub(crate) use join_static::StaticReplacement;
pub(crate) use joining::Joining;
pub(crate) use leave::{leaving, left, left_member};
pub(crate) use state::State;
pub(crate) use sync::check as check_sync;
