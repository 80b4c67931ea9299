//! Between the quorum's words and the controller's, as the broker does it.

use std::collections::BTreeMap;

use metadata::controller::{Membership, MembershipId, Progress, VoterKey};
use metadata::entry::{VoterSet, voters_batch};
use metadata::image::{Voter, VoterEndpoint};
use quorum::{Endpoint, Endpoints, Entry, LogId, Member, ReplicaProgress, VotersEncoder};

use crate::world::wall_ms;

pub(crate) fn voter_key(key: quorum::VoterKey) -> VoterKey {
    VoterKey { id: key.id, directory: key.directory }
}

pub(crate) fn quorum_key(key: VoterKey) -> quorum::VoterKey {
    quorum::VoterKey { id: key.id, directory: key.directory }
}

pub(crate) fn member(voter: &Voter) -> Member {
    let endpoint = |e: &VoterEndpoint| Endpoint {
        listener: e.listener.to_string(),
        host: e.host.to_string(),
        port: e.port,
    };
    Member { key: quorum_key(voter.key()), endpoints: voter.endpoints.iter().map(endpoint).collect() }
}

fn voter(key: quorum::VoterKey, endpoints: &Endpoints) -> Voter {
    let endpoint = |e: &Endpoint| VoterEndpoint {
        listener: e.listener.as_str().into(),
        host: e.host.as_str().into(),
        port: e.port,
    };
    Voter {
        id: key.id,
        directory: key.directory,
        endpoints: endpoints.iter().map(endpoint).collect(),
        kraft_versions: (0, 1),
    }
}

pub(crate) fn membership(membership: &quorum::Membership) -> Membership {
    let members = |of: &BTreeMap<quorum::VoterKey, Endpoints>| {
        of.iter().map(|(key, endpoints)| (voter_key(*key), voter(*key, endpoints))).collect()
    };
    Membership {
        id: membership.log_id.map(|id| MembershipId { term: id.term, index: id.index }).unwrap_or_default(),
        voters: members(&membership.voters),
        learners: members(&membership.learners),
        joint: membership.is_joint(),
    }
}

pub(crate) fn log_id(id: MembershipId) -> LogId {
    LogId { term: id.term, index: id.index }
}

pub(crate) fn progress(progress: &ReplicaProgress) -> (VoterKey, Progress) {
    let ago = |ago: Option<std::time::Duration>| ago.map_or(-1, |ago| wall_ms() - ago.as_millis() as i64);
    let told = Progress {
        log_end_offset: progress.log_end_offset.unwrap_or(-1),
        last_contact_ms: ago(progress.last_contact),
        last_caught_up_ms: ago(progress.last_caught_up),
    };
    (voter_key(progress.key), told)
}

/// Encodes `Voters` records for changes that the quorum itself brings to an end.
pub(crate) struct VotersRecords;

impl VotersEncoder for VotersRecords {
    fn voters(&self, voters: &[Member]) -> Entry {
        let set = VoterSet(voters.iter().map(|m| voter(m.key, &m.endpoints)).collect());
        Entry { batch: voters_batch(&set, wall_ms()).unwrap(), count: 1, ..Entry::default() }
    }
}
