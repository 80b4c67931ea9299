//! What cannot be seen, was seen too long ago, or is told by someone deposed.

use ferryman_operator::api::Timestamp;
use ferryman_operator::api::status::{ConditionReason, ConditionStatus, ConditionType, Phase};
use ferryman_operator::plan::Memo;
use ferryman_operator::plan::limits::OBSERVATION_MAX_AGE_MS;
use ferryman_operator::plan::observed::{Cause, Fresh, Run};
use ferryman_operator::validate::PoolName;

use crate::scene::{Scene, condition, id, replicas, steps, want};

#[test]
fn where_no_node_can_be_seen_the_first_time_nothing_is_desired() {
    let mut scene = Scene::at_rest(3, 3);
    scene.memo = Memo::default();
    let mut seen = scene.observed();
    seen.nodes = Fresh::Unknown { why: Cause::Unreachable, since: Timestamp(0) };
    let plan = scene.plan_seeing(&seen);
    assert_eq!((plan.desired, plan.steps), (None, vec![]));
}

#[test]
fn what_is_desired_stays_while_nodes_cannot_be_seen() {
    let mut scene = Scene::at_rest(3, 3);
    let before = scene.plan().desired.unwrap();
    let mut seen = scene.observed();
    seen.nodes = Fresh::Unknown { why: Cause::Unreachable, since: Timestamp(0) };
    let after = scene.plan_seeing(&seen).desired.unwrap();
    assert_eq!((before.nodes, before.pools), (after.nodes, after.pools));
}

#[test]
fn a_lost_memo_does_not_shrink_what_runs() {
    let mut scene = Scene::at_rest(5, 5);
    scene.memo = Memo::default();
    scene.want = want(3, 3, 1);
    let plan = scene.plan();
    assert_eq!((replicas(&plan, &PoolName::controllers()), replicas(&plan, &PoolName::brokers())), (5, 5));
}

#[test]
fn an_old_observation_is_none() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    let seen = scene.observed();
    scene.now = scene.now.plus_ms(OBSERVATION_MAX_AGE_MS + 1);
    let plan = scene.plan_seeing(&seen);
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(condition(&plan, ConditionType::Ready).1, ConditionReason::ControllersUnreachable);
}

#[test]
fn a_deposed_controller_is_not_listened_to() {
    let mut scene = Scene::at_rest(5, 3);
    scene.cluster().quorum.term = 9;
    scene.plan();
    scene.want = want(3, 3, 1);
    scene.cluster().quorum.term = 8;
    assert_eq!(steps(&scene.plan()), [""; 0]);
    scene.cluster().quorum.term = 9;
    assert_eq!(steps(&scene.plan()).len(), 1);
}

#[test]
fn ready_is_unknown_and_not_false_while_no_controller_answers() {
    let mut scene = Scene::at_rest(3, 3);
    scene.cluster = None;
    let plan = scene.plan();
    let (status, reason, _) = condition(&plan, ConditionType::Ready);
    assert_eq!((status, reason), (ConditionStatus::Unknown, ConditionReason::ControllersUnreachable));
    assert_eq!(steps(&plan), [""; 0]);
}

#[test]
fn a_clock_that_was_set_back_keeps_nothing_waiting() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    assert_eq!(steps(&scene.plan()).len(), 1);
    scene.now = Timestamp(5_000);
    scene.memo.attempt.as_mut().unwrap().times = 1;
    let sent = (0..4).any(|_| !steps(&scene.plan()).is_empty());
    assert!(sent);
}

#[test]
fn a_node_that_crashed_is_recovering_and_not_scaled() {
    let mut scene = Scene::at_rest(3, 3);
    scene.set_run(1, Run::Absent);
    let plan = scene.plan();
    assert_eq!((plan.status.phase, steps(&plan).len()), (Phase::Recovering, 0));
    assert_eq!(plan.status.nodes.iter().map(|node| node.id).collect::<Vec<_>>(), [1]);
    assert!(plan.desired.unwrap().nodes.contains_key(&id(1)));
}
