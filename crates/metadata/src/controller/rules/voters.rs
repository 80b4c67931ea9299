//! AddRaftVoter (80) and RemoveRaftVoter (81): what is checked before voters are changed (`AddVoterHandler`,
//! `RemoveVoterHandler`, KIP-853).

use wire::messages::add_raft_voter::AddRaftVoterRequest;
use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;

use super::Rule;
use super::may_stop::is_caught_up;
use crate::controller::event::VoterKey;
use crate::controller::refusal::Refusal;
use crate::image::{Voter, VoterEndpoint};

/// The most listeners of a voter.
const MAX_LISTENERS: usize = 16;

/// The voter to be, if it may become one. Whether a change is under way was looked at before.
pub(in crate::controller) fn new_voter(rule: &Rule<'_>, r: &AddRaftVoterRequest) -> Result<Voter, Refusal> {
    check_cluster(rule, r.cluster_id.as_deref())?;
    if r.voter_id < 0 || r.voter_directory_id.is_zero() {
        return Err(Refusal::Invalid("Add voter request didn't include a valid voter".to_string()));
    }
    if r.listeners.len() > MAX_LISTENERS {
        return Err(Refusal::Invalid(format!(
            "a voter may have {MAX_LISTENERS} listeners, {} were given",
            r.listeners.len()
        )));
    }
    if !r.listeners.iter().any(|listener| *listener.name == *rule.config.listener) {
        return Err(Refusal::Invalid(format!(
            "Add voter request didn't include the endpoint for the default listener {}",
            rule.config.listener
        )));
    }
    check_quorum(rule)?;
    if rule.membership.voters.keys().any(|key| key.id == r.voter_id) {
        return Err(Refusal::DuplicateVoter { id: r.voter_id, voters: voters(rule) });
    }
    let endpoint = |l: &wire::messages::add_raft_voter::Listener| VoterEndpoint {
        listener: (*l.name).into(),
        host: (*l.host).into(),
        port: l.port,
    };
    Ok(Voter {
        id: r.voter_id,
        directory: r.voter_directory_id,
        endpoints: r.listeners.iter().map(endpoint).collect(),
        kraft_versions: (0, 1),
    })
}

/// The voters that are left, if the voter may go. Unlike Kafka's, a removal that would leave voters without a majority in
/// contact is refused: it could not be committed, nor taken back.
pub(in crate::controller) fn without_voter(
    rule: &Rule<'_>,
    r: &RemoveRaftVoterRequest,
) -> Result<Vec<Voter>, Refusal> {
    check_cluster(rule, r.cluster_id.as_deref())?;
    if r.voter_id < 0 || r.voter_directory_id.is_zero() {
        return Err(Refusal::Invalid("Remove voter request didn't include a valid voter".to_string()));
    }
    check_quorum(rule)?;
    let key = VoterKey { id: r.voter_id, directory: r.voter_directory_id };
    if !rule.membership.voters.contains_key(&key) {
        let voter = format!("{}@{}", key.id, key.directory);
        return Err(Refusal::VoterNotFound { voter, voters: voters(rule) });
    }
    let left: Vec<Voter> =
        rule.membership.voters.values().filter(|voter| voter.key() != key).cloned().collect();
    if left.is_empty() {
        return Err(Refusal::Invalid("The only voter cannot be removed: add another first.".to_string()));
    }
    let caught_up = left.iter().filter(|voter| is_caught_up(rule, &voter.key())).count();
    let majority = left.len() / 2 + 1;
    if caught_up < majority {
        return Err(Refusal::VoterChangePending(format!(
            "{caught_up} of the {} voters that would be left are caught up and in contact, {majority} are needed; try \
             again when more are",
            left.len()
        )));
    }
    Ok(left)
}

fn check_cluster(rule: &Rule<'_>, found: Option<&str>) -> Result<(), Refusal> {
    match found {
        Some(found) if *found != *rule.config.cluster_id => {
            Err(Refusal::ClusterId { expected: rule.config.cluster_id.to_string(), found: found.to_string() })
        }
        _ => Ok(()),
    }
}

fn check_quorum(rule: &Rule<'_>) -> Result<(), Refusal> {
    match rule.image.quorum().kraft_version {
        version @ ..=0 => Err(Refusal::StaticVoters(version)),
        _ if rule.membership.joint => Err(Refusal::VoterChangePending(
            "Request timed out waiting for voters to commit the latest voter change".to_string(),
        )),
        _ => Ok(()),
    }
}

fn voters(rule: &Rule<'_>) -> String {
    let names: Vec<String> =
        rule.membership.voters.keys().map(|key| format!("{}@{}", key.id, key.directory)).collect();
    format!("[{}]", names.join(", "))
}
