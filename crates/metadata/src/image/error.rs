//! [`ApplyError`]: why a record cannot follow on what the image holds.

use wire::codec::Uuid;

use super::partition::PartitionName;

/// A record that contradicts the image. On a controller this ends the process: to go on would be to diverge. A broker
/// counts it and leaves the record out, as Kafka's do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// A topic's name is taken.
    #[error(
        "topic '{name}' with id {id} cannot be created: the name belongs to the topic with id {existing}"
    )]
    DuplicateTopicName {
        /// The name.
        name: String,
        /// The new topic's id.
        id: Uuid,
        /// The id of the topic that has the name.
        existing: Uuid,
    },
    /// A topic's id is taken.
    #[error("topic '{name}' with id {id} cannot be created: a topic with that id exists")]
    DuplicateTopicId {
        /// The name.
        name: String,
        /// The id.
        id: Uuid,
    },
    /// A record about a topic that does not exist.
    #[error("{record} names the topic with id {id}, which does not exist")]
    UnknownTopic {
        /// Kafka's name of the record.
        record: &'static str,
        /// The id.
        id: Uuid,
    },
    /// A record about a topic that does not exist.
    #[error("{record} names the topic '{name}', which does not exist")]
    UnknownTopicName {
        /// Kafka's name of the record.
        record: &'static str,
        /// The name.
        name: String,
    },
    /// A change of a partition that does not exist.
    #[error("{record} names the partition {partition}, which does not exist")]
    UnknownPartition {
        /// Kafka's name of the record.
        record: &'static str,
        /// The partition.
        partition: PartitionName,
    },
    /// A partition whose index no topic may have.
    #[error("partition {partition} cannot be created: indexes go from 0 to {max}")]
    PartitionIndex {
        /// The partition.
        partition: PartitionName,
        /// The highest index.
        max: i32,
    },
    /// A replica list that names a broker twice or a negative id.
    #[error(
        "partition {partition} cannot have the replicas {replicas:?}: ids are not negative and stand once"
    )]
    Replicas {
        /// The partition.
        partition: PartitionName,
        /// The list.
        replicas: Vec<i32>,
    },
    /// Replicas and directories that do not go together.
    #[error(
        "partition {partition} has {replicas} replicas, but {directories} directories are named for them"
    )]
    DirectoriesMismatch {
        /// The partition.
        partition: PartitionName,
        /// How many replicas.
        replicas: usize,
        /// How many directories.
        directories: usize,
    },
    /// A leader recovery state that does not exist.
    #[error("partition {partition} cannot have the leader recovery state {value}")]
    RecoveryState {
        /// The partition.
        partition: PartitionName,
        /// The value found.
        value: i8,
    },
    /// An epoch that cannot grow any more.
    #[error("partition {partition} has used up its epochs")]
    EpochOverflow {
        /// The partition.
        partition: PartitionName,
    },
    /// A record about a broker that is not registered.
    #[error("{record} names broker {broker}, which is not registered")]
    UnknownBroker {
        /// Kafka's name of the record.
        record: &'static str,
        /// The broker.
        broker: i32,
    },
    /// A record about another registration of a broker.
    #[error("{record} names epoch {found} of broker {broker}, which is registered with epoch {epoch}")]
    BrokerEpoch {
        /// Kafka's name of the record.
        record: &'static str,
        /// The broker.
        broker: i32,
        /// The epoch in the record.
        found: i64,
        /// The epoch of the registration.
        epoch: i64,
    },
    /// A value that a field cannot have.
    #[error("{record} for broker {broker} has {field} {value}, which means nothing")]
    BrokerChange {
        /// Kafka's name of the record.
        record: &'static str,
        /// The broker.
        broker: i32,
        /// The field.
        field: &'static str,
        /// The value found.
        value: i8,
    },
    /// A directory that another broker has.
    #[error("broker {broker} cannot be registered with directory {directory}: it belongs to broker {owner}")]
    DirectoryTaken {
        /// The broker to be registered.
        broker: i32,
        /// The directory.
        directory: Uuid,
        /// Whose it is.
        owner: i32,
    },
    /// Producer ids that would be given out twice.
    #[error("next producer id {found} does not come after {current}")]
    ProducerIds {
        /// The value in the record.
        found: i64,
        /// The value in the image.
        current: i64,
    },
    /// A metadata.version that this release cannot follow.
    #[error(
        "metadata.version {level} is not supported, known are {min} to {max}; upgrade this node before the cluster"
    )]
    MetadataVersion {
        /// The level in the record.
        level: i16,
        /// The lowest level known.
        min: i16,
        /// The highest level known.
        max: i16,
    },
    /// A type of resource that has no configuration.
    #[error("configuration of a resource of type {0}, which does not exist")]
    ResourceType(i8),
    /// A record of a later release.
    #[error(
        "record at offset {offset} is of the unknown type {record_type}; upgrade this node before the cluster"
    )]
    UnknownRecord {
        /// Where it stands.
        offset: i64,
        /// Its type.
        record_type: i64,
    },
    /// A transaction in a transaction, or the end of none (KIP-868).
    #[error("{record} at offset {offset} does not fit: {state}")]
    Transaction {
        /// Kafka's name of the record.
        record: &'static str,
        /// Where it stands.
        offset: i64,
        /// What is the case.
        state: &'static str,
    },
}
