//! [`Soft`]: what a leader knows that is not written down: who was heard of, and when.
//!
//! Begins empty with each leadership. Promises: costs nothing per heartbeat but a look into a small map.

use std::collections::BTreeMap;

use super::event::{Progress, VoterKey};
use crate::image::Image;

/// The most brokers and controllers without a vote whose fetches are remembered.
pub const MAX_OBSERVERS: usize = 10_000;
/// How long one that does not fetch any more is remembered, in milliseconds.
pub const OBSERVER_TIMEOUT_MS: i64 = 300_000;

/// A broker's session with this leader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Session {
    /// The registration it is about.
    pub(super) epoch: i64,
    /// When the broker was last heard of, on the clock that never goes back. Nothing before its first heartbeat.
    pub(super) last_contact_ms: Option<u64>,
    /// How far it said to have the metadata; -1 before it said so.
    pub(super) metadata_offset: i64,
    /// Where all others must be before it may stop; only while it is about to.
    pub(super) shutdown_offset: Option<i64>,
}

impl Session {
    fn new(epoch: i64) -> Session {
        Session { epoch, last_contact_ms: None, metadata_offset: -1, shutdown_offset: None }
    }
}

/// The soft state.
#[derive(Debug, Clone, Default)]
pub(super) struct Soft {
    sessions: BTreeMap<i32, Session>,
    observers: BTreeMap<VoterKey, Progress>,
}

impl Soft {
    /// What a new leader starts with: brokers that are not fenced get a whole session before they have to be heard of.
    pub(super) fn of_new_leader(image: &Image, mono_ms: u64) -> Soft {
        let sessions = image.brokers().iter().map(|broker| {
            let last_contact_ms = (!broker.fenced).then_some(mono_ms);
            (broker.id, Session { last_contact_ms, ..Session::new(broker.epoch) })
        });
        Soft { sessions: sessions.collect(), observers: BTreeMap::new() }
    }

    /// The session of a broker with that registration.
    pub(super) fn session(&self, broker: i32, epoch: i64) -> Option<&Session> {
        self.sessions.get(&broker).filter(|session| session.epoch == epoch)
    }

    /// Whether a broker was heard of within `timeout_ms`.
    pub(super) fn is_alive(&self, broker: i32, epoch: i64, mono_ms: u64, timeout_ms: u64) -> bool {
        let last = self.session(broker, epoch).and_then(|session| session.last_contact_ms);
        last.is_some_and(|last| mono_ms.saturating_sub(last) <= timeout_ms)
    }

    /// The lowest offset that any broker in `brokers` said to have; nothing if there is none.
    pub(super) fn lowest_offset(&self, brokers: impl Iterator<Item = (i32, i64)>) -> Option<i64> {
        brokers.filter_map(|(id, epoch)| Some(self.session(id, epoch)?.metadata_offset)).min()
    }

    /// Brokers that were not heard of for more than `timeout_ms`, with their epochs.
    pub(super) fn silent(&self, mono_ms: u64, timeout_ms: u64) -> Vec<(i32, i64)> {
        let silent = |session: &Session| {
            session.last_contact_ms.is_some_and(|last| mono_ms.saturating_sub(last) > timeout_ms)
        };
        self.sessions.iter().filter(|(_, s)| silent(s)).map(|(id, s)| (*id, s.epoch)).collect()
    }

    /// When the next session ends unless its broker is heard of.
    pub(super) fn next_end(&self, timeout_ms: u64) -> Option<u64> {
        let oldest = self.sessions.values().filter_map(|session| session.last_contact_ms).min()?;
        // A session ends when more than the timeout has passed.
        Some(oldest.saturating_add(timeout_ms).saturating_add(1))
    }

    /// A broker was heard of. Heard before anything else is done with what it said: a busy controller fences nobody.
    pub(super) fn heard(&mut self, broker: i32, epoch: i64, mono_ms: u64) {
        if let Some(session) = self.sessions.get_mut(&broker).filter(|session| session.epoch == epoch) {
            session.last_contact_ms = Some(mono_ms);
        }
    }

    /// A broker said how far it has the metadata.
    pub(super) fn is_at(&mut self, broker: i32, epoch: i64, metadata_offset: i64) {
        if let Some(session) = self.sessions.get_mut(&broker).filter(|session| session.epoch == epoch) {
            session.metadata_offset = metadata_offset;
        }
    }

    /// A broker is about to stop; it may when all others have what stands before `offset` and it leads nothing.
    pub(super) fn shuts_down_at(&mut self, broker: i32, offset: i64) {
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.shutdown_offset.get_or_insert(offset);
        }
    }

    /// A broker was fenced: what it was about to do is over.
    pub(super) fn fenced(&mut self, broker: i32) {
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.shutdown_offset = None;
        }
    }

    /// A broker's session has ended.
    pub(super) fn end(&mut self, broker: i32) {
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.last_contact_ms = None;
        }
    }

    /// A broker has a registration with that epoch. A session with it goes on.
    pub(super) fn registered(&mut self, broker: i32, epoch: i64) {
        if self.session(broker, epoch).is_none() {
            self.sessions.insert(broker, Session::new(epoch));
        }
    }

    /// A broker has no registration any more.
    pub(super) fn unregistered(&mut self, broker: i32) {
        self.sessions.remove(&broker);
    }

    /// Somebody without a vote fetched the log.
    pub(super) fn observed(&mut self, observer: VoterKey, progress: Progress) {
        let new = !self.observers.contains_key(&observer);
        if new && self.observers.len() >= MAX_OBSERVERS {
            let oldest = self.observers.iter().min_by_key(|(_, progress)| progress.last_contact_ms);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                self.observers.remove(&oldest);
            }
        }
        self.observers.insert(observer, progress);
    }

    /// Those without a vote that fetched lately.
    pub(super) fn observers(&self, now_ms: i64) -> impl Iterator<Item = (&VoterKey, &Progress)> {
        self.observers
            .iter()
            .filter(move |(_, p)| now_ms.saturating_sub(p.last_contact_ms) <= OBSERVER_TIMEOUT_MS)
    }

    /// Forgets those that did not fetch for long.
    pub(super) fn forget_observers(&mut self, now_ms: i64) {
        self.observers.retain(|_, p| now_ms.saturating_sub(p.last_contact_ms) <= OBSERVER_TIMEOUT_MS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::Changes;
    use wire::codec::Uuid;
    use wire::metadata::RegisterBrokerRecord;
    use wire::records::MetadataRecord;

    const TIMEOUT_MS: u64 = 9_000;

    /// Brokers 1 and 2, of epochs 1 and 2; 2 is fenced. Their leader begins at 100.
    fn soft() -> Soft {
        let mut image = Image::new();
        for id in [1, 2] {
            let record = RegisterBrokerRecord {
                broker_id: id,
                broker_epoch: i64::from(id),
                fenced: id == 2,
                ..RegisterBrokerRecord::default()
            };
            let record = MetadataRecord::RegisterBroker(record);
            image.apply(i64::from(id), &record, &mut Changes::default()).unwrap();
        }
        Soft::of_new_leader(&image, 100)
    }

    #[test]
    fn a_new_leader_gives_those_that_are_not_fenced_a_whole_session() {
        let soft = soft();
        assert!(soft.is_alive(1, 1, 100 + TIMEOUT_MS, TIMEOUT_MS));
        assert!(!soft.is_alive(1, 1, 101 + TIMEOUT_MS, TIMEOUT_MS));
        assert!(!soft.is_alive(2, 2, 100, TIMEOUT_MS), "nobody has heard of it");
        assert_eq!(soft.next_end(TIMEOUT_MS), Some(101 + TIMEOUT_MS));
    }

    #[test]
    fn a_session_ends_just_when_it_was_said_to() {
        let mut soft = soft();
        soft.heard(1, 1, 5_000);
        let end = soft.next_end(TIMEOUT_MS).unwrap();
        assert!(soft.silent(end - 1, TIMEOUT_MS).is_empty());
        assert_eq!(soft.silent(end, TIMEOUT_MS), [(1, 1)]);
        soft.end(1);
        assert!(soft.silent(end, TIMEOUT_MS).is_empty(), "it ends once");
        assert_eq!(soft.next_end(TIMEOUT_MS), None);
    }

    #[test]
    fn a_process_that_was_replaced_keeps_nothing_alive() {
        let mut soft = soft();
        soft.registered(1, 7);
        soft.heard(1, 1, 200);
        assert!(!soft.is_alive(1, 1, 200, TIMEOUT_MS) && !soft.is_alive(1, 7, 200, TIMEOUT_MS));
        soft.heard(1, 7, 200);
        assert!(soft.is_alive(1, 7, 200, TIMEOUT_MS));
        soft.registered(1, 7);
        assert!(soft.is_alive(1, 7, 200, TIMEOUT_MS), "an amended registration is the same session");
    }

    #[test]
    fn where_the_others_must_be_is_fixed_when_a_broker_first_wants_to_stop() {
        let mut soft = soft();
        soft.shuts_down_at(1, 50);
        soft.shuts_down_at(1, 60);
        assert_eq!(soft.session(1, 1).unwrap().shutdown_offset, Some(50));
        soft.fenced(1);
        assert_eq!(soft.session(1, 1).unwrap().shutdown_offset, None);
    }

    #[test]
    fn the_lowest_offset_is_that_of_the_slowest() {
        let mut soft = soft();
        soft.is_at(1, 1, 40);
        assert_eq!(soft.lowest_offset([(1, 1), (2, 2)].into_iter()), Some(-1));
        soft.is_at(2, 2, 30);
        assert_eq!(soft.lowest_offset([(1, 1), (2, 2)].into_iter()), Some(30));
        assert_eq!(soft.lowest_offset(std::iter::empty()), None);
    }

    #[test]
    fn observers_are_bounded_and_those_longest_silent_go_first() {
        let key = |id: usize| VoterKey { id: id as i32, directory: Uuid::ZERO };
        let at = |now: i64| Progress { log_end_offset: 0, last_contact_ms: now, last_caught_up_ms: -1 };
        let mut soft = soft();
        (0..MAX_OBSERVERS).for_each(|n| soft.observed(key(n), at(1_000 + n as i64)));
        soft.observed(key(0), at(50_000));
        soft.observed(key(MAX_OBSERVERS), at(50_001));
        assert_eq!(soft.observers.len(), MAX_OBSERVERS);
        assert!(soft.observers.contains_key(&key(0)) && !soft.observers.contains_key(&key(1)));
        soft.forget_observers(50_001 + OBSERVER_TIMEOUT_MS);
        assert_eq!(soft.observers.keys().copied().collect::<Vec<_>>(), [key(MAX_OBSERVERS)]);
    }
}
