//! A broker of the simulation: the thinnest shell around the real partition core and the real wait lists.
//!
//! What survives a process is the log (the page cache), what survives the machine is what was flushed of it.
//! Everything else is in [`Running`]. A node decides nothing: it carries out effects and tells the world what it
//! saw.

mod serving;

use std::rc::Rc;
use std::sync::Arc;

use ferryman_replica::waiting::{Outcome, PartitionWaits, Ready, Wait};
use ferryman_replica::{
    AlterPartition, AlterPartitionAnswer, BrokerEpoch, BrokerId, BrokerStatus, Brokers, Effect, Effects,
    Event, FetchAnswer, FetchOutcome, FetchPosition, FetchRequest, Fetcher, FollowerFetch, LeaderEpoch,
    LogShape, Offset, Partition, ReplicaError, ReplicaSettings, RoleKind, Surroundings,
};
use wire::error_code::ErrorCode;

use crate::common::{ModelLog, Record};
use crate::controller::Metadata;
use crate::message::{Body, CONTROLLER, Id, Message};
use crate::random::Random;

pub(crate) const SETTINGS: ReplicaSettings =
    ReplicaSettings { lag_time_max_ms: 120, fetch_backoff_max_ms: 100, min_in_sync_replicas: 2 };

/// What a node saw that the oracle should know.
#[derive(Clone, Debug)]
pub(crate) enum Seen {
    Elected { epoch: LeaderEpoch },
    HighWatermark { offset: Offset, leading: bool },
    CutBelowHighWatermark { to: Offset, high_watermark: Offset },
    Acked { offset: Offset, record: Record, epoch: LeaderEpoch },
}

/// What a step leads to outside of the node.
#[derive(Default)]
pub(crate) struct Out {
    pub(crate) messages: Vec<(Id, Body)>,
    pub(crate) expiries: Vec<(u64, Arc<Wait<Waiting>>)>,
    pub(crate) seen: Vec<Seen>,
}

/// A request that waits.
#[derive(Clone, Debug)]
pub(crate) enum Waiting {
    Produce { client: Id, offset: Offset, record: Record },
    Replica { from: Id, attempt: u64, asked: FetchPosition },
    Read { client: Id, offset: Offset, epoch: LeaderEpoch },
}

pub(crate) struct Node {
    pub(crate) id: Id,
    pub(crate) life: u64,
    pub(crate) paused_until: u64,
    pub(crate) log: ModelLog,
    flushed: ModelLog,
    checkpoint: Offset,
    /// It has lost records, and has not been in the ISR since.
    pub(crate) lossy: bool,
    pub(crate) running: Option<Running>,
}

pub(crate) struct Running {
    pub(crate) partition: Option<Partition>,
    waits: Option<PartitionWaits<Waiting>>,
    metadata: Option<Rc<Metadata>>,
    registered: Option<(BrokerEpoch, u64)>,
    pub(crate) stopping: bool,
    attempts: u64,
    fetching: Option<(u64, FetchPosition, u64)>,
    altering: Option<(u64, u64, u64)>,
    to_alter: Option<AlterPartition>,
    next_heartbeat: u64,
    next_tick: u64,
}

/// The brokers as this node's metadata has them.
struct KnownBrokers {
    metadata: Rc<Metadata>,
    local_epoch: BrokerEpoch,
}

impl Brokers for KnownBrokers {
    fn broker(&self, id: BrokerId) -> Option<BrokerStatus> {
        self.metadata.brokers.get(&id).copied()
    }

    fn local_epoch(&self) -> BrokerEpoch {
        self.local_epoch
    }
}

impl Node {
    pub(crate) fn new(id: Id) -> Node {
        Node {
            id,
            life: 0,
            paused_until: 0,
            log: ModelLog::default(),
            flushed: ModelLog::default(),
            checkpoint: 0,
            lossy: false,
            running: None,
        }
    }

    pub(crate) fn start(&mut self) {
        self.life += 1;
        self.running = Some(Running {
            partition: None,
            waits: None,
            metadata: None,
            registered: None,
            stopping: false,
            attempts: self.life << 32,
            fetching: None,
            altering: None,
            to_alter: None,
            next_heartbeat: 0,
            next_tick: 0,
        });
    }

    /// The process ends at once: the page cache stays. Epochs without records may not have been written yet.
    pub(crate) fn crash_process(&mut self, random: &mut Random) {
        self.running = None;
        self.life += 1;
        if random.permille(500) {
            let end = self.log.end();
            self.log.lose_tail(end);
        }
    }

    /// The machine ends: of what was not flushed, any part is lost, and what was cut and not flushed may come back.
    pub(crate) fn crash_machine(&mut self, random: &mut Random) {
        self.running = None;
        self.life += 1;
        self.lossy = true;
        if random.permille(300) {
            self.log = self.flushed.clone();
            return;
        }
        let both = self.log.records.iter().zip(&self.flushed.records);
        let safe = both.take_while(|(current, flushed)| current == flushed).count() as Offset;
        let kept = random.between(safe as u64, self.log.end() as u64) as Offset;
        self.log.lose_tail(kept);
        self.flushed = self.log.clone();
    }

    /// The process ends in order: everything is flushed, the checkpoint written.
    pub(crate) fn stop(&mut self) {
        self.flush();
        self.write_checkpoint();
        self.running = None;
        self.life += 1;
    }

    pub(crate) fn flush(&mut self) {
        self.flushed = self.log.clone();
    }

    pub(crate) fn write_checkpoint(&mut self) {
        if let Some(partition) = self.partition() {
            self.checkpoint = partition.high_watermark().offset;
        }
    }

    pub(crate) fn partition(&self) -> Option<&Partition> {
        self.running.as_ref()?.partition.as_ref()
    }

    /// Whether it leads, in which epoch.
    pub(crate) fn leads(&self) -> Option<LeaderEpoch> {
        let view = self.partition()?.view();
        (view.role == RoleKind::Leader).then_some(view.leader_epoch)
    }

    /// Whatever it does by itself, every few milliseconds.
    pub(crate) fn poll(&mut self, now: u64, random: &mut Random, out: &mut Out) {
        let Some(running) = &mut self.running else { return };
        if now >= running.next_heartbeat {
            running.next_heartbeat = now + 25;
            let version = running.metadata.as_ref().map_or(0, |metadata| metadata.version);
            out.messages.push(match running.registered {
                None => (CONTROLLER, Body::Register { incarnation: self.life }),
                Some((epoch, _)) => {
                    (CONTROLLER, Body::Heartbeat { epoch, version, stopping: running.stopping })
                }
            });
        }
        let tick = now >= running.next_tick;
        if tick {
            running.next_tick = now + SETTINGS.lag_time_max_ms / 2;
        }
        if let Some((_, asked, _)) = running.fetching.take_if(|(_, _, deadline)| now >= *deadline) {
            self.step(&Event::FetchAnswered { asked, outcome: FetchOutcome::NoAnswer }, now, out);
        }
        if let Some((_, proposal, _)) = self.altering_overdue(now) {
            let answer = AlterPartitionAnswer::NoAnswer;
            self.step(&Event::AlterPartitionAnswered { proposal, answer }, now, out);
        }
        if tick {
            self.step(&Event::Tick, now, out);
        }
        self.fetch(now, out);
        self.alter(now, out);
        if random.permille(20) {
            self.flush();
        }
        if random.permille(30) {
            self.write_checkpoint();
        }
    }

    fn altering_overdue(&mut self, now: u64) -> Option<(u64, u64, u64)> {
        self.running.as_mut()?.altering.take_if(|(_, _, deadline)| now >= *deadline)
    }

    fn fetch(&mut self, now: u64, out: &mut Out) {
        let Some(running) = &mut self.running else { return };
        let (Some(partition), Some((broker_epoch, _)), None) =
            (&running.partition, running.registered, running.fetching)
        else {
            return;
        };
        let Some(asked) = partition.fetch_position(now) else { return };
        running.attempts += 1;
        running.fetching = Some((running.attempts, asked, now + 60));
        let fetch = FollowerFetch {
            replica: self.id,
            broker_epoch,
            leader_epoch: Some(asked.leader_epoch),
            offset: asked.offset,
            last_fetched_epoch: asked.last_fetched_epoch,
            log_start: asked.log_start,
        };
        out.messages.push((asked.leader, Body::Fetch { attempt: running.attempts, asked, fetch }));
    }

    /// One AlterPartition is on its way at a time; a later proposal replaces one that waits for that.
    fn alter(&mut self, now: u64, out: &mut Out) {
        let Some(running) = &mut self.running else { return };
        let (Some((broker_epoch, _)), None) = (running.registered, running.altering) else { return };
        let Some(proposal) = running.to_alter.take() else { return };
        running.attempts += 1;
        running.altering = Some((running.attempts, proposal.proposal, now + 50));
        out.messages.push((CONTROLLER, Body::Alter { attempt: running.attempts, broker_epoch, proposal }));
    }

    pub(crate) fn deliver(&mut self, message: Message, now: u64, out: &mut Out) {
        let from = message.from;
        match message.body {
            Body::Registered { incarnation, epoch, version } if incarnation == self.life => {
                self.registered(epoch, version);
            }
            Body::Fetch { attempt, asked, fetch } => self.serve_fetch(from, attempt, asked, fetch, now, out),
            Body::Fetched { attempt, asked, outcome, records } => {
                self.fetched(attempt, asked, outcome, &records, now, out);
            }
            Body::Altered { attempt, proposal, answer } => self.altered(attempt, proposal, &answer, now, out),
            Body::Produce { value, acks_all } => self.produce(from, value, acks_all, now, out),
            Body::Read { offset, epoch } => self.serve_read(from, offset, epoch, now, out),
            Body::Latest { question, epoch } => self.serve_latest(from, question, epoch, out),
            _ => {}
        }
        self.fetch(now, out);
        self.alter(now, out);
    }

    fn registered(&mut self, epoch: BrokerEpoch, version: u64) {
        if let Some(running) = &mut self.running
            && running.registered.is_none()
        {
            running.registered = Some((epoch, version));
        }
    }

    /// Takes over a version of the metadata, once it contains this life's registration.
    pub(crate) fn apply_metadata(&mut self, metadata: &Rc<Metadata>, now: u64, out: &mut Out) {
        let Some(running) = &mut self.running else { return };
        if running.metadata.as_ref().is_some_and(|known| known.version >= metadata.version)
            || running.registered.is_none_or(|(_, version)| metadata.version < version)
        {
            return;
        }
        running.metadata = Some(Rc::clone(metadata));
        if !metadata.replicas.contains(&self.id) {
            self.retire(now, out);
            return;
        }
        if running.partition.is_none() {
            let shape = LogShape { start: 0, end: self.log.end(), high_watermark: self.checkpoint };
            let partition = Partition::new(self.id, SETTINGS, shape);
            running.waits = Some(PartitionWaits::new(&partition));
            running.partition = Some(partition);
        }
        self.step(&Event::Metadata(metadata.state()), now, out);
    }

    /// The replica was moved away: the log goes with it.
    fn retire(&mut self, now: u64, out: &mut Out) {
        self.step(&Event::Retired, now, out);
        if let Some(running) = &mut self.running {
            running.partition = None;
            running.waits = None;
            running.to_alter = None;
        }
        self.log = ModelLog::default();
        self.flushed = ModelLog::default();
        self.checkpoint = 0;
        self.lossy = false;
    }

    /// One step of the core, with all that follows from it.
    fn step(
        &mut self,
        event: &Event<'_>,
        now: u64,
        out: &mut Out,
    ) -> Option<Result<Option<FetchAnswer>, ReplicaError>> {
        let brokers = self.known_brokers()?;
        let mut effects = Effects::new();
        let partition = self.running.as_mut()?.partition.as_mut()?;
        let around = Surroundings { now, brokers: &brokers, epochs: &self.log };
        let result = partition.step(event, &around, &mut effects);
        let mut ready = Vec::new();
        for effect in effects.drain() {
            if let Some(waits) = self.running.as_ref().and_then(|running| running.waits.as_ref()) {
                waits.apply(&effect, &mut ready);
            }
            self.carry_out(effect, now, out);
        }
        self.answer(&mut ready, out);
        Some(result)
    }

    fn known_brokers(&self) -> Option<KnownBrokers> {
        let running = self.running.as_ref()?;
        let (local_epoch, _) = running.registered?;
        Some(KnownBrokers { metadata: Rc::clone(running.metadata.as_ref()?), local_epoch })
    }

    fn carry_out(&mut self, effect: Effect, now: u64, out: &mut Out) {
        match effect {
            Effect::AssignEpochStart { epoch, offset } => {
                self.log.assign(epoch, offset);
                out.seen.push(Seen::Elected { epoch });
            }
            Effect::HighWatermark(mark) => {
                let leading = self.leads().is_some();
                out.seen.push(Seen::HighWatermark { offset: mark.offset, leading });
            }
            Effect::AlterPartition(proposal) => {
                if let Some(running) = &mut self.running {
                    running.to_alter = Some(proposal);
                }
            }
            Effect::Truncate(cut) => {
                if let Some(high_watermark) = cut.below_high_watermark {
                    out.seen.push(Seen::CutBelowHighWatermark { to: cut.to, high_watermark });
                }
                self.log.truncate(cut.to);
                self.step(&Event::Truncated { start: 0, end: self.log.end() }, now, out);
            }
            Effect::AskLeaderOffsets { .. } | Effect::RestartLog { .. } => {
                // Nothing is ever deleted here, and every epoch is known: the oracle takes this for a loss.
                out.seen.push(Seen::CutBelowHighWatermark { to: 0, high_watermark: 0 });
            }
            _ => {}
        }
    }

    fn answer(&self, ready: &mut Ready<Waiting>, out: &mut Out) {
        for wait in ready.drain(..) {
            if let Some(waiting) = wait.take() {
                self.complete(waiting, wait.outcome(0), out);
            }
        }
    }

    /// Answers a request that was completed, or whose time is up.
    pub(crate) fn complete(&self, waiting: Waiting, outcome: Outcome, out: &mut Out) {
        match waiting {
            Waiting::Produce { client, offset, record } => {
                let result = match outcome {
                    Outcome::Reached => {
                        // Promised by the leader of now, which may have been elected anew since the append.
                        let epoch = self.leads().unwrap_or(record.epoch);
                        out.seen.push(Seen::Acked { offset, record, epoch });
                        Ok((offset, epoch))
                    }
                    Outcome::NotEnoughReplicas => Err(ErrorCode::NotEnoughReplicasAfterAppend),
                    Outcome::Interrupted => Err(ErrorCode::NotLeaderOrFollower),
                    Outcome::Waiting | Outcome::Refused => Err(ErrorCode::RequestTimedOut),
                };
                out.messages.push((client, Body::Produced { value: record.value, result }));
            }
            Waiting::Replica { from, attempt, asked } => {
                let request = FetchRequest {
                    fetcher: Fetcher::Replica,
                    leader_epoch: Some(asked.leader_epoch),
                    offset: asked.offset,
                    last_fetched_epoch: asked.last_fetched_epoch,
                };
                self.answer_fetch(from, attempt, asked, self.check(&request), out);
            }
            Waiting::Read { client, offset, epoch } => {
                let result = self.check(&serving::read_request(offset, epoch));
                self.answer_read(client, offset, epoch, result, out);
            }
        }
    }
}
