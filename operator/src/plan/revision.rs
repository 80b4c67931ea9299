//! What a node is started with, and the short name of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validate::{Role, ValidatedCluster, ValidatedListener};

/// The name of a [`Rendering`]: same content, same name, in every version of this program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(String);

impl Revision {
    /// A name as it was stored.
    pub fn new(name: impl Into<String>) -> Self {
        Revision(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What all nodes of a role are started with. Addresses, ports, directories and the list of controllers are not here:
/// a substrate knows them, and they change without a restart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rendering {
    /// What the nodes do.
    pub role: Role,
    /// The program's version.
    pub version: String,
    /// Kafka's properties, without those that the operator owns.
    pub properties: BTreeMap<String, String>,
    /// The listeners for clients; none on controllers.
    pub listeners: Vec<ValidatedListener>,
}

impl Rendering {
    /// What the nodes of a role are to be started with.
    pub fn of(want: &ValidatedCluster, role: Role, version: &str) -> Rendering {
        let listeners = match role {
            Role::Controller => Vec::new(),
            Role::Broker => want.listeners.clone(),
        };
        Rendering { role, version: version.to_owned(), properties: want.config.clone(), listeners }
    }

    /// Its name: 64 bits of FNV-1a over its parts, in hex. Names tell edits of one manifest apart; nobody gains by
    /// finding two with the same.
    pub fn revision(&self) -> Revision {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        hash.part(match self.role {
            Role::Controller => "controller",
            Role::Broker => "broker",
        });
        hash.part(&self.version);
        hash.part("properties");
        for (key, value) in &self.properties {
            hash.part(key);
            hash.part(value);
        }
        hash.part("listeners");
        for listener in &self.listeners {
            hash.part(&listener.name);
            hash.part(&listener.kafka_name);
            hash.part(&listener.port.to_string());
        }
        Revision(format!("{:016x}", hash.0))
    }
}

struct Fnv(u64);

impl Fnv {
    /// Takes in a part, with its length first so that parts cannot flow into each other.
    fn part(&mut self, text: &str) {
        for byte in (text.len() as u64).to_le_bytes().into_iter().chain(text.bytes()) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendering(pairs: &[(&str, &str)]) -> Rendering {
        Rendering {
            role: Role::Broker,
            version: "0.1.0".into(),
            properties: pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            listeners: Vec::new(),
        }
    }

    #[test]
    fn the_same_content_has_the_same_name_for_ever() {
        assert_eq!(rendering(&[("a", "1")]).revision().as_str(), NAME_OF_A_1);
    }

    /// Written down once: a change of it would restart every node of every cluster.
    const NAME_OF_A_1: &str = "683a8eed664f0365";

    #[test]
    fn another_content_has_another_name() {
        let all = [
            rendering(&[]),
            rendering(&[("a", "1")]),
            rendering(&[("a", "2")]),
            rendering(&[("a1", "")]),
            rendering(&[("", "a1")]),
            Rendering { version: "0.1.1".into(), ..rendering(&[]) },
            Rendering { role: Role::Controller, ..rendering(&[]) },
        ];
        let names: std::collections::BTreeSet<Revision> = all.iter().map(Rendering::revision).collect();
        assert_eq!(names.len(), all.len());
    }
}
