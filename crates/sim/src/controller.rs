//! A controller's process: its state machine, the way of committed entries into it, and the loop around both.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use metadata::controller::{
    Applied, Controller, ControllerConfig, Ctx, Effect, Effects, Event, MembershipId, Proposal, Request,
    Response, Ticket,
};
use metadata::image::Image;
use parking_lot::Mutex;
use quorum::sim::{GroupId, Simulated, now, random_below, sleep, spawn_in};
use quorum::{Applier, ApplyError, Entry, Leadership, Precondition, Quorum, VoterKey};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::convert;
use crate::history::History;
use crate::world::{Changing, mono_ms, wall_ms};

/// How often the state machine hears how far the others are, while this node leads.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
/// How long to wait before leading again after an entry was refused in a term that goes on.
const RETRY_LEADING: Duration = Duration::from_millis(100);
/// Requests that are handed in before what they led to goes out.
const BATCH_MAX: usize = 16;

/// A request on its way to the state machine.
pub(crate) struct Submitted {
    pub(crate) request: Request,
    pub(crate) version: i16,
    pub(crate) forwarded: bool,
    pub(crate) reply: oneshot::Sender<Response>,
}

/// The state machine, for the loop and for the quorum that applies.
pub(crate) struct Core {
    key: VoterKey,
    state: Mutex<State>,
    work: Notify,
    history: Arc<Mutex<History>>,
}

struct State {
    controller: Controller,
    outbox: VecDeque<Effect>,
    waiting: BTreeMap<Ticket, (Request, oneshot::Sender<Response>)>,
    next_ticket: u64,
    wake_at: Option<u64>,
    applied: Option<u64>,
    /// Answers given that were not checked yet.
    answered: Vec<(Request, Response)>,
}

impl Core {
    pub(crate) fn new(key: VoterKey, config: ControllerConfig, history: Arc<Mutex<History>>) -> Arc<Self> {
        let state = State {
            controller: Controller::new(config),
            outbox: VecDeque::new(),
            waiting: BTreeMap::new(),
            next_ticket: 0,
            wake_at: None,
            applied: None,
            answered: Vec::new(),
        };
        Arc::new(Self { key, state: Mutex::new(state), work: Notify::new(), history })
    }

    /// The committed image.
    pub(crate) fn committed(&self) -> Image {
        self.state.lock().controller.committed().clone()
    }

    /// Takes an event, and checks the answers that follow from it.
    fn step(&self, event: Event) {
        self.take(event);
        self.check_answers();
    }

    fn check_answers(&self) {
        let answered = std::mem::take(&mut self.state.lock().answered);
        let mut history = self.history.lock();
        for (request, response) in answered {
            history.answered(&request, &response);
        }
    }

    fn take(&self, event: Event) {
        let mut state = self.state.lock();
        let mut effects = Effects::new();
        let mut random = || random_below(u64::MAX);
        let mut ctx = Ctx { now_ms: wall_ms(), mono_ms: mono_ms(), random: &mut random };
        let stepped = state.controller.step(event, &mut ctx, &mut effects);
        stepped.unwrap_or_else(|e| panic!("controller {} contradicts itself: {e}", self.key));
        for effect in effects {
            self.sort(&mut state, effect);
        }
    }

    fn sort(&self, state: &mut State, effect: Effect) {
        match effect {
            Effect::Reply { ticket, response } => {
                let waiting = state.waiting.remove(&ticket);
                let (request, reply) = waiting.unwrap_or_else(|| panic!("{ticket:?} is answered twice"));
                state.answered.push((request, response.clone()));
                let _ = reply.send(response);
            }
            Effect::Wake { mono_ms } => state.wake_at = Some(mono_ms),
            Effect::Committed { .. } => {}
            effect => state.outbox.push_back(effect),
        }
        self.work.notify_one();
    }

    fn request(&self, submitted: Submitted) {
        let Submitted { request, version, forwarded, reply } = submitted;
        let ticket = {
            let mut state = self.state.lock();
            state.next_ticket += 1;
            let ticket = Ticket(state.next_ticket);
            state.waiting.insert(ticket, (request.clone(), reply));
            ticket
        };
        self.step(Event::Request { ticket, request, version, forwarded });
    }
}

/// Hands committed entries to the core.
pub(crate) struct CoreApplier(pub(crate) Arc<Core>);

impl Applier for CoreApplier {
    fn apply(&mut self, applied: &quorum::Applied) -> Result<(), ApplyError> {
        let core = &self.0;
        core.take(Event::Applied(Applied {
            term: applied.term,
            base_offset: applied.base_offset,
            count: applied.count,
            batch: applied.batch.clone(),
            private: applied.private.clone(),
        }));
        let (before, image) = {
            let mut state = core.state.lock();
            (state.applied.replace(applied.index), state.controller.committed().clone())
        };
        core.history.lock().applied(core.key, before, applied, &image);
        core.check_answers();
        Ok(())
    }
}

/// The loop.
pub(crate) struct Loop {
    pub(crate) core: Arc<Core>,
    pub(crate) quorum: Quorum<Simulated>,
    pub(crate) group: GroupId,
    pub(crate) changing: Changing,
    leads_in: Option<i32>,
    /// Not before this time is the state machine told that it leads.
    not_before: Duration,
    failures: mpsc::UnboundedSender<String>,
    failed: mpsc::UnboundedReceiver<String>,
}

impl Loop {
    pub(crate) fn new(
        core: Arc<Core>,
        quorum: Quorum<Simulated>,
        group: GroupId,
        changing: Changing,
    ) -> Self {
        let (failures, failed) = mpsc::unbounded_channel();
        Self { core, quorum, group, changing, leads_in: None, not_before: Duration::ZERO, failures, failed }
    }

    /// Runs until its process is killed or the quorum ends.
    pub(crate) async fn run(mut self, mut submitted: mpsc::Receiver<Submitted>) {
        let mut leadership = self.quorum.leadership();
        let mut membership = self.quorum.membership();
        let core = self.core.clone();
        membership.mark_changed();
        leadership.mark_changed();
        let mut progress_at = now();
        loop {
            let wake_at = core.state.lock().wake_at.map(Duration::from_millis);
            let wake = wake_at.map_or(Duration::MAX, |at| at.saturating_sub(now()));
            tokio::select! {
                biased;
                changed = membership.changed() => {
                    if changed.is_err() { return }
                    let told = convert::membership(&membership.borrow_and_update());
                    core.step(Event::Membership(told));
                }
                changed = leadership.changed() => {
                    if changed.is_err() { return }
                    let now = leadership.borrow_and_update().clone();
                    self.leadership(&now);
                }
                Some(reason) = self.failed.recv() => core.step(Event::VoterChangeFailed { reason }),
                () = core.work.notified() => {}
                () = sleep(wake.min(Duration::from_secs(3600))) => {
                    core.state.lock().wake_at = None;
                    core.step(Event::Tick);
                }
                () = sleep(progress_at.saturating_sub(now())) => {
                    progress_at = now() + PROGRESS_EVERY;
                    let now = leadership.borrow().clone();
                    self.progress(&now);
                }
                Some(first) = submitted.recv() => self.requests(first, &mut submitted),
            }
            self.carry_out().await;
        }
    }

    fn requests(&self, first: Submitted, more: &mut mpsc::Receiver<Submitted>) {
        self.core.request(first);
        for _ in 0..BATCH_MAX {
            let Ok(next) = more.try_recv() else { break };
            self.core.request(next);
        }
        self.core.step(Event::Flush);
    }

    fn leadership(&mut self, known: &Leadership) {
        let term = Some(known.term).filter(|_| known.is_leader && known.own_term_applied);
        if term == self.leads_in {
            return;
        }
        if self.leads_in.is_some() {
            self.lost();
        }
        if let Some(term) = term.filter(|_| now() >= self.not_before) {
            let next_offset = self.quorum.log_view().end_offset();
            self.leads_in = Some(term);
            self.core.history.lock().controls(term, self.core.key);
            self.core.step(Event::BecameLeader { term, next_offset });
        }
    }

    fn progress(&mut self, known: &Leadership) {
        self.leadership(known);
        if self.leads_in.is_none() {
            return;
        }
        let Some(progress) = self.quorum.progress() else { return };
        self.core.step(Event::Progress(progress.iter().map(convert::progress).collect()));
    }

    fn lost(&mut self) {
        self.leads_in = None;
        self.core.state.lock().outbox.clear();
        self.core.step(Event::LostLeadership);
    }

    async fn carry_out(&mut self) {
        loop {
            let Some(effect) = self.core.state.lock().outbox.pop_front() else { return };
            match effect {
                Effect::Propose(proposal) => self.propose(proposal).await,
                Effect::ChangeVoters { voters, batch, precondition, .. } => {
                    let entry = Entry { batch, count: 1, ..Entry::default() };
                    let keys = voters.iter().map(|v| convert::quorum_key(v.key())).collect();
                    self.change_voters(keys, entry, precondition);
                }
                Effect::AddLearner { learner } => {
                    let (quorum, member) = (self.quorum.clone(), convert::member(&learner));
                    spawn_in(self.group, async move { drop(quorum.add_learner(member).await) });
                }
                Effect::RemoveLearner { learner } => {
                    let (quorum, key) = (self.quorum.clone(), convert::quorum_key(learner));
                    spawn_in(self.group, async move { drop(quorum.remove_learner(key).await) });
                }
                Effect::HandOver { to } => {
                    let (quorum, key) = (self.quorum.clone(), convert::quorum_key(to));
                    spawn_in(self.group, async move { drop(quorum.transfer_leadership(key).await) });
                }
                Effect::Reply { .. } | Effect::Wake { .. } | Effect::Committed { .. } => {}
            }
        }
    }

    async fn propose(&mut self, proposal: Proposal) {
        if self.leads_in != Some(proposal.term) {
            return;
        }
        let entry = Entry { batch: proposal.batch, count: proposal.count, private: proposal.private };
        let placed = self.quorum.propose(entry, Precondition { term: proposal.term }).await;
        if placed.is_ok_and(|placed| placed.offset == proposal.base_offset) {
            return;
        }
        self.core.history.lock().counts.refused_entries += 1;
        self.not_before = now() + RETRY_LEADING;
        self.lost();
    }

    fn change_voters(&self, voters: BTreeSet<VoterKey>, entry: Entry, precondition: MembershipId) {
        let under_way = self.changing.begin(&voters);
        let (quorum, failures) = (self.quorum.clone(), self.failures.clone());
        let history = self.core.history.clone();
        spawn_in(self.group, async move {
            match quorum.change_voters(voters, Some(convert::log_id(precondition)), entry).await {
                Ok(_) => history.lock().counts.voter_changes += 1,
                Err(e) => drop(failures.send(e.to_string())),
            }
            drop(under_way);
        });
    }
}
