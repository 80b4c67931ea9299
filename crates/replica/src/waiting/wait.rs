//! [`Wait`]: one waiting request, and the one moment at which somebody completes it.

use crate::sync::{AtomicI64, AtomicU8, Mutex, Ordering};

/// What became of a partition's part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It still waits; seen only in a request that expired.
    Waiting,
    /// The offset was reached.
    Reached,
    /// It was reached while fewer replicas than min.insync.replicas were in sync: NOT_ENOUGH_REPLICAS_AFTER_APPEND.
    NotEnoughReplicas,
    /// The role or the epoch under which it waited is over: for a produce request NOT_LEADER_OR_FOLLOWER, a fetch
    /// is to be checked again.
    Interrupted,
    /// The list is full: to be answered as if the time were up.
    Refused,
}

/// A request that waits on one list for each of its partitions (its *slots*).
///
/// It starts with what it still needs: the number of its partitions for acks, the missing bytes for a fetch. Each
/// list takes from that what it has to give; whoever takes the last of it completes the request. [`Wait::take`]
/// gives the payload out once, so a request is never answered twice, however completion and timeout race.
#[derive(Debug)]
pub struct Wait<T> {
    /// What is still needed; complete or expired at 0 and below.
    needed: AtomicI64,
    outcomes: Box<[AtomicU8]>,
    payload: Mutex<Option<T>>,
}

/// Far enough below zero for anything to be taken from.
const EXPIRED: i64 = i64::MIN / 2;

impl<T> Wait<T> {
    /// A request that is complete when each of its partitions has reached what it waits for, or given up.
    pub fn for_all(slots: usize, payload: T) -> Wait<T> {
        Wait::new(slots, slots as i64, payload)
    }

    /// A request that is complete when its partitions together have `missing` more bytes, at least one.
    pub fn for_bytes(slots: usize, missing: u64, payload: T) -> Wait<T> {
        Wait::new(slots, i64::try_from(missing).unwrap_or(i64::MAX).max(1), payload)
    }

    fn new(slots: usize, needed: i64, payload: T) -> Wait<T> {
        Wait {
            needed: AtomicI64::new(needed),
            outcomes: (0..slots).map(|_| AtomicU8::new(Outcome::Waiting.pack())).collect(),
            payload: Mutex::new(Some(payload)),
        }
    }

    /// Takes the payload of a request that a list has completed; `None` if somebody else answers it.
    pub fn take(&self) -> Option<T> {
        self.payload.lock().take()
    }

    /// The request's time is up, or its connection gone: takes the payload, unless it is complete already. The lists
    /// forget the request by and by.
    pub fn expire(&self) -> Option<T> {
        self.needed.store(EXPIRED, Ordering::Relaxed);
        self.take()
    }

    /// What became of the partition in this slot; [`Outcome::Waiting`] for a slot that there is not.
    pub fn outcome(&self, slot: usize) -> Outcome {
        self.outcomes
            .get(slot)
            .map_or(Outcome::Waiting, |outcome| Outcome::unpack(outcome.load(Ordering::Acquire)))
    }

    /// Whether it needs nothing any more.
    pub(super) fn is_over(&self) -> bool {
        self.needed.load(Ordering::Relaxed) <= 0
    }

    pub(super) fn set_outcome(&self, slot: usize, outcome: Outcome) {
        if let Some(cell) = self.outcomes.get(slot) {
            cell.store(outcome.pack(), Ordering::Release);
        }
    }

    /// Takes from what is needed. Whether this was the last of it; at most one caller ever hears that.
    pub(super) fn give(&self, amount: i64) -> bool {
        let before = self.needed.fetch_sub(amount, Ordering::AcqRel);
        before > 0 && before <= amount
    }

    /// Completes the request at once. Whether it was not over before.
    pub(super) fn give_all(&self) -> bool {
        self.needed.swap(EXPIRED, Ordering::AcqRel) > 0
    }
}

impl Outcome {
    pub(super) const fn pack(self) -> u8 {
        match self {
            Outcome::Waiting => 0,
            Outcome::Reached => 1,
            Outcome::NotEnoughReplicas => 2,
            Outcome::Interrupted => 3,
            Outcome::Refused => 4,
        }
    }

    pub(super) const fn unpack(packed: u8) -> Outcome {
        match packed {
            1 => Outcome::Reached,
            2 => Outcome::NotEnoughReplicas,
            3 => Outcome::Interrupted,
            4 => Outcome::Refused,
            _ => Outcome::Waiting,
        }
    }
}
