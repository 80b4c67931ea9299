//! [`WaitList`]: who waits on one number (a high watermark, a log's end) of one partition.
//!
//! The number is moved by one thread at a time, which takes the list's lock only when somebody waits for less:
//! whoever parks announces the least offset waited for, then looks at the number again; whoever moves the number
//! publishes it, then looks at the announcement. Between the two stands a full fence on both sides, so at least one
//! sees the other.
//!
//! Requests that are over elsewhere leave nodes behind; they are swept out when a list has doubled, so a list holds
//! at most twice what still waits, and a little.

use std::cmp::Ordering as Cmp;
use std::collections::BinaryHeap;

use super::wait::{Outcome, Wait};
use crate::sync::{Arc, AtomicI64, AtomicU64, Mutex, Ordering, fence};

/// Nodes below which a list is not swept.
const SWEEP_FROM: usize = 32;

/// What a request waits for on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The number reaches this offset (an exclusive end). Gives 1.
    Reached(i64),
    /// The number passes this offset. Gives the bytes that have come since.
    MoreThan {
        /// The offset.
        offset: i64,
        /// The count of bytes at which the request looked.
        bytes: u64,
        /// How many bytes it takes from this partition at most.
        at_most: u32,
    },
}

/// What became of an attempt to park.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parked {
    /// The list holds it, or had something to give, but not all that the request needs.
    Waiting,
    /// Nothing was left to wait for: the caller takes the request and answers it.
    Complete,
    /// Somebody else answers it: it was completed or expired meanwhile.
    Over,
}

/// The requests that wait on one number of one partition.
#[derive(Debug)]
pub struct WaitList<T> {
    reached: AtomicI64,
    bytes: AtomicU64,
    /// The least offset that anybody waits for; the number has to be below it for the lock to be left alone.
    least: AtomicI64,
    nodes: Mutex<Nodes<T>>,
    capacity: usize,
}

#[derive(Debug)]
struct Nodes<T> {
    generation: u64,
    outcome: Outcome,
    /// The number has yet to reach them.
    sleeping: BinaryHeap<Node<T>>,
    /// It has passed them, and more bytes are needed.
    hungry: Vec<Node<T>>,
    sweep_at: usize,
}

#[derive(Debug)]
struct Node<T> {
    /// The number at which there is something to give.
    wakes_at: i64,
    wait: Arc<Wait<T>>,
    slot: usize,
    wants: Wants,
}

#[derive(Clone, Copy, Debug)]
enum Wants {
    Once,
    Bytes { since: u64, at_most: u32 },
}

impl<T> WaitList<T> {
    /// An empty list, of a number that stands at `reached` with `bytes` below it. It takes `capacity` requests at
    /// most.
    pub fn new(generation: u64, reached: i64, bytes: u64, capacity: usize) -> WaitList<T> {
        WaitList {
            reached: AtomicI64::new(reached),
            bytes: AtomicU64::new(bytes),
            least: AtomicI64::new(i64::MAX),
            nodes: Mutex::new(Nodes {
                generation,
                outcome: Outcome::Reached,
                sleeping: BinaryHeap::new(),
                hungry: Vec::new(),
                sweep_at: SWEEP_FROM,
            }),
            capacity,
        }
    }

    /// Parks a request's `slot`. `generation` is the one under which the request was admitted: a list that has
    /// moved on interrupts it at once. A produce request goes on parking its other slots whatever the answer is; a
    /// fetch may stop at the first that is not [`Parked::Waiting`].
    pub fn park(&self, wait: &Arc<Wait<T>>, slot: usize, until: Until, generation: u64) -> Parked {
        let mut nodes = self.nodes.lock();
        if wait.is_over() {
            return Parked::Over;
        }
        if nodes.generation != generation {
            return end_slot(wait, slot, &until, Outcome::Interrupted);
        }
        if !nodes.make_room(self.capacity) {
            return end_slot(wait, slot, &until, Outcome::Refused);
        }
        let (wakes_at, wants) = match until {
            Until::Reached(offset) => (offset, Wants::Once),
            Until::MoreThan { offset, bytes, at_most } => {
                (offset.saturating_add(1), Wants::Bytes { since: bytes, at_most })
            }
        };
        self.least.fetch_min(wakes_at, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let reached = self.reached.load(Ordering::Acquire);
        let mut node = Node { wakes_at, wait: Arc::clone(wait), slot, wants };
        let parked = if reached < wakes_at {
            nodes.sleeping.push(node);
            Parked::Waiting
        } else {
            match node.give(self.bytes.load(Ordering::Relaxed), nodes.outcome) {
                Given::Complete => Parked::Complete,
                Given::Over => Parked::Over,
                Given::Done => Parked::Waiting,
                Given::WantsMore => {
                    nodes.hungry.push(node);
                    Parked::Waiting
                }
            }
        };
        self.announce(&nodes);
        parked
    }

    /// Moves the number up. Requests that are complete by it are added to `ready`, to be taken and answered after all
    /// locks are given up. To be called by one thread at a time: under the partition's lock.
    pub fn advance(&self, reached: i64, bytes: u64, ready: &mut Vec<Arc<Wait<T>>>) {
        self.bytes.store(bytes, Ordering::Relaxed);
        self.reached.store(reached, Ordering::Release);
        fence(Ordering::SeqCst);
        if self.least.load(Ordering::Relaxed) > reached {
            return;
        }
        let mut nodes = self.nodes.lock();
        let nodes = &mut *nodes;
        nodes.hungry.retain_mut(|node| node.feed(bytes, nodes.outcome, ready));
        while nodes.sleeping.peek().is_some_and(|node| node.wakes_at <= reached) {
            if let Some(mut node) = nodes.sleeping.pop()
                && node.feed(bytes, nodes.outcome, ready)
            {
                nodes.hungry.push(node);
            }
        }
        self.announce(nodes);
    }

    /// What those hear who reach their offset from now on.
    pub fn set_outcome(&self, outcome: Outcome) {
        self.nodes.lock().outcome = outcome;
    }

    /// Wakes all that wait, and sets the number, which may fall. Whoever parks under another generation from now on
    /// is interrupted. To be called by one thread at a time: under the partition's lock.
    pub fn interrupt(&self, generation: u64, reached: i64, bytes: u64, ready: &mut Vec<Arc<Wait<T>>>) {
        let mut nodes = self.nodes.lock();
        nodes.generation = generation;
        nodes.outcome = Outcome::Reached;
        self.bytes.store(bytes, Ordering::Relaxed);
        self.reached.store(reached, Ordering::Release);
        let nodes = &mut *nodes;
        for node in nodes.sleeping.drain().chain(nodes.hungry.drain(..)) {
            if node.end(Outcome::Interrupted) {
                ready.push(node.wait);
            }
        }
        self.announce(nodes);
    }

    /// The count of bytes below the number, to start a wait for bytes from. To be taken before the log is looked
    /// at: what comes in between is then counted twice rather than missed.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Acquire)
    }

    /// The generation under which one parks now.
    pub fn generation(&self) -> u64 {
        self.nodes.lock().generation
    }

    /// How many requests the list holds, those included that are over and not yet swept out.
    pub fn len(&self) -> usize {
        self.nodes.lock().len()
    }

    /// Whether the list holds no request.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn announce(&self, nodes: &Nodes<T>) {
        let least = match (nodes.hungry.is_empty(), nodes.sleeping.peek()) {
            (false, _) => i64::MIN,
            (true, Some(node)) => node.wakes_at,
            (true, None) => i64::MAX,
        };
        self.least.store(least, Ordering::Relaxed);
    }
}

impl<T> Nodes<T> {
    fn len(&self) -> usize {
        self.sleeping.len() + self.hungry.len()
    }

    /// Sweeps when it is time to. Whether there is room for one more.
    fn make_room(&mut self, capacity: usize) -> bool {
        if self.len() >= self.sweep_at.min(capacity) {
            self.sleeping.retain(|node| !node.wait.is_over());
            self.hungry.retain(|node| !node.wait.is_over());
            self.sweep_at = (self.len() * 2).max(SWEEP_FROM);
        }
        self.len() < capacity
    }
}

/// What giving led to.
enum Given {
    /// The request is complete by it.
    Complete,
    /// The request is over by somebody else.
    Over,
    /// This slot has given all; the request waits for others.
    Done,
    /// The request needs more, and takes more from here.
    WantsMore,
}

impl<T> Node<T> {
    /// The number has reached the node: gives what there is.
    fn give(&mut self, bytes: u64, outcome: Outcome) -> Given {
        if self.wait.is_over() {
            return Given::Over;
        }
        let (amount, done) = match &mut self.wants {
            Wants::Once => (1, true),
            Wants::Bytes { since, at_most } => {
                // The count of bytes may lag behind the offset; something has come in any case.
                let came = bytes.saturating_sub(*since).max(1).min(u64::from(*at_most));
                *since = bytes.max(*since);
                *at_most -= came as u32;
                (came as i64, *at_most == 0)
            }
        };
        self.wait.set_outcome(self.slot, outcome);
        match (self.wait.give(amount), done) {
            (true, _) => Given::Complete,
            (false, true) => Given::Done,
            (false, false) => Given::WantsMore,
        }
    }

    /// Gives, and hands the request out if that completed it. Whether the node stays.
    fn feed(&mut self, bytes: u64, outcome: Outcome, ready: &mut Vec<Arc<Wait<T>>>) -> bool {
        match self.give(bytes, outcome) {
            Given::Complete => ready.push(Arc::clone(&self.wait)),
            Given::WantsMore => return true,
            Given::Over | Given::Done => {}
        }
        false
    }

    fn end(&self, outcome: Outcome) -> bool {
        end(&self.wait, self.slot, self.wants, outcome)
    }
}

/// Ends a slot before its offset is reached: a produce request still waits for its other partitions, a fetch is
/// complete.
fn end<T>(wait: &Wait<T>, slot: usize, wants: Wants, outcome: Outcome) -> bool {
    wait.set_outcome(slot, outcome);
    match wants {
        Wants::Once => wait.give(1),
        Wants::Bytes { .. } => wait.give_all(),
    }
}

fn end_slot<T>(wait: &Wait<T>, slot: usize, until: &Until, outcome: Outcome) -> Parked {
    let wants = match until {
        Until::Reached(_) => Wants::Once,
        Until::MoreThan { .. } => Wants::Bytes { since: 0, at_most: 0 },
    };
    match (end(wait, slot, wants, outcome), wait.is_over()) {
        (true, _) => Parked::Complete,
        (false, true) => Parked::Over,
        (false, false) => Parked::Waiting,
    }
}

impl<T> PartialEq for Node<T> {
    fn eq(&self, other: &Node<T>) -> bool {
        self.wakes_at == other.wakes_at
    }
}

impl<T> Eq for Node<T> {}

impl<T> PartialOrd for Node<T> {
    fn partial_cmp(&self, other: &Node<T>) -> Option<Cmp> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Node<T> {
    /// The heap's top is the node that wakes first.
    fn cmp(&self, other: &Node<T>) -> Cmp {
        other.wakes_at.cmp(&self.wakes_at)
    }
}
