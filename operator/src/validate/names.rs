//! Names and numbers that were checked once, as types.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Violation;
use crate::api::{limits, rules};

/// A text is no such name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{found:?} is no {what}: small letters, digits and dashes, a letter first, no dash last, at most {max} characters"
)]
pub struct NameError {
    what: &'static str,
    found: String,
    max: u32,
}

macro_rules! dns_name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks a name.
            pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
                let name = name.into();
                if is_dns_1035(&name) && name.len() <= $max as usize {
                    Ok($name(name))
                } else {
                    Err(NameError { what: $what, found: name, max: $max })
                }
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(name: String) -> Result<Self, NameError> {
                Self::new(name)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }
    };
}

dns_name!(
    /// A cluster's name.
    ClusterName, "cluster name", limits::CLUSTER_NAME_MAX
);
dns_name!(
    /// A pool's name; `controllers` and `brokers` are the pools that every cluster has.
    PoolName, "pool name", limits::POOL_NAME_MAX
);

impl PoolName {
    /// The pool of controllers.
    pub fn controllers() -> Self {
        PoolName("controllers".into())
    }

    /// The default pool of brokers.
    pub fn brokers() -> Self {
        PoolName("brokers".into())
    }
}

/// Letters, digits and dashes, a letter first and no dash last (RFC 1035, small letters only).
pub(super) fn is_dns_1035(name: &str) -> bool {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    first.is_ascii_lowercase()
        && *last != b'-'
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

/// A node id, which is Kafka's `node.id`: 0 to 2^31 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct NodeId(i32);

impl NodeId {
    /// Checks an id.
    pub fn new(id: i64) -> Option<NodeId> {
        i32::try_from(id).ok().filter(|id| *id >= 0).map(NodeId)
    }

    /// The id as Kafka's protocol carries it.
    pub fn get(self) -> i32 {
        self.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<i64> for NodeId {
    type Error = String;

    fn try_from(id: i64) -> Result<Self, String> {
        NodeId::new(id).ok_or_else(|| format!("{id} is no node id: 0 to {}", i32::MAX))
    }
}

impl From<NodeId> for i64 {
    fn from(id: NodeId) -> i64 {
        i64::from(id.0)
    }
}

/// A range of node ids that is not empty, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeIdRange {
    /// The lowest id.
    pub first: NodeId,
    /// The highest.
    pub last: NodeId,
}

impl NodeIdRange {
    /// Whether an id belongs to the range.
    pub fn contains(&self, id: NodeId) -> bool {
        (self.first..=self.last).contains(&id)
    }

    /// The id at a place of the range; `None` behind its end.
    pub fn nth(&self, place: u32) -> Option<NodeId> {
        NodeId::new(i64::from(self.first) + i64::from(place)).filter(|id| *id <= self.last)
    }

    /// The place of an id in the range, counted from 0.
    pub fn place(&self, id: NodeId) -> Option<u32> {
        self.contains(id).then(|| (id.0 - self.first.0) as u32)
    }
}

impl fmt::Display for NodeIdRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

pub(super) fn check_cluster_name(name: &str, found: &mut Vec<Violation>) -> Option<ClusterName> {
    const PATH: &str = "metadata.name";
    if name.is_empty() {
        found.push(Violation::new(PATH, "a cluster has a name", "write metadata: {name: my-cluster}"));
        return None;
    }
    if name.len() > limits::CLUSTER_NAME_MAX as usize {
        found.push(Violation::rule(PATH, name, rules::CLUSTER_NAME_LENGTH));
    }
    if !is_dns_1035(name) {
        found.push(Violation::rule(PATH, name, rules::CLUSTER_NAME));
    }
    ClusterName::new(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_host_names_are_refused() {
        for good in ["a", "a1", "my-cluster", "x-1-y"] {
            assert!(ClusterName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "1a", "A", "a.b", "a_b", "ä"] {
            assert!(ClusterName::new(bad).is_err(), "{bad}");
        }
        assert!(PoolName::new("a".repeat(19)).is_ok());
        assert!(PoolName::new("a".repeat(20)).is_err());
    }

    #[test]
    fn the_places_of_a_range_end_with_it() {
        let range = NodeIdRange { first: NodeId(5), last: NodeId(7) };
        assert_eq!(range.nth(2), Some(NodeId(7)));
        assert_eq!(range.nth(3), None);
        assert_eq!(range.place(NodeId(6)), Some(1));
        assert_eq!(range.place(NodeId(8)), None);
        let end = NodeIdRange { first: NodeId(i32::MAX), last: NodeId(i32::MAX) };
        assert_eq!((end.nth(0), end.nth(1)), (Some(NodeId(i32::MAX)), None));
    }
}
