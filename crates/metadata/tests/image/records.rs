//! Records made short, and the rules of replay that no real log happens to try.

use ferryman_metadata::image::{ApplyError, Changes, ConfigResource, Image, NO_LEADER};
use wire::codec::{Str, Uuid};
use wire::metadata::{
    ConfigRecord, FenceBrokerRecord, PartitionChangeRecord, PartitionRecord, ProducerIdsRecord,
    RegisterBrokerRecord, RemoveTopicRecord, TopicRecord,
};
use wire::records::MetadataRecord;

pub(crate) fn text(value: &str) -> Str {
    Str::from(value.to_string())
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn topic(number: u128, name: &str) -> MetadataRecord {
    MetadataRecord::Topic(TopicRecord { name: text(name), topic_id: id(number) })
}

/// A partition whose replicas are all in sync and whose first one leads.
pub(crate) fn partition(topic: u128, index: i32, replicas: &[i32]) -> MetadataRecord {
    MetadataRecord::Partition(PartitionRecord {
        partition_id: index,
        topic_id: id(topic),
        replicas: replicas.to_vec(),
        isr: replicas.to_vec(),
        leader: replicas.first().copied().unwrap_or(NO_LEADER),
        leader_epoch: 0,
        partition_epoch: 0,
        ..PartitionRecord::default()
    })
}

pub(crate) fn change(topic: u128, index: i32) -> PartitionChangeRecord {
    PartitionChangeRecord { topic_id: id(topic), partition_id: index, ..PartitionChangeRecord::default() }
}

pub(crate) fn remove(topic: u128) -> MetadataRecord {
    MetadataRecord::RemoveTopic(RemoveTopicRecord { topic_id: id(topic) })
}

pub(crate) fn config(name: &str, key: &str, value: Option<&str>) -> MetadataRecord {
    MetadataRecord::Config(ConfigRecord {
        resource_type: 2,
        resource_name: text(name),
        name: text(key),
        value: value.map(text),
    })
}

pub(crate) fn broker(number: i32, epoch: i64) -> MetadataRecord {
    MetadataRecord::RegisterBroker(RegisterBrokerRecord {
        broker_id: number,
        broker_epoch: epoch,
        log_dirs: vec![id(1_000 + number as u128)],
        ..RegisterBrokerRecord::default()
    })
}

/// The image of these records, the first at offset 0.
pub(crate) fn image_of(records: &[MetadataRecord]) -> Image {
    applied(&Image::new(), records).0
}

/// What follows on `image` with these records, and what they changed.
pub(crate) fn applied(image: &Image, records: &[MetadataRecord]) -> (Image, Changes) {
    let (mut image, mut changes) = (image.clone(), Changes::default());
    for record in records {
        image.apply(image.offset + 1, record, &mut changes).unwrap();
    }
    (image, changes)
}

fn ground() -> Image {
    image_of(&[
        topic(1, "orders"),
        partition(1, 0, &[1, 2]),
        config("orders", "retention.ms", Some("5")),
        broker(1, 4),
        MetadataRecord::ProducerIds(ProducerIdsRecord {
            broker_id: 1,
            broker_epoch: 4,
            next_producer_id: 1_000,
        }),
    ])
}

/// Records that contradict the ground, and what is said about them.
fn contradictions() -> Vec<(MetadataRecord, &'static str)> {
    let with = |edit: fn(&mut PartitionChangeRecord)| {
        let mut record = change(1, 0);
        edit(&mut record);
        MetadataRecord::PartitionChange(record)
    };
    let fence = |number, epoch| MetadataRecord::FenceBroker(FenceBrokerRecord { id: number, epoch });
    let ids = |next| {
        MetadataRecord::ProducerIds(ProducerIdsRecord {
            broker_id: 1,
            broker_epoch: 4,
            next_producer_id: next,
        })
    };
    let two_directories = PartitionRecord {
        topic_id: id(1),
        replicas: vec![1, 2, 3],
        directories: vec![id(5), id(6)],
        ..PartitionRecord::default()
    };
    vec![
        (topic(1, "other"), "a topic with that id exists"),
        (topic(2, "orders"), "the name belongs to the topic"),
        (remove(2), "does not exist"),
        (partition(2, 0, &[1]), "does not exist"),
        (partition(1, -1, &[1]), "-1"),
        (partition(1, i32::MAX, &[1]), "2147483647"),
        (partition(1, 1, &[1, 1]), "[1, 1]"),
        (partition(1, 1, &[-1]), "[-1]"),
        (MetadataRecord::Partition(two_directories), "2"),
        (MetadataRecord::PartitionChange(change(1, 7)), ":7"),
        (MetadataRecord::PartitionChange(change(3, 0)), "does not exist"),
        (with(|r| r.leader_recovery_state = 9), "9"),
        (with(|r| r.replicas = Some(vec![4, 4])), "[4, 4]"),
        (with(|r| r.directories = Some(vec![id(5)])), "1"),
        (fence(1, 3), "3"),
        (fence(9, 4), "9"),
        (ids(999), "999"),
        (
            MetadataRecord::RegisterBroker(RegisterBrokerRecord {
                broker_id: 2,
                log_dirs: vec![id(1_001)],
                ..RegisterBrokerRecord::default()
            }),
            "directory",
        ),
    ]
}

#[test]
fn a_record_that_contradicts_the_image_is_an_error_and_changes_nothing() {
    for (record, part) in contradictions() {
        let (before, mut after, mut changes) = (ground(), ground(), Changes::default());
        let error = after.apply(before.offset + 1, &record, &mut changes).expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
        assert_eq!(after, before, "{error}");
        assert!(changes.is_empty(), "{error}: {changes:?}");
    }
}

type Edit = fn(&mut PartitionChangeRecord);

#[test]
fn a_change_raises_the_partition_epoch_and_the_leader_epoch_only_if_it_names_a_leader() {
    let cases: [(Edit, (i32, i32, i32)); 4] = [
        (|r| r.isr = Some(vec![2]), (1, 0, 1)),
        (|r| r.leader = 2, (2, 1, 1)),
        (|r| r.leader = 1, (1, 1, 1)),
        (|r| r.leader = NO_LEADER, (NO_LEADER, 1, 1)),
    ];
    for (edit, expected) in cases {
        let mut record = change(1, 0);
        edit(&mut record);
        let image = applied(&ground(), &[MetadataRecord::PartitionChange(record)]).0;
        let view = image.topics().partition(image.topics().by_id(id(1)).unwrap(), 0).unwrap();
        assert_eq!((view.leader(), view.leader_epoch(), view.partition_epoch()), expected);
    }
}

#[test]
fn a_removed_topic_takes_its_configuration_along() {
    let orders = ConfigResource::topic("orders");
    let (image, changes) = applied(&ground(), &[remove(1)]);
    assert!(image.configs().get(&orders).is_none());
    assert!(changes.configs.contains(&orders));
    let again = applied(&image, &[topic(2, "orders")]).0;
    assert!(again.configs().get(&orders).is_none());
    assert_eq!(again.topics().by_name("orders").unwrap().id(), id(2));
}

#[test]
fn a_fork_does_not_see_what_happens_to_its_origin() {
    let origin = ground();
    let fork = origin.clone();
    let after = applied(&origin, &[remove(1), topic(2, "orders"), partition(2, 0, &[3]), broker(2, 9)]).0;
    assert_eq!(fork, ground());
    assert_ne!(after, fork);
    assert_eq!(fork.topics().partitions_on(1).count(), 1);
    assert_eq!(after.topics().partitions_on(1).count(), 0);
}

#[test]
fn an_epoch_that_would_overflow_is_an_error() {
    let last = PartitionRecord {
        topic_id: id(1),
        partition_id: 1,
        replicas: vec![1],
        isr: vec![1],
        leader: 1,
        partition_epoch: i32::MAX,
        ..PartitionRecord::default()
    };
    let mut image = applied(&ground(), &[MetadataRecord::Partition(last)]).0;
    let record = MetadataRecord::PartitionChange(change(1, 1));
    let error = image.apply(99, &record, &mut Changes::default()).unwrap_err();
    assert!(matches!(error, ApplyError::EpochOverflow { .. }), "{error}");
}
