//! A node as a whole: its directories, its roles, its end.
//!
//! * [`format`]: what `ferryman-broker format` does to directories.
//! * [`run`]: from a configuration to a node that serves, until it is told to stop or cannot go on.
//!
//! Must not be here: anything a role does by itself.

mod bootstrap;
mod broker_role;
mod controller_role;
mod cordon;
mod directories;
mod format;
mod metrics;
mod run;
mod status;

pub use format::{FormatOptions, Formatted, format, fresh_id};
pub use run::run;
