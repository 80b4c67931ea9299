//! [`ProducerState`]: all producers of a partition, up to an offset of its log.

use std::collections::{BTreeMap, HashMap};

use wire::batch::increment_sequence;

use super::batch::{NO_SEQUENCE, ProducerBatch};
use super::entry::{BatchMetadata, ProducerEntry};
use super::fault::ProducerFault;
use crate::AppendOrigin;

/// What is to be done with a leader's batch.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is appended, and this becomes of its producer.
    Append(ProducerEntry),
    /// It was appended before: answer with where.
    Duplicate(BatchMetadata),
}

/// The producers of a partition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProducerState {
    producers: HashMap<i64, ProducerEntry>,
    /// Open transactions: first offset to producer id.
    open: BTreeMap<i64, i64>,
    /// Everything before this offset is reflected.
    end_offset: i64,
}

impl ProducerState {
    /// No producers, up to an offset.
    pub(crate) fn new(end_offset: i64) -> Self {
        Self { end_offset, ..Self::default() }
    }

    /// Of the entries of a snapshot taken at an offset. What had expired by `now` is left out.
    pub(crate) fn from_entries(
        entries: impl IntoIterator<Item = ProducerEntry>,
        end_offset: i64,
        now: i64,
        expiration_ms: i64,
    ) -> Self {
        let mut state = Self::new(end_offset);
        for entry in entries.into_iter().filter(|e| !is_expired(e, now, expiration_ms)) {
            state.insert(entry);
        }
        state
    }

    /// Everything before this offset is reflected.
    pub(crate) fn end_offset(&self) -> i64 {
        self.end_offset
    }

    /// Says that the log is now reflected up to here, whoever wrote it.
    pub(crate) fn advance_to(&mut self, end_offset: i64) {
        self.end_offset = end_offset;
    }

    /// The producers.
    pub(crate) fn producers(&self) -> impl ExactSizeIterator<Item = &ProducerEntry> {
        self.producers.values()
    }

    /// The first offset of a transaction that has not ended.
    pub(crate) fn first_undecided_offset(&self) -> Option<i64> {
        self.open.keys().next().copied()
    }

    /// What a leader does with a batch before it is written, when those before it in the same append have the producers
    /// `staged`. Nothing changes; [`ProducerState::commit`] follows when it was.
    pub(crate) fn check(
        &self,
        staged: &[ProducerEntry],
        batch: &ProducerBatch,
        origin: AppendOrigin,
        producers_max: usize,
    ) -> Result<Verdict, ProducerFault> {
        let staged = staged.iter().rfind(|entry| entry.producer_id == batch.producer_id);
        let known = staged.or_else(|| self.producers.get(&batch.producer_id));
        if origin == AppendOrigin::Client
            && let Some(duplicate) = known.and_then(|entry| entry.duplicate_of(batch))
        {
            return Ok(Verdict::Duplicate(duplicate));
        }
        if known.is_none() && self.producers.len() >= producers_max && self.open.len() >= self.producers.len()
        {
            let producer_id = batch.producer_id;
            return Err(ProducerFault::TooManyProducers { producer_id, max: producers_max });
        }
        let mut entry = known.cloned().unwrap_or_else(|| ProducerEntry::new(batch.producer_id));
        check_epoch(&entry, batch)?;
        if let Some(marker) = batch.marker {
            check_coordinator(&entry, batch, marker.coordinator_epoch)?;
            entry.end_transaction(batch.producer_epoch, marker.coordinator_epoch, batch.max_timestamp);
        } else {
            if origin == AppendOrigin::Client {
                check_sequence(&entry, batch)?;
            }
            if entry.current_txn_first_offset.is_some() && !batch.transactional {
                let (producer_id, offset) = (batch.producer_id, batch.base_offset);
                return Err(ProducerFault::NotInTransaction { producer_id, offset });
            }
            entry.add(batch);
        }
        Ok(Verdict::Append(entry))
    }

    /// Takes over what [`ProducerState::check`] answered.
    pub(crate) fn commit(&mut self, entry: ProducerEntry, producers_max: usize) {
        if !self.producers.contains_key(&entry.producer_id) && self.producers.len() >= producers_max {
            self.forget_silent(producers_max / 10 + 1);
        }
        self.insert(entry);
    }

    /// Takes over a batch that a leader has accepted: nothing is refused.
    pub(crate) fn replay(&mut self, batch: &ProducerBatch, producers_max: usize) {
        let known = self.producers.get(&batch.producer_id).cloned();
        let mut entry = known.unwrap_or_else(|| ProducerEntry::new(batch.producer_id));
        match batch.marker {
            Some(marker) => {
                entry.end_transaction(batch.producer_epoch, marker.coordinator_epoch, batch.max_timestamp);
            }
            None => entry.add(batch),
        }
        self.commit(entry, producers_max);
    }

    /// Forgets the producers that were silent for too long. Those with an open transaction stay.
    pub(crate) fn expire(&mut self, now: i64, expiration_ms: i64) {
        self.producers.retain(|_, entry| !is_expired(entry, now, expiration_ms));
    }

    fn insert(&mut self, entry: ProducerEntry) {
        let id = entry.producer_id;
        let begun = entry.current_txn_first_offset;
        let before = self.producers.insert(id, entry).and_then(|old| old.current_txn_first_offset);
        if before != begun {
            if let Some(offset) = before {
                self.open.remove(&offset);
            }
            if let Some(offset) = begun {
                self.open.insert(offset, id);
            }
        }
    }

    fn forget_silent(&mut self, count: usize) {
        let idle = self.producers.values().filter(|e| e.current_txn_first_offset.is_none());
        let mut idle: Vec<(i64, i64)> = idle.map(|e| (e.last_timestamp, e.producer_id)).collect();
        if count < idle.len() {
            idle.select_nth_unstable(count);
        }
        for (_, id) in idle.into_iter().take(count) {
            self.producers.remove(&id);
        }
    }
}

fn is_expired(entry: &ProducerEntry, now: i64, expiration_ms: i64) -> bool {
    entry.current_txn_first_offset.is_none() && now.saturating_sub(entry.last_timestamp) >= expiration_ms
}

fn check_epoch(entry: &ProducerEntry, batch: &ProducerBatch) -> Result<(), ProducerFault> {
    if batch.producer_epoch >= entry.producer_epoch {
        return Ok(());
    }
    Err(ProducerFault::InvalidEpoch {
        producer_id: batch.producer_id,
        offset: batch.base_offset,
        found: batch.producer_epoch,
        current: entry.producer_epoch,
    })
}

fn check_coordinator(entry: &ProducerEntry, batch: &ProducerBatch, epoch: i32) -> Result<(), ProducerFault> {
    if epoch >= entry.coordinator_epoch {
        return Ok(());
    }
    Err(ProducerFault::CoordinatorFenced {
        producer_id: batch.producer_id,
        offset: batch.base_offset,
        found: epoch,
        current: entry.coordinator_epoch,
    })
}

/// A new epoch begins with sequence 0; within one each batch continues the last. Of a producer that is not known any
/// sequence is taken: its records may have been deleted, or it was silent for long.
fn check_sequence(entry: &ProducerEntry, batch: &ProducerBatch) -> Result<(), ProducerFault> {
    if entry.producer_epoch == -1 {
        return Ok(());
    }
    let expected = if batch.producer_epoch != entry.producer_epoch || entry.last_sequence() == NO_SEQUENCE {
        0
    } else {
        increment_sequence(entry.last_sequence(), 1)
    };
    if batch.base_sequence == expected {
        return Ok(());
    }
    Err(ProducerFault::OutOfOrderSequence {
        producer_id: batch.producer_id,
        epoch: batch.producer_epoch,
        offset: batch.base_offset,
        found: batch.base_sequence,
        expected,
    })
}

#[cfg(test)]
mod tests {
    use super::super::batch::EndMarker;
    use super::*;

    const MAX: usize = 1000;

    struct Partition {
        state: ProducerState,
        end: i64,
    }

    impl Partition {
        fn new() -> Self {
            Self { state: ProducerState::new(0), end: 0 }
        }

        fn batch(&self, id: i64, epoch: i16, sequence: i32, count: i32) -> ProducerBatch {
            ProducerBatch {
                producer_id: id,
                producer_epoch: epoch,
                base_sequence: sequence,
                base_offset: self.end,
                last_offset: self.end + i64::from(count) - 1,
                max_timestamp: self.end,
                transactional: false,
                marker: None,
            }
        }

        fn append(&mut self, batch: ProducerBatch, origin: AppendOrigin) -> Result<i64, ProducerFault> {
            match self.state.check(&[], &batch, origin, MAX)? {
                Verdict::Append(entry) => {
                    self.state.commit(entry, MAX);
                    self.end = batch.last_offset + 1;
                    Ok(batch.base_offset)
                }
                Verdict::Duplicate(metadata) => Ok(metadata.first_offset()),
            }
        }

        fn produce(&mut self, id: i64, epoch: i16, sequence: i32, count: i32) -> Result<i64, ProducerFault> {
            self.append(self.batch(id, epoch, sequence, count), AppendOrigin::Client)
        }

        fn transactional(&mut self, id: i64, epoch: i16, sequence: i32) -> Result<i64, ProducerFault> {
            let batch = ProducerBatch { transactional: true, ..self.batch(id, epoch, sequence, 1) };
            self.append(batch, AppendOrigin::Client)
        }

        fn end_transaction(
            &mut self,
            id: i64,
            epoch: i16,
            coordinator_epoch: i32,
        ) -> Result<i64, ProducerFault> {
            let marker = Some(EndMarker { coordinator_epoch });
            let batch = ProducerBatch { transactional: true, marker, ..self.batch(id, epoch, -1, 1) };
            self.append(batch, AppendOrigin::Coordinator)
        }
    }

    fn out_of_order(result: Result<i64, ProducerFault>, expected_sequence: i32) {
        match result.unwrap_err() {
            ProducerFault::OutOfOrderSequence { expected, .. } => assert_eq!(expected, expected_sequence),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_retry_of_one_of_the_last_five_batches_gets_its_first_offset_again() {
        let mut p = Partition::new();
        for i in 0..6 {
            assert_eq!(p.produce(7, 0, i * 10, 10), Ok(i64::from(i) * 10));
        }
        for i in 1..6 {
            assert_eq!(p.produce(7, 0, i * 10, 10), Ok(i64::from(i) * 10), "batch {i}");
        }
        out_of_order(p.produce(7, 0, 0, 10), 60);
        out_of_order(p.produce(7, 0, 50, 5), 60);
        assert_eq!(p.end, 60, "nothing was appended twice");
    }

    #[test]
    fn a_gap_in_the_sequence_is_refused() {
        let mut p = Partition::new();
        p.produce(7, 0, 0, 3).unwrap();
        out_of_order(p.produce(7, 0, 4, 1), 3);
        p.produce(7, 0, 3, 1).unwrap();
    }

    #[test]
    fn sequences_go_round_after_the_largest() {
        let mut p = Partition::new();
        p.produce(7, 0, i32::MAX - 1, 1).unwrap();
        p.produce(7, 0, i32::MAX, 3).unwrap();
        out_of_order(p.produce(7, 0, 0, 1), 2);
        assert_eq!(p.produce(7, 0, i32::MAX, 3), Ok(1), "a retry across the turn is recognised");
        p.produce(7, 0, 2, 1).unwrap();
    }

    #[test]
    fn an_unknown_producer_may_begin_anywhere_and_a_new_epoch_only_at_zero() {
        let mut p = Partition::new();
        p.produce(7, 3, 55, 1).unwrap();
        out_of_order(p.produce(7, 4, 56, 1), 0);
        p.produce(7, 4, 0, 1).unwrap();
        let fault = p.produce(7, 3, 56, 1).unwrap_err();
        assert!(matches!(fault, ProducerFault::InvalidEpoch { found: 3, current: 4, .. }), "{fault}");
    }

    #[test]
    fn offsets_commits_of_a_coordinator_need_no_sequence() {
        let mut p = Partition::new();
        for _ in 0..2 {
            p.append(p.batch(7, 0, -1, 2), AppendOrigin::Coordinator).unwrap();
        }
        assert_eq!(p.end, 4);
    }

    #[test]
    fn a_transaction_is_open_from_its_first_batch_to_its_marker() {
        let mut p = Partition::new();
        p.produce(1, 0, 0, 5).unwrap();
        p.transactional(7, 0, 0).unwrap();
        p.transactional(8, 0, 0).unwrap();
        p.transactional(7, 0, 1).unwrap();
        assert_eq!(p.state.first_undecided_offset(), Some(5));
        let fault = p.produce(7, 0, 2, 1).unwrap_err();
        assert!(matches!(fault, ProducerFault::NotInTransaction { .. }), "{fault}");
        p.end_transaction(7, 0, 9).unwrap();
        assert_eq!(p.state.first_undecided_offset(), Some(6));
        p.end_transaction(8, 0, 9).unwrap();
        assert_eq!(p.state.first_undecided_offset(), None);
        p.transactional(7, 0, 2).unwrap();
        let fault = p.end_transaction(7, 0, 8).unwrap_err();
        assert!(matches!(fault, ProducerFault::CoordinatorFenced { found: 8, current: 9, .. }), "{fault}");
    }

    #[test]
    fn a_marker_of_a_new_epoch_fences_the_old_one() {
        let mut p = Partition::new();
        p.transactional(7, 0, 0).unwrap();
        p.end_transaction(7, 1, 0).unwrap();
        assert!(matches!(p.transactional(7, 0, 1), Err(ProducerFault::InvalidEpoch { .. })));
        out_of_order(p.transactional(7, 1, 1), 0);
        p.transactional(7, 1, 0).unwrap();
    }

    #[test]
    fn silent_producers_expire_and_those_in_a_transaction_do_not() {
        let mut p = Partition::new();
        p.transactional(1, 0, 0).unwrap();
        p.produce(2, 0, 0, 1).unwrap();
        p.end = 1000;
        p.produce(3, 0, 0, 1).unwrap();
        p.state.expire(1500, 1000);
        let mut left: Vec<i64> = p.state.producers().map(|e| e.producer_id).collect();
        left.sort_unstable();
        assert_eq!(left, [1, 3]);
        p.produce(2, 0, 77, 1).unwrap();
    }

    #[test]
    fn the_longest_silent_make_room_for_new_producers() {
        let mut p = Partition::new();
        p.transactional(0, 0, 0).unwrap();
        for id in 1..=MAX as i64 {
            p.produce(id, 0, 0, 1).unwrap();
        }
        assert!(p.state.producers.len() <= MAX);
        assert!(p.state.producers.contains_key(&0), "it has an open transaction");
        assert!(!p.state.producers.contains_key(&1));
        assert!(p.state.producers.contains_key(&(MAX as i64)));
    }

    #[test]
    fn when_every_producer_is_in_a_transaction_no_new_one_is_taken() {
        let mut p = Partition::new();
        for id in 0..MAX as i64 {
            p.transactional(id, 0, 0).unwrap();
        }
        let fault = p.produce(-5_i64.abs() + 100_000, 0, 0, 1).unwrap_err();
        assert!(matches!(fault, ProducerFault::TooManyProducers { .. }), "{fault}");
        p.end_transaction(0, 0, 0).unwrap();
        p.produce(99_999, 0, 0, 1).unwrap();
    }

    #[test]
    fn replay_gives_the_state_that_the_leader_had() {
        let mut p = Partition::new();
        let mut replayed = ProducerState::new(0);
        let mut log = Vec::new();
        for i in 0..40_i64 {
            let id = i % 3;
            let before = p.end;
            let sequence = p
                .state
                .producers
                .get(&id)
                .map_or(0, |e| if e.last_sequence() == NO_SEQUENCE { 0 } else { e.last_sequence() + 1 });
            let batch = ProducerBatch { transactional: id == 2, ..p.batch(id, 0, sequence, 2) };
            let batch = if id == 2 && i % 4 == 0 {
                let marker = Some(EndMarker { coordinator_epoch: 1 });
                ProducerBatch { base_sequence: -1, last_offset: before, marker, ..batch }
            } else {
                batch
            };
            let origin =
                if batch.marker.is_some() { AppendOrigin::Coordinator } else { AppendOrigin::Client };
            p.append(batch, origin).unwrap();
            log.push(batch);
        }
        for batch in &log {
            replayed.replay(batch, MAX);
        }
        assert_eq!(replayed, p.state);
    }
}
