//! Every answer can be written in every version that is offered: a field that a version cannot carry would cost the client
//! its connection.

use wire::api::ApiKey;
use wire::codec::{Request, Str};
use wire::frame::{RequestFrame, encode_request};
use wire::messages as m;
use wire::messages::metadata::MetadataRequestTopic;

use super::metadata::Answering;
use super::{
    describe_cluster, describe_log_dirs, fetch, find_coordinator, list_offsets, offset_for_leader_epoch,
    produce,
};
use crate::api::{RequestContext, Supported};
use crate::groups::tests::world::{OFFSETS, TOPIC, US, World};
use crate::net::{ListenerName, Outcome, ResponseFrame};

fn carried<R: Request>(api: ApiKey, answer: impl Fn(i16) -> R::Response) {
    for version in Supported::BROKER.versions(api).unwrap().iter() {
        if let Err(error) = ResponseFrame::encode::<R>(&answer(version), version, 1) {
            panic!("{api} {version}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_about_the_cluster_are_carried_by_all_versions() {
    let world = World::leading("", &[US]).await;
    let image = world.replicas.moment().image;
    let listener = ListenerName::new("INTERNAL");
    let named = |name: &'static str| MetadataRequestTopic { name: Some(name.into()), ..Default::default() };
    let asked = m::MetadataRequest {
        topics: Some(vec![named("t"), named("__consumer_offsets"), named("none"), named("in/valid")]),
        ..Default::default()
    };
    carried::<m::MetadataRequest>(ApiKey::Metadata, |version| {
        let answering =
            Answering { image: &image, cluster_id: "c", listener: &listener, maker: None, version };
        answering.answer(&asked)
    });
    for (endpoint_type, include_fenced_brokers) in [(1, false), (1, true), (2, false)] {
        let asked = m::DescribeClusterRequest {
            endpoint_type,
            // Asked for from the version on that can tell it.
            include_fenced_brokers,
            ..Default::default()
        };
        let answer = |version: i16| {
            let asked = m::DescribeClusterRequest {
                endpoint_type: if version < 1 { 1 } else { asked.endpoint_type },
                include_fenced_brokers: asked.include_fenced_brokers && version >= 2,
                ..asked.clone()
            };
            describe_cluster::describe_cluster(&image, "c", &listener, &asked)
        };
        carried::<m::DescribeClusterRequest>(ApiKey::DescribeCluster, answer);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_about_coordinators_are_carried_by_all_versions() {
    let world = World::leading("", &[US]).await;
    let image = world.replicas.moment().image;
    let listener = ListenerName::new("INTERNAL");
    for key_type in [0, 1] {
        carried::<m::FindCoordinatorRequest>(ApiKey::FindCoordinator, |version| {
            let key = Str::from("g");
            let asked = m::FindCoordinatorRequest { key: key.clone(), key_type, coordinator_keys: vec![key] };
            find_coordinator::answer(&image, &listener, &|| (), &asked, version)
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_about_logs_are_carried_by_all_versions() {
    let world = World::leading("", &[US]).await;
    let replicas = &world.replicas;
    let partition = |timestamp| m::list_offsets::ListOffsetsPartition { timestamp, ..Default::default() };
    let asked = m::ListOffsetsRequest {
        replica_id: -1,
        topics: vec![m::list_offsets::ListOffsetsTopic {
            name: "__consumer_offsets".into(),
            partitions: [-1, -2, -3, -4, -5, 0].map(partition).to_vec(),
        }],
        ..Default::default()
    };
    carried::<m::ListOffsetsRequest>(ApiKey::ListOffsets, |version| {
        list_offsets::list_offsets(replicas, &asked, version)
    });
    let asked = m::OffsetForLeaderEpochRequest {
        topics: vec![m::offset_for_leader_epoch::OffsetForLeaderTopic {
            topic: "__consumer_offsets".into(),
            partitions: vec![m::offset_for_leader_epoch::OffsetForLeaderPartition {
                leader_epoch: 1,
                current_leader_epoch: -1,
                ..Default::default()
            }],
        }],
        ..Default::default()
    };
    carried::<m::OffsetForLeaderEpochRequest>(ApiKey::OffsetForLeaderEpoch, |_| {
        offset_for_leader_epoch::offset_for_leader_epoch(replicas, &asked)
    });
    carried::<m::DescribeLogDirsRequest>(ApiKey::DescribeLogDirs, |version| {
        describe_log_dirs::describe_log_dirs(replicas, US, &m::DescribeLogDirsRequest::default(), version)
    });
}

fn context<R: Request>(world: &World, request: &R, version: i16) -> (RequestContext, R) {
    let bytes = encode_request(request, version, 7, Some(&"tester".into())).unwrap();
    let frame = RequestFrame::parse(&bytes.freeze().slice(4..)).unwrap();
    (RequestContext::new(&world.connection, &frame), frame.decode().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_fetches_or_produces_at_the_wrong_broker_is_told_so_in_all_versions() {
    let world = World::leading("", &[US]).await;
    for version in Supported::BROKER.versions(ApiKey::Fetch).unwrap().iter() {
        let mut topics = Vec::new();
        for (name, id) in [("t", TOPIC), ("__consumer_offsets", OFFSETS)] {
            let mut topic =
                m::fetch::FetchTopic { partitions: vec![Default::default()], ..Default::default() };
            match version >= 13 {
                true => topic.topic_id = id,
                false => topic.topic = name.into(),
            }
            topics.push(topic);
        }
        let request = m::FetchRequest { replica_id: -1, max_bytes: 1000, topics, ..Default::default() };
        let (context, request) = context(&world, &request, version);
        let answer = fetch::fetch(world.replicas.clone(), context.clone(), request).await;
        assert_eq!(answer.responses[0].partitions[0].error_code, 6, "Fetch {version}");
        assert_eq!(answer.responses[1].partitions[0].error_code, 0, "Fetch {version}");
        assert!(context.encode::<m::FetchRequest>(&answer).is_some(), "Fetch {version}");
    }
    for version in produce::SERVED_FROM..=13 {
        let mut topic =
            m::produce::TopicProduceData { partition_data: vec![Default::default()], ..Default::default() };
        match version >= 13 {
            true => topic.topic_id = TOPIC,
            false => topic.name = "t".into(),
        }
        let request = m::ProduceRequest { acks: 1, topic_data: vec![topic], ..Default::default() };
        let (context, request) = context(&world, &request, version);
        let outcome = produce::produce(&world.replicas, &context, request);
        assert!(matches!(outcome, Outcome::Ready(_)), "Produce {version}");
    }
}
