//! What pods are made from while nodes restart, fail and go missing.

use serde_json::json;

use super::*;
use crate::api::Timestamp;
use crate::plan::observed::Fresh;
use crate::plan::{ClusterId, Incarnation, NodeDesired, Surface};
use crate::validate::{NodeIdRange, ValidatedVolume};

const SOURCES: Sources<'_> = Sources { image: "registry:5000/broker:0.2.0", version: "0.2.0" };

fn node(id: i64) -> NodeId {
    NodeId::new(id).unwrap()
}

fn rendering(version: &str) -> Rendering {
    Rendering {
        role: Role::Broker,
        version: version.into(),
        properties: BTreeMap::new(),
        listeners: Vec::new(),
    }
}

/// Three brokers that are desired with some revisions, in a pool whose nodes come back with `old`.
fn desired(revisions: [&str; 3]) -> Desired {
    let volumes = vec![ValidatedVolume { name: "d0".into(), bytes: 1 << 30, class: None }];
    let shape = PoolShape {
        name: PoolName::brokers(),
        role: Role::Broker,
        ids: NodeIdRange { first: node(0), last: node(9) },
        replicas: 3,
        volumes,
        revision: Revision::new("old"),
    };
    let nodes = revisions.iter().enumerate().map(|(id, revision)| {
        let desired =
            NodeDesired { pool: PoolName::brokers(), role: Role::Broker, revision: Revision::new(*revision) };
        (node(id as i64), desired)
    });
    Desired {
        cluster_id: ClusterId::new("c").unwrap(),
        pools: vec![shape],
        nodes: nodes.collect(),
        stop: BTreeMap::new(),
        renderings: BTreeMap::from([(Revision::new("new"), rendering("0.2.0"))]),
        keep: Default::default(),
        implied: BTreeMap::new(),
        surface: Surface { listeners: Vec::new() },
    }
}

fn up(revision: &str) -> Run {
    Run::Up {
        incarnation: Incarnation("u".into()),
        revision: Revision::new(revision),
        ready: true,
        since: Timestamp(0),
    }
}

fn failed(revision: &str) -> Run {
    Run::Failed { revision: Revision::new(revision), why: "x".into(), since: Timestamp(0) }
}

fn seen(runs: [Run; 3]) -> BTreeMap<NodeId, NodeSeen> {
    let node_seen =
        |run| NodeSeen { pool: None, run: Fresh::Seen { value: run, at: Timestamp(0) }, disks: Vec::new() };
    runs.into_iter().enumerate().map(|(id, run)| (node(id as i64), node_seen(run))).collect()
}

fn next(revisions: [&str; 3], runs: [Run; 3]) -> String {
    let desired = desired(revisions);
    next_revision(&desired.pools[0], &desired, &seen(runs)).to_string()
}

#[test]
fn a_trials_revision_is_in_the_template_only_until_its_node_is_made() {
    let rest = || [up("old"), up("old"), up("old")];
    assert_eq!(next(["old", "old", "old"], rest()), "old");
    assert_eq!(next(["new", "old", "old"], rest()), "new", "node 0 is being restarted");
    assert_eq!(next(["new", "old", "old"], [Run::Absent, up("old"), up("old")]), "new");
    assert_eq!(next(["new", "old", "old"], [up("new"), up("old"), up("old")]), "old");
    assert_eq!(next(["new", "old", "old"], [up("new"), Run::Absent, up("old")]), "old");
}

#[test]
fn after_a_failed_trial_pods_are_made_of_what_is_known_to_start() {
    assert_eq!(next(["old", "old", "old"], [failed("new"), up("old"), up("old")]), "old");
    assert_eq!(next(["new", "new", "new"], [failed("old"), failed("old"), failed("old")]), "new");
}

fn live(maps: &[(&str, &str, &str)]) -> Live {
    let map = |(revision, version, image): &(&str, &str, &str)| {
        let annotations = json!({
            "ferryman.dev/revision": revision, "ferryman.dev/version": version, "ferryman.dev/image": image,
        });
        (format!("q-broker-{revision}"), json!({"metadata": {"annotations": annotations}}))
    };
    Live { config_maps: maps.iter().map(map).collect(), ..Live::default() }
}

fn chosen(desired: &Desired, live: &Live, runs: [Run; 3]) -> Choice {
    let names = Names { cluster: "q".into(), namespace: "ns".into() };
    choose(&names, desired, live, &seen(runs), &SOURCES).remove(&PoolName::brokers()).unwrap()
}

#[test]
fn a_revision_keeps_the_image_it_was_rendered_for_whatever_operator_comes_later() {
    let live = live(&[("new", "0.2.0", "elsewhere/broker:0.2.0")]);
    let choice = chosen(&desired(["new"; 3]), &live, [up("new"), up("new"), Run::Absent]);
    assert_eq!((choice.template.image.as_str(), choice.rendering), ("elsewhere/broker:0.2.0", None));
}

#[test]
fn another_revision_of_the_same_version_has_the_same_image() {
    let live = live(&[("old", "0.2.0", "elsewhere/broker:0.2.0")]);
    let choice = chosen(&desired(["new"; 3]), &live, [Run::Absent, Run::Absent, Run::Absent]);
    assert_eq!(choice.template.image, "elsewhere/broker:0.2.0");
    assert_eq!(choice.rendering, Some(rendering("0.2.0")));
}

#[test]
fn what_an_older_revision_stood_for_may_be_gone() {
    let choice = chosen(&desired(["old"; 3]), &Live::default(), [up("old"), up("old"), Run::Absent]);
    assert_eq!(choice.template.revision.as_str(), "new");
}

#[test]
fn an_image_of_another_version_is_the_operators_under_that_tag() {
    let image = |version, image| image_of(version, &Live::default(), &Sources { image, version: "0.2.0" });
    assert_eq!(image("0.2.0", "registry:5000/broker@sha256:ab"), "registry:5000/broker@sha256:ab");
    assert_eq!(image("0.3.0", "registry:5000/broker:0.2.0"), "registry:5000/broker:0.3.0");
    assert_eq!(image("0.3.0", "registry:5000/broker"), "registry:5000/broker:0.3.0");
    assert_eq!(image("0.3.0", "registry:5000/broker:0.2.0@sha256:ab"), "registry:5000/broker:0.3.0");
}

#[test]
fn claims_that_exist_stay_as_they_are() {
    let claims = claim_templates(&desired(["new"; 3]).pools[0].volumes);
    let mut set = json!({"spec": {"volumeClaimTemplates": &claims}});
    set["spec"]["volumeClaimTemplates"][0]["status"] = json!({"phase": "Pending"});
    set["spec"]["volumeClaimTemplates"][0]["spec"]["volumeMode"] = "Filesystem".into();
    assert_eq!(existing_claims(&set), claims);
}
