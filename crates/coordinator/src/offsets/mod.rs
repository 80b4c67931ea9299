//! Committed offsets: where a group is in the partitions it reads.
//!
//! [`OffsetStore`] holds them, committed and not yet committed side by side; the other files are the requests and the rules
//! that change them. Groups are asked for here only about what they allow.

mod by_partition;
mod commit;
mod delete;
mod expiry;
mod fetch;
mod offset;
mod store;
mod transactional;

pub(crate) use offset::{Offset, OffsetKey};
pub(crate) use store::OffsetStore;
