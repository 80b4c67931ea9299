//! OffsetFetch and OffsetDelete, and what becomes of offsets when their topic is deleted.

use ferryman_coordinator::{
    Config, DeletedTopic, Event, GroupOffsets, Request, Response, fetched_response, requested_groups,
};
use wire::codec::{Message, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::offset_delete::{OffsetDeleteRequestPartition, OffsetDeleteRequestTopic};
use wire::messages::offset_fetch::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics, OffsetFetchResponseGroup,
};
use wire::messages::{OffsetDeleteRequest, OffsetFetchRequest};

use crate::support::{Bench, code, join, str};

fn fetch_all(bench: &mut Bench, require_stable: bool) -> OffsetFetchResponseGroup {
    let group = OffsetFetchRequestGroup { group_id: str("g"), topics: None, ..Default::default() };
    let ticket = bench.send(9, Request::OffsetFetch(GroupOffsets { group, require_stable }));
    let Response::OffsetFetch(answer) = bench.answer(ticket) else { panic!() };
    answer
}

#[test]
fn what_was_never_committed_is_minus_one_and_no_error() {
    let mut bench = Bench::new();
    for require_stable in [false, true] {
        let ticket = bench.fetch("t", require_stable);
        let answer = bench.fetched(ticket);
        assert_eq!((answer.committed_offset, answer.committed_leader_epoch), (-1, -1));
        assert_eq!((answer.metadata, code(answer.error_code)), (Some(str("")), ErrorCode::None));
        assert!(fetch_all(&mut bench, require_stable).topics.is_empty());
    }
}

#[test]
fn everything_of_a_group_is_told_if_no_topics_are_named() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.commit(-1, "", "u", 2);
    for require_stable in [false, true] {
        let answer = fetch_all(&mut bench, require_stable);
        let told: Vec<_> = answer
            .topics
            .iter()
            .map(|topic| (topic.name.to_string(), topic.partitions[0].committed_offset))
            .collect();
        assert_eq!(told, [("t".to_string(), 1), ("u".to_string(), 2)]);
    }
}

#[test]
fn an_offset_of_another_topic_of_the_same_name_is_none() {
    let mut bench = Bench::with(Config { offset_commit_topic_ids: true, ..Config::default() });
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.topics[0].topic_id = Uuid::from_u128(7);
    bench.send(10, Request::OffsetCommit(request));
    for (id, expected) in [(7, 42), (0, 42), (8, -1)] {
        let topic = OffsetFetchRequestTopics {
            name: str("t"),
            topic_id: Uuid::from_u128(id),
            partition_indexes: vec![0],
        };
        let group =
            OffsetFetchRequestGroup { group_id: str("g"), topics: Some(vec![topic]), ..Default::default() };
        let ticket = bench.send(10, Request::OffsetFetch(GroupOffsets { group, require_stable: false }));
        let answer = bench.fetched(ticket);
        assert_eq!((answer.committed_offset, answer.error_code), (expected, 0));
    }
}

#[test]
fn every_version_of_a_fetch_is_taken_apart_and_put_together() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 42);
    for version in 1..=9 {
        let request = if version < 8 {
            let topic = OffsetFetchRequestTopic { name: str("t"), partition_indexes: vec![0, 1] };
            OffsetFetchRequest { group_id: str("g"), topics: Some(vec![topic]), ..Default::default() }
        } else {
            let topic = OffsetFetchRequestTopics {
                name: str("t"),
                partition_indexes: vec![0, 1],
                ..Default::default()
            };
            let group = OffsetFetchRequestGroup {
                group_id: str("g"),
                topics: Some(vec![topic]),
                ..Default::default()
            };
            OffsetFetchRequest { groups: vec![group.clone(), group], ..Default::default() }
        };
        let groups = requested_groups(&request, version);
        assert_eq!(groups.len(), if version < 8 { 1 } else { 2 });
        let answers = groups.into_iter().map(|group| {
            let ticket =
                bench.send(version, Request::OffsetFetch(GroupOffsets { group, require_stable: false }));
            let Response::OffsetFetch(answer) = bench.answer(ticket) else { panic!() };
            answer
        });
        let response = fetched_response(answers.collect(), version);
        response.to_bytes(version).unwrap();
        let offsets: Vec<i64> = if version < 8 {
            response.topics[0].partitions.iter().map(|p| p.committed_offset).collect()
        } else {
            response.groups[1].topics[0].partitions.iter().map(|p| p.committed_offset).collect()
        };
        assert_eq!(offsets, [42, -1], "version {version}");
    }
}

fn delete(bench: &mut Bench, topics: &[&str]) -> (ErrorCode, Vec<ErrorCode>) {
    let topic = |name: &&str| OffsetDeleteRequestTopic {
        name: str(name),
        partitions: vec![OffsetDeleteRequestPartition { partition_index: 0 }],
    };
    let request = OffsetDeleteRequest { group_id: str("g"), topics: topics.iter().map(topic).collect() };
    let ticket = bench.send(0, Request::OffsetDelete(request));
    let Response::OffsetDelete(answer) = bench.answer(ticket) else { panic!() };
    let codes = answer.topics.iter().map(|topic| code(topic.partitions[0].error_code)).collect();
    (code(answer.error_code), codes)
}

#[test]
fn offsets_of_topics_nobody_reads_can_be_deleted() {
    let mut bench = Bench::new();
    let id = bench.lone_member();
    bench.commit(1, &id, "t", 1);
    bench.commit(1, &id, "u", 2);
    use ErrorCode::{GroupSubscribedToTopic, None as Fine};
    assert_eq!(delete(&mut bench, &["t", "u", "never"]), (Fine, vec![GroupSubscribedToTopic, Fine, Fine]));
    assert_eq!((bench.offset("t"), bench.offset("u")), (1, -1));
    assert!(bench.last_append().len() == 1 && bench.last_append()[0].value.is_none());
}

#[test]
fn offsets_of_an_empty_group_can_be_deleted_and_of_one_nobody_understands_not() {
    let mut bench = Bench::new();
    assert_eq!(delete(&mut bench, &["t"]), (ErrorCode::GroupIdNotFound, vec![]));
    bench.commit(-1, "", "t", 1);
    assert_eq!(delete(&mut bench, &["t"]), (ErrorCode::None, vec![ErrorCode::None]));
    assert_eq!(bench.offset("t"), -1);
    bench.stable(&[join().with(|request| request.protocol_type = str("connect"))]);
    assert_eq!(delete(&mut bench, &["t"]), (ErrorCode::NonEmptyGroup, vec![]));
}

#[test]
fn a_deleted_topic_takes_its_offsets_with_it_in_all_groups() {
    let mut bench = Bench::new();
    bench.commit(-1, "", "t", 1);
    bench.commit(-1, "", "u", 2);
    let mut other = Bench::commit_request(-1, "", "t", 3);
    other.group_id = str("h");
    bench.send(9, Request::OffsetCommit(other));
    bench
        .step(Event::TopicsDeleted { topics: vec![DeletedTopic { name: str("t"), id: Uuid::from_u128(7) }] });
    assert_eq!((bench.offset("t"), bench.offset("u")), (-1, 2));
    let tombstones = bench.last_append();
    assert_eq!((tombstones.len(), tombstones.iter().filter(|record| record.value.is_none()).count()), (2, 2));
}

#[test]
fn offsets_of_a_younger_topic_of_the_same_name_survive() {
    let mut bench = Bench::with(Config { offset_commit_topic_ids: true, ..Config::default() });
    let mut request = Bench::commit_request(-1, "", "t", 42);
    request.topics[0].topic_id = Uuid::from_u128(8);
    bench.send(10, Request::OffsetCommit(request));
    let gone =
        |id| Event::TopicsDeleted { topics: vec![DeletedTopic { name: str("t"), id: Uuid::from_u128(id) }] };
    bench.step(gone(7));
    assert_eq!(bench.offset("t"), 42);
    bench.step(gone(8));
    assert_eq!(bench.offset("t"), -1);
}
