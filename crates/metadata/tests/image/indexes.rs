//! What the image finds without looking at every partition is what looking at every partition would find.

use std::collections::BTreeSet;

use ferryman_metadata::image::{Image, NO_LEADER};
use proptest::prelude::*;
use wire::metadata::PartitionRecord;
use wire::records::MetadataRecord;

use crate::records::{change, id, image_of, partition, remove, topic};

const BROKERS: std::ops::Range<i32> = 0..7;

/// One record about some topics, right or wrong.
fn records() -> impl Strategy<Value = MetadataRecord> {
    let replicas = || Just(BROKERS.collect::<Vec<_>>()).prop_shuffle();
    let some = move || (replicas(), 0..6_usize).prop_map(|(ids, count)| ids[..count].to_vec());
    let names = ["a.b", "a_b", "c", "d.", "d_"];
    let place = || (0..5_u128, 0..70_i32);
    let put = (place(), some(), some(), some()).prop_map(|((topic, index), replicas, removing, adding)| {
        let leader = *replicas.last().unwrap_or(&NO_LEADER);
        MetadataRecord::Partition(PartitionRecord {
            topic_id: id(topic),
            partition_id: index,
            isr: replicas.clone(),
            leader,
            removing_replicas: if removing.len() > 3 { removing } else { vec![] },
            adding_replicas: if adding.len() > 3 { adding } else { vec![] },
            replicas,
            ..PartitionRecord::default()
        })
    });
    let edit = (place(), prop::option::of(some()), -2..7_i32, any::<bool>()).prop_map(
        |((topic, index), replicas, leader, done)| {
            let mut record = change(topic, index);
            record.leader = leader;
            record.replicas = replicas;
            record.removing_replicas = done.then(Vec::new);
            record.adding_replicas = done.then(Vec::new);
            MetadataRecord::PartitionChange(record)
        },
    );
    prop_oneof![
        2 => (0..5_u128, 0..5_usize).prop_map(move |(number, name)| topic(number, names[name])),
        1 => (0..5_u128).prop_map(remove),
        10 => put,
        10 => edit,
    ]
}

type Partitions = BTreeSet<(String, i32)>;

/// All partitions that `wanted` picks, found by looking at all of them.
fn found(image: &Image, wanted: impl Fn(&ferryman_metadata::image::Partition) -> bool) -> Partitions {
    let of = |topic| image.topics().partitions(topic).filter(|(_, view)| wanted(&view.to_partition()));
    let topics = image.topics().iter();
    topics.flat_map(|topic| of(topic).map(|(index, _)| (topic.name().to_string(), index))).collect()
}

fn check(image: &Image) {
    let topics = image.topics();
    for broker in BROKERS {
        let on: Partitions =
            topics.partitions_on(broker).map(|(topic, index, _)| (topic.name().to_string(), index)).collect();
        let expected = found(image, |p| p.replicas.contains(&broker));
        assert_eq!(on, expected, "on {broker}");
        assert_eq!(topics.replicas_on(broker), expected.len(), "on {broker}");
        assert_eq!(topics.led_by(broker), found(image, |p| p.leader == broker).len(), "led by {broker}");
    }
    let leaderless: Partitions =
        topics.leaderless().map(|(t, index)| (t.name().to_string(), index)).collect();
    assert_eq!(leaderless, found(image, |p| p.leader == NO_LEADER));
    let reassigning: Partitions =
        topics.reassigning().map(|(t, index)| (t.name().to_string(), index)).collect();
    assert_eq!(reassigning, found(image, |p| p.is_reassigning()));
    assert_eq!(topics.partition_count(), found(image, |_| true).len());
    for topic in topics.iter() {
        assert_eq!(topic.partition_count(), topic.indexes().count());
        let twin = |name: &str| name.replace('.', "_");
        let other = topics.iter().find(|o| o.name() != topic.name() && twin(o.name()) == twin(topic.name()));
        assert_eq!(topics.colliding_with(topic.name()), other.map(|other| other.name()));
    }
}

proptest! {
    #[test]
    fn indexes_agree_with_the_partitions_after_any_records(records in prop::collection::vec(records(), 0..120)) {
        let mut image = Image::new();
        for record in &records {
            let before = image.clone();
            if image.apply(image.offset + 1, record, &mut Default::default()).is_err() {
                prop_assert_eq!(&image, &before);
            }
        }
        check(&image);
    }

    #[test]
    fn the_same_records_make_equal_images_and_forks_stay_as_they_were(
        records in prop::collection::vec(records(), 0..80),
        cut in 0..80_usize,
    ) {
        let mut image = Image::new();
        let mut at_cut = None;
        for (n, record) in records.iter().enumerate() {
            if n == cut {
                at_cut = Some((image.clone(), n));
            }
            let _ = image.apply(image.offset + 1, record, &mut Default::default());
        }
        let mut again = Image::new();
        for (n, record) in records.iter().enumerate() {
            if let Some((fork, at)) = &at_cut && n == *at {
                prop_assert_eq!(fork, &again);
                check(fork);
            }
            let _ = again.apply(again.offset + 1, record, &mut Default::default());
        }
        prop_assert_eq!(image, again);
    }
}

#[test]
fn topics_come_in_the_order_of_their_names_from_wherever_asked() {
    let image = image_of(&[topic(1, "c"), topic(2, "a"), topic(3, "b"), partition(3, 0, &[1])]);
    let from = |name: &str| image.topics().iter_from(name).map(|t| t.name().to_string()).collect::<Vec<_>>();
    assert_eq!(from(""), ["a", "b", "c"]);
    assert_eq!(from("aa"), ["b", "c"]);
    assert_eq!(from("b"), ["b", "c"]);
    assert!(from("d").is_empty());
}
