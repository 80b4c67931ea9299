//! When a shard wants to be woken, and what for.
//!
//! A key has at most one deadline. Moving a deadline away, which every heartbeat does, costs one lookup: the queue keeps the
//! older moment and finds out when it comes. Memory is bounded by the number of keys.

use std::collections::{BTreeMap, BTreeSet};

use wire::codec::Str;

/// What to do when the time has come.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TimerKey {
    /// A member, or one that was only given an id, has not been heard of for its session timeout.
    Session { group: Str, member: Str },
    /// The members of a group had their time to join.
    Join { group: Str },
    /// The members of a generation had their time to ask for their assignment.
    Sync { group: Str },
    /// A group is empty and the log does not know it yet.
    Store { group: Str },
    /// A reply that waits for its records had its time.
    Replies,
    /// Offsets may have expired.
    Expiry,
}

#[derive(Debug, Clone, Copy)]
struct Deadline {
    at_ms: i64,
    /// Where it stands in the queue: at its deadline or before.
    queued_ms: i64,
}

#[derive(Debug, Default)]
pub(crate) struct Timers {
    deadlines: BTreeMap<TimerKey, Deadline>,
    queue: BTreeSet<(i64, TimerKey)>,
}

impl Timers {
    /// Sets the deadline of a key, in place of the one it had.
    pub(crate) fn set(&mut self, key: TimerKey, at_ms: i64) {
        let queued_ms = match self.deadlines.get_mut(&key) {
            Some(deadline) if deadline.queued_ms <= at_ms => {
                deadline.at_ms = at_ms;
                return;
            }
            Some(deadline) => Some(deadline.queued_ms),
            None => None,
        };
        if let Some(queued_ms) = queued_ms {
            self.queue.remove(&(queued_ms, key.clone()));
        }
        self.queue.insert((at_ms, key.clone()));
        self.deadlines.insert(key, Deadline { at_ms, queued_ms: at_ms });
    }

    /// Sets the deadline of a key that has none.
    pub(crate) fn set_if_unset(&mut self, key: TimerKey, at_ms: i64) {
        if !self.deadlines.contains_key(&key) {
            self.set(key, at_ms);
        }
    }

    pub(crate) fn cancel(&mut self, key: &TimerKey) {
        if let Some(deadline) = self.deadlines.remove(key) {
            self.queue.remove(&(deadline.queued_ms, key.clone()));
        }
    }

    /// Takes a key whose deadline has come.
    pub(crate) fn pop_due(&mut self, now_ms: i64) -> Option<TimerKey> {
        while self.queue.first().is_some_and(|(queued_ms, _)| *queued_ms <= now_ms) {
            let (_, key) = self.queue.pop_first()?;
            match self.deadlines.get_mut(&key) {
                Some(deadline) if deadline.at_ms > now_ms => {
                    deadline.queued_ms = deadline.at_ms;
                    self.queue.insert((deadline.at_ms, key));
                }
                _ => {
                    self.deadlines.remove(&key);
                    return Some(key);
                }
            }
        }
        None
    }

    /// When to look again: at the next deadline, or before it where deadlines were moved.
    pub(crate) fn wake_at_ms(&self) -> Option<i64> {
        self.queue.first().map(|(queued_ms, _)| *queued_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(member: &'static str) -> TimerKey {
        TimerKey::Session { group: Str::from("g"), member: Str::from(member) }
    }

    #[test]
    fn a_moved_deadline_fires_once_and_when_it_should() {
        let mut timers = Timers::default();
        timers.set(session("m"), 10);
        timers.set(session("m"), 30);
        assert_eq!(timers.pop_due(10), None);
        assert_eq!(timers.wake_at_ms(), Some(30));
        timers.set(session("m"), 20);
        assert_eq!(timers.wake_at_ms(), Some(20));
        assert_eq!(timers.pop_due(20), Some(session("m")));
        assert_eq!(timers.pop_due(100), None);
        assert_eq!(timers.wake_at_ms(), None);
    }

    #[test]
    fn a_cancelled_deadline_leaves_nothing_behind() {
        let mut timers = Timers::default();
        timers.set(session("m"), 10);
        timers.set(session("m"), 30);
        timers.cancel(&session("m"));
        assert!(timers.deadlines.is_empty() && timers.queue.is_empty());
        timers.set_if_unset(session("m"), 5);
        timers.set_if_unset(session("m"), 50);
        assert_eq!(timers.pop_due(5), Some(session("m")));
    }

    #[test]
    fn deadlines_come_in_order() {
        let mut timers = Timers::default();
        for (member, at) in [("c", 3), ("a", 1), ("b", 2)] {
            timers.set(session(member), at);
        }
        let mut due = Vec::new();
        while let Some(key) = timers.pop_due(3) {
            due.push(key);
        }
        assert_eq!(due, [session("a"), session("b"), session("c")]);
    }
}
