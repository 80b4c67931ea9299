//! Who the cluster is, and which directory may found its quorum.
//!
//! Decided once, from volumes that were all seen, and written beside every volume; from then on what stands there wins
//! over everything else. Where two answers are found nothing is touched.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::founding;
use super::limits::STEP_HORIZON_MS;
use super::observed::{DiskSeen, DiskState, Run};
use super::view::View;
use super::{Act, ClusterId, DiskAct, Guard, Identity, StepKind, VolumeRef, Voter};
use crate::api::status::ConditionReason;
use crate::validate::NodeId;

pub(super) fn plan(view: &View<'_>, draft: &mut Draft) {
    let records: BTreeSet<&Identity> =
        disks(view).filter_map(|(_, disk)| disk.identity.seen()?.as_ref()).collect();
    let used = draft.memo.identity.as_ref().filter(|_| draft.memo.bootstrapped);
    let known: BTreeSet<&Identity> = records.iter().copied().chain(used).collect();
    if known.len() > 1 {
        let found: Vec<String> = known.iter().map(|record| record.to_string()).collect();
        return conflict(draft, format!("volumes of different clusters were found ({})", found.join("; ")));
    }
    let recorded = records.first().map(|record| (*record).clone());
    if !settle_cluster_id(view, draft, recorded.as_ref()) {
        return;
    }
    report_foreign_volumes(view, draft);
    if recorded.is_none() && all_is_new(view, draft) {
        draft.frozen = true;
        return draft.stall(ConditionReason::BootstrapDirectoryLost, ALL_NEW.to_owned());
    }
    let identity = recorded.clone().or_else(|| still_valid(view, draft)).or_else(|| decide(view, draft));
    draft.memo.identity.clone_from(&identity);
    if let Some(identity) = &identity {
        store(view, draft, identity);
    }
    founding::plan(view, draft, identity, recorded.is_some());
}

pub(super) fn disks<'a>(view: &View<'a>) -> impl Iterator<Item = (NodeId, &'a DiskSeen)> {
    view.nodes.into_iter().flatten().flat_map(|(id, node)| node.disks.iter().map(|disk| (*id, disk)))
}

fn conflict(draft: &mut Draft, what: String) {
    let message = format!(
        "{what}; nothing is touched until only the volumes of this cluster are left where it finds them"
    );
    draft.stall(ConditionReason::IdentityConflict, message);
    draft.frozen = true;
}

/// The id on the volumes wins, then the one that was used before, then the proposed one. `false` while it is not known.
fn settle_cluster_id(view: &View<'_>, draft: &mut Draft, recorded: Option<&Identity>) -> bool {
    if let Some(identity) = recorded {
        draft.memo.cluster_id = Some(identity.cluster.clone());
    }
    if draft.memo.cluster_id.is_some() {
        return true;
    }
    if view.nodes.is_none() {
        return false;
    }
    let formatted: BTreeSet<&ClusterId> = disks(view).filter_map(|(_, disk)| cluster_of(disk)).collect();
    if formatted.len() > 1 {
        let found: Vec<&str> = formatted.iter().map(|cluster| cluster.as_str()).collect();
        conflict(draft, format!("directories of different clusters were found ({})", found.join(", ")));
        return false;
    }
    draft.memo.cluster_id = Some(formatted.first().map_or(&view.seen.proposed, |cluster| *cluster).clone());
    true
}

fn cluster_of(disk: &DiskSeen) -> Option<&ClusterId> {
    match disk.state.seen()? {
        DiskState::Formatted { cluster, .. } => Some(cluster),
        _ => None,
    }
}

/// A node refuses a directory that is not its own; what it refuses is said here in one place.
fn report_foreign_volumes(view: &View<'_>, draft: &mut Draft) {
    let ours = draft.memo.cluster_id.clone();
    for (id, disk) in disks(view) {
        let Some(DiskState::Formatted { cluster, node, .. }) = disk.state.seen() else { continue };
        if ours.as_ref().is_some_and(|ours| ours != cluster) {
            let message = format!(
                "volume {} of node {id} belongs to cluster {cluster}, and this is {}; remove it, or empty it",
                disk.volume,
                ours.as_ref().map_or("another", ClusterId::as_str)
            );
            draft.stall(ConditionReason::IdentityConflict, message);
        } else if *node != id {
            let message = format!(
                "volume {} of node {id} belongs to node {node}; put it back there, or empty it",
                disk.volume
            );
            draft.stall(ConditionReason::IdentityConflict, message);
        }
    }
}

const ALL_NEW: &str = "no volume of any controller says which cluster it belongs to, though this cluster had a quorum: \
    all of them are new; put the old volumes back, or, if the cluster may be made anew, remove what the operator \
    remembers of it";

/// Whether a cluster that had a quorum is met with nothing but new volumes.
fn all_is_new(view: &View<'_>, draft: &Draft) -> bool {
    let is_new = |id: &NodeId| {
        view.node(*id).is_some_and(|node| {
            !node.disks.is_empty() && node.disks.iter().all(|disk| matches!(disk.identity.seen(), Some(None)))
        })
    };
    draft.memo.bootstrapped && view.cluster.is_none() && view.controllers.iter().all(is_new)
}

/// What was decided and is not seen beside any volume. It is dropped where its directory is gone before it was used,
/// once no writing of it can be on its way any more and every volume was seen without it.
fn still_valid(view: &View<'_>, draft: &Draft) -> Option<Identity> {
    let identity = draft.memo.identity.clone()?;
    let written = draft.memo.identity_sent.plus_ms(STEP_HORIZON_MS);
    let unused = !draft.memo.bootstrapped && view.all_seen_after(written) && every_volume_is_seen(view);
    let dropped = unused && is_gone(view, &identity.bootstrap);
    (!dropped).then_some(identity)
}

/// Whether it is known of every volume that exists what stands beside it.
fn every_volume_is_seen(view: &View<'_>) -> bool {
    view.nodes.is_some() && disks(view).all(|(_, disk)| disk.identity.seen().is_some())
}

/// Whether a directory is seen to be there no more.
pub(super) fn is_gone(view: &View<'_>, voter: &Voter) -> bool {
    if view.nodes.is_none() {
        return false;
    }
    let Some(disk) = view.node(voter.node).and_then(|node| node.disks.first()) else { return true };
    match disk.state.seen() {
        Some(DiskState::Formatted { directory, .. }) => *directory != voter.directory,
        Some(DiskState::Blank) => true,
        Some(DiskState::Unreadable { .. }) | None => false,
    }
}

/// Who founds the quorum: the lowest controller that waits, once all of them were seen and none has ever voted.
fn decide(view: &View<'_>, draft: &mut Draft) -> Option<Identity> {
    let cluster = draft.memo.cluster_id.clone()?;
    if let Some(voter) = view.voters().min() {
        return Some(Identity { cluster, bootstrap: voter.clone() });
    }
    if draft.memo.bootstrapped || draft.memo.grown || !every_volume_is_seen(view) {
        return None;
    }
    let mut founder = None;
    for id in view.controllers.iter().copied() {
        match view.first_disk(id)? {
            DiskState::Formatted { voted: true, .. } => return None,
            DiskState::Formatted { cluster: disk_cluster, node, directory, .. } => {
                let waits = matches!(view.run(id), Some(Run::Up { .. }));
                if waits && *disk_cluster == cluster && *node == id && founder.is_none() {
                    founder = Some(Voter { node: id, directory: directory.clone() });
                }
            }
            DiskState::Blank => {}
            DiskState::Unreadable { .. } => return None,
        }
    }
    founder.map(|bootstrap| Identity { cluster, bootstrap })
}

fn store(view: &View<'_>, draft: &mut Draft, identity: &Identity) {
    let lacking = disks(view).filter(|(id, disk)| {
        draft.role_of(view, *id).is_some() && matches!(disk.identity.seen(), Some(None))
    });
    let volumes: Vec<VolumeRef> =
        lacking.map(|(node, disk)| VolumeRef { node, volume: disk.volume.clone() }).collect();
    if volumes.is_empty() {
        return;
    }
    draft.memo.identity_sent = view.now;
    let why = format!("{} volumes do not say yet which cluster they belong to", volumes.len());
    let act = Act::Disk(DiskAct::StoreIdentity { volumes, identity: identity.clone() });
    draft.step(StepKind::StoreIdentity, &identity.cluster, act, Guard::CreateOnly, why);
}
