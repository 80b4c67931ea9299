//! What the logs need of a file system, as two small traits with two implementations.
//!
//! * [`Disk`] and [`File`]: open, positioned read and write, truncate, flush, rename, directory flush, lock, free space.
//! * [`RealDisk`]: the operating system's.
//! * [`SimDisk`]: in memory, with the difference between written and flushed kept, so that a test can crash it at
//!   any instruction and see only what the real one would promise.
//! * [`atomic_replace`]: the one way in which small files (checkpoints, properties) are written.
//!
//! Must not be here: any knowledge of what the bytes mean, buffering, threads, retries. A failed flush is reported
//! once and never retried: after it nobody knows what is on the disk.

mod atomic;
mod disk;
mod file;
mod real;
mod sim;

pub use atomic::{TMP_SUFFIX, atomic_replace, read_all, remove_temporary};
pub use disk::{Disk, Entry, EntryKind, Lock, OpenMode, create_dir_durable};
pub use file::{Advice, File};
pub use real::RealDisk;
pub use sim::{CrashChoice, SimDisk};
