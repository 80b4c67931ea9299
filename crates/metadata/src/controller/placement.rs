//! Where the replicas of new partitions go (facts of `StripedReplicaPlacer`).
//!
//! Round and round over the racks and within each rack over its brokers, so that the replicas of a partition are in
//! different racks as far as there are enough, and leaders and replicas are spread evenly. Brokers that are fenced are
//! taken only when no other is left, and never first; brokers that take no new replicas (KIP-1066) never.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::{Random, below, shuffle};
use super::refusal::Refusal;
use super::soft::Soft;
use crate::image::Image;

/// A broker that replicas can be placed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UsableBroker {
    /// Its id.
    pub(super) id: i32,
    /// Its rack.
    pub(super) rack: Option<Arc<str>>,
    /// Whether it is fenced.
    pub(super) fenced: bool,
}

/// The brokers that replicas can be placed on: all but those that are about to stop or take no new replicas.
pub(super) fn usable_brokers(image: &Image, soft: &Soft) -> Vec<UsableBroker> {
    let stopping = |id: i32, epoch: i64| soft.session(id, epoch).is_some_and(|s| s.shutdown_offset.is_some());
    image
        .brokers()
        .iter()
        .filter(|broker| broker.takes_replicas())
        .filter(|broker| !broker.in_controlled_shutdown && !stopping(broker.id, broker.epoch))
        .map(|broker| UsableBroker { id: broker.id, rack: broker.rack.clone(), fenced: broker.fenced })
        .collect()
}

/// The replicas of each of `partitions` partitions, the preferred leader first.
///
/// # Errors
/// When there are not as many brokers as replicas, or none that is not fenced.
pub(super) fn place(
    brokers: Vec<UsableBroker>,
    partitions: usize,
    replication_factor: i16,
    random: &mut dyn Random,
) -> Result<Vec<Vec<i32>>, Refusal> {
    let refuse = |reason: String| Err(Refusal::ReplicationFactor(reason));
    let factor = usize::try_from(replication_factor).unwrap_or(0);
    if factor == 0 {
        return refuse(format!("Invalid replication factor {replication_factor}: it must be positive."));
    }
    if !brokers.iter().any(|broker| !broker.fenced) {
        return refuse(format!(
            "Unable to replicate the partition {factor} time(s): all brokers are fenced, about to stop, or have all \
             their log directories cordoned."
        ));
    }
    if factor > brokers.len() {
        return refuse(format!(
            "Unable to replicate the partition {factor} time(s): the target replication factor of {factor} cannot be \
             reached because only {} broker(s) are registered and take new replicas.",
            brokers.len()
        ));
    }
    let mut racks = Racks::new(brokers, random);
    Ok((0..partitions).map(|_| racks.next(factor, random)).collect())
}

/// Brokers of one kind, to be taken in turn.
#[derive(Debug, Default)]
struct Ring {
    brokers: Vec<i32>,
    /// Taken in this round.
    taken: usize,
    start: usize,
    round: usize,
}

impl Ring {
    fn next(&mut self, round: usize) -> Option<i32> {
        if self.brokers.is_empty() {
            return None;
        }
        if self.round != round {
            self.round = round;
            self.taken = 0;
            self.start = (self.start + 1) % self.brokers.len();
        }
        if self.taken == self.brokers.len() {
            return None;
        }
        let broker = self.brokers[(self.start + self.taken) % self.brokers.len()];
        self.taken += 1;
        Some(broker)
    }
}

#[derive(Debug, Default)]
struct Rack {
    unfenced: Ring,
    fenced: Ring,
}

/// All racks, with where to begin next.
#[derive(Debug)]
struct Racks {
    racks: Vec<Rack>,
    unfenced: usize,
    start: usize,
    /// Counts partitions. Never begins again: a ring that was used up in a round must not be taken to be so in a later.
    round: usize,
    shuffled: usize,
}

impl Racks {
    fn new(brokers: Vec<UsableBroker>, random: &mut dyn Random) -> Racks {
        let mut by_name: BTreeMap<Option<Arc<str>>, Rack> = BTreeMap::new();
        let mut unfenced = 0;
        for broker in brokers {
            let rack = by_name.entry(broker.rack).or_default();
            let ring = if broker.fenced { &mut rack.fenced } else { &mut rack.unfenced };
            ring.brokers.push(broker.id);
            unfenced += usize::from(!broker.fenced);
        }
        let mut racks: Vec<Rack> = by_name.into_values().collect();
        for ring in racks.iter_mut().flat_map(|rack| [&mut rack.fenced, &mut rack.unfenced]) {
            ring.brokers.sort_unstable();
            if !ring.brokers.is_empty() {
                ring.start = below(random, ring.brokers.len());
            }
        }
        let start = below(random, racks.len());
        Racks { racks, unfenced, start, round: 0, shuffled: 0 }
    }

    /// Replicas of one partition. There are at least as many brokers, and one that is not fenced.
    fn next(&mut self, factor: usize, random: &mut dyn Random) -> Vec<i32> {
        // After as many partitions as there are leaders the pattern would repeat: mix it up.
        if self.round - self.shuffled == self.unfenced {
            self.shuffle(random);
            self.shuffled = self.round;
        }
        let count = self.racks.len();
        let start = self.start % count;
        let mut replicas = Vec::with_capacity(factor);
        let mut leading = None;
        for step in 0..count {
            let at = (start + step) % count;
            if let Some(broker) = self.racks[at].unfenced.next(self.round) {
                replicas.push(broker);
                leading = Some(at);
                break;
            }
        }
        // Once around without the leader's rack, then all around until there are enough.
        let mut at = start;
        while replicas.len() < factor {
            if leading == Some(at) {
                leading = None;
            } else {
                let rack = &mut self.racks[at];
                let broker = rack.unfenced.next(self.round).or_else(|| rack.fenced.next(self.round));
                replicas.extend(broker);
            }
            at = (at + 1) % count;
        }
        self.round += 1;
        self.start = start + 1;
        replicas
    }

    fn shuffle(&mut self, random: &mut dyn Random) {
        shuffle(random, &mut self.racks);
        for ring in self.racks.iter_mut().flat_map(|rack| [&mut rack.fenced, &mut rack.unfenced]) {
            shuffle(random, &mut ring.brokers);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn broker(id: i32, rack: Option<&str>, fenced: bool) -> UsableBroker {
        UsableBroker { id, rack: rack.map(Arc::from), fenced }
    }

    fn random(mut state: u64) -> impl FnMut() -> u64 {
        move || {
            // SplitMix64.
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        }
    }

    #[test]
    fn replicas_of_a_partition_are_in_different_racks() {
        let racks = ["a", "b", "c"];
        let brokers: Vec<_> = (0..9).map(|id| broker(id, Some(racks[id as usize % 3]), false)).collect();
        for replicas in place(brokers, 50, 3, &mut random(1)).unwrap() {
            let racks: BTreeSet<i32> = replicas.iter().map(|id| id % 3).collect();
            assert_eq!(racks.len(), 3, "{replicas:?}");
        }
    }

    #[test]
    fn the_first_nine_of_nine_brokers_lead_one_each() {
        let brokers: Vec<_> = (0..9).map(|id| broker(id, None, false)).collect();
        let placed = place(brokers, 9, 3, &mut random(7)).unwrap();
        let leaders: BTreeSet<i32> = placed.iter().map(|replicas| replicas[0]).collect();
        assert_eq!(leaders.len(), 9);
    }

    #[test]
    fn fenced_brokers_are_taken_last_and_never_lead() {
        let brokers = vec![broker(0, None, true), broker(1, None, false), broker(2, None, false)];
        for replicas in place(brokers.clone(), 20, 2, &mut random(3)).unwrap() {
            assert!(!replicas.contains(&0), "{replicas:?}");
        }
        for replicas in place(brokers, 20, 3, &mut random(3)).unwrap() {
            assert_eq!(replicas[2], 0, "{replicas:?}");
        }
    }

    #[test]
    fn what_cannot_be_placed_is_refused_with_a_reason() {
        let refuse = |brokers, factor| place(brokers, 1, factor, &mut random(0)).unwrap_err().to_string();
        assert!(refuse(vec![], 1).contains("all brokers are fenced"));
        assert!(refuse(vec![broker(0, None, true)], 1).contains("all brokers are fenced"));
        assert!(refuse(vec![broker(0, None, false)], 2).contains("only 1 broker(s)"));
        assert!(refuse(vec![broker(0, None, false)], 0).contains("must be positive"));
    }

    proptest! {
        #[test]
        fn placements_are_valid_even_and_repeatable(
            shape in prop::collection::vec((0..4_usize, prop::bool::weighted(0.2)), 1..15),
            factor in 1..6_i16,
            partitions in 1..60_usize,
            seed in any::<u64>(),
        ) {
            let names = [None, Some("a"), Some("b"), Some("c")];
            let brokers: Vec<_> = shape.iter().enumerate()
                .map(|(id, (rack, fenced))| broker(id as i32, names[*rack], *fenced)).collect();
            let placed = place(brokers.clone(), partitions, factor, &mut random(seed));
            let unfenced = brokers.iter().filter(|b| !b.fenced).count();
            prop_assert_eq!(placed.is_ok(), unfenced > 0 && factor as usize <= brokers.len());
            let again = place(brokers.clone(), partitions, factor, &mut random(seed));
            prop_assert_eq!(&placed, &again);
            for replicas in placed.unwrap_or_default() {
                let distinct: BTreeSet<i32> = replicas.iter().copied().collect();
                prop_assert_eq!(distinct.len(), factor as usize);
                prop_assert!(!brokers[replicas[0] as usize].fenced);
            }
        }
    }
}
