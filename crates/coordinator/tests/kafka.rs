//! The coordinator of Kafka 4.3.1 and this one, asked the same things at the same times, answer and write the same.
//!
//! `tests/corpus/kafka-4.3.1.txt` is what Kafka's did, made by `oracle/run`; `CORPUS` names another such file. What is told
//! in no particular order (members, topics, records of one moment) is compared in none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use ferryman_coordinator::{
    Config, Effects, Event, GroupOffsets, Loading, LogRecord, Now, Request, RequestContext, Response, Shard,
    Ticket, fetched_response, requested_groups,
};
use wire::codec::{Message, Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::offset_fetch::OffsetFetchRequestGroup;
use wire::messages::{
    DeleteGroupsRequest, DeleteGroupsResponse, DescribeGroupsRequest, DescribeGroupsResponse,
    HeartbeatResponse, JoinGroupResponse, LeaveGroupResponse, ListGroupsResponse, OffsetCommitRequest,
    OffsetCommitResponse, OffsetDeleteResponse, OffsetFetchRequest, OffsetFetchResponse, SyncGroupResponse,
};
use wire::records::{GroupRecordKey, GroupRecordValue};

const CORPUS: &str = include_str!("corpus/kafka-4.3.1.txt");
/// The id of every topic there is.
const TOPIC_ID: Uuid = Uuid::from_u128(7);

fn unhex(text: &str) -> Bytes {
    if text == "." {
        return Bytes::new();
    }
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// One scenario, replayed.
struct Replay {
    shard: Shard,
    now: Now,
    wake_at_ms: Option<i64>,
    /// API key and version by ticket.
    asked: BTreeMap<u64, (i16, i16)>,
    /// Tickets Kafka answers some time: it forgets those whose client has asked again.
    answered: BTreeSet<u64>,
    replies: Vec<(u64, String)>,
    records: Vec<String>,
    /// Everything Kafka wrote.
    log: Vec<(Bytes, Option<Bytes>)>,
    at: String,
}

impl Replay {
    fn new(header: &[&str], answered: BTreeSet<u64>) -> Replay {
        let number = |at: usize| header[at].parse::<i64>().unwrap();
        let config = Config {
            group_initial_rebalance_delay_ms: number(2) as i32,
            offsets_retention_ms: number(3),
            offsets_retention_check_interval_ms: number(4),
            offset_metadata_max_bytes: 20,
            offset_commit_topic_ids: true,
            ..Config::default()
        };
        let now = Now { epoch_ms: 1_700_000_000_000, monotonic_ms: 0 };
        let (shard, effects) = Loading::new(config).finish(now);
        Replay {
            shard,
            now,
            wake_at_ms: effects.wake_at_ms,
            asked: BTreeMap::new(),
            answered,
            replies: Vec::new(),
            records: Vec::new(),
            log: Vec::new(),
            at: format!("seed {}", header[1]),
        }
    }

    fn step(&mut self, event: Event) {
        let effects = self.shard.step(event, self.now);
        self.take(effects);
    }

    fn take(&mut self, effects: Effects) {
        self.wake_at_ms = effects.wake_at_ms;
        for reply in effects.replies {
            let (api, version) = self.asked[&reply.ticket.0];
            let text = told(reply.response, api, version);
            let sent_away = [ErrorCode::UnknownMemberId, ErrorCode::RebalanceInProgress]
                .map(|code| format!("error_code: {},", code.code()));
            let forgotten = !self.answered.contains(&reply.ticket.0);
            if !forgotten || !sent_away.iter().any(|code| text.contains(code)) {
                self.replies.push((reply.ticket.0, text));
            }
        }
        for append in effects.appends {
            for record in &append.records {
                self.records.push(written(&record.key, record.value.as_ref()));
            }
            // Nothing else is on its way, so nothing is cut short by this.
            self.step(Event::Committed { through: append.token });
        }
    }

    fn pass(&mut self, ms: i64) {
        let end = self.now.monotonic_ms + ms;
        while let Some(at) = self.wake_at_ms.filter(|at| *at <= end) {
            self.set(at);
            self.step(Event::Tick);
        }
        self.set(end);
    }

    fn set(&mut self, at: i64) {
        self.now.epoch_ms += at - self.now.monotonic_ms;
        self.now.monotonic_ms = at;
    }

    fn ask(&mut self, line: &[&str]) {
        let ticket: u64 = line[1].parse().unwrap();
        let (api, version): (i16, i16) = (line[2].parse().unwrap(), line[3].parse().unwrap());
        self.asked.insert(ticket, (api, version));
        let random = u128::from_str_radix(&line[4].replace('-', ""), 16).unwrap_or(0);
        let context = RequestContext {
            version,
            client_id: Str::from("client"),
            client_host: Str::from("localhost/127.0.0.1"),
            random,
        };
        let request = request(api, version, &unhex(line[5]));
        self.step(Event::Request { ticket: Ticket(ticket), context, request });
    }

    /// Loads Kafka's records and compares what they add up to with what is alive, where that is at rest.
    fn compare_with_what_kafka_wrote(&mut self) {
        let mut loading = Loading::new(Config::default());
        for (offset, (key, value)) in (0..).zip(&self.log) {
            let record = LogRecord { offset, transactional_producer: None, key, value: value.as_ref() };
            loading.replay(record).unwrap();
        }
        let (mut loaded, _) = loading.finish(self.now);
        let all = OffsetFetchRequestGroup { group_id: Str::from("g"), topics: None, ..Default::default() };
        let offsets = Request::OffsetFetch(GroupOffsets { group: all, require_stable: false });
        assert_eq!(
            ask(&mut loaded, self.now, &offsets),
            ask(&mut self.shard, self.now, &offsets),
            "{}",
            self.at
        );
        let describe = Request::DescribeGroups(vec![Str::from("g")]);
        let (is, was) = (ask(&mut loaded, self.now, &describe), ask(&mut self.shard, self.now, &describe));
        if was.contains("Stable") {
            assert_eq!(is, was, "{}", self.at);
        }
    }

    /// Compares what happened since the last comparison.
    fn compare(&mut self, mut replies: Vec<(u64, String)>, mut records: Vec<String>) {
        self.replies.sort();
        replies.sort();
        assert_eq!(self.replies, replies, "replies at {}", self.at);
        self.records.sort();
        records.sort();
        assert_eq!(self.records, records, "records at {}", self.at);
        self.replies.clear();
        self.records.clear();
    }
}

fn request(api: i16, version: i16, bytes: &Bytes) -> Request {
    fn of<M: Message>(bytes: &Bytes, version: i16) -> M {
        M::from_bytes(bytes, version).unwrap()
    }
    match api {
        8 => {
            let mut request: OffsetCommitRequest = of(bytes, version);
            request.topics.iter_mut().for_each(|topic| topic.topic_id = TOPIC_ID);
            Request::OffsetCommit(request)
        }
        9 => {
            let request: OffsetFetchRequest = of(bytes, version);
            let group = requested_groups(&request, version).remove(0);
            Request::OffsetFetch(GroupOffsets { group, require_stable: request.require_stable })
        }
        11 => Request::JoinGroup(of(bytes, version)),
        12 => Request::Heartbeat(of(bytes, version)),
        13 => Request::LeaveGroup(of(bytes, version)),
        14 => Request::SyncGroup(of(bytes, version)),
        15 => Request::DescribeGroups(of::<DescribeGroupsRequest>(bytes, version).groups),
        16 => Request::ListGroups(of(bytes, version)),
        42 => Request::DeleteGroups(of::<DeleteGroupsRequest>(bytes, version).groups_names),
        47 => Request::OffsetDelete(of(bytes, version)),
        other => panic!("no request has the key {other}"),
    }
}

/// Our answer as text, as it arrives at its client.
fn told(response: Response, api: i16, version: i16) -> String {
    let bytes = match response {
        Response::JoinGroup(answer) => answer.to_bytes(version),
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
    read(api, version, &bytes.unwrap())
}

/// A plain read, answered at once.
fn ask(shard: &mut Shard, now: Now, request: &Request) -> String {
    let (client_id, client_host) = (Str::new(), Str::new());
    let context = RequestContext { version: 6, client_id, client_host, random: 0 };
    let event = Event::Request { ticket: Ticket(0), context, request: request.clone() };
    format!("{:?}", shard.step(event, now).replies)
}

/// An answer as text, with everything that has no order in order.
fn read(api: i16, version: i16, bytes: &Bytes) -> String {
    fn of<M: Message>(bytes: &Bytes, version: i16) -> M {
        M::from_bytes(bytes, version).unwrap()
    }
    match api {
        8 => format!("{:?}", of::<OffsetCommitResponse>(bytes, version)),
        9 => {
            let mut answer: OffsetFetchResponse = of(bytes, version);
            answer.topics.sort_by(|a, b| a.name.cmp(&b.name));
            answer.topics.iter_mut().for_each(|topic| topic.partitions.sort_by_key(|p| p.partition_index));
            for group in &mut answer.groups {
                group.topics.sort_by(|a, b| a.name.cmp(&b.name));
                group.topics.iter_mut().for_each(|topic| topic.partitions.sort_by_key(|p| p.partition_index));
            }
            format!("{answer:?}")
        }
        11 => {
            let mut answer: JoinGroupResponse = of(bytes, version);
            answer.members.sort_by(|a, b| a.member_id.cmp(&b.member_id));
            format!("{answer:?}")
        }
        12 => format!("{:?}", of::<HeartbeatResponse>(bytes, version)),
        13 => format!("{:?}", of::<LeaveGroupResponse>(bytes, version)),
        14 => format!("{:?}", of::<SyncGroupResponse>(bytes, version)),
        15 => {
            let mut answer: DescribeGroupsResponse = of(bytes, version);
            for group in &mut answer.groups {
                group.error_message = None;
                group.members.sort_by(|a, b| a.member_id.cmp(&b.member_id));
            }
            format!("{answer:?}")
        }
        16 => format!("{:?}", of::<ListGroupsResponse>(bytes, version)),
        42 => format!("{:?}", of::<DeleteGroupsResponse>(bytes, version)),
        47 => format!("{:?}", of::<OffsetDeleteResponse>(bytes, version)),
        other => panic!("no answer has the key {other}"),
    }
}

/// A record as text, with its version and its members in order.
fn written(key: &Bytes, value: Option<&Bytes>) -> String {
    let key = GroupRecordKey::decode(key).unwrap();
    let value = value.map(|value| GroupRecordValue::decode(key.key(), value).unwrap());
    match value {
        Some((GroupRecordValue::GroupMetadata(mut value), version)) => {
            value.members.sort_by(|a, b| a.member_id.cmp(&b.member_id));
            format!("{key:?} {version} {value:?}")
        }
        Some((value, version)) => format!("{key:?} {version} {value:?}"),
        None => format!("{key:?} deleted"),
    }
}

fn replay(scenario: &[&str]) {
    let lines: Vec<Vec<&str>> = scenario.iter().map(|line| line.split(' ').collect()).collect();
    let answered = lines.iter().filter(|line| line[0] == "R").map(|line| line[1].parse().unwrap()).collect();
    let mut replay = Replay::new(&lines[0], answered);
    let mut at = 1;
    while at < lines.len() {
        let line = &lines[at];
        replay.at = format!("seed {}, line {}: {}", lines[0][1], at, scenario[at]);
        match line[0] {
            "T" => replay.pass(line[1].parse().unwrap()),
            "Q" => replay.ask(line),
            other => panic!("a line that begins with {other}"),
        }
        at += 1;
        let (mut replies, mut records) = (Vec::new(), Vec::new());
        while let Some(line) = lines.get(at).filter(|line| matches!(line[0], "R" | "W")) {
            if line[0] == "R" {
                let ticket: u64 = line[1].parse().unwrap();
                let (api, version) = replay.asked[&ticket];
                replies.push((ticket, read(api, version, &unhex(line[2]))));
            } else {
                let (key, value) = (unhex(line[1]), (line[2] != "-").then(|| unhex(line[2])));
                records.push(written(&key, value.as_ref()));
                replay.log.push((key, value));
            }
            at += 1;
        }
        replay.compare(replies, records);
    }
    replay.compare_with_what_kafka_wrote();
}

#[test]
fn kafkas_coordinator_answers_and_writes_the_same() {
    let other = std::env::var("CORPUS").ok().map(|path| std::fs::read_to_string(path).unwrap());
    let corpus = other.as_deref().unwrap_or(CORPUS);
    let lines: Vec<&str> = corpus.lines().filter(|line| !line.is_empty()).collect();
    let scenarios: Vec<&[&str]> = lines.chunk_by(|_, next| !next.starts_with("S ")).collect();
    assert!(scenarios.len() > 20);
    scenarios.iter().for_each(|scenario| replay(scenario));
    let of = |kind: &str| lines.iter().filter(|line| line.starts_with(kind)).count();
    println!(
        "{} scenarios, {} requests, {} replies, {} records",
        scenarios.len(),
        of("Q "),
        of("R "),
        of("W ")
    );
}
