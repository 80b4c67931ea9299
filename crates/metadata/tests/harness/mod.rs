//! A controller with a quorum that commits when it is told to, and another controller that follows.
//!
//! What is committed is also read by a follower and by a broker; after each step their images are compared with the
//! leader's: what a leader takes for committed without reading it must be what the others read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::{Bytes, BytesMut};
use ferryman_metadata::controller::{
    Applied, Controller, ControllerConfig, Ctx, Effect, Effects, Event, Membership, MembershipId, Progress,
    Proposal, Request, Response, Ticket, VoterKey,
};
use ferryman_metadata::entry::LogBatch;
use ferryman_metadata::features::{BootstrapFeatures, MetadataVersion};
use ferryman_metadata::image::{Changes, Image, Partition, Replay, Voter, VoterEndpoint};
use wire::batch::BatchMut;
use wire::codec::{Str, Uuid};
use wire::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use wire::messages::broker_registration::{
    BrokerRegistrationRequest, BrokerRegistrationResponse, Feature, Listener,
};
use wire::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
    CreateTopicsResponse,
};

pub const CLUSTER: &str = "a-cluster";
pub const LEADER: i32 = 9000;

/// Seeded randomness (SplitMix64).
#[derive(Debug, Clone)]
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

pub fn text(text: &str) -> Str {
    Str::from(text.to_string())
}

/// The directory of a node.
pub fn directory(id: i32) -> Uuid {
    Uuid::from_parts(0xD1, 1000 + id as u64)
}

pub fn voter(id: i32) -> Voter {
    let endpoint = VoterEndpoint { listener: "CONTROLLER".into(), host: "localhost".into(), port: 9093 };
    Voter { id, directory: directory(id), endpoints: vec![endpoint], kraft_versions: (0, 1) }
}

pub fn config(metadata_version: &str) -> ControllerConfig {
    let version = MetadataVersion::from_name(metadata_version).unwrap();
    ControllerConfig {
        bootstrap: BootstrapFeatures::at(version),
        default_replication_factor: 3,
        default_partitions: 2,
        ..ControllerConfig::new(CLUSTER, LEADER, directory(LEADER))
    }
}

/// The batch with its place on it, as the quorum stamps it.
pub fn stamped(batch: &Bytes, base_offset: i64, term: i32) -> Bytes {
    if batch.is_empty() {
        return Bytes::new();
    }
    let mut bytes = BytesMut::from(&batch[..]);
    let (mut batch, _) = BatchMut::split_first(&mut bytes).unwrap();
    batch.set_place(base_offset, term).unwrap();
    bytes.freeze()
}

/// The world of one leading controller.
pub struct World {
    pub controller: Controller,
    pub follower: Controller,
    pub broker: Replay,
    pub now_ms: i64,
    pub mono_ms: u64,
    pub term: i32,
    pub rng: Rng,
    pub proposed: VecDeque<Proposal>,
    pub log: Vec<Applied>,
    pub replies: BTreeMap<Ticket, Response>,
    pub others: Vec<Effect>,
    pub membership: Membership,
    next_ticket: u64,
    epochs: BTreeMap<i32, i64>,
}

impl World {
    /// A new cluster at that level whose only controller leads, with nothing on its way.
    pub fn new(metadata_version: &str) -> World {
        World::with(config(metadata_version))
    }

    pub fn with(config: ControllerConfig) -> World {
        let mut world = World::blank(config);
        world.members(&[LEADER], &[]);
        world.step(Event::BecameLeader { term: 1, next_offset: 0 });
        world.commit();
        world
    }

    /// A controller with an empty log that nobody leads.
    pub fn blank(config: ControllerConfig) -> World {
        World {
            controller: Controller::new(config.clone()),
            follower: Controller::new(ControllerConfig { node_id: 9001, ..config }),
            broker: Replay::default(),
            now_ms: 1_700_000_000_000,
            mono_ms: 50_000,
            term: 1,
            rng: Rng(7),
            proposed: VecDeque::new(),
            log: Vec::new(),
            replies: BTreeMap::new(),
            others: Vec::new(),
            membership: Membership::default(),
            next_ticket: 0,
            epochs: BTreeMap::new(),
        }
    }

    /// A new cluster with brokers from 1 on, all of them alive.
    pub fn with_brokers(metadata_version: &str, brokers: i32) -> World {
        let mut world = World::new(metadata_version);
        for id in 1..=brokers {
            world.start_broker(id);
        }
        world
    }

    /// Says who the voters and learners are.
    pub fn members(&mut self, voters: &[i32], learners: &[i32]) {
        let of = |ids: &[i32]| ids.iter().map(|id| (voter(*id).key(), voter(*id))).collect();
        let id = MembershipId { term: self.term as u64, index: self.membership.id.index + 1 };
        self.membership = Membership { id, voters: of(voters), learners: of(learners), joint: false };
        self.step(Event::Membership(self.membership.clone()));
    }

    /// Says that these controllers have all there is.
    pub fn caught_up(&mut self, ids: &[i32]) {
        let progress = Progress {
            log_end_offset: self.controller.high_watermark(),
            last_contact_ms: self.now_ms,
            last_caught_up_ms: self.now_ms,
        };
        let progress = ids.iter().map(|id| (voter(*id).key(), progress)).collect();
        self.step(Event::Progress(progress));
    }

    pub fn image(&self) -> &Image {
        self.controller.committed()
    }

    /// One step, with its effects put where they belong.
    pub fn step(&mut self, event: Event) {
        let mut effects = Effects::new();
        let mut random = self.rng.clone();
        let mut next = || random.next();
        let mut ctx = Ctx { now_ms: self.now_ms, mono_ms: self.mono_ms, random: &mut next };
        self.controller.step(event, &mut ctx, &mut effects).unwrap();
        self.rng = random;
        for effect in effects {
            match effect {
                Effect::Propose(proposal) => self.proposed.push_back(proposal),
                Effect::Reply { ticket, response } => {
                    let again = self.replies.insert(ticket, response);
                    assert_eq!(again, None, "{ticket:?} was answered twice");
                }
                other => self.others.push(other),
            }
        }
    }

    /// Commits the oldest entry; false when there is none.
    pub fn commit_one(&mut self) -> bool {
        let Some(proposal) = self.proposed.pop_front() else { return false };
        let applied = Applied {
            term: proposal.term,
            base_offset: proposal.base_offset,
            count: proposal.count,
            batch: stamped(&proposal.batch, proposal.base_offset, proposal.term),
            private: proposal.private,
        };
        self.apply(applied);
        true
    }

    /// Applies an entry on all.
    pub fn apply(&mut self, applied: Applied) {
        self.log.push(applied.clone());
        if !applied.batch.is_empty() {
            let batch = LogBatch::decode(&applied.batch).unwrap();
            self.broker.apply_batch(&batch, &mut Changes::default()).unwrap();
        }
        let mut random = || 0;
        let mut ctx = Ctx { now_ms: self.now_ms, mono_ms: self.mono_ms, random: &mut random };
        self.follower.step(Event::Applied(applied.clone()), &mut ctx, &mut Effects::new()).unwrap();
        self.step(Event::Applied(applied));
        assert_eq!(
            self.follower.committed(),
            self.controller.committed(),
            "the follower read something else"
        );
    }

    /// Commits all there is.
    pub fn commit(&mut self) {
        while self.commit_one() {}
        if let Some(draft) = self.controller.draft() {
            assert_eq!(
                draft,
                self.controller.committed(),
                "all is committed, but the draft is something else"
            );
        }
    }

    /// Sends a request.
    pub fn send(&mut self, request: Request, version: i16, forwarded: bool) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.step(Event::Request { ticket, request, version, forwarded });
        ticket
    }

    /// Sends a request and commits what follows from it.
    pub fn ask_at(&mut self, request: Request, version: i16) -> Response {
        let ticket = self.send(request, version, false);
        self.step(Event::Flush);
        self.commit();
        self.replies.remove(&ticket).expect("the request is answered when all is committed")
    }

    pub fn ask(&mut self, request: Request) -> Response {
        self.ask_at(request, i16::MAX)
    }

    /// Lets time pass in small steps.
    pub fn pass(&mut self, ms: u64) {
        for _ in 0..ms / 100 {
            self.now_ms += 100;
            self.mono_ms += 100;
            self.step(Event::Tick);
            self.commit();
        }
    }

    pub fn registration(&self, id: i32) -> BrokerRegistrationRequest {
        let level = self.image().features().metadata_version().unwrap().level();
        BrokerRegistrationRequest {
            broker_id: id,
            cluster_id: text(CLUSTER),
            incarnation_id: Uuid::from_parts(0x1C, id as u64),
            listeners: vec![Listener {
                name: text("INTERNAL"),
                host: text("localhost"),
                port: 9092,
                security_protocol: 0,
            }],
            features: vec![
                Feature {
                    name: text("metadata.version"),
                    min_supported_version: 7,
                    max_supported_version: level,
                },
                Feature { name: text("kraft.version"), min_supported_version: 0, max_supported_version: 1 },
            ],
            log_dirs: vec![directory(id)],
            ..Default::default()
        }
    }

    pub fn register(&mut self, request: BrokerRegistrationRequest) -> BrokerRegistrationResponse {
        let id = request.broker_id;
        let Response::BrokerRegistration(r) = self.ask_at(Request::BrokerRegistration(request), 4) else {
            panic!()
        };
        if r.error_code == 0 {
            self.epochs.insert(id, r.broker_epoch);
        }
        r
    }

    pub fn epoch(&self, id: i32) -> i64 {
        self.epochs.get(&id).copied().unwrap_or(-1)
    }

    /// A heartbeat of a broker that has all the metadata and wants nothing.
    pub fn heartbeat_of(&self, id: i32) -> BrokerHeartbeatRequest {
        BrokerHeartbeatRequest {
            broker_id: id,
            broker_epoch: self.epoch(id),
            current_metadata_offset: self.image().offset,
            ..Default::default()
        }
    }

    pub fn heartbeat(&mut self, request: BrokerHeartbeatRequest) -> BrokerHeartbeatResponse {
        let Response::BrokerHeartbeat(r) = self.ask_at(Request::BrokerHeartbeat(request), 2) else {
            panic!()
        };
        r
    }

    /// Registers a broker and unfences it.
    pub fn start_broker(&mut self, id: i32) -> i64 {
        let request = self.registration(id);
        self.start(request)
    }

    pub fn start(&mut self, request: BrokerRegistrationRequest) -> i64 {
        let id = request.broker_id;
        let r = self.register(request);
        assert_eq!(r.error_code, 0);
        let heartbeat = self.heartbeat_of(id);
        let r = self.heartbeat(heartbeat);
        assert_eq!((r.error_code, r.is_fenced), (0, false));
        self.epoch(id)
    }

    /// A broker's session ends.
    pub fn lose_broker(&mut self, id: i32) {
        let others: BTreeSet<i32> = self.epochs.keys().copied().filter(|other| *other != id).collect();
        for _ in 0..100 {
            self.pass(100);
            for other in &others {
                let alive = self.image().brokers().get(*other).is_some_and(|broker| !broker.fenced);
                if alive {
                    let heartbeat = self.heartbeat_of(*other);
                    self.heartbeat(heartbeat);
                }
            }
            if self.image().brokers().get(id).is_none_or(|broker| broker.fenced) {
                return;
            }
        }
        panic!("broker {id} is not fenced");
    }

    pub fn create(&mut self, topics: Vec<CreatableTopic>) -> CreateTopicsResponse {
        let request = CreateTopicsRequest { topics, ..Default::default() };
        let Response::CreateTopics(r) = self.ask_at(Request::CreateTopics(request), 7) else { panic!() };
        r
    }

    /// Makes a topic with these replicas.
    pub fn create_with(&mut self, name: &str, replicas: &[&[i32]]) {
        let r = self.create(vec![assigned(name, replicas)]);
        assert_eq!(r.topics[0].error_code, 0, "{r:?}");
    }

    pub fn topic_id(&self, name: &str) -> Uuid {
        self.image().topics().by_name(name).unwrap().id()
    }

    pub fn partition(&self, name: &str, index: i32) -> Partition {
        let topics = self.image().topics();
        topics.partition(topics.by_name(name).unwrap(), index).unwrap().to_partition()
    }

    /// How many records the log has.
    pub fn records(&self) -> i64 {
        self.controller.high_watermark()
    }
}

/// A topic with so many partitions and replicas.
pub fn topic(name: &str, partitions: i32, replicas: i16) -> CreatableTopic {
    CreatableTopic {
        name: text(name),
        num_partitions: partitions,
        replication_factor: replicas,
        ..Default::default()
    }
}

/// A topic with these replicas.
pub fn assigned(name: &str, replicas: &[&[i32]]) -> CreatableTopic {
    let assignments = replicas.iter().enumerate().map(|(index, ids)| CreatableReplicaAssignment {
        partition_index: index as i32,
        broker_ids: ids.to_vec(),
    });
    CreatableTopic { assignments: assignments.collect(), ..topic(name, -1, -1) }
}

/// The topic with a configuration.
pub fn configured(mut topic: CreatableTopic, name: &str, value: &str) -> CreatableTopic {
    topic.configs.push(CreatableTopicConfig { name: text(name), value: Some(text(value)) });
    topic
}

/// The key of a controller.
pub fn key(id: i32) -> VoterKey {
    voter(id).key()
}
