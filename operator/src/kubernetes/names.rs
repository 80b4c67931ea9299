//! What the objects of a cluster are called, and how they are told apart. Pure.
//!
//! A cluster's name has at most 32 characters and a pool's 19 ([`crate::api::limits`]), so that every name here is a DNS
//! label, and a StatefulSet's leaves room for the hash that Kubernetes appends to it.

use std::collections::BTreeMap;

use crate::plan::{Revision, VolumeRef};
use crate::validate::{NodeId, PoolName, Role};

/// The field manager of everything that is written.
pub const FIELD_MANAGER: &str = "ferryman-operator";

/// Label: the cluster that an object belongs to.
pub const LABEL_CLUSTER: &str = "ferryman.dev/cluster";
/// Label: the pool.
pub const LABEL_POOL: &str = "ferryman.dev/pool";
/// Label: what its nodes do.
pub const LABEL_ROLE: &str = "ferryman.dev/role";

/// Annotation of pods, ConfigMaps and StatefulSets: what nodes are started with.
pub const ANNOTATION_REVISION: &str = "ferryman.dev/revision";
/// Annotation of StatefulSets and ConfigMaps: the nodes' version.
pub const ANNOTATION_VERSION: &str = "ferryman.dev/version";
/// Annotation of ConfigMaps: the image that the revision was rendered for.
pub const ANNOTATION_IMAGE: &str = "ferryman.dev/image";
/// Annotation of ConfigMaps: what each node of the revision requests and may use, as JSON; absent where that is nothing.
pub const ANNOTATION_RESOURCES: &str = "ferryman.dev/resources";
/// Annotation of claims: which cluster the volume belongs to, and who founded its quorum.
pub const ANNOTATION_IDENTITY: &str = "ferryman.dev/identity";
/// Annotation of everything that is applied: a hash of what was.
pub const ANNOTATION_APPLIED: &str = "ferryman.dev/applied";

/// The port by which brokers speak to each other.
pub const REPLICATION_PORT: u16 = 9091;
/// The controllers' port.
pub const CONTROLLER_PORT: u16 = 9093;
/// The port of `/metrics`, `/healthz` and `/readyz`.
pub const HTTP_PORT: u16 = 9404;

/// A cluster, as its objects are named after it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Names {
    /// Its name.
    pub cluster: String,
    /// Its namespace.
    pub namespace: String,
}

/// How a role is called in names and labels.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Controller => "controller",
        Role::Broker => "broker",
    }
}

/// The role of that name.
pub fn role_of(name: &str) -> Option<Role> {
    [Role::Controller, Role::Broker].into_iter().find(|role| role_name(*role) == name)
}

impl Names {
    /// The StatefulSet of a pool.
    pub fn stateful_set(&self, pool: &PoolName) -> String {
        format!("{}-{pool}", self.cluster)
    }

    /// The pod of a node.
    pub fn pod(&self, pool: &PoolName, node: NodeId) -> String {
        format!("{}-{pool}-{node}", self.cluster)
    }

    /// The claim of a node's volume.
    pub fn claim(&self, pool: &PoolName, volume: &VolumeRef) -> String {
        format!("{}-{}", volume.volume, self.pod(pool, volume.node))
    }

    /// The node that a pod or claim of a pool is for: what stands behind the StatefulSet's name.
    pub fn node_of(&self, pool: &PoolName, name: &str) -> Option<NodeId> {
        let (front, id) = name.rsplit_once('-')?;
        let digits = id.bytes().all(|byte| byte.is_ascii_digit()) && (id == "0" || !id.starts_with('0'));
        (digits && front.ends_with(&self.stateful_set(pool)))
            .then(|| id.parse().ok().and_then(NodeId::new))?
    }

    /// The volume that a claim of a pool's node is for.
    pub fn volume_of(&self, pool: &PoolName, node: NodeId, claim: &str) -> Option<String> {
        let volume = claim.strip_suffix(&self.pod(pool, node))?.strip_suffix('-')?;
        (!volume.is_empty()).then(|| volume.to_owned())
    }

    /// The headless Service that gives every pod its host name.
    pub fn nodes_service(&self) -> String {
        format!("{}-nodes", self.cluster)
    }

    /// The headless Service whose name stands for all controllers.
    pub fn controllers_service(&self) -> String {
        format!("{}-controllers", self.cluster)
    }

    /// The Service where clients connect first.
    pub fn bootstrap_service(&self) -> String {
        format!("{}-bootstrap", self.cluster)
    }

    /// A Service's host name within the Kubernetes cluster.
    pub fn host(&self, service: &str) -> String {
        format!("{service}.{}.svc", self.namespace)
    }

    /// A node's host name, which it keeps for ever.
    pub fn node_host(&self, pool: &PoolName, node: NodeId) -> String {
        format!("{}.{}", self.pod(pool, node), self.host(&self.nodes_service()))
    }

    /// The ConfigMap of a revision.
    pub fn config_map(&self, role: Role, revision: &Revision) -> String {
        format!("{}-{}-{revision}", self.cluster, role_name(role))
    }

    /// The ConfigMap of what the plan remembers.
    pub fn memo(&self) -> String {
        format!("{}-memo", self.cluster)
    }

    /// The PodDisruptionBudget of a role.
    pub fn disruption_budget(&self, role: Role) -> String {
        format!("{}-{}", self.cluster, role_name(role))
    }

    /// Finds everything that belongs to the cluster.
    pub fn selector(&self) -> String {
        format!("{LABEL_CLUSTER}={}", self.cluster)
    }

    /// The labels of everything that is made for the cluster.
    pub fn labels(&self) -> BTreeMap<String, String> {
        let labels = [
            (LABEL_CLUSTER, self.cluster.as_str()),
            ("app.kubernetes.io/name", "ferryman"),
            ("app.kubernetes.io/instance", &self.cluster),
            ("app.kubernetes.io/managed-by", FIELD_MANAGER),
        ];
        labels.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
    }

    /// What a pool's StatefulSet selects; never changes.
    pub fn pool_selector(&self, pool: &PoolName) -> BTreeMap<String, String> {
        [(LABEL_CLUSTER, self.cluster.clone()), (LABEL_POOL, pool.to_string())]
            .map(|(key, value)| (key.to_owned(), value))
            .into()
    }

    /// What selects all nodes of a role.
    pub fn role_selector(&self, role: Role) -> BTreeMap<String, String> {
        [(LABEL_CLUSTER, self.cluster.clone()), (LABEL_ROLE, role_name(role).to_owned())]
            .map(|(key, value)| (key.to_owned(), value))
            .into()
    }

    /// The labels of a pool's StatefulSet and pods.
    pub fn pool_labels(&self, pool: &PoolName, role: Role) -> BTreeMap<String, String> {
        let mut labels = self.labels();
        labels.extend(self.pool_selector(pool));
        labels.extend(self.role_selector(role));
        labels
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(cluster: &str) -> Names {
        Names { cluster: cluster.into(), namespace: "ns".into() }
    }

    fn pool(name: &str) -> PoolName {
        serde_json::from_value(name.into()).unwrap()
    }

    #[test]
    fn a_claim_is_told_apart_by_volume_and_node() {
        let names = names("q");
        let brokers = PoolName::brokers();
        let node = NodeId::new(12).unwrap();
        let claim = names.claim(&brokers, &VolumeRef { node, volume: "data-0".into() });
        assert_eq!(claim, "data-0-q-brokers-12");
        assert_eq!(names.node_of(&brokers, &claim), Some(node));
        assert_eq!(names.volume_of(&brokers, node, &claim).as_deref(), Some("data-0"));
        assert_eq!(names.node_of(&brokers, "q-brokers-x"), None);
        assert_eq!(names.node_of(&brokers, "q-archive-3"), None);
        assert_eq!(names.volume_of(&brokers, NodeId::new(2).unwrap(), &claim), None);
    }

    proptest! {
        #[test]
        fn every_name_is_a_dns_label_with_room_for_what_kubernetes_appends(
            cluster in "[a-z]([-a-z0-9]{0,30}[a-z0-9])?",
            pool_name in "[a-z]([-a-z0-9]{0,17}[a-z0-9])?",
            id in 0i64..i64::from(i32::MAX),
        ) {
            let names = names(&cluster);
            let pool = pool(&pool_name);
            let node = NodeId::new(id).unwrap();
            let revision = Revision::new("0123456789abcdef");
            // The label controller-revision-hash is the StatefulSet's name, a dash and ten characters.
            prop_assert!(names.stateful_set(&pool).len() <= 52);
            let all = [
                names.stateful_set(&pool),
                names.pod(&pool, node),
                names.nodes_service(),
                names.controllers_service(),
                names.bootstrap_service(),
                names.config_map(Role::Controller, &revision),
                names.memo(),
                names.disruption_budget(Role::Controller),
            ];
            for name in all {
                prop_assert!(name.len() <= 63, "{}", name);
                prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
                prop_assert!(name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.ends_with('-'));
            }
            prop_assert_eq!(names.node_of(&pool, &names.pod(&pool, node)), Some(node));
        }
    }
}
