//! Processes, disks, a quorum, brokers and partitions, half a second at a time.

use std::collections::{BTreeMap, BTreeSet};

use ferryman_operator::api::Timestamp;
use ferryman_operator::plan::{ClusterId, Desired, DirectoryId, Identity, Incarnation, Revision, Voter};
use ferryman_operator::validate::{NodeId, PoolName, Role};

use crate::manifest::BAD;
use crate::rng::Rng;

/// Milliseconds of a tick.
pub(crate) const TICK_MS: i64 = 500;
/// A broker that is silent for so many ticks is fenced; a controller so long without the log's end is behind.
const SESSION: u64 = 5;
/// A replica of the metadata log counts as alive that had its end within so many ticks.
pub(crate) const CAUGHT_UP: u64 = 6;

pub(crate) struct World {
    pub(crate) rng: Rng,
    pub(crate) tick: u64,
    pub(crate) nodes: BTreeMap<NodeId, Node>,
    /// Every directory that was ever bootstrapped.
    pub(crate) founders: BTreeSet<Voter>,
    pub(crate) voters: BTreeSet<Voter>,
    pub(crate) leader: Option<Voter>,
    pub(crate) term: i32,
    pub(crate) brokers: BTreeMap<NodeId, Registration>,
    pub(crate) partitions: Vec<Partition>,
    pub(crate) desired: Option<Desired>,
    /// Revisions with which no node starts, and whether that is for what all pools have in common.
    pub(crate) bad: BTreeMap<Revision, bool>,
    /// When controllers, brokers, were last disturbed by something that was not the plan.
    pub(crate) controllers_disturbed: u64,
    pub(crate) brokers_disturbed: u64,
    pub(crate) log: Vec<String>,
    counter: u64,
}

pub(crate) struct Node {
    pub(crate) pool: PoolName,
    pub(crate) role: Role,
    pub(crate) process: Process,
    pub(crate) disk: Option<Disk>,
    /// When a process that ended is started again.
    pub(crate) start_at: u64,
    /// Until when it does not follow.
    pub(crate) lags_until: u64,
    /// Controller: when it last had the metadata log's end.
    pub(crate) caught_up_at: Option<u64>,
    /// Broker: whether it was unfenced in this run.
    pub(crate) served: bool,
    /// Whether it did not start with another revision before this one.
    pub(crate) failed_before: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Process {
    Absent,
    Up { incarnation: Incarnation, revision: Revision, since: u64 },
    Failed { revision: Revision, since: u64 },
}

#[derive(Clone)]
pub(crate) struct Disk {
    pub(crate) directory: DirectoryId,
    pub(crate) voted: bool,
    pub(crate) identity: Option<Identity>,
}

pub(crate) struct Registration {
    pub(crate) fenced: bool,
    pub(crate) cordoned: bool,
    heard: u64,
}

pub(crate) struct Partition {
    pub(crate) replicas: Vec<NodeId>,
    pub(crate) in_sync: BTreeSet<NodeId>,
    pub(crate) leader: Option<NodeId>,
    pub(crate) target: Option<Vec<NodeId>>,
    synced: BTreeSet<NodeId>,
}

impl Partition {
    pub(crate) fn min_in_sync(&self) -> usize {
        self.replicas.len().saturating_sub(1).max(1)
    }

    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.replicas.contains(&node) || self.target.as_ref().is_some_and(|target| target.contains(&node))
    }
}

pub(crate) fn cluster_id() -> ClusterId {
    ClusterId::new("9hTq1w0VRnK2c5yQm3aXbA").unwrap()
}

impl World {
    pub(crate) fn new(rng: Rng) -> Self {
        World {
            rng,
            tick: 0,
            nodes: BTreeMap::new(),
            founders: BTreeSet::new(),
            voters: BTreeSet::new(),
            leader: None,
            term: 0,
            brokers: BTreeMap::new(),
            partitions: Vec::new(),
            desired: None,
            bad: BTreeMap::new(),
            controllers_disturbed: 0,
            brokers_disturbed: 0,
            log: Vec::new(),
            counter: 0,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp(1_000_000 + self.tick as i64 * TICK_MS)
    }

    pub(crate) fn say(&mut self, what: impl AsRef<str>) {
        let line = format!("{:>5} {}", self.tick, what.as_ref());
        if std::env::var("PLAN_SEED").is_ok() {
            println!("{line}");
        }
        self.log.push(line);
    }

    pub(crate) fn is_up(&self, id: NodeId) -> bool {
        matches!(self.nodes.get(&id).map(|node| &node.process), Some(Process::Up { .. }))
    }

    /// Whether a voter runs on its directory and has the log.
    pub(crate) fn is_alive(&self, voter: &Voter) -> bool {
        let Some(node) = self.nodes.get(&voter.node) else { return false };
        let own = node.disk.as_ref().is_some_and(|disk| disk.directory == voter.directory);
        let current = node.caught_up_at.is_some_and(|at| self.tick - at <= CAUGHT_UP);
        own && current && self.is_up(voter.node)
    }

    /// Whether the voters that are alive are a majority.
    pub(crate) fn has_quorum(&self, voters: &BTreeSet<Voter>) -> bool {
        voters.iter().filter(|voter| self.is_alive(voter)).count() * 2 > voters.len()
    }

    pub(crate) fn is_ready(&self, id: NodeId) -> bool {
        let Some(node) = self.nodes.get(&id) else { return false };
        let Process::Up { since, .. } = node.process else { return false };
        match node.role {
            Role::Controller => {
                self.leader.is_some() && node.caught_up_at.is_some_and(|at| self.tick - at <= CAUGHT_UP)
            }
            Role::Broker => node.served && self.tick > since + 1,
        }
    }

    pub(crate) fn unique(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn new_directory(&mut self) -> DirectoryId {
        DirectoryId::new(format!("{:022}", self.unique())).unwrap()
    }

    /// Half a second.
    pub(crate) fn step(&mut self) {
        self.tick += 1;
        self.start_processes();
        self.elect();
        self.replicate_metadata();
        if self.leader.is_some() {
            self.hear_brokers();
            self.replicate_data();
        }
    }

    /// What a substrate's supervisor does by itself: desired nodes that do not run are started, with a volume each.
    fn start_processes(&mut self) {
        let Some(desired) = self.desired.take() else { return };
        for (id, wanted) in &desired.nodes {
            if !self.nodes.contains_key(id) {
                let start_at = self.tick + self.rng.below(4);
                self.nodes.insert(
                    *id,
                    Node {
                        pool: wanted.pool.clone(),
                        role: wanted.role,
                        process: Process::Absent,
                        disk: None,
                        start_at,
                        lags_until: 0,
                        caught_up_at: None,
                        served: false,
                        failed_before: false,
                    },
                );
            }
            self.start(*id, &wanted.revision);
        }
        self.desired = Some(desired);
    }

    fn start(&mut self, id: NodeId, revision: &Revision) {
        let (tick, bad) = (self.tick, self.bad.contains_key(revision));
        let directory = self.new_directory();
        let incarnation = Incarnation(format!("run-{}", self.unique()));
        let Some(node) = self.nodes.get_mut(&id) else { return };
        let stopped = match &node.process {
            Process::Absent => true,
            Process::Failed { revision: failed, .. } => failed != revision,
            Process::Up { .. } => false,
        };
        if !stopped || tick < node.start_at {
            return;
        }
        node.disk.get_or_insert(Disk { directory, voted: false, identity: None });
        node.served = false;
        node.failed_before = matches!(node.process, Process::Failed { .. });
        node.process = if bad {
            Process::Failed { revision: revision.clone(), since: tick }
        } else {
            Process::Up { incarnation, revision: revision.clone(), since: tick }
        };
        let line = format!("start {id}: {:?}", node.process);
        self.say(line);
    }

    /// Ends a process; it may be started again after some ticks.
    pub(crate) fn end(&mut self, id: NodeId, pause: u64) {
        let start_at = self.tick + 1 + pause;
        if let Some(node) = self.nodes.get_mut(&id) {
            node.process = Process::Absent;
            node.start_at = start_at;
        }
    }

    fn elect(&mut self) {
        let leads = self.leader.clone().is_some_and(|leader| {
            self.voters.contains(&leader)
                && self.is_up(leader.node)
                && self.runs_on(&leader)
                && self.quorum_runs()
        });
        if leads {
            return;
        }
        self.leader = None;
        if !self.quorum_runs() || !self.rng.chance(600) {
            return;
        }
        let candidates = self.voters.iter().filter(|voter| self.runs_on(voter));
        let best = candidates.max_by_key(|voter| self.nodes[&voter.node].caught_up_at).cloned();
        if let Some(voter) = best {
            self.term += 1;
            self.say(format!("controller {} leads term {}", voter.node, self.term));
            self.leader = Some(voter);
        }
    }

    fn runs_on(&self, voter: &Voter) -> bool {
        let disk = self.nodes.get(&voter.node).and_then(|node| node.disk.as_ref());
        self.is_up(voter.node) && disk.is_some_and(|disk| disk.directory == voter.directory)
    }

    fn quorum_runs(&self) -> bool {
        self.voters.iter().filter(|voter| self.runs_on(voter)).count() * 2 > self.voters.len()
    }

    fn replicate_metadata(&mut self) {
        let (tick, leader) = (self.tick, self.leader.clone());
        let Some(leader) = leader else { return };
        for (id, node) in &mut self.nodes {
            let Process::Up { since, .. } = node.process else { continue };
            let new = node.caught_up_at.is_none();
            let settled = tick >= since + if new { 4 } else { 1 };
            if node.role == Role::Controller && (*id == leader.node || (settled && tick >= node.lags_until)) {
                node.caught_up_at = Some(tick);
            }
        }
        for voter in &self.voters {
            if let Some(disk) = self.nodes.get_mut(&voter.node).and_then(|node| node.disk.as_mut()) {
                disk.voted |= disk.directory == voter.directory;
            }
        }
    }

    fn hear_brokers(&mut self) {
        let tick = self.tick;
        for (id, node) in &mut self.nodes {
            let Process::Up { since, .. } = node.process else { continue };
            if node.role != Role::Broker || tick < since + 2 {
                continue;
            }
            let new = Registration { fenced: true, cordoned: false, heard: tick };
            let registration = self.brokers.entry(*id).or_insert(new);
            registration.heard = tick;
            registration.fenced = false;
            node.served = true;
        }
        for registration in self.brokers.values_mut() {
            registration.fenced |= tick - registration.heard > SESSION;
        }
    }

    fn replicate_data(&mut self) {
        let serves = |brokers: &BTreeMap<NodeId, Registration>, id: &NodeId| {
            brokers.get(id).is_some_and(|b| !b.fenced)
        };
        for partition in &mut self.partitions {
            let fenced: Vec<NodeId> =
                partition.in_sync.iter().copied().filter(|id| !serves(&self.brokers, id)).collect();
            for id in fenced {
                if partition.in_sync.len() > 1 {
                    partition.in_sync.remove(&id);
                }
            }
            let serving = partition
                .replicas
                .iter()
                .find(|id| partition.in_sync.contains(id) && serves(&self.brokers, id));
            partition.leader = serving.copied();
            if partition.leader.is_none() {
                continue;
            }
            for id in partition.replicas.clone() {
                if serves(&self.brokers, &id) && self.rng.chance(400) {
                    partition.in_sync.insert(id);
                }
            }
            let Some(target) = partition.target.clone() else { continue };
            for id in &target {
                if serves(&self.brokers, id) && self.rng.chance(300) {
                    partition.synced.insert(*id);
                }
            }
            if target.iter().all(|id| partition.synced.contains(id)) {
                partition.in_sync = target.iter().copied().filter(|id| serves(&self.brokers, id)).collect();
                if partition.in_sync.is_empty() {
                    partition.in_sync.insert(target[0]);
                }
                partition.replicas = target;
                partition.target = None;
                partition.synced.clear();
            }
        }
    }

    /// What Kafka does for CreateTopics: live brokers that are not cordoned.
    pub(crate) fn create_partition(&mut self, factor: usize) {
        if self.leader.is_none() {
            return;
        }
        let mut takers: Vec<NodeId> =
            self.brokers.iter().filter(|(_, b)| !b.fenced && !b.cordoned).map(|(id, _)| *id).collect();
        if takers.len() < factor {
            return;
        }
        for last in (1..takers.len()).rev() {
            takers.swap(last, self.rng.below(last as u64 + 1) as usize);
        }
        takers.truncate(factor);
        let in_sync = takers.iter().copied().collect();
        let leader = takers.first().copied();
        self.partitions.push(Partition {
            replicas: takers,
            in_sync,
            leader,
            target: None,
            synced: BTreeSet::new(),
        });
    }

    pub(crate) fn reassign(&mut self, index: usize, to: Vec<NodeId>) {
        if let Some(partition) = self.partitions.get_mut(index) {
            partition.synced = partition.in_sync.clone();
            partition.target = Some(to);
        }
    }

    pub(crate) fn is_bad(hours: &str) -> bool {
        hours == BAD
    }
}
