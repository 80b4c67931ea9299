//! What the controller and the image cost: `cargo run --release --example measure`. Prints one line per measurement.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "an example may end at once")]

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use ferryman_metadata::controller::{
    Applied, Controller, ControllerConfig, Ctx, Effect, Effects, Event, Membership, Proposal, Request,
    Response, Ticket,
};
use ferryman_metadata::entry::LogBatch;
use ferryman_metadata::image::{Changes, Replay, Voter};
use wire::batch::BatchMut;
use wire::codec::{Str, Uuid};
use wire::messages::alter_partition::request::{PartitionData, TopicData};
use wire::messages::alter_partition::{AlterPartitionRequest, BrokerState};
use wire::messages::broker_heartbeat::BrokerHeartbeatRequest;
use wire::messages::broker_registration::{BrokerRegistrationRequest, Feature};
use wire::messages::create_topics::{CreatableTopic, CreateTopicsRequest};

const BROKERS: i32 = 10;
/// A topic with one more partition goes into no entry: each partition is a record, and so is the topic.
const PARTITIONS: i32 = 9_999;

fn main() {
    // First: what others leave behind would be used again, and not be counted.
    memory();
    let mut world = World::new();
    (1..=BROKERS).for_each(|id| world.start_broker(id));
    (0..10).for_each(|number| world.create(number));
    world.heartbeats();
    world.alter_partitions();
    world.fence();
    world.replay();
}

fn report(what: &str, count: usize, of: &str, took: Duration) {
    let each = took.as_nanos() as f64 / count.max(1) as f64;
    println!("{what}: {count} {of} in {:.2} ms, {each:.0} ns each", took.as_secs_f64() * 1_000.0);
}

/// Bytes of the process that are in memory; 0 where the system does not say it in this way.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1_024
}

/// A controller that leads alone; what it proposes is committed when it is told to.
struct World {
    controller: Controller,
    mono_ms: u64,
    random: u64,
    ticket: u64,
    proposed: VecDeque<Proposal>,
    replies: Vec<Response>,
    log: Vec<Applied>,
    epochs: Vec<i64>,
}

impl World {
    fn new() -> World {
        let directory = Uuid::from_u128(1 << 70);
        let mut world = World {
            controller: Controller::new(ControllerConfig::new("a-cluster", 9_000, directory)),
            mono_ms: 50_000,
            random: 0,
            ticket: 0,
            proposed: VecDeque::new(),
            replies: Vec::new(),
            log: Vec::new(),
            epochs: vec![-1; BROKERS as usize + 1],
        };
        let voter = Voter { id: 9_000, directory, endpoints: Vec::new(), kraft_versions: (0, 1) };
        let voters = [(voter.key(), voter)].into_iter().collect();
        world.step(Event::Membership(Membership { voters, ..Membership::default() }));
        world.step(Event::BecameLeader { term: 1, next_offset: 0 });
        world.commit();
        world
    }

    fn step(&mut self, event: Event) {
        let (mut effects, random) = (Effects::new(), &mut self.random);
        let mut next = || {
            *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            random.rotate_left(29)
        };
        let mut ctx = Ctx { now_ms: 1_700_000_000_000, mono_ms: self.mono_ms, random: &mut next };
        self.controller.step(event, &mut ctx, &mut effects).unwrap();
        for effect in effects {
            match effect {
                Effect::Propose(proposal) => self.proposed.push_back(proposal),
                Effect::Reply { response, .. } => self.replies.push(response),
                _ => {}
            }
        }
    }

    /// Hands over a request; how long the controller took for it until the entry was there.
    fn send(&mut self, request: Request) -> Duration {
        self.ticket += 1;
        let begin = Instant::now();
        self.step(Event::Request {
            ticket: Ticket(self.ticket),
            request,
            version: i16::MAX,
            forwarded: false,
        });
        self.step(Event::Flush);
        begin.elapsed()
    }

    /// Commits all there is; how long the controller took to learn of it.
    fn commit(&mut self) -> Duration {
        let mut took = Duration::ZERO;
        while let Some(p) = self.proposed.pop_front() {
            let batch = stamped(&p);
            let (base_offset, count) = (p.base_offset, p.count);
            let applied = Applied { term: p.term, base_offset, count, batch, private: p.private };
            self.log.push(applied.clone());
            let begin = Instant::now();
            self.step(Event::Applied(applied));
            took += begin.elapsed();
        }
        took
    }

    fn start_broker(&mut self, id: i32) {
        let feature = |name: &'static str, min, max| Feature {
            name: Str::from(name),
            min_supported_version: min,
            max_supported_version: max,
        };
        let request = BrokerRegistrationRequest {
            broker_id: id,
            cluster_id: Str::from("a-cluster"),
            incarnation_id: Uuid::from_u128(id as u128),
            features: vec![feature("metadata.version", 7, 30), feature("kraft.version", 0, 1)],
            log_dirs: vec![Uuid::from_u128(1_000 + id as u128)],
            ..Default::default()
        };
        self.send(Request::BrokerRegistration(request));
        self.commit();
        let Some(Response::BrokerRegistration(r)) = self.replies.pop() else { panic!() };
        assert_eq!(r.error_code, 0);
        self.epochs[id as usize] = r.broker_epoch;
        self.heartbeat(id);
        self.commit();
    }

    fn heartbeat(&mut self, id: i32) -> Duration {
        self.send(Request::BrokerHeartbeat(BrokerHeartbeatRequest {
            broker_id: id,
            broker_epoch: self.epochs[id as usize],
            current_metadata_offset: self.controller.committed().offset,
            ..Default::default()
        }))
    }

    fn create(&mut self, number: usize) {
        let topic = CreatableTopic {
            name: Str::from(format!("topic-{number}")),
            num_partitions: PARTITIONS,
            replication_factor: 3,
            ..Default::default()
        };
        let request = CreateTopicsRequest { topics: vec![topic], ..Default::default() };
        let decided = self.send(Request::CreateTopics(request));
        let bytes: usize = self.proposed.iter().map(|proposal| proposal.batch.len()).sum();
        let applied = self.commit();
        let Some(Response::CreateTopics(r)) = self.replies.pop() else { panic!() };
        assert_eq!(r.topics[0].error_code, 0, "{r:?}");
        if number == 9 {
            report("CreateTopics, decided and written", PARTITIONS as usize, "partitions", decided);
            report("CreateTopics, committed and answered", PARTITIONS as usize, "partitions", applied);
            println!("CreateTopics, size of the entry: {bytes} bytes");
        }
    }

    fn heartbeats(&mut self) {
        const ROUNDS: usize = 100_000;
        let took: Duration = (0..ROUNDS).map(|n| self.heartbeat(1 + n as i32 % BROKERS)).sum();
        assert!(self.proposed.is_empty());
        report("heartbeat that changes nothing", ROUNDS, "requests", took);
        self.replies.clear();
    }

    /// Leaders report a change of their in-sync replicas, ten partitions a request.
    fn alter_partitions(&mut self) {
        let image = self.controller.committed().clone();
        let topic = image.topics().by_name("topic-0").unwrap();
        let (mut took, mut count) = (Duration::ZERO, 0);
        for leader in 1..=BROKERS {
            let views = image.topics().partitions(topic).filter(|(_, view)| view.leader() == leader);
            let partitions = views.take(10).map(|(partition_index, view)| PartitionData {
                partition_index,
                leader_epoch: view.leader_epoch(),
                partition_epoch: view.partition_epoch(),
                new_isr: vec![leader],
                new_isr_with_epochs: vec![BrokerState {
                    broker_id: leader,
                    broker_epoch: self.epochs[leader as usize],
                }],
                leader_recovery_state: 0,
            });
            let topics = vec![TopicData {
                topic_id: topic.id(),
                topic_name: Str::from("topic-0"),
                partitions: partitions.collect(),
            }];
            count += topics[0].partitions.len();
            let broker_epoch = self.epochs[leader as usize];
            took += self.send(Request::AlterPartition(AlterPartitionRequest {
                broker_id: leader,
                broker_epoch,
                topics,
            }));
            took += self.commit();
        }
        report("AlterPartition, decided to answered", count, "partitions", took);
        self.replies.clear();
    }

    /// One broker falls silent.
    fn fence(&mut self) {
        let led = self.controller.committed().topics().led_by(1);
        let hosted = self.controller.committed().topics().replicas_on(1);
        let all = self.controller.committed().topics().partition_count();
        self.mono_ms += 5_000;
        for id in 2..=BROKERS {
            self.heartbeat(id);
        }
        self.mono_ms += 4_001;
        let begin = Instant::now();
        self.step(Event::Tick);
        let decided = begin.elapsed();
        let records: u32 = self.proposed.iter().map(|proposal| proposal.count).sum();
        let applied = self.commit();
        assert_eq!(self.controller.committed().topics().led_by(1), 0);
        println!("fencing a broker that leads {led} and hosts {hosted} of {all} partitions:");
        report("  decided and written", records as usize, "records", decided);
        report("  committed", records as usize, "records", applied);
    }

    /// What a follower or a broker does with the log.
    fn replay(&self) {
        let batches = self.log.iter().filter(|entry| !entry.batch.is_empty());
        let begin = Instant::now();
        let decoded: Vec<LogBatch> = batches.map(|entry| LogBatch::decode(&entry.batch).unwrap()).collect();
        let decoding = begin.elapsed();
        let records = decoded.iter().map(|batch| batch.records.len()).sum();
        let (mut replay, mut changes) = (Replay::default(), Changes::default());
        let begin = Instant::now();
        decoded.iter().for_each(|batch| replay.apply_batch(batch, &mut changes).unwrap());
        let applying = begin.elapsed();
        assert_eq!(replay.image(), self.controller.committed());
        report("log, decoding", records, "records", decoding);
        report("log, applying", records, "records", applying);
        let per_second = records as f64 / (decoding + applying).as_secs_f64();
        println!("log, both: {per_second:.0} records/s");
    }
}

fn stamped(proposal: &Proposal) -> Bytes {
    if proposal.batch.is_empty() {
        return Bytes::new();
    }
    let mut bytes = BytesMut::from(&proposal.batch[..]);
    let (mut batch, _) = BatchMut::split_first(&mut bytes).unwrap();
    batch.set_place(proposal.base_offset, proposal.term).unwrap();
    bytes.freeze()
}

/// A million partitions, in topics of different sizes.
fn memory() {
    use wire::metadata::{PartitionRecord, TopicRecord};
    for partitions in [1_000, 100, 10, 1] {
        let mut image = ferryman_metadata::image::Image::new();
        let (before, begin) = (resident(), Instant::now());
        for number in 0..1_000_000 / partitions {
            let topic_id = Uuid::from_u128(number as u128 + 1);
            let name = Str::from(format!("a-topic-with-a-name-{number:06}"));
            let record = TopicRecord { name, topic_id };
            image.apply(image.offset + 1, &record.into(), &mut Changes::default()).unwrap();
            for index in 0..partitions {
                let replicas: Vec<i32> = (0..3).map(|nth| (number + index + nth * 7) % 30).collect();
                let record = PartitionRecord {
                    partition_id: index,
                    topic_id,
                    directories: replicas.iter().map(|id| Uuid::from_u128(1_000 + *id as u128)).collect(),
                    isr: replicas.clone(),
                    leader: replicas[0],
                    replicas,
                    ..PartitionRecord::default()
                };
                image.apply(image.offset + 1, &record.into(), &mut Changes::default()).unwrap();
            }
        }
        let took = begin.elapsed();
        let bytes = resident().saturating_sub(before);
        println!(
            "1000000 partitions in topics of {partitions}: {:.1} bytes per partition, built in {:.0} ms",
            bytes as f64 / 1e6,
            took.as_secs_f64() * 1_000.0
        );
        black_box(&image);
        // Not given back: the next round would be measured in this one's memory.
        std::mem::forget(image);
    }
}
