//! The model: a quorum that commits, delays, truncates and elects; the controllers on it; the promises kept of them.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use bytes::Bytes;
use ferryman_metadata::controller::{
    Applied, Controller, Ctx, Effect, Effects, Event, Membership, MembershipId, Progress, Proposal, Request,
    Response, Ticket, VoterKey,
};
use ferryman_metadata::entry::{LogBatch, decode_private};
use ferryman_metadata::image::{Changes, Image, Replay};

use crate::harness::{CLUSTER, LEADER, Rng, config, key, stamped, text, voter};
use crate::invariants;

/// What happened, summed over histories: a promise that was never tried is none.
#[derive(Debug, Default, Clone)]
pub(crate) struct Counts(pub(crate) BTreeMap<&'static str, u64>);

impl Counts {
    pub(crate) fn count(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Counts) {
        for (what, count) in &other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }

    pub(crate) fn assert_that_all_happened(&self) {
        for what in [
            "answered",
            "refused by followers",
            "denied at loss",
            "entries truncated",
            "entries of old terms committed",
            "elections",
            "fencings",
            "controlled shutdowns",
            "reassignments completed",
            "unclean elections",
            "voter changes",
            "voter changes refused",
            "private parts",
            "leaderless",
            "cordoned placements",
        ] {
            assert!(self.0.get(what).is_some_and(|count| *count > 0), "{what} never happened: {self:?}");
        }
    }
}

/// A controller's place in the model.
pub(crate) struct Node {
    pub(crate) controller: Controller,
    /// How many entries it has applied.
    applied: usize,
}

/// A change of voters that the quorum was asked for.
struct AskedChange {
    node: usize,
    term: i32,
    base_offset: i64,
    voters: Vec<i32>,
    batch: Bytes,
    precondition: MembershipId,
}

/// The world of a history.
pub(crate) struct Model {
    pub(crate) rng: Rng,
    pub(crate) nodes: Vec<Node>,
    /// The log that the leader has; up to `committed` nobody can take it back.
    log: Vec<Applied>,
    committed: usize,
    /// The image behind each committed entry, as reading gives it.
    pub(crate) images: Vec<Replay>,
    pub(crate) leader: Option<usize>,
    pub(crate) term: i32,
    pub(crate) now_ms: i64,
    pub(crate) mono_ms: u64,
    membership: Membership,
    change: Option<AskedChange>,
    next_ticket: u64,
    /// Requests that wait, with the node they were sent to.
    pending: BTreeMap<Ticket, (usize, Request)>,
    producer_blocks: BTreeSet<i64>,
    pub(crate) trace: u64,
    pub(crate) counts: Counts,
    pub(crate) brokers: Vec<crate::workload::ModelBroker>,
    pub(crate) topics_made: u64,
}

impl Model {
    pub(crate) fn new(seed: u64) -> Model {
        let mut rng = Rng(seed.wrapping_mul(0x1234_5678_9ABC_DEF1) ^ 0x5EED);
        let version = ["4.3", "4.3", "3.9", "3.5"][rng.below(4)];
        let node = |n: usize| {
            let mut config = config(version);
            config.node_id = LEADER + n as i32;
            config.directory_id = crate::harness::directory(config.node_id);
            Node { controller: Controller::new(config), applied: 0 }
        };
        let mut model = Model {
            rng,
            nodes: (0..3).map(node).collect(),
            log: Vec::new(),
            committed: 0,
            images: Vec::new(),
            leader: None,
            term: 0,
            now_ms: 1_700_000_000_000,
            mono_ms: 10_000,
            membership: Membership::default(),
            change: None,
            next_ticket: 0,
            pending: BTreeMap::new(),
            producer_blocks: BTreeSet::new(),
            trace: 0,
            counts: Counts::default(),
            brokers: Vec::new(),
            topics_made: 0,
        };
        model.set_members(&[LEADER, LEADER + 1, LEADER + 2], &[]);
        model.elect();
        model
    }

    /// The committed image, as reading the log gives it.
    pub(crate) fn image(&self) -> Image {
        self.images.last().map(|replay| replay.image().clone()).unwrap_or_default()
    }

    fn set_members(&mut self, voters: &[i32], learners: &[i32]) {
        let of = |ids: &[i32]| ids.iter().map(|id| (voter(*id).key(), voter(*id))).collect();
        let id = MembershipId { term: self.term as u64, index: self.membership.id.index + 1 };
        self.membership = Membership { id, voters: of(voters), learners: of(learners), joint: false };
        for node in 0..self.nodes.len() {
            self.step(node, Event::Membership(self.membership.clone()));
        }
    }

    pub(crate) fn members(&self) -> (Vec<i32>, Vec<i32>) {
        let ids = |keys: Vec<&VoterKey>| keys.iter().map(|key| key.id).collect();
        (ids(self.membership.voters.keys().collect()), ids(self.membership.learners.keys().collect()))
    }

    fn step(&mut self, node: usize, event: Event) {
        let mut random = self.rng.clone();
        let mut next = || random.next();
        let mut ctx = Ctx { now_ms: self.now_ms, mono_ms: self.mono_ms, random: &mut next };
        let mut effects = Effects::new();
        self.nodes[node].controller.step(event, &mut ctx, &mut effects).unwrap();
        self.rng = random;
        let mut changed: Option<Vec<i32>> = None;
        for effect in effects {
            self.trace_of(node, &effect);
            match effect {
                Effect::Propose(proposal) => self.propose(node, proposal),
                Effect::Reply { ticket, response } => self.answered(node, ticket, response),
                Effect::ChangeVoters { term, base_offset, voters, batch, precondition } => {
                    let voters = voters.iter().map(|voter| voter.id).collect();
                    self.change = Some(AskedChange { node, term, base_offset, voters, batch, precondition });
                }
                Effect::AddLearner { learner } => {
                    let (_, learners) = self.members();
                    changed = Some(learners.into_iter().chain([learner.id]).collect());
                }
                Effect::RemoveLearner { learner } => {
                    let (_, learners) = self.members();
                    changed = Some(learners.into_iter().filter(|id| *id != learner.id).collect());
                }
                Effect::HandOver { .. } | Effect::Wake { .. } | Effect::Committed { .. } => {}
            }
        }
        // What follows from an effect is told when all effects of the step are done.
        if let Some(learners) = changed {
            let (voters, _) = self.members();
            self.set_members(&voters, &learners);
        }
    }

    fn trace_of(&mut self, node: usize, effect: &Effect) {
        let mut hasher = DefaultHasher::new();
        (self.trace, node, format!("{effect:?}")).hash(&mut hasher);
        self.trace = hasher.finish();
    }

    /// A leader appends; one that was deposed does not any more.
    fn propose(&mut self, node: usize, proposal: Proposal) {
        if self.leader != Some(node) || proposal.term != self.term {
            return;
        }
        let end = self.log.last().map_or(0, |last| last.base_offset + i64::from(last.count));
        assert_eq!(proposal.base_offset, end, "entries are proposed for the offsets they get");
        assert!(self.log.len() - self.committed < 64, "far more is on its way than may be");
        if !proposal.private.is_empty() {
            self.counts.count("private parts");
        }
        self.log.push(Applied {
            term: proposal.term,
            base_offset: proposal.base_offset,
            count: proposal.count,
            batch: stamped(&proposal.batch, proposal.base_offset, proposal.term),
            private: proposal.private,
        });
    }

    pub(crate) fn send(&mut self, node: usize, request: Request, version: i16, forwarded: bool) {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.pending.insert(ticket, (node, request.clone()));
        self.step(node, Event::Request { ticket, request, version, forwarded });
    }

    fn answered(&mut self, node: usize, ticket: Ticket, response: Response) {
        let (to, request) = self.pending.remove(&ticket).expect("each request is answered once");
        assert_eq!(to, node);
        if response.is_not_controller() {
            let what = if self.leader == Some(node) { "denied at loss" } else { "refused by followers" };
            self.counts.count(what);
            return;
        }
        self.counts.count("answered");
        let committed = self.nodes[node].controller.committed().clone();
        invariants::answer(&request, &response, &committed, &mut self.producer_blocks);
        crate::workload::answered(self, &request, &response);
    }

    /// Commits the next entry, if there is one, and tells the leader. Others learn of it later.
    pub(crate) fn commit_one(&mut self) -> bool {
        let Some(entry) = self.log.get(self.committed).cloned() else { return false };
        self.committed += 1;
        if entry.term < self.term {
            self.counts.count("entries of old terms committed");
        }
        let mut after = self.images.last().cloned().unwrap_or_default();
        if !entry.batch.is_empty() {
            let whole = LogBatch::decode(&entry.batch).unwrap();
            for record in &whole.records {
                let one =
                    LogBatch { records: vec![record.clone()], next_offset: record.0 + 1, ..whole.clone() };
                let before = after.clone();
                let mut changes = Changes::default();
                after.apply_batch(&one, &mut changes).unwrap();
                invariants::record(before.image(), after.image(), &changes, &mut self.counts);
            }
        }
        for record in decode_private(&entry.private).unwrap() {
            after.apply_private(&record, &mut Changes::default()).unwrap();
        }
        invariants::image(after.image(), &mut self.counts);
        self.images.push(after);
        if let Some(leader) = self.leader {
            self.catch_up(leader, self.committed);
        }
        true
    }

    /// A node applies what was committed, up to an entry.
    fn catch_up(&mut self, node: usize, to: usize) {
        while self.nodes[node].applied < to.min(self.committed) {
            let at = self.nodes[node].applied;
            self.nodes[node].applied += 1;
            self.step(node, Event::Applied(self.log[at].clone()));
            let controller = &self.nodes[node].controller;
            assert_eq!(controller.high_watermark(), self.images[at].next_offset());
            assert_eq!(controller.committed(), self.images[at].image(), "node {node} behind entry {at}");
        }
    }

    pub(crate) fn catch_up_somebody(&mut self) {
        let node = self.rng.below(self.nodes.len());
        let to = self.nodes[node].applied + self.rng.below(5);
        self.catch_up(node, to);
    }

    /// The draft is what all entries on their way make of the committed image.
    pub(crate) fn check_draft(&mut self) {
        let Some(leader) = self.leader else { return };
        self.step(leader, Event::Flush);
        let on_their_way = self.log.len() - self.committed;
        let Some(draft) = self.nodes[leader].controller.draft().cloned() else { return };
        // With as many on their way as may be, some wait that cannot be seen from here.
        if on_their_way >= ferryman_metadata::controller::MAX_IN_FLIGHT {
            return;
        }
        let mut replay = self.images.last().cloned().unwrap_or_default();
        for entry in &self.log[self.committed..] {
            if !entry.batch.is_empty() {
                replay
                    .apply_batch(&LogBatch::decode(&entry.batch).unwrap(), &mut Changes::default())
                    .unwrap();
            }
            for record in decode_private(&entry.private).unwrap() {
                replay.apply_private(&record, &mut Changes::default()).unwrap();
            }
        }
        // A change of voters is in the log before the leader reads it back.
        if draft.quorum() == replay.image().quorum() {
            assert_eq!(&draft, replay.image(), "the draft is not what was proposed");
        }
    }

    /// The leader loses leadership; of what it had on its way some may have reached the next.
    pub(crate) fn depose(&mut self) {
        let Some(leader) = self.leader.take() else { return };
        let keep = self.committed + self.rng.below(self.log.len() - self.committed + 1);
        for _ in keep..self.log.len() {
            self.counts.count("entries truncated");
        }
        self.log.truncate(keep);
        self.change = None;
        self.step(leader, Event::LostLeadership);
        assert!(
            self.pending.values().all(|(node, _)| *node != leader),
            "a deposed leader owes nobody an answer"
        );
    }

    /// Somebody is elected. It has the whole log, but may have to learn yet what of it is committed.
    pub(crate) fn elect(&mut self) {
        self.depose();
        // Voters beyond those three are only names: they never lead.
        let (voters, _) = self.members();
        let able = voters.iter().map(|id| (id - LEADER) as usize).filter(|node| *node < self.nodes.len());
        let able: Vec<usize> = able.collect();
        let Some(node) = able.get(self.rng.below(able.len())).copied() else { return };
        self.counts.count("elections");
        self.term += 1;
        self.leader = Some(node);
        self.membership.id.term = self.term as u64;
        self.step(node, Event::Membership(self.membership.clone()));
        let next_offset = self.log.last().map_or(0, |last| last.base_offset + i64::from(last.count));
        self.step(node, Event::BecameLeader { term: self.term, next_offset });
        self.catch_up(node, self.committed);
    }

    /// The quorum makes the change that it was asked for, or refuses it.
    pub(crate) fn decide_change(&mut self, refuse: bool) {
        let Some(change) = self.change.take() else { return };
        if self.leader != Some(change.node) || change.term != self.term {
            return;
        }
        if refuse || change.precondition != self.membership.id {
            self.counts.count("voter changes refused");
            self.step(change.node, Event::VoterChangeFailed { reason: "refused".to_string() });
            return;
        }
        let end = self.log.last().map_or(0, |last| last.base_offset + i64::from(last.count));
        assert_eq!(change.base_offset, end, "the record of a change stands where it was said to");
        assert_eq!(self.committed, self.log.len(), "a change is proposed with nothing else on its way");
        self.counts.count("voter changes");
        self.log.push(Applied {
            term: change.term,
            base_offset: change.base_offset,
            count: 1,
            batch: stamped(&change.batch, change.base_offset, change.term),
            private: Bytes::new(),
        });
        let (_, learners) = self.members();
        let learners: Vec<i32> = learners.into_iter().filter(|id| !change.voters.contains(id)).collect();
        self.set_members(&change.voters, &learners);
    }

    /// Says how far the members are.
    pub(crate) fn progress(&mut self) {
        let Some(leader) = self.leader else { return };
        let all = Progress {
            log_end_offset: self.nodes[leader].controller.high_watermark(),
            last_contact_ms: self.now_ms,
            last_caught_up_ms: self.now_ms,
        };
        let (voters, learners) = self.members();
        let progress = voters.iter().chain(&learners).map(|id| (key(*id), all)).collect();
        self.step(leader, Event::Progress(progress));
    }

    pub(crate) fn tick(&mut self) {
        if let Some(leader) = self.leader {
            self.step(leader, Event::Tick);
        }
    }

    pub(crate) fn flush(&mut self) {
        if let Some(leader) = self.leader {
            self.step(leader, Event::Flush);
        }
    }

    /// All faults end: whatever was asked is answered, and all controllers come to the same.
    pub(crate) fn heal(&mut self) {
        if self.leader.is_none() {
            self.set_members(&[LEADER, LEADER + 1, LEADER + 2], &[]);
            self.elect();
        }
        for _ in 0..200 {
            self.progress();
            self.decide_change(false);
            self.flush();
            while self.commit_one() {}
            if self.pending.is_empty() && self.change.is_none() {
                break;
            }
            self.now_ms += 2_000;
            self.mono_ms += 2_000;
            self.tick();
        }
        assert!(self.pending.is_empty(), "never answered: {:?}", self.pending);
        for node in 0..self.nodes.len() {
            self.catch_up(node, self.committed);
        }
        self.check_draft();
    }

    /// A request about voters.
    pub(crate) fn ask_for_voters(&mut self) {
        use wire::messages::add_raft_voter::{AddRaftVoterRequest, Listener};
        use wire::messages::remove_raft_voter::RemoveRaftVoterRequest;
        let Some(leader) = self.leader else { return };
        let (voters, _) = self.members();
        let id = LEADER + self.rng.below(5) as i32;
        let request = if voters.contains(&id) {
            let voter_directory_id = crate::harness::directory(id);
            Request::RemoveRaftVoter(RemoveRaftVoterRequest {
                cluster_id: None,
                voter_id: id,
                voter_directory_id,
            })
        } else {
            Request::AddRaftVoter(AddRaftVoterRequest {
                cluster_id: Some(text(CLUSTER)),
                timeout_ms: self.rng.below(20_000) as i32,
                voter_id: id,
                voter_directory_id: crate::harness::directory(id),
                listeners: vec![Listener { name: text("CONTROLLER"), host: text("localhost"), port: 9093 }],
                ack_when_committed: self.rng.chance(80),
            })
        };
        self.send(leader, request, 1, false);
    }
}
