//! Between the quorum's words and the controller's: the same things, each in the crate that owns them.

use std::sync::Arc;

use metadata::controller::{Membership, MembershipId, Progress, VoterKey};
use metadata::entry::{VoterSet, voters_batch};
use metadata::image::{Voter, VoterEndpoint};
use quorum::{Endpoint, Endpoints, Entry, Member, ReplicaProgress, VotersEncoder};

/// The `kraft.version` levels that every controller of this release supports.
const KRAFT_VERSIONS: (i16, i16) = (0, 1);

pub(super) fn voter_key(key: quorum::VoterKey) -> VoterKey {
    VoterKey { id: key.id, directory: key.directory }
}

pub(super) fn quorum_key(key: VoterKey) -> quorum::VoterKey {
    quorum::VoterKey { id: key.id, directory: key.directory }
}

pub(super) fn member(voter: &Voter) -> Member {
    let endpoint = |e: &VoterEndpoint| Endpoint {
        listener: e.listener.to_string(),
        host: e.host.to_string(),
        port: e.port,
    };
    Member {
        key: quorum::VoterKey { id: voter.id, directory: voter.directory },
        endpoints: voter.endpoints.iter().map(endpoint).collect(),
    }
}

fn voter(key: quorum::VoterKey, endpoints: &Endpoints) -> Voter {
    let endpoint = |e: &Endpoint| VoterEndpoint {
        listener: Arc::from(e.listener.as_str()),
        host: Arc::from(e.host.as_str()),
        port: e.port,
    };
    Voter {
        id: key.id,
        directory: key.directory,
        endpoints: endpoints.iter().map(endpoint).collect(),
        kraft_versions: KRAFT_VERSIONS,
    }
}

pub(super) fn membership(membership: &quorum::Membership) -> Membership {
    let map = |members: &std::collections::BTreeMap<quorum::VoterKey, Endpoints>| {
        members.iter().map(|(key, endpoints)| (voter_key(*key), voter(*key, endpoints))).collect()
    };
    let id = membership.log_id.map(|id| MembershipId { term: id.term, index: id.index });
    Membership {
        id: id.unwrap_or_default(),
        voters: map(&membership.voters),
        learners: map(&membership.learners),
        joint: membership.is_joint(),
    }
}

/// The entry that names a membership, for the quorum.
pub(super) fn log_id(id: MembershipId) -> quorum::LogId {
    quorum::LogId { term: id.term, index: id.index }
}

pub(super) fn progress(progress: &ReplicaProgress, now: i64) -> (VoterKey, Progress) {
    let ago = |ago: Option<std::time::Duration>| ago.map_or(-1, |ago| now - ago.as_millis() as i64);
    let progress_ms = Progress {
        log_end_offset: progress.log_end_offset.unwrap_or(-1),
        last_contact_ms: ago(progress.last_contact),
        last_caught_up_ms: ago(progress.last_caught_up),
    };
    (voter_key(progress.key), progress_ms)
}

/// Encodes Voters records for changes that the quorum itself brings to an end.
pub struct VotersRecords<W> {
    wall_ms: W,
}

impl<W: Fn() -> i64> VotersRecords<W> {
    /// An encoder; `wall_ms` gives milliseconds since 1970.
    pub fn new(wall_ms: W) -> Self {
        Self { wall_ms }
    }
}

impl<W: Fn() -> i64 + Send + Sync + 'static> VotersEncoder for VotersRecords<W> {
    fn voters(&self, voters: &[Member]) -> Entry {
        let set = VoterSet(voters.iter().map(|m| voter(m.key, &m.endpoints)).collect());
        match voters_batch(&set, (self.wall_ms)()) {
            Ok(batch) => Entry { batch, count: 1, ..Default::default() },
            Err(error) => {
                // Names and ports that were once accepted: cannot be too long now.
                tracing::error!(%error, "the Voters record cannot be encoded");
                Entry::default()
            }
        }
    }
}
