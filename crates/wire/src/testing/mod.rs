//! Random messages, and a list of all messages by name: what tests, fuzzing and the oracle need.
//!
//! Behind the feature `testing`; no release is built with it. Promises the same messages for the same seed.

mod random;
mod registry;
mod sample;

pub use random::Random;
pub use registry::{Entry, Recoded};
pub use sample::Sample;

/// Every message of every section.
pub fn all_messages() -> Vec<Entry> {
    crate::generated::registry::all()
}
