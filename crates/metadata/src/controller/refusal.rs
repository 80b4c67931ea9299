//! [`Refusal`]: why a rule says no, and what it is called in Kafka's protocol.
//!
//! Messages say what was asked and what was found. The codes are those that Kafka's controller answers with in the same
//! case, because clients act on them.

use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;

use crate::configs::InvalidConfig;
use crate::entry::{MAX_BATCH_BYTES, MAX_BATCH_RECORDS};
use crate::topic_name::InvalidTopicName;

/// A request, or a part of one, that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This node does not lead.
    #[error("this node is not the active controller")]
    NotController,
    /// For brokers that send requests on: no controller has answered in time.
    #[error("no active controller has answered in time; whether the request was carried out is not known")]
    Unanswered,
    /// Too many requests wait.
    #[error("the controller has too many requests waiting, try again")]
    Overloaded,
    /// More records than go into one batch.
    #[error(
        "Unable to perform excessively large batch operation: it needs more than {MAX_BATCH_RECORDS} records (each topic, \
         partition and configuration is one) or more than {MAX_BATCH_BYTES} bytes of them. Ask for less at a time."
    )]
    TooLarge,
    /// A request that makes no sense.
    #[error("{0}")]
    Invalid(String),

    /// The broker is registered again since, or not at all.
    #[error("broker {broker} has epoch {found}, {}", epoch_text(*.registered))]
    StaleBrokerEpoch {
        /// The broker.
        broker: i32,
        /// The epoch it gave.
        found: i64,
        /// The epoch it is registered with.
        registered: Option<i64>,
    },
    /// Nobody with that id.
    #[error("No node with id {0} found.")]
    BrokerNotRegistered(i32),
    /// A broker of another cluster.
    #[error("Expected cluster ID {expected}, but got cluster ID {found}")]
    ClusterId {
        /// This cluster.
        expected: String,
        /// The other.
        found: String,
    },
    /// Another process has that id.
    #[error(
        "Another broker is registered with id {0}. If the broker was restarted, wait until its old session has ended"
    )]
    DuplicateRegistration(i32),
    /// A registration that makes no sense.
    #[error("broker {broker} cannot be registered: {reason}")]
    Registration {
        /// The broker.
        broker: i32,
        /// What is wrong with it.
        reason: String,
    },
    /// A broker that cannot work at the level the cluster has agreed on.
    #[error(
        "Unable to register because the broker does not support finalized version {level} of {feature}. The broker wants a version between {min} and {max}, inclusive."
    )]
    UnsupportedFeature {
        /// The feature.
        feature: String,
        /// The level agreed on.
        level: i16,
        /// The lowest the broker can.
        min: i16,
        /// The highest the broker can.
        max: i16,
    },
    /// What needs a higher `metadata.version`.
    #[error("{what} needs metadata.version {needed} or higher, the cluster has {found}")]
    MetadataVersion {
        /// What was asked for.
        what: &'static str,
        /// The lowest that has it.
        needed: String,
        /// What the cluster has.
        found: String,
    },

    /// A name that no topic may have.
    #[error("{0}")]
    TopicName(InvalidTopicName),
    /// A name that looks like another in metrics.
    #[error("Topic '{name}' collides with existing topic: {other}")]
    TopicCollides {
        /// The name.
        name: String,
        /// The other.
        other: String,
    },
    /// A topic that is there.
    #[error("Topic '{0}' already exists.")]
    TopicExists(String),
    /// A topic that is not there.
    #[error("The topic '{0}' does not exist.")]
    UnknownTopic(String),
    /// A partition that is not there.
    #[error("Unable to find partition {topic}:{index}.")]
    UnknownPartition {
        /// The topic.
        topic: String,
        /// The index.
        index: i32,
    },
    /// A topic id that is not there.
    #[error("There is no topic with id {0}")]
    UnknownTopicId(Uuid),
    /// Topics cannot be deleted.
    #[error("Topic deletion is disabled.")]
    DeletionDisabled,
    /// A number of partitions that cannot be.
    #[error("{0}")]
    Partitions(String),
    /// A number of replicas that cannot be.
    #[error("{0}")]
    ReplicationFactor(String),
    /// Replicas that cannot be.
    #[error("{0}")]
    Assignment(String),
    /// More partitions than one request may make.
    #[error("Excessively large number of partitions per request: {found}, at most {max} are allowed.")]
    TooManyPartitions {
        /// How many were asked for.
        found: u64,
        /// How many are allowed.
        max: u64,
    },
    /// A configuration that cannot be.
    #[error("{0}")]
    Config(InvalidConfig),
    /// A configuration that needs a value.
    #[error("Null value not supported for topic configs: {0}")]
    NullConfig(String),
    /// A change of a list that is none.
    #[error("Can't {operation} to key {name} because its type is not LIST.")]
    NotAList {
        /// Append or subtract.
        operation: &'static str,
        /// The configuration.
        name: String,
    },
    /// A cordon that a controller cannot check.
    #[error(
        "{0} names directories by path, which only the broker itself knows: send the change to that broker, or remove entries"
    )]
    CordonUnchecked(String),
    /// Nothing is being reassigned.
    #[error("No partition reassignment is in progress.")]
    NoReassignment,
    /// The leader is who it should be.
    #[error("The leader of the partition is the one that would be elected.")]
    ElectionNotNeeded,
    /// The preferred replica cannot lead.
    #[error("The preferred leader is not available.")]
    PreferredLeaderNotAvailable,
    /// Nobody can lead.
    #[error("No eligible leader is available.")]
    NoEligibleLeader,
    /// All producer ids were given out.
    #[error("Exhausted all producer ids.")]
    ProducerIdsExhausted,

    /// A change of voters that cannot be made now.
    #[error("{0}")]
    VoterChangePending(String),
    /// A voter that is there.
    #[error("The voter id {id} is already part of the set of voters {voters}.")]
    DuplicateVoter {
        /// The node.
        id: i32,
        /// Who votes.
        voters: String,
    },
    /// A voter that is not there.
    #[error("Cannot remove voter {voter} from the set of voters {voters}.")]
    VoterNotFound {
        /// Who.
        voter: String,
        /// Who votes.
        voters: String,
    },
    /// The quorum's protocol is too old.
    #[error("Cluster doesn't support changing voters because the kraft.version feature is {0}")]
    StaticVoters(i16),
}

fn epoch_text(epoch: Option<i64>) -> String {
    match epoch {
        Some(epoch) => format!("it is registered with epoch {epoch}"),
        None => "it is not registered".to_string(),
    }
}

impl Refusal {
    /// The error code that says so.
    pub fn code(&self) -> ErrorCode {
        use ErrorCode as E;
        match self {
            Refusal::NotController => E::NotController,
            Refusal::Unanswered | Refusal::Overloaded | Refusal::VoterChangePending(_) => E::RequestTimedOut,
            Refusal::TooLarge | Refusal::TooManyPartitions { .. } => E::PolicyViolation,
            Refusal::Invalid(_) => E::InvalidRequest,
            Refusal::StaleBrokerEpoch { .. } => E::StaleBrokerEpoch,
            Refusal::BrokerNotRegistered(_) => E::BrokerIdNotRegistered,
            Refusal::ClusterId { .. } => E::InconsistentClusterId,
            Refusal::DuplicateRegistration(_) => E::DuplicateBrokerRegistration,
            Refusal::Registration { .. } => E::InvalidRegistration,
            Refusal::UnsupportedFeature { .. } | Refusal::MetadataVersion { .. } => E::UnsupportedVersion,
            Refusal::StaticVoters(_) => E::UnsupportedVersion,
            Refusal::TopicName(_) | Refusal::TopicCollides { .. } => E::InvalidTopicException,
            Refusal::TopicExists(_) => E::TopicAlreadyExists,
            Refusal::UnknownTopic(_) | Refusal::UnknownPartition { .. } => E::UnknownTopicOrPartition,
            Refusal::UnknownTopicId(_) => E::UnknownTopicId,
            Refusal::DeletionDisabled => E::TopicDeletionDisabled,
            Refusal::Partitions(_) => E::InvalidPartitions,
            Refusal::ReplicationFactor(_) => E::InvalidReplicationFactor,
            Refusal::Assignment(_) => E::InvalidReplicaAssignment,
            Refusal::Config(_) | Refusal::NullConfig(_) | Refusal::NotAList { .. } => E::InvalidConfig,
            Refusal::CordonUnchecked(_) => E::InvalidConfig,
            Refusal::NoReassignment => E::NoReassignmentInProgress,
            Refusal::ElectionNotNeeded => E::ElectionNotNeeded,
            Refusal::PreferredLeaderNotAvailable => E::PreferredLeaderNotAvailable,
            Refusal::NoEligibleLeader => E::EligibleLeadersNotAvailable,
            Refusal::ProducerIdsExhausted => E::UnknownServerError,
            Refusal::DuplicateVoter { .. } => E::DuplicateVoter,
            Refusal::VoterNotFound { .. } => E::VoterNotFound,
        }
    }

    /// The code as it stands in a message.
    pub fn wire_code(&self) -> i16 {
        self.code().code()
    }

    /// The message as it stands in a message.
    pub fn message(&self) -> Option<Str> {
        Some(Str::from(self.to_string()))
    }
}

impl From<InvalidConfig> for Refusal {
    fn from(error: InvalidConfig) -> Refusal {
        Refusal::Config(error)
    }
}
