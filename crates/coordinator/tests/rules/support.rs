//! A shard with a log, a clock and a counter of tickets around it, and clients that speak in one line.

use std::collections::BTreeMap;

use bytes::Bytes;
use ferryman_coordinator::{
    Append, AppendError, Config, Effects, Event, GroupOffsets, Loading, LogRecord, Note, Now, Record,
    Request, RequestContext, Response, Shard, Ticket, Token,
};
use wire::codec::{Message, Str};
use wire::data::ConsumerProtocolSubscription;
use wire::error_code::ErrorCode;
use wire::messages::join_group::JoinGroupRequestProtocol;
use wire::messages::offset_commit::{OffsetCommitRequestPartition, OffsetCommitRequestTopic};
use wire::messages::offset_fetch::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopics, OffsetFetchResponsePartitions,
};
use wire::messages::sync_group::SyncGroupRequestAssignment;
use wire::messages::{
    HeartbeatRequest, HeartbeatResponse, JoinGroupRequest, JoinGroupResponse, OffsetCommitRequest,
    SyncGroupRequest, SyncGroupResponse,
};

pub(crate) const GROUP: &str = "g";
/// Far from zero, so that a forgotten timestamp is seen.
const START: Now = Now { epoch_ms: 1_700_000_000_000, monotonic_ms: 50_000 };

pub(crate) struct Bench {
    pub(crate) shard: Shard,
    pub(crate) config: Config,
    pub(crate) now: Now,
    /// Everything handed out to be appended and not failed.
    pub(crate) log: Vec<Append>,
    /// How many of them are committed.
    pub(crate) committed: usize,
    /// Whether appends are committed at once.
    pub(crate) commits: bool,
    pub(crate) replies: BTreeMap<u64, Response>,
    pub(crate) notes: Vec<Note>,
    pub(crate) wake_at_ms: Option<i64>,
    next_ticket: u64,
    next_random: u128,
}

pub(crate) fn str(text: &str) -> Str {
    Str::from(text.to_string())
}

impl Bench {
    pub(crate) fn new() -> Bench {
        Bench::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Bench {
        let (shard, effects) = Loading::new(config.clone()).finish(START);
        let mut bench = Bench {
            shard,
            config,
            now: START,
            log: Vec::new(),
            committed: 0,
            commits: true,
            replies: BTreeMap::new(),
            notes: Vec::new(),
            wake_at_ms: None,
            next_ticket: 0,
            next_random: 0,
        };
        bench.take(effects);
        bench
    }

    fn take(&mut self, effects: Effects) {
        self.log.extend(effects.appends);
        self.notes.extend(effects.notes);
        self.wake_at_ms = effects.wake_at_ms;
        for reply in effects.replies {
            let before = self.replies.insert(reply.ticket.0, reply.response);
            assert!(before.is_none(), "ticket {} answered twice", reply.ticket.0);
        }
    }

    pub(crate) fn step(&mut self, event: Event) {
        let effects = self.shard.step(event, self.now);
        self.take(effects);
        if self.commits {
            self.commit_all();
        }
    }

    pub(crate) fn commit_all(&mut self) {
        while self.committed < self.log.len() {
            self.commit_next();
        }
    }

    /// Commits the oldest append that is not committed.
    pub(crate) fn commit_next(&mut self) {
        let through = self.log[self.committed].token;
        self.committed += 1;
        let effects = self.shard.step(Event::Committed { through }, self.now);
        self.take(effects);
    }

    /// Fails everything that is not committed.
    pub(crate) fn fail(&mut self, cause: AppendError) {
        let from = self.log[self.committed].token;
        self.log.truncate(self.committed);
        self.step(Event::AppendFailed { from, cause });
    }

    /// Sends a request; its ticket.
    pub(crate) fn send(&mut self, version: i16, request: Request) -> u64 {
        self.next_ticket += 1;
        self.next_random += 1;
        let context = RequestContext {
            version,
            client_id: str("client"),
            client_host: str("/10.0.0.1"),
            random: self.next_random,
        };
        self.step(Event::Request { ticket: Ticket(self.next_ticket), context, request });
        self.next_ticket
    }

    /// Lets time pass, waking the shard whenever it wants to be.
    pub(crate) fn pass(&mut self, ms: i64) {
        let end = self.now.monotonic_ms + ms;
        while let Some(at) = self.wake_at_ms.filter(|at| *at <= end) {
            self.set_monotonic(at.max(self.now.monotonic_ms));
            self.step(Event::Tick);
        }
        self.set_monotonic(end);
    }

    fn set_monotonic(&mut self, at: i64) {
        self.now.epoch_ms += at - self.now.monotonic_ms;
        self.now.monotonic_ms = at;
    }

    /// The answer to a ticket, taken.
    pub(crate) fn answer(&mut self, ticket: u64) -> Response {
        self.replies.remove(&ticket).unwrap_or_else(|| panic!("ticket {ticket} is not answered"))
    }

    pub(crate) fn is_answered(&self, ticket: u64) -> bool {
        self.replies.contains_key(&ticket)
    }

    /// A shard loaded from the committed records, at the same time.
    pub(crate) fn reload(&mut self) {
        self.log.truncate(self.committed);
        let mut loading = Loading::new(self.config.clone());
        let records: Vec<Record> = self.log.iter().flat_map(|append| append.records.clone()).collect();
        for (offset, record) in (0..).zip(&records) {
            let (key, value) = (&record.key, record.value.as_ref());
            loading.replay(LogRecord { offset, transactional_producer: None, key, value }).unwrap();
        }
        let (shard, effects) = loading.finish(self.now);
        self.shard = shard;
        // Tokens begin anew; the log goes on.
        let all = std::mem::take(&mut self.log).into_iter().flat_map(|append| append.records).collect();
        self.log = vec![Append { token: Token(u64::MAX), records: all }];
        self.committed = 1;
        self.take(effects);
    }
}

/// Bytes a consumer sends to say which topics it reads.
pub(crate) fn subscription(topics: &[&str]) -> Bytes {
    let topics = topics.iter().map(|topic| str(topic)).collect();
    let subscription = ConsumerProtocolSubscription { topics, ..Default::default() };
    let mut bytes = vec![0, 0];
    bytes.extend_from_slice(&subscription.to_bytes(0).unwrap());
    Bytes::from(bytes)
}

/// A JoinGroup request that can be sent.
#[derive(Clone)]
pub(crate) struct Join {
    pub(crate) version: i16,
    pub(crate) request: JoinGroupRequest,
}

pub(crate) fn join() -> Join {
    let request = JoinGroupRequest {
        group_id: str(GROUP),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 60_000,
        protocol_type: str("consumer"),
        ..Default::default()
    };
    Join { version: 9, request }.protocols(&[("range", &["t"])])
}

impl Join {
    pub(crate) fn version(self, version: i16) -> Join {
        Join { version, ..self }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut JoinGroupRequest)) -> Join {
        change(&mut self.request);
        self
    }

    pub(crate) fn member(self, id: &str) -> Join {
        self.with(|request| request.member_id = str(id))
    }

    pub(crate) fn instance(self, id: &str) -> Join {
        self.with(|request| request.group_instance_id = Some(str(id)))
    }

    /// Protocols and, under each, topics.
    pub(crate) fn protocols(self, protocols: &[(&str, &[&str])]) -> Join {
        let protocol = |(name, topics): &(&str, &[&str])| JoinGroupRequestProtocol {
            name: str(name),
            metadata: subscription(topics),
        };
        self.with(|request| request.protocols = protocols.iter().map(protocol).collect())
    }

    pub(crate) fn send(self, bench: &mut Bench) -> u64 {
        bench.send(self.version, Request::JoinGroup(self.request))
    }
}

pub(crate) fn code(code: i16) -> ErrorCode {
    ErrorCode::from_code(code)
}

impl Bench {
    pub(crate) fn joined(&mut self, ticket: u64) -> JoinGroupResponse {
        match self.answer(ticket) {
            Response::JoinGroup(answer) => answer,
            other => panic!("not an answer to JoinGroup: {other:?}"),
        }
    }

    pub(crate) fn join_code(&mut self, ticket: u64) -> ErrorCode {
        code(self.joined(ticket).error_code)
    }

    pub(crate) fn sync(&mut self, generation: i32, member: &str, assigned: &[(&str, &'static str)]) -> u64 {
        let assignments = assigned.iter().map(|(member, assignment)| SyncGroupRequestAssignment {
            member_id: str(member),
            assignment: Bytes::from_static(assignment.as_bytes()),
        });
        let request = SyncGroupRequest {
            group_id: str(GROUP),
            generation_id: generation,
            member_id: str(member),
            assignments: assignments.collect(),
            ..Default::default()
        };
        self.send(4, Request::SyncGroup(request))
    }

    pub(crate) fn synced(&mut self, ticket: u64) -> SyncGroupResponse {
        match self.answer(ticket) {
            Response::SyncGroup(answer) => answer,
            other => panic!("not an answer to SyncGroup: {other:?}"),
        }
    }

    /// What a member was assigned.
    pub(crate) fn assigned(&mut self, ticket: u64) -> String {
        let answer = self.synced(ticket);
        assert_eq!(code(answer.error_code), ErrorCode::None);
        String::from_utf8(answer.assignment.to_vec()).unwrap()
    }

    pub(crate) fn beat(&mut self, generation: i32, member: &str) -> u64 {
        let request = HeartbeatRequest {
            group_id: str(GROUP),
            generation_id: generation,
            member_id: str(member),
            ..Default::default()
        };
        self.send(4, Request::Heartbeat(request))
    }

    pub(crate) fn beaten(&mut self, ticket: u64) -> ErrorCode {
        match self.answer(ticket) {
            Response::Heartbeat(HeartbeatResponse { error_code, .. }) => code(error_code),
            other => panic!("not an answer to Heartbeat: {other:?}"),
        }
    }

    pub(crate) fn heartbeat(&mut self, generation: i32, member: &str) -> ErrorCode {
        let ticket = self.beat(generation, member);
        self.beaten(ticket)
    }

    /// A request to commit an offset of partition 0 of a topic.
    pub(crate) fn commit_request(
        generation: i32,
        member: &str,
        topic: &str,
        offset: i64,
    ) -> OffsetCommitRequest {
        let partition = OffsetCommitRequestPartition { committed_offset: offset, ..Default::default() };
        let topic =
            OffsetCommitRequestTopic { name: str(topic), partitions: vec![partition], ..Default::default() };
        OffsetCommitRequest {
            group_id: str(GROUP),
            generation_id_or_member_epoch: generation,
            member_id: str(member),
            topics: vec![topic],
            ..Default::default()
        }
    }

    pub(crate) fn committed(&mut self, ticket: u64) -> ErrorCode {
        match self.answer(ticket) {
            Response::OffsetCommit(answer) => code(answer.topics[0].partitions[0].error_code),
            other => panic!("not an answer to OffsetCommit: {other:?}"),
        }
    }

    pub(crate) fn commit(&mut self, generation: i32, member: &str, topic: &str, offset: i64) -> ErrorCode {
        let request = Bench::commit_request(generation, member, topic, offset);
        let ticket = self.send(9, Request::OffsetCommit(request));
        self.committed(ticket)
    }

    /// Asks for partition 0 of a topic.
    pub(crate) fn fetch(&mut self, topic: &str, require_stable: bool) -> u64 {
        let topic =
            OffsetFetchRequestTopics { name: str(topic), partition_indexes: vec![0], ..Default::default() };
        let group =
            OffsetFetchRequestGroup { group_id: str(GROUP), topics: Some(vec![topic]), ..Default::default() };
        self.send(9, Request::OffsetFetch(GroupOffsets { group, require_stable }))
    }

    pub(crate) fn fetched(&mut self, ticket: u64) -> OffsetFetchResponsePartitions {
        match self.answer(ticket) {
            Response::OffsetFetch(answer) => {
                assert_eq!(code(answer.error_code), ErrorCode::None);
                answer.topics[0].partitions[0].clone()
            }
            other => panic!("not an answer to OffsetFetch: {other:?}"),
        }
    }

    /// The committed offset of partition 0 of a topic, -1 if there is none.
    pub(crate) fn offset(&mut self, topic: &str) -> i64 {
        let ticket = self.fetch(topic, false);
        self.fetched(ticket).committed_offset
    }

    /// A dynamic member of an empty group, stable and alone in generation 1; its id.
    pub(crate) fn lone_member(&mut self) -> String {
        self.stable(&[join()]).remove(0)
    }

    /// Members of an empty group, stable in generation 1, each assigned its place in the list; their ids.
    pub(crate) fn stable(&mut self, joins: &[Join]) -> Vec<String> {
        let tickets: Vec<u64> = joins
            .iter()
            .map(|join| {
                let ticket = join.clone().send(self);
                if join.version < 4 || join.request.group_instance_id.is_some() {
                    return ticket;
                }
                let asked = self.joined(ticket);
                assert_eq!(code(asked.error_code), ErrorCode::MemberIdRequired);
                join.clone().member(&asked.member_id).send(self)
            })
            .collect();
        // However often the first rebalance was put off.
        self.pass(i64::from(self.config.group_initial_rebalance_delay_ms) * (joins.len() as i64 + 1));
        let answers: Vec<JoinGroupResponse> = tickets.iter().map(|ticket| self.joined(*ticket)).collect();
        let ids: Vec<String> = answers.iter().map(|answer| answer.member_id.to_string()).collect();
        let leader = answers[0].leader.to_string();
        const PLACES: [&str; 4] = ["0", "1", "2", "3"];
        let assigned: Vec<(&str, &'static str)> =
            ids.iter().zip(PLACES).map(|(id, place)| (id.as_str(), place)).collect();
        let syncs: Vec<u64> =
            ids.iter().map(|id| self.sync(1, id, if *id == leader { &assigned } else { &[] })).collect();
        for (ticket, place) in syncs.into_iter().zip(PLACES) {
            assert_eq!(self.assigned(ticket), place);
        }
        // So that all sessions begin at the same moment.
        for id in &ids {
            assert_eq!(self.heartbeat(1, id), ErrorCode::None);
        }
        ids
    }

    /// The leader of the group, as DescribeGroups does not tell it: the one whose JoinGroup would begin a rebalance.
    pub(crate) fn describe(&mut self) -> wire::messages::describe_groups::DescribedGroup {
        let ticket = self.send(6, Request::DescribeGroups(vec![str(GROUP)]));
        match self.answer(ticket) {
            Response::DescribeGroups(mut groups) => groups.remove(0),
            other => panic!("not an answer to DescribeGroups: {other:?}"),
        }
    }

    pub(crate) fn state(&mut self) -> String {
        self.describe().group_state.to_string()
    }

    /// Keys and values of what was last handed out to be appended.
    pub(crate) fn last_append(&self) -> &[Record] {
        &self.log.last().unwrap().records
    }
}
