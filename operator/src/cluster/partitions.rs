//! Counting partitions: what is offline, what is left on a broker that leaves. Pure.

use std::collections::{BTreeMap, BTreeSet};

use client::admin::OngoingReassignment;
use wire::messages::metadata::MetadataResponseTopic;

use crate::plan::observed::{DrainSeen, PartitionSeen, PartitionsSeen, WidestSeen};
use crate::validate::NodeId;

/// Of the partitions that could be moved next, how many are named for each broker.
const NEXT_MAX: usize = 100;
/// How many examples are named.
const EXAMPLES_MAX: usize = 10;

/// A partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Partition {
    pub(super) topic: String,
    pub(super) index: i32,
    pub(super) leader: Option<i32>,
    /// All replicas, those that are being added or removed included.
    pub(super) replicas: Vec<i32>,
    pub(super) in_sync: usize,
}

impl Partition {
    fn name(&self) -> String {
        format!("{}-{}", self.topic, self.index)
    }
}

/// The partitions of topics; the name of a topic that could not be told, where there is one.
pub(super) fn of_topics(topics: Vec<MetadataResponseTopic>) -> Result<Vec<Partition>, String> {
    let mut partitions = Vec::new();
    for topic in topics {
        let name = topic.name.map(|name| name.to_string()).unwrap_or_default();
        if topic.error_code != 0 {
            return Err(name);
        }
        partitions.extend(topic.partitions.into_iter().map(|p| Partition {
            topic: name.clone(),
            index: p.partition_index,
            leader: (p.leader_id >= 0).then_some(p.leader_id),
            in_sync: p.isr_nodes.len(),
            replicas: p.replica_nodes,
        }));
    }
    Ok(partitions)
}

/// Reassignments that are under way, by topic and index.
pub(super) type Moving = BTreeMap<(String, i32), OngoingReassignment>;

/// Reassignments by the partition they move.
pub(super) fn moving(reassignments: Vec<OngoingReassignment>) -> Moving {
    reassignments.into_iter().map(|moving| ((moving.topic.clone(), moving.partition), moving)).collect()
}

/// Topics with fewer replicas in sync than they have replicas: only theirs can be fewer than they must be.
pub(super) fn lagging_topics(partitions: &[Partition]) -> BTreeSet<&str> {
    partitions.iter().filter(|p| p.in_sync < p.replicas.len()).map(|p| p.topic.as_str()).collect()
}

/// All partitions, counted; `min_insync` tells a topic's `min.insync.replicas`.
pub(super) fn count(partitions: &[Partition], min_insync: impl Fn(&str) -> u32) -> PartitionsSeen {
    let mut seen = PartitionsSeen { total: partitions.len() as u64, ..Default::default() };
    for partition in partitions {
        // Kafka asks for no more in sync than there are replicas.
        let least = (min_insync(&partition.topic) as usize).min(partition.replicas.len());
        let offline = partition.leader.is_none();
        let too_few = partition.in_sync < least;
        seen.offline += u64::from(offline);
        seen.under_min_isr += u64::from(too_few);
        if (offline || too_few) && seen.examples.len() < EXAMPLES_MAX {
            seen.examples.push(partition.name());
        }
    }
    seen
}

/// How many replicas each broker has.
pub(super) fn loads(partitions: &[Partition]) -> BTreeMap<i32, u64> {
    let mut loads = BTreeMap::new();
    for broker in partitions.iter().flat_map(|p| &p.replicas) {
        *loads.entry(*broker).or_default() += 1;
    }
    loads
}

/// What is left on a broker.
pub(super) fn drain(partitions: &[Partition], moving: &Moving, broker: NodeId) -> DrainSeen {
    let mut seen = DrainSeen::default();
    let mut widest = 0;
    for partition in partitions.iter().filter(|p| p.replicas.contains(&broker.get())) {
        let under_way = moving.get(&(partition.topic.clone(), partition.index));
        seen.replicas_left += 1;
        let factor = partition.replicas.len() - under_way.map_or(0, |m| m.adding.len());
        if factor > widest {
            widest = factor;
            seen.widest = Some(WidestSeen { factor, example: partition.name() });
        }
        match under_way {
            Some(under_way) => seen.moving += u64::from(under_way.removing.contains(&broker.get())),
            None if partition.leader.is_none() => {
                seen.stuck += 1;
                if seen.stuck_examples.len() < EXAMPLES_MAX {
                    seen.stuck_examples.push(partition.name());
                }
            }
            None if seen.next.len() < NEXT_MAX => seen.next.push(PartitionSeen {
                topic: partition.topic.clone(),
                index: partition.index,
                replicas: nodes(&partition.replicas),
            }),
            None => {}
        }
    }
    seen
}

/// Broker ids as node ids; an id that is none is passed over.
pub(super) fn nodes(ids: &[i32]) -> Vec<NodeId> {
    ids.iter().filter_map(|id| NodeId::new(i64::from(*id))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(index: i32, leader: Option<i32>, replicas: &[i32], in_sync: usize) -> Partition {
        Partition { topic: "t".into(), index, leader, replicas: replicas.to_vec(), in_sync }
    }

    fn node(id: i64) -> NodeId {
        NodeId::new(id).unwrap()
    }

    #[test]
    fn a_partition_with_fewer_replicas_in_sync_than_it_must_have_is_counted_and_named() {
        let partitions = [
            partition(0, Some(0), &[0, 1, 2], 3),
            partition(1, Some(0), &[0, 1, 2], 1),
            partition(2, None, &[1], 1),
        ];
        let seen = count(&partitions, |_| 2);
        assert_eq!((seen.total, seen.offline, seen.under_min_isr), (3, 1, 1));
        assert_eq!(seen.examples, ["t-1", "t-2"]);
        assert_eq!(lagging_topics(&partitions), BTreeSet::from(["t"]));
    }

    #[test]
    fn a_single_replica_is_never_fewer_than_min_insync_replicas() {
        assert_eq!(count(&[partition(0, Some(0), &[0], 1)], |_| 2).under_min_isr, 0);
    }

    #[test]
    fn what_moves_what_is_stuck_and_what_can_be_moved_are_told_apart() {
        let partitions = [
            partition(0, Some(1), &[3, 1, 0], 2),
            partition(1, None, &[3], 0),
            partition(2, Some(1), &[1, 3], 2),
            partition(3, Some(1), &[1, 0], 2),
            partition(4, Some(3), &[3, 0], 2),
        ];
        let under_way = |index, adding: &[i32], removing: &[i32]| OngoingReassignment {
            topic: "t".into(),
            partition: index,
            replicas: Vec::new(),
            adding: adding.to_vec(),
            removing: removing.to_vec(),
        };
        let moving = moving(vec![under_way(0, &[0], &[3]), under_way(2, &[3], &[])]);
        let seen = drain(&partitions, &moving, node(3));
        assert_eq!((seen.replicas_left, seen.moving, seen.stuck), (4, 1, 1));
        assert_eq!(seen.stuck_examples, ["t-1"]);
        assert_eq!(seen.next.iter().map(|p| p.index).collect::<Vec<_>>(), [4]);
        assert_eq!(seen.widest, Some(WidestSeen { factor: 2, example: "t-0".into() }));
        assert_eq!(drain(&partitions, &moving, node(7)), DrainSeen::default());
        assert_eq!(loads(&partitions)[&3], 4);
    }
}
