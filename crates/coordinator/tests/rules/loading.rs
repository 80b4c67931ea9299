//! From records back to a shard.

use bytes::Bytes;
use ferryman_coordinator::{
    Config, Event, GroupOffsets, LoadError, Loading, LogRecord, Now, Request, Response,
};
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::group::group_metadata::MemberMetadata;
use wire::group::{
    ConsumerGroupMemberMetadataKey, ConsumerGroupMetadataKey, ConsumerGroupMetadataValue, GroupMetadataKey,
    GroupMetadataValue, LegacyOffsetCommitKey, LegacyOffsetCommitValue, OffsetCommitKey, OffsetCommitValue,
};
use wire::messages::offset_fetch::OffsetFetchRequestGroup;
use wire::records::{GroupRecordKey, GroupRecordValue, RecordError};

use crate::support::{Bench, code, join, str, subscription};

const NOW: Now = Now { epoch_ms: 1_700_000_000_000, monotonic_ms: 50_000 };

fn record(loading: &mut Loading, key: impl Into<GroupRecordKey>, value: Option<(GroupRecordValue, i16)>) {
    try_record(loading, None, key, value).unwrap();
}

fn try_record(
    loading: &mut Loading,
    transactional_producer: Option<i64>,
    key: impl Into<GroupRecordKey>,
    value: Option<(GroupRecordValue, i16)>,
) -> Result<(), LoadError> {
    let key = key.into().encode().unwrap();
    let value = value.map(|(value, version)| value.encode(version).unwrap());
    loading.replay(LogRecord { offset: 7, transactional_producer, key: &key, value: value.as_ref() })
}

fn offset_key(topic: &str) -> OffsetCommitKey {
    OffsetCommitKey { group: str("g"), topic: str(topic), partition: 0 }
}

fn offset_value(offset: i64) -> Option<(GroupRecordValue, i16)> {
    let value = OffsetCommitValue { offset, commit_timestamp: NOW.epoch_ms, ..Default::default() };
    Some((value.into(), 3))
}

fn finish(loading: Loading) -> Bench {
    let mut bench = Bench::new();
    let (shard, effects) = loading.finish(NOW);
    bench.shard = shard;
    bench.wake_at_ms = effects.wake_at_ms;
    bench.log.extend(effects.appends);
    bench
}

#[test]
fn what_is_loaded_is_what_was() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join().instance("i"), join(), join()]);
    bench.commit(1, &ids[0], "t", 42);
    bench.commit(1, &ids[0], "u", 43);
    let described = bench.describe();
    bench.reload();
    assert_eq!(bench.describe(), described);
    assert_eq!((bench.offset("t"), bench.offset("u")), (42, 43));
    for id in &ids {
        assert_eq!(bench.heartbeat(1, id), ErrorCode::None);
    }
    let ticket = bench.sync(1, &ids[2], &[]);
    assert_eq!(bench.assigned(ticket), "2");
    // The leader is still the leader.
    join().instance("i").member(&ids[0]).send(&mut bench);
    assert_eq!(bench.state(), "PreparingRebalance");
}

#[test]
fn sessions_begin_anew_with_a_new_coordinator() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.pass(9_000);
    bench.reload();
    bench.pass(9_999);
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::None);
    bench.pass(10_000);
    assert_eq!(bench.heartbeat(1, &id), ErrorCode::UnknownMemberId);
}

#[test]
fn an_empty_group_counts_on_from_its_last_generation() {
    let mut bench = Bench::new();
    bench.lone_member();
    bench.pass(10_000);
    bench.reload();
    assert_eq!(bench.state(), "Empty");
    let ticket = join().version(3).send(&mut bench);
    bench.pass(3_000);
    assert_eq!(bench.joined(ticket).generation_id, 3);
}

#[test]
fn a_rebalance_that_was_going_on_is_forgotten_and_its_members_are_those_before() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join()]);
    join().member(&ids[0]).send(&mut bench);
    join().send(&mut bench);
    bench.reload();
    assert_eq!((bench.state(), bench.describe().members.len()), ("Stable".to_string(), 2));
}

#[test]
fn records_of_every_age_are_read() {
    let mut loading = Loading::new(Config::default());
    let legacy = LegacyOffsetCommitKey { group: str("g"), topic: str("a"), partition: 0 };
    let value = LegacyOffsetCommitValue { offset: 1, commit_timestamp: 5, ..Default::default() };
    record(&mut loading, legacy, Some((GroupRecordValue::LegacyOffsetCommit(value), 0)));
    for (version, topic) in [(0, "b"), (1, "c"), (2, "d"), (3, "e"), (4, "f")] {
        let value = OffsetCommitValue {
            offset: 10 + i64::from(version),
            topic_id: if version == 4 { Uuid::from_u128(7) } else { Uuid::ZERO },
            ..Default::default()
        };
        record(&mut loading, offset_key(topic), Some((value.into(), version)));
    }
    for version in 0..=4 {
        let member = MemberMetadata {
            member_id: str("m"),
            session_timeout: 10_000,
            subscription: subscription(&["t"]),
            assignment: Bytes::from_static(b"a"),
            ..Default::default()
        };
        let value = GroupMetadataValue {
            protocol_type: str("consumer"),
            generation: 5,
            protocol: Some(str("range")),
            leader: Some(str("m")),
            members: vec![member],
            ..Default::default()
        };
        let key = GroupMetadataKey { group: str(&format!("g{version}")) };
        record(&mut loading, key, Some((value.into(), version)));
    }
    let mut bench = finish(loading);
    for (topic, offset) in [("a", 1), ("b", 10), ("c", 11), ("d", 12), ("e", 13), ("f", 14)] {
        assert_eq!(bench.offset(topic), offset, "{topic}");
    }
    let counts = bench.shard.group_counts();
    assert_eq!(counts.get(&(str("classic"), str("Stable"))), Some(&5));
    assert_eq!(counts.get(&(str("classic"), str("Empty"))), Some(&1));
}

#[test]
fn the_last_record_of_a_key_holds_and_tombstones_end_it() {
    let mut loading = Loading::new(Config::default());
    record(&mut loading, offset_key("t"), offset_value(1));
    record(&mut loading, offset_key("t"), offset_value(2));
    record(&mut loading, offset_key("u"), offset_value(3));
    record(&mut loading, offset_key("u"), None);
    let group = GroupMetadataKey { group: str("h") };
    record(&mut loading, group.clone(), Some((GroupMetadataValue::default().into(), 3)));
    record(&mut loading, group, None);
    let mut bench = finish(loading);
    assert_eq!((bench.offset("t"), bench.offset("u")), (2, -1));
    let counts: Vec<usize> = bench.shard.group_counts().into_values().collect();
    assert_eq!(counts, [1]);
}

#[test]
fn offsets_without_a_group_get_one_so_that_they_can_expire() {
    let mut loading = Loading::new(Config::default());
    record(&mut loading, offset_key("t"), offset_value(1));
    record(&mut loading, GroupMetadataKey { group: str("g") }, None);
    let mut bench = finish(loading);
    assert_eq!((bench.state(), bench.offset("t")), ("Empty".to_string(), 1));
}

#[test]
fn groups_of_other_kinds_are_seen_and_left_alone() {
    let mut loading = Loading::new(Config::default());
    let group = ConsumerGroupMetadataKey { group_id: str("g") };
    let member = ConsumerGroupMemberMetadataKey { group_id: str("g"), member_id: str("m") };
    let value = || Some((GroupRecordValue::ConsumerGroupMetadata(ConsumerGroupMetadataValue::default()), 0));
    record(&mut loading, group, value());
    // What a value of a member says does not matter here, only that it is there.
    let key = GroupRecordKey::from(member).encode().unwrap();
    let junk = Bytes::from_static(b"\x7f\xff?");
    loading
        .replay(LogRecord { offset: 1, transactional_producer: None, key: &key, value: Some(&junk) })
        .unwrap();
    record(&mut loading, offset_key("t"), offset_value(1));
    record(&mut loading, GroupMetadataKey { group: str("g") }, None);
    let mut bench = finish(loading);
    assert_eq!(bench.offset("t"), 1);
    assert_eq!(code(bench.describe().error_code), ErrorCode::GroupIdNotFound);
    let ticket = join().send(&mut bench);
    assert_eq!(bench.join_code(ticket), ErrorCode::InconsistentGroupProtocol);
    let ticket = bench.sync(1, "m", &[]);
    assert_eq!(code(bench.synced(ticket).error_code), ErrorCode::UnknownMemberId);
    assert_eq!(bench.heartbeat(1, "m"), ErrorCode::UnknownMemberId);
    assert_eq!(bench.commit(-1, "", "t", 2), ErrorCode::GroupIdNotFound);
    let ticket = bench.send(2, Request::DeleteGroups(vec![str("g")]));
    let Response::DeleteGroups(results) = bench.answer(ticket) else { panic!() };
    assert_eq!(code(results[0].error_code), ErrorCode::NonEmptyGroup);
    let ticket = bench.send(5, Request::ListGroups(Default::default()));
    let Response::ListGroups(answer) = bench.answer(ticket) else { panic!() };
    assert_eq!((&*answer.groups[0].group_id, &*answer.groups[0].group_type), ("g", "consumer"));
    bench.pass(30 * 24 * 3_600_000);
    assert_eq!(bench.offset("t"), 1);
    assert!(bench.log.is_empty());
}

#[test]
fn a_group_of_another_kind_ends_with_its_last_record() {
    let mut loading = Loading::new(Config::default());
    let group = ConsumerGroupMetadataKey { group_id: str("g") };
    let member = ConsumerGroupMemberMetadataKey { group_id: str("g"), member_id: str("m") };
    let value = || Some((GroupRecordValue::ConsumerGroupMetadata(ConsumerGroupMetadataValue::default()), 0));
    record(&mut loading, group.clone(), value());
    let key = GroupRecordKey::from(member.clone()).encode().unwrap();
    let junk = Bytes::from_static(b"?");
    loading
        .replay(LogRecord { offset: 1, transactional_producer: None, key: &key, value: Some(&junk) })
        .unwrap();
    record(&mut loading, group, None);
    record(&mut loading, member, None);
    assert!(finish(loading).shard.group_counts().is_empty());
}

#[test]
fn records_nobody_knows_are_skipped_and_those_that_cannot_be_understood_are_not() {
    let mut loading = Loading::new(Config::default());
    let replay = |loading: &mut Loading, key: &'static [u8], value: &'static [u8]| {
        let (key, value) = (Bytes::from_static(key), Bytes::from_static(value));
        loading.replay(LogRecord { offset: 9, transactional_producer: None, key: &key, value: Some(&value) })
    };
    replay(&mut loading, b"\0\x63whatever", b"?").unwrap();
    assert_eq!(loading.skipped(), 1);
    let future = replay(&mut loading, b"\0\x02\0\x01g", b"\0\x63?").unwrap_err();
    assert!(matches!(future, LoadError { offset: 9, fault: RecordError::Decode(_) }), "{future}");
    replay(&mut loading, b"\0", b"?").unwrap_err();
    replay(&mut loading, b"\0\x01\0\x01g\0\x01", b"\0\x03").unwrap_err();
    assert!(finish(loading).shard.group_counts().is_empty());
}

#[test]
fn offsets_of_a_transaction_count_when_it_is_committed() {
    let mut loading = Loading::new(Config::default());
    for (producer, topic) in [(1, "committed"), (2, "aborted"), (3, "open"), (4, "late")] {
        try_record(&mut loading, Some(producer), offset_key(topic), offset_value(5)).unwrap();
    }
    loading.end_transaction(1, true);
    loading.end_transaction(2, false);
    let mut bench = finish(loading);
    for (topic, offset) in [("committed", 5), ("aborted", -1), ("open", -1), ("late", -1)] {
        assert_eq!(bench.offset(topic), offset, "{topic}");
    }
    let ticket = bench.fetch("open", true);
    let answer = bench.fetched(ticket);
    assert_eq!((answer.committed_offset, code(answer.error_code)), (-1, ErrorCode::UnstableOffsetCommit));
    // An open transaction keeps the group.
    bench.pass(30 * 24 * 3_600_000);
    assert_eq!(bench.state(), "Empty");
    bench.step(Event::TransactionEnded { producer_id: 4, committed: true });
    bench.step(Event::TransactionEnded { producer_id: 3, committed: false });
    assert_eq!((bench.offset("open"), bench.offset("late")), (-1, 5));
}

#[test]
fn a_group_larger_than_it_may_be_by_now_is_made_to_rebalance() {
    let mut bench = Bench::new();
    let ids = bench.stable(&[join(), join(), join()]);
    bench.config.group_max_size = 2;
    bench.reload();
    assert_eq!(bench.state(), "PreparingRebalance");
    let tickets: Vec<u64> = ids.iter().map(|id| join().member(id).send(&mut bench)).collect();
    let codes: Vec<ErrorCode> = tickets.iter().map(|ticket| bench.join_code(*ticket)).collect();
    assert_eq!(codes, [ErrorCode::None, ErrorCode::None, ErrorCode::GroupMaxSizeReached]);
}

#[test]
fn nothing_of_the_log_is_held_on_to() {
    let page = Bytes::from({
        let mut page = GroupRecordKey::from(offset_key("t")).encode().unwrap().to_vec();
        let value = OffsetCommitValue { metadata: Str::from("some metadata"), ..Default::default() };
        page.extend_from_slice(&GroupRecordValue::from(value).encode(3).unwrap());
        page
    });
    let key_len = GroupRecordKey::from(offset_key("t")).encode().unwrap().len();
    let mut loading = Loading::new(Config::default());
    let (key, value) = (page.slice(..key_len), page.slice(key_len..));
    loading
        .replay(LogRecord { offset: 0, transactional_producer: None, key: &key, value: Some(&value) })
        .unwrap();
    drop((key, value));
    assert!(page.is_unique());
    let mut bench = finish(loading);
    let group = OffsetFetchRequestGroup { group_id: str("g"), topics: None, ..Default::default() };
    let ticket = bench.send(9, Request::OffsetFetch(GroupOffsets { group, require_stable: false }));
    let Response::OffsetFetch(answer) = bench.answer(ticket) else { panic!() };
    assert_eq!(answer.topics[0].partitions[0].metadata, Some(str("some metadata")));
}
