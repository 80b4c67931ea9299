//! [`Electorate`]: every directory that the log has ever named as a voter.
//!
//! The log is what a newcomer learns the group from, entry by entry. If it finds itself in there as a voter of long
//! ago, it acts as one until it has read on: a directory that has lost its log would elect itself by a configuration
//! in which it was alone. So nobody is ever taken in with an empty log whom the log knows as a voter. What is purged
//! stays known as long as the log is open; snapshots, when they come, have to carry it.

use std::collections::BTreeMap;

use crate::VoterKey;
use crate::configuration::Configuration;

/// The voters of all configurations of the log. It grows by one with each directory that becomes a voter.
#[derive(Debug, Default)]
pub(super) struct Electorate {
    /// With the index of the first entry that names it.
    first_named: BTreeMap<VoterKey, u64>,
}

impl Electorate {
    /// Notes what the entry at `index` says.
    pub(super) fn note(&mut self, index: u64, configuration: Option<&Configuration>) {
        for key in configuration.iter().flat_map(|configuration| &configuration.voters).flatten() {
            self.first_named.entry(*key).or_insert(index);
        }
    }

    /// Forgets what was said from `index` on.
    pub(super) fn truncate(&mut self, index: u64) {
        self.first_named.retain(|_, first| *first < index);
    }

    pub(super) fn knows(&self, key: &VoterKey) -> bool {
        self.first_named.contains_key(key)
    }
}
