//! What must hold of every committed image, and from one to the next.

use std::collections::{BTreeMap, BTreeSet};

use metadata::image::{Image, NO_LEADER, Partition};
use wire::codec::Uuid;

use crate::history::Counts;

/// Who leads which leader epoch of a partition.
pub(crate) type Leaders = BTreeMap<(Uuid, i32, i32), i32>;

/// Checks what one entry made of the image.
pub(crate) fn step(before: &Image, after: &Image, leaders: &mut Leaders, counts: &mut Counts) {
    assert!(after.offset >= before.offset, "offsets go back");
    assert!(after.producer_ids().next >= before.producer_ids().next, "producer ids go back");
    brokers(before, after, counts);
    for topic in after.topics().iter() {
        for (index, view) in after.topics().partitions(topic) {
            let new = view.to_partition();
            let at = || format!("{}-{index}: {new:?}", topic.name());
            if new.leader != NO_LEADER {
                let leader = *leaders.entry((topic.id(), index, new.leader_epoch)).or_insert(new.leader);
                assert_eq!(leader, new.leader, "two leaders in one epoch: {}", at());
            }
            let old = before.topics().by_id(topic.id()).and_then(|t| before.topics().partition(t, index));
            let old = old.map(|view| view.to_partition());
            if old.as_ref() != Some(&new) {
                partition(after, old.as_ref(), &new, &at, counts);
            }
        }
    }
}

fn brokers(before: &Image, after: &Image, counts: &mut Counts) {
    let mut epochs = BTreeSet::new();
    for new in after.brokers().iter() {
        assert!(epochs.insert(new.epoch), "two brokers have epoch {}", new.epoch);
        let Some(old) = before.brokers().get(new.id) else { continue };
        assert!(new.epoch >= old.epoch, "the epoch of broker {} went back", new.id);
        if new.incarnation != old.incarnation {
            assert!(new.epoch > old.epoch, "a new process of broker {} has the epoch of the old", new.id);
        }
        counts.fencings += u64::from(new.fenced && !old.fenced);
    }
}

fn partition(
    image: &Image,
    old: Option<&Partition>,
    new: &Partition,
    at: &dyn Fn() -> String,
    counts: &mut Counts,
) {
    let distinct: BTreeSet<i32> = new.replicas.iter().copied().collect();
    assert_eq!(distinct.len(), new.replicas.len(), "{}", at());
    assert!(!new.isr.is_empty(), "nobody is in sync: {}", at());
    assert!(new.isr.iter().all(|id| distinct.contains(id)), "in sync but no replica: {}", at());
    if new.leader != NO_LEADER {
        assert!(new.isr.contains(&new.leader), "the leader is not in sync: {}", at());
        let alive = image.brokers().get(new.leader).is_some_and(|broker| broker.is_active());
        assert!(alive, "the leader is not alive: {}", at());
    }
    let Some(old) = old else { return };
    assert!(new.partition_epoch > old.partition_epoch, "a change without a new epoch: {}", at());
    assert!(new.leader_epoch >= old.leader_epoch, "the leader epoch went back: {}", at());
    if new.leader != old.leader {
        assert!(new.leader_epoch > old.leader_epoch, "another leader in the same epoch: {}", at());
        counts.elections += 1;
    }
    // No unclean election is allowed here: somebody who has all that was acknowledged stays.
    let kept = old.isr.iter().any(|id| new.isr.contains(id));
    assert!(kept || old.replicas != new.replicas, "nobody of those in sync stayed: {} from {old:?}", at());
}
