//! [`LeaderEpochs`]: which leader epoch wrote which part of a log (KIP-101, KIP-279,
//! `org.apache.kafka.storage.internals.epoch.LeaderEpochFileCache`).
//!
//! A value without IO: the log publishes a new one when it changes and writes it to disk at its next flush. Epochs and
//! their start offsets both grow strictly; an entry that would break that replaces those in its way.

/// The first offset of a leader epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochEntry {
    /// The epoch, not negative.
    pub epoch: i32,
    /// The offset of the first batch written in it.
    pub start_offset: i64,
}

/// The end of an epoch in a log, as OffsetForLeaderEpoch and a diverging fetch answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochEnd {
    /// The largest epoch not above the one asked for; the one asked for itself where the log knows only later ones.
    pub epoch: i32,
    /// Where it ends (exclusive).
    pub end_offset: i64,
}

/// The leader epochs of a log, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeaderEpochs {
    entries: Vec<EpochEntry>,
}

impl LeaderEpochs {
    /// Of the entries of a file, taken one after the other.
    pub fn from_entries(entries: impl IntoIterator<Item = EpochEntry>) -> Self {
        let mut epochs = Self::default();
        for entry in entries {
            epochs.assign(entry);
        }
        epochs
    }

    /// The entries, oldest first.
    pub fn entries(&self) -> &[EpochEntry] {
        &self.entries
    }

    /// The newest entry.
    pub fn latest(&self) -> Option<EpochEntry> {
        self.entries.last().copied()
    }

    /// Whether [`LeaderEpochs::assign`] would change anything.
    pub fn needs(&self, entry: EpochEntry) -> bool {
        self.latest().is_none_or(|l| entry.epoch != l.epoch || entry.start_offset < l.start_offset)
    }

    /// Notes where an epoch begins. Returns whether anything changed. Entries that the new one contradicts (an epoch or
    /// a start not below its own) go.
    pub fn assign(&mut self, entry: EpochEntry) -> bool {
        if !self.needs(entry) {
            return false;
        }
        while self.latest().is_some_and(|l| l.epoch >= entry.epoch || l.start_offset >= entry.start_offset) {
            self.entries.pop();
        }
        self.entries.push(entry);
        true
    }

    /// Where the epoch ends in a log that ends at `log_end`. `None` when that cannot be said: no epoch is asked for
    /// (-1), or one later than all that are known.
    pub fn end_offset_for(&self, epoch: i32, log_end: i64) -> Option<EpochEnd> {
        let latest = self.latest().filter(|_| epoch >= 0)?;
        if epoch == latest.epoch {
            return Some(EpochEnd { epoch, end_offset: log_end });
        }
        let next = self.entries.partition_point(|e| e.epoch <= epoch);
        let end_offset = self.entries.get(next)?.start_offset;
        // Below the first known epoch the records are gone; whoever asks goes on from where they begin again.
        let epoch = next.checked_sub(1).map_or(epoch, |at| self.entries[at].epoch);
        Some(EpochEnd { epoch, end_offset })
    }

    /// The epoch that wrote an offset, as far as it is known.
    pub fn epoch_of(&self, offset: i64) -> Option<i32> {
        let next = self.entries.partition_point(|e| e.start_offset <= offset);
        next.checked_sub(1).map(|at| self.entries[at].epoch)
    }

    /// Forgets the epochs that begin at or behind a new end of the log. Returns whether there were any.
    pub fn truncate_from_end(&mut self, end_offset: i64) -> bool {
        let kept = self.entries.partition_point(|e| e.start_offset < end_offset);
        let changed = kept < self.entries.len();
        self.entries.truncate(kept);
        changed
    }

    /// Forgets the epochs that end at or before a new start of the log; the one that goes on now begins there. Returns
    /// whether anything changed.
    pub fn truncate_from_start(&mut self, start_offset: i64) -> bool {
        let begun = self.entries.partition_point(|e| e.start_offset <= start_offset);
        let Some(last) = begun.checked_sub(1) else { return false };
        if last == 0 && self.entries[0].start_offset == start_offset {
            return false;
        }
        self.entries.drain(..last);
        self.entries[0].start_offset = start_offset;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epochs(entries: &[(i32, i64)]) -> LeaderEpochs {
        LeaderEpochs::from_entries(
            entries.iter().map(|&(epoch, start_offset)| EpochEntry { epoch, start_offset }),
        )
    }

    fn end(epoch: i32, end_offset: i64) -> Option<EpochEnd> {
        Some(EpochEnd { epoch, end_offset })
    }

    #[test]
    fn an_epoch_begins_once() {
        let mut e = epochs(&[(2, 10)]);
        assert!(!e.assign(EpochEntry { epoch: 2, start_offset: 15 }));
        assert!(e.assign(EpochEntry { epoch: 3, start_offset: 20 }));
        assert_eq!(e, epochs(&[(2, 10), (3, 20)]));
    }

    #[test]
    fn a_new_entry_replaces_what_it_contradicts() {
        assert_eq!(
            epochs(&[(1, 0), (4, 10), (5, 30), (6, 20)]).entries(),
            epochs(&[(1, 0), (4, 10), (6, 20)]).entries()
        );
        assert_eq!(epochs(&[(1, 0), (4, 10), (3, 20)]), epochs(&[(1, 0), (3, 20)]));
        assert_eq!(epochs(&[(1, 10), (1, 5)]), epochs(&[(1, 5)]));
        assert_eq!(
            epochs(&[(1, 10), (2, 10)]),
            epochs(&[(2, 10)]),
            "an epoch that wrote nothing leaves no trace"
        );
    }

    #[test]
    fn the_end_of_an_epoch_is_the_start_of_the_next() {
        let e = epochs(&[(2, 10), (5, 30), (9, 70)]);
        assert_eq!(e.end_offset_for(9, 100), end(9, 100));
        assert_eq!(e.end_offset_for(5, 100), end(5, 70));
        assert_eq!(e.end_offset_for(8, 100), end(5, 70), "the largest epoch not above the one asked for");
        assert_eq!(e.end_offset_for(1, 100), end(1, 10), "before all that is known");
        assert_eq!(e.end_offset_for(10, 100), None);
        assert_eq!(e.end_offset_for(-1, 100), None);
        assert_eq!(LeaderEpochs::default().end_offset_for(0, 100), None);
    }

    #[test]
    fn truncation_from_either_end_keeps_what_has_records() {
        let all = epochs(&[(2, 10), (5, 30), (9, 70)]);
        let from_end = |offset| {
            let mut e = all.clone();
            let changed = e.truncate_from_end(offset);
            assert_eq!(changed, e != all);
            e
        };
        assert_eq!(from_end(71), all);
        assert_eq!(from_end(70), epochs(&[(2, 10), (5, 30)]));
        assert_eq!(from_end(0), LeaderEpochs::default());
        let from_start = |offset| {
            let mut e = all.clone();
            let changed = e.truncate_from_start(offset);
            assert_eq!(changed, e != all);
            e
        };
        assert_eq!(from_start(9), all);
        assert_eq!(from_start(10), all);
        assert_eq!(from_start(29), epochs(&[(2, 29), (5, 30), (9, 70)]));
        assert_eq!(from_start(30), epochs(&[(5, 30), (9, 70)]));
        assert_eq!(from_start(500), epochs(&[(9, 500)]));
    }

    #[test]
    fn an_offset_has_the_epoch_that_wrote_it() {
        let e = epochs(&[(2, 10), (5, 30)]);
        assert_eq!([9, 10, 29, 30, 99].map(|o| e.epoch_of(o)), [None, Some(2), Some(2), Some(5), Some(5)]);
    }
}
