//! Offsets: when they are acknowledged, and what a later leadership knows of them.

use futures_util::FutureExt;
use wire::error_code::ErrorCode;
use wire::messages::offset_commit::{OffsetCommitRequestPartition, OffsetCommitRequestTopic};
use wire::messages::offset_delete::{OffsetDeleteRequestPartition, OffsetDeleteRequestTopic};
use wire::messages::offset_fetch::{OffsetFetchRequestGroup, OffsetFetchResponseGroup};
use wire::messages::{
    ListGroupsRequest, OffsetCommitRequest, OffsetCommitResponse, OffsetDeleteRequest, OffsetFetchRequest,
};

use super::world::{OTHER, PARTITIONS, US, World};

fn commit_of(group: &str, topic: &str, partitions: &[(i32, i64)]) -> OffsetCommitRequest {
    let partition = |(index, offset): &(i32, i64)| OffsetCommitRequestPartition {
        partition_index: *index,
        committed_offset: *offset,
        committed_leader_epoch: -1,
        committed_metadata: Some("".into()),
        ..Default::default()
    };
    OffsetCommitRequest {
        group_id: group.to_owned().into(),
        generation_id_or_member_epoch: -1,
        retention_time_ms: -1,
        topics: vec![OffsetCommitRequestTopic {
            name: topic.to_owned().into(),
            partitions: partitions.iter().map(partition).collect(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

fn commit(group: &str, offset: i64) -> OffsetCommitRequest {
    commit_of(group, "t", &[(0, offset)])
}

fn fetch(groups: &[&str]) -> OffsetFetchRequest {
    let group = |group: &&str| OffsetFetchRequestGroup {
        group_id: (*group).to_owned().into(),
        member_epoch: -1,
        topics: None,
        ..Default::default()
    };
    OffsetFetchRequest { groups: groups.iter().map(group).collect(), ..Default::default() }
}

fn codes(response: &OffsetCommitResponse) -> Vec<(String, i32, ErrorCode)> {
    let topics = response.topics.iter();
    let all = topics.flat_map(|topic| {
        let name = topic.name.to_string();
        topic.partitions.iter().map(move |partition| {
            (name.clone(), partition.partition_index, ErrorCode::from_code(partition.error_code))
        })
    });
    all.collect()
}

fn code(response: &OffsetCommitResponse) -> ErrorCode {
    codes(response)[0].2
}

fn offsets(group: &OffsetFetchResponseGroup) -> Vec<i64> {
    assert_eq!(group.error_code, 0, "{}", group.group_id);
    group
        .topics
        .iter()
        .flat_map(|topic| &topic.partitions)
        .map(|partition| partition.committed_offset)
        .collect()
}

impl World {
    async fn offset(&self, group: &str) -> Vec<i64> {
        offsets(&self.ask(&fetch(&[group]), 8).await.groups[0])
    }

    async fn fetch_code(&self, group: &str) -> ErrorCode {
        ErrorCode::from_code(self.ask(&fetch(&[group]), 8).await.groups[0].error_code)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_committed_is_known_to_the_next_leadership() {
    let world = World::leading("", &[US]).await;
    for (group, offset) in [("a", 5), ("b", 6), ("c", 7), ("a", 8)] {
        assert_eq!(code(&world.ask(&commit(group, offset), 8).await), ErrorCode::None);
    }
    assert_eq!(world.groups.counts().groups, 3);
    world.lead(OTHER, 2, &[US, OTHER]);
    world.until(|world| world.groups.led.states().is_empty()).await;
    assert_eq!(world.fetch_code("a").await, ErrorCode::NotCoordinator);
    assert_eq!(code(&world.ask(&commit("a", 9), 8).await), ErrorCode::NotCoordinator);
    world.lead(US, 3, &[US]);
    world.until(|world| world.is_loaded(3)).await;
    let groups = world.ask(&fetch(&["c", "a", "nobody", "b"]), 8).await.groups;
    let found: Vec<_> = groups.iter().map(|group| (group.group_id.to_string(), offsets(group))).collect();
    let expected: [(&str, &[i64]); 4] = [("c", &[7]), ("a", &[8]), ("nobody", &[]), ("b", &[6])];
    assert_eq!(found, expected.map(|(group, offsets)| (group.to_owned(), offsets.to_vec())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_is_answered_when_the_high_watermark_has_passed_it_and_not_before() {
    let world = World::leading("", &[US, OTHER]).await;
    let mut first = Box::pin(world.send(&commit("a", 5), 8));
    let second = world.send(&commit("a", 6), 8);
    world.until(|world| world.log_ends() == 2).await;
    assert_eq!(world.offset("a").await, [] as [i64; 0]);
    assert!(first.as_mut().now_or_never().is_none());
    world.other_has_all(1);
    assert_eq!((code(&first.await), code(&second.await)), (ErrorCode::None, ErrorCode::None));
    assert_eq!(world.offset("a").await, [6]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_is_not_committed_in_time_says_so() {
    let world = World::leading("offsets.commit.timeout.ms=20", &[US, OTHER]).await;
    assert_eq!(code(&world.ask(&commit("a", 5), 8).await), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(world.offset("a").await, [] as [i64; 0]);
    // It was appended all the same, and may be committed later.
    world.other_has_all(1);
    let committed = async || world.offset("a").await == [5];
    while !committed().await {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_read_is_told_before_it_is_committed() {
    let world = World::leading("", &[US, OTHER]).await;
    let in_the_air = world.send(&commit("a", 5), 8);
    world.until(|world| world.log_ends() == 1).await;
    world.lead(US, 2, &[US, OTHER]);
    assert_eq!(code(&in_the_air.await), ErrorCode::NotCoordinator);
    world.until(|world| world.groups.led.loaded_in(2) == PARTITIONS as usize - 1).await;
    assert_eq!(world.fetch_code("a").await, ErrorCode::CoordinatorLoadInProgress);
    let listed = world.ask(&ListGroupsRequest::default(), 0).await;
    assert_eq!(ErrorCode::from_code(listed.error_code), ErrorCode::CoordinatorLoadInProgress);
    assert_eq!(world.groups.counts().loading, 1);
    world.other_has_all(2);
    world.until(|world| world.is_loaded(2)).await;
    assert_eq!(world.offset("a").await, [5]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_is_in_the_air_when_somebody_else_leads_is_not_acknowledged() {
    let world = World::leading("", &[US, OTHER]).await;
    let in_the_air = world.send(&commit("a", 5), 8);
    world.until(|world| world.log_ends() == 1).await;
    world.lead(OTHER, 2, &[US, OTHER]);
    assert_eq!(code(&in_the_air.await), ErrorCode::NotCoordinator);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_few_replicas_in_sync_refuse_a_commit_and_it_never_was() {
    let world = World::leading("min.insync.replicas=2", &[US]).await;
    assert_eq!(code(&world.ask(&commit("a", 5), 8).await), ErrorCode::CoordinatorNotAvailable);
    assert_eq!(world.offset("a").await, [] as [i64; 0]);
    assert_eq!(world.groups.counts().groups, 0);
    assert_eq!(world.log_ends(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn partitions_that_do_not_exist_are_refused_and_the_others_are_not() {
    let world = World::leading("", &[US]).await;
    let mut request = commit_of("a", "t", &[(0, 5), (2, 5)]);
    request.topics.extend(commit_of("a", "nothing", &[(1, 5)]).topics);
    let response = world.ask(&request, 8).await;
    let unknown = ErrorCode::UnknownTopicOrPartition;
    let expected = [
        ("t".to_owned(), 0, ErrorCode::None),
        ("t".to_owned(), 2, unknown),
        ("nothing".to_owned(), 1, unknown),
    ];
    assert_eq!(codes(&response), expected);
    assert_eq!(codes(&world.ask(&commit_of("a", "nothing", &[(1, 5)]), 8).await), expected[2..]);

    let partitions = [0, 2].map(|partition_index| OffsetDeleteRequestPartition { partition_index });
    let topics = vec![OffsetDeleteRequestTopic { name: "t".into(), partitions: partitions.to_vec() }];
    let deleted = world.ask(&OffsetDeleteRequest { group_id: "a".into(), topics: topics.clone() }, 0).await;
    let answered: Vec<_> =
        deleted.topics[0].partitions.iter().map(|p| (p.partition_index, p.error_code)).collect();
    assert_eq!(answered, [(0, 0), (2, unknown.code())]);
    assert_eq!(world.offset("a").await, [] as [i64; 0]);
    let refused = world.ask(&OffsetDeleteRequest { group_id: "no such".into(), topics }, 0).await;
    assert_eq!(ErrorCode::from_code(refused.error_code), ErrorCode::GroupIdNotFound);
    assert!(refused.topics.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offsets_of_a_deleted_topic_go_with_it() {
    let world = World::leading("", &[US]).await;
    for group in ["a", "b", "c"] {
        assert_eq!(code(&world.ask(&commit(group, 5), 8).await), ErrorCode::None);
    }
    let before = world.log_ends();
    world.delete_topic();
    world.until(|world| world.log_ends() == before + 3).await;
    assert_eq!(world.offset("a").await, [] as [i64; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_leadership_writes_nothing_into_a_new_epoch() {
    let world = World::leading("", &[US]).await;
    world.groups.shutdown();
    world.lead(US, 2, &[US]);
    world.until(|world| world.replica(0).view().leader_epoch == 2).await;
    let replica = world.replica(0);
    let append = coordinator::Append {
        token: coordinator::Token(0),
        records: vec![coordinator::Record { key: "key".into(), value: None }],
    };
    let append_in = |epoch| {
        let mut uncommitted = Vec::new();
        let moment = world.replicas.moment();
        let appends = std::slice::from_ref(&append);
        let appended = crate::groups::append::append_all(&replica, epoch, appends, &moment, &mut uncommitted);
        (appended.map_err(|refused| refused.cause), uncommitted.len())
    };
    assert_eq!(append_in(1), (Err(coordinator::AppendError::NotLeader), 0));
    assert_eq!(replica.view().log_end, 0);
    assert_eq!(append_in(2), (Ok(()), 1));
    assert_eq!(world.fetch_code("a").await, ErrorCode::NotCoordinator);
}
