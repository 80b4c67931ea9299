//! Why a round was broken off.

use crate::kubernetes::server::ServerError;
use crate::plan::MemoError;

/// Why a round was broken off.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// The API server.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// What the plan remembers cannot be read.
    #[error("ConfigMap {name}: {source}")]
    Memo {
        /// The ConfigMap.
        name: String,
        /// Why.
        source: MemoError,
    },
}

impl RoundError {
    /// Whether something changed while the round went on: the next one sees it.
    pub fn is_stale(&self) -> bool {
        matches!(self, RoundError::Server(error) if error.is_stale())
    }
}
