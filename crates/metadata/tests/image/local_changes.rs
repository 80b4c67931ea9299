//! What a broker has to do when the image changes.

use ferryman_metadata::image::{Image, LocalChanges, NO_LEADER, local_changes};
use wire::metadata::PartitionChangeRecord;
use wire::records::MetadataRecord;

use crate::records::{applied, change, config, id, image_of, partition, remove, topic};

/// What the lists name: partitions of topics by their numbers, and of the replicas whether they are new.
#[derive(Debug, Default, PartialEq)]
struct Named {
    deletes: Vec<(u128, i32)>,
    leads: Vec<(u128, i32, bool)>,
    follows: Vec<(u128, i32, bool)>,
}

fn named(local: &LocalChanges) -> Named {
    let replicas = |list: &std::collections::BTreeMap<_, ferryman_metadata::image::LocalReplica>| {
        let number = |id: &wire::codec::Uuid| id.as_u128();
        list.iter().map(|((topic, index), replica)| (number(topic), *index, replica.is_new)).collect()
    };
    Named {
        deletes: local.deletes.iter().map(|(topic, index)| (topic.as_u128(), *index)).collect(),
        leads: replicas(&local.leads),
        follows: replicas(&local.follows),
    }
}

fn to_do(broker: i32, before: &Image, records: &[MetadataRecord]) -> Named {
    let (after, changes) = applied(before, records);
    named(&local_changes(broker, before, &after, &changes))
}

fn changed(edit: impl Fn(&mut PartitionChangeRecord)) -> MetadataRecord {
    let mut record = change(1, 0);
    edit(&mut record);
    MetadataRecord::PartitionChange(record)
}

/// Topic 1: partition 0 on 1 and 2, partition 1 on 2 and 3.
fn ground() -> Image {
    image_of(&[topic(1, "t"), partition(1, 0, &[1, 2]), partition(1, 1, &[2, 3])])
}

#[test]
fn a_new_topic_is_led_and_followed_by_its_replicas_alone() {
    let records = [topic(2, "u"), partition(2, 0, &[1, 2]), partition(2, 1, &[3, 1])];
    let expected = Named { leads: vec![(2, 0, true)], follows: vec![(2, 1, true)], ..Named::default() };
    assert_eq!(to_do(1, &ground(), &records), expected);
    assert_eq!(to_do(4, &ground(), &records), Named::default());
}

#[test]
fn a_deleted_topic_is_deleted_where_it_was() {
    let expected = Named { deletes: vec![(1, 0), (1, 1)], ..Named::default() };
    assert_eq!(to_do(2, &ground(), &[remove(1)]), expected);
    assert_eq!(to_do(1, &ground(), &[remove(1)]).deletes, [(1, 0)]);
    assert_eq!(to_do(4, &ground(), &[remove(1)]), Named::default());
}

#[test]
fn a_topic_that_came_and_went_is_nobodys_business() {
    let records = [topic(2, "u"), partition(2, 0, &[1]), remove(2)];
    assert_eq!(to_do(1, &ground(), &records), Named::default());
}

#[test]
fn a_topic_made_anew_under_its_name_is_another_topic() {
    let records = [remove(1), topic(2, "t"), partition(2, 0, &[1, 3])];
    let expected = Named { deletes: vec![(1, 0)], leads: vec![(2, 0, true)], ..Named::default() };
    assert_eq!(to_do(1, &ground(), &records), expected);
}

#[test]
fn who_leads_now_leads_and_the_others_follow() {
    let records = [changed(|r| r.leader = 2)];
    assert_eq!(to_do(1, &ground(), &records).follows, [(1, 0, false)]);
    assert_eq!(to_do(2, &ground(), &records).leads, [(1, 0, false)]);
    assert_eq!(to_do(3, &ground(), &records), Named::default());
}

#[test]
fn without_a_leader_all_replicas_wait_as_followers() {
    let records = [changed(|r| r.leader = NO_LEADER)];
    for broker in [1, 2] {
        assert_eq!(to_do(broker, &ground(), &records).follows, [(1, 0, false)]);
    }
}

#[test]
fn a_replica_that_is_taken_away_is_deleted_and_one_that_is_given_is_new() {
    let records = [changed(|r| {
        r.replicas = Some(vec![2, 4]);
        r.isr = Some(vec![2]);
        r.leader = 2;
    })];
    assert_eq!(to_do(1, &ground(), &records), Named { deletes: vec![(1, 0)], ..Named::default() });
    assert_eq!(to_do(4, &ground(), &records), Named { follows: vec![(1, 0, true)], ..Named::default() });
    assert_eq!(to_do(2, &ground(), &records).leads, [(1, 0, false)]);
}

#[test]
fn what_does_not_touch_a_partition_asks_for_nothing() {
    let records = [config("t", "retention.ms", Some("5")), topic(9, "empty")];
    assert_eq!(to_do(1, &ground(), &records), Named::default());
}

#[test]
fn a_replica_carries_the_state_after_the_changes() {
    let records = [changed(|r| r.isr = Some(vec![1])), changed(|r| r.isr = Some(vec![1, 2]))];
    let (after, changes) = applied(&ground(), &records);
    let local = local_changes(1, &ground(), &after, &changes);
    let replica = &local.leads[&(id(1), 0)];
    assert_eq!(&*replica.topic, "t");
    assert_eq!((replica.partition.isr.as_slice(), replica.partition.partition_epoch), (&[1, 2][..], 2));
}
