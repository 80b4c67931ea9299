//! Pools differ in their resources: what that changes about restarting nodes.

use ferryman_operator::api::status::{ConditionReason, Phase};
use ferryman_operator::api::{Amounts, Config, Cpu, KafkaClusterSpec, Manifest, Metadata, NodeIds};
use ferryman_operator::api::{Pool, Resources, Storage};
use ferryman_operator::plan::observed::{MayStop, Run};
use ferryman_operator::plan::{Desired, Plan, Revision};
use ferryman_operator::validate::{PoolName, ValidatedCluster, validate};

use crate::scene::{Scene, id, serving, stalled, steps};

const CONTROLLERS: [i64; 3] = [9000, 9001, 9002];
const BROKERS: [i64; 3] = [0, 1, 2];
const ARCHIVE: [i64; 2] = [2000, 2001];

fn archive() -> PoolName {
    PoolName::new("archive").unwrap()
}

fn cpu(amount: &str) -> Option<Resources> {
    let requests = Amounts { cpu: Some(Cpu::new(amount)), memory: None };
    Some(Resources { requests: Some(requests), limits: None })
}

/// Three controllers, three brokers, and an archive of some more; with what each broker of these requests.
fn want(
    hours: u32,
    brokers: Option<Resources>,
    archive: Option<(i64, Option<Resources>)>,
) -> ValidatedCluster {
    let mut spec = KafkaClusterSpec::default();
    let hours = hours.to_string();
    spec.config =
        Config::from([("default.replication.factor", "1"), ("log.retention.hours", hours.as_str())]);
    spec.brokers.resources = brokers;
    spec.pools.extend(archive.map(|(replicas, resources)| Pool {
        name: "archive".into(),
        replicas,
        node_ids: NodeIds { first: 2000, last: 2099 },
        storage: Storage::default(),
        resources,
    }));
    let metadata = Metadata { name: "events".into(), namespace: None, generation: Some(7) };
    validate(&Manifest { metadata, spec }, None).unwrap()
}

/// All of them at rest, without resources.
fn two_pools() -> Scene {
    let mut scene = Scene::at_rest(3, 3);
    scene.want = want(1, None, Some((2, None)));
    scene.plan();
    for node in ARCHIVE {
        scene.start(node);
        let run = scene.up(node, scene.revision_of(node), true);
        scene.set_run(node, run);
        scene.cluster().brokers.insert(id(node), serving());
    }
    scene.store_identity();
    for node in CONTROLLERS.into_iter().chain(BROKERS).chain(ARCHIVE) {
        scene.may_stop(node, MayStop::Yes);
    }
    assert!(scene.plan().is_converged());
    scene
}

fn restarted(scene: &mut Scene, node: i64, ready: bool) {
    let run = scene.up(node, scene.revision_of(node), ready);
    scene.set_run(node, run);
}

fn failed(scene: &mut Scene, node: i64) {
    let (revision, since) = (scene.revision_of(node), scene.now);
    scene.set_run(node, Run::Failed { revision, why: "it asks for too much".into(), since });
}

fn desired(scene: &mut Scene) -> Desired {
    scene.plan().desired.unwrap()
}

/// What a pool's nodes come back with.
fn returning(scene: &mut Scene, pool: &PoolName) -> Revision {
    let desired = desired(scene);
    let shape = desired.pools.iter().find(|shape| shape.name == *pool).unwrap();
    assert!(desired.keep.contains(&shape.revision));
    assert!(desired.renderings.contains_key(&shape.wanted));
    shape.revision.clone()
}

fn waits_for(plan: &Plan) -> &str {
    &plan.status.operation.as_ref().unwrap().waits_for
}

#[test]
fn only_the_pool_whose_resources_changed_rolls_and_one_node_at_a_time() {
    let mut scene = two_pools();
    scene.want = want(1, None, Some((2, cpu("2"))));
    let plan = scene.plan();
    assert_eq!((steps(&plan), plan.status.phase), (vec!["Restart/2000".to_owned()], Phase::Rolling));
    assert_eq!(plan.ask.may_stop, ARCHIVE.map(id).into(), "nobody else is to stop");
    assert_eq!(plan.status.operation.as_ref().unwrap().total, 2);
    scene.set_run(2000, Run::Absent);
    assert_eq!(desired(&mut scene).nodes[&id(2000)].revision, scene.revision_of(2000));
    restarted(&mut scene, 2000, false);
    assert_eq!(steps(&scene.plan_much_later()), [""; 0], "not before the trial is over");
    restarted(&mut scene, 2000, true);
    assert_eq!(steps(&scene.plan()), ["Restart/2001"]);
    restarted(&mut scene, 2001, true);
    assert!(scene.plan().is_converged());
}

#[test]
fn the_resources_of_controllers_are_theirs_alone() {
    let mut scene = two_pools();
    let mut spec = KafkaClusterSpec::default();
    spec.controllers.resources = cpu("1");
    let metadata = Metadata { name: "events".into(), namespace: None, generation: Some(7) };
    let resources = validate(&Manifest { metadata, spec }, None).unwrap().controllers.resources;
    scene.want.controllers.resources = resources;
    for node in [9001, 9002, 9000] {
        assert_eq!(steps(&scene.plan()), [format!("Restart/{node}")]);
        restarted(&mut scene, node, true);
    }
    assert!(scene.plan().is_converged());
}

#[test]
fn the_same_amounts_written_otherwise_restart_nobody_and_pools_with_the_same_share_a_revision() {
    let mut scene = two_pools();
    let before = want(1, cpu("0.5"), Some((2, cpu("500m"))));
    scene.want = before;
    assert_eq!(scene.revision_of(0), scene.revision_of(2000));
    let written = scene.revision_of(0);
    scene.want = want(1, cpu("500m"), Some((2, cpu("0.50"))));
    assert_eq!((scene.revision_of(0), scene.revision_of(2000)), (written.clone(), written));
    assert_eq!(desired(&mut scene).renderings.len(), 2, "one for the controllers, one for both pools");
}

#[test]
fn resources_that_keep_a_node_from_starting_halt_every_pool_of_brokers_and_the_node_goes_back() {
    let mut scene = two_pools();
    let good = scene.runs(2000);
    scene.want = want(1, None, Some((2, cpu("99"))));
    assert_eq!(steps(&scene.plan()), ["Restart/2000"]);
    failed(&mut scene, 2000);
    let plan = scene.plan();
    let (reason, message) = stalled(&plan);
    assert_eq!(reason, ConditionReason::RevisionFailed);
    assert!(message.starts_with("node 2000 did not start"), "{message}");
    assert_eq!(plan.desired.unwrap().nodes[&id(2000)].revision, good);
    let run = scene.up(2000, good.clone(), true);
    scene.set_run(2000, run);
    assert_eq!(steps(&scene.plan_much_later()), [""; 0], "it is tried on no other node");
    assert_eq!(returning(&mut scene, &archive()), good);

    scene.want = want(1, cpu("1"), Some((2, cpu("99"))));
    assert_eq!(steps(&scene.plan_much_later()), [""; 0], "nor does another pool roll meanwhile");
    assert_eq!(returning(&mut scene, &PoolName::brokers()), good, "or come back with what was not tried");
    scene.set_run(0, Run::Absent);
    assert_eq!(desired(&mut scene).nodes[&id(0)].revision, good);
    let run = scene.up(0, good, true);
    scene.set_run(0, run);

    scene.want = want(1, cpu("1"), Some((2, cpu("2"))));
    assert_eq!(steps(&scene.plan_much_later()), ["Restart/0"], "another one is");
}

#[test]
fn each_pool_has_a_trial_of_its_own_one_after_the_other() {
    let mut scene = two_pools();
    let old = scene.runs(0);
    scene.want = want(1, cpu("1"), Some((2, cpu("2"))));
    assert_eq!(steps(&scene.plan()), ["Restart/0"]);
    restarted(&mut scene, 0, false);
    let plan = scene.plan_much_later();
    assert_eq!(steps(&plan), [""; 0]);
    assert_eq!(waits_for(&plan), "the first node with the new revision to become ready");
    restarted(&mut scene, 0, true);
    assert_ne!(returning(&mut scene, &PoolName::brokers()), old, "brokers have shown that it starts");
    assert_eq!(returning(&mut scene, &archive()), old, "the archive has not");
    for node in [1, 2] {
        restarted(&mut scene, node, true);
        scene.plan();
    }
    assert_eq!(steps(&scene.plan_much_later()), ["Restart/2000"]);
    restarted(&mut scene, 2000, false);
    let plan = scene.plan_much_later();
    assert_eq!((steps(&plan).len(), returning(&mut scene, &archive())), (0, old));
    restarted(&mut scene, 2000, true);
    assert_eq!(steps(&scene.plan_much_later()), ["Restart/2001"]);
}

#[test]
fn a_node_for_which_no_machine_has_room_goes_back_with_the_manifest() {
    let mut scene = two_pools();
    let before = scene.want.clone();
    scene.want = want(1, None, Some((2, cpu("99"))));
    scene.plan();
    restarted(&mut scene, 2000, false);
    scene.broker(2000).fenced = true;
    assert_eq!(steps(&scene.plan_much_later()), [""; 0]);
    scene.want = before;
    assert_eq!(steps(&scene.plan_much_later()), ["Restart/2000"]);
}

#[test]
fn a_pool_that_drains_keeps_what_is_known_to_start_there() {
    let mut scene = two_pools();
    scene.want = want(1, None, Some((2, cpu("2"))));
    for node in ARCHIVE {
        restarted(&mut scene, node, true);
    }
    scene.plan_much_later();
    let own = scene.runs(2000);
    scene.want = want(2, cpu("1"), None);
    assert_eq!(returning(&mut scene, &archive()), own);
    scene.set_run(2001, Run::Absent);
    let plan = scene.plan_much_later();
    assert!(!plan.ask.may_stop.contains(&id(2000)), "nor is it brought to anything new");
    let desired = plan.desired.unwrap();
    assert_eq!(desired.nodes[&id(2001)].revision, own);
    let wanted = &desired.pools.iter().find(|shape| shape.name == archive()).unwrap().wanted;
    let common = &desired.renderings[wanted];
    assert!(common.resources.is_empty() && common.properties["log.retention.hours"] == "2");
    for node in CONTROLLERS.into_iter().chain(BROKERS) {
        restarted(&mut scene, node, true);
    }
    scene.set_run(2000, Run::Absent);
    assert_eq!(returning(&mut scene, &archive()), own, "nor when nothing else is in doubt");
}

#[test]
fn what_was_learnt_of_a_pool_is_forgotten_with_its_last_node() {
    let mut scene = two_pools();
    scene.plan();
    let keeps = |scene: &Scene| scene.memo.proven.contains_key(&archive());
    assert!(keeps(&scene) && scene.memo.served());
    scene.want = want(1, None, Some((0, None)));
    scene.plan();
    assert!(keeps(&scene), "it drains");
    scene.memo.pools.pools.get_mut(&archive()).unwrap().replicas = 0;
    for node in ARCHIVE {
        scene.nodes.remove(&id(node));
        scene.cluster().brokers.remove(&id(node));
    }
    scene.plan();
    assert!(!keeps(&scene) && scene.memo.served(), "it has no node, the others have");
}

#[test]
fn a_pool_that_drains_and_of_which_nothing_is_known_has_what_brokers_have_in_common() {
    let mut scene = two_pools();
    scene.want = want(1, cpu("1"), None);
    for node in BROKERS {
        restarted(&mut scene, node, true);
    }
    for node in ARCHIVE {
        scene.set_run(node, Run::Absent);
    }
    scene.memo.proven.remove(&archive());
    let desired = desired(&mut scene);
    for node in ARCHIVE {
        assert!(desired.renderings[&desired.nodes[&id(node)].revision].resources.is_empty());
    }
}

#[test]
fn a_halted_pool_that_is_taken_out_holds_nobody_up() {
    let mut scene = two_pools();
    scene.want = want(1, None, Some((2, cpu("99"))));
    scene.plan();
    failed(&mut scene, 2000);
    assert_eq!(stalled(&scene.plan()).0, ConditionReason::RevisionFailed);
    scene.want = want(1, cpu("1"), Some((0, cpu("99"))));
    scene.broker(2000).fenced = true;
    let plan = scene.plan_much_later();
    assert_eq!(plan.memo.halted.len(), 0);
    assert_eq!(steps(&plan).last().unwrap(), "Restart/0");
}

#[test]
fn a_new_pool_starts_as_wanted_and_holds_nobody_up() {
    let mut scene = two_pools();
    let extra = |scene: &mut Scene| {
        scene.want = want(1, cpu("1"), Some((3, cpu("2"))));
        for node in ARCHIVE {
            scene.nodes.remove(&id(node));
            scene.cluster().brokers.remove(&id(node));
        }
        scene.memo.pools.pools.remove(&archive());
        scene.memo.proven.remove(&archive());
    };
    scene.want = want(1, cpu("1"), Some((2, None)));
    for node in BROKERS {
        restarted(&mut scene, node, true);
    }
    scene.plan_much_later();
    extra(&mut scene);
    let wanted = scene.revision_of(2000);
    assert_eq!(desired(&mut scene).nodes[&id(2000)].revision, wanted);
    scene.start(2000);
    scene.want = want(1, cpu("3"), Some((3, cpu("2"))));
    let plan = scene.plan_much_later();
    assert_eq!(steps(&plan).last().unwrap(), "Restart/0", "though the new one is not ready");
}

#[test]
fn a_new_pool_starts_with_what_is_known_to_start_while_what_is_common_is_in_doubt() {
    let mut scene = Scene::at_rest(3, 3);
    scene.want = want(1, None, None);
    scene.plan();
    let good = scene.runs(0);
    scene.want = want(2, None, Some((2, cpu("2"))));
    assert_eq!(desired(&mut scene).nodes[&id(2000)].revision, good);
    for node in CONTROLLERS.into_iter().chain(BROKERS) {
        restarted(&mut scene, node, true);
    }
    scene.plan();
    assert_eq!(desired(&mut scene).nodes[&id(2000)].revision, scene.revision_of(2000));
}

#[test]
fn where_resources_have_no_meaning_nobody_restarts_for_them() {
    let mut scene = two_pools();
    scene.want = want(1, cpu("1"), Some((2, cpu("2"))));
    scene.now = scene.now.plus_ms(1000);
    let mut seen = scene.observed();
    seen.can.resources = false;
    let plan = scene.plan_seeing(&seen);
    assert!(plan.is_converged(), "{:#?}", plan.status);
    assert!(plan.desired.unwrap().renderings.values().all(|rendering| rendering.resources.is_empty()));
}
