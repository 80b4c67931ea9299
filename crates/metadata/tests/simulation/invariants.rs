//! What must hold of every committed image, of every record from one to the next, and of every answer.

use std::collections::BTreeSet;

use ferryman_metadata::controller::{Request, Response};
use ferryman_metadata::image::{Changes, Image, LeaderRecoveryState, NO_LEADER, Partition};
use wire::codec::Uuid;

use crate::model::Counts;

/// Checks one record by what it made of the image.
pub(crate) fn record(before: &Image, after: &Image, changes: &Changes, counts: &mut Counts) {
    for (topic, indexes) in &changes.partitions {
        for index in indexes {
            let new = partition(after, *topic, *index).expect("what changed is there");
            match partition(before, *topic, *index) {
                Some(old) => step(&old, &new, counts),
                None => placed(after, *topic, &new, counts),
            }
        }
    }
    for id in &changes.brokers {
        let (old, new) = (before.brokers().get(*id), after.brokers().get(*id));
        if let (Some(old), Some(new)) = (old, new) {
            assert!(new.epoch >= old.epoch, "the epoch of broker {id} went back");
            if new.incarnation != old.incarnation {
                assert!(new.epoch > old.epoch, "a new process of broker {id} has the epoch of the old");
                assert_eq!(new.epoch, after.offset, "an epoch is the offset of the registration");
            }
            if new.fenced && !old.fenced {
                counts.count("fencings");
            }
            if new.in_controlled_shutdown && !old.in_controlled_shutdown {
                counts.count("controlled shutdowns");
            }
        }
    }
    assert!(after.producer_ids().next >= before.producer_ids().next);
}

fn partition(image: &Image, topic: Uuid, index: i32) -> Option<Partition> {
    let topic = image.topics().by_id(topic)?;
    Some(image.topics().partition(topic, index)?.to_partition())
}

/// From one state of a partition to the next.
fn step(old: &Partition, new: &Partition, counts: &mut Counts) {
    assert_eq!(new.partition_epoch, old.partition_epoch + 1, "{old:?} -> {new:?}");
    let leader_epochs = new.leader_epoch - old.leader_epoch;
    assert!((0..=1).contains(&leader_epochs), "{old:?} -> {new:?}");
    if new.leader != old.leader {
        assert!(new.leader_epoch > old.leader_epoch, "another leader in the same epoch: {old:?} -> {new:?}");
    }
    if old.replicas.iter().any(|id| !new.replicas.contains(id)) {
        assert!(
            new.leader_epoch > old.leader_epoch,
            "a lost replica could still be believed: {old:?} -> {new:?}"
        );
    }
    if old.is_reassigning() && !new.is_reassigning() {
        counts.count("reassignments completed");
    }
    if new.recovery == LeaderRecoveryState::Recovering && !old.isr.contains(&new.leader) {
        counts.count("unclean elections");
        assert!(new.isr.len() == 1, "{old:?} -> {new:?}");
    } else {
        // Without an unclean election, somebody who had all that was acknowledged still does.
        let kept = old.isr.iter().any(|id| new.isr.contains(id));
        let reassigned = old.replicas != new.replicas;
        assert!(kept || reassigned, "nobody of those in sync stayed: {old:?} -> {new:?}");
    }
}

/// A new partition's replicas.
fn placed(image: &Image, topic: Uuid, new: &Partition, counts: &mut Counts) {
    let name = image.topics().by_id(topic).unwrap().name().clone();
    assert_eq!((new.leader_epoch, new.partition_epoch), (0, 0));
    assert_ne!(new.leader, NO_LEADER, "a partition is made with a leader");
    if !name.starts_with("placed") {
        return;
    }
    if image.brokers().iter().any(|broker| !broker.takes_replicas()) {
        counts.count("cordoned placements");
    }
    for id in &new.replicas {
        let takes = image.brokers().get(*id).is_some_and(|broker| broker.takes_replicas());
        assert!(takes, "{name} has a replica on the cordoned broker {id}");
    }
}

/// What holds of every image behind a whole entry.
pub(crate) fn image(image: &Image, counts: &mut Counts) {
    let brokers = image.brokers();
    let mut epochs = BTreeSet::new();
    for broker in brokers.iter() {
        assert!(epochs.insert(broker.epoch), "two brokers have epoch {}", broker.epoch);
        assert!(broker.epoch <= broker.registered_at);
    }
    let mut leaders = std::collections::BTreeMap::new();
    let mut replicas = std::collections::BTreeMap::new();
    for topic in image.topics().iter() {
        assert_eq!(image.topics().by_name(topic.name()).map(|t| t.id()), Some(topic.id()));
        assert!(topic.indexes().eq(0..topic.partition_count() as i32), "{} has holes", topic.name());
        for (index, view) in image.topics().partitions(topic) {
            let p = view.to_partition();
            let at = || format!("{}-{index}: {p:?}", topic.name());
            let distinct: BTreeSet<i32> = p.replicas.iter().copied().collect();
            assert_eq!(distinct.len(), p.replicas.len(), "{}", at());
            assert_eq!(p.directories.len(), p.replicas.len(), "{}", at());
            assert!(!p.isr.is_empty(), "nobody is in sync: {}", at());
            assert!(p.isr.iter().all(|id| p.replicas.contains(id)), "in sync but no replica: {}", at());
            assert!(p.adding.iter().chain(&p.removing).all(|id| p.replicas.contains(id)), "{}", at());
            if p.leader == NO_LEADER {
                counts.count("leaderless");
            } else {
                assert!(p.isr.contains(&p.leader), "the leader is not in sync: {}", at());
                let leader = brokers.get(p.leader);
                assert!(
                    leader.is_some_and(|b| b.is_active()),
                    "the leader is not alive: {} {leader:?}",
                    at()
                );
                *leaders.entry(p.leader).or_insert(0) += 1;
            }
            if p.isr.len() > 1 {
                let alive = p.isr.iter().all(|id| brokers.is_active(*id));
                assert!(alive, "who is not alive is in sync beside others: {}", at());
            }
            p.replicas.iter().for_each(|id| *replicas.entry(*id).or_insert(0) += 1);
        }
    }
    for id in 0..10 {
        let count = |of: &std::collections::BTreeMap<i32, usize>| of.get(&id).copied().unwrap_or(0);
        assert_eq!(image.topics().led_by(id), count(&leaders), "leaders are counted wrong on {id}");
        assert_eq!(image.topics().replicas_on(id), count(&replicas), "replicas are counted wrong on {id}");
        assert_eq!(
            image.topics().partitions_on(id).count(),
            count(&replicas),
            "partitions on {id} are not found"
        );
    }
    let leaderless = image.topics().leaderless().count();
    let led: usize = leaders.values().sum();
    assert_eq!(image.topics().partition_count(), led + leaderless);
}

/// An answer is about what is committed.
pub(crate) fn answer(request: &Request, response: &Response, committed: &Image, blocks: &mut BTreeSet<i64>) {
    match (request, response) {
        (Request::CreateTopics(r), Response::CreateTopics(answer)) if !r.validate_only => {
            for topic in answer.topics.iter().filter(|topic| topic.error_code == 0) {
                assert!(
                    committed.topics().by_id(topic.topic_id).is_some(),
                    "{} is not committed",
                    topic.name
                );
            }
        }
        (Request::BrokerRegistration(r), Response::BrokerRegistration(answer)) if answer.error_code == 0 => {
            let broker = committed.brokers().get(r.broker_id);
            let later = broker.is_some_and(|broker| broker.epoch >= answer.broker_epoch);
            let gone = broker.is_none();
            assert!(later || gone, "the registration of broker {} is not committed", r.broker_id);
        }
        (Request::AllocateProducerIds(_), Response::AllocateProducerIds(answer))
            if answer.error_code == 0 =>
        {
            assert!(blocks.insert(answer.producer_id_start), "producer ids were given twice");
            assert!(committed.producer_ids().next >= answer.producer_id_start + 1000);
        }
        (Request::AlterPartition(r), Response::AlterPartition(answer)) => {
            for (asked, answered) in r.topics.iter().zip(&answer.topics) {
                for (_, p) in
                    asked.partitions.iter().zip(&answered.partitions).filter(|(_, p)| p.error_code == 0)
                {
                    let Some(now) = partition(committed, asked.topic_id, p.partition_index) else { continue };
                    assert!(
                        now.partition_epoch >= p.partition_epoch,
                        "what a leader was told is not committed"
                    );
                }
            }
        }
        _ => {}
    }
}
