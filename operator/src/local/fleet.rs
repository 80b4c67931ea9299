//! [`Fleet`]: the processes of all nodes.
//!
//! A node that was started and ends without being told is started again by whoever converges, after a pause that doubles
//! with each run that was never ready. One that is held stays down.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout};

use super::probe;
use super::process::{self, Launch, RunState, RunningProcess, StopWithin};
use crate::api::Timestamp;
use crate::plan::observed::Run;
use crate::plan::{Incarnation, Revision};
use crate::validate::NodeId;

/// Pause before a node that ended is started again, after the first run that was never ready; doubled with each.
const PAUSE_MIN: Duration = Duration::from_millis(250);
/// The longest such pause.
const PAUSE_MAX: Duration = Duration::from_secs(15);
/// After so many runs in a row that were never ready, a node counts as one that ends as soon as it is started.
const FAILED_AFTER: u32 = 3;

/// The processes of all nodes. Belongs to one thread.
#[derive(Default)]
pub struct Fleet {
    slots: RefCell<BTreeMap<NodeId, Slot>>,
    changed: Rc<Notify>,
    ended: Rc<Notify>,
}

struct Slot {
    revision: Revision,
    http_port: u16,
    state: watch::Receiver<RunState>,
    stop: watch::Sender<StopWithin>,
    since: Timestamp,
    /// Whether this run was ready, and whether it is now.
    was_ready: bool,
    ready: bool,
    held: bool,
    /// Runs in a row that ended by themselves without ever being ready.
    failures: u32,
    failed_since: Option<Timestamp>,
    /// Not to be started before.
    not_before: Instant,
    /// Whether the end of the run was taken note of.
    noted: bool,
}

impl Slot {
    fn process(&self) -> Option<RunningProcess> {
        match &*self.state.borrow() {
            RunState::Up(process) => Some(process.clone()),
            _ => None,
        }
    }

    fn has_ended(&self) -> bool {
        matches!(&*self.state.borrow(), RunState::Ended(_))
    }

    fn run(&self) -> Run {
        match &*self.state.borrow() {
            RunState::Up(process) => Run::Up {
                incarnation: process.incarnation(),
                revision: self.revision.clone(),
                ready: self.ready,
                since: self.since,
            },
            RunState::Begun => Run::Up {
                incarnation: Incarnation(format!("begun-{}", self.since.0)),
                revision: self.revision.clone(),
                ready: false,
                since: self.since,
            },
            RunState::Ended(why) => match self.failed_since {
                Some(since) if self.failures >= FAILED_AFTER && !self.held => {
                    Run::Failed { revision: self.revision.clone(), why: why.clone(), since }
                }
                _ => Run::Absent,
            },
        }
    }
}

/// A node's process as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its process, while it runs.
    pub pid: Option<u32>,
    /// Whether it said that it is ready when it was asked last.
    pub ready: bool,
    /// Whether it is kept down.
    pub held: bool,
}

impl Fleet {
    /// Wakes when a process starts, ends or becomes ready.
    pub fn changed(&self) -> Rc<Notify> {
        self.changed.clone()
    }

    /// Wakes when a process ends.
    pub fn ended(&self) -> Rc<Notify> {
        self.ended.clone()
    }

    /// Whether a node may be started now: it does not run, is not held, and its pause is over.
    pub fn may_start(&self, node: NodeId) -> bool {
        self.note_ends();
        let slots = self.slots.borrow();
        let startable = |slot: &Slot| slot.has_ended() && !slot.held && slot.not_before <= Instant::now();
        slots.get(&node).is_none_or(startable)
    }

    /// When the first node whose pause is not over may be started.
    pub fn next_start(&self) -> Option<Instant> {
        self.note_ends();
        let slots = self.slots.borrow();
        slots.values().filter(|slot| slot.has_ended() && !slot.held).map(|slot| slot.not_before).min()
    }

    /// Starts a node that does not run. To be called within a `LocalSet`.
    pub(super) fn start(&self, node: NodeId, launch: Launch, http_port: u16, now: Timestamp) {
        let before = self.slots.borrow_mut().remove(&node);
        let (state_in, state) = watch::channel(RunState::Begun);
        let (stop, stop_out) = watch::channel(None);
        let slot = Slot {
            revision: launch.revision.clone(),
            http_port,
            state,
            stop,
            since: now,
            was_ready: false,
            ready: false,
            held: false,
            failures: before.as_ref().map_or(0, |before| before.failures),
            failed_since: before.and_then(|before| before.failed_since),
            not_before: Instant::now(),
            noted: false,
        };
        let mut seen = slot.state.clone();
        self.slots.borrow_mut().insert(node, slot);
        let (changed, ended) = (self.changed.clone(), self.ended.clone());
        tokio::task::spawn_local(process::run(launch, state_in, stop_out));
        tokio::task::spawn_local(async move {
            while seen.changed().await.is_ok() {
                changed.notify_one();
            }
            changed.notify_one();
            ended.notify_one();
        });
    }

    /// Counts runs that ended, once each.
    fn note_ends(&self) {
        for slot in self.slots.borrow_mut().values_mut() {
            if slot.noted || !slot.has_ended() {
                continue;
            }
            slot.noted = true;
            let told = slot.stop.borrow().is_some();
            if told || slot.was_ready {
                slot.failures = 0;
                slot.failed_since = None;
            }
            if !told && !slot.was_ready {
                slot.failures += 1;
                let now = slot.since;
                slot.failed_since.get_or_insert(now);
            }
            // The first end is answered at once.
            let doublings = slot.failures.saturating_sub(1).min(16);
            let pause = if slot.failures == 0 { Duration::ZERO } else { PAUSE_MIN * (1 << doublings) };
            slot.not_before = Instant::now() + pause.min(PAUSE_MAX);
            slot.ready = false;
        }
    }

    /// Asks every node that runs whether it is ready, and tells how they run.
    pub async fn look(&self) -> BTreeMap<NodeId, Run> {
        self.note_ends();
        let ports: Vec<(NodeId, RunningProcess, u16)> = {
            let slots = self.slots.borrow();
            let up = |(id, slot): (&NodeId, &Slot)| Some((*id, slot.process()?, slot.http_port));
            slots.iter().filter_map(up).collect()
        };
        let asked = ports
            .into_iter()
            .map(|(id, process, port)| async move { (id, process, probe::is_ready(port).await) });
        for (id, process, ready) in join_all(asked).await {
            if let Some(slot) = self.slots.borrow_mut().get_mut(&id)
                && slot.process() == Some(process)
            {
                slot.ready = ready;
                slot.was_ready |= ready;
                if ready {
                    slot.failures = 0;
                    slot.failed_since = None;
                }
            }
        }
        self.note_ends();
        self.slots.borrow().iter().map(|(id, slot)| (*id, slot.run())).collect()
    }

    /// A node's process as it is shown.
    pub fn shown(&self, node: NodeId) -> Shown {
        let slots = self.slots.borrow();
        let Some(slot) = slots.get(&node) else { return Shown::default() };
        let pid = slot.process().map(|process| process.pid);
        Shown { pid, ready: slot.ready && pid.is_some(), held: slot.held }
    }

    /// Nodes that run or are about to.
    pub fn running(&self) -> BTreeSet<NodeId> {
        let slots = self.slots.borrow();
        slots.iter().filter(|(_, slot)| !slot.has_ended()).map(|(id, _)| *id).collect()
    }

    /// The run of a node, to compare with a guard's.
    pub fn incarnation(&self, node: NodeId) -> Option<Incarnation> {
        self.slots.borrow().get(&node)?.process().map(|process| process.incarnation())
    }

    /// Whether a node was told to stop and still runs.
    pub fn is_stopping(&self, node: NodeId) -> bool {
        let slots = self.slots.borrow();
        slots.get(&node).is_some_and(|slot| !slot.has_ended() && slot.stop.borrow().is_some())
    }

    /// Tells a node to stop; does not wait.
    pub fn stop(&self, node: NodeId, within: Duration) {
        if let Some(slot) = self.slots.borrow().get(&node) {
            slot.stop.send_if_modified(|told| told.replace(within).is_none_or(|before| within < before));
        }
    }

    /// Keeps a node down, or lets it be started again.
    pub fn hold(&self, node: NodeId, held: bool) {
        if let Some(slot) = self.slots.borrow_mut().get_mut(&node) {
            slot.held = held;
            if !held {
                slot.failures = 0;
                slot.failed_since = None;
                slot.not_before = Instant::now();
            }
        }
        self.changed.notify_one();
    }

    /// Forgets nodes that ended and should not exist any more: who comes back under such an id later is not held.
    pub(super) fn forget_all_but(&self, desired: impl Fn(NodeId) -> bool) {
        self.slots.borrow_mut().retain(|id, slot| !slot.has_ended() || desired(*id));
    }

    /// Tells nodes to stop and waits until they have; those that take longer are killed.
    pub async fn stop_all(&self, nodes: &BTreeSet<NodeId>, within: Duration) {
        for node in nodes {
            self.stop(*node, within);
        }
        self.await_end(nodes, within + Duration::from_secs(5)).await;
    }

    /// Waits until nodes have ended; whether they all have.
    pub async fn await_end(&self, nodes: &BTreeSet<NodeId>, within: Duration) -> bool {
        let states: Vec<watch::Receiver<RunState>> = {
            let slots = self.slots.borrow();
            nodes.iter().filter_map(|node| Some(slots.get(node)?.state.clone())).collect()
        };
        let ended = join_all(states.into_iter().map(|mut state| async move {
            // The sender goes with its last state.
            let _ = state.wait_for(|state| matches!(state, RunState::Ended(_))).await;
        }));
        timeout(within, ended).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ClusterId;

    #[tokio::test]
    async fn a_node_that_is_kept_down_and_scaled_in_is_started_when_it_is_scaled_out_again() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str| dir.path().join(name);
        let launch = Launch {
            program: "false".into(),
            properties: file("server.properties"),
            directories: vec![file("d0")],
            cluster_id: ClusterId::new("4L6g3nShT-eMCtK--X86sw").unwrap(),
            revision: Revision::new("r"),
            log: file("log"),
            run_file: file("run.json"),
        };
        let (node, fleet) = (NodeId::new(9003).unwrap(), Fleet::default());
        let ended = async {
            fleet.start(node, launch, 1, Timestamp(0));
            assert!(fleet.await_end(&BTreeSet::from([node]), Duration::from_secs(10)).await);
        };
        tokio::task::LocalSet::new().run_until(ended).await;
        fleet.hold(node, true);
        fleet.forget_all_but(|id| id == node);
        assert!(!fleet.may_start(node), "it should exist, and is kept down");
        fleet.forget_all_but(|_| false);
        assert!(fleet.may_start(node));
    }
}
