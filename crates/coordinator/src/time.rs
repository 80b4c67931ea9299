//! The two times a step is told.
//!
//! Deadlines must not move when somebody sets the clock, and records must carry the time people know: so there are two.

/// When a step happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970, for what is written: commit timestamps, retention. May jump.
    pub epoch_ms: i64,
    /// Milliseconds since any fixed moment, never going back: sessions, rebalances, replies that wait.
    pub monotonic_ms: i64,
}
