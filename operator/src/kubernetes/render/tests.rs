//! What is rendered: held against checked-in YAML, against Kubernetes' own types, and against itself.
//!
//! `FERRYMAN_UPDATE_GOLDEN=1` writes the YAML anew.

use std::collections::BTreeMap;
use std::path::Path;

use k8s_openapi::api::apps::v1::StatefulSet;
use k8s_openapi::api::core::v1::{ConfigMap, Service};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::api::yaml::print;
use crate::kubernetes::diff::differs;
use crate::plan::observed::Capabilities;
use crate::plan::{PoolShape, Rendering, Surface};
use crate::validate::{
    NodeId, NodeIdRange, PoolName, Role, ValidatedAmounts, ValidatedListener, ValidatedVolume,
};

const QUICKSTART: &str = include_str!("../../../../deploy/examples/quickstart.yaml");

fn names() -> Names {
    Names { cluster: "quickstart".into(), namespace: "kafka".into() }
}

fn settings() -> Settings {
    Settings {
        image: "ghcr.io/ferryman/broker:0.1.0".into(),
        pull_policy: "IfNotPresent".into(),
        pull_secrets: Vec::new(),
        fs_group: Some(65532),
    }
}

struct Cluster {
    names: Names,
    settings: Settings,
    id: ClusterId,
    implied: BTreeMap<String, String>,
}

impl Cluster {
    fn new() -> Cluster {
        Cluster {
            names: names(),
            settings: settings(),
            id: ClusterId::new("4KegwTteT2qLDQ8va5waLQ").unwrap(),
            implied: BTreeMap::from([("offsets.topic.replication.factor".into(), "3".into())]),
        }
    }

    fn frame(&self) -> Frame<'_> {
        Frame {
            names: &self.names,
            owner_uid: "e0a7a0c1-3b5e-4f6a-8b0d-0f2f6b9c1a2d",
            settings: &self.settings,
            volumes_on_delete: VolumesOnDelete::Keep,
        }
    }

    fn stateful_set(&self, shape: &PoolShape, template: &Template) -> Value {
        let claims = claim_templates(&shape.volumes);
        let pool = Pool { shape, replicas: shape.replicas, template, claims: &claims };
        let at_start = AtStart { cluster_id: &self.id, implied: &self.implied };
        stateful_set(&self.frame(), &pool, &at_start)
    }
}

fn shape(name: PoolName, role: Role, first: i64, volumes: &[&str]) -> PoolShape {
    let volume = |name: &&str| ValidatedVolume {
        name: (*name).to_owned(),
        bytes: 10 << 30,
        class: Some("ssd".into()),
    };
    PoolShape {
        name,
        role,
        ids: NodeIdRange { first: NodeId::new(first).unwrap(), last: NodeId::new(first + 99).unwrap() },
        replicas: 3,
        volumes: volumes.iter().map(volume).collect(),
        revision: Revision::new("0123456789abcdef"),
        wanted: Revision::new("0123456789abcdef"),
    }
}

fn template() -> Template {
    Template {
        revision: Revision::new("0123456789abcdef"),
        version: "0.1.0".into(),
        image: "ghcr.io/ferryman/broker:0.1.0".into(),
        resources: ValidatedResources::default(),
    }
}

fn rendering(role: Role) -> Rendering {
    let manifest = crate::validate::read(QUICKSTART, None).unwrap();
    let can = Capabilities { version: "0.1.0".into(), any_version: true, resources: true };
    Rendering::common(&crate::validate::validate(&manifest, None).unwrap(), role, &can)
}

fn surface() -> Surface {
    Surface {
        listeners: vec![ValidatedListener {
            name: "internal".into(),
            kafka_name: "INTERNAL".into(),
            port: 9092,
        }],
    }
}

fn golden(file: &str, objects: &[Value]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendered").join(file);
    let documents = objects.iter().map(|object| print(object).unwrap());
    let text = documents.collect::<Vec<_>>().join("---\n");
    if std::env::var_os("FERRYMAN_UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    let other = stored.lines().zip(text.lines()).find(|(stored, now)| stored != now);
    let path = path.display();
    assert!(stored == text, "{path} differs, first in {other:?}; FERRYMAN_UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn a_pool_of_brokers_is_rendered_as_it_stands_in_the_repository() {
    let cluster = Cluster::new();
    let set = cluster.stateful_set(&shape(PoolName::brokers(), Role::Broker, 0, &["d0", "d1"]), &template());
    golden("brokers.yaml", &[set, config_map(&cluster.frame(), &rendering(Role::Broker), &template())]);
}

#[test]
fn a_pool_of_controllers_is_rendered_as_it_stands_in_the_repository() {
    let cluster = Cluster::new();
    let set =
        cluster.stateful_set(&shape(PoolName::controllers(), Role::Controller, 9000, &["d0"]), &template());
    golden(
        "controllers.yaml",
        &[set, config_map(&cluster.frame(), &rendering(Role::Controller), &template())],
    );
}

#[test]
fn what_surrounds_the_pools_is_rendered_as_it_stands_in_the_repository() {
    let cluster = Cluster::new();
    let mut objects = services(&cluster.frame(), &surface());
    objects.extend([Role::Controller, Role::Broker].map(|role| disruption_budget(&cluster.frame(), role)));
    golden("surroundings.yaml", &objects);
}

/// Whether Kubernetes' own types keep every field: one that is misspelt would be lost.
fn is_known<T: DeserializeOwned + Serialize>(object: &Value) -> bool {
    let typed: T = serde_json::from_value(object.clone()).unwrap();
    serde_json::to_value(typed).unwrap() == *object
}

#[test]
fn every_field_is_one_that_kubernetes_knows() {
    let cluster = Cluster::new();
    let shape = shape(PoolName::brokers(), Role::Broker, 0, &["d0"]);
    assert!(is_known::<StatefulSet>(&cluster.stateful_set(&shape, &template())));
    assert!(is_known::<ConfigMap>(&config_map(&cluster.frame(), &rendering(Role::Broker), &template())));
    assert!(services(&cluster.frame(), &surface()).iter().all(is_known::<Service>));
    assert!(is_known::<PodDisruptionBudget>(&disruption_budget(&cluster.frame(), Role::Broker)));
}

#[test]
fn pods_are_restricted_and_name_no_user() {
    let mut cluster = Cluster::new();
    cluster.settings.fs_group = None;
    cluster.settings.pull_secrets = vec!["registry".into()];
    let set = cluster.stateful_set(&shape(PoolName::brokers(), Role::Broker, 0, &["d0"]), &template());
    let pod = set.pointer("/spec/template/spec").unwrap();
    let context = &pod["securityContext"];
    assert_eq!(
        *context,
        serde_json::json!({"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}})
    );
    assert_eq!(pod["imagePullSecrets"], serde_json::json!([{"name": "registry"}]));
    for container in
        pod["initContainers"].as_array().unwrap().iter().chain(pod["containers"].as_array().unwrap())
    {
        let context = &container["securityContext"];
        assert_eq!(context["allowPrivilegeEscalation"], false);
        assert_eq!(context["readOnlyRootFilesystem"], true);
        assert_eq!(context["capabilities"]["drop"][0], "ALL");
        assert!(context.get("runAsUser").is_none());
    }
    assert_eq!(pod["automountServiceAccountToken"], false);
    assert_eq!(pod["enableServiceLinks"], false);
}

#[test]
fn resources_stand_in_every_container_and_beside_the_revision_and_nowhere_where_there_are_none() {
    let cluster = Cluster::new();
    let shape = shape(PoolName::brokers(), Role::Broker, 0, &["d0"]);
    let amounts = |cpu_millis, memory_bytes| ValidatedAmounts { cpu_millis, memory_bytes };
    let resources = ValidatedResources {
        requests: amounts(Some(1500), Some(8 << 30)),
        limits: amounts(None, Some(9 << 30)),
    };
    let rendered = |resources| {
        let template = Template { resources, ..template() };
        let set = cluster.stateful_set(&shape, &template);
        assert!(is_known::<StatefulSet>(&set));
        let pod = set.pointer("/spec/template/spec").unwrap();
        let containers = ["initContainers", "containers"].map(|kind| pod[kind].as_array().unwrap().clone());
        let of_containers = containers.concat().iter().map(|one| one.get("resources").cloned()).collect();
        let map = config_map(&cluster.frame(), &rendering(Role::Broker), &template);
        let beside = map.pointer("/metadata/annotations/ferryman.dev~1resources").cloned();
        (of_containers, beside)
    };
    let (of_containers, beside): (Vec<Option<Value>>, _) = rendered(resources);
    let written = json!({"requests": {"cpu": "1500m", "memory": "8Gi"}, "limits": {"memory": "9Gi"}});
    assert_eq!(of_containers, [Some(written.clone()), Some(written)]);
    let beside = beside.unwrap();
    assert_eq!(serde_json::from_str::<ValidatedResources>(beside.as_str().unwrap()).unwrap(), resources);
    assert_eq!(rendered(ValidatedResources::default()), (vec![None, None], None));
}

fn contains_all(labels: &Value, selector: &Value) -> bool {
    selector.as_object().unwrap().iter().all(|(key, value)| labels.get(key) == Some(value))
}

proptest! {
    #[test]
    fn selectors_find_the_pods_and_what_did_not_change_is_rendered_the_same(
        name in "[a-z]([-a-z0-9]{0,30}[a-z0-9])?",
        pool in "[a-z]([-a-z0-9]{0,17}[a-z0-9])?",
        broker in any::<bool>(),
        replicas in 0u32..100,
        other_replicas in 0u32..100,
    ) {
        let mut cluster = Cluster::new();
        cluster.names.cluster = name;
        let role = if broker { Role::Broker } else { Role::Controller };
        let mut shape = shape(PoolName::new(pool).unwrap(), role, 0, &["d0"]);
        shape.replicas = replicas;
        let set = cluster.stateful_set(&shape, &template());
        let labels = set.pointer("/spec/template/metadata/labels").unwrap();
        prop_assert!(contains_all(labels, set.pointer("/spec/selector/matchLabels").unwrap()));
        let budget = disruption_budget(&cluster.frame(), role);
        prop_assert!(contains_all(labels, budget.pointer("/spec/selector/matchLabels").unwrap()));
        let found = services(&cluster.frame(), &surface())
            .into_iter()
            .filter(|service| contains_all(labels, &service["spec"]["selector"]))
            .count();
        prop_assert_eq!(found, 2, "its host name, and the Service of its role");
        for value in labels.as_object().unwrap().values() {
            prop_assert!(value.as_str().unwrap().len() <= 63);
        }
        prop_assert!(!differs(&set, &cluster.stateful_set(&shape, &template())));
        let template_of = |set: &Value| set.pointer("/spec/template").cloned();
        shape.replicas = other_replicas;
        let other = cluster.stateful_set(&shape, &template());
        prop_assert_eq!(template_of(&set), template_of(&other), "how many there are is no reason to make pods anew");
        prop_assert_eq!(differs(&set, &other), replicas != other_replicas);
    }
}

#[test]
fn volumes_go_with_the_cluster_only_where_that_is_wanted_and_never_with_a_node() {
    let cluster = Cluster::new();
    let shape = shape(PoolName::brokers(), Role::Broker, 0, &["d0"]);
    let policy = |volumes_on_delete| {
        let frame = Frame { volumes_on_delete, ..cluster.frame() };
        let claims = claim_templates(&shape.volumes);
        let pool = Pool { shape: &shape, replicas: 3, template: &template(), claims: &claims };
        let at_start = AtStart { cluster_id: &cluster.id, implied: &cluster.implied };
        stateful_set(&frame, &pool, &at_start)["spec"]["persistentVolumeClaimRetentionPolicy"].clone()
    };
    assert_eq!(
        policy(VolumesOnDelete::Keep),
        serde_json::json!({"whenDeleted": "Retain", "whenScaled": "Retain"})
    );
    assert_eq!(
        policy(VolumesOnDelete::Delete),
        serde_json::json!({"whenDeleted": "Delete", "whenScaled": "Retain"})
    );
}
