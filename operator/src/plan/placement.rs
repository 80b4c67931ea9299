//! Where a replica goes when its broker leaves: to a rack the partition is not in, to the broker with the fewest
//! replicas, in the place of the one that leaves so that leadership stays as spread as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::observed::PartitionSeen;
use crate::validate::NodeId;

/// A broker that could take replicas, and how many it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Its rack.
    pub rack: Option<String>,
    /// Its replicas, those that are already on their way included.
    pub replicas: u64,
}

/// The replicas of a partition once the brokers of `leaving` have none of it; `None` when too few brokers could take
/// them. What is chosen is counted in `loads`.
///
/// The number of replicas stays, none is twice, those that stay keep their places.
pub fn place(
    partition: &PartitionSeen,
    leaving: &BTreeSet<NodeId>,
    loads: &mut BTreeMap<NodeId, Load>,
) -> Option<Vec<NodeId>> {
    let mut to = partition.replicas.clone();
    for place in 0..to.len() {
        if leaving.contains(&to[place]) {
            to[place] = choose(&to, leaving, loads)?;
        }
    }
    for node in to.iter().filter(|node| !partition.replicas.contains(node)) {
        if let Some(load) = loads.get_mut(node) {
            load.replicas += 1;
        }
    }
    Some(to)
}

fn choose(replicas: &[NodeId], leaving: &BTreeSet<NodeId>, loads: &BTreeMap<NodeId, Load>) -> Option<NodeId> {
    let rack_of = |node: &NodeId| loads.get(node).and_then(|load| load.rack.as_deref());
    let staying: Vec<Option<&str>> =
        replicas.iter().filter(|node| !leaving.contains(node)).map(rack_of).collect();
    let candidates = loads.iter().filter(|(node, _)| !leaving.contains(node) && !replicas.contains(node));
    let best = candidates.min_by_key(|(node, load)| {
        let in_rack = load
            .rack
            .as_deref()
            .map_or(0, |rack| staying.iter().filter(|other| **other == Some(rack)).count());
        (in_rack, load.replicas, **node)
    });
    best.map(|(node, _)| *node)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(n: i64) -> NodeId {
        NodeId::new(n).unwrap()
    }

    fn partition(replicas: &[i64]) -> PartitionSeen {
        PartitionSeen { topic: "t".into(), index: 0, replicas: replicas.iter().map(|n| id(*n)).collect() }
    }

    fn loads(brokers: &[(i64, &str, u64)]) -> BTreeMap<NodeId, Load> {
        let load =
            |rack: &str, replicas| Load { rack: (!rack.is_empty()).then(|| rack.to_owned()), replicas };
        brokers.iter().map(|(n, rack, replicas)| (id(*n), load(rack, *replicas))).collect()
    }

    fn placed(replicas: &[i64], leaving: &[i64], brokers: &[(i64, &str, u64)]) -> Option<Vec<i64>> {
        let leaving = leaving.iter().map(|n| id(*n)).collect();
        let to = place(&partition(replicas), &leaving, &mut loads(brokers))?;
        Some(to.into_iter().map(i64::from).collect())
    }

    #[test]
    fn the_replica_goes_to_the_broker_with_the_fewest_in_the_place_of_the_one_that_leaves() {
        let brokers = [(0, "", 5), (1, "", 3), (2, "", 4)];
        assert_eq!(placed(&[3, 0], &[3], &brokers), Some(vec![1, 0]));
        assert_eq!(placed(&[0, 3], &[3], &brokers), Some(vec![0, 1]));
    }

    #[test]
    fn racks_that_the_partition_is_not_in_come_first() {
        let brokers = [(0, "a", 0), (1, "a", 0), (2, "b", 9), (4, "c", 99)];
        assert_eq!(placed(&[0, 3], &[3], &brokers), Some(vec![0, 2]));
        assert_eq!(placed(&[0, 2, 3], &[3], &brokers), Some(vec![0, 2, 4]));
        assert_eq!(placed(&[0, 2, 4, 3], &[3], &brokers), Some(vec![0, 2, 4, 1]));
    }

    #[test]
    fn two_that_leave_are_both_replaced() {
        let brokers = [(0, "", 1), (1, "", 1), (2, "", 1)];
        assert_eq!(placed(&[3, 0, 4], &[3, 4], &brokers), Some(vec![1, 0, 2]));
    }

    #[test]
    fn too_few_brokers_are_told_and_nothing_is_counted() {
        let mut loads = loads(&[(0, "", 1), (1, "", 1)]);
        let before = loads.clone();
        let leaving = [id(2), id(3)].into();
        assert_eq!(place(&partition(&[0, 2, 3]), &leaving, &mut loads), None);
        assert_eq!(loads, before);
    }

    proptest! {
        #[test]
        fn no_replica_is_lost_or_doubled_and_none_stays_behind(
            brokers in 1usize..12,
            replicas in proptest::sample::subsequence((0i64..14).collect::<Vec<_>>(), 1..5).prop_shuffle(),
            racks in 0u64..4,
            leaving in proptest::sample::subsequence((0i64..14).collect::<Vec<_>>(), 0..6),
        ) {
            let leaving: BTreeSet<NodeId> = leaving.into_iter().map(id).collect();
            let mut loads: BTreeMap<NodeId, Load> = (0..brokers as i64)
                .map(|n| (id(n), Load { rack: (racks > 0).then(|| (n as u64 % racks).to_string()), replicas: n as u64 }))
                .collect();
            let before: u64 = loads.values().map(|load| load.replicas).sum();
            let partition = partition(&replicas);
            let free = loads.keys().filter(|n| !leaving.contains(n) && !partition.replicas.contains(n)).count();
            let needed = partition.replicas.iter().filter(|n| leaving.contains(n)).count();
            match place(&partition, &leaving, &mut loads) {
                Some(to) => {
                    let distinct: BTreeSet<NodeId> = to.iter().copied().collect();
                    prop_assert_eq!(distinct.len(), partition.replicas.len());
                    prop_assert_eq!(to.len(), partition.replicas.len());
                    prop_assert!(to.iter().all(|n| !leaving.contains(n)));
                    for (was, is) in partition.replicas.iter().zip(&to) {
                        prop_assert!(leaving.contains(was) || was == is);
                    }
                    let after: u64 = loads.values().map(|load| load.replicas).sum();
                    prop_assert_eq!(after - before, needed as u64);
                }
                None => prop_assert!(free < needed),
            }
        }
    }
}
