//! [`Clock`]: the one place where a node reads the time.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Wall clock and monotonic clock of a node.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    started: Instant,
}

impl Clock {
    /// Starts the monotonic clock at 0.
    #[allow(clippy::new_without_default, reason = "starting a clock is an act")]
    pub fn new() -> Clock {
        Clock { started: Instant::now() }
    }

    /// Milliseconds since 1970.
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    pub fn wall_ms(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
    }

    /// Milliseconds since the clock was started; never goes back.
    pub fn mono_ms(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }
}
