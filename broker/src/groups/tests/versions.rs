//! Every answer of a coordinator can be written in every version that is offered, refusals too.

use wire::codec::{Request, Str};
use wire::messages as m;

use super::world::{US, World};
use crate::api::Supported;

async fn carried<R: Request>(world: &World, request: impl Fn(i16) -> R)
where
    R::Response: Send,
{
    for version in Supported::BROKER.versions(R::KEY).unwrap().iter() {
        // An answer that cannot be written ends the test where it is waited for.
        let _ = world.ask(&request(version), version).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_a_coordinator_are_carried_by_all_versions() {
    let world = World::leading("group.initial.rebalance.delay.ms=0", &[US]).await;
    let group = || Str::from("g");
    // A group each: who joins an existing one waits for the others.
    carried(&world, |version| m::JoinGroupRequest {
        group_id: format!("g{version}").into(),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: -1,
        protocol_type: "consumer".into(),
        protocols: vec![m::join_group::JoinGroupRequestProtocol {
            name: "range".into(),
            ..Default::default()
        }],
        ..Default::default()
    })
    .await;
    let member = || Str::from("nobody");
    carried(&world, |_| m::SyncGroupRequest { group_id: group(), member_id: member(), ..Default::default() })
        .await;
    carried(&world, |_| m::HeartbeatRequest { group_id: group(), member_id: member(), ..Default::default() })
        .await;
    carried(&world, |version| {
        let one = m::leave_group::MemberIdentity { member_id: member(), ..Default::default() };
        match version {
            ..3 => m::LeaveGroupRequest { group_id: group(), member_id: member(), ..Default::default() },
            _ => m::LeaveGroupRequest { group_id: group(), members: vec![one], ..Default::default() },
        }
    })
    .await;
    carried(&world, |_| m::DescribeGroupsRequest {
        groups: vec![group(), "none".into()],
        ..Default::default()
    })
    .await;
    carried(&world, |_| m::ListGroupsRequest::default()).await;
    carried(&world, |_| m::DeleteGroupsRequest { groups_names: vec![group(), "none".into()] }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_about_offsets_are_carried_by_all_versions() {
    let world = World::leading("", &[US]).await;
    let commit = m::offset_commit::OffsetCommitRequestTopic {
        name: "t".into(),
        partitions: vec![
            m::offset_commit::OffsetCommitRequestPartition { committed_offset: 5, ..Default::default() },
            m::offset_commit::OffsetCommitRequestPartition { partition_index: 99, ..Default::default() },
        ],
        ..Default::default()
    };
    carried(&world, |_| m::OffsetCommitRequest {
        group_id: "g".into(),
        generation_id_or_member_epoch: -1,
        topics: vec![commit.clone()],
        ..Default::default()
    })
    .await;
    carried(&world, |version| match version {
        ..8 => m::OffsetFetchRequest {
            group_id: "g".into(),
            topics: Some(vec![m::offset_fetch::OffsetFetchRequestTopic {
                name: "t".into(),
                partition_indexes: vec![0, 1],
            }]),
            ..Default::default()
        },
        _ => m::OffsetFetchRequest {
            groups: vec![m::offset_fetch::OffsetFetchRequestGroup {
                group_id: "g".into(),
                topics: Some(vec![m::offset_fetch::OffsetFetchRequestTopics {
                    name: "t".into(),
                    partition_indexes: vec![0, 1],
                    ..Default::default()
                }]),
                ..Default::default()
            }],
            ..Default::default()
        },
    })
    .await;
}
