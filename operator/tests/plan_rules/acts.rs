//! Acts that could take something away: one at a time, and patiently.

use ferryman_operator::plan::limits::{RESEND_MIN_MS, STEP_HORIZON_MS};
use ferryman_operator::plan::observed::MayStop;
use ferryman_operator::validate::PoolName;

use crate::scene::{Scene, id, replicas, steps, voter, want};

#[test]
fn of_several_things_to_do_one_is_done_at_a_time() {
    let mut scene = Scene::at_rest(5, 4);
    scene.want = want(3, 3, 2);
    scene.plan();
    scene.drain(3, 0);
    scene.broker(3).cordoned = true;
    for node in [9000, 9001, 9002, 0, 1, 2] {
        scene.may_stop(node, MayStop::Yes);
    }
    // The removal that was sent is not seen to have taken effect, so nothing else begins, however often it is looked.
    for _ in 0..10 {
        let plan = scene.plan();
        assert!(steps(&plan).iter().all(|step| step.starts_with("RemoveVoter/9004")), "{:?}", steps(&plan));
        assert_eq!(replicas(&plan, &PoolName::brokers()), 4);
    }
}

#[test]
fn an_act_without_effect_is_sent_again_with_growing_pauses() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    let mut sent = Vec::new();
    for second in 0..70 {
        if !steps(&scene.plan()).is_empty() {
            sent.push(second);
        }
    }
    assert_eq!(sent, [0, 1, 3, 7, 15, 31, 63]);
    assert_eq!(RESEND_MIN_MS, 1000);
}

#[test]
fn an_act_that_never_succeeds_lets_another_have_its_turn() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 2);
    for node in [9000, 9001, 9002, 0, 1, 2] {
        scene.may_stop(node, MayStop::Yes);
    }
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..400 {
        seen.extend(steps(&scene.plan()));
    }
    assert!(seen.contains("Restart/9001"), "{seen:?}");
}

#[test]
fn an_act_that_was_sent_twice_is_waited_out_unless_both_were_answered() {
    let twice = |answers: bool| {
        let mut scene = Scene::at_rest(5, 3);
        scene.want = want(3, 3, 1);
        for _ in 0..2 {
            let plan = scene.plan();
            assert_eq!(steps(&plan), [format!("RemoveVoter/{}", voter(9004))]);
            if answers {
                scene.memo.answered(&plan.steps[0]);
            }
        }
        scene.cluster().quorum.voters.retain(|replica| replica.voter.node != id(9004));
        scene
    };
    assert_eq!(replicas(&twice(true).plan(), &PoolName::controllers()), 5);
    assert_eq!(steps(&twice(true).plan()), [format!("RemoveVoter/{}", voter(9003))]);
    let mut scene = twice(false);
    assert_eq!(steps(&scene.plan()), [""; 0]);
    scene.now = scene.now.plus_ms(STEP_HORIZON_MS);
    assert_eq!(steps(&scene.plan()), [format!("RemoveVoter/{}", voter(9003))]);
}

#[test]
fn what_is_no_longer_wanted_is_waited_out_before_anything_else_begins() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    scene.plan();
    scene.want = want(5, 3, 2);
    for node in [9000, 9001, 9002, 9003, 9004] {
        scene.may_stop(node, MayStop::Yes);
    }
    assert_eq!(steps(&scene.plan()), [""; 0]);
    scene.now = scene.now.plus_ms(STEP_HORIZON_MS);
    assert_eq!(steps(&scene.plan()), ["Restart/9001"]);
}

#[test]
fn an_observation_from_before_the_last_act_starts_nothing() {
    let mut scene = Scene::at_rest(5, 3);
    scene.want = want(3, 3, 1);
    let stale = scene.observed();
    assert_eq!(steps(&scene.plan()).len(), 1);
    scene.now = scene.now.plus_ms(3000);
    assert_eq!(steps(&scene.plan_seeing(&stale)), [""; 0]);
}

#[test]
fn an_id_is_not_given_out_while_its_broker_is_being_forgotten() {
    let mut scene = Scene::at_rest(3, 4);
    scene.want = want(3, 3, 1);
    scene.plan();
    scene.drain(3, 0);
    scene.plan();
    scene.broker(3).cordoned = true;
    scene.plan();
    scene.plan();
    scene.set_run(3, ferryman_operator::plan::observed::Run::Absent);
    scene.broker(3).fenced = true;
    assert_eq!(steps(&scene.plan()), ["Unregister/3"]);
    scene.want = want(3, 4, 1);
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 3);
    scene.cluster().brokers.remove(&id(3));
    scene.plan();
    assert_eq!(replicas(&scene.plan(), &PoolName::brokers()), 4);
}
