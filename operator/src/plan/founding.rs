//! How a quorum comes into being.
//!
//! A blank controller formats itself as an observer and waits. One of them is told to found the quorum, alone, and only
//! after (cluster id, node, directory) stands beside every volume. It is told again only on that same directory, until an
//! active controller is seen. Where that directory is gone and no other controller ever voted, a human decides: founding
//! a second quorum would forget whatever the first has promised.

use super::draft::{Draft, Progress};
use super::exclusive::{Exclusive, Proposal};
use super::identity::{disks, is_gone};
use super::limits::WAKE_SOON_MS;
use super::observed::{DiskSeen, Run};
use super::view::View;
use super::{Act, Guard, Identity, QuorumAct, Reason, Step, StepId, StepKind, Voter};
use crate::api::status::{ConditionReason, OperationKind, OperationStep};
use crate::validate::NodeId;

/// Founds the quorum, where none answers and none was ever founded; says what is waited for. `recorded`: whether the
/// identity was seen beside a volume.
pub(super) fn plan(view: &View<'_>, draft: &mut Draft, identity: Option<Identity>, recorded: bool) {
    if view.cluster.is_some() {
        draft.memo.bootstrapped = true;
        draft.memo.founded = true;
    }
    if view.cluster.is_some() || draft.memo.grown {
        return;
    }
    if let Some(identity) = identity.as_ref().filter(|_| recorded || draft.memo.bootstrapped)
        && is_gone(view, &identity.bootstrap)
    {
        return draft.stall(ConditionReason::BootstrapDirectoryLost, lost(&identity.bootstrap));
    }
    if !draft.memo.founded {
        found(view, draft, identity);
    }
}

fn found(view: &View<'_>, draft: &mut Draft, identity: Option<Identity>) {
    let mut progress = Progress {
        kind: OperationKind::Create,
        step: OperationStep::StartNodes,
        nodes: Vec::new(),
        left: view.controllers.len() as u64,
        reason: ConditionReason::StartingNodes,
        detail: "controllers start".into(),
        waits_for: String::new(),
    };
    let Some(identity) = identity else {
        progress.waits_for = "every controller to come up with its volume".into();
        draft.wake_within(WAKE_SOON_MS);
        return draft.progress(progress);
    };
    let founder = identity.bootstrap.clone();
    progress.nodes = vec![founder.node];
    progress.step = OperationStep::StoreIdentity;
    progress.reason = ConditionReason::FormingQuorum;
    if !stored_everywhere(view, draft, &identity) {
        progress.detail = "the cluster's identity is written beside every volume".into();
        progress.waits_for = "every volume to carry it".into();
        draft.wake_within(WAKE_SOON_MS);
        return draft.progress(progress);
    }
    progress.step = OperationStep::Bootstrap;
    progress.detail = format!("controller {} founds the quorum", founder.node);
    if matches!(view.run(founder.node), Some(Run::Up { .. })) {
        draft.proposals.push(proposal(&identity));
    } else {
        progress.waits_for = format!("controller {} to come up", founder.node);
    }
    draft.progress(progress);
}

fn stored_everywhere(view: &View<'_>, draft: &Draft, identity: &Identity) -> bool {
    let stored = |disk: &DiskSeen| disk.identity.seen().is_some_and(|found| found.as_ref() == Some(identity));
    let has_volumes = |id: &NodeId| view.node(*id).is_some_and(|node| !node.disks.is_empty());
    view.nodes.is_some()
        && view.controllers.iter().all(has_volumes)
        && disks(view).all(|(id, disk)| stored(disk) || draft.role_of(view, id).is_none())
}

fn proposal(identity: &Identity) -> Proposal {
    let voter = identity.bootstrap.clone();
    let step = Step {
        id: StepId { kind: StepKind::Bootstrap, target: voter.to_string() },
        act: Act::Quorum(QuorumAct::Bootstrap { cluster: identity.cluster.clone(), voter: voter.clone() }),
        guard: Guard::Directory { node: voter.node, directory: voter.directory.clone() },
        why: Reason(format!(
            "no controller has voted yet, and every volume names controller {} as the first",
            voter.node
        )),
    };
    Proposal { what: Exclusive::Bootstrap { voter }, step: Some(step) }
}

fn lost(founder: &Voter) -> String {
    format!(
        "controller {} founded the quorum on directory {}, which is gone, and no other controller is known to have voted; \
         put the volume back, or, if the cluster may be made anew, delete its volumes and the record beside them",
        founder.node, founder.directory
    )
}
