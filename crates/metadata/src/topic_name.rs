//! What may be a topic's name (`org.apache.kafka.common.internals.Topic`).

use std::fmt;

/// The consumer groups' topic.
pub const CONSUMER_OFFSETS: &str = "__consumer_offsets";
/// The transaction coordinators' topic.
pub const TRANSACTION_STATE: &str = "__transaction_state";
/// The share coordinators' topic.
pub const SHARE_GROUP_STATE: &str = "__share_group_state";
/// The metadata log. Never a topic that can be made.
pub const CLUSTER_METADATA: &str = "__cluster_metadata";

/// The most bytes a name may have: a directory is named `<topic>-<partition>`, with room for what marks a deletion.
pub const MAX_LEN: usize = 249;

/// Why a name cannot be a topic's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidTopicName {
    /// It has no characters.
    Empty,
    /// It is `.` or `..`, which are directories already.
    Dots(String),
    /// It has more than [`MAX_LEN`] bytes.
    TooLong(String),
    /// It has a character that is not allowed.
    Characters(String),
}

impl fmt::Display for InvalidTopicName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Topic name is invalid: ")?;
        match self {
            InvalidTopicName::Empty => f.write_str("the empty string is not allowed"),
            InvalidTopicName::Dots(name) => write!(f, "'{name}' is not allowed"),
            InvalidTopicName::TooLong(name) => {
                write!(f, "the length of '{name}' is longer than the max allowed length {MAX_LEN}")
            }
            InvalidTopicName::Characters(name) => write!(
                f,
                "'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
            ),
        }
    }
}

/// Checks a name.
///
/// # Errors
/// When no topic may be called so.
pub fn validate(name: &str) -> Result<(), InvalidTopicName> {
    let legal = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    match name {
        "" => Err(InvalidTopicName::Empty),
        "." | ".." => Err(InvalidTopicName::Dots(name.to_string())),
        _ if name.len() > MAX_LEN => Err(InvalidTopicName::TooLong(name.to_string())),
        _ if !name.bytes().all(legal) => Err(InvalidTopicName::Characters(name.to_string())),
        _ => Ok(()),
    }
}

/// Whether it is one of Kafka's own topics, which clients are told.
pub fn is_internal(name: &str) -> bool {
    matches!(name, CONSUMER_OFFSETS | TRANSACTION_STATE | SHARE_GROUP_STATE)
}

/// Whether another name may look the same in the name of a metric, where `.` becomes `_`.
pub fn may_collide(name: &str) -> bool {
    name.contains(['.', '_'])
}

/// What all names that collide with this one have in common.
pub fn unified(name: &str) -> String {
    name.replace('.', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_kafka_refuses_are_refused() {
        for good in ["a", "orders.v1", "_x-9", "...", &"x".repeat(MAX_LEN), CONSUMER_OFFSETS] {
            assert_eq!(validate(good), Ok(()), "{good}");
        }
        for bad in ["", ".", "..", "a b", "a/b", "é", "a\0", &"x".repeat(MAX_LEN + 1)] {
            assert!(validate(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_collide_where_metrics_would() {
        assert_eq!(unified("a.b_c"), unified("a_b.c"));
        assert!(may_collide("a.b") && may_collide("a_b") && !may_collide("a-b"));
    }
}
