//! Ordered maps that fork for nothing: the ground the image stands on.
//!
//! A clone shares everything with its origin; a change copies only the path to what changes. Promises: iteration is in
//! the order of the keys, whatever the history; a clone never sees a later change of the other. Must not be here:
//! anything that knows what is stored.

mod iter;
mod map;
mod node;

pub use iter::Iter;
pub use map::Map;

/// A set is a map to nothing.
pub type Set<K> = Map<K, ()>;
