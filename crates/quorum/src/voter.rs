//! [`VoterKey`] and [`Endpoints`]: who a controller is, and where it listens.
//!
//! A voter is a node id together with the id of the directory that holds its log (KIP-853): a node that comes back
//! with another disk is another voter, because what the old one promised stood on the old disk.

use std::fmt;
use std::sync::Arc;

use crate::Uuid;

/// The identity of a controller in the quorum: node id and directory id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VoterKey {
    /// `node.id`, at least 0.
    pub id: i32,
    /// `directory.id` of the metadata log directory, from its `meta.properties`. Never zero.
    pub directory: Uuid,
}

impl fmt::Display for VoterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.directory)
    }
}

/// One listener of a controller, as it stands in the `Voters` record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// The listener's name; for Apache brokers it must equal their first `controller.listener.names`.
    pub listener: String,
    /// Host name or address, as it is dialled.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

/// The listeners of a controller, cheap to clone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoints(Arc<[Endpoint]>);

/// The most listeners that one controller may have.
pub const MAX_ENDPOINTS: usize = 16;

impl Endpoints {
    /// The listeners, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Endpoint> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The listener of that name.
    pub fn get(&self, listener: &str) -> Option<&Endpoint> {
        self.0.iter().find(|e| e.listener == listener)
    }
}

impl Default for Endpoints {
    fn default() -> Self {
        Self(Arc::new([]))
    }
}

impl FromIterator<Endpoint> for Endpoints {
    fn from_iter<I: IntoIterator<Item = Endpoint>>(endpoints: I) -> Self {
        Self(endpoints.into_iter().collect())
    }
}

impl From<Vec<Endpoint>> for Endpoints {
    fn from(endpoints: Vec<Endpoint>) -> Self {
        Self(endpoints.into())
    }
}

/// A controller with its listeners.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Who it is.
    pub key: VoterKey,
    /// Where it listens.
    pub endpoints: Endpoints,
}
