//! [`HotTail`]: the newest batches of one log.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use parking_lot::Mutex;

use super::TailBudget;
use super::entry::{TailEntry, Taken, Wanted};

/// The newest batches of one log. One writer, any number of readers; the lock is held for as long as it takes to look.
pub(crate) struct HotTail {
    budget: Arc<TailBudget>,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    queue: VecDeque<(u64, TailEntry)>,
    next_number: u64,
}

/// Whole batches out of memory.
#[derive(Clone, Debug)]
pub(crate) struct TailRead {
    /// Their bytes, one after the other.
    pub(crate) chunks: Vec<Bytes>,
    /// How many there are.
    pub(crate) bytes: usize,
    /// Offset of the first record.
    pub(crate) first_offset: i64,
}

impl HotTail {
    /// An empty tail.
    pub(crate) fn new(budget: Arc<TailBudget>) -> Arc<Self> {
        Arc::new(Self { budget, entries: Mutex::default() })
    }

    /// Adds what was appended.
    pub(crate) fn push(self: &Arc<Self>, entry: TailEntry) {
        let cost = TailBudget::cost(entry.batches.len());
        if cost > self.budget.bytes_max() {
            // The next entry does not follow the last one; readers in between go to the file.
            return;
        }
        let mut entries = self.entries.lock();
        let number = entries.next_number;
        entries.next_number += 1;
        entries.queue.push_back((number, entry));
        drop(entries);
        self.budget.add(self, number, cost);
    }

    /// Takes out everything: the log has changed behind it.
    pub(crate) fn clear(&self) {
        let gone = std::mem::take(&mut self.entries.lock().queue);
        self.budget.give_back(gone.iter().map(|(_, entry)| TailBudget::cost(entry.batches.len())).sum());
    }

    /// Takes out the entries up to and with a number, and says what they cost.
    pub(super) fn forget_through(&self, number: u64) -> usize {
        let mut gone = Vec::new();
        let mut entries = self.entries.lock();
        while let Some((_, entry)) = entries.queue.pop_front_if(|(n, _)| *n <= number) {
            gone.push(entry);
        }
        drop(entries);
        gone.iter().map(|entry| TailBudget::cost(entry.batches.len())).sum()
    }

    /// Reads whole batches, the first of which has `offset`, none of which ends behind `upper`. `None` when the offset is
    /// not in memory; an empty read when it is, but nothing of it may be taken.
    pub(crate) fn read(
        &self,
        offset: i64,
        upper: i64,
        bytes_max: usize,
        min_one_batch: bool,
    ) -> Option<TailRead> {
        let found = self.find(offset, upper, bytes_max)?;
        let wanted = Wanted { offset, upper, bytes_max, min_one_batch };
        let mut taken = Taken::default();
        for entry in &found {
            if !taken.take(entry, wanted) {
                break;
            }
        }
        Some(TailRead { chunks: taken.chunks, bytes: taken.bytes, first_offset: taken.first_offset })
    }

    /// The entry with the offset and as many behind it as may be needed, without a gap.
    fn find(&self, offset: i64, upper: i64, bytes_max: usize) -> Option<Vec<TailEntry>> {
        let entries = self.entries.lock();
        let queue = &entries.queue;
        let first = queue.partition_point(|(_, entry)| entry.next_offset <= offset);
        if queue.get(first)?.1.first_offset > offset {
            return None;
        }
        let mut found: Vec<TailEntry> = Vec::new();
        let mut bytes = 0;
        for (_, entry) in queue.range(first..) {
            let follows = found.last().is_none_or(|last| last.next_offset == entry.first_offset);
            if !follows || entry.first_offset >= upper || (bytes > bytes_max && found.len() > 1) {
                break;
            }
            bytes += entry.batches.len();
            found.push(entry.clone());
        }
        Some(found)
    }
}

impl Drop for HotTail {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use wire::batch::{BatchBuilder, BatchOptions, NewRecord};

    use super::*;
    use crate::tail::TailBatches;

    fn batch(base_offset: i64, records: i64) -> Bytes {
        let mut builder = BatchBuilder::new(BatchOptions { base_offset, ..Default::default() });
        for _ in 0..records {
            builder.append(NewRecord { value: Some(&[7; 100]), ..Default::default() }).unwrap();
        }
        builder.finish().unwrap()
    }

    /// One entry: batches with so many records each, as a leader (one) or a follower (any number) has them.
    fn entry(first_offset: i64, records: &[i64], leader: bool) -> TailEntry {
        let mut next_offset = first_offset;
        let mut bytes = Vec::new();
        for n in records {
            bytes.extend_from_slice(&batch(next_offset, *n));
            next_offset += n;
        }
        let bytes = Bytes::from(bytes);
        let batches = if leader {
            TailBatches::Stamped(bytes.slice(..61), bytes.slice(61..))
        } else {
            TailBatches::Run(bytes)
        };
        TailEntry { first_offset, next_offset, batches }
    }

    fn filled() -> Arc<HotTail> {
        let tail = HotTail::new(TailBudget::new(1 << 20));
        tail.push(entry(10, &[2], true));
        tail.push(entry(12, &[1, 3, 1], false));
        tail.push(entry(17, &[1], true));
        tail
    }

    /// Base offsets of the batches read, or `None` when the offset is not in memory.
    fn offsets(tail: &HotTail, offset: i64, upper: i64, bytes_max: usize, min_one: bool) -> Option<Vec<i64>> {
        let read = tail.read(offset, upper, bytes_max, min_one)?;
        let all: Vec<u8> = read.chunks.concat();
        assert_eq!(all.len(), read.bytes);
        let views = wire::batch::Batches::new(all.into()).map(|b| b.unwrap());
        let found: Vec<i64> = views
            .map(|b| {
                b.verify_crc().unwrap();
                b.header().base_offset
            })
            .collect();
        if let Some(first) = found.first() {
            assert_eq!(*first, read.first_offset);
        }
        Some(found)
    }

    #[test]
    fn a_read_begins_with_the_batch_that_has_the_offset_and_ends_before_the_upper_one() {
        let tail = filled();
        assert_eq!(offsets(&tail, 10, 18, 1 << 20, true).unwrap(), [10, 12, 13, 16, 17]);
        assert_eq!(offsets(&tail, 11, 18, 1 << 20, true).unwrap(), [10, 12, 13, 16, 17]);
        assert_eq!(offsets(&tail, 14, 18, 1 << 20, true).unwrap(), [13, 16, 17]);
        assert_eq!(offsets(&tail, 14, 17, 1 << 20, true).unwrap(), [13, 16]);
        assert_eq!(
            offsets(&tail, 12, 15, 1 << 20, true).unwrap(),
            [12],
            "a batch that goes beyond is left out"
        );
        assert_eq!(offsets(&tail, 12, 12, 1 << 20, true).unwrap(), Vec::<i64>::new());
        assert_eq!(offsets(&tail, 9, 18, 1 << 20, true), None);
        assert_eq!(offsets(&tail, 18, 18, 1 << 20, true), None);
    }

    #[test]
    fn a_read_splits_no_batch_and_takes_one_at_least_if_asked_to() {
        let tail = filled();
        let size = batch(0, 1).len();
        assert_eq!(offsets(&tail, 12, 18, size, true).unwrap(), [12]);
        assert_eq!(offsets(&tail, 12, 18, size - 1, true).unwrap(), [12]);
        assert_eq!(offsets(&tail, 12, 18, size - 1, false).unwrap(), Vec::<i64>::new());
        assert_eq!(offsets(&tail, 13, 18, size, true).unwrap(), [13], "larger than asked for");
        assert_eq!(offsets(&tail, 16, 18, 2 * size, true).unwrap(), [16, 17]);
        assert_eq!(offsets(&tail, 16, 18, 2 * size - 1, true).unwrap(), [16]);
    }

    #[test]
    fn a_gap_ends_a_read() {
        let tail = filled();
        tail.push(entry(30, &[1], false));
        assert_eq!(offsets(&tail, 17, 31, 1 << 20, true).unwrap(), [17]);
        assert_eq!(
            offsets(&tail, 18, 31, 1 << 20, true),
            None,
            "what is behind the gap may begin in the file"
        );
    }

    #[test]
    fn all_tails_together_stay_within_the_budget_and_the_oldest_goes_first() {
        let budget = TailBudget::new(10 * TailBudget::cost(batch(0, 1).len()));
        let (busy, idle) = (HotTail::new(budget.clone()), HotTail::new(budget.clone()));
        for i in 0..5 {
            idle.push(entry(i, &[1], true));
        }
        for i in 0..8 {
            busy.push(entry(i, &[1], true));
            assert!(budget.used() <= budget.bytes_max());
        }
        assert!(offsets(&idle, 2, 5, 1 << 20, true).is_none(), "the oldest of the idle one had to go");
        assert_eq!(offsets(&idle, 3, 5, 1 << 20, true).unwrap(), [3, 4]);
        assert_eq!(offsets(&busy, 0, 8, 1 << 20, true).unwrap().len(), 8);
        drop(idle);
        busy.clear();
        assert_eq!(budget.used(), 0, "everything was given back");
        busy.push(entry(50, &[1], true));
        assert_eq!(offsets(&busy, 50, 51, 1 << 20, true).unwrap(), [50]);
    }

    #[test]
    fn a_budget_of_nothing_keeps_nothing() {
        let budget = TailBudget::new(0);
        let tail = HotTail::new(budget.clone());
        tail.push(entry(0, &[1], true));
        assert_eq!((budget.used(), tail.read(0, 1, 1 << 20, true).is_none()), (0, true));
    }
}
