//! What can be configured for topics and brokers: names, types, defaults, checks, and what is in force.
//!
//! Names, types and defaults are those of Kafka 4.3. What nothing acts on yet is taken and kept all the same, as Kafka
//! does with what a plugin would read. A value in force is looked for in this order: the topic, the broker, all brokers,
//! the node's own file, the default. Must not be here: what a value does.

mod broker_definitions;
mod definition;
mod describe;
mod effective;
mod error;
mod kind;
mod synonyms;
mod topic_config;
mod topic_definitions;
mod validate;
mod validator;

pub use broker_definitions::{UpdateMode, broker_definition, broker_definitions};
pub use definition::ConfigDefinition;
pub use describe::{ConfigSource, DescribedConfig, Synonym, describe_broker, describe_topic};
pub use effective::{Effective, NodeConfig};
pub use error::InvalidConfig;
pub use kind::{ConfigKind, Value};
pub use synonyms::broker_synonyms;
pub use topic_config::{CleanupPolicy, TimestampType, TopicConfig};
pub use topic_definitions::{topic_definition, topic_definitions};
pub use validate::{validate_broker, validate_topic};
pub use validator::Validator;

/// The configurations that rules of the controller read.
pub mod names {
    /// How many in-sync replicas a write with acks=all needs.
    pub const MIN_INSYNC_REPLICAS: &str = "min.insync.replicas";
    /// Whether a replica that may lack acknowledged records may lead when no other can.
    pub const UNCLEAN_LEADER_ELECTION: &str = "unclean.leader.election.enable";
    /// Directories of a broker that get no new replicas (KIP-1066).
    pub const CORDONED_LOG_DIRS: &str = "cordoned.log.dirs";
}
