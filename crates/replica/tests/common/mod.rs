//! A log and a table of brokers, as small as the partition core's questions to them.

#![allow(dead_code, unreachable_pub, reason = "shared by test files, of which each uses its part")]

use std::collections::BTreeMap;

use ferryman_replica::{
    BrokerEpoch, BrokerId, BrokerStatus, Brokers, Effect, Effects, EpochEnd, LeaderEpoch, LeaderEpochs,
    Offset,
};

/// One record: the epoch of the leader that wrote it, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    pub epoch: LeaderEpoch,
    pub value: u64,
}

/// A log in memory. Offsets start at 0; its epochs are kept as Kafka's leader epoch cache keeps them.
#[derive(Clone, Debug, Default)]
pub struct ModelLog {
    pub records: Vec<Record>,
    pub epochs: BTreeMap<LeaderEpoch, Offset>,
}

impl ModelLog {
    pub fn of_epochs(epochs: &[LeaderEpoch]) -> ModelLog {
        let mut log = ModelLog::default();
        for epoch in epochs {
            log.append(Record { epoch: *epoch, value: 0 });
        }
        log
    }

    pub fn end(&self) -> Offset {
        self.records.len() as Offset
    }

    pub fn assign(&mut self, epoch: LeaderEpoch, offset: Offset) {
        if self.epochs.last_key_value().is_some_and(|(last, _)| *last == epoch) {
            return;
        }
        self.epochs.retain(|known, start| *known < epoch && *start < offset);
        self.epochs.insert(epoch, offset);
    }

    pub fn append(&mut self, record: Record) {
        self.assign(record.epoch, self.end());
        self.records.push(record);
    }

    pub fn truncate(&mut self, to: Offset) {
        self.records.truncate(to as usize);
        let end = self.end().min(to);
        self.epochs.retain(|_, start| *start < end);
    }

    /// What is left when the records from `to` on, and all epochs without records, are lost.
    pub fn lose_tail(&mut self, to: Offset) {
        self.truncate(to.min(self.end()));
    }
}

impl LeaderEpochs for ModelLog {
    fn latest(&self) -> Option<LeaderEpoch> {
        self.epochs.last_key_value().map(|(epoch, _)| *epoch)
    }

    fn end_offset(&self, epoch: LeaderEpoch) -> Option<EpochEnd> {
        let latest = self.latest()?;
        if epoch == latest {
            return Some(EpochEnd { epoch, end_offset: self.end() });
        }
        let (_, next_start) = self.epochs.range(epoch + 1..).next()?;
        let floor = self.epochs.range(..=epoch).next_back().map_or(epoch, |(floor, _)| *floor);
        Some(EpochEnd { epoch: floor, end_offset: *next_start })
    }
}

/// A log without epochs.
pub struct NoEpochs;

impl LeaderEpochs for NoEpochs {
    fn latest(&self) -> Option<LeaderEpoch> {
        None
    }

    fn end_offset(&self, _: LeaderEpoch) -> Option<EpochEnd> {
        None
    }
}

/// The brokers as one node's metadata knows them.
#[derive(Clone, Debug, Default)]
pub struct TestBrokers {
    pub known: BTreeMap<BrokerId, BrokerStatus>,
    pub local_epoch: BrokerEpoch,
}

impl TestBrokers {
    /// Brokers 1 to 5, alive, each in the broker epoch ten times its id; the local one is 1.
    pub fn five() -> TestBrokers {
        let status =
            |id: BrokerId| BrokerStatus { epoch: i64::from(id) * 10, fenced: false, shutting_down: false };
        TestBrokers { known: (1..=5).map(|id| (id, status(id))).collect(), local_epoch: 10 }
    }

    pub fn change(&mut self, id: BrokerId, change: impl FnOnce(&mut BrokerStatus)) {
        change(self.known.get_mut(&id).expect("a broker of the test"));
    }
}

impl Brokers for TestBrokers {
    fn broker(&self, id: BrokerId) -> Option<BrokerStatus> {
        self.known.get(&id).copied()
    }

    fn local_epoch(&self) -> BrokerEpoch {
        self.local_epoch
    }
}

/// The effects that are to be done, without the notes.
pub fn deeds(effects: &Effects) -> Vec<&Effect> {
    effects.iter().filter(|effect| !matches!(effect, Effect::Note(_))).collect()
}
