//! The cluster's metadata as this node knows it: the image everybody reads, and the follower that keeps it up to date.
//!
//! Readers take a snapshot and never wait. Those who act on changes get them in order, merged when they are slow, so that
//! nothing here grows with a slow reader. Must not be here: deciding anything, or acting on a change.

mod follower;
mod view;

pub use follower::{ActiveController, FollowerConfig, follow};
pub use view::{Changed, ChangesReceiver, MetadataView};
