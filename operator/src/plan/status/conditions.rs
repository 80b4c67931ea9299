//! Ready, Reconciling, Stalled.

use crate::api::status::{Condition, ConditionReason, ConditionStatus, NodeStatus};
use crate::plan::draft::Draft;
use crate::plan::limits::EXAMPLES;
use crate::plan::view::View;

pub(super) fn render(view: &View<'_>, draft: &mut Draft, nodes: &[NodeStatus]) -> Vec<Condition> {
    let verdicts = [ready(view, draft), reconciling(draft, nodes), stalled(draft)];
    verdicts
        .map(|(status, reason, message)| {
            let kind = reason.kind();
            let before = draft.memo.conditions.get(&kind).copied();
            let since = before.filter(|(was, _)| *was == status).map_or(view.now, |(_, since)| since);
            draft.memo.conditions.insert(kind, (status, since));
            Condition {
                kind,
                status,
                reason,
                message,
                last_transition_time: since,
                observed_generation: view.want.generation,
            }
        })
        .into()
}

type Verdict = (ConditionStatus, ConditionReason, String);

/// Clients are served at the declared durability.
fn ready(view: &View<'_>, draft: &Draft) -> Verdict {
    use ConditionStatus::{False, True, Unknown};
    if !draft.memo.complete {
        let message = "not all controllers voted and all brokers served yet".to_owned();
        return (False, ConditionReason::Creating, message);
    }
    let Some(cluster) = view.cluster else {
        let message = "no active controller answers; brokers go on serving what they lead".to_owned();
        return (Unknown, ConditionReason::ControllersUnreachable, message);
    };
    let partitions = &cluster.partitions;
    let examples =
        partitions.examples.iter().take(EXAMPLES).map(String::as_str).collect::<Vec<_>>().join(", ");
    let serving = cluster.brokers.values().filter(|broker| !broker.fenced).count();
    let needed = view.want.min_insync_replicas() as usize;
    if partitions.offline > 0 {
        let message =
            format!("{} of {} partitions have no leader ({examples})", partitions.offline, partitions.total);
        (False, ConditionReason::PartitionsOffline, message)
    } else if partitions.under_min_isr > 0 {
        let message = format!(
            "{} of {} partitions have fewer replicas in sync than min.insync.replicas ({examples})",
            partitions.under_min_isr, partitions.total
        );
        (False, ConditionReason::UnderMinInSyncReplicas, message)
    } else if serving < needed.max(1) {
        let message = format!("{serving} brokers serve, and min.insync.replicas is {needed}");
        (False, ConditionReason::TooFewBrokersServe, message)
    } else {
        (True, ConditionReason::Serving, String::new())
    }
}

fn reconciling(draft: &Draft, nodes: &[NodeStatus]) -> Verdict {
    if let Some(headline) = draft.progress.first() {
        let mut message = headline.detail.clone();
        if !headline.waits_for.is_empty() {
            message = format!("{message}; waits for {}", headline.waits_for);
        }
        return (ConditionStatus::True, headline.reason, message);
    }
    match nodes {
        [] => (ConditionStatus::False, ConditionReason::UpToDate, String::new()),
        nodes => {
            let named: Vec<String> =
                nodes.iter().take(EXAMPLES).map(|node| format!("{} ({:?})", node.id, node.state)).collect();
            let message = format!("nodes are not as they should be: {}", named.join(", "));
            (ConditionStatus::True, ConditionReason::WaitingForNodes, message)
        }
    }
}

fn stalled(draft: &Draft) -> Verdict {
    match draft.stalls.first() {
        None => (ConditionStatus::False, ConditionReason::Progressing, String::new()),
        Some(stall) => {
            let all: Vec<&str> = draft.stalls.iter().take(8).map(|stall| stall.message.as_str()).collect();
            (ConditionStatus::True, stall.reason, all.join("\n"))
        }
    }
}
