//! What becomes of a broker's partitions when it comes or goes (`generateLeaderAndIsrUpdates` and its callers).
//!
//! Costs what the broker's own topics cost, not all.

use wire::codec::Uuid;
use wire::metadata::BrokerRegistrationChangeRecord;
use wire::records::MetadataRecord;

use super::Rule;
use super::topic_settings::TopicSettings;
use crate::controller::partition_change::{Acceptable, Election, PartitionChange};
use crate::image::{Broker, Partition, PartitionView, Topic};

/// What happens to a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Happens {
    /// It may not be in sync nor lead any more.
    Leaves(i32),
    /// It may lead again.
    Comes(i32),
}

/// Changes of partitions on which something happened to a broker.
pub(super) struct Updates<'a> {
    rule: Rule<'a>,
    settings: TopicSettings<'a>,
    happens: Happens,
    unclean: Option<(Uuid, bool)>,
    pub(super) records: Vec<MetadataRecord>,
}

impl<'a> Updates<'a> {
    pub(super) fn new(rule: &Rule<'a>, happens: Happens) -> Updates<'a> {
        Updates {
            rule: *rule,
            settings: TopicSettings::new(rule),
            happens,
            unclean: None,
            records: Vec::new(),
        }
    }

    /// Decides one partition.
    pub(super) fn partition(&mut self, topic: &Topic, index: i32, partition: &Partition) {
        let unclean = match self.unclean {
            Some((id, unclean)) if id == topic.id() => unclean,
            _ => self.settings.unclean(topic),
        };
        self.unclean = Some((topic.id(), unclean));
        let mut acceptable = Acceptable::active(self.rule.image.brokers());
        match self.happens {
            Happens::Leaves(broker) => acceptable.never = Some(broker),
            Happens::Comes(broker) => acceptable.always = Some(broker),
        }
        let mut change = PartitionChange::new(partition, acceptable, self.rule.metadata_version);
        if let Happens::Leaves(broker) = self.happens {
            change.isr.retain(|id| *id != broker);
        }
        if unclean {
            change.election = Election::Unclean;
        }
        self.records.extend(change.record(topic.id(), index).map(MetadataRecord::PartitionChange));
    }

    fn view(&mut self, topic: &Topic, index: i32, view: PartitionView<'_>) {
        self.partition(topic, index, &view.to_partition());
    }
}

/// Takes a broker out of all in-sync replicas, and leadership from it.
pub(super) fn broker_leaves(rule: &Rule<'_>, broker: i32) -> Vec<MetadataRecord> {
    let mut updates = Updates::new(rule, Happens::Leaves(broker));
    for (topic, index, view) in rule.image.topics().partitions_on(broker) {
        if view.leader() == broker || view.isr().any(|id| id == broker) {
            updates.view(topic, index, view);
        }
    }
    updates.records
}

/// Lets a broker lead what nobody leads, where it may.
pub(super) fn broker_comes(rule: &Rule<'_>, broker: i32) -> Vec<MetadataRecord> {
    let mut updates = Updates::new(rule, Happens::Comes(broker));
    let topics = rule.image.topics();
    for (topic, index) in topics.leaderless() {
        if let Some(view) = topics.partition(topic, index) {
            updates.view(topic, index, view);
        }
    }
    updates.records
}

/// Fences a broker: first its partitions, then itself, so that no prefix of the records has a fenced leader.
pub(in crate::controller) fn fence_broker(rule: &Rule<'_>, broker: &Broker) -> Vec<MetadataRecord> {
    let mut records = broker_leaves(rule, broker.id);
    records.push(MetadataRecord::BrokerRegistrationChange(BrokerRegistrationChangeRecord {
        broker_id: broker.id,
        broker_epoch: broker.epoch,
        fenced: 1,
        ..Default::default()
    }));
    records
}
