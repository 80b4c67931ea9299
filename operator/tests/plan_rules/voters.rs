//! Voters join, leave and are replaced.

use std::collections::BTreeSet;

use ferryman_operator::api::status::{OperationKind, OperationStep, Phase};
use ferryman_operator::plan::observed::{DiskState, Run};
use ferryman_operator::plan::{Guard, Voter};
use ferryman_operator::validate::PoolName;

use crate::scene::{Scene, cluster_id, directory, id, replicas, steps, voter, want};

/// 9000 votes alone; the others run and follow.
fn alone() -> Scene {
    let mut scene = Scene::at_rest(3, 3);
    scene.memo.complete = false;
    scene.cluster().quorum.voters.truncate(1);
    for node in [9001, 9002] {
        scene.observe_controller(voter(node), Some(0));
    }
    scene
}

#[test]
fn controllers_that_are_caught_up_become_voters_one_at_a_time() {
    let mut scene = alone();
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("AddVoter/{}", voter(9001))]);
    let guard = Guard::Voters {
        term: 3,
        voters: BTreeSet::from([voter(9000)]),
        after: BTreeSet::from([voter(9000), voter(9001)]),
    };
    assert_eq!(plan.steps[0].guard, guard);
    assert!(guard.holds(scene.cluster()));

    scene.now = scene.now.plus_ms(-500);
    assert_eq!(steps(&scene.plan()), [""; 0], "the next waits until the first is seen to vote");
    let joined = scene.cluster().quorum.observers.remove(0);
    scene.cluster().quorum.voters.push(joined);
    assert_eq!(steps(&scene.plan()), [format!("AddVoter/{}", voter(9002))]);
}

#[test]
fn a_controller_that_is_behind_or_not_ready_or_without_its_record_does_not_join() {
    let mut scene = alone();
    scene.cluster().quorum.observers[0].behind_ms = Some(60_000);
    assert_eq!(steps(&scene.plan()), [format!("AddVoter/{}", voter(9002))]);

    let mut scene = alone();
    scene.cluster().quorum.observers.iter_mut().for_each(|observer| observer.behind_ms = None);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.operation.unwrap().waits_for, "controller 9001 to come up and catch up");

    let mut scene = alone();
    scene.set_run(9001, Run::Absent);
    assert_eq!(steps(&scene.plan()), [format!("AddVoter/{}", voter(9002))]);

    let mut scene = alone();
    let none = scene.fresh(None);
    scene.nodes.get_mut(&id(9001)).unwrap().disks[0].identity = none;
    let added: Vec<String> =
        steps(&scene.plan()).into_iter().filter(|step| step.starts_with("Add")).collect();
    assert_eq!(added, [format!("AddVoter/{}", voter(9002))]);
}

#[test]
fn a_guard_no_longer_holds_when_the_voters_the_term_or_their_health_changed() {
    let mut scene = alone();
    let guard = scene.plan().steps[0].guard.clone();
    let cluster = scene.cluster().clone();
    let mut other = cluster.clone();
    other.quorum.term += 1;
    assert!(guard.holds(&cluster) && !guard.holds(&other));
    let mut other = cluster.clone();
    let observer = other.quorum.observers[1].clone();
    other.quorum.voters.push(observer);
    assert!(!guard.holds(&other));
    let mut other = cluster;
    other.quorum.observers[0].behind_ms = Some(60_000);
    assert!(!guard.holds(&other), "one of two would be no majority");
}

#[test]
fn leaving_voters_go_from_the_highest_id_and_the_active_controller_last() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("RemoveVoter/{}", voter(9004))]);
    assert_eq!((plan.status.phase, plan.status.summary.controllers.as_str()), (Phase::ScalingIn, "5/3"));

    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    scene.cluster().quorum.leader = id(9004);
    assert_eq!(steps(&scene.plan()), [format!("RemoveVoter/{}", voter(9003))]);
}

#[test]
fn a_controller_stops_only_after_it_votes_no_more_and_only_the_last_of_the_pool() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    scene.cluster().quorum.leader = id(9004);
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::controllers()), 5);

    // 9003 votes no more, but 9004 stands behind it in the pool.
    scene.cluster().quorum.voters.retain(|replica| replica.voter.node != id(9003));
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("RemoveVoter/{}", voter(9004))]);
    assert_eq!(replicas(&plan, &PoolName::controllers()), 5);

    scene.cluster().quorum.voters.retain(|replica| replica.voter.node != id(9004));
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::controllers()), 4);
    assert_eq!(plan.desired.unwrap().stop.get(&id(9004)), Some(&Guard::NoVoter { node: id(9004) }));

    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::controllers()), 4, "the next waits until it has stopped");
    scene.set_run(9004, Run::Absent);
    assert_eq!(replicas(&scene.plan(), &PoolName::controllers()), 3);
}

#[test]
fn no_voter_is_removed_when_those_that_are_left_and_caught_up_are_no_majority() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    scene.replica(9000).behind_ms = Some(60_000);
    scene.replica(9001).behind_ms = Some(60_000);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    let operation = plan.status.operation.unwrap();
    assert_eq!((operation.kind, operation.step), (OperationKind::ScaleIn, OperationStep::RemoveVoter));
    assert_eq!(operation.waits_for, "more voters to catch up: 2 of 4 would be, and a majority is 3");
}

#[test]
fn a_voter_that_has_just_gone_down_does_not_count_though_it_was_caught_up_a_moment_ago() {
    let mut scene = Scene::at_rest(3, 3);
    scene.want = want(1, 3, 1);
    scene.set_run(9001, Run::Absent);
    assert_eq!(steps(&scene.plan()), [""; 0]);
}

#[test]
fn a_controller_that_comes_back_with_another_directory_is_removed_and_then_added() {
    let mut scene = Scene::at_rest(3, 3);
    let renewed = Voter { node: id(9001), directory: directory("renewed") };
    let state = DiskState::Formatted {
        cluster: cluster_id(),
        node: id(9001),
        directory: renewed.directory.clone(),
        voted: false,
    };
    scene.nodes.get_mut(&id(9001)).unwrap().disks[0].state = scene.fresh(state);
    scene.replica(9001).behind_ms = Some(60_000);
    assert_eq!(steps(&scene.plan()), [""; 0], "until the new directory is seen to follow");

    scene.observe_controller(renewed.clone(), Some(0));
    let plan = scene.plan();
    assert_eq!(steps(&plan), [format!("RemoveVoter/{}", voter(9001))]);
    assert_eq!(plan.status.phase, Phase::Repairing);

    scene.cluster().quorum.voters.retain(|replica| replica.voter.node != id(9001));
    assert_eq!(steps(&scene.plan()), [format!("AddVoter/{renewed}")]);
}

#[test]
fn a_directory_that_the_disk_contradicts_replaces_nobody() {
    let mut scene = Scene::at_rest(3, 3);
    scene.replica(9001).behind_ms = Some(60_000);
    scene.observe_controller(Voter { node: id(9001), directory: directory("elsewhere") }, Some(0));
    assert_eq!(steps(&scene.plan()), [""; 0]);
}

#[test]
fn one_controller_grows_to_three_and_back() {
    let mut scene = Scene::at_rest(1, 3);
    scene.want = want(3, 3, 1);
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::controllers()), 3);
    assert_eq!((steps(&plan).len(), plan.status.phase), (0, Phase::ScalingOut));
    scene.want = want(1, 3, 1);
    assert_eq!(
        replicas(&scene.plan(), &PoolName::controllers()),
        2,
        "a controller that never voted leaves at once"
    );
}
