//! Every answer can be written in every version that is offered, refusals too: a field that a version cannot carry would
//! cost the one who asks its connection.

use std::collections::BTreeSet;

use disk::SimDisk;
use metadata::features::MetadataVersion;
use wire::codec::Request;
use wire::error_code::ErrorCode as E;
use wire::messages as m;

use super::world::{Answered, US, World, config, framed};
use super::{brokers, configs, log, partitions, quorum, topics};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_carried_by_every_version_that_is_offered() {
    let mut answered = quorum::voters_come_and_go().await;
    answered.extend(from_a_follower().await);
    // What a cluster can do depends on its level, and with it what is refused.
    for level in [MetadataVersion::MIN, MetadataVersion::MAX] {
        let world = World::leading(config(US, level)).await;
        for id in 1..=3 {
            world.broker(id).await;
        }
        brokers::sweep(&world, level).await;
        topics::sweep(&world).await;
        configs::sweep(&world).await;
        partitions::sweep(&world).await;
        log::sweep(&world).await;
        quorum::sweep(&world).await;
        answered.extend(world.answered());
    }
    let missing: Vec<Answered> = offered().await.difference(&answered).copied().collect();
    assert!(missing.is_empty(), "neither asked nor excepted (key, version, refused): {missing:?}");
}

/// All that a controller lists, each to be answered and to be refused once at least.
async fn offered() -> BTreeSet<Answered> {
    let world = World::start(config(US, MetadataVersion::MAX), &SimDisk::new(), 9093, Vec::new()).await;
    let listed = world.ask(&m::ApiVersionsRequest::default(), 0).await.api_keys;
    let both = |api: &m::api_versions::ApiVersion| {
        let key = api.api_key;
        let versions = api.min_version..=api.max_version;
        versions.flat_map(move |version| [(key, version, false), (key, version, true)])
    };
    let mut offered: BTreeSet<Answered> = listed.iter().flat_map(both).collect();
    // Refused only in versions that are not offered.
    offered.retain(|(key, _, refused)| !(*key == m::ApiVersionsRequest::KEY.id() && *refused));
    // Version 0 cannot ask for controllers, and there is nothing else here.
    offered.remove(&(m::DescribeClusterRequest::KEY.id(), 0, false));
    offered
}

/// Whatever only the active controller can answer, another one refuses.
async fn from_a_follower() -> BTreeSet<Answered> {
    let world = World::start(config(US, MetadataVersion::MAX), &SimDisk::new(), 9093, Vec::new()).await;
    let no = &[E::NotController];
    world.every(no, |version| world.registration(1, version)).await;
    world.every(no, |_| m::BrokerHeartbeatRequest::default()).await;
    world.every(no, |_| m::UnregisterBrokerRequest::default()).await;
    world.every(no, |_| m::AllocateProducerIdsRequest::default()).await;
    world.every(no, |_| m::AssignReplicasToDirsRequest::default()).await;
    world.every(no, |_| m::AlterPartitionRequest::default()).await;
    world.every(no, |_| topics::create(vec![topics::topic("t")])).await;
    world.every(no, |version| topics::delete(version, &["t"])).await;
    world.every(no, |_| topics::grow("t", 2)).await;
    world.every(no, |_| configs::request(vec![configs::change(&configs::CASES[0], 0)])).await;
    world.every(no, |_| configs::replace(&configs::CASES[..1])).await;
    world.every(no, |version| partitions::elect(version, 0, "t", 0)).await;
    world.every(no, |_| partitions::reassign("t", None)).await;
    world.every(no, |_| m::ListPartitionReassignmentsRequest::default()).await;
    world.every(no, |_| quorum::describe("__cluster_metadata")).await;
    world.every(no, |_| quorum::add(quorum::OTHER, 9)).await;
    world.every(no, |_| quorum::remove(quorum::OTHER)).await;
    world.every(&[E::NotLeaderOrFollower], log::fetch).await;
    world.answered()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_api_versions_that_is_not_known_is_answered_in_version_0() {
    let world = World::start(config(US, MetadataVersion::MAX), &SimDisk::new(), 9093, Vec::new()).await;
    let mut frame = framed(&m::ApiVersionsRequest::default(), 0).to_vec();
    frame[3] = 77;
    let answer = world.answer(frame.into()).await;
    let (_, answer) = wire::frame::decode_response::<m::ApiVersionsRequest>(&answer, 0).unwrap();
    assert_eq!(answer.error_code, E::UnsupportedVersion.code());
    assert_eq!(answer.api_keys.len(), 1);
}
