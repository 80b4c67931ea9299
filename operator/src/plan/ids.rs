//! Who a cluster, a directory, a run is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validate::NodeId;

/// A text is no such id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no {what}: {rule}")]
pub struct IdError {
    what: &'static str,
    found: String,
    rule: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:literal, $lengths:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks an id.
            pub fn new(id: impl Into<String>) -> Result<Self, IdError> {
                let id = id.into();
                let plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                if plain && $lengths.contains(&id.len()) {
                    Ok($name(id))
                } else {
                    Err(IdError { what: $what, found: id, rule: $rule })
                }
            }

            /// The id.
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
            type Error = IdError;

            fn try_from(id: String) -> Result<Self, IdError> {
                Self::new(id)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

id!(
    /// Kafka's `cluster.id`. New ones are a UUID in base64url; adopted ones may be any text that Kafka took.
    ClusterId, "cluster id", "1 to 64 letters, digits, dashes and underscores", (1..=64)
);
id!(
    /// Kafka's `directory.id` of a log directory: a UUID in base64url, as `meta.properties` has it.
    DirectoryId, "directory id", "22 characters of base64url", (22..=22)
);

/// One run of a node: another start is another incarnation (a pod's uid; a process' id and start).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Incarnation(pub String);

/// A voter's identity (KIP-853): a wiped disk under the same id is another voter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Voter {
    /// Its node id.
    pub node: NodeId,
    /// Its metadata directory's id.
    pub directory: DirectoryId,
}

impl fmt::Display for Voter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.node, self.directory)
    }
}

/// What is written once beside every volume, before a first voter is made: which cluster it belongs to, and the only
/// directory that may ever found its quorum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The cluster.
    pub cluster: ClusterId,
    /// The first voter.
    pub bootstrap: Voter,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cluster {}, founded by node {} on directory {}",
            self.cluster, self.bootstrap.node, self.bootstrap.directory
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_is_refused() {
        assert!(ClusterId::new("9hTq1w0VRnK2c5yQm3aXbA").is_ok());
        assert!(ClusterId::new("my-cluster").is_ok());
        assert!(DirectoryId::new("9hTq1w0VRnK2c5yQm3aXbA").is_ok());
        for bad in ["", "a b", "a/b", &"x".repeat(65)] {
            assert!(ClusterId::new(bad).is_err(), "{bad}");
        }
        assert!(DirectoryId::new("short").is_err());
    }
}
