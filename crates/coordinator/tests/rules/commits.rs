//! OffsetCommit: who may commit, when, and what is written.

use ferryman_coordinator::{Config, Request, Response};
use wire::codec::Uuid;
use wire::error_code::ErrorCode;
use wire::messages::OffsetCommitRequest;
use wire::messages::offset_commit::OffsetCommitRequestPartition;
use wire::records::{GroupRecordKey, GroupRecordValue};

use crate::support::{Bench, code, join, str};

fn send(bench: &mut Bench, version: i16, request: OffsetCommitRequest) -> ErrorCode {
    let ticket = bench.send(version, Request::OffsetCommit(request));
    bench.committed(ticket)
}

#[test]
fn a_member_commits_in_its_generation() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    assert_eq!(bench.commit(1, &id, "t", 42), ErrorCode::None);
    assert_eq!(bench.offset("t"), 42);
    assert_eq!(bench.commit(0, &id, "t", 1), ErrorCode::IllegalGeneration);
    assert_eq!(bench.commit(2, &id, "t", 1), ErrorCode::IllegalGeneration);
    assert_eq!(bench.commit(1, "stranger", "t", 1), ErrorCode::UnknownMemberId);
    assert_eq!(bench.commit(-1, &id, "t", 1), ErrorCode::IllegalGeneration);
    assert_eq!(bench.offset("t"), 42);
}

#[test]
fn a_tool_commits_only_while_nobody_is_in_the_group() {
    let mut bench = Bench::new();
    assert_eq!(bench.commit(-1, "", "t", 1), ErrorCode::None);
    let id = bench.lone_member();
    assert_eq!(bench.commit(-1, "", "t", 2), ErrorCode::UnknownMemberId);
    bench.pass(10_000);
    assert_eq!(bench.commit(1, &id, "t", 2), ErrorCode::UnknownMemberId);
    assert_eq!(bench.commit(-1, "", "t", 3), ErrorCode::None);
    assert_eq!(bench.offset("t"), 3);
}

#[test]
fn a_commit_of_a_generation_to_a_group_that_is_not_there_is_refused_as_the_version_knows() {
    let mut bench = Bench::new();
    let request = Bench::commit_request(1, "m", "t", 1);
    assert_eq!(send(&mut bench, 8, request.clone()), ErrorCode::IllegalGeneration);
    assert_eq!(send(&mut bench, 9, request), ErrorCode::GroupIdNotFound);
    assert_eq!(bench.state(), "Dead");
}

#[test]
fn members_may_commit_while_they_join_and_not_before_they_know_what_is_theirs() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    join().member(&ids[0]).send(&mut bench);
    assert_eq!(bench.commit(1, &ids[1], "t", 7), ErrorCode::None);
    join().member(&ids[1]).send(&mut bench);
    assert_eq!(bench.state(), "CompletingRebalance");
    assert_eq!(bench.commit(2, &ids[1], "t", 8), ErrorCode::RebalanceInProgress);
    assert_eq!(bench.offset("t"), 7);
}

#[test]
fn a_commit_is_a_sign_of_life() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    for _ in 0..3 {
        bench.pass(9_000);
        assert_eq!(bench.commit(1, &id, "t", 1), ErrorCode::None);
    }
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::None);
}

#[test]
fn a_static_member_that_was_replaced_cannot_commit() {
    let mut bench = Bench::new();
    let old = bench.stable(&[join().instance("i")]).remove(0);
    join().instance("i").send(&mut bench);
    let mut request = Bench::commit_request(1, &old, "t", 1);
    request.group_instance_id = Some(str("i"));
    assert_eq!(send(&mut bench, 7, request), ErrorCode::FencedInstanceId);
}

#[test]
fn metadata_longer_than_allowed_is_refused_for_its_partition_alone() {
    let mut bench = Bench::with(Config { offset_metadata_max_bytes: 4, ..Config::default() });
    let mut request = Bench::commit_request(-1, "", "t", 1);
    let partition = |index, metadata: &str| OffsetCommitRequestPartition {
        partition_index: index,
        committed_metadata: Some(str(metadata)),
        ..Default::default()
    };
    // Kafka counts UTF-16 units: four letters are four, whatever their bytes; a ship is two.
    request.topics[0].partitions =
        vec![partition(0, "abcd"), partition(1, "abcde"), partition(2, "äöüß"), partition(3, "🚢🚢🚢")];
    let ticket = bench.send(9, Request::OffsetCommit(request));
    let Response::OffsetCommit(answer) = bench.answer(ticket) else { panic!() };
    let codes: Vec<_> = answer.topics[0].partitions.iter().map(|p| code(p.error_code)).collect();
    use ErrorCode::{None as Fine, OffsetMetadataTooLarge};
    assert_eq!(codes, [Fine, OffsetMetadataTooLarge, Fine, OffsetMetadataTooLarge]);
    assert_eq!(bench.last_append().len(), 2);
}

/// Key, value and value's version of the only record of the last append.
fn written(bench: &Bench) -> (GroupRecordKey, GroupRecordValue, i16) {
    let [record] = bench.last_append() else { panic!("{:?}", bench.last_append()) };
    let key = GroupRecordKey::decode(&record.key).unwrap();
    let (value, version) = GroupRecordValue::decode(key.key(), record.value.as_ref().unwrap()).unwrap();
    (key, value, version)
}

#[test]
fn what_is_written_is_what_apache_brokers_since_2_1_read() {
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.topics[0].topic_id = Uuid::from_u128(7);
    request.topics[0].partitions[0].committed_leader_epoch = 5;
    request.topics[0].partitions[0].committed_metadata = Some(str("m"));
    assert_eq!(send(&mut bench, 9, request), ErrorCode::None);
    let (key, value, version) = written(&bench);
    let GroupRecordKey::OffsetCommit(key) = key else { panic!("{key:?}") };
    assert_eq!((&*key.group, &*key.topic, key.partition), ("g", "t", 0));
    let GroupRecordValue::OffsetCommit(value) = value else { panic!("{value:?}") };
    assert_eq!((version, value.offset, value.leader_epoch, &*value.metadata), (3, 42, 5, "m"));
    assert_eq!(value.commit_timestamp, bench.now.epoch_ms);
}

#[test]
fn topic_ids_are_written_when_the_cluster_is_new_enough() {
    let mut bench = Bench::with(Config { offset_commit_topic_ids: true, ..Config::default() });
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.topics[0].topic_id = Uuid::from_u128(7);
    send(&mut bench, 9, request);
    let (_, value, version) = written(&bench);
    let GroupRecordValue::OffsetCommit(value) = value else { panic!("{value:?}") };
    assert_eq!((version, value.topic_id), (4, Uuid::from_u128(7)));
}

#[test]
fn an_old_client_that_sets_a_retention_gets_an_expiry_of_its_own() {
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.retention_time_ms = 1_000;
    send(&mut bench, 2, request);
    let (_, value, version) = written(&bench);
    let GroupRecordValue::OffsetCommit(value) = value else { panic!("{value:?}") };
    assert_eq!((version, value.expire_timestamp), (1, bench.now.epoch_ms + 1_000));
}

#[test]
fn the_oldest_clients_set_the_timestamp_themselves() {
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.topics[0].partitions[0].commit_timestamp = 123;
    send(&mut bench, 1, request);
    let (_, GroupRecordValue::OffsetCommit(value), 3) = written(&bench) else { panic!() };
    assert_eq!(value.commit_timestamp, 123);
}

#[test]
fn a_commit_of_nothing_writes_nothing() {
    let mut bench = Bench::new();
    let request =
        OffsetCommitRequest { group_id: str("g"), generation_id_or_member_epoch: -1, ..Default::default() };
    let ticket = bench.send(9, Request::OffsetCommit(request));
    let Response::OffsetCommit(answer) = bench.answer(ticket) else { panic!() };
    assert!(answer.topics.is_empty() && bench.log.is_empty());
    assert_eq!(bench.state(), "Dead");
}

#[test]
fn a_group_may_be_called_nothing_as_long_as_it_has_no_members() {
    let mut bench = Bench::new();
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.group_id = str("");
    assert_eq!(send(&mut bench, 9, request), ErrorCode::None);
}
