//! [`InvalidConfig`]: why a configuration is refused.

/// A configuration that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidConfig {
    /// There is no such configuration of a topic.
    #[error("Unknown topic config name: {0}")]
    UnknownTopicConfig(String),
    /// A value that the configuration cannot have.
    #[error("Invalid value {value} for configuration {name}: {reason}")]
    Value {
        /// The configuration.
        name: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Values that contradict each other.
    #[error("conflict topic config setting {first} ({first_value}) > {second} ({second_value})")]
    Conflict {
        /// What must be lower.
        first: &'static str,
        /// Its value.
        first_value: i64,
        /// What must be higher.
        second: &'static str,
        /// Its value.
        second_value: i64,
    },
    /// Tiered storage is not there.
    #[error(
        "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log storage."
    )]
    TieredStorage,
    /// What a broker reads only when it starts.
    #[error(
        "Cannot update these configs dynamically: {0}; set it in the node's configuration and restart it"
    )]
    NotDynamic(String),
    /// What means nothing for all brokers together.
    #[error("Cannot update these configs at default cluster level, broker id must be specified: {0}")]
    PerBroker(String),
    /// A value that no record can carry.
    #[error(
        "The configuration value cannot be added because it exceeds the maximum value size of {0} bytes."
    )]
    TooLong(usize),
}

impl InvalidConfig {
    pub(super) fn value(name: &str, value: &str, reason: impl Into<String>) -> InvalidConfig {
        InvalidConfig::Value { name: name.to_string(), value: value.to_string(), reason: reason.into() }
    }
}
