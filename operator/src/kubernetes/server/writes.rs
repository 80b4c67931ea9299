//! [`Writes`]: counts what is written, and ends the process where a test wants it to.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Kind;
use crate::kubernetes::metrics::Metrics;

/// With what the process ends after the last write that it was allowed.
pub const EXIT_CODE: i32 = 86;

/// Counts writes.
#[derive(Debug, Default)]
pub struct Writes {
    done: AtomicU64,
    exit_after: Option<u64>,
    metrics: Option<Metrics>,
}

impl Writes {
    /// `exit_after`: the process ends right after so many writes. For tests: an operator must go on from any write of the
    /// one before.
    pub fn new(exit_after: Option<u64>, metrics: Metrics) -> Writes {
        Writes { done: AtomicU64::new(0), exit_after, metrics: Some(metrics) }
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, verb: &'static str, kind: Kind) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(metrics) = &self.metrics {
            metrics.wrote(verb, kind);
        }
        if self.exit_after.is_some_and(|limit| done >= limit) {
            tracing::warn!(done, "the last write that FERRYMAN_EXIT_AFTER_WRITES allows");
            std::process::exit(EXIT_CODE);
        }
    }
}
