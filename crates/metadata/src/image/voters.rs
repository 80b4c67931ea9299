//! [`Quorum`]: who votes on the metadata log, as far as its control records tell (KIP-853).

use std::sync::Arc;

use wire::codec::Uuid;
use wire::data::VotersRecord;

/// A voter of the metadata quorum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// Its node.
    pub id: i32,
    /// The directory of its log. With another directory it is another voter.
    pub directory: Uuid,
    /// Where it listens: name, host, port.
    pub endpoints: Vec<VoterEndpoint>,
    /// Lowest and highest `kraft.version` it supports.
    pub kraft_versions: (i16, i16),
}

/// A listener of a voter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoterEndpoint {
    /// Name of the listener.
    pub listener: Arc<str>,
    /// Host name or address.
    pub host: Arc<str>,
    /// TCP port.
    pub port: u16,
}

/// What the control records of the log say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quorum {
    /// `kraft.version`; 0 until a record says otherwise.
    pub kraft_version: i16,
    /// The voters. Empty until a record names them.
    pub voters: Arc<Vec<Voter>>,
}

impl Quorum {
    pub(super) fn set_voters(&mut self, record: &VotersRecord) {
        let voters = record.voters.iter().map(|voter| Voter {
            id: voter.voter_id,
            directory: voter.voter_directory_id,
            endpoints: voter
                .endpoints
                .iter()
                .map(|e| VoterEndpoint { listener: (*e.name).into(), host: (*e.host).into(), port: e.port })
                .collect(),
            kraft_versions: (
                voter.kraft_version_feature.min_supported_version,
                voter.kraft_version_feature.max_supported_version,
            ),
        });
        self.voters = Arc::new(voters.collect());
    }
}
