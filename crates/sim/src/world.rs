//! [`World`]: the controllers of a run, their disks, who talks to them, and the order of events.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use controller_loop::{Core, Loop, Submitted, VotersRecords};
use disk::{CrashChoice, SimDisk};
use futures_util::future::{Either, select};
use metadata::controller::{ControllerConfig, Request, Response};
use parking_lot::Mutex;
use quorum::sim::{
    GroupId, Network, Running, Simulated, kill, new_group, now, random_below, set_disk_delay, sleep, spawn_in,
};
use quorum::{Limits, Quorum, QuorumConfig, Timing, Uuid, VoterKey};
use tokio::sync::{mpsc, oneshot};
use wire::messages::create_topics::{CreatableTopic, CreateTopicsRequest};

use crate::controller::{Asker, Process};
use crate::history::{Counts, History, Watch};
use crate::{admin, broker, nemesis, operator};

/// Controllers that exist, members or not.
pub(crate) const CONTROLLERS: i32 = 5;
/// Brokers have the ids from here on.
pub(crate) const FIRST_BROKER: i32 = 101;
/// Brokers that exist.
pub(crate) const BROKERS: i32 = 4;
/// The cluster's id.
pub(crate) const CLUSTER: &str = "simulated";
/// A broker that is silent for so long is fenced.
pub(crate) const SESSION_MS: u64 = 2_000;
/// How long things go wrong, at least and at most, in milliseconds.
const TROUBLE_MS: std::ops::Range<u64> = 3_000..8_000;
/// How long the healed cluster has for what it must do.
const RECOVERY: Duration = Duration::from_secs(40);
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);
/// Requests that wait for a controller's loop.
const SUBMITTED_MAX: usize = 256;

/// The wall clock, in milliseconds since 1970.
pub(crate) fn wall_ms() -> i64 {
    1_700_000_000_000 + now().as_millis() as i64
}

/// The clock that never goes back, in milliseconds.
pub(crate) fn mono_ms() -> u64 {
    now().as_millis() as u64
}

/// A controller, whether it runs or not.
pub(crate) struct Node {
    pub(crate) key: VoterKey,
    pub(crate) disk: SimDisk,
    pub(crate) group: Option<GroupId>,
    /// A fault of the disk was ordered: the node may fail.
    pub(crate) disk_fault: bool,
}

/// A controller that answers.
#[derive(Clone)]
struct Serving {
    core: Arc<Core<Process>>,
    submit: mpsc::Sender<Submitted<Asker>>,
}

/// The changes of voters that the quorum was asked for and has not answered.
#[derive(Clone, Default)]
pub(crate) struct Changing(Arc<Mutex<Vec<BTreeSet<VoterKey>>>>);

impl Changing {
    /// A change to these voters; it is over when what is returned is dropped.
    pub(crate) fn begin(&self, voters: &BTreeSet<VoterKey>) -> impl Drop + Send + use<> {
        struct End(Changing, BTreeSet<VoterKey>);
        impl Drop for End {
            fn drop(&mut self) {
                let mut changes = self.0.0.lock();
                if let Some(at) = changes.iter().position(|voters| *voters == self.1) {
                    changes.remove(at);
                }
            }
        }
        self.0.lock().push(voters.clone());
        End(self.clone(), voters.clone())
    }

    pub(crate) fn any(&self) -> bool {
        !self.0.lock().is_empty()
    }
}

/// A run. Clones are the same run.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) nodes: Arc<Mutex<BTreeMap<i32, Node>>>,
    pub(crate) network: Network,
    pub(crate) history: Arc<Mutex<History>>,
    serving: Arc<Mutex<BTreeMap<i32, Serving>>>,
    /// The group of what belongs to no controller.
    group: GroupId,
    pub(crate) changing: Changing,
    /// Voters that have lost their log and may still be voters.
    pub(crate) lost: Arc<Mutex<BTreeSet<VoterKey>>>,
    /// Everybody who was ever seen to be a voter.
    pub(crate) voters: Arc<Mutex<BTreeSet<VoterKey>>>,
    /// No more trouble is made.
    healed: Arc<Mutex<bool>>,
}

/// An id that has never been before.
pub(crate) fn new_uuid() -> Uuid {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&random_below(u64::MAX).to_be_bytes());
    bytes[8] = 1;
    Uuid(bytes)
}

impl World {
    pub(crate) fn new() -> Self {
        set_disk_delay(Duration::from_micros(50)..Duration::from_millis(1 + random_below(8)));
        let history: Arc<Mutex<History>> = Arc::default();
        let group = new_group();
        let nodes = (1..=CONTROLLERS).map(|id| {
            let key = VoterKey { id, directory: new_uuid() };
            (id, Node { key, disk: SimDisk::new(), group: None, disk_fault: false })
        });
        Self {
            nodes: Arc::new(Mutex::new(nodes.collect())),
            network: Network::new(Arc::new(Watch(history.clone())), group, CONTROLLERS),
            history,
            serving: Arc::default(),
            group,
            changing: Changing::default(),
            lost: Arc::default(),
            voters: Arc::default(),
            healed: Arc::default(),
        }
    }

    pub(crate) async fn run(&self) {
        let delay = Duration::from_millis(1 + random_below(15));
        self.network.set_quality(random_below(40), random_below(40), delay);
        for id in 1..=CONTROLLERS {
            self.start(id);
        }
        self.bootstrap().await;
        self.spawn(operator::operator(self.clone()));
        self.spawn(admin::admin(self.clone()));
        for id in FIRST_BROKER..FIRST_BROKER + BROKERS {
            self.spawn(broker::broker(self.clone(), id));
        }
        let trouble = TROUBLE_MS.start + random_below(TROUBLE_MS.end - TROUBLE_MS.start);
        nemesis::rage(self, Duration::from_millis(trouble)).await;
        self.heal();
        self.recover().await;
        self.network.stop_all();
        self.serving.lock().clear();
    }

    pub(crate) fn counts(&self) -> Counts {
        self.history.lock().counts.clone()
    }

    /// Spawns a task that belongs to no controller.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        spawn_in(self.group, task);
    }

    pub(crate) fn is_healed(&self) -> bool {
        *self.healed.lock()
    }

    /// One named directory founds the group; that is repeated until it is done.
    async fn bootstrap(&self) {
        let key = self.nodes.lock()[&1].key;
        self.voters.lock().insert(key);
        loop {
            let founder = self.network.running().into_iter().find(|running| running.key == key);
            if let Some(founder) = founder
                && founder.quorum.bootstrap(key.directory).await.is_ok()
            {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Starts a controller with what is on its disk.
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

    /// The life of a controller's process.
    async fn life(&self, key: VoterKey, disk: SimDisk, group: GroupId) {
        let mut config = ControllerConfig::new(CLUSTER, key.id, key.directory);
        config.session_timeout_ms = SESSION_MS;
        let process = Process::new(key, group, self.changing.clone(), self.history.clone());
        let (core, applier) = process.core(config);
        let transport = self.network.transport(key.id);
        let opened = Quorum::<Simulated>::open(
            quorum_config(key, disk),
            transport,
            applier,
            Arc::new(VotersRecords::new(wall_ms)),
        );
        let quorum = match opened.await {
            Ok(quorum) => quorum,
            Err(e) => return self.died(key, &e.to_string()),
        };
        let (submit, submitted) = mpsc::channel(SUBMITTED_MAX);
        self.serving.lock().insert(key.id, Serving { core: core.clone(), submit });
        self.network.started(Running { key, group, quorum: quorum.clone() });
        let mut fatal = quorum.fatal();
        let ended = fatal.wait_for(Option::is_some);
        let running = Loop::new(core, quorum).run(submitted);
        let reason = match select(Box::pin(ended), Box::pin(running)).await {
            Either::Left((Ok(fatal), _)) => fatal.as_ref().map(ToString::to_string),
            Either::Right((Err(e), _)) => panic!("controller {key} contradicts itself: {e}"),
            _ => None,
        };
        self.died(key, &reason.unwrap_or_else(|| "the quorum is gone".into()));
    }

    /// A controller's process has ended by itself: only a fault of its disk is a reason.
    fn died(&self, key: VoterKey, why: &str) {
        let fault = self.nodes.lock()[&key.id].disk_fault;
        assert!(fault, "{key} has ended without a reason: {why}");
        self.history.lock().counts.disk_failures += 1;
        let world = self.clone();
        self.spawn(async move {
            world.crash(key.id);
            sleep(Duration::from_millis(50 + random_below(1500))).await;
            world.start_if_stopped(key.id);
        });
    }

    /// Cuts the power of a controller.
    pub(crate) fn crash(&self, id: i32) {
        let (group, disk) = {
            let mut nodes = self.nodes.lock();
            let node = nodes.get_mut(&id).unwrap();
            node.disk_fault = false;
            node.disk.set_flush_fails(false);
            (node.group.take(), node.disk.clone())
        };
        let Some(group) = group else { return };
        self.network.stopped(id);
        self.serving.lock().remove(&id);
        kill(group);
        match random_below(4) {
            0 => disk.crash(CrashChoice::LoseAll),
            1 => disk.crash(CrashChoice::KeepAll),
            _ => disk.crash(CrashChoice::Each(&mut random_below)),
        }
        self.history.lock().counts.crashes += 1;
    }

    /// Gives a controller another disk; as itself, or formatted anew as another directory.
    pub(crate) fn replace_disk(&self, id: i32, anew: bool) {
        self.crash(id);
        let mut nodes = self.nodes.lock();
        let node = nodes.get_mut(&id).unwrap();
        node.disk = SimDisk::new();
        if anew {
            node.key.directory = new_uuid();
        }
    }

    pub(crate) fn start_if_stopped(&self, id: i32) {
        if self.nodes.lock()[&id].group.is_none() {
            self.start(id);
        }
    }

    /// The controller that leads and is ready to, with the highest term if there are several.
    pub(crate) fn leader(&self) -> Option<Running> {
        let leading = |running: &Running| {
            let leadership = running.quorum.leadership().borrow().clone();
            (leadership.is_leader && leadership.own_term_applied).then_some(leadership.term)
        };
        self.network.running().into_iter().filter(|r| leading(r).is_some()).max_by_key(|r| leading(r))
    }

    /// Asks a controller; `None` when no answer comes.
    pub(crate) async fn ask(&self, from: i32, to: i32, request: Request, version: i16) -> Option<Response> {
        let limit = now() + PATIENCE;
        let (reply, answer) = oneshot::channel();
        if let Some(way) = self.network.way(from, to) {
            sleep(way).await;
            let serving = self.serving.lock().get(&to).cloned();
            // A full queue loses it, as a listener would let it wait for too long.
            serving.and_then(|serving| {
                let submitted = serving.core.host().submitted(request, version, reply);
                serving.submit.try_send(submitted).ok()
            });
        }
        let answered = select(answer, Box::pin(sleep(limit.saturating_sub(now())))).await;
        let (Either::Left((Ok(response), _)), Some(back)) = (answered, self.network.way(to, from)) else {
            sleep(limit.saturating_sub(now())).await;
            return None;
        };
        sleep(back).await;
        Some(response)
    }

    fn heal(&self) {
        *self.healed.lock() = true;
        self.network.join_all();
        self.network.set_quality(0, 0, Duration::from_millis(2));
        for id in 1..=CONTROLLERS {
            if self.nodes.lock()[&id].disk_fault {
                self.crash(id);
            }
            self.start_if_stopped(id);
        }
    }

    /// The healed cluster makes a topic, unfences all brokers, and every controller has all of the log.
    async fn recover(&self) {
        let limit = now() + RECOVERY;
        let mut made = false;
        while now() < limit {
            sleep(Duration::from_millis(100)).await;
            let Some(leader) = self.leader() else { continue };
            if !made {
                made = self.make_the_last_topic(leader.key.id).await;
            } else if self.is_whole(&leader) {
                let history = self.history.lock();
                return history.check_acknowledged();
            }
        }
        panic!("the healed cluster has not come together: {}", self.describe());
    }

    async fn make_the_last_topic(&self, leader: i32) -> bool {
        let topic = CreatableTopic {
            name: "the-last".into(),
            num_partitions: 1,
            replication_factor: 1,
            ..CreatableTopic::default()
        };
        let request =
            CreateTopicsRequest { topics: vec![topic], timeout_ms: 1000, ..CreateTopicsRequest::default() };
        let made = self.ask(0, leader, Request::CreateTopics(request), 7).await.is_some();
        made && self.history.lock().latest().topics().by_name("the-last").is_some()
    }

    fn is_whole(&self, leader: &Running) -> bool {
        let membership = leader.quorum.membership().borrow().clone();
        let history = self.history.lock();
        let latest = history.latest();
        let end = history.end().map(|(_, offset)| offset);
        let settled = membership.committed && !membership.is_joint() && !self.changing.any();
        let unfenced = latest.brokers().iter().filter(|broker| broker.is_active()).count();
        let serving = self.serving.lock();
        let has_all = |voter: &VoterKey| {
            let running = self.network.running().into_iter().find(|running| running.key == *voter);
            running.is_some_and(|running| Some(running.quorum.log_view().high_watermark()) == end)
                && serving.get(&voter.id).is_some_and(|serving| serving.core.committed() == latest)
        };
        settled && unfenced == BROKERS as usize && membership.voters.keys().all(has_all)
    }

    fn describe(&self) -> String {
        let nodes = self.network.running().into_iter().map(|running| {
            let leadership = running.quorum.leadership().borrow().clone();
            let membership = running.quorum.membership().borrow().clone();
            let keys = |of: &BTreeMap<VoterKey, quorum::Endpoints>| {
                of.keys().map(ToString::to_string).collect::<Vec<_>>()
            };
            format!(
                "\n{}: term {} leads {} ready {}; voters {:?} outgoing {:?} learners {:?}; log {}..{}",
                running.key,
                leadership.term,
                leadership.is_leader,
                leadership.own_term_applied,
                keys(&membership.voters),
                membership.outgoing.as_ref().map(keys),
                keys(&membership.learners),
                running.quorum.log_view().high_watermark(),
                running.quorum.log_view().end_offset(),
            )
        });
        let latest = self.history.lock().latest();
        let brokers = latest.brokers().iter().map(|b| format!("\nbroker {} fenced {}", b.id, b.fenced));
        nodes.chain(brokers).collect()
    }
}

fn quorum_config(key: VoterKey, disk: SimDisk) -> QuorumConfig {
    QuorumConfig {
        key,
        endpoints: Network::endpoints(key.id),
        cluster_id: CLUSTER.into(),
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
