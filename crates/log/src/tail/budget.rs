//! [`TailBudget`]: how much memory the hot tails of all logs may take together.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::HotTail;

/// Memory for the newest batches of all logs.
pub struct TailBudget {
    bytes_max: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    used: usize,
    /// What was put in, oldest first. Some of it may be gone already.
    order: VecDeque<Placed>,
}

struct Placed {
    tail: Weak<HotTail>,
    number: u64,
}

impl TailBudget {
    /// What an entry costs beside its batches: counted too, so that tiny batches do not take many times the limit.
    const ENTRY_OVERHEAD: usize = 256;

    /// A budget of so many bytes; 0 keeps nothing.
    pub fn new(bytes_max: usize) -> Arc<Self> {
        Arc::new(Self { bytes_max, state: Mutex::default() })
    }

    /// Bytes taken now.
    pub fn used(&self) -> usize {
        self.state.lock().used
    }

    /// The limit.
    pub fn bytes_max(&self) -> usize {
        self.bytes_max
    }

    /// What an entry with so many bytes of batches costs.
    pub(super) fn cost(bytes: usize) -> usize {
        bytes + Self::ENTRY_OVERHEAD
    }

    /// Counts an entry that a tail has put in, and takes out the oldest of whichever tail until all fits.
    pub(super) fn add(&self, tail: &Arc<HotTail>, number: u64, cost: usize) {
        // Dropped after the lock is given back: a tail that goes takes the lock to say so.
        let mut held = Vec::new();
        let mut state = self.state.lock();
        let state = &mut *state;
        state.used += cost;
        state.order.push_back(Placed { tail: Arc::downgrade(tail), number });
        let placed_max = self.bytes_max / Self::ENTRY_OVERHEAD;
        while state.used > self.bytes_max || state.order.len() > placed_max {
            let Some(oldest) = state.order.pop_front() else { break };
            if let Some(tail) = oldest.tail.upgrade() {
                state.used -= tail.forget_through(oldest.number).min(state.used);
                held.push(tail);
            }
        }
    }

    /// Gives back what a tail has dropped on its own. Its places in the order go when their turn comes.
    pub(super) fn give_back(&self, cost: usize) {
        if cost > 0 {
            let mut state = self.state.lock();
            state.used -= cost.min(state.used);
        }
    }
}
