//! [`LogEntry`]: one entry of the Raft log, in the form in which it is stored and sent.

use std::sync::Arc;

use crate::Entry;
use crate::configuration::Configuration;
use crate::log_id::LogId;

/// What an entry carries. Neither part: the blank entry with which a leader begins its term.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Payload {
    /// A membership entry's configuration.
    pub(crate) configuration: Option<Arc<Configuration>>,
    /// The controller's entry. With a configuration it is the `Voters` batch of the end of a change.
    pub(crate) entry: Option<Entry>,
}

/// An entry at its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LogEntry {
    pub(crate) id: LogId,
    pub(crate) payload: Payload,
}

impl LogEntry {
    /// The Kafka offsets that it takes.
    pub(crate) fn count(&self) -> u32 {
        self.payload.entry.as_ref().map_or(0, |entry| entry.count)
    }

    /// About how many bytes it takes in memory and on the wire.
    pub(crate) fn size(&self) -> usize {
        let entry = self.payload.entry.as_ref().map_or(0, |e| e.batch.len() + e.private.len());
        let configuration = self.payload.configuration.as_ref().map_or(0, |c| 64 * (1 + c.nodes.len()));
        64 + entry + configuration
    }
}
