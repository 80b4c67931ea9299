//! A controller's process as its loop sees it: simulated time and tasks, and a history that looks at everything.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use controller_loop::{Core, CoreApplier, Host, Reply, Submitted};
use metadata::controller::{ControllerConfig, Request, Response};
use metadata::image::{Changes, Image};
use parking_lot::Mutex;
use quorum::sim::{GroupId, Simulated, random_below, sleep, spawn_in};
use quorum::{Applier, ApplyError, Entry, LogId, Proposed, Quorum, VoterKey};
use tokio::sync::oneshot;

use crate::history::History;
use crate::world::{Changing, mono_ms, wall_ms};

/// A controller's process, in one life.
#[derive(Clone)]
pub(crate) struct Process {
    pub(crate) key: VoterKey,
    pub(crate) group: GroupId,
    pub(crate) changing: Changing,
    witness: Arc<Witness>,
}

/// Tells the history what is answered. What follows from an entry is told behind the entry.
struct Witness {
    history: Arc<Mutex<History>>,
    applying: Mutex<Option<Vec<(Request, Response)>>>,
}

/// Who waits for an answer.
pub(crate) struct Asker {
    request: Request,
    reply: oneshot::Sender<Response>,
    witness: Arc<Witness>,
}

impl Process {
    pub(crate) fn new(
        key: VoterKey,
        group: GroupId,
        changing: Changing,
        history: Arc<Mutex<History>>,
    ) -> Process {
        Process { key, group, changing, witness: Arc::new(Witness { history, applying: Mutex::default() }) }
    }

    /// A request of somebody who waits for the answer.
    pub(crate) fn submitted(
        &self,
        request: Request,
        version: i16,
        reply: oneshot::Sender<Response>,
    ) -> Submitted<Asker> {
        let witness = self.witness.clone();
        let reply = Asker { request: request.clone(), reply, witness };
        Submitted { request, version, forwarded: false, reply }
    }

    /// The state machine, and what applies entries to it.
    pub(crate) fn core(self, config: ControllerConfig) -> (Arc<Core<Process>>, Box<dyn Applier>) {
        let core = Core::new(config, self);
        let applier = Watched { core: core.clone(), applier: CoreApplier::new(core.clone()), before: None };
        (core, Box::new(applier))
    }
}

impl Host for Process {
    type Runtime = Simulated;
    type Reply = Asker;

    // Few, so that there are many entries.
    const BATCH_MAX: usize = 16;

    fn wall_ms(&self) -> i64 {
        wall_ms()
    }

    fn mono_ms(&self) -> u64 {
        mono_ms()
    }

    fn random_u64(&self) -> u64 {
        random_below(u64::MAX)
    }

    fn sleep(&self, pause: Duration) -> impl Future<Output = ()> + Send {
        sleep(pause)
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        spawn_in(self.group, task);
    }

    /// Whoever wants it asks the core.
    fn publish(&self, _image: Image, _changes: Changes) {}

    fn leads(&self, term: i32) {
        self.witness.history.lock().controls(term, self.key);
    }

    fn entry_refused(&self) {
        self.witness.history.lock().counts.refused_entries += 1;
    }

    fn change_voters(
        &self,
        quorum: Quorum<Simulated>,
        voters: BTreeSet<VoterKey>,
        expected: LogId,
        entry: Entry,
    ) -> impl Future<Output = Result<Proposed, quorum::Error>> + Send + 'static {
        let under_way = self.changing.begin(&voters);
        let history = self.witness.history.clone();
        async move {
            let changed = quorum.change_voters(voters, Some(expected), entry).await;
            if changed.is_ok() {
                history.lock().counts.voter_changes += 1;
            }
            drop(under_way);
            changed
        }
    }
}

impl Reply for Asker {
    fn reply(self, response: Response) {
        match &mut *self.witness.applying.lock() {
            Some(answers) => answers.push((self.request, response.clone())),
            None => self.witness.history.lock().answered(&self.request, &response),
        }
        self.reply.reply(response);
    }
}

/// Hands committed entries to the core, and tells the history what has become of them.
struct Watched {
    core: Arc<Core<Process>>,
    applier: CoreApplier<Process>,
    /// The entry applied last.
    before: Option<u64>,
}

impl Applier for Watched {
    fn apply(&mut self, applied: &quorum::Applied) -> Result<(), ApplyError> {
        let Process { key, witness, .. } = self.core.host();
        *witness.applying.lock() = Some(Vec::new());
        let done = self.applier.apply(applied);
        done.unwrap_or_else(|e| panic!("controller {key} contradicts itself: {e}"));
        let answers = witness.applying.lock().take().unwrap_or_default();
        let image = self.core.committed();
        let mut history = witness.history.lock();
        history.applied(*key, self.before.replace(applied.index), applied, &image);
        for (request, response) in answers {
            history.answered(&request, &response);
        }
        Ok(())
    }
}
