//! [`World`]: the nodes of a run, their disks, and the order of events.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use disk::{CrashChoice, Disk, SimDisk, read_all};
use ferryman_quorum::sim::{
    GroupId, Network, Observer, Running, Simulated, kill, new_group, now, random_below, set_disk_delay,
    sleep, spawn_in,
};
use ferryman_quorum::{
    Applied, Applier, ApplyError, Entry, Limits, Member, Quorum, QuorumConfig, Timing, Uuid, VoterKey,
    VotersEncoder,
};
use parking_lot::Mutex;

use crate::history::{History, Summary};
use crate::{actors, batches, follower, nemesis};

/// Controllers that exist, members or not.
pub(crate) const NODES: usize = 5;
/// How long things go wrong, at least and at most, in milliseconds.
const TROUBLE_MS: std::ops::Range<u64> = 4_000..12_000;
/// How long the healed group has for what it must do.
const RECOVERY: Duration = Duration::from_secs(20);

thread_local! {
    /// The group of what belongs to no node.
    pub(crate) static WORLD_GROUP: Cell<Option<GroupId>> = const { Cell::new(None) };
}

/// A node, whether it runs or not.
pub(crate) struct Node {
    pub(crate) key: VoterKey,
    pub(crate) disk: SimDisk,
    pub(crate) group: Option<GroupId>,
    /// A fault of the disk was ordered: the node may fail.
    pub(crate) disk_fault: bool,
}

/// A run. Clones are the same run.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) nodes: Arc<Mutex<BTreeMap<i32, Node>>>,
    pub(crate) network: Network,
    pub(crate) history: Arc<Mutex<History>>,
    /// Voters that have lost their log and may still be voters.
    pub(crate) lost: Arc<Mutex<BTreeSet<VoterKey>>>,
    /// Everybody who was to become a voter at some time.
    pub(crate) voters: Arc<Mutex<BTreeSet<VoterKey>>>,
    /// The voters to be of changes that were asked for and have not been answered.
    pub(crate) changing: Arc<Mutex<BTreeMap<u64, BTreeSet<VoterKey>>>>,
    /// No more trouble is made.
    pub(crate) healed: Arc<Mutex<bool>>,
}

/// A directory that has never been before.
pub(crate) fn new_directory() -> Uuid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&random_below(u64::MAX).to_be_bytes());
    bytes[8] = 1;
    Uuid(bytes)
}

impl World {
    pub(crate) fn new() -> Self {
        let group = new_group();
        WORLD_GROUP.with(|known| known.set(Some(group)));
        set_disk_delay(Duration::from_micros(50)..Duration::from_millis(1 + random_below(8)));
        let history = Arc::new(Mutex::new(History::default()));
        let nodes = (1..=NODES as i32).map(|id| {
            let key = VoterKey { id, directory: new_directory() };
            (id, Node { key, disk: SimDisk::new(), group: None, disk_fault: false })
        });
        Self {
            nodes: Arc::new(Mutex::new(nodes.collect())),
            network: Network::new(Arc::new(Watch(history.clone())), group, NODES as i32),
            history,
            lost: Arc::default(),
            voters: Arc::default(),
            changing: Arc::default(),
            healed: Arc::default(),
        }
    }

    pub(crate) async fn run(&self) {
        self.network.set_quality(
            random_below(60),
            random_below(60),
            Duration::from_millis(1 + random_below(15)),
        );
        for id in 1..=NODES as i32 {
            self.start(id);
        }
        self.bootstrap().await;
        self.spawn(actors::operator(self.clone()));
        self.spawn(actors::client(self.clone()));
        self.spawn(follower::broker(self.clone()));
        let trouble = TROUBLE_MS.start + random_below(TROUBLE_MS.end - TROUBLE_MS.start);
        nemesis::rage(self, Duration::from_millis(trouble)).await;
        self.heal();
        self.recover().await;
        self.network.stop_all();
        let mut history = self.history.lock();
        history.summary.runs = 1;
        history.summary.terms = history.terms();
    }

    /// Spawns a task that belongs to no node.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        spawn_in(WORLD_GROUP.with(Cell::get).unwrap(), task);
    }

    pub(crate) fn summary(&self) -> Summary {
        self.history.lock().summary.clone()
    }

    /// The operator's step: one named directory founds the group; it is repeated until it is done.
    async fn bootstrap(&self) {
        let key = self.nodes.lock()[&1].key;
        self.voters.lock().insert(key);
        loop {
            let founder = self.network.running().into_iter().find(|running| running.key.id == 1);
            if let Some(founder) = founder
                && founder.quorum.bootstrap(key.directory).await.is_ok()
            {
                return;
            }
            sleep(Duration::from_millis(20)).await;
            // It may also be stopped in the middle of it.
            if random_below(4) == 0 {
                self.crash(1);
                self.start(1);
            }
        }
    }

    /// Starts a node with what is on its disk.
    pub(crate) fn start(&self, id: i32) {
        let group = new_group();
        let (key, disk) = {
            let mut nodes = self.nodes.lock();
            let node = nodes.get_mut(&id).unwrap();
            assert!(node.group.is_none(), "node {id} runs already");
            node.group = Some(group);
            (node.key, node.disk.clone())
        };
        let world = self.clone();
        spawn_in(group, async move { world.life(key, disk, group).await });
    }

    /// The life of a node's process.
    async fn life(&self, key: VoterKey, disk: SimDisk, group: GroupId) {
        let transport = self.network.transport(key.id);
        let opened =
            Quorum::<Simulated>::open(self.config(key, disk), transport, self.witness(key), self.encoder())
                .await;
        let quorum = match opened {
            Ok(quorum) => quorum,
            Err(e) => return self.died(key, &e.to_string()),
        };
        self.network.started(Running { key, group, quorum: quorum.clone() });
        let mut fatal = quorum.fatal();
        let mut leadership = quorum.leadership();
        loop {
            if let Some(fatal) = fatal.borrow_and_update().clone() {
                return self.died(key, &fatal.reason);
            }
            let seen = leadership.borrow_and_update().clone();
            self.history.lock().leadership(key, &seen);
            let changed = (Box::pin(fatal.changed()), Box::pin(leadership.changed()));
            futures_util::future::select(changed.0, changed.1).await;
        }
    }

    pub(crate) fn config(&self, key: VoterKey, disk: SimDisk) -> QuorumConfig {
        QuorumConfig {
            key,
            endpoints: Network::endpoints(key.id),
            cluster_id: "simulated".into(),
            timing: Timing { learner_timeout: Duration::from_secs(4), ..Timing::default() },
            disk: Arc::new(disk),
            metadata_log_dir: PathBuf::from("/meta"),
            limits: Limits {
                segment_bytes: 16 * 1024,
                metadata_segment_bytes: 8 * 1024,
                cache_bytes: 2 * 1024,
                ..Limits::default()
            },
        }
    }

    /// Tells the history what one life of a node applies.
    pub(crate) fn witness(&self, key: VoterKey) -> Box<dyn Applier> {
        Box::new(Witness { key, before: None, history: self.history.clone() })
    }

    pub(crate) fn encoder(&self) -> Arc<dyn VotersEncoder> {
        Arc::new(Voters)
    }

    /// A node's process has ended by itself: only a fault of its disk is a reason.
    fn died(&self, key: VoterKey, why: &str) {
        let fault = self.nodes.lock()[&key.id].disk_fault;
        assert!(fault, "{key} has ended without a reason: {why}");
        self.history.lock().summary.disk_failures += 1;
        let world = self.clone();
        self.spawn(async move {
            world.crash(key.id);
            sleep(Duration::from_millis(50 + random_below(1500))).await;
            world.start_if_stopped(key.id);
        });
    }

    /// Cuts the power of a node.
    pub(crate) fn crash(&self, id: i32) {
        let group = {
            let mut nodes = self.nodes.lock();
            let node = nodes.get_mut(&id).unwrap();
            node.disk_fault = false;
            node.disk.set_flush_fails(false);
            node.group.take()
        };
        let Some(group) = group else { return };
        self.network.stopped(id);
        kill(group);
        let disk = self.nodes.lock()[&id].disk.clone();
        match random_below(4) {
            0 => disk.crash(CrashChoice::LoseAll),
            1 => disk.crash(CrashChoice::KeepAll),
            _ => disk.crash(CrashChoice::Each(&mut random_below)),
        }
        self.history.lock().summary.crashes += 1;
    }

    /// Formats a node's disk anew, as another directory, and starts it.
    pub(crate) fn format(&self, id: i32) {
        self.crash(id);
        {
            let mut nodes = self.nodes.lock();
            let node = nodes.get_mut(&id).unwrap();
            node.disk = SimDisk::new();
            node.key.directory = new_directory();
        }
        self.start(id);
    }

    pub(crate) fn start_if_stopped(&self, id: i32) {
        if self.nodes.lock()[&id].group.is_none() {
            self.start(id);
        }
    }

    /// The node that leads and is ready to, with the highest term if there are several.
    pub(crate) fn leader(&self) -> Option<Running> {
        let leading = |running: &Running| {
            let leadership = running.quorum.leadership().borrow().clone();
            (leadership.is_leader && leadership.own_term_applied).then_some(leadership.term)
        };
        self.network.running().into_iter().filter(|r| leading(r).is_some()).max_by_key(|r| leading(r))
    }

    fn heal(&self) {
        *self.healed.lock() = true;
        self.network.join_all();
        self.network.set_quality(0, 0, Duration::from_millis(2));
        for id in 1..=NODES as i32 {
            if self.nodes.lock()[&id].disk_fault {
                self.crash(id);
            }
            self.start_if_stopped(id);
        }
    }

    /// The healed group has a leader, takes a proposal, and every member has all of the log.
    async fn recover(&self) {
        let limit = now() + RECOVERY;
        let mut proposed = None;
        while now() < limit {
            sleep(Duration::from_millis(100)).await;
            let Some(leader) = self.leader() else { continue };
            let known = self.history.lock().len();
            if proposed.is_none_or(|index| index >= known) {
                let term = leader.quorum.leadership().borrow().term;
                let entry = batches::entry(3, random_below(u64::MAX));
                let expected = ferryman_quorum::Precondition { term };
                proposed = leader.quorum.propose(entry, expected).await.ok().map(|p| p.index);
                continue;
            }
            if self.everybody_has(&leader, known) {
                return;
            }
        }
        panic!("the healed group has made no progress: {}", self.describe());
    }

    fn everybody_has(&self, leader: &Running, len: u64) -> bool {
        let membership = leader.quorum.membership().borrow().clone();
        let end =
            self.history.lock().from(len - 1).next().map(|last| last.base_offset + i64::from(last.count));
        let running = self.network.running();
        // A change of voters that was begun has come to its end.
        membership.committed
            && !membership.is_joint()
            && membership.voters.keys().all(|voter| {
                running.iter().any(|r| {
                    let applied = r.key == *voter && Some(r.quorum.log_view().high_watermark()) >= end;
                    applied && self.files_hold_the_log(*voter)
                })
            })
    }

    /// Whether the files that Kafka's tools read hold all that is committed; they never hold anything else.
    fn files_hold_the_log(&self, key: VoterKey) -> bool {
        let disk = self.nodes.lock()[&key.id].disk.clone();
        let dir = PathBuf::from("/meta/__cluster_metadata-0");
        let mut found = Vec::new();
        for entry in disk.list(&dir).unwrap() {
            if entry.name.ends_with(".log") {
                found.extend(read_all(&disk, &dir.join(&entry.name), 1 << 30).unwrap().unwrap());
            }
        }
        let expected: Vec<u8> =
            self.history.lock().from(0).flat_map(|applied| applied.batch.clone()).collect();
        assert!(
            expected.starts_with(&found),
            "the files of {key} hold something else than the committed log"
        );
        found.len() == expected.len()
    }

    fn describe(&self) -> String {
        let nodes = self.network.running().into_iter().map(|running| {
            let leadership = running.quorum.leadership().borrow().clone();
            let membership = running.quorum.membership().borrow().clone();
            let view = running.quorum.log_view();
            format!(
                "\n{}: term {} leads {} ready {} knows {:?}; voters {:?} outgoing {:?} learners {:?} at {:?}; log {}..{}",
                running.key,
                leadership.term,
                leadership.is_leader,
                leadership.own_term_applied,
                leadership.leader.map(|leader| leader.key.to_string()),
                membership.voters.keys().map(ToString::to_string).collect::<Vec<_>>(),
                membership.outgoing.map(|old| old.keys().map(ToString::to_string).collect::<Vec<_>>()),
                membership.learners.keys().map(ToString::to_string).collect::<Vec<_>>(),
                membership.log_id,
                view.high_watermark(),
                view.end_offset(),
            )
        });
        nodes.collect()
    }
}

/// Tells the history what the network sees.
struct Watch(Arc<Mutex<History>>);

impl Observer for Watch {
    fn led(&self, term: u64, leader: VoterKey) {
        self.0.lock().led(term, leader);
    }

    fn refused(&self) {
        self.0.lock().summary.refusals += 1;
    }
}

/// Tells the history what a node applies.
struct Witness {
    key: VoterKey,
    before: Option<u64>,
    history: Arc<Mutex<History>>,
}

impl Applier for Witness {
    fn apply(&mut self, applied: &Applied) -> Result<(), ApplyError> {
        self.history.lock().applied(self.key, self.before, applied);
        self.before = Some(applied.index);
        Ok(())
    }
}

/// A stand-in for the `Voters` batch: its mark is a sum of the voters.
struct Voters;

/// The entry that stands for a set of voters.
pub(crate) fn voters_entry<'a>(voters: impl Iterator<Item = &'a VoterKey>) -> Entry {
    let sum = voters.fold(0_u64, |sum, key| sum.wrapping_mul(31).wrapping_add(key.directory.0[0].into()));
    batches::entry(1, sum)
}

impl VotersEncoder for Voters {
    fn voters(&self, voters: &[Member]) -> Entry {
        voters_entry(voters.iter().map(|member| &member.key))
    }
}
