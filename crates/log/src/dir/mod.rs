//! A log directory: who it belongs to, what lies in it, how it was left.
//!
//! [`LogDir`] takes the directory's lock and checks its identity; [`LogDir::load`] says how the last run ended and what
//! there is to open. Opening the logs themselves, and deciding which of them belong here, is the caller's.

mod log_dir;
mod meta_properties;
mod partition_metadata;

pub use log_dir::{Identity, LoadedDir, LogDir};
pub use meta_properties::{MetaProperties, MetaPropertiesVersion};
pub use partition_metadata::PartitionMetadata;
