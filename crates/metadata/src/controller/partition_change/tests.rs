//! What a partition becomes, case by case.

use wire::metadata::RegisterBrokerRecord;
use wire::records::MetadataRecord;

use super::*;
use crate::image::{Changes, Image};

const LATEST: MetadataVersion = MetadataVersion::MAX;

fn home(broker: i32) -> Uuid {
    Uuid::from_u128(1_000 + broker as u128)
}

/// Brokers 1 to 6; `dead` are fenced.
fn brokers(dead: &[i32]) -> Image {
    let mut image = Image::new();
    for id in 1..=6 {
        let record = RegisterBrokerRecord {
            broker_id: id,
            broker_epoch: i64::from(id),
            fenced: dead.contains(&id),
            log_dirs: vec![home(id)],
            ..RegisterBrokerRecord::default()
        };
        let record = MetadataRecord::RegisterBroker(record);
        image.apply(image.offset + 1, &record, &mut Changes::default()).unwrap();
    }
    image
}

/// A partition of these replicas, led by `leader`.
fn partition(replicas: &[i32], isr: &[i32], leader: i32) -> Partition {
    Partition {
        replicas: replicas.to_vec(),
        directories: replicas.iter().copied().map(home).collect(),
        isr: isr.to_vec(),
        removing: vec![],
        adding: vec![],
        elr: vec![],
        last_known_elr: vec![],
        leader,
        recovery: LeaderRecoveryState::Recovered,
        leader_epoch: 5,
        partition_epoch: 9,
    }
}

/// What becomes of `before`, and whether a record is needed for it.
fn changed(
    before: &Partition,
    dead: &[i32],
    version: MetadataVersion,
    edit: impl FnOnce(&mut PartitionChange<'_>),
) -> Option<Partition> {
    let image = brokers(dead);
    let mut change = PartitionChange::new(before, Acceptable::active(image.brokers()), version);
    edit(&mut change);
    let record = change.record(Uuid::from_u128(7), 0)?;
    Some(before.merge(&record).unwrap())
}

#[test]
fn what_does_not_change_is_not_written() {
    assert_eq!(changed(&partition(&[1, 2, 3], &[1, 2], 1), &[], LATEST, |_| {}), None);
    assert_eq!(changed(&partition(&[1, 2], &[1, 2], NO_LEADER), &[1, 2], LATEST, |_| {}), None);
}

#[test]
fn who_leads_follows_from_who_is_in_sync_and_alive() {
    use Election::{Online, Preferred, Unclean};
    // Replicas, in sync, leader before, dead; and after: leader, in sync, recovering.
    type Case = (&'static [i32], &'static [i32], i32, &'static [i32], Election, (i32, &'static [i32], bool));
    #[rustfmt::skip]
    let cases: &[Case] = &[
        (&[1, 2, 3], &[1, 2, 3], 1, &[1], Online, (2, &[1, 2, 3], false)),
        (&[1, 2, 3], &[3, 1], 1, &[1], Online, (3, &[3, 1], false)),
        (&[1, 2, 3], &[1], 1, &[1], Online, (NO_LEADER, &[1], false)),
        (&[1, 2, 3], &[1], NO_LEADER, &[], Online, (1, &[1], false)),
        (&[1, 2, 3], &[2, 1], 2, &[], Preferred, (1, &[2, 1], false)),
        (&[1, 2, 3], &[2, 3], 3, &[2], Preferred, (3, &[2, 3], false)),
        (&[1, 2, 3], &[2, 3], 3, &[3], Preferred, (2, &[2, 3], false)),
        (&[1, 2, 3], &[1, 2], 1, &[1], Unclean, (2, &[1, 2], false)),
        (&[1, 2, 3], &[1], 1, &[1], Unclean, (2, &[2], true)),
        (&[1, 2, 3], &[1], 1, &[1, 2], Unclean, (3, &[3], true)),
        (&[1, 2, 3], &[1], 1, &[1, 2, 3], Unclean, (NO_LEADER, &[1], false)),
    ];
    for (replicas, isr, leader, dead, election, expected) in cases {
        let before = partition(replicas, isr, *leader);
        let after = changed(&before, dead, LATEST, |change| change.election = *election);
        let after = after.unwrap_or(before);
        let recovering = after.recovery == LeaderRecoveryState::Recovering;
        let found = (after.leader, after.isr.as_slice(), recovering);
        assert_eq!(found, *expected, "{replicas:?} {isr:?} {leader} {dead:?} {election:?}");
        assert_eq!(after.leader_epoch, 5 + i32::from(after.leader != *leader));
    }
}

#[test]
fn a_leader_that_can_stay_stays() {
    for election in [Election::Online, Election::Unclean] {
        let before = partition(&[1, 2, 3], &[1, 2, 3], 3);
        assert_eq!(changed(&before, &[], LATEST, |change| change.election = election), None);
    }
}

#[test]
fn exceptions_count_more_than_what_the_image_says() {
    let image = brokers(&[2]);
    let before = partition(&[1, 2], &[1, 2], 1);
    let elected = |never, always| {
        let acceptable = Acceptable { brokers: image.brokers(), never, always };
        let record = PartitionChange::new(&before, acceptable, LATEST).record(Uuid::ZERO, 0);
        record.map_or(before.leader, |record| record.leader)
    };
    assert_eq!(elected(None, None), 1);
    assert_eq!(elected(Some(1), None), NO_LEADER);
    assert_eq!(elected(Some(1), Some(2)), 2);
}

#[test]
fn a_replica_in_an_offline_directory_does_not_lead() {
    let mut before = partition(&[1, 2], &[1, 2], 1);
    before.directories[0] = Uuid::from_u128(77);
    assert_eq!(changed(&before, &[], LATEST, |_| {}).unwrap().leader, 2);
    before.directories[0] = crate::directory::UNASSIGNED;
    assert_eq!(changed(&before, &[], LATEST, |_| {}), None);
}

#[test]
fn fewer_in_sync_need_a_new_leader_epoch_only_before_3_6() {
    let before = partition(&[1, 2, 3], &[1, 2], 1);
    let epoch = |isr: &[i32], version: &str| {
        let version = MetadataVersion::from_name(version).unwrap();
        changed(&before, &[], version, |change| change.isr = isr.to_vec()).unwrap().leader_epoch
    };
    assert_eq!(epoch(&[1], "3.5-IV2"), 6);
    assert_eq!(epoch(&[1], "3.6-IV0"), 5);
    assert_eq!(epoch(&[1, 2, 3], "3.5-IV2"), 5);
    assert_eq!(epoch(&[1, 2, 3], "3.6-IV0"), 5);
}

#[test]
fn a_replica_that_is_taken_away_raises_the_leader_epoch_one_that_is_added_does_not() {
    let before = partition(&[1, 2, 3], &[1, 2], 1);
    let epoch = |replicas: &[i32]| {
        changed(&before, &[], LATEST, |change| change.replicas = replicas.to_vec()).unwrap().leader_epoch
    };
    assert_eq!(epoch(&[1, 2]), 6);
    assert_eq!(epoch(&[1, 2, 3, 4]), 5);
    assert_eq!(epoch(&[3, 2, 1]), 5);
}

#[test]
fn a_reassignment_ends_with_the_in_sync_replica_it_waited_for() {
    let mut before = partition(&[4, 2, 1], &[1, 2], 1);
    (before.adding, before.removing) = (vec![4], vec![1]);
    let after = changed(&before, &[], LATEST, |change| change.isr = vec![1, 2, 4]).unwrap();
    let lists = (after.replicas, after.isr, after.adding, after.removing);
    assert_eq!(lists, (vec![4, 2], vec![2, 4], vec![], vec![]));
    assert_eq!((after.leader, after.leader_epoch), (4, 6), "the old leader is no replica any more");
    assert_eq!(after.directories, [home(4), home(2)]);
    let waits = changed(&before, &[], LATEST, |change| change.isr = vec![1]).unwrap();
    assert_eq!((waits.adding, waits.removing, waits.leader), (vec![4], vec![1], 1));
}

#[test]
fn a_new_replica_goes_to_its_brokers_only_directory() {
    let before = partition(&[1, 2], &[1, 2], 1);
    let added = |version: &str| {
        let version = MetadataVersion::from_name(version).unwrap();
        changed(&before, &[], version, |change| change.replicas = vec![1, 2, 3])
            .map(|after| after.directories)
    };
    assert_eq!(added("3.9-IV0"), Some(vec![home(1), home(2), home(3)]));
    let before = Partition { directories: vec![crate::directory::MIGRATING; 2], ..before.clone() };
    let version = MetadataVersion::from_name("3.6-IV2").unwrap();
    let after = changed(&before, &[], version, |change| change.replicas = vec![1, 2, 3]).unwrap();
    assert_eq!(after.directories, [crate::directory::MIGRATING; 3]);
}

#[test]
fn a_directory_is_changed_without_a_new_leader_epoch() {
    let before = partition(&[1, 2], &[1, 2], 1);
    let after = changed(&before, &[], LATEST, |change| change.directory = Some((2, home(6)))).unwrap();
    assert_eq!((after.directories, after.leader_epoch), (vec![home(1), home(6)], 5));
}

#[test]
fn eligible_leader_replicas_of_an_earlier_controller_are_cleared_with_the_first_change() {
    let before = Partition { elr: vec![2], ..partition(&[1, 2], &[1], 1) };
    let after = changed(&before, &[], LATEST, |change| change.isr = vec![1, 2]).unwrap();
    assert!(after.elr.is_empty());
}

#[test]
fn in_sync_replicas_never_become_empty() {
    let before = partition(&[1, 2], &[1], 1);
    let after = changed(&before, &[1], LATEST, |change| change.isr = vec![]).unwrap();
    assert_eq!((after.isr, after.leader), (vec![1], NO_LEADER));
}
