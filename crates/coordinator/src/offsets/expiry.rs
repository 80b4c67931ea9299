//! Offsets and empty groups that nobody has asked for in a long time (`GroupCoordinatorShard.cleanupGroupMetadata`,
//! `ClassicGroup.offsetExpirationCondition`; KIP-211).
//!
//! Looked for every `offsets.retention.check.interval.ms`, a bounded number of groups in one step.

use std::ops::Bound;

use wire::codec::Str;

use super::offset::{Offset, OffsetKey};
use crate::classic::{ClassicGroup, State};
use crate::group::Group;
use crate::shard::{Deletions, TimerKey, Turn};

/// How long to wait when too much is waiting to be committed for writing more.
const BUSY_RETRY_MS: i64 = 1_000;

/// When the offsets of a group grow old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Retention {
    /// Never: the group is rebalancing, or its members cannot say what they read.
    Kept,
    /// A time after this moment: since then nobody is in the group.
    Since(i64),
    /// A time after each was committed.
    SinceCommit,
}

impl Retention {
    /// Whether an offset's time is over. The moment an old client has set for itself goes before the rule.
    fn is_over(self, offset: &Offset, now_ms: i64, retention_ms: i64) -> bool {
        let since_ms = match (self, offset.expire_timestamp_ms) {
            (Retention::Kept, _) => return false,
            (_, Some(expire_ms)) => return now_ms >= expire_ms,
            (Retention::Since(since_ms), None) => since_ms,
            (Retention::SinceCommit, None) => offset.commit_timestamp_ms,
        };
        now_ms.saturating_sub(since_ms) >= retention_ms
    }
}

impl ClassicGroup {
    fn retention(&self) -> Retention {
        match (self.state(), &self.protocol_type) {
            // It only commits offsets: each stands for itself.
            (_, None) => Retention::SinceCommit,
            (State::Empty, Some(_)) => match self.state_since_ms {
                Some(since_ms) => Retention::Since(since_ms),
                None => Retention::SinceCommit,
            },
            (State::Stable, Some(_)) if self.uses_consumer_protocol() && self.subscribed_topics.is_some() => {
                Retention::SinceCommit
            }
            (_, Some(_)) => Retention::Kept,
        }
    }
}

impl Turn<'_> {
    /// Deletes what is old among the next groups, and comes back for the others.
    pub(crate) fn expire(&mut self) {
        if self.step.is_busy() {
            let again_ms = self.step.after(BUSY_RETRY_MS);
            return self.step.timers.set(TimerKey::Expiry, again_ms);
        }
        let limit = self.step.config.limits.groups_per_expiry_step;
        let after = self.expired_through.take().map_or(Bound::Unbounded, Bound::Excluded);
        let ids: Vec<Str> =
            self.groups.range((after, Bound::Unbounded)).take(limit).map(|(id, _)| id.clone()).collect();
        let mut deletions = Deletions::default();
        for id in &ids {
            self.expire_group(&mut deletions, id);
        }
        self.delete(deletions);
        let pause_ms = if ids.len() < limit {
            self.step.config.offsets_retention_check_interval_ms.max(1)
        } else {
            *self.expired_through = ids.last().cloned();
            1
        };
        self.step.timers.set(TimerKey::Expiry, self.step.after(pause_ms));
    }

    fn expire_group(&mut self, deletions: &mut Deletions, id: &Str) {
        let Some(Group::Classic(group)) = self.groups.get(id) else { return };
        let (retention, now_ms) = (group.retention(), self.step.now.epoch_ms);
        let retention_ms = self.step.config.offsets_retention_ms;
        let mut is_left = self.offsets.transactional.contains_group(id);
        for ((topic, partition), offset) in self.offsets.all_latest(id) {
            let key = OffsetKey { group: id.clone(), topic: topic.clone(), partition };
            let is_over = !group.is_subscribed_to(topic)
                && retention.is_over(offset, now_ms, retention_ms)
                && !self.offsets.transactional.contains(&key);
            if is_over {
                deletions.offset(key);
            } else {
                is_left = true;
            }
        }
        if !is_left && group.is_empty() {
            self.delete_group(deletions, id, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(commit_timestamp_ms: i64, expire_timestamp_ms: Option<i64>) -> Offset {
        Offset {
            offset: 0,
            leader_epoch: -1,
            metadata: Str::new(),
            commit_timestamp_ms,
            expire_timestamp_ms,
            topic_id: wire::codec::Uuid::ZERO,
            record_offset: 0,
        }
    }

    #[test]
    fn an_offset_is_kept_for_its_retention_and_no_longer() {
        let cases = [
            (Retention::Since(100), offset(0, None), 1_099, false),
            (Retention::Since(100), offset(0, None), 1_100, true),
            (Retention::SinceCommit, offset(100, None), 1_099, false),
            (Retention::SinceCommit, offset(100, None), 1_100, true),
            (Retention::SinceCommit, offset(100, Some(150)), 149, false),
            (Retention::Since(100), offset(100, Some(150)), 150, true),
            (Retention::Since(100), offset(100, Some(9_000)), 5_000, false),
            (Retention::Kept, offset(0, Some(1)), i64::MAX, false),
            (Retention::SinceCommit, offset(i64::MIN, None), 0, true),
        ];
        for (retention, offset, now_ms, over) in cases {
            assert_eq!(retention.is_over(&offset, now_ms, 1_000), over, "{retention:?} {offset:?} {now_ms}");
        }
    }
}
