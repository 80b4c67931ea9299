//! The operator: brings the voters to a wanted number, and replaces those whose directory is gone. Like the real one it
//! only asks the controller.

use std::time::Duration;

use metadata::controller::Request;
use quorum::sim::{Running, random_below, sleep};
use quorum::{Membership, VoterKey};
use wire::messages::add_raft_voter::{AddRaftVoterRequest, Listener};
use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;

use crate::world::{CLUSTER, World};

/// Runs for ever.
pub(crate) async fn operator(world: World) {
    let sizes = [1, 3, 5, 3, 4, 3, 2, 3];
    let mut wanted = 3;
    loop {
        sleep(Duration::from_millis(50 + random_below(250))).await;
        if random_below(15) == 0 {
            wanted = if world.is_healed() { 3 } else { sizes[random_below(sizes.len() as u64) as usize] };
        }
        let Some(leader) = world.leader() else { continue };
        let membership = leader.quorum.membership().borrow().clone();
        world.voters.lock().extend(membership.voters.keys());
        format_lost(&world, &membership);
        if let Some(request) = next_change(&world, &leader, &membership, wanted) {
            world.ask(0, leader.key.id, request, 1).await;
        }
    }
}

/// Formats a directory anew that was a voter, lost its log and was removed: as itself it never comes back.
fn format_lost(world: &World, membership: &Membership) {
    if !membership.committed || membership.is_joint() {
        return;
    }
    let lost = world.network.running().into_iter().find(|running| {
        let was_voter = world.voters.lock().contains(&running.key);
        was_voter && running.quorum.is_blank() && membership.endpoints(&running.key).is_none()
    });
    if let Some(lost) = lost {
        world.replace_disk(lost.key.id, true);
        world.start(lost.key.id);
    }
}

/// What brings the voters one step nearer to the wanted number; `None` when there is nothing to do.
fn next_change(world: &World, leader: &Running, membership: &Membership, wanted: usize) -> Option<Request> {
    let voters: Vec<VoterKey> = membership.voters.keys().copied().collect();
    let exists = |key: &VoterKey| world.nodes.lock()[&key.id].key == *key;
    if let Some(gone) = voters.iter().find(|key| !exists(key)) {
        return Some(without(*gone));
    }
    let running = world.network.running();
    if let Some(lost) = running.iter().find(|r| voters.contains(&r.key) && r.quorum.is_blank()) {
        return Some(without(lost.key));
    }
    if voters.len() > wanted {
        return Some(without(voters[random_below(voters.len() as u64) as usize]));
    }
    if voters.len() < wanted {
        let new = running.iter().filter(|r| r.key != leader.key && voters.iter().all(|v| v.id != r.key.id));
        let new: Vec<VoterKey> = new.map(|r| r.key).collect();
        return new.get(random_below(new.len().max(1) as u64) as usize).map(|key| with(*key));
    }
    None
}

fn without(key: VoterKey) -> Request {
    Request::RemoveRaftVoter(RemoveRaftVoterRequest {
        cluster_id: Some(CLUSTER.into()),
        voter_id: key.id,
        voter_directory_id: key.directory,
    })
}

fn with(key: VoterKey) -> Request {
    let listeners = quorum::sim::Network::endpoints(key.id);
    let listener = |endpoint: &quorum::Endpoint| Listener {
        name: endpoint.listener.clone().into(),
        host: endpoint.host.clone().into(),
        port: endpoint.port,
    };
    Request::AddRaftVoter(AddRaftVoterRequest {
        cluster_id: Some(CLUSTER.into()),
        timeout_ms: 3_000,
        voter_id: key.id,
        voter_directory_id: key.directory,
        listeners: listeners.iter().map(listener).collect(),
        ack_when_committed: random_below(2) == 0,
    })
}
