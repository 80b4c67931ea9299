//! What pods are made from while nodes restart, fail and go missing.

use serde_json::json;

use super::*;
use crate::api::Timestamp;
use crate::plan::observed::Fresh;
use crate::plan::{ClusterId, Incarnation, NodeDesired, Surface};
use crate::validate::{NodeIdRange, ValidatedAmounts, ValidatedVolume};

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
        resources: ValidatedResources::default(),
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
        wanted: Revision::new("new"),
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
    let node_seen = |run| NodeSeen {
        pool: None,
        run: Fresh::Seen { value: run, at: Timestamp(0) },
        disks: Vec::new(),
        waits_for: String::new(),
    };
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

fn memory(bytes: u64) -> ValidatedResources {
    let requests = ValidatedAmounts { cpu_millis: None, memory_bytes: Some(bytes) };
    ValidatedResources { requests, ..ValidatedResources::default() }
}

#[test]
fn a_stored_revision_brings_its_resources_back_whatever_is_wanted_now() {
    let settings = crate::kubernetes::render::Settings {
        image: "registry:5000/broker:0.2.0".into(),
        pull_policy: "Always".into(),
        pull_secrets: Vec::new(),
        fs_group: None,
    };
    let names = Names { cluster: "q".into(), namespace: "ns".into() };
    let frame = crate::kubernetes::render::Frame {
        names: &names,
        owner_uid: "u",
        settings: &settings,
        volumes_on_delete: Default::default(),
    };
    let template = |revision: &str, resources| Template {
        revision: Revision::new(revision),
        version: "0.2.0".into(),
        image: "elsewhere/broker:0.2.0".into(),
        resources,
    };
    let mut desired = desired(["old"; 3]);
    desired.renderings.insert(Revision::new("new"), Rendering { resources: memory(2), ..rendering("0.2.0") });
    let (one, none) = (template("old", memory(1)), template("old", ValidatedResources::default()));
    for stored in [one.clone(), none] {
        let map = crate::kubernetes::render::config_map(&frame, &rendering("0.2.0"), &stored);
        let live = Live { config_maps: [("q-broker-old".to_owned(), map)].into(), ..Live::default() };
        let choice = chosen(&desired, &live, [up("old"), up("old"), Run::Absent]);
        assert_eq!((choice.template, choice.rendering), (stored, None));
    }

    let mut damaged = crate::kubernetes::render::config_map(&frame, &rendering("0.2.0"), &one);
    damaged["metadata"]["annotations"]["ferryman.dev/resources"] = "{".into();
    let live = Live { config_maps: [("q-broker-old".to_owned(), damaged)].into(), ..Live::default() };
    let choice = chosen(&desired, &live, [up("old"), up("old"), Run::Absent]);
    assert_eq!(choice.template, template("new", memory(2)), "what cannot be read is as good as gone");
}

#[test]
fn pools_with_the_same_content_share_a_config_map_and_others_have_their_own() {
    let mut desired = desired(["new"; 3]);
    let other = |name: &str, first, revision: &str| PoolShape {
        name: PoolName::new(name).unwrap(),
        ids: NodeIdRange { first: node(first), last: node(first + 9) },
        revision: Revision::new(revision),
        wanted: Revision::new(revision),
        ..desired.pools[0].clone()
    };
    let (same, large, gone) =
        (other("same", 100, "new"), other("large", 200, "more"), other("zgone", 300, "new"));
    let gone = PoolShape { revision: Revision::new("forgotten"), wanted: Revision::new("more"), ..gone };
    desired.pools.extend([same, large, gone]);
    desired.pools[0].revision = Revision::new("new");
    desired
        .renderings
        .insert(Revision::new("more"), Rendering { resources: memory(2), ..rendering("0.2.0") });
    let names = Names { cluster: "q".into(), namespace: "ns".into() };
    let rest = [up("new"), up("new"), up("new")];
    let choices = choose(&names, &desired, &Live::default(), &seen(rest), &SOURCES);
    let of = |pool: &str| &choices[&PoolName::new(pool).unwrap()];
    assert_eq!(of("same").template, of("brokers").template);
    assert_eq!((of("brokers").rendering.is_some(), of("same").rendering.is_some()), (true, false));
    assert_eq!((of("large").template.revision.as_str(), of("large").template.resources), ("more", memory(2)));
    assert_eq!(of("zgone").template, of("large").template, "what is wanted for that pool, not for any other");
    assert_eq!((of("large").rendering.is_some(), of("zgone").rendering.is_some()), (true, false));
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
