//! What is told, and how quiet it is when there is nothing to tell.

use ferryman_operator::api::status::{ConditionReason, ConditionStatus, ConditionType, OperationKind, Phase};
use ferryman_operator::plan::limits::WAKE_IDLE_MS;
use ferryman_operator::plan::observed::Run;
use ferryman_operator::plan::refuse;
use ferryman_operator::validate::validate;

use crate::scene::{Scene, condition, id, stalled, steps, want};

#[test]
fn a_cluster_at_rest_causes_no_step_no_change_and_no_hurry() {
    let mut scene = Scene::at_rest(3, 3);
    let first = scene.plan();
    let second = scene.plan();
    assert_eq!(first.desired, second.desired);
    assert_eq!(first.memo, second.memo, "or it would be stored again and again");
    assert_eq!(first.status, second.status);
    assert_eq!(steps(&second), [""; 0]);
    assert_eq!(second.wake.0, scene.now.plus_ms(WAKE_IDLE_MS));
}

#[test]
fn a_cluster_at_rest_says_so() {
    let mut scene = Scene::at_rest(3, 3);
    let status = scene.plan().status;
    assert_eq!((status.phase, status.summary.detail.as_str()), (Phase::Running, ""));
    assert_eq!((status.summary.brokers.as_str(), status.summary.controllers.as_str()), ("3/3", "3/3"));
    assert_eq!(status.bootstrap.as_deref(), Some("127.0.0.1:9092"));
    assert_eq!(status.observed_generation, Some(7));
    assert_eq!(status.quorum.unwrap().leader, 9000);
    assert_eq!(status.scale.selector, "ferryman.dev/cluster=events,ferryman.dev/pool=brokers");
    assert_eq!(status.scale.replicas, 3);
}

#[test]
fn ready_stays_true_through_rolls_and_scaling() {
    let mut scene = Scene::at_rest(3, 4);
    scene.want = want(3, 3, 2);
    let plan = scene.plan();
    assert_eq!(condition(&plan, ConditionType::Ready).0, ConditionStatus::True);
    assert_eq!(condition(&plan, ConditionType::Reconciling).0, ConditionStatus::True);
    assert_eq!(condition(&plan, ConditionType::Stalled).0, ConditionStatus::False);
}

#[test]
fn ready_is_false_where_partitions_are_not_served_as_declared() {
    let mut scene = Scene::at_rest(3, 3);
    scene.cluster().partitions.under_min_isr = 2;
    scene.cluster().partitions.examples = vec!["hello-0".into(), "hello-1".into()];
    let (status, reason, message) = condition(&scene.plan(), ConditionType::Ready);
    assert_eq!((status, reason), (ConditionStatus::False, ConditionReason::UnderMinInSyncReplicas));
    assert!(message.contains("2 of 100 partitions") && message.contains("hello-0"), "{message}");
    scene.cluster().partitions.offline = 1;
    assert_eq!(condition(&scene.plan(), ConditionType::Ready).1, ConditionReason::PartitionsOffline);
}

#[test]
fn a_condition_keeps_its_time_until_its_status_changes() {
    let mut scene = Scene::at_rest(3, 3);
    let since = |plan: &ferryman_operator::plan::Plan| {
        plan.status.condition(ConditionType::Ready).unwrap().last_transition_time
    };
    let first = since(&scene.plan());
    assert_eq!(since(&scene.plan()), first);
    scene.cluster().partitions.offline = 1;
    assert!(since(&scene.plan()) > first);
}

#[test]
fn an_operation_tells_since_when_and_how_far() {
    let mut scene = Scene::at_rest(3, 3);
    scene.want = want(3, 5, 1);
    let plan = scene.plan();
    let operation = plan.status.operation.unwrap();
    assert_eq!(
        (operation.kind, operation.nodes.clone(), operation.done, operation.total),
        (OperationKind::ScaleOut, vec![3, 4], 0, 2)
    );
    assert_eq!(plan.status.phase, Phase::ScalingOut);
    let later = scene.plan_much_later();
    let again = later.status.operation.unwrap();
    assert_eq!(again.since, operation.since);
    assert!(later.status.summary.detail.ends_with(", 10m"), "{}", later.status.summary.detail);
}

#[test]
fn a_thousand_broken_brokers_fit_into_a_status() {
    let mut scene = Scene::at_rest(3, 1000);
    for node in 0..1000 {
        let since = scene.now;
        let revision = scene.revision(ferryman_operator::validate::Role::Broker);
        scene.set_run(node, Run::Failed { revision, why: "x".repeat(5000), since });
    }
    let plan = scene.plan();
    let size = serde_json::to_string(&plan.status).unwrap().len();
    assert!(size <= 32 * 1024, "{size} bytes");
    assert_eq!(stalled(&plan).0, ConditionReason::NodeFailing);
}

#[test]
fn a_refused_manifest_is_told_and_what_runs_is_left_as_it_was() {
    let mut scene = Scene::at_rest(3, 3);
    let before = scene.plan().status;
    let mut spec = ferryman_operator::api::KafkaClusterSpec::default();
    spec.controllers.replicas = 4;
    let metadata =
        ferryman_operator::api::Metadata { name: "events".into(), namespace: None, generation: Some(8) };
    let violations = validate(&ferryman_operator::api::Manifest { metadata, spec }, None).unwrap_err();
    let status = refuse(&before, &violations, Some(8), scene.now);
    let condition = status.condition(ConditionType::Stalled).unwrap();
    assert_eq!((condition.status, condition.reason), (ConditionStatus::True, ConditionReason::InvalidSpec));
    assert!(condition.message.starts_with("spec.controllers.replicas is 4: "), "{}", condition.message);
    assert_eq!(status.summary.brokers, before.summary.brokers);
    assert_eq!(status.condition(ConditionType::Ready), before.condition(ConditionType::Ready));
}

#[test]
fn what_keeps_a_node_from_running_is_told() {
    let mut scene = Scene::at_rest(3, 3);
    let revision = scene.revision_of(2);
    let run = scene.up(2, revision, false);
    scene.set_run(2, run);
    scene.nodes.get_mut(&id(2)).unwrap().waits_for = "a machine (3 Insufficient memory)".into();
    scene.broker(2).fenced = true;
    let status = scene.plan().status;
    let told: Vec<(i64, &str)> = status.nodes.iter().map(|node| (node.id, node.detail.as_str())).collect();
    assert_eq!(told, [(2, "waits for a machine (3 Insufficient memory)")]);
    let detail = &status.summary.detail;
    assert_eq!(detail, "node 2: Starting, waits for a machine (3 Insufficient memory)");
    scene.want = want(3, 4, 2);
    let detail = scene.plan().status.summary.detail;
    assert_eq!(detail, "brokers start (3); node 2 waits for a machine (3 Insufficient memory)");
}
