//! Requests that make no sense, at any version, with appends that succeed and fail at any time: the shard must stay whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bytes::Bytes;
use ferryman_coordinator::{
    AppendError, Config, DeletedTopic, Effects, Event, GroupOffsets, Limits, Loading, LogRecord, Now, Record,
    Request, RequestContext, Response, Shard, Ticket, Token, fetched_response,
};
use wire::codec::{Message, Str, Uuid, Version};
use wire::messages::{
    DeleteGroupsResponse, DescribeGroupsResponse, HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest,
    ListGroupsRequest, OffsetCommitRequest, OffsetDeleteRequest, SyncGroupRequest,
};
use wire::testing::{Random, Sample};

/// Runs of an ordinary test; `SEEDS` sets another number.
const SEEDS: u64 = 300;
const STEPS: usize = 400;

fn sample<M: Message + Sample>(random: &mut Random, version: i16) -> M {
    let mut message = M::default();
    message.fill(random, Version::new(version, M::FLEXIBLE));
    message
}

/// One of few names, so that requests meet.
fn name(random: &mut Random, names: &[&'static str]) -> Str {
    Str::from(names[random.below(names.len())])
}

struct Chaos {
    random: Random,
    now: Now,
    shard: Shard,
    /// Ids that were ever told, so that requests can come back with them.
    ids: Vec<Str>,
    versions: BTreeMap<u64, i16>,
    open: BTreeSet<u64>,
    appended: VecDeque<Token>,
    log: Vec<(Token, Vec<Record>)>,
    ticket: u64,
}

impl Chaos {
    fn new(seed: u64) -> Chaos {
        let mut random = Random::new(seed);
        let limits = Limits {
            groups: 3,
            offsets: 20,
            pending_members: 3,
            waiting_replies: 5,
            uncommitted_bytes: 2_000,
            records_per_append: 2,
            groups_per_expiry_step: 1,
            ..Limits::default()
        };
        let config = Config {
            group_min_session_timeout_ms: i32::MIN,
            group_max_session_timeout_ms: i32::MAX,
            group_max_size: 3,
            group_initial_rebalance_delay_ms: random.below(2) as i32 * 100,
            offsets_retention_ms: 5_000,
            offsets_retention_check_interval_ms: 1_000,
            limits,
            ..Config::default()
        };
        let now = Now { epoch_ms: 1_000_000, monotonic_ms: 0 };
        let (shard, _) = Loading::new(config).finish(now);
        Chaos {
            random,
            now,
            shard,
            ids: vec![Str::new()],
            versions: BTreeMap::new(),
            open: BTreeSet::new(),
            appended: VecDeque::new(),
            log: Vec::new(),
            ticket: 0,
        }
    }

    fn group(&mut self) -> Str {
        name(&mut self.random, &["a", "b", "c", "d", ""])
    }

    fn member(&mut self) -> Str {
        let at = self.random.below(self.ids.len());
        self.ids[at].clone()
    }

    fn instance(&mut self) -> Option<Str> {
        (self.random.below(3) == 0).then(|| name(&mut self.random, &["i", "j"]))
    }

    fn generation(&mut self) -> i32 {
        self.random.below(6) as i32 - 1
    }

    fn join(&mut self, version: i16) -> Request {
        let mut request: JoinGroupRequest = sample(&mut self.random, version);
        (request.group_id, request.member_id) = (self.group(), self.member());
        request.group_instance_id = self.instance();
        request.protocol_type = name(&mut self.random, &["consumer", "connect", "consumer", ""]);
        for protocol in &mut request.protocols {
            protocol.name = name(&mut self.random, &["x", "y"]);
        }
        if self.random.below(2) == 0 {
            request.session_timeout_ms = 50 + self.random.below(500) as i32;
            request.rebalance_timeout_ms = self.random.below(1_000) as i32;
        }
        Request::JoinGroup(request)
    }

    fn sync(&mut self, version: i16) -> Request {
        let mut request: SyncGroupRequest = sample(&mut self.random, version);
        (request.group_id, request.member_id) = (self.group(), self.member());
        (request.generation_id, request.group_instance_id) = (self.generation(), self.instance());
        request.protocol_type = Some(Str::from("consumer"));
        request.protocol_name = Some(name(&mut self.random, &["x", "y"]));
        for assignment in &mut request.assignments {
            let at = self.random.below(self.ids.len());
            assignment.member_id = self.ids[at].clone();
        }
        Request::SyncGroup(request)
    }

    fn request(&mut self) -> (i16, Request) {
        let version = self.random.below(10) as i16;
        let request = match self.random.below(14) {
            0..=3 => self.join(version),
            4..=5 => return (version.min(5), self.sync(version.min(5))),
            6 => {
                let mut request: HeartbeatRequest = sample(&mut self.random, version.min(4));
                (request.group_id, request.member_id) = (self.group(), self.member());
                (request.generation_id, request.group_instance_id) = (self.generation(), self.instance());
                return (version.min(4), Request::Heartbeat(request));
            }
            7 => {
                let version = version.min(5);
                let mut request: LeaveGroupRequest = sample(&mut self.random, version);
                (request.group_id, request.member_id) = (self.group(), self.member());
                for member in &mut request.members {
                    let at = self.random.below(self.ids.len());
                    member.member_id = self.ids[at].clone();
                }
                return (version, Request::LeaveGroup(request));
            }
            8 | 9 => {
                let mut request: OffsetCommitRequest = sample(&mut self.random, version);
                (request.group_id, request.member_id) = (self.group(), self.member());
                request.generation_id_or_member_epoch = self.generation();
                request.group_instance_id = self.instance();
                Request::OffsetCommit(request)
            }
            10 => {
                let group = wire::messages::offset_fetch::OffsetFetchRequestGroup {
                    group_id: self.group(),
                    topics: None,
                    ..Default::default()
                };
                // Below version 2 nobody can ask for everything.
                let require_stable = self.random.below(2) == 0;
                return (version.max(2), Request::OffsetFetch(GroupOffsets { group, require_stable }));
            }
            11 => {
                let mut request: OffsetDeleteRequest = sample(&mut self.random, 0);
                request.group_id = self.group();
                return (0, Request::OffsetDelete(request));
            }
            12 => return (version.min(2), Request::DeleteGroups(vec![self.group()])),
            _ if version < 5 => return (version, Request::ListGroups(ListGroupsRequest::default())),
            _ => return (version.min(6), Request::DescribeGroups(vec![self.group(), self.group()])),
        };
        (version, request)
    }

    fn event(&mut self) -> Event {
        match self.random.below(20) {
            0..=11 => {
                self.ticket += 1;
                let (version, request) = self.request();
                self.versions.insert(self.ticket, version);
                assert!(self.open.insert(self.ticket));
                let context = RequestContext {
                    version,
                    client_id: name(&mut self.random, &["c", ""]),
                    client_host: Str::new(),
                    random: u128::from(self.random.bits()),
                };
                Event::Request { ticket: Ticket(self.ticket), context, request }
            }
            12..=15 if !self.appended.is_empty() => {
                let at = self.random.below(self.appended.len());
                let through = self.appended[at];
                self.appended.drain(..=at);
                Event::Committed { through }
            }
            16 if !self.appended.is_empty() => {
                let at = self.random.below(self.appended.len());
                let from = self.appended[at];
                self.appended.truncate(at);
                self.log.retain(|(token, _)| *token < from);
                Event::AppendFailed { from, cause: AppendError::NotEnoughReplicas }
            }
            17 => Event::TopicsDeleted { topics: vec![DeletedTopic { name: Str::new(), id: Uuid::ZERO }] },
            18 => Event::TransactionEnded { producer_id: 1, committed: self.random.below(2) == 0 },
            _ => Event::Tick,
        }
    }

    fn step(&mut self, event: Event) {
        let is_tick = matches!(event, Event::Tick);
        let effects = self.shard.step(event, self.now);
        // After a tick nothing is due any more.
        assert!(!is_tick || effects.wake_at_ms.is_none_or(|at| at > self.now.monotonic_ms));
        self.take(effects);
    }

    fn take(&mut self, effects: Effects) {
        for append in effects.appends {
            assert!(!append.records.is_empty());
            self.appended.push_back(append.token);
            self.log.push((append.token, append.records));
        }
        for reply in effects.replies {
            assert!(self.open.remove(&reply.ticket.0), "ticket {} answered twice", reply.ticket.0);
            let version = self.versions[&reply.ticket.0];
            self.encode(reply.response, version);
        }
    }

    /// Every answer must be one its version can carry.
    fn encode(&mut self, response: Response, version: i16) {
        let encoded = match response {
            Response::JoinGroup(answer) => {
                self.ids.push(answer.member_id.clone());
                answer.to_bytes(version)
            }
            Response::SyncGroup(answer) => answer.to_bytes(version),
            Response::Heartbeat(answer) => answer.to_bytes(version),
            Response::LeaveGroup(answer) => answer.to_bytes(version),
            Response::OffsetCommit(answer) => answer.to_bytes(version),
            Response::OffsetFetch(answer) => fetched_response(vec![answer], version).to_bytes(version),
            Response::OffsetDelete(answer) => answer.to_bytes(version),
            Response::ListGroups(answer) => answer.to_bytes(version),
            Response::DescribeGroups(groups) => {
                DescribeGroupsResponse { groups, ..Default::default() }.to_bytes(version)
            }
            Response::DeleteGroups(results) => {
                DeleteGroupsResponse { results, ..Default::default() }.to_bytes(version)
            }
        };
        encoded.unwrap();
    }

    fn run(&mut self) {
        for _ in 0..STEPS {
            let passed = self.random.below(200) as i64;
            self.now.monotonic_ms += passed;
            self.now.epoch_ms += passed;
            let event = self.event();
            self.step(event);
            let (bytes, waiting) = self.shard.uncommitted();
            assert!(waiting <= 5);
            assert_eq!(bytes == 0, self.appended.is_empty());
        }
        self.step(Event::Resign);
        assert!(self.open.is_empty(), "tickets never answered: {:?}", self.open);
        self.reload();
    }

    /// Whatever was written can be read again.
    fn reload(&mut self) {
        let mut loading = Loading::new(Config::default());
        for (offset, record) in (0..).zip(self.log.iter().flat_map(|(_, records)| records)) {
            let value: Option<&Bytes> = record.value.as_ref();
            let record = LogRecord { offset, transactional_producer: None, key: &record.key, value };
            loading.replay(record).unwrap();
        }
        assert_eq!(loading.skipped(), 0);
        let _ = loading.finish(self.now);
    }
}

#[test]
fn no_request_breaks_a_shard_and_every_one_is_answered_once_and_encodable() {
    let seeds = std::env::var("SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    for seed in 0..seeds {
        let run = std::panic::catch_unwind(|| Chaos::new(seed).run());
        if let Err(failure) = run {
            eprintln!("seed {seed}");
            std::panic::resume_unwind(failure);
        }
    }
}
