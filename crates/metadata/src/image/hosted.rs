//! [`Hosted`]: what the image knows of a broker's replicas without looking at partitions.

use crate::persistent::Set;

/// A broker's part in the topics.
#[derive(Debug, Clone, Default)]
pub(super) struct Hosted {
    /// Topics, by the image's numbers, of which the broker has at least one replica.
    topics: Set<u32>,
    /// How many replicas it has.
    pub(super) replicas: u32,
    /// How many partitions it leads.
    pub(super) leaders: u32,
}

impl Hosted {
    pub(super) fn topics(&self) -> impl Iterator<Item = u32> {
        self.topics.keys().copied()
    }

    pub(super) fn add_replica(&mut self, topic: u32) {
        if !self.topics.contains_key(&topic) {
            self.topics.insert(topic, ());
        }
        self.replicas += 1;
    }

    /// Takes one replica away; `more` says whether the topic has others on the broker.
    pub(super) fn remove_replica(&mut self, topic: u32, more: bool) {
        if !more {
            self.topics.remove(&topic);
        }
        self.replicas -= 1;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.replicas == 0 && self.leaders == 0
    }
}
