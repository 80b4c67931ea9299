//! Time, the network, and everything that goes wrong.

use std::collections::BTreeMap;

use ferryman_coordinator::{AppendError, Config, Event, Now, Request, RequestContext, Response, Ticket};
use wire::codec::{Str, Uuid};
use wire::error_code::ErrorCode;
use wire::messages::OffsetDeleteRequest;
use wire::messages::offset_delete::{OffsetDeleteRequestPartition, OffsetDeleteRequestTopic};
use wire::testing::Random;

use crate::client::{Asked, Client, PARTITIONS, State, TOPIC};
use crate::shell::{Shell, describe};

/// What happens at a moment.
#[derive(Debug)]
enum Happening {
    Act { client: usize },
    Arrives { ticket: u64, client: Option<usize>, version: i16, request: Request, life: u64 },
    Heard { ticket: u64, client: usize, response: Response },
    Flush,
    Advance,
    Wake,
    Fault,
    TakeOver,
    Compare,
}

/// How often each kind of answer was given, and what else happened.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Counts(BTreeMap<String, usize>);

impl Counts {
    fn one(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Counts) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() += count;
        }
    }

    /// A simulation in which nothing goes wrong proves nothing.
    pub(crate) fn assert_that_everything_happened(&self) {
        let expected = [
            "join NONE",
            "join MEMBER_ID_REQUIRED",
            "join UNKNOWN_MEMBER_ID",
            "join FENCED_INSTANCE_ID",
            "join NOT_COORDINATOR",
            "join COORDINATOR_LOAD_IN_PROGRESS",
            "join GROUP_MAX_SIZE_REACHED",
            "sync NONE",
            "sync REBALANCE_IN_PROGRESS",
            "sync COORDINATOR_NOT_AVAILABLE",
            "heartbeat NONE",
            "heartbeat REBALANCE_IN_PROGRESS",
            "heartbeat ILLEGAL_GENERATION",
            "heartbeat UNKNOWN_MEMBER_ID",
            "commit NONE",
            "commit REBALANCE_IN_PROGRESS",
            "commit COORDINATOR_NOT_AVAILABLE",
            "fetch NONE",
            "fetch NOT_COORDINATOR",
            "leave NONE",
            "delete NONE",
            "delete NON_EMPTY_GROUP",
            "append failed",
            "resigned",
            "crashed",
            "static member restarted in a stable group",
            "reload compared",
        ];
        let missing: Vec<&str> = expected.into_iter().filter(|what| !self.0.contains_key(*what)).collect();
        assert!(missing.is_empty(), "this never happened: {missing:?}");
    }
}

pub(crate) struct World {
    random: Random,
    now: Now,
    shell: Shell,
    clients: Vec<Client>,
    groups: Vec<Str>,
    queue: BTreeMap<(i64, u64), Happening>,
    next: u64,
    /// Whom the answer to a ticket is for.
    routes: BTreeMap<u64, usize>,
    faults: bool,
    flushing: bool,
    advancing: bool,
    wakes_at: Option<i64>,
    session_ms: i32,
    rebalance_ms: i32,
    trace: bool,
    pub(crate) counts: Counts,
}

impl World {
    pub(crate) fn new(seed: u64, trace: bool) -> World {
        let mut random = Random::new(seed);
        let groups = vec![Str::from("alpha"), Str::from("beta")];
        let count = 2 + random.below(6);
        let clients = (0..count).map(|name| {
            let group = groups[random.below(3).min(1)].clone();
            Client::new(name, group, &mut random)
        });
        let mut clients: Vec<Client> = clients.collect();
        // Some run under the same name, until somebody notices.
        if random.below(3) == 0 {
            clients.iter_mut().filter(|client| client.instance.is_some()).for_each(|client| {
                client.instance = Some(Str::from("twin"));
            });
        }
        let config = Config {
            group_initial_rebalance_delay_ms: [0, 500, 3_000][random.below(3)],
            group_max_size: if random.below(6) == 0 { 2 } else { 100 },
            offsets_retention_check_interval_ms: 30_000,
            offsets_retention_ms: if random.below(4) == 0 { 20_000 } else { 10_000_000 },
            ..Config::default()
        };
        World {
            session_ms: 6_000 + random.below(6_000) as i32,
            rebalance_ms: 4_000 + random.below(16_000) as i32,
            random,
            now: Now { epoch_ms: 1_700_000_000_000, monotonic_ms: 0 },
            shell: Shell::new(config),
            clients,
            groups,
            queue: BTreeMap::new(),
            next: 0,
            routes: BTreeMap::new(),
            faults: true,
            flushing: false,
            advancing: false,
            wakes_at: None,
            trace,
            counts: Counts::default(),
        }
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.random.below(100) < percent
    }

    /// A number of milliseconds.
    fn ms(&mut self, from: i64, to: i64) -> i64 {
        from + self.random.below((to - from + 1) as usize) as i64
    }

    fn schedule(&mut self, after_ms: i64, happening: Happening) {
        self.next += 1;
        self.queue.insert((self.now.monotonic_ms + after_ms, self.next), happening);
    }

    pub(crate) fn run_with_faults(&mut self, ms: i64) {
        self.take_over();
        for client in 0..self.clients.len() {
            let after = self.ms(0, 2_000);
            self.schedule(after, Happening::Act { client });
        }
        self.schedule(5_000, Happening::Fault);
        self.schedule(1_000, Happening::Compare);
        self.run(ms);
    }

    fn run(&mut self, ms: i64) {
        let end = self.now.monotonic_ms + ms;
        while let Some(entry) = self.queue.first_entry() {
            let at = entry.key().0;
            if at > end {
                break;
            }
            let happening = entry.remove();
            self.pass(at - self.now.monotonic_ms);
            if self.trace {
                println!("{at}: {happening:?}");
            }
            self.happen(happening);
            self.follow_up();
        }
        self.pass(end - self.now.monotonic_ms);
    }

    fn pass(&mut self, ms: i64) {
        self.now.monotonic_ms += ms;
        self.now.epoch_ms += ms;
    }

    /// What the shell does by itself after every event.
    fn follow_up(&mut self) {
        if self.shell.outbox_len() > 0 && !self.flushing {
            self.flushing = true;
            let after = self.ms(0, 3);
            self.schedule(after, Happening::Flush);
        }
        if let Some(at) = self.shell.wake_at_ms
            && self.wakes_at.is_none_or(|wakes_at| at < wakes_at)
        {
            self.wakes_at = Some(at);
            self.schedule((at - self.now.monotonic_ms).max(0), Happening::Wake);
        }
    }

    fn happen(&mut self, happening: Happening) {
        let now = self.now;
        match happening {
            Happening::Act { client } => self.act(client),
            Happening::Arrives { ticket, client, version, request, life } => {
                self.arrives(ticket, client, version, request, life);
            }
            Happening::Heard { ticket, client, response } => self.heard(ticket, client, response),
            Happening::Flush => self.flush(),
            Happening::Advance => {
                self.advancing = false;
                let count = 1 + self.random.below(4);
                let replies = self.shell.advance(now, count);
                self.send(replies);
                self.advance_later();
            }
            Happening::Wake => {
                self.wakes_at = None;
                if self.shell.wake_at_ms.is_some_and(|at| at <= now.monotonic_ms) {
                    let replies = self.shell.tick(now);
                    self.send(replies);
                }
            }
            Happening::Fault => self.fault(),
            Happening::TakeOver => self.take_over(),
            Happening::Compare => {
                let before = self.shell.reloads_compared;
                self.shell.compare_with_reload(now, &self.groups);
                if self.shell.reloads_compared > before {
                    self.counts.one("reload compared");
                }
                let after = self.ms(200, 4_000);
                self.schedule(after, Happening::Compare);
            }
        }
    }

    fn flush(&mut self) {
        self.flushing = false;
        if self.faults && self.shell.outbox_len() > 0 && self.chance(6) {
            let causes = [AppendError::NotEnoughReplicas, AppendError::TooLarge, AppendError::Storage];
            let cause = causes[self.random.below(3)];
            self.counts.one("append failed");
            let replies = self.shell.fail(self.now, cause);
            return self.send(replies);
        }
        self.shell.flush();
        self.advance_later();
    }

    fn advance_later(&mut self) {
        if self.shell.uncommitted_len() > 0 && !self.advancing {
            self.advancing = true;
            let after = if self.faults && self.chance(4) { self.ms(1_000, 9_000) } else { self.ms(1, 20) };
            self.schedule(after, Happening::Advance);
        }
    }

    fn take_over(&mut self) {
        if self.shell.shard.is_none() {
            let replies = self.shell.take_over(self.now);
            self.send(replies);
        }
    }

    fn fault(&mut self) {
        if !self.faults {
            return;
        }
        match self.random.below(8) {
            0..=3 if self.shell.shard.is_some() => {
                let resigns = self.chance(50);
                self.counts.one(if resigns { "resigned" } else { "crashed" });
                let kept = self.random.below(self.shell.uncommitted_len() + 1);
                let replies = self.shell.lose(self.now, resigns, kept);
                self.send(replies);
                let after = self.ms(10, 4_000);
                self.schedule(after, Happening::TakeOver);
            }
            4 => {
                let groups = self.groups.clone();
                self.admin(Request::DeleteGroups(groups));
            }
            5 => self.delete_offsets(),
            6 => {
                let group = self.groups[self.random.below(2)].clone();
                let topics =
                    vec![ferryman_coordinator::DeletedTopic { name: Str::from(TOPIC), id: Uuid::ZERO }];
                if self.chance(20) {
                    let replies = self.shell.tell(self.now, Event::TopicsDeleted { topics });
                    self.send(replies);
                }
                let mut tool = Client::new(99, group, &mut self.random);
                (tool.instance, tool.positions) = (None, [(0, 1_000), (1, 2_000)].into());
                self.admin(tool.commit_request());
            }
            _ => {}
        }
        let after = self.ms(1_000, 15_000);
        self.schedule(after, Happening::Fault);
    }

    fn delete_offsets(&mut self) {
        let partitions =
            (0..PARTITIONS).map(|partition_index| OffsetDeleteRequestPartition { partition_index });
        let topic = OffsetDeleteRequestTopic { name: Str::from(TOPIC), partitions: partitions.collect() };
        let group_id = self.groups[self.random.below(2)].clone();
        self.admin(Request::OffsetDelete(OffsetDeleteRequest { group_id, topics: vec![topic] }));
    }

    /// A tool asks and does not care.
    fn admin(&mut self, request: Request) {
        self.next += 1;
        let version = if matches!(request, Request::OffsetDelete(_)) { 0 } else { 2 };
        let arrives =
            Happening::Arrives { ticket: self.next, client: None, version, request, life: self.shell.life };
        self.schedule(1, arrives);
    }

    fn act(&mut self, at: usize) {
        let again_ms = if self.faults { self.ms(50, 1_200) } else { self.ms(100, 600) };
        let mut pause_ms = again_ms;
        let now_ms = self.now.monotonic_ms;
        if self.clients[at].waits.is_some_and(|(_, _, until)| until <= now_ms) {
            self.clients[at].waits = None;
        }
        if self.faults && self.chance(2) {
            self.misbehave(at, &mut pause_ms);
        } else if self.clients[at].waits.is_none() {
            self.ask_next(at);
        }
        self.schedule(pause_ms, Happening::Act { client: at });
    }

    fn misbehave(&mut self, at: usize, pause_ms: &mut i64) {
        let longest = 2 * i64::from(self.session_ms + self.rebalance_ms);
        match self.random.below(5) {
            0 => self.clients[at].crash(),
            1 => {
                // A restart under the same name, faster than anybody would notice.
                let client = &mut self.clients[at];
                if client.instance.is_some() && client.state == State::Stable {
                    self.counts.one("static member restarted in a stable group");
                }
                client.restart();
            }
            2 => *pause_ms = self.ms(1_000, longest),
            3 => {
                let client = &mut self.clients[at];
                client.subscription = client.subscription.wrapping_add(1);
                if client.state == State::Stable {
                    client.state = State::Joining;
                }
            }
            _ => {
                // The answer, if any, is not waited for.
                self.clients[at].waits = None;
            }
        }
    }

    fn ask_next(&mut self, at: usize) {
        let roll = self.random.below(100);
        let leaves = self.faults && roll < 3;
        let (session_ms, rebalance_ms) = (self.session_ms, self.rebalance_ms);
        let client = &mut self.clients[at];
        let (asked, request) = match client.state.clone() {
            State::Down => {
                if roll < 20 || !self.faults {
                    client.restart();
                }
                return;
            }
            State::Joining => (Asked::Join, client.join_request(session_ms, rebalance_ms)),
            State::Syncing(_) if self.faults && roll < 10 => (Asked::Commit, client.commit_request()),
            State::Syncing(assignments) => (Asked::Sync, client.sync_request(assignments)),
            State::Stable if leaves => (Asked::Leave, client.leave_request()),
            State::Stable if roll < 60 => (Asked::Heartbeat, client.heartbeat_request()),
            State::Stable if roll < 90 => {
                client.positions.values_mut().for_each(|position| *position += 1);
                (Asked::Commit, client.commit_request())
            }
            State::Stable => (Asked::Fetch, client.fetch_request(roll.is_multiple_of(2))),
        };
        let patience_ms = if asked == Asked::Join { i64::from(rebalance_ms) + 10_000 } else { 8_000 };
        self.next += 1;
        let (ticket, life) = (self.next, self.shell.life);
        let version = client.versions.of(asked);
        client.waits = Some((ticket, asked, self.now.monotonic_ms + patience_ms));
        if self.faults && self.chance(2) {
            return;
        }
        let after = if self.faults && self.chance(3) { self.ms(100, 4_000) } else { self.ms(0, 15) };
        self.schedule(after, Happening::Arrives { ticket, client: Some(at), version, request, life });
    }

    fn arrives(&mut self, ticket: u64, client: Option<usize>, version: i16, request: Request, life: u64) {
        // A connection does not outlive its broker.
        if life != self.shell.life {
            return;
        }
        let name = client.map_or("tool".to_string(), |at| format!("c{at}"));
        let context = RequestContext {
            version,
            client_id: Str::from(name.clone()),
            client_host: Str::from(format!("/{name}")),
            random: u128::from(self.random.bits()),
        };
        if let Some(at) = client {
            self.routes.insert(ticket, at);
        }
        let replies = self.shell.request(self.now, Ticket(ticket), context, request);
        self.send(replies);
    }

    fn send(&mut self, replies: Vec<(Ticket, Response)>) {
        for (ticket, response) in replies {
            self.count(&response);
            let Some(client) = self.routes.remove(&ticket.0) else { continue };
            if self.faults && self.chance(2) {
                continue;
            }
            let after = if self.faults && self.chance(3) { self.ms(100, 4_000) } else { self.ms(0, 15) };
            self.schedule(after, Happening::Heard { ticket: ticket.0, client, response });
        }
    }

    fn heard(&mut self, ticket: u64, at: usize, response: Response) {
        let client = &mut self.clients[at];
        if client.waits.is_some_and(|(waits, ..)| waits == ticket) {
            client.waits = None;
            client.hear(response);
        }
    }

    fn count(&mut self, response: &Response) {
        let (what, code) = match response {
            Response::JoinGroup(answer) => ("join", answer.error_code),
            Response::SyncGroup(answer) => ("sync", answer.error_code),
            Response::Heartbeat(answer) => ("heartbeat", answer.error_code),
            Response::LeaveGroup(answer) => ("leave", answer.error_code),
            Response::OffsetFetch(answer) => ("fetch", answer.error_code),
            Response::OffsetDelete(answer) => ("delete offsets", answer.error_code),
            Response::OffsetCommit(answer) => {
                let first = answer.topics.first().and_then(|topic| topic.partitions.first());
                ("commit", first.map_or(0, |partition| partition.error_code))
            }
            Response::DeleteGroups(results) => ("delete", results[0].error_code),
            Response::DescribeGroups(_) | Response::ListGroups(_) => return,
        };
        self.counts.one(format!("{what} {}", ErrorCode::from_code(code)));
    }

    /// The faults end; everybody wants to consume and is told apart by name. Soon everybody must.
    pub(crate) fn heal(&mut self) {
        self.faults = false;
        if self.shell.config.group_max_size < 100 {
            // Only a new coordinator has another configuration.
            self.shell.config.group_max_size = 100;
            let replies = self.shell.lose(self.now, true, usize::MAX);
            self.send(replies);
        }
        self.take_over();
        for client in &mut self.clients {
            if client.instance.is_some() {
                client.instance = Some(Str::from(format!("i{}", client.name)));
                client.restart();
            }
        }
        self.run(100_000);
        self.clients.iter_mut().for_each(|client| client.waits = Some((u64::MAX, Asked::Delete, i64::MAX)));
        self.run(3_000);
        let shard = self.shell.shard.as_ref().unwrap();
        assert_eq!(shard.uncommitted(), (0, 0), "something still waits");
        self.shell.compare_all(self.now, &self.groups);
        for group in self.groups.clone() {
            self.assert_consumed(&group);
        }
    }

    fn assert_consumed(&mut self, group: &Str) {
        let clients: Vec<&Client> = self.clients.iter().filter(|client| client.group == *group).collect();
        if clients.is_empty() {
            return;
        }
        let shard = self.shell.shard.as_mut().unwrap();
        let described = describe(shard, self.now, group);
        assert_eq!(
            (&*described.group_state, described.members.len()),
            ("Stable", clients.len()),
            "{described:?}"
        );
        let generation = clients[0].generation;
        let mut partitions = Vec::new();
        for client in &clients {
            assert_eq!((&client.state, client.generation), (&State::Stable, generation), "{client:?}");
            partitions.extend(client.positions.keys().copied());
        }
        partitions.sort_unstable();
        assert_eq!(partitions, (0..PARTITIONS).collect::<Vec<_>>(), "partitions of {group}");
    }
}
