//! [`Changes`]: what a run of records touched.
//!
//! For those who follow the image: they look only at what is named here, in the image before and the image after. Names
//! too much rather than too little: something that was changed and changed back is still named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wire::codec::Uuid;

use super::configs::ConfigResource;

/// What was touched since the changes were last taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Levels of features.
    pub features: bool,
    /// Brokers whose registration came, went or changed.
    pub brokers: BTreeSet<i32>,
    /// Controllers whose registration changed.
    pub controllers: BTreeSet<i32>,
    /// Topics that came into being. Those that are gone again are not here.
    pub topics_created: BTreeSet<Uuid>,
    /// Topics that are gone, with their names. Their partitions are in the image before.
    pub topics_deleted: BTreeMap<Uuid, Arc<str>>,
    /// Partitions that came into being or changed, of topics that are there.
    pub partitions: BTreeMap<Uuid, BTreeSet<i32>>,
    /// Resources with a changed configuration.
    pub configs: BTreeSet<ConfigResource>,
    /// The next block of producer ids.
    pub producer_ids: bool,
    /// The voters of the quorum, or `kraft.version`.
    pub voters: bool,
    /// Client quotas.
    pub quotas: bool,
    /// Access control entries.
    pub acls: bool,
    /// SCRAM credentials.
    pub credentials: bool,
    /// Delegation tokens.
    pub tokens: bool,
}

impl Changes {
    /// Whether nothing was touched.
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// Adds what happened later.
    pub fn extend(&mut self, later: Changes) {
        for (id, name) in later.topics_deleted {
            self.topic_deleted(id, &name);
        }
        for (id, indexes) in later.partitions {
            self.partitions.entry(id).or_default().extend(indexes);
        }
        self.topics_created.extend(later.topics_created);
        self.brokers.extend(later.brokers);
        self.controllers.extend(later.controllers);
        self.configs.extend(later.configs);
        self.features |= later.features;
        self.producer_ids |= later.producer_ids;
        self.voters |= later.voters;
        self.quotas |= later.quotas;
        self.acls |= later.acls;
        self.credentials |= later.credentials;
        self.tokens |= later.tokens;
    }

    pub(super) fn topic_created(&mut self, id: Uuid) {
        self.topics_created.insert(id);
    }

    pub(super) fn topic_deleted(&mut self, id: Uuid, name: &Arc<str>) {
        self.topics_created.remove(&id);
        self.partitions.remove(&id);
        self.topics_deleted.insert(id, Arc::clone(name));
    }

    pub(super) fn partition_changed(&mut self, topic: Uuid, index: i32) {
        self.partitions.entry(topic).or_default().insert(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_and_went_is_named_as_gone() {
        let (id, name) = (Uuid::from_u128(7), Arc::from("t"));
        let mut changes = Changes::default();
        changes.topic_created(id);
        changes.partition_changed(id, 0);
        let mut later = Changes::default();
        later.topic_deleted(id, &name);
        changes.extend(later);
        assert!(changes.topics_created.is_empty() && changes.partitions.is_empty());
        assert_eq!(changes.topics_deleted.get(&id), Some(&name));
    }
}
