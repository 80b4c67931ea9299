//! The replay rules: what each record does to the image (`QuorumController.replay`, `MetadataDelta.replay`).

use std::collections::BTreeSet;

use wire::codec::Uuid;
use wire::metadata::{
    ClearElrRecord, PartitionChangeRecord, PartitionRecord, RemoveTopicRecord, TopicRecord,
};
use wire::records::{ControlRecord, MetadataRecord};

use super::Image;
use super::changes::Changes;
use super::error::ApplyError;
use super::partition::{Partition, PartitionName};
use crate::entry::PrivateRecord;

impl Image {
    /// Applies the record that stands at `offset`. Begin, end and abort of a transaction do nothing here: what they mean
    /// is kept by [`Replay`](super::Replay).
    ///
    /// # Errors
    /// When the record contradicts the image, which is then as it was.
    pub fn apply(
        &mut self,
        offset: i64,
        record: &MetadataRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        use MetadataRecord as R;
        match record {
            R::RegisterBroker(r) => self.brokers.register(r, offset, changes)?,
            R::UnregisterBroker(r) => self.brokers.unregister(r, changes)?,
            R::Topic(r) => self.create_topic(r, changes)?,
            R::Partition(r) => self.put_partition(r, changes)?,
            R::Config(r) => self.configs.apply(r, changes)?,
            R::PartitionChange(r) => self.change_partition(r, changes)?,
            R::FenceBroker(r) => self.brokers.fence(r, changes)?,
            R::UnfenceBroker(r) => self.brokers.unfence(r, changes)?,
            R::RemoveTopic(r) => self.remove_topic(r, changes)?,
            R::DelegationToken(r) => self.kept.token(r, changes),
            R::UserScramCredential(r) => self.kept.credential(r, changes),
            R::FeatureLevel(r) => self.features.apply(r, changes)?,
            R::ClientQuota(r) => self.kept.quota(r, changes),
            R::ProducerIds(r) => self.producer_ids.apply(r, changes)?,
            R::BrokerRegistrationChange(r) => self.brokers.change(r, changes)?,
            R::AccessControlEntry(r) => self.kept.acl(r, changes),
            R::RemoveAccessControlEntry(r) => self.kept.remove_acl(r, changes),
            R::RemoveUserScramCredential(r) => self.kept.remove_credential(r, changes),
            R::RemoveDelegationToken(r) => self.kept.remove_token(r, changes),
            R::RegisterController(r) => self.kept.controller(r, changes),
            R::ClearElr(r) => self.clear_elr(r, changes)?,
            // A migration from ZooKeeper by Apache ended before Kafka 4; ours is not written in records.
            R::ZkMigrationState(_) | R::NoOp(_) => {}
            R::BeginTransaction(_) | R::EndTransaction(_) | R::AbortTransaction(_) => {}
        }
        self.offset = offset;
        Ok(())
    }

    /// Applies the control record that stands at `offset`.
    pub fn apply_control(&mut self, offset: i64, record: &ControlRecord, changes: &mut Changes) {
        match record {
            ControlRecord::KRaftVersion(r) => {
                self.quorum.kraft_version = r.kraft_version;
                changes.voters = true;
            }
            ControlRecord::Voters(r) => {
                self.quorum.set_voters(r);
                changes.voters = true;
            }
            _ => {}
        }
        self.offset = offset;
    }

    /// Applies what stands beside the records in an entry of ours.
    ///
    /// # Errors
    /// When it contradicts the image, which is then as it was.
    pub fn apply_private(&mut self, record: &PrivateRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        match record {
            PrivateRecord::Cordon { broker_id, broker_epoch, directories } => {
                let cordoned: BTreeSet<Uuid> = directories.iter().copied().collect();
                self.brokers.cordon(*broker_id, *broker_epoch, cordoned, changes)
            }
        }
    }

    fn create_topic(&mut self, record: &TopicRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        self.topics.create(record.topic_id, &record.name, changes)
    }

    fn put_partition(&mut self, record: &PartitionRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        let partition = Partition::from_record(record)?;
        self.topics.put(record.topic_id, record.partition_id, partition, changes)
    }

    fn change_partition(
        &mut self,
        record: &PartitionChangeRecord,
        changes: &mut Changes,
    ) -> Result<(), ApplyError> {
        const NAME: &str = "PartitionChangeRecord";
        let (id, index) = (record.topic_id, record.partition_id);
        let topic = self.topics.by_id(id).ok_or(ApplyError::UnknownTopic { record: NAME, id })?;
        let unknown =
            ApplyError::UnknownPartition { record: NAME, partition: PartitionName { topic: id, index } };
        let partition = self.topics.partition(topic, index).ok_or(unknown)?.to_partition();
        self.topics.put(id, index, partition.merge(record)?, changes)
    }

    fn remove_topic(&mut self, record: &RemoveTopicRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        let id = record.topic_id;
        let unknown = ApplyError::UnknownTopic { record: "RemoveTopicRecord", id };
        let topic = self.topics.remove(id, changes).ok_or(unknown)?;
        self.configs.forget_topic(topic.name(), changes);
        Ok(())
    }

    fn clear_elr(&mut self, record: &ClearElrRecord, changes: &mut Changes) -> Result<(), ApplyError> {
        let name = &*record.topic_name;
        let topics: Vec<Uuid> = if name.is_empty() {
            self.topics.iter().map(|topic| topic.id()).collect()
        } else {
            let unknown = ApplyError::UnknownTopicName { record: "ClearElrRecord", name: name.to_string() };
            vec![self.topics.by_name(name).ok_or(unknown)?.id()]
        };
        let nothing = PartitionChangeRecord {
            eligible_leader_replicas: Some(Vec::new()),
            last_known_elr: Some(Vec::new()),
            ..PartitionChangeRecord::default()
        };
        let mut cleared = Vec::new();
        for topic in topics.into_iter().filter_map(|id| self.topics.by_id(id)) {
            for (index, view) in self.topics.partitions(topic) {
                let partition = view.to_partition();
                if !partition.elr.is_empty() || !partition.last_known_elr.is_empty() {
                    cleared.push((topic.id(), index, partition.merge(&nothing)?));
                }
            }
        }
        for (id, index, partition) in cleared {
            self.topics.put(id, index, partition, changes)?;
        }
        Ok(())
    }
}
