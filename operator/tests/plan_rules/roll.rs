//! Nodes restart with another configuration.

use ferryman_operator::api::status::{ConditionReason, Phase};
use ferryman_operator::plan::Guard;
use ferryman_operator::plan::observed::{MayStop, Run};
use ferryman_operator::validate::Role;

use crate::scene::{Scene, id, stalled, steps, want};

/// A cluster at rest whose configuration has just been edited; the first nodes were asked about.
fn edited() -> Scene {
    let mut scene = Scene::at_rest(3, 3);
    scene.want = want(3, 3, 2);
    let plan = scene.plan();
    assert_eq!((steps(&plan).len(), plan.status.phase), (0, Phase::Rolling));
    assert!(plan.ask.may_stop.contains(&id(9001)));
    for node in [9000, 9001, 9002, 0, 1, 2] {
        scene.may_stop(node, MayStop::Yes);
    }
    scene
}

fn restarted(scene: &mut Scene, node: i64, ready: bool) {
    let role = if node >= 9000 { Role::Controller } else { Role::Broker };
    let run = scene.up(node, scene.revision(role), ready);
    scene.set_run(node, run);
}

#[test]
fn one_node_at_a_time_restarts_and_the_active_controller_after_the_others() {
    let mut scene = edited();
    let mut order = Vec::new();
    for _ in 0..6 {
        let plan = scene.plan();
        let [step] = plan.steps.as_slice() else { panic!("{:#?}", plan.steps) };
        let node: i64 = step.id.target.parse().unwrap();
        assert!(matches!(&step.guard, Guard::Incarnation { ask: true, .. }));
        scene.set_run(node, Run::Absent);
        assert_eq!(steps(&scene.plan()), [""; 0], "not while it has not restarted");
        restarted(&mut scene, node, false);
        assert_eq!(steps(&scene.plan()), [""; 0], "nor before it is ready");
        restarted(&mut scene, node, true);
        order.push(node);
    }
    assert_eq!(order, [9001, 9002, 9000, 0, 1, 2]);
    assert!(scene.plan().is_converged());
}

#[test]
fn a_running_node_keeps_its_revision_until_its_turn() {
    let mut scene = edited();
    let before = scene.nodes[&id(2)].clone();
    let plan = scene.plan();
    let desired = plan.desired.unwrap();
    let Some(Run::Up { revision, .. }) = before.run.seen() else { panic!() };
    assert_eq!(desired.nodes[&id(2)].revision, *revision);
    assert_eq!(desired.nodes[&id(9001)].revision, scene.revision(Role::Controller));
    assert!(desired.keep.contains(revision));
}

#[test]
fn a_pool_comes_back_with_what_is_known_to_start_until_a_trial_has_shown_that_the_new_does() {
    let mut scene = Scene::at_rest(3, 3);
    scene.plan();
    let old = scene.revision(Role::Broker);
    let returning = |scene: &mut Scene| {
        let desired = scene.plan().desired.unwrap();
        let brokers = desired.pools.iter().find(|pool| pool.role == Role::Broker).unwrap();
        assert!(desired.keep.contains(&brokers.revision));
        brokers.revision.clone()
    };
    assert_eq!(returning(&mut scene), old);
    scene.want = want(3, 3, 2);
    let new = scene.revision(Role::Broker);
    assert_ne!(new, old);
    assert_eq!(returning(&mut scene), old, "no broker has shown yet that it starts with it");
    restarted(&mut scene, 0, false);
    assert_eq!(returning(&mut scene), old, "nor has this one");
    restarted(&mut scene, 0, true);
    assert_eq!(returning(&mut scene), new);
}

#[test]
fn a_node_that_may_not_stop_is_passed_over_and_the_reason_told() {
    let mut scene = edited();
    scene.may_stop(9001, MayStop::Blocked { count: 1, examples: vec!["9002".into()] });
    assert_eq!(steps(&scene.plan()), ["Restart/9002"]);

    let mut scene = edited();
    for node in [9000, 9001, 9002] {
        scene.may_stop(node, MayStop::Blocked { count: 2, examples: vec!["9000".into(), "9002".into()] });
    }
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.operation.unwrap().waits_for, "2 that need node 9001 (9000, 9002)");
}

#[test]
fn what_is_down_must_be_known_to_the_controller_before_a_broker_stops() {
    let mut scene = edited();
    for node in [9000, 9001, 9002] {
        restarted(&mut scene, node, true);
    }
    scene.set_run(2, Run::Absent);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.operation.unwrap().waits_for, "node 2 to be ready, or to be known as down");
    scene.broker(2).fenced = true;
    assert_eq!(steps(&scene.plan()), ["Restart/0"]);
}

#[test]
fn a_controller_restarts_only_while_the_others_are_a_majority() {
    let mut scene = edited();
    scene.set_run(9002, Run::Absent);
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.operation.unwrap().waits_for, "the other voters to be ready and caught up");
}

#[test]
fn a_revision_that_does_not_start_halts_the_roll_and_its_node_goes_back() {
    let mut scene = edited();
    let good = match scene.nodes[&id(9001)].run.seen() {
        Some(Run::Up { revision, .. }) => revision.clone(),
        _ => panic!(),
    };
    assert_eq!(steps(&scene.plan()), ["Restart/9001"]);
    let (revision, since) = (scene.revision(Role::Controller), scene.now);
    scene.set_run(9001, Run::Failed { revision, why: "no such property".into(), since });
    let plan = scene.plan();
    let (reason, message) = stalled(&plan);
    assert_eq!(reason, ConditionReason::RevisionFailed);
    assert!(message.starts_with("node 9001 did not start with the new configuration"), "{message}");
    assert_eq!(plan.desired.unwrap().nodes[&id(9001)].revision, good);

    let run = scene.up(9001, good, true);
    scene.set_run(9001, run);
    for _ in 0..3 {
        let plan = scene.plan_much_later();
        assert_eq!(steps(&plan), [""; 0], "it is tried again on no node, brokers included");
        assert_eq!(stalled(&plan).0, ConditionReason::RevisionFailed);
    }
    scene.want = want(3, 3, 3);
    assert_eq!(steps(&scene.plan_much_later()), ["Restart/9001"], "another one is");
}

#[test]
fn a_node_that_goes_down_during_a_trial_comes_back_with_what_is_known_to_start() {
    let mut scene = edited();
    let good = match scene.nodes[&id(9002)].run.seen() {
        Some(Run::Up { revision, .. }) => revision.clone(),
        _ => panic!(),
    };
    scene.plan();
    restarted(&mut scene, 9001, false);
    scene.set_run(9002, Run::Absent);
    assert_eq!(scene.plan().desired.unwrap().nodes[&id(9002)].revision, good);
}

#[test]
fn a_cluster_that_was_stopped_as_a_whole_starts_with_what_is_wanted_now() {
    let mut scene = edited();
    for node in [9000, 9001, 9002, 0, 1, 2] {
        scene.set_run(node, Run::Absent);
    }
    scene.cluster = None;
    let desired = scene.plan().desired.unwrap();
    assert!(desired.nodes.values().all(|node| desired.renderings.contains_key(&node.revision)));
}

#[test]
fn controllers_that_found_no_quorum_for_long_may_restart_with_what_could_mend_it() {
    let mut scene = edited();
    scene.cluster = None;
    assert_eq!(steps(&scene.plan()), [""; 0]);
    for node in [9000, 9001, 9002] {
        let old = match scene.nodes[&id(node)].run.seen() {
            Some(Run::Up { revision, .. }) => revision.clone(),
            _ => panic!(),
        };
        let run = scene.up(node, old, false);
        scene.set_run(node, run);
    }
    assert_eq!(steps(&scene.plan()), [""; 0]);
    let plan = scene.plan_much_later();
    assert_eq!(steps(&plan), ["Restart/9000"]);
    assert!(matches!(&plan.steps[0].guard, Guard::Incarnation { ask: false, .. }));
}

#[test]
fn a_node_whose_answer_is_missing_is_not_restarted() {
    let mut scene = edited();
    scene.cluster().may_stop.clear();
    assert_eq!(steps(&scene.plan()), [""; 0]);
}

#[test]
fn a_named_version_is_what_nodes_are_brought_to_where_there_can_be_another() {
    let mut scene = Scene::at_rest(3, 3);
    scene.plan();
    assert_eq!(scene.plan().status.version.as_deref(), Some("0.1.0"));
    scene.want.version = Some("0.2.0".into());
    let plan = scene.plan();
    assert_eq!((plan.status.version.as_deref(), plan.status.phase), (Some("0.2.0"), Phase::Rolling));
    assert!(plan.desired.unwrap().renderings.values().all(|rendering| rendering.version == "0.2.0"));
    let mut seen = scene.observed();
    seen.can.any_version = false;
    let plan = scene.plan_seeing(&seen);
    assert_eq!((plan.status.version.as_deref(), plan.status.phase), (Some("0.1.0"), Phase::Running));
}
