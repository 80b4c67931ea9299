//! The quorum described, and its voters changed.

use std::collections::BTreeSet;

use disk::SimDisk;
use metadata::features::MetadataVersion;
use wire::error_code::ErrorCode as E;
use wire::messages as m;
use wire::messages::add_raft_voter::Listener;
use wire::messages::describe_quorum::request::{PartitionData, TopicData};

use super::group::Group;
use super::world::{Amiss, Answered, CLUSTER, LISTENER, US, World, config, directory};

/// Another controller.
pub(super) const OTHER: i32 = 9001;

pub(super) async fn sweep(world: &World) {
    world.every(&[E::None], |_| describe("__cluster_metadata")).await;
    world.every(&[E::UnknownTopicOrPartition], |_| describe("t")).await;
    let late = |_| m::AddRaftVoterRequest { timeout_ms: 20, ..add(9009, 9) };
    world.every(&[E::RequestTimedOut], late).await;
    let strange: &[Amiss<m::AddRaftVoterRequest>] = &[
        (E::DuplicateVoter, |r| r.voter_id = US),
        (E::InvalidRequest, |r| r.voter_id = -1),
        (E::InvalidRequest, |r| r.listeners.clear()),
        (E::InconsistentClusterId, |r| r.cluster_id = Some("another".into())),
    ];
    for (code, amiss) in strange {
        let request = |_| {
            let mut request = add(OTHER, 9);
            amiss(&mut request);
            request
        };
        world.every(&[*code], request).await;
    }
    world.every(&[E::VoterNotFound], |_| remove(OTHER)).await;
    world.every(&[E::InvalidRequest], |_| remove(-1)).await;
    world.every(&[E::InvalidRequest], |_| remove(US)).await;
    let elsewhere = m::RemoveRaftVoterRequest { cluster_id: Some("another".into()), ..remove(US) };
    world.every(&[E::InconsistentClusterId], |_| elsewhere.clone()).await;
}

pub(super) fn describe(topic: &'static str) -> m::DescribeQuorumRequest {
    let partitions = vec![PartitionData { partition_index: 0 }];
    m::DescribeQuorumRequest { topics: vec![TopicData { topic_name: topic.into(), partitions }] }
}

pub(super) fn add(id: i32, port: u16) -> m::AddRaftVoterRequest {
    m::AddRaftVoterRequest {
        cluster_id: Some(CLUSTER.into()),
        timeout_ms: 10_000,
        voter_id: id,
        voter_directory_id: directory(id),
        listeners: vec![Listener { name: LISTENER.into(), host: "127.0.0.1".into(), port }],
        ack_when_committed: true,
    }
}

pub(super) fn remove(id: i32) -> m::RemoveRaftVoterRequest {
    m::RemoveRaftVoterRequest { cluster_id: None, voter_id: id, voter_directory_id: directory(id) }
}

/// A second controller becomes a voter and leaves again, in all versions.
pub(super) async fn voters_come_and_go() -> BTreeSet<Answered> {
    let group = Group::founded().await;
    let other = group.join(config(OTHER, MetadataVersion::MAX), &SimDisk::new()).await;
    let leader = &group.leader;
    group.takes_in(directory(OTHER)).await;
    leader.every(&[E::None], |_| describe("__cluster_metadata")).await;
    for version in 0..=1 {
        leader.one(version, &[E::None], &add(OTHER, other.port)).await;
        leader.every(&[E::None], |_| describe("__cluster_metadata")).await;
        leader
            .since(1, &[E::None], |_| m::DescribeClusterRequest { endpoint_type: 2, ..Default::default() })
            .await;
        leader.every(&[E::DuplicateVoter], |_| add(OTHER, other.port)).await;
        leader.one(0, &[E::None], &remove(OTHER)).await;
    }
    leader.answered()
}
