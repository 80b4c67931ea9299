//! What is going on, in one word.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is going on, in one word. Whether clients are served meanwhile is said by the condition Ready.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "kubernetes", derive(schemars::JsonSchema))]
pub enum Phase {
    /// Nodes start for the first time, and the quorum forms.
    #[default]
    Creating,
    /// As the spec wants it.
    Running,
    /// Nodes join.
    ScalingOut,
    /// Nodes leave.
    ScalingIn,
    /// A voter that lost its disk is replaced.
    Repairing,
    /// Nodes restart, one at a time, with another configuration or version.
    Rolling,
    /// Nodes that should run do not, and nothing has to be done about it but wait.
    Recovering,
    /// The spec cannot be carried out as it stands.
    Invalid,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
