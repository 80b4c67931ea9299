//! [`Core`]: the controller's state machine behind its lock, and the way of committed entries into it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use metadata::controller::{
    Applied, Controller, ControllerConfig, Ctx, Effect, Effects, Event, Request, Ticket,
};
use metadata::image::{Changes, Image};
use parking_lot::Mutex;
use quorum::{Applier, ApplyError};
use tokio::sync::Notify;

use crate::host::{Host, Reply};

/// The state machine. Entries are applied where the quorum commits them, everything else comes from the loop; both are on
/// one thread, so the lock is never contended for long.
pub struct Core<H: Host> {
    host: H,
    state: Mutex<State<H::Reply>>,
    /// Something is to be carried out.
    pub(crate) work: Notify,
}

struct State<R> {
    controller: Controller,
    /// Reused by each step.
    effects: Effects,
    outbox: VecDeque<Effect>,
    waiting: HashMap<Ticket, R>,
    next_ticket: u64,
    wake_at: Option<u64>,
    unpublished: Changes,
    /// The offset of the image that was published last.
    published: i64,
}

impl<H: Host> Core<H> {
    /// A state machine with an empty log.
    pub fn new(config: ControllerConfig, host: H) -> Arc<Core<H>> {
        let state = State {
            controller: Controller::new(config),
            effects: Effects::new(),
            outbox: VecDeque::new(),
            waiting: HashMap::new(),
            next_ticket: 0,
            wake_at: None,
            unpublished: Changes::default(),
            published: -1,
        };
        Arc::new(Core { host, state: Mutex::new(state), work: Notify::new() })
    }

    /// The process around it.
    pub fn host(&self) -> &H {
        &self.host
    }

    /// Takes an event. What follows is answered, noted, or left for the loop.
    ///
    /// # Errors
    /// When the log contradicts itself or a rule is wrong: the process must end.
    pub fn step(&self, event: Event) -> Result<(), metadata::Error> {
        let mut state = self.state.lock();
        let state = &mut *state;
        let mut random = || self.host.random_u64();
        let mut ctx = Ctx { now_ms: self.host.wall_ms(), mono_ms: self.host.mono_ms(), random: &mut random };
        let stepped = state.controller.step(event, &mut ctx, &mut state.effects);
        let effects = std::mem::take(&mut state.effects);
        state.effects = self.sort(state, effects);
        stepped
    }

    /// Registers who waits for the answer to a request, and hands the request in.
    pub(crate) fn request(
        &self,
        request: Request,
        version: i16,
        forwarded: bool,
        reply: H::Reply,
    ) -> Result<(), metadata::Error> {
        let ticket = {
            let mut state = self.state.lock();
            state.next_ticket += 1;
            let ticket = Ticket(state.next_ticket);
            state.waiting.insert(ticket, reply);
            ticket
        };
        self.step(Event::Request { ticket, request, version, forwarded })
    }

    /// Sorts effects; gives the emptied buffer back.
    fn sort(&self, state: &mut State<H::Reply>, mut effects: Effects) -> Effects {
        for effect in effects.drain(..) {
            match effect {
                Effect::Reply { ticket, response } => {
                    let waiting = state.waiting.remove(&ticket);
                    debug_assert!(waiting.is_some(), "{ticket:?} is answered twice");
                    if let Some(reply) = waiting {
                        reply.reply(response);
                    }
                }
                Effect::Wake { mono_ms } => {
                    state.wake_at = Some(mono_ms);
                    self.work.notify_one();
                }
                Effect::Committed { changes } => {
                    state.unpublished.extend(changes);
                    self.work.notify_one();
                }
                effect => {
                    state.outbox.push_back(effect);
                    self.work.notify_one();
                }
            }
        }
        effects
    }

    /// The next thing to be carried out.
    pub(crate) fn next_effect(&self) -> Option<Effect> {
        self.state.lock().outbox.pop_front()
    }

    /// Forgets what was to be carried out: leadership is lost.
    pub(crate) fn clear_outbox(&self) {
        self.state.lock().outbox.clear();
    }

    /// When the state machine wants to be told the time.
    pub(crate) fn wake_at(&self) -> Option<u64> {
        self.state.lock().wake_at
    }

    /// The time it named has come.
    pub(crate) fn woken(&self) {
        self.state.lock().wake_at = None;
    }

    /// Makes what was committed visible.
    pub fn publish(&self) {
        let (image, changes) = {
            let mut state = self.state.lock();
            let image = state.controller.committed().clone();
            if state.unpublished.is_empty() && state.published == image.offset {
                return;
            }
            state.published = image.offset;
            (image, std::mem::take(&mut state.unpublished))
        };
        self.host.publish(image, changes);
    }

    /// The committed image.
    pub fn committed(&self) -> Image {
        self.state.lock().controller.committed().clone()
    }

    /// Reads something of the controller.
    pub fn with<R>(&self, read: impl FnOnce(&Controller) -> R) -> R {
        read(&self.state.lock().controller)
    }
}

/// Hands committed entries to the core.
pub struct CoreApplier<H: Host> {
    core: Arc<Core<H>>,
}

impl<H: Host> CoreApplier<H> {
    /// For the quorum that commits them.
    pub fn new(core: Arc<Core<H>>) -> CoreApplier<H> {
        CoreApplier { core }
    }
}

impl<H: Host> Applier for CoreApplier<H> {
    fn apply(&mut self, applied: &quorum::Applied) -> Result<(), ApplyError> {
        let applied = Applied {
            term: applied.term,
            base_offset: applied.base_offset,
            count: applied.count,
            batch: applied.batch.clone(),
            private: applied.private.clone(),
        };
        Ok(self.core.step(Event::Applied(applied))?)
    }
}
