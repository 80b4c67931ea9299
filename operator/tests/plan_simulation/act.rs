//! What steps and desired states do to the world, and what they must not do.

use std::collections::BTreeSet;

use ferryman_operator::plan::{Act, ClusterAct, DiskAct, Guard, Move, NodeAct, Plan, QuorumAct, Step, Voter};
use ferryman_operator::validate::{NodeId, Role};

use crate::chaos::Family;
use crate::observe::{self, would_break};
use crate::world::{Process, World};

/// Starts and stops processes as desired. Starting is the world's; stopping is here, where it could do harm.
pub(crate) fn converge(world: &mut World, plan: &Plan, family: Family, rested_on: u64) -> Result<(), String> {
    let Some(desired) = &plan.desired else { return Ok(()) };
    world.desired = Some(desired.clone());
    let running: Vec<NodeId> =
        world.nodes.keys().copied().filter(|id| world.nodes[id].process != Process::Absent).collect();
    for id in running.into_iter().filter(|id| !desired.nodes.contains_key(id)) {
        // Some substrates stop by lowering a number, and look at no guard.
        let looks = family != Family::TrueSight;
        let guard = desired.stop.get(&id);
        if looks && !guard.is_some_and(|guard| guard_holds(world, guard)) {
            continue;
        }
        world.say(format!("stop {id}"));
        match world.nodes[&id].role {
            Role::Controller if world.voters.iter().any(|voter| voter.node == id) => {
                return Err(format!("controller {id} is stopped while it votes"));
            }
            Role::Broker if world.partitions.iter().any(|partition| partition.holds(id)) => {
                return Err(format!("broker {id} is stopped with replicas on it (rested on {rested_on})"));
            }
            _ => world.end(id, 0),
        }
    }
    Ok(())
}

/// Requests to the cluster can be under way for a while; what a substrate does happens or does not.
pub(crate) fn can_be_late(step: &Step) -> bool {
    matches!(step.act, Act::Quorum(_) | Act::Cluster(_))
}

pub(crate) fn guard_holds(world: &World, guard: &Guard) -> bool {
    let of_the_substrate = match guard {
        Guard::Directory { node, directory } => {
            let disk = world.nodes.get(node).and_then(|node| node.disk.as_ref());
            return disk.is_some_and(|disk| disk.directory == *directory);
        }
        Guard::Incarnation { node, incarnation, .. } => {
            let process = world.nodes.get(node).map(|node| &node.process);
            matches!(process, Some(Process::Up { incarnation: now, .. }) if now == incarnation)
        }
        Guard::CreateOnly => return true,
        _ => true,
    };
    let needs_the_cluster = !matches!(guard, Guard::Incarnation { ask: false, .. });
    let of_the_cluster = match &world.leader {
        Some(leader) => guard.holds(&observe::cluster(world, leader, &guard.questions())),
        None => !needs_the_cluster,
    };
    of_the_substrate && of_the_cluster
}

pub(crate) fn carry_out(
    world: &mut World,
    step: &Step,
    honoured: bool,
    rested_on: u64,
) -> Result<(), String> {
    if honoured && !guard_holds(world, &step.guard) {
        world.say(format!("{} is stale", step.id));
        return Ok(());
    }
    world.say(format!("{}: {}", step.id, step.why));
    match &step.act {
        Act::Disk(DiskAct::StoreIdentity { volumes, identity }) => {
            for volume in volumes {
                let node = world.nodes.get_mut(&volume.node);
                if let Some(disk) = node.and_then(|node| node.disk.as_mut()) {
                    disk.identity.get_or_insert_with(|| identity.clone());
                }
            }
            Ok(())
        }
        Act::Node(NodeAct::Restart { node, .. }) => restart(world, *node, rested_on),
        Act::Quorum(act) => quorum(world, act, rested_on),
        Act::Cluster(act) if world.leader.is_some() => cluster(world, act),
        Act::Cluster(_) => Ok(()),
    }
}

fn quorum(world: &mut World, act: &QuorumAct, rested_on: u64) -> Result<(), String> {
    let before = world.voters.clone();
    match act {
        QuorumAct::Bootstrap { voter, .. } => return bootstrap(world, voter),
        _ if world.leader.is_none() => return Ok(()),
        QuorumAct::AddVoter { voter } => {
            // The controller's own check, as in Kafka: only who follows and is caught up.
            if world.voters.iter().any(|other| other.node == voter.node) || !world.is_alive(voter) {
                return Ok(());
            }
            world.voters.insert(voter.clone());
        }
        QuorumAct::RemoveVoter { voter } => {
            world.voters.remove(voter);
        }
    }
    let lost = world.has_quorum(&before) && !world.has_quorum(&world.voters);
    if lost && world.controllers_disturbed < rested_on {
        return Err(format!("{act:?} leaves no majority of {:?} alive (was {before:?})", world.voters));
    }
    Ok(())
}

fn bootstrap(world: &mut World, voter: &Voter) -> Result<(), String> {
    let up = world.is_up(voter.node);
    let disk = world.nodes.get_mut(&voter.node).and_then(|node| node.disk.as_mut());
    let Some(disk) = disk.filter(|disk| up && disk.directory == voter.directory && !disk.voted) else {
        return Ok(());
    };
    let identified = disk.identity.as_ref().is_some_and(|identity| identity.bootstrap == *voter);
    disk.voted = true;
    world.founders.insert(voter.clone());
    if world.founders.len() > 1 {
        return Err(format!("a second quorum is founded: {:?}", world.founders));
    }
    if !identified {
        return Err(format!("{voter} founds the quorum before its identity stands beside its volume"));
    }
    world.voters = BTreeSet::from([voter.clone()]);
    if let Some(node) = world.nodes.get_mut(&voter.node) {
        node.caught_up_at = Some(world.tick);
    }
    Ok(())
}

fn cluster(world: &mut World, act: &ClusterAct) -> Result<(), String> {
    match act {
        ClusterAct::Cordon { node } => set_cordon(world, *node, true),
        ClusterAct::Uncordon { node } => set_cordon(world, *node, false),
        ClusterAct::MoveReplicas { moves } => {
            for one in moves {
                reassign(world, one)?;
            }
        }
        ClusterAct::Unregister { node } => {
            if world.partitions.iter().any(|partition| partition.holds(*node)) {
                return Err(format!("broker {node} is forgotten with replicas on it"));
            }
            if world.is_up(*node) {
                return Err(format!("broker {node} is forgotten while it runs"));
            }
            world.brokers.remove(node);
        }
    }
    Ok(())
}

fn set_cordon(world: &mut World, node: NodeId, cordoned: bool) {
    if let Some(broker) = world.brokers.get_mut(&node) {
        broker.cordoned = cordoned;
    }
}

fn reassign(world: &mut World, one: &Move) -> Result<(), String> {
    let index: usize = one.topic[1..].parse().unwrap();
    let partition = &world.partitions[index];
    if partition.replicas != one.from || partition.target.is_some() {
        return Ok(());
    }
    let distinct: BTreeSet<&NodeId> = one.to.iter().collect();
    if distinct.len() != one.from.len() || one.to.len() != one.from.len() {
        return Err(format!("{one:?} changes the replication factor"));
    }
    if one.to.iter().any(|id| !world.brokers.contains_key(id)) {
        return Err(format!("{one:?} moves to a broker that is not there"));
    }
    world.reassign(index, one.to.clone());
    Ok(())
}

fn restart(world: &mut World, id: NodeId, rested_on: u64) -> Result<(), String> {
    if !world.is_up(id) {
        return Ok(());
    }
    let harm = match world.nodes[&id].role {
        Role::Controller => {
            let alive = world.voters.iter().filter(|voter| voter.node != id && world.is_alive(voter)).count();
            let votes = world.voters.iter().any(|voter| voter.node == id);
            let spared = alive * 2 > world.voters.len() || world.voters.len() == 1;
            votes && world.has_quorum(&world.voters) && !spared && world.controllers_disturbed < rested_on
        }
        Role::Broker => {
            let breaks = world.partitions.iter().any(|partition| {
                let alive: BTreeSet<NodeId> =
                    partition.in_sync.iter().copied().filter(|other| world.is_up(*other)).collect();
                would_break(partition, &alive, id) && alive.len() >= partition.min_in_sync()
            });
            breaks && world.brokers_disturbed < rested_on
        }
    };
    if harm {
        return Err(format!("restarting {id} takes what is needed: voters {:?}", world.voters));
    }
    let pause = world.rng.below(6);
    world.end(id, pause);
    Ok(())
}
