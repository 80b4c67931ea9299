//! Brokers leave, stay after all, and are forgotten.

use ferryman_operator::api::status::{ConditionReason, OperationStep, Phase};
use ferryman_operator::plan::limits::{MOVES_IN_FLIGHT_MAX, STEP_HORIZON_MS};
use ferryman_operator::plan::observed::{BrokerSeen, Run, WidestSeen};
use ferryman_operator::plan::{Act, ClusterAct, Guard, Move};
use ferryman_operator::validate::PoolName;

use crate::scene::{Scene, id, replicas, stalled, steps, want};

/// Four brokers, of which three are wanted, with so many replicas on the fourth; it was asked about once.
fn leaving(left: u64) -> Scene {
    let mut scene = Scene::at_rest(3, 4);
    scene.want = want(3, 3, 1);
    let plan = scene.plan();
    assert_eq!((steps(&plan).len(), plan.ask.drains.contains(&id(3))), (0, true), "it is asked first");
    scene.drain(3, left);
    scene
}

/// The same, cordoned.
fn cordoned(left: u64) -> Scene {
    let mut scene = leaving(left);
    assert_eq!(steps(&scene.plan()), ["Cordon/3"]);
    scene.broker(3).cordoned = true;
    scene
}

fn moves(act: &Act) -> &[Move] {
    match act {
        Act::Cluster(ClusterAct::MoveReplicas { moves }) => moves,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_broker_leaves_cordoned_then_emptied_then_stopped_then_forgotten() {
    let mut scene = cordoned(7);
    let plan = scene.plan();
    assert_eq!(steps(&plan), ["MoveReplicas/3"]);
    assert_eq!(moves(&plan.steps[0].act).len(), 7);
    assert_eq!((plan.status.phase, replicas(&plan, &PoolName::brokers())), (Phase::ScalingIn, 4));
    assert_eq!(plan.status.summary.brokers, "4/3");

    scene.drain(3, 2);
    let plan = scene.plan();
    assert_eq!(plan.status.summary.detail, "broker 3: 2 of 7 replicas left");
    assert_eq!(
        plan.status.operation.as_ref().map(|operation| (operation.done, operation.total)),
        Some((5, 7))
    );

    scene.drain(3, 0);
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::brokers()), 3);
    assert_eq!(plan.desired.unwrap().stop.get(&id(3)), Some(&Guard::Empty { node: id(3) }));
    assert_eq!(plan.steps, []);

    assert_eq!(steps(&scene.plan()), [""; 0], "not forgotten while it runs");
    scene.set_run(3, Run::Absent);
    assert_eq!(steps(&scene.plan()), [""; 0], "nor before it is fenced");
    scene.broker(3).fenced = true;
    let plan = scene.plan();
    assert_eq!(steps(&plan), ["Unregister/3"]);
    assert_eq!(plan.steps[0].guard, Guard::Gone { node: id(3) });
    scene.cluster().brokers.remove(&id(3));
    assert!(scene.plan().is_converged());
}

#[test]
fn an_empty_broker_is_not_stopped_in_the_same_look_that_first_shows_its_cordon() {
    let mut scene = cordoned(0);
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 4);
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 3);
}

#[test]
fn a_broker_with_replicas_that_are_on_their_way_stays() {
    let mut scene = cordoned(0);
    scene.plan();
    let drain = scene.cluster().drains.get_mut(&id(3)).unwrap();
    (drain.replicas_left, drain.moving) = (1, 1);
    let plan = scene.plan();
    assert_eq!((replicas(&plan, &PoolName::brokers()), steps(&plan).len()), (4, 0));
}

#[test]
fn a_broker_that_was_not_looked_at_is_not_empty() {
    let mut scene = cordoned(0);
    scene.plan();
    scene.cluster().drains.clear();
    let plan = scene.plan();
    assert_eq!((replicas(&plan, &PoolName::brokers()), plan.ask.drains.contains(&id(3))), (4, true));
}

#[test]
fn moves_are_bounded_by_what_moves_already() {
    let mut scene = cordoned(500);
    assert_eq!(moves(&scene.plan().steps[0].act).len(), MOVES_IN_FLIGHT_MAX);
    scene.cluster().moves_in_flight = MOVES_IN_FLIGHT_MAX - 3;
    assert_eq!(moves(&scene.plan().steps[0].act).len(), 3);
    scene.cluster().moves_in_flight = MOVES_IN_FLIGHT_MAX;
    assert_eq!(steps(&scene.plan()), [""; 0]);
}

#[test]
fn replicas_move_to_brokers_that_stay_and_serve_with_the_fewest_first() {
    let mut scene = cordoned(4);
    scene.broker(1).replicas = 5;
    scene.broker(2).fenced = true;
    let plan = scene.plan();
    assert!(moves(&plan.steps[0].act).iter().all(|one| one.to == [id(1), id(0)]), "{:?}", plan.steps);
    assert_eq!(plan.steps[0].guard, Guard::Assignments { term: 3 });
}

#[test]
fn where_no_broker_can_take_them_they_wait() {
    let mut scene = cordoned(4);
    scene.broker(1).fenced = true;
    scene.broker(2).fenced = true;
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(
        plan.status.operation.unwrap().waits_for,
        "more brokers that serve, to take the replicas of hello-0"
    );
}

#[test]
fn nothing_begins_where_too_few_brokers_would_be_left() {
    let mut scene = leaving(4);
    let widest = WidestSeen { factor: 4, example: "payments-2".into() };
    scene.cluster().drains.get_mut(&id(3)).unwrap().widest = Some(widest.clone());
    let plan = scene.plan();
    assert_eq!((steps(&plan).len(), replicas(&plan, &PoolName::brokers())), (0, 4));
    let (reason, message) = stalled(&plan);
    assert_eq!(reason, ConditionReason::TooFewBrokersLeft);
    assert_eq!(
        message,
        "broker 3 cannot leave: 3 brokers would be left, and payments-2 has 4 replicas; keep 4 brokers, or give its topic \
         fewer replicas"
    );

    // One that was cordoned already serves on meanwhile.
    let mut scene = cordoned(4);
    scene.cluster().drains.get_mut(&id(3)).unwrap().widest = Some(widest);
    assert_eq!(steps(&scene.plan()), ["Uncordon/3"]);
}

#[test]
fn a_dead_broker_is_emptied_like_any_other_and_what_has_no_copy_waits_for_a_human() {
    let mut scene = leaving(4);
    scene.set_run(3, Run::Absent);
    scene.broker(3).fenced = true;
    assert_eq!(steps(&scene.plan()), ["MoveReplicas/3"]);

    let drain = scene.cluster().drains.get_mut(&id(3)).unwrap();
    (drain.replicas_left, drain.stuck) = (2, 2);
    drain.next.clear();
    drain.stuck_examples = vec!["logs-0".into(), "logs-1".into()];
    let plan = scene.plan();
    assert_eq!((steps(&plan).len(), replicas(&plan, &PoolName::brokers())), (0, 4));
    let (reason, message) = stalled(&plan);
    assert_eq!(reason, ConditionReason::NoLiveReplica);
    assert!(
        message.contains("2 partitions have no replica that serves to copy from (logs-0, logs-1)"),
        "{message}"
    );
}

#[test]
fn a_broker_that_is_wanted_again_takes_replicas_again_and_stays() {
    let mut scene = cordoned(7);
    scene.plan();
    scene.want = want(3, 4, 1);
    let plan = scene.plan();
    assert_eq!(steps(&plan), ["Uncordon/3"]);
    assert_eq!(replicas(&plan, &PoolName::brokers()), 4);
    scene.broker(3).cordoned = false;
    scene.plan();
    assert!(scene.memo.cordoned.contains_key(&id(3)), "a cordon may still be on its way");
    scene.now = scene.now.plus_ms(STEP_HORIZON_MS);
    assert!(scene.plan().is_converged());
    assert!(scene.memo.cordoned.is_empty());
}

#[test]
fn a_broker_that_someone_else_cordoned_is_named_and_left_alone() {
    let mut scene = Scene::at_rest(3, 3);
    scene.broker(1).cordoned = true;
    let plan = scene.plan();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(plan.status.nodes[0].id, 1);
}

#[test]
fn two_brokers_are_emptied_together_and_stop_from_the_end() {
    let mut scene = Scene::at_rest(3, 5);
    scene.want = want(3, 3, 1);
    scene.plan();
    scene.drain(3, 0);
    scene.drain(4, 3);
    assert_eq!(steps(&scene.plan()), ["Cordon/4", "Cordon/3"]);
    scene.broker(3).cordoned = true;
    scene.broker(4).cordoned = true;
    scene.plan();
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::brokers()), 5, "3 is empty, but 4 stands behind it");
    let waits: Vec<&str> =
        plan.status.operation.iter().map(|operation| operation.waits_for.as_str()).collect();
    assert_eq!(waits.len(), 1);
    scene.drain(4, 0);
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 4);
}

#[test]
fn a_partition_on_two_leaving_brokers_moves_once() {
    let mut scene = Scene::at_rest(3, 5);
    scene.want = want(3, 3, 1);
    scene.plan();
    scene.drain(3, 1);
    scene.drain(4, 1);
    for node in [3, 4] {
        scene.broker(node).cordoned = true;
        scene.cluster().drains.get_mut(&id(node)).unwrap().next[0].replicas = vec![id(3), id(4)];
    }
    let plan = scene.plan();
    assert_eq!(steps(&plan), ["MoveReplicas/3+4"]);
    let moves = moves(&plan.steps[0].act);
    assert_eq!(moves.len(), 1);
    assert!(moves[0].to.iter().all(|node| *node < id(3)), "{moves:?}");
}

#[test]
fn a_broker_that_never_registered_leaves_when_it_does_not_run() {
    let mut scene = leaving(0);
    scene.cluster().brokers.remove(&id(3));
    let plan = scene.plan();
    assert_eq!(replicas(&plan, &PoolName::brokers()), 4, "it runs and may register any moment");
    assert!(plan.status.operation.unwrap().waits_for.contains("to register"));
    scene.set_run(3, Run::Absent);
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 3);
}

#[test]
fn a_ghost_is_forgotten_and_a_stranger_is_left_alone() {
    let mut scene = Scene::at_rest(3, 3);
    let gone = BrokerSeen { fenced: true, cordoned: false, rack: None, replicas: 0 };
    scene.cluster().brokers.insert(id(17), gone.clone());
    scene.cluster().brokers.insert(id(5000), gone);
    let plan = scene.plan();
    assert_eq!(plan.ask.drains.iter().copied().collect::<Vec<_>>(), [id(17)]);
    scene.drain(17, 0);
    assert_eq!(steps(&scene.plan()), ["Unregister/17"]);
}

#[test]
fn a_ghost_with_replicas_is_emptied_before_it_is_forgotten() {
    let mut scene = Scene::at_rest(3, 3);
    scene
        .cluster()
        .brokers
        .insert(id(17), BrokerSeen { fenced: true, cordoned: false, rack: None, replicas: 2 });
    scene.plan();
    scene.drain(17, 2);
    let plan = scene.plan();
    assert_eq!(steps(&plan), ["MoveReplicas/17"]);
    assert_eq!(plan.status.operation.unwrap().step, OperationStep::MoveReplicas);
}

#[test]
fn without_an_active_controller_nothing_leaves() {
    let mut scene = cordoned(0);
    scene.plan();
    scene.cluster = None;
    let plan = scene.plan();
    assert_eq!((replicas(&plan, &PoolName::brokers()), steps(&plan).len()), (4, 0));
}
