//! A cluster comes into being.

use ferryman_operator::api::Timestamp;
use ferryman_operator::api::status::{ConditionReason, ConditionStatus, ConditionType, Phase};
use ferryman_operator::plan::observed::{Cause, DiskState, Fresh, Run};
use ferryman_operator::plan::{Act, Guard, QuorumAct};
use ferryman_operator::validate::PoolName;

use crate::scene::{Scene, cluster_id, condition, directory, id, identity, replicas, stalled, steps, voter};

#[test]
fn a_new_cluster_desires_all_its_nodes_at_once() {
    let plan = Scene::blank(3, 3).plan();
    let desired = plan.desired.as_ref().unwrap();
    assert_eq!(desired.nodes.len(), 6);
    assert_eq!(desired.cluster_id, cluster_id());
    assert_eq!((replicas(&plan, &PoolName::controllers()), replicas(&plan, &PoolName::brokers())), (3, 3));
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.phase, Phase::Creating);
    assert_eq!(condition(&plan, ConditionType::Ready).0, ConditionStatus::False);
}

#[test]
fn the_identity_stands_beside_every_volume_before_the_quorum_is_founded() {
    let mut scene = Scene::started(3, 3);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("StoreIdentity/{}", cluster_id())]);
    assert_eq!(plan.steps[0].guard, Guard::CreateOnly);
    assert_eq!(plan.memo.identity, Some(identity()));

    scene.store_identity();
    let missing = scene.fresh(None);
    scene.nodes.get_mut(&id(2)).unwrap().disks[0].identity = missing;
    assert_eq!(steps(&scene.plan()), [format!("StoreIdentity/{}", cluster_id())]);

    scene.store_identity();
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("Bootstrap/{}", voter(9000))]);
    assert_eq!(
        plan.steps[0].act,
        Act::Quorum(QuorumAct::Bootstrap { cluster: cluster_id(), voter: voter(9000) })
    );
    assert_eq!(plan.steps[0].guard, Guard::Directory { node: id(9000), directory: directory("9000") });
}

#[test]
fn nobody_is_chosen_while_a_controller_cannot_be_seen() {
    fn unknown<T>() -> Fresh<T> {
        Fresh::Unknown { why: Cause::TimedOut, since: Timestamp(0) }
    }
    let mut scene = Scene::started(3, 3);
    scene.nodes.get_mut(&id(9002)).unwrap().disks[0].state = unknown();
    assert_eq!(scene.plan().memo.identity, None);

    let mut scene = Scene::started(3, 3);
    scene.nodes.get_mut(&id(1)).unwrap().disks[0].identity = unknown();
    assert_eq!(scene.plan().memo.identity, None);

    let mut scene = Scene::started(3, 3);
    scene.nodes.remove(&id(9001));
    assert_eq!(scene.plan().memo.identity, None);
}

#[test]
fn a_controller_that_voted_before_keeps_a_new_quorum_from_being_founded() {
    let mut scene = Scene::started(3, 3);
    let state = DiskState::Formatted {
        cluster: cluster_id(),
        node: id(9001),
        directory: directory("9001"),
        voted: true,
    };
    scene.nodes.get_mut(&id(9001)).unwrap().disks[0].state = scene.fresh(state);
    let plan = scene.plan();
    assert_eq!((plan.memo.identity.clone(), steps(&plan)), (None, vec![]));
}

#[test]
fn the_quorum_is_founded_again_only_on_the_same_directory() {
    let mut scene = Scene::started(3, 3);
    scene.plan();
    scene.store_identity();
    scene.plan();
    assert_eq!(steps(&scene.plan_much_later()), [format!("Bootstrap/{}", voter(9000))]);

    let state = DiskState::Formatted {
        cluster: cluster_id(),
        node: id(9000),
        directory: directory("new"),
        voted: false,
    };
    scene.nodes.get_mut(&id(9000)).unwrap().disks[0].state = scene.fresh(state);
    let plan = scene.plan_much_later();
    assert_eq!(steps(&plan), [""; 0]);
    let (reason, message) = stalled(&plan);
    assert_eq!(reason, ConditionReason::BootstrapDirectoryLost);
    assert!(message.contains("controller 9000 founded the quorum on directory"), "{message}");
}

#[test]
fn where_others_have_voted_the_first_directory_is_lost_like_any_other() {
    let mut scene = Scene::at_rest(3, 3);
    scene.cluster = None;
    scene.nodes.get_mut(&id(9000)).unwrap().disks[0].state = scene.fresh(DiskState::Blank);
    let plan = scene.plan();
    assert_eq!(condition(&plan, ConditionType::Stalled).0, ConditionStatus::False);
    assert_eq!(steps(&plan), [""; 0]);
}

#[test]
fn a_quorum_of_one_is_not_founded_anew_when_its_directory_is_gone() {
    let mut scene = Scene::at_rest(1, 3);
    scene.cluster = None;
    scene.nodes.get_mut(&id(9000)).unwrap().disks[0].state = scene.fresh(DiskState::Blank);
    assert_eq!(stalled(&scene.plan()).0, ConditionReason::BootstrapDirectoryLost);
}

#[test]
fn with_nothing_but_new_volumes_a_known_cluster_is_not_made_again() {
    let mut scene = Scene::at_rest(3, 3);
    scene.cluster = None;
    for node in [9000, 9001, 9002] {
        let none = scene.fresh(None);
        scene.nodes.get_mut(&id(node)).unwrap().disks[0].identity = none;
    }
    let stored = scene.fresh(None);
    for node in 0..3 {
        scene.nodes.get_mut(&id(node)).unwrap().disks[0].identity = stored.clone();
    }
    let plan = scene.plan();
    assert_eq!(stalled(&plan).0, ConditionReason::BootstrapDirectoryLost);
    assert_eq!(steps(&plan), [""; 0]);
}

#[test]
fn volumes_of_two_clusters_freeze_everything() {
    let mut scene = Scene::at_rest(3, 3);
    let mut other = identity();
    other.bootstrap = voter(9001);
    let foreign = scene.fresh(Some(other));
    scene.nodes.get_mut(&id(9002)).unwrap().disks[0].identity = foreign;
    scene.want = crate::scene::want(1, 1, 9);
    let plan = scene.plan();
    assert_eq!(stalled(&plan).0, ConditionReason::IdentityConflict);
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(replicas(&plan, &PoolName::brokers()), 3);
}

#[test]
fn the_id_on_the_volumes_wins_over_the_proposed_one() {
    let mut scene = Scene::started(3, 3);
    scene.memo = ferryman_operator::plan::Memo::default();
    let mut seen = scene.observed();
    seen.proposed = ferryman_operator::plan::ClusterId::new("another").unwrap();
    let plan = scene.plan_seeing(&seen);
    assert_eq!(plan.desired.unwrap().cluster_id, cluster_id());
}

#[test]
fn a_misplaced_volume_is_named() {
    let mut scene = Scene::at_rest(3, 3);
    let state =
        DiskState::Formatted { cluster: cluster_id(), node: id(1), directory: directory("1"), voted: false };
    scene.nodes.get_mut(&id(2)).unwrap().disks[0].state = scene.fresh(state);
    let (reason, message) = stalled(&scene.plan());
    assert_eq!(reason, ConditionReason::IdentityConflict);
    assert!(message.contains("volume d0 of node 2 belongs to node 1"), "{message}");
}

#[test]
fn an_unreadable_volume_founds_nothing() {
    let mut scene = Scene::started(1, 3);
    let why = DiskState::Unreadable { why: "input/output error".into() };
    scene.nodes.get_mut(&id(9000)).unwrap().disks[0].state = scene.fresh(why);
    assert_eq!(scene.plan().memo.identity, None);
}

#[test]
fn a_node_that_does_not_start_is_named_with_its_last_words() {
    let mut scene = Scene::started(3, 3);
    let revision = scene.revision(ferryman_operator::validate::Role::Broker);
    let since = scene.now;
    scene.set_run(1, Run::Failed { revision, why: "address in use: 127.0.0.1:9093".into(), since });
    let (reason, message) = stalled(&scene.plan());
    assert_eq!(reason, ConditionReason::NodeFailing);
    assert!(message.contains("node 1 does not start: address in use"), "{message}");
}
