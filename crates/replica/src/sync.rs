//! The synchronisation that the wait lists and the published view are made of, in one place.
//!
//! Their sources are compiled a second time by `tests/interleavings.rs`, with loom's types under these names.

pub(crate) use parking_lot::Mutex;
pub(crate) use std::sync::Arc;
pub(crate) use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU64, Ordering, fence};

/// Lets the writer go on that a reader waits for.
pub(crate) fn pause() {
    std::thread::yield_now();
}
