//! The line that `kubectl get` and `ferryman status` print.

use std::time::Duration;

use crate::api::limits::{STATUS_DETAIL_MAX, STATUS_VOTERS_MAX};
use crate::api::status::{NodeStatus, Operation, OperationStep, QuorumStatus, Scale, Summary, VoterStatus};
use crate::plan::draft::Draft;
use crate::plan::observed::Run;
use crate::plan::view::View;
use crate::validate::{NodeId, PoolName, Role};

pub(super) fn render(
    view: &View<'_>,
    draft: &Draft,
    operation: Option<&Operation>,
    nodes: &[NodeStatus],
) -> Summary {
    let brokers = match view.cluster {
        Some(cluster) => {
            let ours = |id: &_| draft.role_of(view, *id) == Some(Role::Broker);
            cluster.brokers.iter().filter(|(id, broker)| !broker.fenced && ours(id)).count()
        }
        None => draft.memo.shape(Role::Broker).filter(|id| view.is_ready(*id)).count(),
    };
    let controllers = match view.cluster {
        Some(cluster) => cluster.quorum.voters.len(),
        None => draft.memo.shape(Role::Controller).filter(|id| view.is_ready(*id)).count(),
    };
    Summary {
        brokers: format!("{brokers}/{}", view.want.broker_count()),
        controllers: format!("{controllers}/{}", view.want.controllers.replicas),
        detail: detail(view, draft, operation, nodes),
    }
}

/// What is in the way, else what is being done, else who deviates.
fn detail(view: &View<'_>, draft: &Draft, operation: Option<&Operation>, nodes: &[NodeStatus]) -> String {
    if let Some(stall) = draft.stalls.first() {
        return stall.message.clone();
    }
    let (Some(headline), Some(operation)) = (draft.progress.first(), operation) else {
        return match nodes {
            [] => String::new(),
            [node] if node.detail.is_empty() => format!("node {}: {:?}", node.id, node.state),
            [node] => format!("node {}: {:?}, {}", node.id, node.state, node.detail),
            nodes => format!("{} nodes are not as they should be", nodes.len()),
        };
    };
    let mut detail = match operation.step {
        OperationStep::MoveReplicas => {
            let nodes: Vec<String> = operation.nodes.iter().map(i64::to_string).collect();
            let brokers = if nodes.len() == 1 { "broker" } else { "brokers" };
            let left = operation.total - operation.done;
            format!("{brokers} {}: {left} of {} replicas left", nodes.join(", "), operation.total)
        }
        _ => headline.detail.clone(),
    };
    // What keeps a node from running explains what else is waited for.
    let mut nodes = nodes.iter().filter_map(|node| NodeId::new(node.id));
    if let Some((id, what)) = nodes.find_map(|id| Some((id, view.waits_for(id)?))) {
        let what: String = what.chars().take(STATUS_DETAIL_MAX as usize).collect();
        detail = format!("{detail}; node {id} waits for {what}");
    } else if !headline.waits_for.is_empty() {
        detail = format!("{detail}; waits for {}", headline.waits_for);
    }
    let seconds = view.now.ms_since(operation.since) as u64 / 1000;
    if seconds >= 60 {
        let minutes = Duration::from_secs(seconds / 60 * 60);
        detail = format!("{detail}, {}", humantime::format_duration(minutes));
    }
    detail
}

pub(super) fn quorum(view: &View<'_>) -> Option<QuorumStatus> {
    let quorum = &view.cluster?.quorum;
    let voters = quorum.voters.iter().take(STATUS_VOTERS_MAX as usize).map(|replica| VoterStatus {
        id: replica.voter.node.into(),
        directory: replica.voter.directory.to_string(),
        lag: replica.lag,
    });
    Some(QuorumStatus { leader: quorum.leader.into(), term: quorum.term.into(), voters: voters.collect() })
}

pub(super) fn scale(view: &View<'_>, draft: &Draft) -> Scale {
    let pool = PoolName::brokers();
    let shape = draft.memo.pools.pools.get(&pool);
    let nodes =
        shape.into_iter().flat_map(|shape| (0..shape.replicas).filter_map(|place| shape.ids.nth(place)));
    let running = nodes.filter(|id| matches!(view.run(*id), Some(Run::Up { .. }))).count();
    Scale {
        replicas: running as i64,
        selector: format!("ferryman.dev/cluster={},ferryman.dev/pool={pool}", view.want.name),
    }
}
