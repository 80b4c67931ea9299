//! [`LedPartitions`]: the partitions of `__consumer_offsets` that this broker leads, and how far each has come.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use coordinator::DeletedTopic;
use parking_lot::RwLock;
use tokio::sync::{mpsc, oneshot};
use wire::codec::Uuid;

use super::ask::Ask;

/// Requests to one shard that came together, which take one place in its mailbox.
pub(super) type Asks = Vec<Ask>;

/// One leadership of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leadership {
    pub(super) topic_id: Uuid,
    pub(super) index: i32,
    pub(super) leader_epoch: i32,
}

/// How far a partition has come.
#[derive(Clone)]
pub(super) enum State {
    /// Its log is being read.
    Loading,
    /// Its shard takes requests.
    Loaded(mpsc::Sender<Asks>),
    /// Its log cannot be read.
    Failed,
}

/// What the shard's task tells those who count.
#[derive(Debug, Default)]
pub(super) struct ShardCounts {
    pub(super) groups: AtomicUsize,
}

/// A partition that this broker leads. When it is dropped, its task resigns.
pub(super) struct Led {
    leadership: Leadership,
    state: State,
    deletions: mpsc::UnboundedSender<Vec<DeletedTopic>>,
    counts: Arc<ShardCounts>,
    _resign: oneshot::Sender<std::convert::Infallible>,
}

/// The task's ends of what a [`Led`] holds.
pub(super) struct LedTask {
    /// Completes, with an error, when the leadership is over.
    pub(super) resign: oneshot::Receiver<std::convert::Infallible>,
    /// Topics that were deleted. As many at most as the metadata deletes.
    pub(super) deletions: mpsc::UnboundedReceiver<Vec<DeletedTopic>>,
    pub(super) counts: Arc<ShardCounts>,
}

/// The partitions that this broker leads, by index.
#[derive(Default)]
pub(super) struct LedPartitions {
    led: RwLock<BTreeMap<i32, Led>>,
}

impl LedPartitions {
    /// Ends what is not among `leaderships`, and begins what is new among them: gives the tasks' ends of that.
    pub(super) fn follow(&self, leaderships: &[Leadership]) -> Vec<(Leadership, LedTask)> {
        let mut led = self.led.write();
        led.retain(|_, led| leaderships.contains(&led.leadership));
        let mut begun = Vec::new();
        for leadership in leaderships {
            if led.contains_key(&leadership.index) {
                continue;
            }
            let (resign, resigned) = oneshot::channel();
            let (deletions, deleted) = mpsc::unbounded_channel();
            let counts = Arc::new(ShardCounts::default());
            let task = LedTask { resign: resigned, deletions: deleted, counts: counts.clone() };
            let (leadership, state) = (*leadership, State::Loading);
            led.insert(leadership.index, Led { leadership, state, deletions, counts, _resign: resign });
            begun.push((leadership, task));
        }
        begun
    }

    /// A leadership has come further, if it is not over.
    pub(super) fn set(&self, leadership: Leadership, state: State) {
        if let Some(led) = self.led.write().get_mut(&leadership.index)
            && led.leadership == leadership
        {
            led.state = state;
        }
    }

    /// How far a partition has come; nothing if it is not led here.
    pub(super) fn state(&self, index: i32) -> Option<State> {
        self.led.read().get(&index).map(|led| led.state.clone())
    }

    /// All of them.
    pub(super) fn states(&self) -> Vec<(i32, State)> {
        self.led.read().iter().map(|(index, led)| (*index, led.state.clone())).collect()
    }

    /// How many are loaded in that epoch.
    #[cfg(test)]
    pub(super) fn loaded_in(&self, leader_epoch: i32) -> usize {
        let led = self.led.read();
        let of_epoch = led.values().filter(|led| led.leadership.leader_epoch == leader_epoch);
        of_epoch.filter(|led| matches!(led.state, State::Loaded(_))).count()
    }

    /// Tells all of them, also those that are being loaded, that topics are gone.
    pub(super) fn topics_deleted(&self, topics: &[DeletedTopic]) {
        for led in self.led.read().values() {
            // One whose task has ended has nothing to forget.
            let _ = led.deletions.send(topics.to_vec());
        }
    }

    /// Groups there are, partitions that are being loaded, and partitions that cannot be.
    pub(super) fn count(&self) -> (usize, usize, usize) {
        let led = self.led.read();
        let in_state = |wanted: fn(&State) -> bool| led.values().filter(|led| wanted(&led.state)).count();
        let groups = led.values().map(|led| led.counts.groups.load(Ordering::Relaxed)).sum();
        (groups, in_state(|s| matches!(s, State::Loading)), in_state(|s| matches!(s, State::Failed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leadership(index: i32, leader_epoch: i32) -> Leadership {
        Leadership { topic_id: Uuid::from_u128(1), index, leader_epoch }
    }

    #[test]
    fn another_epoch_is_another_leadership_and_ends_the_one_before() {
        let led = LedPartitions::default();
        let mut first = led.follow(&[leadership(0, 1), leadership(1, 1)]);
        assert_eq!(first.len(), 2);
        let second = led.follow(&[leadership(0, 2), leadership(1, 1)]);
        assert_eq!(second.iter().map(|(leadership, _)| *leadership).collect::<Vec<_>>(), [leadership(0, 2)]);
        let ended = |task: &mut LedTask| task.resign.try_recv() == Err(oneshot::error::TryRecvError::Closed);
        assert!(ended(&mut first[0].1));
        assert!(!ended(&mut first[1].1));
        led.set(leadership(0, 1), State::Failed);
        assert!(matches!(led.state(0), Some(State::Loading)), "a word about an old leadership");
        assert!(led.follow(&[]).is_empty() && led.state(1).is_none() && ended(&mut first[1].1));
    }
}
