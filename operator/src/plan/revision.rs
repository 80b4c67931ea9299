//! What a node is started with, and the short name of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::observed::Capabilities;
use crate::validate::{
    Role, ValidatedAmounts, ValidatedCluster, ValidatedListener, ValidatedPool, ValidatedResources,
};

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

/// What all nodes of a pool are started with. Addresses, ports, directories and the list of controllers are not here:
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
    /// What each node requests and may use; empty where that has no meaning.
    #[serde(default, skip_serializing_if = "ValidatedResources::is_empty")]
    pub resources: ValidatedResources,
}

impl Rendering {
    /// What the nodes of a pool are to be started with.
    pub fn of(want: &ValidatedCluster, pool: &ValidatedPool, can: &Capabilities) -> Rendering {
        let resources = if can.resources { pool.resources } else { ValidatedResources::default() };
        Rendering { resources, ..Rendering::common(want, pool.role, can) }
    }

    /// What the nodes of a role are to be started with, whatever their pool.
    pub fn common(want: &ValidatedCluster, role: Role, can: &Capabilities) -> Rendering {
        let listeners = match role {
            Role::Controller => Vec::new(),
            Role::Broker => want.listeners.clone(),
        };
        Rendering {
            role,
            version: can.version_of(want).to_owned(),
            properties: want.config.clone(),
            listeners,
            resources: ValidatedResources::default(),
        }
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
        if !self.resources.is_empty() {
            hash.part("resources");
            hash.amounts(&self.resources.requests);
            hash.amounts(&self.resources.limits);
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

    fn amounts(&mut self, amounts: &ValidatedAmounts) {
        for amount in [amounts.cpu_millis, amounts.memory_bytes] {
            self.part(&amount.map_or_else(String::new, |amount| amount.to_string()));
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
            resources: ValidatedResources::default(),
        }
    }

    fn with(requests: (Option<u64>, Option<u64>), limits: (Option<u64>, Option<u64>)) -> Rendering {
        let amounts = |(cpu_millis, memory_bytes)| ValidatedAmounts { cpu_millis, memory_bytes };
        let resources = ValidatedResources { requests: amounts(requests), limits: amounts(limits) };
        Rendering { resources, ..rendering(&[]) }
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
            with((Some(1), None), (None, None)),
            with((None, Some(1)), (None, None)),
            with((None, None), (Some(1), None)),
            with((None, None), (None, Some(1))),
            with((Some(1), Some(1)), (Some(1), Some(1))),
        ];
        let names: std::collections::BTreeSet<Revision> = all.iter().map(Rendering::revision).collect();
        assert_eq!(names.len(), all.len());
    }
}
