//! [`Core`]: the controller's state machine behind its lock, and the way of committed entries into it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use metadata::controller::{
    Applied, Controller, ControllerConfig, Ctx, Effect, Effects, Event, Request, Response, Ticket,
};
use metadata::image::{Changes, Image};
use parking_lot::Mutex;
use quorum::{Applier, ApplyError};
use tokio::sync::{Notify, oneshot};

use crate::clock::Clock;
use crate::image::MetadataView;

/// The state machine. Entries are applied where the quorum commits them, everything else comes from the loop; both are on
/// the control runtime's one thread, so the lock is never contended for long.
pub(super) struct Core {
    state: Mutex<State>,
    /// Something is to be carried out.
    pub(super) work: Notify,
    view: Arc<MetadataView>,
    clock: Clock,
}

struct State {
    controller: Controller,
    /// Reused by each step.
    effects: Effects,
    outbox: VecDeque<Effect>,
    waiting: HashMap<Ticket, oneshot::Sender<Response>>,
    next_ticket: u64,
    wake_at: Option<u64>,
    unpublished: Changes,
}

impl Core {
    pub(super) fn new(config: ControllerConfig, view: Arc<MetadataView>, clock: Clock) -> Core {
        let state = State {
            controller: Controller::new(config),
            effects: Effects::new(),
            outbox: VecDeque::new(),
            waiting: HashMap::new(),
            next_ticket: 0,
            wake_at: None,
            unpublished: Changes::default(),
        };
        Core { state: Mutex::new(state), work: Notify::new(), view, clock }
    }

    /// Takes an event. What follows is answered, noted, or left in the outbox for the loop.
    pub(super) fn step(&self, event: Event) -> Result<(), metadata::Error> {
        let mut state = self.state.lock();
        let state = &mut *state;
        let mut random = random_u64;
        let mut ctx =
            Ctx { now_ms: self.clock.wall_ms(), mono_ms: self.clock.mono_ms(), random: &mut random };
        let stepped = state.controller.step(event, &mut ctx, &mut state.effects);
        let effects = std::mem::take(&mut state.effects);
        state.effects = self.sort(state, effects);
        stepped
    }

    /// Registers who waits for the answer to a request, and hands the request in.
    pub(super) fn request(
        &self,
        request: Request,
        version: i16,
        forwarded: bool,
        reply: oneshot::Sender<Response>,
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
    fn sort(&self, state: &mut State, mut effects: Effects) -> Effects {
        for effect in effects.drain(..) {
            match effect {
                Effect::Reply { ticket, response } => {
                    if let Some(reply) = state.waiting.remove(&ticket) {
                        // Whoever asked may be gone.
                        let _ = reply.send(response);
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
    pub(super) fn next_effect(&self) -> Option<Effect> {
        self.state.lock().outbox.pop_front()
    }

    /// Forgets what was to be carried out: leadership is lost.
    pub(super) fn clear_outbox(&self) {
        self.state.lock().outbox.clear();
    }

    /// When the state machine wants to be told the time.
    pub(super) fn wake_at(&self) -> Option<u64> {
        self.state.lock().wake_at
    }

    /// The time it named has come.
    pub(super) fn woken(&self) {
        self.state.lock().wake_at = None;
    }

    /// Makes what was committed visible to this node.
    pub(super) fn publish(&self) {
        let (image, changes) = {
            let mut state = self.state.lock();
            if state.unpublished.is_empty() && self.view.offset() == state.controller.committed().offset {
                return;
            }
            (state.controller.committed().clone(), std::mem::take(&mut state.unpublished))
        };
        self.view.publish(image, changes);
    }

    /// The committed image.
    pub(super) fn committed(&self) -> Image {
        self.state.lock().controller.committed().clone()
    }

    /// Reads something of the controller.
    pub(super) fn with<R>(&self, read: impl FnOnce(&Controller) -> R) -> R {
        read(&self.state.lock().controller)
    }
}

/// Random bits from the operating system. Without them no topic could be made: the process ends.
fn random_u64() -> u64 {
    let mut bytes = [0; 8];
    #[allow(clippy::expect_used, reason = "Linux gives random bytes to whoever asks after boot")]
    getrandom::fill(&mut bytes).expect("random bytes of the operating system");
    u64::from_ne_bytes(bytes)
}

/// Hands committed entries to the core.
pub(super) struct CoreApplier {
    core: Arc<Core>,
}

impl CoreApplier {
    pub(super) fn new(core: Arc<Core>) -> CoreApplier {
        CoreApplier { core }
    }
}

impl Applier for CoreApplier {
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
