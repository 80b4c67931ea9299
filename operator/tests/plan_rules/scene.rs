//! A cluster as it would be seen, to be changed where a test wants it otherwise.

use std::collections::BTreeMap;

use ferryman_operator::api::status::{ConditionReason, ConditionStatus, ConditionType};
use ferryman_operator::api::{Config, KafkaClusterSpec, Manifest, Metadata, Timestamp};
use ferryman_operator::plan::observed::{
    BrokerSeen, Capabilities, Cause, ClusterSeen, DiskSeen, DiskState, DrainSeen, Fresh, MayStop, NodeSeen,
    PartitionSeen, PartitionsSeen, QuorumSeen, ReplicaSeen, Run, SurfaceSeen, WidestSeen,
};
use ferryman_operator::plan::{
    ClusterId, DirectoryId, Identity, Incarnation, Memo, Observed, Plan, Rendering, Revision, Voter, plan,
};
use ferryman_operator::validate::{NodeId, PoolName, Role, ValidatedCluster, validate};

pub(crate) fn id(id: i64) -> NodeId {
    NodeId::new(id).unwrap()
}

pub(crate) fn directory(name: &str) -> DirectoryId {
    DirectoryId::new(format!("{name:0>22}")).unwrap()
}

pub(crate) fn voter(node: i64) -> Voter {
    Voter { node: id(node), directory: directory(&node.to_string()) }
}

pub(crate) fn cluster_id() -> ClusterId {
    ClusterId::new("9hTq1w0VRnK2c5yQm3aXbA").unwrap()
}

pub(crate) fn identity() -> Identity {
    Identity { cluster: cluster_id(), bootstrap: voter(9000) }
}

/// A broker in good order.
pub(crate) fn serving() -> BrokerSeen {
    BrokerSeen { fenced: false, cordoned: false, rack: None, replicas: 10 }
}

/// What a manifest with so many nodes, and this property, means.
pub(crate) fn want(controllers: i64, brokers: i64, hours: u32) -> ValidatedCluster {
    let mut spec = KafkaClusterSpec::default();
    spec.controllers.replicas = controllers;
    spec.brokers.replicas = brokers;
    let hours = hours.to_string();
    spec.config =
        Config::from([("default.replication.factor", "1"), ("log.retention.hours", hours.as_str())]);
    let metadata = Metadata { name: "events".into(), namespace: None, generation: Some(7) };
    validate(&Manifest { metadata, spec }, None).unwrap()
}

fn can() -> Capabilities {
    Capabilities { version: "0.1.0".into(), any_version: true, resources: true }
}

pub(crate) struct Scene {
    pub(crate) want: ValidatedCluster,
    pub(crate) memo: Memo,
    pub(crate) now: Timestamp,
    pub(crate) nodes: BTreeMap<NodeId, NodeSeen>,
    pub(crate) cluster: Option<ClusterSeen>,
}

impl Scene {
    /// Nothing was ever started.
    pub(crate) fn blank(controllers: i64, brokers: i64) -> Scene {
        Scene {
            want: want(controllers, brokers, 1),
            memo: Memo::default(),
            now: Timestamp(1_000_000),
            nodes: BTreeMap::new(),
            cluster: None,
        }
    }

    /// Every node runs and waits; nobody votes yet.
    pub(crate) fn started(controllers: i64, brokers: i64) -> Scene {
        let mut scene = Scene::blank(controllers, brokers);
        scene.plan();
        for node in 9000..9000 + controllers {
            scene.start(node);
        }
        for node in 0..brokers {
            scene.start(node);
        }
        scene
    }

    /// Everything is as it should be.
    pub(crate) fn at_rest(controllers: i64, brokers: i64) -> Scene {
        let mut scene = Scene::started(controllers, brokers);
        scene.store_identity();
        for node in scene.nodes.values_mut() {
            if let Fresh::Seen { value: Run::Up { ready, .. }, .. } = &mut node.run {
                *ready = true;
            }
        }
        let replica = |node| ReplicaSeen { voter: voter(node), lag: 0, behind_ms: Some(0) };
        let broker = serving();
        scene.cluster = Some(ClusterSeen {
            quorum: QuorumSeen {
                leader: id(9000),
                term: 3,
                voters: (9000..9000 + controllers).map(replica).collect(),
                observers: Vec::new(),
            },
            brokers: (0..brokers).map(|node| (id(node), broker.clone())).collect(),
            partitions: PartitionsSeen { total: 100, ..PartitionsSeen::default() },
            moves_in_flight: 0,
            drains: BTreeMap::new(),
            may_stop: BTreeMap::new(),
        });
        let plan = scene.plan();
        assert!(plan.is_converged(), "{:#?}", plan.status);
        scene
    }

    pub(crate) fn start(&mut self, node: i64) {
        let pool = self.want.pools().find(|pool| pool.ids.contains(id(node))).unwrap().name.clone();
        let run = Run::Up {
            incarnation: Incarnation(format!("run-of-{node}")),
            revision: self.revision_of(node),
            ready: false,
            since: self.now,
        };
        let state = DiskState::Formatted {
            cluster: cluster_id(),
            node: id(node),
            directory: directory(&node.to_string()),
            voted: false,
        };
        let disk = DiskSeen { volume: "d0".into(), state: self.fresh(state), identity: self.fresh(None) };
        let seen =
            NodeSeen { pool: Some(pool), run: self.fresh(run), disks: vec![disk], waits_for: String::new() };
        self.nodes.insert(id(node), seen);
    }

    pub(crate) fn fresh<T>(&self, value: T) -> Fresh<T> {
        Fresh::Seen { value, at: self.now }
    }

    pub(crate) fn revision(&self, role: Role) -> Revision {
        Rendering::common(&self.want, role, &can()).revision()
    }

    /// What is wanted for a node's pool.
    pub(crate) fn revision_of(&self, node: i64) -> Revision {
        let pool = self.want.pools().find(|pool| pool.ids.contains(id(node))).unwrap();
        Rendering::of(&self.want, pool, &can()).revision()
    }

    /// What a node runs.
    pub(crate) fn runs(&self, node: i64) -> Revision {
        match self.nodes[&id(node)].run.seen() {
            Some(Run::Up { revision, .. }) => revision.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn store_identity(&mut self) {
        let stored = self.fresh(Some(identity()));
        for node in self.nodes.values_mut() {
            node.disks[0].identity = stored.clone();
        }
    }

    pub(crate) fn observed(&self) -> Observed {
        let mut nodes = self.nodes.clone();
        for node in nodes.values_mut() {
            if let Fresh::Seen { at, .. } = &mut node.run {
                *at = self.now;
            }
        }
        Observed {
            can: can(),
            proposed: cluster_id(),
            nodes: Fresh::Seen { value: nodes, at: self.now },
            cluster: match &self.cluster {
                Some(cluster) => self.fresh(cluster.clone()),
                None => Fresh::Unknown { why: Cause::Unreachable, since: Timestamp(0) },
            },
            surface: SurfaceSeen { bootstrap: Some("127.0.0.1:9092".into()) },
        }
    }

    /// Looks and plans a second later, and remembers.
    pub(crate) fn plan(&mut self) -> Plan {
        self.now = self.now.plus_ms(1000);
        self.plan_seeing(&self.observed())
    }

    pub(crate) fn plan_seeing(&mut self, seen: &Observed) -> Plan {
        let plan = plan(&self.want, seen, &self.memo, self.now);
        self.memo = plan.memo.clone();
        plan
    }

    /// The same, once nothing that was sent can be on its way any more.
    pub(crate) fn plan_much_later(&mut self) -> Plan {
        self.now = self.now.plus_ms(600_000);
        self.plan()
    }

    pub(crate) fn cluster(&mut self) -> &mut ClusterSeen {
        self.cluster.as_mut().unwrap()
    }

    pub(crate) fn broker(&mut self, node: i64) -> &mut BrokerSeen {
        self.cluster().brokers.get_mut(&id(node)).unwrap()
    }

    pub(crate) fn replica(&mut self, node: i64) -> &mut ReplicaSeen {
        self.cluster().quorum.voters.iter_mut().find(|replica| replica.voter.node == id(node)).unwrap()
    }

    pub(crate) fn set_run(&mut self, node: i64, run: Run) {
        let run = self.fresh(run);
        self.nodes.get_mut(&id(node)).unwrap().run = run;
    }

    pub(crate) fn up(&self, node: i64, revision: Revision, ready: bool) -> Run {
        Run::Up { incarnation: Incarnation(format!("next-run-of-{node}")), revision, ready, since: self.now }
    }

    pub(crate) fn observe_controller(&mut self, voter: Voter, behind_ms: Option<i64>) {
        self.cluster().quorum.observers.push(ReplicaSeen { voter, lag: 0, behind_ms });
    }

    pub(crate) fn may_stop(&mut self, node: i64, answer: MayStop) {
        self.cluster().may_stop.insert(id(node), answer);
    }

    /// What is left on a broker: so many partitions on it and on broker 0, all of which can be moved.
    pub(crate) fn drain(&mut self, node: i64, left: u64) {
        let partition = |index| PartitionSeen {
            topic: "hello".into(),
            index: index as i32,
            replicas: vec![id(node), id(0)],
        };
        let drain = DrainSeen {
            replicas_left: left,
            next: (0..left.min(100)).map(partition).collect(),
            widest: (left > 0).then(|| WidestSeen { factor: 2, example: "hello-0".into() }),
            ..DrainSeen::default()
        };
        self.cluster().drains.insert(id(node), drain);
    }
}

pub(crate) fn steps(plan: &Plan) -> Vec<String> {
    plan.steps.iter().map(|step| step.id.to_string()).collect()
}

pub(crate) fn replicas(plan: &Plan, pool: &PoolName) -> u32 {
    plan.desired.as_ref().unwrap().pools.iter().find(|shape| shape.name == *pool).unwrap().replicas
}

pub(crate) fn condition(plan: &Plan, kind: ConditionType) -> (ConditionStatus, ConditionReason, String) {
    let condition = plan.status.condition(kind).unwrap();
    (condition.status, condition.reason, condition.message.clone())
}

/// Why it is stalled, and what to do.
pub(crate) fn stalled(plan: &Plan) -> (ConditionReason, String) {
    let (status, reason, message) = condition(plan, ConditionType::Stalled);
    assert_eq!(status, ConditionStatus::True, "{:#?}", plan.status);
    (reason, message)
}
