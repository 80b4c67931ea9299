//! The clock of this machine: the one place here that reads it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::api::Timestamp;

/// Now, in milliseconds since the epoch.
#[allow(clippy::disallowed_methods, reason = "the shell's clock; everywhere else time is an argument")]
pub fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
