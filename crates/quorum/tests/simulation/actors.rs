//! Who uses the quorum: a client that proposes, an operator that changes the voters.

use std::collections::BTreeSet;
use std::time::Duration;

use ferryman_quorum::sim::{Running, now, random_below, sleep};
use ferryman_quorum::{Membership, Precondition, VoterKey};
use tokio::sync::oneshot;

use crate::batches;
use crate::world::{World, voters_entry};

/// Proposes to whoever leads, several at a time, and counts what comes to be applied there.
pub(crate) async fn client(world: World) {
    let mut mark = 1_u64;
    loop {
        sleep(Duration::from_millis(5 + random_below(60))).await;
        let Some(leader) = world.leader() else { continue };
        let term = leader.quorum.leadership().borrow().term;
        let end = leader.quorum.log_view().end_offset();
        let mut expected_offset = None;
        for _ in 0..1 + random_below(4) {
            mark += 1;
            let entry = batches::entry(random_below(6) as u32, mark << 16);
            let count = i64::from(entry.count);
            match leader.quorum.propose(entry, Precondition { term }).await {
                Ok(placed) => {
                    if let Some(expected) = expected_offset {
                        assert!(placed.offset >= expected, "a later proposal got an earlier place");
                    }
                    assert!(placed.offset >= end, "a proposal was put into the log's middle");
                    expected_offset = Some(placed.offset + count);
                    world.spawn(watch(world.clone(), leader.clone(), placed.index, mark << 16));
                }
                Err(_) => break,
            }
        }
    }
}

/// Waits until the proposal is applied, by the leader that took it: that is what a client is told.
async fn watch(world: World, leader: Running, index: u64, mark: u64) {
    let mut high_watermark = leader.quorum.log_view().watch();
    let limit = now() + Duration::from_secs(3);
    while now() < limit {
        let applied = world.history.lock().from(index).next().cloned();
        if let Some(applied) = applied {
            if applied.private[..] == mark.to_be_bytes() {
                world.history.lock().summary.acknowledged += 1;
            }
            return;
        }
        let changed = Box::pin(high_watermark.changed());
        futures_util::future::select(changed, Box::pin(sleep(Duration::from_millis(100)))).await;
    }
}

/// Brings the voters to a wanted number, which it changes at times, and replaces those whose directory is gone.
pub(crate) async fn operator(world: World) {
    let sizes = [1, 3, 5, 3, 5, 4, 3, 2, 3];
    let mut wanted = 3;
    let mut change = 0;
    loop {
        sleep(Duration::from_millis(30 + random_below(200))).await;
        if random_below(20) == 0 {
            wanted = if *world.healed.lock() { 3 } else { sizes[random_below(sizes.len() as u64) as usize] };
        }
        let Some(leader) = world.leader() else { continue };
        let membership = leader.quorum.membership().borrow().clone();
        format_lost(&world, &membership);
        let Some(voters) = next_voters(&world, &leader, &membership, wanted) else { continue };
        world.voters.lock().extend(voters.iter());
        let entry = voters_entry(voters.iter());
        change += 1;
        world.changing.lock().insert(change, voters.clone());
        let (done, answered) = oneshot::channel();
        let (world_, leader_) = (world.clone(), leader.clone());
        world.spawn(async move {
            let changed = leader_.quorum.change_voters(voters, membership.log_id, entry).await;
            world_.changing.lock().remove(&change);
            world_.history.lock().summary.voter_changes += u64::from(changed.is_ok());
            let _ = done.send(());
        });
        // It may give up waiting; the change goes on.
        futures_util::future::select(answered, Box::pin(sleep(Duration::from_secs(3)))).await;
    }
}

/// Formats a directory anew that was a voter, lost its log and was removed: as itself it never comes back.
fn format_lost(world: &World, membership: &Membership) {
    let lost = world.network.running().into_iter().find(|running| {
        let was_voter = world.voters.lock().contains(&running.key);
        was_voter && running.quorum.is_blank() && membership.endpoints(&running.key).is_none()
    });
    if let Some(lost) = lost.filter(|_| membership.committed && !membership.is_joint()) {
        world.format(lost.key.id);
        world.history.lock().summary.formats += 1;
    }
}

/// The voters to be next, one away from those that are; `None` when there is nothing to do.
fn next_voters(
    world: &World,
    leader: &Running,
    membership: &Membership,
    wanted: usize,
) -> Option<BTreeSet<VoterKey>> {
    let mut voters: BTreeSet<VoterKey> = membership.voters.keys().copied().collect();
    let exists = |key: &VoterKey| world.nodes.lock()[&key.id].key == *key;
    if let Some(gone) = voters.iter().find(|key| !exists(key)).copied() {
        voters.remove(&gone);
        return Some(voters);
    }
    if let Some(lost) =
        world.network.running().iter().find(|r| voters.contains(&r.key) && r.quorum.is_blank())
    {
        voters.remove(&lost.key);
        return Some(voters);
    }
    if voters.len() > wanted {
        let nth = random_below(voters.len() as u64) as usize;
        let leaving = *voters.iter().nth(nth)?;
        voters.remove(&leaving);
        return Some(voters);
    }
    if voters.len() < wanted {
        let end = leader.quorum.log_view().high_watermark();
        let progress = leader.quorum.progress()?;
        let ready = progress.iter().find(|replica| {
            let new = !voters.iter().any(|voter| voter.id == replica.key.id);
            !replica.voter && new && exists(&replica.key) && replica.log_end_offset >= Some(end)
        })?;
        voters.insert(ready.key);
        return Some(voters);
    }
    None
}
