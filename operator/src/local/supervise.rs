//! The supervisor of one cluster: looks, plans, stores what the plan remembers, acts, and looks again when something
//! happened or is due.
//!
//! A round can be broken off at any await and begun anew: everything that must outlast it stands in the data root, and
//! every act can be repeated. Must not be here: decisions about the cluster.

mod act;
mod converge;
mod desk;
mod follow;
mod given_ports;
mod leftovers;
mod news;
mod observe;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::time::{sleep, sleep_until, timeout};

use super::clock::now;
use super::fleet::Fleet;
use super::ports::Ports;
use super::root::{DataRoot, Holder};
use super::status::View;
use super::watch_file::WatchedFile;
use super::{LocalError, control};
use crate::api::{Listener, Manifest, Timestamp};
use crate::cluster::Clusters;
use crate::plan::{ClusterId, Memo, Questions, plan};
use crate::validate::{NodeId, Role, ValidatedCluster};
use desk::Desk;
pub use follow::read_manifest;
use news::Told;
pub use news::{News, Teller, notes};

/// Between two looks while nothing is under way.
const IDLE: Duration = Duration::from_millis(1000);
/// Between two looks while much happens; never less than four times as long as a look takes.
const BUSY_MIN: Duration = Duration::from_millis(15);
const BUSY_MAX: Duration = Duration::from_millis(250);
/// How long after the last change much is expected to happen.
const BUSY_FOR: Duration = Duration::from_secs(5);
/// Between two looks at the manifest.
const MANIFEST_LOOK: Duration = Duration::from_millis(200);
/// How long a node that ended waits for the plan, before it is started as it was desired last.
const RESTART_AFTER: Duration = Duration::from_millis(200);
/// How long brokers may take to stop, and controllers after them.
const BROKERS_STOP_WITHIN: Duration = Duration::from_millis(6500);
const CONTROLLERS_STOP_WITHIN: Duration = Duration::from_millis(2500);

/// What is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The manifest's file; looked at again whenever it changes.
    pub manifest: PathBuf,
    /// Where data roots are.
    pub base: PathBuf,
    /// What nodes are.
    pub program: PathBuf,
}

/// Runs a cluster until `stop` is true or it is told to end. Within a `LocalSet`. Nothing runs any more when this returns.
///
/// # Errors
/// Why it cannot be run here; then nothing was started, or what was started has been stopped.
pub async fn supervise(
    options: Options,
    (manifest, want): (Manifest, ValidatedCluster),
    stop: tokio::sync::watch::Receiver<bool>,
    tell: Teller<'_>,
) -> Result<(), LocalError> {
    let began = Instant::now();
    let root = DataRoot::new(&options.base, want.name.as_str())?;
    let held = root.hold()?;
    let cluster_id = root.cluster_id(&held)?;
    let memo = root.memo()?.unwrap_or_default();
    leftovers::await_end(&root).await;
    for note in notes(&manifest, &want) {
        tell(News::Warning(note));
    }
    let listener = control::listen(&root)?;
    let ports: Ports =
        root.read_json("ports.json", "remove it; ports are then chosen anew")?.unwrap_or_default();
    let view = View {
        root: root.clone(),
        manifest: std::path::absolute(&options.manifest).unwrap_or(options.manifest.clone()),
        want,
        violations: Vec::new(),
        ports,
        memo: memo.clone(),
        plan: None,
    };
    let fleet = Rc::new(Fleet::default());
    let desk = Rc::new(Desk::new(view, fleet.clone()));
    let mut supervisor = Supervisor {
        configured: manifest.spec.listeners != Listener::defaults(),
        file: WatchedFile::new(&options.manifest),
        program: options.program,
        began,
        root,
        held,
        cluster_id,
        memo: memo.clone(),
        stored: memo,
        ask: Questions::default(),
        fleet,
        desk: desk.clone(),
        clusters: Clusters::default(),
        blind_since: now(),
        busy_until: Instant::now() + BUSY_FOR,
        told: Told::default(),
    };
    supervisor.give_ports(true)?;
    supervisor.tell_moved_ports(tell);
    let served = tokio::task::spawn_local(desk::serve(listener, desk.clone()));
    supervisor.run(stop, tell).await;
    supervisor.stop_everything().await;
    desk.say_stopped().await;
    served.abort();
    let _ = std::fs::remove_file(supervisor.root.socket());
    Ok(())
}

struct Supervisor {
    /// Whether the manifest names the ports of listeners.
    configured: bool,
    file: WatchedFile,
    program: PathBuf,
    began: Instant,
    root: DataRoot,
    held: Holder,
    cluster_id: ClusterId,
    memo: Memo,
    stored: Memo,
    ask: Questions,
    fleet: Rc<Fleet>,
    desk: Rc<Desk>,
    clusters: Clusters,
    /// Since when no active controller was seen.
    blind_since: Timestamp,
    busy_until: Instant,
    told: Told,
}

impl Supervisor {
    /// Rounds, until it is told to end.
    async fn run(&mut self, mut stop: tokio::sync::watch::Receiver<bool>, tell: Teller<'_>) {
        let desk = self.desk.clone();
        let down = async {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => {}
                () = desk.told_to_end() => {}
            }
        };
        tokio::select! {
            () = down => {}
            () = self.rounds(tell) => {}
        }
    }

    async fn rounds(&mut self, tell: Teller<'_>) {
        let mut manifest_look = Instant::now() + MANIFEST_LOOK;
        loop {
            let began = Instant::now();
            if let Err(error) = self.round(tell).await {
                // A full disk, perhaps. What runs goes on; nothing is acted on that could not be stored before.
                self.tell_failure(&error, tell);
                self.busy_until = began;
            }
            let due = began.elapsed().mul_f32(4.0).clamp(BUSY_MIN, BUSY_MAX);
            let next = if Instant::now() < self.busy_until { began + due } else { began + self.pause() };
            loop {
                self.await_something(next.min(manifest_look)).await;
                if Instant::now() >= manifest_look {
                    manifest_look = Instant::now() + MANIFEST_LOOK;
                    if self.file.changed() {
                        self.take_manifest(tell);
                        break;
                    }
                }
                if Instant::now() >= next || self.desk.take_stirred() {
                    break;
                }
            }
        }
    }

    /// Until an instant, or until a process starts, ends or is spoken of.
    async fn await_something(&self, until: Instant) {
        let changed = self.fleet.changed();
        tokio::select! {
            () = sleep_until(until.into()) => {}
            () = changed.notified() => {
                self.desk.stir();
                // Much may happen at once.
                sleep(Duration::from_millis(2)).await;
            }
        }
    }

    fn pause(&self) -> Duration {
        let plan_wakes = self.desk.view.borrow().plan.as_ref().map(|plan| plan.wake.0.ms_since(now()));
        let plan_wakes = plan_wakes.map_or(IDLE, |ms| Duration::from_millis(ms.unsigned_abs()));
        let starts =
            self.fleet.next_start().map(|at| at.into_std().saturating_duration_since(Instant::now()));
        plan_wakes.min(starts.unwrap_or(IDLE)).clamp(BUSY_MIN, IDLE)
    }

    async fn round(&mut self, tell: Teller<'_>) -> Result<(), LocalError> {
        let seen = self.while_restarting(self.observe()).await?;
        if seen.cluster.seen().is_some() {
            self.blind_since = now();
        }
        let want = self.desk.view.borrow().want.clone();
        let plan = plan(&want, &seen, &self.memo, now());
        self.memo = plan.memo.clone();
        self.store_memo()?;
        self.ask = plan.ask.clone();
        self.desk.seen.replace(Some(seen));
        let before = {
            let mut view = self.desk.view.borrow_mut();
            view.memo = plan.memo.clone();
            let before = view.plan.replace(plan.clone());
            before.map(|before| (before.status.phase, before.status.summary))
        };
        let after = Some((plan.status.phase, plan.status.summary.clone()));
        if plan.is_converged() {
            self.busy_until = Instant::now();
        } else if before != after || !plan.steps.is_empty() {
            self.busy_until = Instant::now() + BUSY_FOR;
        }
        self.tell(tell);
        if let Some(desired) = &plan.desired {
            self.converge(desired, tell).await?;
        }
        for step in &plan.steps {
            let outcome = self.while_restarting(self.carry_out(step)).await??;
            tell(News::Event(format!("{}: {}{}", step.id, step.why, act::told(&outcome))));
            if outcome.is_final() {
                self.memo.answered(step);
                self.store_memo()?;
            }
        }
        Ok(())
    }

    /// Does something that may take a while; nodes that end meanwhile are started again as they were desired last.
    async fn while_restarting<T>(&self, work: impl Future<Output = T>) -> Result<T, LocalError> {
        let mut work = std::pin::pin!(work);
        let ended = self.fleet.ended();
        loop {
            let starts = self.fleet.next_start();
            let paused = async {
                match starts {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = async { tokio::select! { () = ended.notified() => {}, () = paused => {} } } => {}
            }
            // The plan has the first word on what it is started with, unless it is kept waiting.
            if let Ok(done) = timeout(RESTART_AFTER, &mut work).await {
                return Ok(done);
            }
            self.start_ended()?;
        }
    }

    /// Stores what the plan remembers, if it is not stored already.
    fn store_memo(&mut self) -> Result<(), LocalError> {
        if self.stored != self.memo {
            self.root.store_memo(&self.held, &self.memo)?;
            self.stored = self.memo.clone();
        }
        Ok(())
    }

    /// Brokers first, then controllers: while brokers stop, partitions are handed over.
    async fn stop_everything(&self) {
        let running = self.fleet.running();
        let nodes = self.desk.view.borrow().nodes(&self.fleet);
        let is_broker = |id: &&NodeId| nodes.get(id).is_none_or(|(_, role)| *role == Role::Broker);
        let (brokers, controllers): (BTreeSet<&NodeId>, BTreeSet<&NodeId>) =
            running.iter().partition(is_broker);
        self.fleet.stop_all(&brokers.into_iter().copied().collect(), BROKERS_STOP_WITHIN).await;
        self.fleet.stop_all(&controllers.into_iter().copied().collect(), CONTROLLERS_STOP_WITHIN).await;
    }
}

/// Where the program is that nodes are: FERRYMAN_BROKER, beside this program, or in PATH.
///
/// # Errors
/// Where it is nowhere.
pub fn find_program() -> Result<PathBuf, LocalError> {
    const NAME: &str = "ferryman-broker";
    if let Some(chosen) = std::env::var_os("FERRYMAN_BROKER") {
        return Ok(PathBuf::from(chosen));
    }
    let own = std::env::current_exe().unwrap_or_default();
    let own = own.canonicalize().unwrap_or(own);
    let beside = own.parent().unwrap_or(Path::new(".")).join(NAME);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).map(|dir| dir.join(NAME));
    let mut places = std::iter::once(beside).chain(in_path);
    places.find(|file| file.is_file()).ok_or(LocalError::NoProgram { beside: own })
}
