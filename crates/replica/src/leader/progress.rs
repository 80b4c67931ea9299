//! [`FollowerProgress`]: how far one follower has come, as its fetches tell the leader.
//!
//! The rules of `org.apache.kafka.server.replica.Replica`. What "caught up" means is here; what follows from it
//! (ISR, high watermark) is not.

use crate::ids::{BrokerEpoch, BrokerId, Millis, Offset};

/// Where a follower stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowerProgress {
    /// Who.
    pub broker: BrokerId,
    /// Where its log starts; -1 before its first fetch from this leader.
    pub log_start: Offset,
    /// Where its log ends: the offset it asked for last; -1 before its first fetch from this leader.
    pub log_end: Offset,
    /// The life of the broker in which it fetched; `None` before its first fetch.
    pub broker_epoch: Option<BrokerEpoch>,
    /// When it last had all that the leader had; `None` for never.
    pub last_caught_up_ms: Option<Millis>,
    last_fetch_ms: Option<Millis>,
    last_fetch_leader_end: Offset,
}

/// What a follower's fetch tells about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fetched {
    pub(crate) offset: Offset,
    pub(crate) log_start: Offset,
    pub(crate) broker_epoch: BrokerEpoch,
    /// The leader's log end when the fetch came.
    pub(crate) leader_end: Offset,
    pub(crate) now: Millis,
}

impl FollowerProgress {
    /// A follower of which nothing is known.
    pub(crate) fn unknown(broker: BrokerId) -> FollowerProgress {
        FollowerProgress {
            broker,
            log_start: -1,
            log_end: -1,
            broker_epoch: None,
            last_caught_up_ms: None,
            last_fetch_ms: None,
            last_fetch_leader_end: 0,
        }
    }

    /// A new leader begins: members of the ISR get the whole lag time to show up, others must fetch first, lest
    /// they hold the high watermark back for nothing.
    pub(crate) fn elected(broker: BrokerId, in_isr: bool, now: Millis) -> FollowerProgress {
        FollowerProgress { last_caught_up_ms: in_isr.then_some(now), ..FollowerProgress::unknown(broker) }
    }

    /// The same leader begins a new epoch: what was fetched still holds, the clock starts again.
    pub(crate) fn re_elected(&mut self, in_isr: bool, leader_end: Offset, now: Millis) {
        self.last_fetch_leader_end = leader_end;
        self.last_fetch_ms = in_isr.then_some(now);
        self.last_caught_up_ms = in_isr.then_some(now);
    }

    /// The follower asked for `offset`: it has everything below.
    ///
    /// A follower that asks for what was the leader's end at its previous fetch had caught up at the time of that
    /// one: under steady load it would otherwise never be found at the very end.
    pub(crate) fn fetched(&mut self, fetch: &Fetched) {
        let caught_up = if fetch.offset >= fetch.leader_end {
            Some(fetch.now)
        } else if fetch.offset >= self.last_fetch_leader_end {
            self.last_fetch_ms
        } else {
            None
        };
        self.last_caught_up_ms = self.last_caught_up_ms.max(caught_up);
        self.log_start = fetch.log_start;
        self.log_end = fetch.offset;
        self.broker_epoch = Some(fetch.broker_epoch);
        self.last_fetch_leader_end = self.last_fetch_leader_end.max(fetch.leader_end);
        self.last_fetch_ms = Some(fetch.now);
    }

    /// Whether it is at the leader's end, or was within the lag time.
    pub(crate) fn is_caught_up(&self, leader_end: Offset, lag_time_max: Millis, now: Millis) -> bool {
        self.log_end == leader_end
            || self.last_caught_up_ms.is_some_and(|caught_up| now.saturating_sub(caught_up) <= lag_time_max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(offset: Offset, leader_end: Offset, now: Millis) -> Fetched {
        Fetched { offset, log_start: 0, broker_epoch: 1, leader_end, now }
    }

    #[test]
    fn a_follower_that_always_trails_by_one_round_is_caught_up_as_of_its_previous_fetch() {
        let mut follower = FollowerProgress::unknown(2);
        follower.fetched(&fetch(0, 10, 1000));
        assert_eq!(follower.last_caught_up_ms, None);
        follower.fetched(&fetch(10, 20, 1500));
        assert_eq!(follower.last_caught_up_ms, Some(1000));
        follower.fetched(&fetch(19, 30, 1600));
        assert_eq!(
            follower.last_caught_up_ms,
            Some(1000),
            "19 is short of the 20 seen at the previous fetch"
        );
        follower.fetched(&fetch(30, 30, 1700));
        assert_eq!(follower.last_caught_up_ms, Some(1700));
    }

    #[test]
    fn a_follower_at_the_end_stays_caught_up_however_long_nothing_is_written() {
        let mut follower = FollowerProgress::unknown(2);
        follower.fetched(&fetch(10, 10, 1000));
        assert!(follower.is_caught_up(10, 100, 999_999));
        assert!(follower.is_caught_up(11, 100, 1100));
        assert!(!follower.is_caught_up(11, 100, 1101));
    }

    #[test]
    fn a_follower_outside_of_the_isr_is_not_caught_up_before_it_fetches_even_when_the_clock_is_young() {
        assert!(!FollowerProgress::elected(2, false, 5).is_caught_up(10, 30_000, 6));
        assert!(FollowerProgress::elected(2, true, 5).is_caught_up(10, 30_000, 6));
    }
}
