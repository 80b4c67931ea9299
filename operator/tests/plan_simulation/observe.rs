//! What an operator would see of the world, by the rules of `plan::observed`.

use std::collections::{BTreeMap, BTreeSet};

use ferryman_operator::api::Timestamp;
use ferryman_operator::plan::observed::{
    BrokerSeen, Capabilities, Cause, ClusterSeen, DiskSeen, DiskState, DrainSeen, Fresh, MayStop, NodeSeen,
    PartitionSeen, PartitionsSeen, QuorumSeen, ReplicaSeen, Run, SurfaceSeen, WidestSeen,
};
use ferryman_operator::plan::{Observed, Questions, Voter};
use ferryman_operator::validate::{NodeId, Role};

use crate::world::{CAUGHT_UP, Partition, Process, TICK_MS, World, cluster_id};

pub(crate) fn observe(world: &World, ask: &Questions, blind_since: Timestamp) -> Observed {
    let at = world.now();
    Observed {
        can: Capabilities { version: "0.1.0".into(), any_version: true, resources: true },
        proposed: cluster_id(),
        nodes: Fresh::Seen { value: nodes(world), at },
        cluster: match &world.leader {
            Some(leader) => Fresh::Seen { value: cluster(world, leader, ask), at },
            None => Fresh::Unknown { why: Cause::Unreachable, since: blind_since },
        },
        surface: SurfaceSeen::default(),
    }
}

fn nodes(world: &World) -> BTreeMap<NodeId, NodeSeen> {
    let at = world.now();
    let fresh = |run| Fresh::Seen { value: run, at };
    let time = |tick: u64| Timestamp(1_000_000 + tick as i64 * TICK_MS);
    world
        .nodes
        .iter()
        .map(|(id, node)| {
            let run = match &node.process {
                Process::Absent => Run::Absent,
                Process::Failed { revision, since } => Run::Failed {
                    revision: revision.clone(),
                    why: "it does not start".into(),
                    since: time(*since),
                },
                Process::Up { incarnation, revision, since } => Run::Up {
                    incarnation: incarnation.clone(),
                    revision: revision.clone(),
                    ready: world.is_ready(*id),
                    since: time(*since),
                },
            };
            let disks = node
                .disk
                .iter()
                .map(|disk| DiskSeen {
                    volume: "d0".into(),
                    state: Fresh::Seen {
                        value: DiskState::Formatted {
                            cluster: cluster_id(),
                            node: *id,
                            directory: disk.directory.clone(),
                            voted: disk.voted,
                        },
                        at,
                    },
                    identity: Fresh::Seen { value: disk.identity.clone(), at },
                })
                .collect();
            (
                *id,
                NodeSeen { pool: Some(node.pool.clone()), run: fresh(run), disks, waits_for: String::new() },
            )
        })
        .collect()
}

pub(crate) fn cluster(world: &World, leader: &Voter, ask: &Questions) -> ClusterSeen {
    ClusterSeen {
        quorum: quorum(world, leader),
        brokers: world
            .brokers
            .iter()
            .map(|(id, broker)| {
                let replicas =
                    world.partitions.iter().filter(|partition| partition.holds(*id)).count() as u64;
                (*id, BrokerSeen { fenced: broker.fenced, cordoned: broker.cordoned, rack: None, replicas })
            })
            .collect(),
        partitions: PartitionsSeen {
            total: world.partitions.len() as u64,
            offline: world.partitions.iter().filter(|p| p.leader.is_none()).count() as u64,
            under_min_isr: world.partitions.iter().filter(|p| p.in_sync.len() < p.min_in_sync()).count()
                as u64,
            examples: Vec::new(),
        },
        moves_in_flight: world.partitions.iter().filter(|partition| partition.target.is_some()).count(),
        drains: ask.drains.iter().map(|id| (*id, drain(world, *id))).collect(),
        may_stop: ask.may_stop.iter().map(|id| (*id, may_stop(world, *id))).collect(),
    }
}

fn quorum(world: &World, leader: &Voter) -> QuorumSeen {
    let replica = |voter: Voter| {
        let node = world.nodes.get(&voter.node);
        let own =
            node.filter(|node| node.disk.as_ref().is_some_and(|disk| disk.directory == voter.directory));
        let behind_ms = match own.and_then(|node| node.caught_up_at) {
            Some(at) => Some((world.tick - at) as i64 * TICK_MS),
            // A directory that is gone had the log's end at some time long ago.
            None if own.is_none() => Some(3_600_000),
            None => None,
        };
        ReplicaSeen { voter, lag: behind_ms.unwrap_or(1000), behind_ms }
    };
    let directories =
        world.nodes.iter().filter(|(id, node)| node.role == Role::Controller && world.is_up(**id));
    let observers: BTreeSet<Voter> = directories
        .filter_map(|(id, node)| Some(Voter { node: *id, directory: node.disk.as_ref()?.directory.clone() }))
        .filter(|voter| !world.voters.contains(voter))
        .collect();
    QuorumSeen {
        leader: leader.node,
        term: world.term,
        voters: world.voters.iter().cloned().map(replica).collect(),
        observers: observers.into_iter().map(replica).collect(),
    }
}

fn named(index: usize) -> String {
    format!("t{index}-0")
}

pub(crate) fn drain(world: &World, id: NodeId) -> DrainSeen {
    let on_it: Vec<(usize, &Partition)> =
        world.partitions.iter().enumerate().filter(|(_, partition)| partition.holds(id)).collect();
    let leaves = |p: &Partition| p.target.as_ref().is_some_and(|target| !target.contains(&id));
    let stuck: Vec<String> = on_it
        .iter()
        .filter(|(_, p)| p.leader.is_none() && p.target.is_none())
        .map(|(index, _)| named(*index))
        .collect();
    let next = on_it.iter().filter(|(_, p)| p.leader.is_some() && p.target.is_none()).take(100);
    DrainSeen {
        replicas_left: on_it.len() as u64,
        moving: on_it.iter().filter(|(_, p)| leaves(p)).count() as u64,
        stuck: stuck.len() as u64,
        stuck_examples: stuck,
        next: next
            .map(|(index, p)| PartitionSeen {
                topic: format!("t{index}"),
                index: 0,
                replicas: p.replicas.clone(),
            })
            .collect(),
        widest: on_it
            .iter()
            .max_by_key(|(_, p)| p.replicas.len())
            .map(|(index, p)| WidestSeen { factor: p.replicas.len(), example: named(*index) }),
    }
}

/// The active controller's word, from what it knows: it may not know yet that a broker is down.
fn may_stop(world: &World, id: NodeId) -> MayStop {
    let blocked = if world.voters.iter().any(|voter| voter.node == id) {
        let others = world.voters.iter().filter(|voter| {
            let node = world.nodes.get(&voter.node);
            let own =
                node.filter(|node| node.disk.as_ref().is_some_and(|disk| disk.directory == voter.directory));
            let current =
                own.and_then(|node| node.caught_up_at).is_some_and(|at| world.tick - at <= CAUGHT_UP);
            voter.node != id && current
        });
        usize::from(others.count() * 2 <= world.voters.len() && world.voters.len() > 1)
    } else {
        world.partitions.iter().filter(|partition| would_break(partition, &partition.in_sync, id)).count()
    };
    match blocked {
        0 => MayStop::Yes,
        count => MayStop::Blocked { count: count as u64, examples: vec!["t0-0".into()] },
    }
}

/// Whether a partition would lose its leader, or fall below its minimum, without a broker that is in sync.
pub(crate) fn would_break(partition: &Partition, in_sync: &BTreeSet<NodeId>, id: NodeId) -> bool {
    let left = in_sync.len() - usize::from(in_sync.contains(&id));
    in_sync.contains(&id) && partition.leader.is_some() && left < partition.min_in_sync()
}
