//! Members: joining, staying, and what they hear when the leadership is over.

use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::join_group::JoinGroupRequestProtocol;
use wire::messages::leave_group::MemberIdentity;
use wire::messages::sync_group::SyncGroupRequestAssignment;
use wire::messages::{
    DeleteGroupsRequest, DescribeGroupsRequest, HeartbeatRequest, JoinGroupRequest, JoinGroupResponse,
    LeaveGroupRequest, ListGroupsRequest, SyncGroupRequest,
};

use super::world::{OTHER, US, World};

fn join(group: &str, member: &Str) -> JoinGroupRequest {
    let metadata = bytes::Bytes::from_static(b"subscription");
    JoinGroupRequest {
        group_id: group.to_owned().into(),
        session_timeout_ms: 30_000,
        rebalance_timeout_ms: 30_000,
        member_id: member.clone(),
        protocol_type: "consumer".into(),
        protocols: vec![JoinGroupRequestProtocol { name: "range".into(), metadata }],
        ..Default::default()
    }
}

impl World {
    /// Joins a group as its only member, and gets its assignment.
    async fn join_alone(&self, group: &str) -> JoinGroupResponse {
        let given = self.ask(&join(group, &Str::new()), 5).await;
        assert_eq!(ErrorCode::from_code(given.error_code), ErrorCode::MemberIdRequired);
        let joined = self.ask(&join(group, &given.member_id), 5).await;
        assert_eq!((joined.error_code, &joined.leader), (0, &given.member_id));
        let assignment = bytes::Bytes::from_static(b"all");
        let sync = SyncGroupRequest {
            group_id: group.to_owned().into(),
            generation_id: joined.generation_id,
            member_id: joined.member_id.clone(),
            protocol_type: Some("consumer".into()),
            protocol_name: Some("range".into()),
            assignments: vec![SyncGroupRequestAssignment { member_id: joined.member_id.clone(), assignment }],
            ..Default::default()
        };
        let synced = self.ask(&sync, 5).await;
        assert_eq!((synced.error_code, &synced.assignment[..]), (0, &b"all"[..]));
        joined
    }

    async fn heartbeat(&self, group: &str, joined: &JoinGroupResponse) -> ErrorCode {
        let heartbeat = HeartbeatRequest {
            group_id: group.to_owned().into(),
            generation_id: joined.generation_id,
            member_id: joined.member_id.clone(),
            ..Default::default()
        };
        ErrorCode::from_code(self.ask(&heartbeat, 4).await.error_code)
    }

    async fn state(&self, group: &str) -> String {
        let described = self
            .ask(
                &DescribeGroupsRequest {
                    groups: vec![group.to_owned().into()],
                    include_authorized_operations: true,
                },
                5,
            )
            .await;
        described.groups[0].group_state.to_string()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_joins_stays_through_a_new_leadership_and_leaves() {
    let world = World::leading("group.initial.rebalance.delay.ms=0", &[US]).await;
    let joined = world.join_alone("a").await;
    assert_eq!(world.heartbeat("a", &joined).await, ErrorCode::None);
    assert_eq!(world.state("a").await, "Stable");

    world.lead(US, 2, &[US]);
    world.until(|world| world.is_loaded(2)).await;
    assert_eq!(world.groups.counts().groups, 1);
    assert_eq!(world.heartbeat("a", &joined).await, ErrorCode::None);
    let described = world
        .ask(
            &DescribeGroupsRequest {
                groups: vec!["a".into(), "b".into(), "c".into()],
                include_authorized_operations: true,
            },
            5,
        )
        .await;
    let mut states: Vec<_> = described.groups.iter().map(|g| (&*g.group_id, &*g.group_state)).collect();
    states.sort_unstable();
    assert_eq!(states, [("a", "Stable"), ("b", "Dead"), ("c", "Dead")]);
    let member = &described.groups.iter().find(|group| &*group.group_id == "a").unwrap().members[0];
    assert_eq!((&*member.client_id, &*member.client_host), ("tester", "/10.0.0.7"));

    let leave = LeaveGroupRequest {
        group_id: "a".into(),
        members: vec![MemberIdentity { member_id: joined.member_id.clone(), ..Default::default() }],
        ..Default::default()
    };
    assert_eq!(world.ask(&leave, 4).await.error_code, 0);
    assert_eq!(world.heartbeat("a", &joined).await, ErrorCode::UnknownMemberId);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_told_when_the_leadership_is_over() {
    let world = World::leading("group.initial.rebalance.delay.ms=600000", &[US]).await;
    let given = world.ask(&join("a", &Str::new()), 5).await;
    let joining = world.send(&join("a", &given.member_id), 5);
    assert_eq!(world.state("a").await, "PreparingRebalance");
    world.lead(OTHER, 2, &[US, OTHER]);
    assert_eq!(ErrorCode::from_code(joining.await.error_code), ErrorCode::NotCoordinator);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_shutdown_everybody_is_sent_elsewhere() {
    let world = World::leading("group.initial.rebalance.delay.ms=600000", &[US]).await;
    let given = world.ask(&join("a", &Str::new()), 5).await;
    let joining = world.send(&join("a", &given.member_id), 5);
    world.groups.shutdown();
    assert_eq!(ErrorCode::from_code(joining.await.error_code), ErrorCode::NotCoordinator);
    let again = world.ask(&join("a", &given.member_id), 5).await;
    assert_eq!(ErrorCode::from_code(again.error_code), ErrorCode::NotCoordinator);
    world.lead(US, 2, &[US]);
    world.until(|world| world.replica(0).view().leader_epoch == 2).await;
    assert!(world.groups.led.states().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn groups_of_all_partitions_are_listed_and_deleted() {
    let world = World::leading("group.initial.rebalance.delay.ms=0", &[US]).await;
    for group in ["a", "b", "c", "d"] {
        world.join_alone(group).await;
    }
    let listed = async || {
        let list = world.ask(&ListGroupsRequest::default(), 3).await;
        assert_eq!(list.error_code, 0);
        let mut groups: Vec<_> = list.groups.iter().map(|group| group.group_id.to_string()).collect();
        groups.sort_unstable();
        groups
    };
    assert_eq!(listed().await, ["a", "b", "c", "d"]);
    let names = ["b", "nobody", "b"].map(Str::from).to_vec();
    let deleted = world.ask(&DeleteGroupsRequest { groups_names: names }, 2).await;
    let mut results: Vec<_> =
        deleted.results.iter().map(|r| (&*r.group_id, ErrorCode::from_code(r.error_code))).collect();
    results.sort_unstable_by_key(|(group, _)| *group);
    assert_eq!(results, [("b", ErrorCode::NonEmptyGroup), ("nobody", ErrorCode::GroupIdNotFound)]);
}
