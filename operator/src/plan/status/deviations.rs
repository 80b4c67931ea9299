//! The nodes that are not as they should be; in a cluster that is, the list is empty.

use std::collections::BTreeSet;

use crate::api::limits::{STATUS_DETAIL_MAX, STATUS_NODES_MAX};
use crate::api::status::{NodeState, NodeStatus};
use crate::plan::draft::Draft;
use crate::plan::observed::Run;
use crate::plan::view::View;
use crate::validate::{NodeId, Role};

pub(super) fn list(view: &View<'_>, draft: &Draft) -> Vec<NodeStatus> {
    let mut nodes = Vec::new();
    for role in [Role::Controller, Role::Broker] {
        let exist: BTreeSet<NodeId> = draft.memo.shape(role).collect();
        for id in view.wanted(role).union(&exist).copied() {
            if let Some((state, detail)) = deviation(view, draft, role, id) {
                nodes.push(NodeStatus { id: id.into(), state, detail });
            }
        }
    }
    nodes.sort_by_key(|node| node.id);
    nodes.truncate(STATUS_NODES_MAX as usize);
    nodes
}

fn deviation(view: &View<'_>, draft: &Draft, role: Role, id: NodeId) -> Option<(NodeState, String)> {
    if !view.wanted(role).contains(&id) {
        return Some((NodeState::Leaving, String::new()));
    }
    let (revision, ready) = match view.run(id) {
        None => return Some((NodeState::Unknown, String::new())),
        Some(Run::Absent) => return Some((NodeState::Stopped, String::new())),
        Some(Run::Failed { why, .. }) => {
            return Some((NodeState::Failed, shorten(why)));
        }
        Some(Run::Up { revision, ready, .. }) => (revision, *ready),
    };
    if !ready {
        let waits_for = view.waits_for(id).map(|what| shorten(&format!("waits for {what}")));
        return Some((NodeState::Starting, waits_for.unwrap_or_default()));
    }
    let in_cluster = match role {
        Role::Controller => controller(view, id),
        Role::Broker => broker(view, draft, id),
    };
    let outdated = view.wanted_revision(id).is_some_and(|wanted| revision != wanted);
    in_cluster.or_else(|| outdated.then(|| (NodeState::Outdated, String::new())))
}

fn shorten(text: &str) -> String {
    text.chars().take(STATUS_DETAIL_MAX as usize).collect()
}

fn controller(view: &View<'_>, id: NodeId) -> Option<(NodeState, String)> {
    let quorum = &view.cluster?.quorum;
    let Some(voter) = quorum.voters.iter().find(|replica| replica.voter.node == id) else {
        return Some((NodeState::Joining, String::new()));
    };
    let other = quorum
        .observers
        .iter()
        .find(|observer| observer.voter.node == id && observer.voter.directory != voter.voter.directory);
    other.map(|other| {
        let detail = format!("votes with {}, has {}", voter.voter.directory, other.voter.directory);
        (NodeState::DirectoryLost, detail)
    })
}

fn broker(view: &View<'_>, draft: &Draft, id: NodeId) -> Option<(NodeState, String)> {
    let cluster = view.cluster?;
    match cluster.brokers.get(&id) {
        None => Some((NodeState::Starting, "it has not registered yet".into())),
        Some(broker) if broker.fenced => Some((NodeState::Fenced, String::new())),
        Some(broker) if broker.cordoned && !draft.memo.cordoned.contains_key(&id) => Some((
            NodeState::Cordoned,
            "not by the operator; it takes no replicas until cordoned.log.dirs is emptied".into(),
        )),
        Some(_) => None,
    }
}
