//! What stands around the shard in a broker: a log that takes appends late or not at all, a high watermark that lags, and a
//! partition that moves. Checks every reply against the log before it leaves.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use ferryman_coordinator::{
    Append, AppendError, Config, Effects, Event, GroupOffsets, Loading, LogRecord, Now, Record, Request,
    RequestContext, Response, Shard, Ticket, Token,
};
use wire::codec::Str;
use wire::error_code::ErrorCode;
use wire::messages::describe_groups::DescribedGroup;
use wire::messages::offset_fetch::{OffsetFetchRequestGroup, OffsetFetchResponseGroup};

use crate::history::{Folded, Told};

/// A request the shard has and has not answered.
struct Open {
    request: Request,
    /// The last batch it made the coordinator hand out.
    own: Option<Token>,
    /// The last batch that was handed out by then.
    behind: Option<Token>,
    /// What the log would say then, if all of it were committed.
    seen: Option<Folded>,
}

pub(crate) struct Shell {
    pub(crate) config: Config,
    pub(crate) shard: Option<Shard>,
    /// How many coordinators there were.
    pub(crate) life: u64,
    /// Handed out and not appended.
    outbox: VecDeque<Append>,
    /// Appended and not committed.
    uncommitted: VecDeque<Append>,
    /// What is committed, compacted: the last record of every key, by the order in which they came.
    committed: BTreeMap<u64, Record>,
    /// Where in it a key stands.
    places: BTreeMap<Bytes, u64>,
    committed_records: u64,
    folded: Folded,
    /// Newest token that is committed in this life.
    through: Option<Token>,
    last_token: Option<Token>,
    open: BTreeMap<Ticket, Open>,
    told: Told,
    /// Groups the live shard may know better than the log, since an append failed, until one after this token is committed.
    ahead: BTreeMap<String, Option<Token>>,
    pub(crate) wake_at_ms: Option<i64>,
    pub(crate) reloads_compared: usize,
}

impl Shell {
    pub(crate) fn new(config: Config) -> Shell {
        Shell {
            config,
            shard: None,
            life: 0,
            outbox: VecDeque::new(),
            uncommitted: VecDeque::new(),
            committed: BTreeMap::new(),
            places: BTreeMap::new(),
            committed_records: 0,
            folded: Folded::default(),
            through: None,
            last_token: None,
            open: BTreeMap::new(),
            told: Told::default(),
            ahead: BTreeMap::new(),
            wake_at_ms: None,
            reloads_compared: 0,
        }
    }

    fn load(&self, config: Config, now: Now) -> (Shard, Effects) {
        let mut loading = Loading::new(config);
        for (offset, record) in &self.committed {
            let (offset, key, value) = (*offset as i64, &record.key, record.value.as_ref());
            loading.replay(LogRecord { offset, transactional_producer: None, key, value }).unwrap();
        }
        loading.finish(now)
    }

    /// A new coordinator takes over with what is in the log.
    pub(crate) fn take_over(&mut self, now: Now) -> Vec<(Ticket, Response)> {
        let (shard, effects) = self.load(self.config.clone(), now);
        self.shard = Some(shard);
        self.life += 1;
        (self.through, self.last_token) = (None, None);
        self.ahead.clear();
        self.take(effects, None)
    }

    /// The coordinator loses the partition; of what was not committed the first `kept` batches turn out to be. If it resigns
    /// it says so to everybody.
    pub(crate) fn lose(&mut self, now: Now, resigns: bool, kept: usize) -> Vec<(Ticket, Response)> {
        let mut replies = Vec::new();
        if resigns && let Some(mut shard) = self.shard.take() {
            let effects = shard.step(Event::Resign, now);
            assert!(effects.appends.is_empty() && effects.wake_at_ms.is_none());
            replies = self.take(effects, None);
            assert!(self.open.is_empty(), "a shard resigned and left tickets open");
        }
        self.shard = None;
        self.open.clear();
        self.outbox.clear();
        self.wake_at_ms = None;
        let kept = self.uncommitted.drain(..).take(kept).collect::<Vec<_>>();
        kept.into_iter().for_each(|append| self.commit(append));
        replies
    }

    fn commit(&mut self, append: Append) {
        for record in append.records {
            if let Some(group) = self.folded.take(&record) {
                self.folded.groups.get(&group).into_iter().for_each(|group| self.told.logged(group));
                if self.ahead.get(&group).is_some_and(|failed| *failed < Some(append.token)) {
                    self.ahead.remove(&group);
                }
            }
            self.committed_records += 1;
            if let Some(older) = self.places.insert(record.key.clone(), self.committed_records) {
                self.committed.remove(&older);
            }
            self.committed.insert(self.committed_records, record);
        }
    }

    pub(crate) fn uncommitted_len(&self) -> usize {
        self.uncommitted.len()
    }

    pub(crate) fn outbox_len(&self) -> usize {
        self.outbox.len()
    }

    /// Appends what was handed out.
    pub(crate) fn flush(&mut self) {
        self.uncommitted.append(&mut self.outbox);
    }

    /// Fails what was handed out and not appended.
    pub(crate) fn fail(&mut self, now: Now, cause: AppendError) -> Vec<(Ticket, Response)> {
        let Some(from) = self.outbox.front().map(|append| append.token) else { return Vec::new() };
        let last = self.outbox.back().map(|append| append.token);
        for record in self.outbox.drain(..).flat_map(|append| append.records) {
            self.ahead.extend(Folded::default().take(&record).map(|group| (group, last)));
        }
        self.last_token = self.uncommitted.back().map(|append| append.token).or(self.through);
        self.step(Event::AppendFailed { from, cause }, now, None)
    }

    /// Moves the high watermark over the next `count` batches.
    pub(crate) fn advance(&mut self, now: Now, count: usize) -> Vec<(Ticket, Response)> {
        for _ in 0..count.min(self.uncommitted.len()) {
            let append = self.uncommitted.pop_front().unwrap();
            self.through = Some(append.token);
            self.commit(append);
        }
        match self.through {
            Some(through) => self.step(Event::Committed { through }, now, None),
            None => Vec::new(),
        }
    }

    pub(crate) fn tick(&mut self, now: Now) -> Vec<(Ticket, Response)> {
        self.step(Event::Tick, now, None)
    }

    /// Tells the coordinator, if there is one, of something nobody asked for.
    pub(crate) fn tell(&mut self, now: Now, event: Event) -> Vec<(Ticket, Response)> {
        self.step(event, now, None)
    }

    /// Hands a request in; without a coordinator nobody answers.
    pub(crate) fn request(
        &mut self,
        now: Now,
        ticket: Ticket,
        context: RequestContext,
        request: Request,
    ) -> Vec<(Ticket, Response)> {
        if self.shard.is_none() {
            let response = Response::while_loading(&request, context.version);
            return vec![(ticket, response)];
        }
        let event = Event::Request { ticket, context, request: request.clone() };
        self.step(event, now, Some((ticket, request)))
    }

    fn step(&mut self, event: Event, now: Now, asked: Option<(Ticket, Request)>) -> Vec<(Ticket, Response)> {
        let Some(mut shard) = self.shard.take() else { return Vec::new() };
        let effects = shard.step(event, now);
        self.shard = Some(shard);
        self.take(effects, asked)
    }

    fn take(&mut self, effects: Effects, asked: Option<(Ticket, Request)>) -> Vec<(Ticket, Response)> {
        let own = effects.appends.last().map(|append| append.token);
        for append in effects.appends {
            assert!(!append.records.is_empty());
            assert!(self.last_token.is_none_or(|last| last < append.token), "tokens out of order");
            self.last_token = Some(append.token);
            self.outbox.push_back(append);
        }
        self.wake_at_ms = effects.wake_at_ms;
        if let Some((ticket, request)) = asked {
            let seen =
                matches!(&request, Request::OffsetFetch(of) if of.require_stable).then(|| self.all_folded());
            let open = Open { request, own, behind: self.last_token, seen };
            assert!(self.open.insert(ticket, open).is_none());
        }
        let replies: Vec<_> =
            effects.replies.into_iter().map(|reply| (reply.ticket, reply.response)).collect();
        for (ticket, response) in &replies {
            let open = self.open.remove(ticket).expect("a ticket was answered twice, or never given");
            self.check(&open, response);
        }
        replies
    }

    /// The log as it will be if nothing fails.
    fn all_folded(&self) -> Folded {
        let mut folded = self.folded.clone();
        for record in self.uncommitted.iter().chain(&self.outbox).flat_map(|append| &append.records) {
            folded.take(record);
        }
        folded
    }

    fn is_committed(&self, token: Option<Token>) -> bool {
        token.is_none_or(|token| self.through.is_some_and(|through| token <= through))
    }

    /// Whether a reply may be given now.
    fn check(&mut self, open: &Open, response: &Response) {
        match (&open.request, response) {
            (Request::SyncGroup(request), Response::SyncGroup(answer)) if answer.error_code == 0 => {
                self.told.assignment(&request.member_id, request.generation_id, &answer.assignment);
            }
            (Request::JoinGroup(request), Response::JoinGroup(answer)) if answer.error_code == 0 => {
                let protocol = answer.protocol_name.clone().unwrap_or_default();
                self.told.protocol(&answer.leader, self.life, answer.generation_id, &protocol);
                assert!(!answer.leader.is_empty() && answer.generation_id > 0);
            }
            (Request::OffsetCommit(request), Response::OffsetCommit(answer)) => {
                let codes = answer.topics.iter().flat_map(|topic| &topic.partitions).map(|p| p.error_code);
                if codes.clone().all(|code| code == 0) {
                    assert!(self.is_committed(open.own), "a commit was answered before it was committed");
                }
                let asked = request.topics.iter().map(|topic| topic.partitions.len()).sum::<usize>();
                assert_eq!(codes.count(), asked);
            }
            (Request::OffsetFetch(request), Response::OffsetFetch(answer)) if answer.error_code == 0 => {
                self.check_fetch(request, open, answer);
            }
            (Request::DeleteGroups(_), Response::DeleteGroups(results))
                if results.iter().any(|result| result.error_code == 0) =>
            {
                assert!(self.is_committed(open.own), "a deletion was answered before it was committed");
            }
            _ => {}
        }
    }

    fn check_fetch(&self, request: &GroupOffsets, open: &Open, answer: &OffsetFetchResponseGroup) {
        let folded = open.seen.as_ref().unwrap_or(&self.folded);
        for topic in &answer.topics {
            for partition in &topic.partitions {
                let logged = folded.offset(&answer.group_id, &topic.name, partition.partition_index);
                assert_eq!(partition.committed_offset, logged, "an offset that is not the log's");
            }
        }
        if request.require_stable {
            // Of its own group all must be committed by now; what it saw is then what the log says, or was overwritten.
            let group = &answer.group_id;
            let still_open = self.uncommitted.iter().chain(&self.outbox).any(|append| {
                Some(append.token) <= open.behind
                    && append.records.iter().any(|record| is_offset_of(record, group))
            });
            assert!(!still_open, "a stable offset was told before it was committed");
        }
    }

    /// Compares everything: by now the log must know all that the live shard knows.
    pub(crate) fn compare_all(&mut self, now: Now, groups: &[Str]) {
        assert!(self.uncommitted.is_empty() && self.outbox.is_empty(), "something is on its way");
        self.ahead.clear();
        self.compare_with_reload(now, groups);
    }

    /// Compares the live shard with one loaded from what is committed. What is not over yet cannot be compared.
    pub(crate) fn compare_with_reload(&mut self, now: Now, groups: &[Str]) {
        let Some(mut live) = self.shard.take() else { return };
        // A group that is too large, as one with static members that are away may be, would be made to rebalance.
        let config = Config { group_max_size: usize::MAX, ..self.config.clone() };
        let (mut loaded, _) = self.load(config, now);
        for group in groups {
            assert_eq!(
                offsets(&mut loaded, now, group),
                offsets(&mut live, now, group),
                "offsets of {group}"
            );
            let in_flight = self.uncommitted.iter().chain(&self.outbox).flat_map(|append| &append.records);
            let is_settled =
                !self.ahead.contains_key(group.as_str()) && !in_flight.clone().any(|r| is_group(r, group));
            let (was, is) = (describe(&mut live, now, group), describe(&mut loaded, now, group));
            // A group that only had offsets is none any more when they are gone; memory finds out later.
            let is_left_over =
                was.protocol_type.is_empty() && is.error_code == ErrorCode::GroupIdNotFound.code();
            if is_settled && !is_left_over && (&*was.group_state == "Stable" || &*was.group_state == "Empty")
            {
                assert_eq!(is, was, "{group} after a reload");
                self.reloads_compared += 1;
            }
        }
        self.shard = Some(live);
    }
}

fn is_offset_of(record: &Record, group: &str) -> bool {
    let mut folded = Folded::default();
    folded.take(record).is_none() && {
        // A tombstone leaves nothing in a fold; its key tells.
        record.key.windows(group.len()).any(|window| window == group.as_bytes())
    }
}

fn is_group(record: &Record, group: &str) -> bool {
    Folded::default().take(record).is_some_and(|of| of == group)
}

fn ask(shard: &mut Shard, now: Now, version: i16, request: Request) -> Response {
    let context = RequestContext { version, client_id: Str::new(), client_host: Str::new(), random: 0 };
    // Plain reads change nothing and are answered at once.
    let effects = shard.step(Event::Request { ticket: Ticket(u64::MAX), context, request }, now);
    assert!(effects.appends.is_empty());
    effects.replies.into_iter().next().unwrap().response
}

fn offsets(shard: &mut Shard, now: Now, group: &Str) -> OffsetFetchResponseGroup {
    let group = OffsetFetchRequestGroup { group_id: group.clone(), topics: None, ..Default::default() };
    let request = Request::OffsetFetch(GroupOffsets { group, require_stable: false });
    match ask(shard, now, 9, request) {
        Response::OffsetFetch(answer) => answer,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn describe(shard: &mut Shard, now: Now, group: &Str) -> DescribedGroup {
    match ask(shard, now, 6, Request::DescribeGroups(vec![group.clone()])) {
        Response::DescribeGroups(mut groups) => groups.remove(0),
        other => panic!("{other:?}"),
    }
}
