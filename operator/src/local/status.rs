//! What `ferryman status` shows: the plan's status, and every node with its process. Pure but for the processes' ids.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::fleet::Fleet;
use super::ports::{HOST, Ports};
use super::render::REPLICATION_LISTENER;
use super::root::DataRoot;
use crate::api::status::{
    Condition, ConditionStatus, ConditionType, KafkaClusterStatus, Operation, Phase, QuorumStatus,
};
use crate::cluster::CONTROLLER_LISTENER;
use crate::plan::{Memo, Plan, refuse};
use crate::validate::{NodeId, PoolName, Role, ValidatedCluster, Violation};

/// A cluster on this machine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClusterStatus {
    /// Its name.
    pub name: String,
    /// Its id.
    pub cluster_id: Option<String>,
    /// What is going on, in one word.
    pub phase: Phase,
    /// Whether clients are served at the declared durability.
    pub ready: bool,
    /// What is being done, or what is in the way.
    pub detail: String,
    /// Brokers that serve, of those that are wanted.
    pub brokers: String,
    /// Controllers that vote, of those that are wanted.
    pub controllers: String,
    /// Where clients connect.
    pub bootstrap: String,
    /// The manifest that is followed.
    pub manifest: PathBuf,
    /// The supervisor's process.
    pub supervisor: u32,
    /// Where it keeps everything.
    pub data_root: PathBuf,
    /// The voters; absent while no controller is active.
    pub quorum: Option<QuorumStatus>,
    /// What is being done.
    pub operation: Option<Operation>,
    /// Conditions, as Kubernetes has them.
    pub conditions: Vec<Condition>,
    /// Every node that should exist or runs.
    pub nodes: Vec<NodeShown>,
}

/// A node.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeShown {
    /// Its id.
    pub id: NodeId,
    /// `controller` or `broker`.
    pub role: String,
    /// Its pool.
    pub pool: PoolName,
    /// Its process; absent while it does not run.
    pub pid: Option<u32>,
    /// Controller: it leads, or follows a leader. Broker: it serves.
    pub ready: bool,
    /// Whether it is kept down by `ferryman node stop`.
    pub held: bool,
    /// Whether it votes.
    pub voter: bool,
    /// Whether it is the active controller.
    pub leader: bool,
    /// How it differs from what it should be; empty where it does not.
    pub deviates: String,
    /// Its log directories.
    pub directories: Vec<PathBuf>,
    /// What it writes to its standard output and error.
    pub log: PathBuf,
    /// `host:port` of its listeners, by Kafka's name.
    pub endpoints: BTreeMap<String, String>,
}

/// What is shown is made of this.
pub struct View {
    /// Its files.
    pub root: DataRoot,
    /// The manifest.
    pub manifest: PathBuf,
    /// What is wanted.
    pub want: ValidatedCluster,
    /// What is wrong with the manifest as it stands now, where it is not followed.
    pub violations: Vec<Violation>,
    /// Ports.
    pub ports: Ports,
    /// What the plan remembers.
    pub memo: Memo,
    /// The last plan.
    pub plan: Option<Plan>,
}

impl View {
    /// The status of the cluster itself.
    pub fn status(&self) -> KafkaClusterStatus {
        let status = self.plan.as_ref().map(|plan| plan.status.clone()).unwrap_or_default();
        if self.violations.is_empty() {
            return status;
        }
        let now = status
            .conditions
            .iter()
            .map(|condition| condition.last_transition_time)
            .max()
            .unwrap_or_default();
        refuse(&status, &self.violations, None, now)
    }

    /// Nodes that should exist, or run, with pool and role.
    pub fn nodes(&self, fleet: &Fleet) -> BTreeMap<NodeId, (PoolName, Role)> {
        let mut nodes = BTreeMap::new();
        for pool in self.want.pools() {
            nodes.extend(pool.wanted().map(|id| (id, (pool.name.clone(), pool.role))));
        }
        let running = fleet.running();
        for (name, pool) in &self.memo.pools.pools {
            let desired = (0..pool.replicas).filter_map(|place| pool.ids.nth(place));
            let run = running.iter().copied().filter(|id| pool.ids.contains(*id));
            nodes.extend(desired.chain(run).map(|id| (id, (name.clone(), pool.role))));
        }
        nodes
    }

    /// Everything, as it is now.
    pub fn shown(&self, fleet: &Fleet) -> ClusterStatus {
        let status = self.status();
        let nodes =
            self.nodes(fleet).into_iter().map(|(id, (pool, role))| self.node(fleet, &status, id, pool, role));
        ClusterStatus {
            name: self.root.name().to_owned(),
            ready: is_true(&status, ConditionType::Ready),
            bootstrap: self.bootstrap(),
            manifest: self.manifest.clone(),
            supervisor: std::process::id(),
            data_root: self.root.path().to_owned(),
            nodes: nodes.collect(),
            cluster_id: status.cluster_id,
            phase: status.phase,
            detail: status.summary.detail,
            brokers: status.summary.brokers,
            controllers: status.summary.controllers,
            quorum: status.quorum,
            operation: status.operation,
            conditions: status.conditions,
        }
    }

    fn node(
        &self,
        fleet: &Fleet,
        status: &KafkaClusterStatus,
        id: NodeId,
        pool: PoolName,
        role: Role,
    ) -> NodeShown {
        let shown = fleet.shown(id);
        let number = i64::from(id);
        let quorum = status.quorum.as_ref();
        let deviation = status.nodes.iter().find(|node| node.id == number);
        NodeShown {
            id,
            role: match role {
                Role::Controller => "controller".into(),
                Role::Broker => "broker".into(),
            },
            pid: shown.pid,
            ready: shown.ready,
            held: shown.held,
            voter: quorum.is_some_and(|quorum| quorum.voters.iter().any(|voter| voter.id == number)),
            leader: quorum.is_some_and(|quorum| quorum.leader == number),
            deviates: deviation
                .map(|node| match node.detail.as_str() {
                    "" => format!("{:?}", node.state),
                    detail => format!("{:?}: {detail}", node.state),
                })
                .unwrap_or_default(),
            directories: self.volumes(&pool).iter().map(|volume| self.root.volume_dir(id, volume)).collect(),
            log: self.root.node_log(id),
            endpoints: self.endpoints(id, role),
            pool,
        }
    }

    /// The volumes of a pool's nodes.
    pub fn volumes(&self, pool: &PoolName) -> Vec<String> {
        let kept =
            self.memo.pools.pools.get(pool).map(|pool| &pool.volumes).filter(|volumes| !volumes.is_empty());
        let wanted = || self.want.pools().find(|wanted| wanted.name == *pool).map(|wanted| &wanted.volumes);
        kept.or_else(wanted).into_iter().flatten().map(|volume| volume.name.clone()).collect()
    }

    fn endpoints(&self, id: NodeId, role: Role) -> BTreeMap<String, String> {
        let Some(ports) = self.ports.of(id) else { return BTreeMap::new() };
        let own = match role {
            Role::Controller => CONTROLLER_LISTENER,
            Role::Broker => REPLICATION_LISTENER,
        };
        let mut endpoints = BTreeMap::from([(own.to_owned(), ports.own_address())]);
        for listener in &self.want.listeners {
            endpoints.extend(
                ports.listener_address(&listener.name).map(|address| (listener.kafka_name.clone(), address)),
            );
        }
        endpoints
    }

    /// Where clients connect: the first listener of every broker that is wanted, at most three of them.
    pub fn bootstrap(&self) -> String {
        const NAMED_MAX: usize = 3;
        let Some(listener) = self.want.listeners.first() else { return String::new() };
        let brokers = self.want.brokers.iter().flat_map(|pool| pool.wanted());
        let addresses = brokers.filter_map(|id| self.ports.of(id)?.listeners.get(&listener.name));
        let addresses: Vec<String> =
            addresses.take(NAMED_MAX).map(|port| format!("{HOST}:{}", port.port)).collect();
        addresses.join(",")
    }
}

/// Whether a condition holds.
pub fn is_true(status: &KafkaClusterStatus, kind: ConditionType) -> bool {
    status.condition(kind).is_some_and(|condition| condition.status == ConditionStatus::True)
}

impl ClusterStatus {
    /// As a table for people.
    pub fn table(&self) -> String {
        let mut text = format!(
            "{}  {}{}  brokers {}  controllers {}{}  {}\n",
            self.name,
            self.phase,
            if self.ready { ", ready" } else { ", not ready" },
            self.brokers,
            self.controllers,
            self.quorum.as_ref().map(|quorum| format!("  leader {}", quorum.leader)).unwrap_or_default(),
            self.bootstrap
        );
        if !self.detail.is_empty() {
            let _ = writeln!(text, "{}", self.detail);
        }
        for condition in &self.conditions {
            let stalled =
                condition.kind == ConditionType::Stalled && condition.status == ConditionStatus::True;
            if stalled && condition.message != self.detail {
                let _ = writeln!(text, "Stalled: {}", condition.message);
            }
        }
        let _ = writeln!(
            text,
            "{:>6}  {:<10}  {:>8}  {:<5}  {:<6}  {:<24}  NOTE",
            "NODE", "ROLE", "PID", "READY", "VOTES", "ADDRESS"
        );
        for node in &self.nodes {
            let own = if node.role == "controller" { CONTROLLER_LISTENER } else { REPLICATION_LISTENER };
            let for_clients = node.endpoints.iter().find(|(name, _)| *name != own);
            let address =
                for_clients.or_else(|| node.endpoints.iter().next()).map_or("-", |(_, address)| address);
            let votes = match (node.leader, node.voter) {
                (true, _) => "leads",
                (false, true) => "yes",
                (false, false) => "",
            };
            let note = if node.held { "kept down by ferryman node stop" } else { &node.deviates };
            let pid = node.pid.map_or("-".to_owned(), |pid| pid.to_string());
            let ready = if node.ready { "yes" } else { "no" };
            let line = format!(
                "{:>6}  {:<10}  {pid:>8}  {ready:<5}  {votes:<6}  {address:<24}  {note}",
                node.id, node.role
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{read, validate};

    fn view() -> View {
        let manifest = read(
            "apiVersion: ferryman.dev/v1alpha1\nkind: KafkaCluster\nmetadata: {name: demo}\nspec: {config: {default.replication.factor: 3}}\n",
            None,
        )
        .unwrap();
        View {
            root: DataRoot::new("/r".as_ref(), "demo").unwrap(),
            manifest: "/m.yaml".into(),
            want: validate(&manifest, None).unwrap(),
            violations: Vec::new(),
            ports: Ports::default(),
            memo: Memo::default(),
            plan: None,
        }
    }

    #[test]
    fn every_node_that_should_exist_is_shown_with_what_a_tool_looks_for() {
        let shown = serde_json::to_value(view().shown(&Fleet::default())).unwrap();
        let nodes = shown["nodes"].as_array().unwrap();
        let ids: Vec<i64> = nodes.iter().map(|node| node["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, [0, 1, 2, 9000, 9001, 9002]);
        let node = &nodes[3];
        assert_eq!(node["role"], "controller");
        assert_eq!(node["pid"], serde_json::Value::Null);
        assert_eq!(
            (&node["ready"], &node["voter"], &node["leader"]),
            (&false.into(), &false.into(), &false.into())
        );
        assert_eq!(node["directories"], serde_json::json!(["/r/demo/nodes/9000/d0"]));
        assert_eq!(node["log"], "/r/demo/nodes/9000/log");
        assert!(node["endpoints"].is_object());
        assert_eq!((&shown["ready"], &shown["phase"]), (&false.into(), &"Creating".into()));
        assert!(shown.get("clusterId").is_some());
    }

    #[test]
    fn a_status_is_read_as_it_was_written() {
        let shown = view().shown(&Fleet::default());
        let text = serde_json::to_string(&shown).unwrap();
        let read: ClusterStatus = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(read.table().contains("9002  controller"));
    }
}
