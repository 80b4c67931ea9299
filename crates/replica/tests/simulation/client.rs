//! Producers and consumers: they ask whom they believe to lead, and tell the oracle what they were promised.

use ferryman_replica::{LeaderEpoch, Offset};
use wire::error_code::ErrorCode;

use crate::message::{Body, Id};
use crate::random::Random;

pub(crate) struct Client {
    pub(crate) id: Id,
    /// What its metadata says.
    leader: Option<Id>,
    pub(crate) epoch: LeaderEpoch,
    /// Where it reads on.
    pub(crate) position: Offset,
    reading_until: u64,
    /// How many times it has asked for the latest offset.
    pub(crate) questions: u64,
    pub(crate) asking_until: u64,
}

impl Client {
    pub(crate) fn new(id: Id) -> Client {
        Client { id, leader: None, epoch: 0, position: 0, reading_until: 0, questions: 0, asking_until: 0 }
    }

    /// Its metadata never goes back.
    pub(crate) fn refresh(&mut self, leader: Option<Id>, epoch: LeaderEpoch) {
        if epoch >= self.epoch {
            self.leader = leader;
            self.epoch = epoch;
        }
    }

    /// A produce, now and then to somebody else than the leader; and a read or a question for the latest offset.
    pub(crate) fn act(
        &mut self,
        value: u64,
        now: u64,
        brokers: &[Id],
        random: &mut Random,
    ) -> Vec<(Id, Body)> {
        let mut sent = Vec::new();
        let Some(leader) = self.leader else { return sent };
        let to = if random.permille(50) { random.pick(brokers).unwrap_or(leader) } else { leader };
        if random.permille(700) {
            sent.push((to, Body::Produce { value, acks_all: random.permille(800) }));
        }
        if now >= self.reading_until {
            self.reading_until = now + 60;
            sent.push((to, Body::Read { offset: self.position, epoch: self.epoch }));
        }
        if now >= self.asking_until && random.permille(300) {
            self.questions += 1;
            self.asking_until = now + 60;
            sent.push((to, Body::Latest { question: self.questions, epoch: self.epoch }));
        }
        sent
    }

    /// What was read at a position that it had; `true` when it is to go on from there.
    pub(crate) fn got(&mut self, offset: Offset, records: usize) -> bool {
        self.reading_until = 0;
        if offset != self.position {
            return false;
        }
        self.position += records as Offset;
        true
    }

    pub(crate) fn refused(&mut self, code: ErrorCode) -> Result<(), String> {
        self.reading_until = 0;
        if code == ErrorCode::OffsetOutOfRange {
            return Err(format!("client {} read up to {} and is out of range there", self.id, self.position));
        }
        Ok(())
    }
}
