//! What goes wrong in a run.

use std::time::Duration;

use quorum::sim::{now, random_below, sleep};

use crate::world::{CONTROLLERS, World};

/// Makes trouble for so long.
pub(crate) async fn rage(world: &World, duration: Duration) {
    let end = now() + duration;
    // First the group is let grow a little.
    sleep(Duration::from_millis(500 + random_below(1500))).await;
    while now() < end {
        sleep(Duration::from_millis(50 + random_below(700))).await;
        let id = 1 + random_below(CONTROLLERS as u64) as i32;
        match random_below(12) {
            0..=2 => restart(world, id),
            3..=4 => restart_leader(world),
            5 => stop_at_a_step(world, id),
            6 => isolate(world, id),
            7 => cut_one_way(world),
            8 => world.network.join_all(),
            9 => hand_over(world),
            _ => wipe(world, id),
        }
    }
}

/// Restarts a controller after a while.
fn restart(world: &World, id: i32) {
    world.crash(id);
    start_later(world, id);
}

fn start_later(world: &World, id: i32) {
    let later = world.clone();
    world.spawn(async move {
        sleep(Duration::from_millis(10 + random_below(2000))).await;
        later.start_if_stopped(id);
    });
}

fn restart_leader(world: &World) {
    if let Some(leader) = world.leader() {
        restart(world, leader.key.id);
    }
}

/// Lets a controller's disk fail from one of its next changes on.
fn stop_at_a_step(world: &World, id: i32) {
    let mut nodes = world.nodes.lock();
    let node = nodes.get_mut(&id).unwrap();
    if node.group.is_some() {
        node.disk_fault = true;
        node.disk.stop_after(random_below(12));
    }
}

/// No other controller hears this one, and it hears none; brokers may go on talking to it.
fn isolate(world: &World, id: i32) {
    let id = if random_below(2) == 0 { world.leader().map_or(id, |leader| leader.key.id) } else { id };
    for other in 1..=CONTROLLERS {
        world.network.cut(id, other);
        world.network.cut(other, id);
    }
    rejoin_later(world);
}

/// Some links carry messages in one direction only.
fn cut_one_way(world: &World) {
    for _ in 0..1 + random_below(6) {
        let from = 1 + random_below(CONTROLLERS as u64) as i32;
        let to = 1 + random_below(CONTROLLERS as u64) as i32;
        world.network.cut(from, to);
    }
    rejoin_later(world);
}

fn rejoin_later(world: &World) {
    world.history.lock().counts.cuts += 1;
    let network = world.network.clone();
    world.spawn(async move {
        sleep(Duration::from_millis(200 + random_below(3000))).await;
        network.join_all();
    });
}

fn hand_over(world: &World) {
    let Some(leader) = world.leader() else { return };
    let voters = leader.quorum.membership().borrow().voters.clone();
    let others: Vec<_> = voters.into_keys().filter(|key| *key != leader.key).collect();
    let Some(to) = others.get(random_below(others.len().max(1) as u64) as usize).copied() else { return };
    world.spawn(async move { drop(leader.quorum.transfer_leadership(to).await) });
}

/// Replaces a controller's disk: mostly it is formatted anew, at times only its log is gone.
///
/// One voter at a time, and only while the others hold everything: Raft promises nothing when more is lost. As long as a
/// change of voters is under way nobody can say who the voters will have been.
fn wipe(world: &World, id: i32) {
    let Some(leader) = world.leader() else { return };
    let membership = leader.quorum.membership().borrow().clone();
    if !membership.committed || membership.is_joint() || world.changing.any() {
        return;
    }
    let key = world.nodes.lock()[&id].key;
    let voter = membership.is_voter(&key);
    world.lost.lock().retain(|lost| membership.is_voter(lost));
    if voter && (!world.lost.lock().is_empty() || membership.voters.len() < 3) {
        return;
    }
    if voter {
        world.lost.lock().insert(key);
    }
    world.replace_disk(id, random_below(4) > 0);
    world.history.lock().counts.wipes += 1;
    start_later(world, id);
}
