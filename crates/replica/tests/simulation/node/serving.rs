//! What a node does with each message: it asks the core, touches the log, reports, and answers.

use std::sync::Arc;

use ferryman_replica::waiting::{Parked, ParkedFetch, PartitionWaits, Wait};
use ferryman_replica::{
    AlterPartitionAnswer, Effect, Effects, Event, FetchAnswer, FetchOutcome, FetchPosition, FetchRequest,
    Fetcher, FollowerFetch, LeaderEpoch, Offset, OffsetAsker, Partition, ReplicaError, Surroundings,
};

use super::{Node, Out, Waiting};
use crate::common::Record;
use crate::message::{Altered, Body, Id};

/// How many records an answer brings at most.
const ANSWER_RECORDS: usize = 4;

impl Node {
    pub(super) fn check(&self, request: &FetchRequest) -> Result<FetchAnswer, ReplicaError> {
        match self.partition() {
            Some(partition) => partition.view().check_fetch(request, &self.log),
            None => Err(ReplicaError::NotLeader { leader: None, leader_epoch: -1 }),
        }
    }

    pub(super) fn serve_fetch(
        &mut self,
        from: Id,
        attempt: u64,
        asked: FetchPosition,
        fetch: FollowerFetch,
        now: u64,
        out: &mut Out,
    ) {
        let bytes = self.waits().map_or(0, PartitionWaits::replica_bytes);
        let result = match self.step(&Event::FollowerFetch(fetch), now, out) {
            Some(Ok(answer)) => answer.ok_or(ReplicaError::Offline),
            Some(Err(error)) => Err(error),
            None => Err(ReplicaError::NotLeader { leader: None, leader_epoch: -1 }),
        };
        if let (Ok(FetchAnswer::Read { from: offset, below }), Some(waits)) = (&result, self.waits())
            && offset >= below
        {
            let wait = Arc::new(Wait::for_bytes(1, 1, Waiting::Replica { from, attempt, asked }));
            let parked = ParkedFetch { offset: *offset, bytes, at_most: 1000 };
            if waits.park_replica(&wait, 0, parked, asked.leader_epoch) == Parked::Waiting {
                out.expiries.push((now + 20, wait));
                return;
            }
        }
        self.answer_fetch(from, attempt, asked, result, out);
    }

    fn waits(&self) -> Option<&PartitionWaits<Waiting>> {
        self.running.as_ref()?.waits.as_ref()
    }

    pub(super) fn answer_fetch(
        &self,
        to: Id,
        attempt: u64,
        asked: FetchPosition,
        result: Result<FetchAnswer, ReplicaError>,
        out: &mut Out,
    ) {
        let (outcome, records) = match result {
            Err(error) => (FetchOutcome::Refused(error.code()), Vec::new()),
            Ok(FetchAnswer::Diverging(end)) => (FetchOutcome::Diverging(end), Vec::new()),
            Ok(FetchAnswer::Read { from, below }) => {
                let records = self.records(from, below);
                let high_watermark =
                    self.partition().map_or(0, |partition| partition.high_watermark().offset);
                (FetchOutcome::Records { any: !records.is_empty(), high_watermark, log_start: 0 }, records)
            }
        };
        out.messages.push((to, Body::Fetched { attempt, asked, outcome, records }));
    }

    fn records(&self, from: Offset, below: Offset) -> Vec<Record> {
        let below = below.min(self.log.end()).max(from);
        self.log.records[from as usize..below as usize].iter().copied().take(ANSWER_RECORDS).collect()
    }

    pub(super) fn fetched(
        &mut self,
        attempt: u64,
        asked: FetchPosition,
        outcome: FetchOutcome,
        records: &[Record],
        now: u64,
        out: &mut Out,
    ) {
        let Some(running) = &mut self.running else { return };
        // The core is shown the answers to attempts that were given up, too.
        running.fetching.take_if(|(current, ..)| *current == attempt);
        let Some(brokers) = self.known_brokers() else { return };
        let Some(partition) = self.running.as_mut().and_then(|running| running.partition.as_mut()) else {
            return;
        };
        if !matches!(outcome, FetchOutcome::Records { any: true, .. }) {
            self.step(&Event::FetchAnswered { asked, outcome }, now, out);
            return;
        }
        let mut effects = Effects::new();
        let around = Surroundings { now, brokers: &brokers, epochs: &self.log };
        let event = Event::FetchAnswered { asked, outcome };
        let _ = partition.step(&event, &around, &mut effects);
        for effect in effects.drain() {
            if let Effect::AppendFetched(permit) = effect {
                let end = self.log.end();
                assert_eq!(permit.offset, end, "a permit for another offset than the log's end");
                records.iter().filter(|record| record.epoch <= permit.leader_epoch).for_each(|record| {
                    self.log.append(*record);
                });
                let last_epoch = self.log.records.last().map_or(0, |record| record.epoch);
                let (end, bytes) = (self.log.end(), 10);
                self.step(&Event::FollowerAppended { permit, end, bytes, last_epoch }, now, out);
            }
        }
    }

    pub(super) fn altered(&mut self, attempt: u64, proposal: u64, answer: &Altered, now: u64, out: &mut Out) {
        let Some(running) = &mut self.running else { return };
        if running.altering.take_if(|(current, ..)| *current == attempt).is_none() {
            return;
        }
        let answer = match answer {
            Altered::Done { leader_epoch, partition_epoch, isr } => AlterPartitionAnswer::Done {
                leader_epoch: *leader_epoch,
                partition_epoch: *partition_epoch,
                isr,
            },
            Altered::Refused(code) => AlterPartitionAnswer::Refused(*code),
        };
        self.step(&Event::AlterPartitionAnswered { proposal, answer }, now, out);
    }

    pub(super) fn produce(&mut self, client: Id, value: u64, acks_all: bool, now: u64, out: &mut Out) {
        let leave = match self.partition() {
            Some(partition) => partition.check_append(acks_all),
            None => Err(ReplicaError::NotLeader { leader: None, leader_epoch: -1 }),
        };
        let leave = match leave {
            Ok(leave) => leave,
            Err(error) => {
                out.messages.push((client, Body::Produced { value, result: Err(error.code()) }));
                return;
            }
        };
        let (offset, record) = (self.log.end(), Record { epoch: leave.leader_epoch, value });
        self.log.append(record);
        let end = offset + 1;
        self.step(&Event::LeaderAppended { end, bytes: 10 }, now, out);
        if !acks_all {
            return;
        }
        let waiting = Waiting::Produce { client, offset, record };
        let wait = Arc::new(Wait::for_all(1, waiting));
        let Some(waits) = self.waits() else { return };
        match waits.park_acks(&wait, 0, end, leave.generation) {
            Parked::Waiting => out.expiries.push((now + 150, wait)),
            Parked::Complete => self.answer(&mut vec![wait], out),
            Parked::Over => {}
        }
    }

    pub(super) fn serve_read(
        &mut self,
        client: Id,
        offset: Offset,
        epoch: LeaderEpoch,
        now: u64,
        out: &mut Out,
    ) {
        let bytes = self.waits().map_or(0, PartitionWaits::consumer_bytes);
        let result = self.check(&read_request(offset, epoch));
        let served_in = self.partition().map_or(-1, Partition::leader_epoch);
        if let (Ok(FetchAnswer::Read { from, below }), Some(waits)) = (&result, self.waits())
            && from >= below
        {
            let wait = Arc::new(Wait::for_bytes(1, 1, Waiting::Read { client, offset, epoch }));
            let parked = ParkedFetch { offset, bytes, at_most: 1000 };
            if waits.park_consumer(&wait, 0, parked, served_in) == Parked::Waiting {
                out.expiries.push((now + 20, wait));
                return;
            }
        }
        self.answer_read(client, offset, epoch, result, out);
    }

    pub(super) fn answer_read(
        &self,
        client: Id,
        offset: Offset,
        epoch: LeaderEpoch,
        result: Result<FetchAnswer, ReplicaError>,
        out: &mut Out,
    ) {
        let result = match result {
            Ok(FetchAnswer::Read { from, below }) => Ok(self.records(from, below)),
            Ok(FetchAnswer::Diverging(_)) => Ok(Vec::new()),
            Err(error) => Err(error.code()),
        };
        out.messages.push((client, Body::ReadAnswer { offset, epoch, result }));
    }

    pub(super) fn serve_latest(&self, client: Id, question: u64, epoch: LeaderEpoch, out: &mut Out) {
        let result = match self.partition() {
            Some(partition) => partition.view().latest_offset(OffsetAsker::Client, Some(epoch), true),
            None => Err(ReplicaError::NotLeader { leader: None, leader_epoch: -1 }),
        };
        let result = result.map(|(offset, _)| offset).map_err(|error| error.code());
        out.messages.push((client, Body::LatestAnswer { question, result }));
    }
}

pub(super) fn read_request(offset: Offset, epoch: LeaderEpoch) -> FetchRequest {
    FetchRequest {
        fetcher: Fetcher::Consumer { leader_only: true },
        leader_epoch: Some(epoch),
        offset,
        last_fetched_epoch: None,
    }
}
