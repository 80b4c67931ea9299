//! One partition's log: [`Log`] to read it, from any thread; [`LogWriter`] to change it, by its one owner.
//!
//! The writer is what a partition keeps under its append lock. Nothing of it waits for a disk to flush, except
//! truncation and closing. Readers and the flusher hold the `Log` and take no lock that the writer holds while it
//! writes.

mod active;
mod append;
mod close;
mod flush;
mod open;
mod producers;
mod read;
mod shared;
mod slice;
mod snapshots;
mod truncate;
mod writer;

pub use append::Appended;
pub use open::{Cut, Damage, OpenOptions, Opened, Recovery};
pub use read::ReadRequest;
pub use shared::Log;
pub use slice::LogSlice;
pub use writer::LogWriter;
