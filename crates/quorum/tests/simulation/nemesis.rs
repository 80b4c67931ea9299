//! What goes wrong in a run.

use std::time::Duration;

use disk::SimDisk;
use ferryman_quorum::sim::{now, random_below, sleep};

use crate::world::{NODES, World, new_directory};

/// Makes trouble for so long.
pub(crate) async fn rage(world: &World, duration: Duration) {
    let end = now() + duration;
    // First the group is let grow a little.
    sleep(Duration::from_millis(500 + random_below(2500))).await;
    while now() < end {
        sleep(Duration::from_millis(50 + random_below(900))).await;
        let id = 1 + random_below(NODES as u64) as i32;
        match random_below(16) {
            0..=2 => restart(world, id),
            3 => restart_leader(world),
            4 => all_restart(world),
            5 => stop_at_a_step(world, id),
            6 => fail_a_flush(world, id),
            7 => isolate(world, id),
            8 => cut_one_way(world),
            9 => world.network.join_all(),
            10..=13 => transfer(world),
            _ => wipe(world, id),
        }
    }
}

/// Restarts a node after a while.
fn restart(world: &World, id: i32) {
    world.crash(id);
    let world_ = world.clone();
    world.spawn(async move {
        sleep(Duration::from_millis(10 + random_below(2500))).await;
        world_.start_if_stopped(id);
    });
}

fn restart_leader(world: &World) {
    if let Some(leader) = world.leader() {
        restart(world, leader.key.id);
    }
}

fn all_restart(world: &World) {
    for id in 1..=NODES as i32 {
        restart(world, id);
    }
}

/// Lets a node's disk fail from one of its next changes on.
fn stop_at_a_step(world: &World, id: i32) {
    let mut nodes = world.nodes.lock();
    let node = nodes.get_mut(&id).unwrap();
    if node.group.is_some() {
        node.disk_fault = true;
        node.disk.stop_after(random_below(12));
    }
}

fn fail_a_flush(world: &World, id: i32) {
    let mut nodes = world.nodes.lock();
    let node = nodes.get_mut(&id).unwrap();
    if node.group.is_some() {
        node.disk_fault = true;
        node.disk.set_flush_fails(true);
    }
}

/// Nobody hears the node, and it hears nobody.
fn isolate(world: &World, id: i32) {
    let id = if random_below(2) == 0 { world.leader().map_or(id, |leader| leader.key.id) } else { id };
    for other in 1..=NODES as i32 {
        world.network.cut(id, other);
        world.network.cut(other, id);
    }
    world.history.lock().summary.cuts += 1;
    rejoin_later(world);
}

/// Some links carry messages in one direction only.
fn cut_one_way(world: &World) {
    for _ in 0..1 + random_below(6) {
        let from = 1 + random_below(NODES as u64) as i32;
        let to = 1 + random_below(NODES as u64) as i32;
        world.network.cut(from, to);
    }
    world.history.lock().summary.cuts += 1;
    rejoin_later(world);
}

fn rejoin_later(world: &World) {
    let network = world.network.clone();
    world.spawn(async move {
        sleep(Duration::from_millis(200 + random_below(4000))).await;
        network.join_all();
    });
}

fn transfer(world: &World) {
    let Some(leader) = world.leader() else { return };
    let voters = leader.quorum.membership().borrow().voters.clone();
    let others: Vec<_> = voters.into_keys().filter(|key| *key != leader.key).collect();
    let Some(to) = others.get(random_below(others.len().max(1) as u64) as usize).copied() else { return };
    let history = world.history.clone();
    world.spawn(async move {
        if leader.quorum.transfer_leadership(to).await.is_ok() {
            history.lock().summary.transfers += 1;
        }
    });
}

/// Replaces a node's disk: mostly it is formatted anew and another directory, at times only its log is gone.
///
/// One voter at a time, and only while the others hold everything: Raft promises nothing when more is lost. As long as a
/// change of voters is under way nobody can say who the voters will have been.
fn wipe(world: &World, id: i32) {
    let Some(leader) = world.leader() else { return };
    let membership = leader.quorum.membership().borrow().clone();
    if !membership.committed || membership.is_joint() || !world.changing.lock().is_empty() {
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
    world.crash(id);
    let mut nodes = world.nodes.lock();
    let node = nodes.get_mut(&id).unwrap();
    node.disk = SimDisk::new();
    if random_below(4) > 0 {
        node.key.directory = new_directory();
    }
    drop(nodes);
    world.history.lock().summary.wipes += 1;
    restart(world, id);
}
