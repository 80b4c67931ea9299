//! The metadata log as brokers follow it, and what clients ask before anything else.

use wire::codec::Uuid;
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::fetch::{FetchPartition, FetchTopic, ReplicaState};

use super::world::{Amiss, CLUSTER, World};

pub(super) async fn sweep(world: &World) {
    fetches(world).await;
    greetings(world).await;
}

/// A fetch of broker 1, from the begin of the log.
pub(super) fn fetch(version: i16) -> m::FetchRequest {
    let mut topic = FetchTopic {
        partitions: vec![FetchPartition {
            current_leader_epoch: -1,
            fetch_offset: 0,
            last_fetched_epoch: 0,
            partition_max_bytes: 1 << 20,
            ..Default::default()
        }],
        ..Default::default()
    };
    match version >= 13 {
        true => topic.topic_id = Uuid::METADATA_TOPIC,
        false => topic.topic = "__cluster_metadata".into(),
    }
    let mut request = m::FetchRequest {
        cluster_id: Some(CLUSTER.into()),
        topics: vec![topic],
        session_epoch: -1,
        ..Default::default()
    };
    match version >= 15 {
        true => request.replica_state = ReplicaState { replica_id: 1, replica_epoch: -1 },
        false => request.replica_id = 1,
    }
    request
}

async fn fetches(world: &World) {
    world.every(&[E::None], fetch).await;
    for version in 12..=18 {
        let answer = world.one(version, &[E::None], &fetch(version)).await;
        assert!(!answer.responses[0].partitions[0].records.as_ref().unwrap().is_empty());
        let mut elsewhere = fetch(version);
        let partition = &mut elsewhere.topics[0].partitions[0];
        (partition.fetch_offset, partition.last_fetched_epoch) = (5, 0);
        let answer = world.one(version, &[E::None], &elsewhere).await;
        assert!(answer.responses[0].partitions[0].diverging_epoch.epoch >= 0, "{answer:?}");
    }
    let strange = |version, amiss: fn(&mut m::FetchRequest)| {
        let mut request = fetch(version);
        amiss(&mut request);
        request
    };
    let cases: &[Amiss<m::FetchRequest>] = &[
        (E::InconsistentClusterId, |r| r.cluster_id = Some("another".into())),
        (E::InvalidRequest, |r| r.topics.clear()),
        (E::InvalidRequest, |r| r.topics[0].partitions[0].partition = 1),
        (E::FencedLeaderEpoch, |r| r.topics[0].partitions[0].current_leader_epoch = 0),
        (E::UnknownLeaderEpoch, |r| r.topics[0].partitions[0].current_leader_epoch = 99),
        (E::InvalidRequest, |r| r.topics[0].partitions[0].fetch_offset = -1),
    ];
    for (code, amiss) in cases {
        world.every(&[*code], |version| strange(version, *amiss)).await;
    }
}

async fn greetings(world: &World) {
    world
        .every(&[E::None], |version| match version >= 3 {
            true => m::ApiVersionsRequest {
                client_software_name: "tester".into(),
                client_software_version: "1".into(),
            },
            false => m::ApiVersionsRequest::default(),
        })
        .await;
    let describe = |endpoint_type| m::DescribeClusterRequest { endpoint_type, ..Default::default() };
    world.every(&[E::MismatchedEndpointType], |_| describe(1)).await;
    world.since(1, &[E::None], |_| describe(2)).await;
    world.since(1, &[E::UnsupportedEndpointType], |_| describe(9)).await;
}
