//! Watches the Raft core and publishes what it does: leadership, members, high watermark; and does a leader's chores.
//!
//! A *tenure* is a stretch of time in which this node leads with a majority behind it. It ends with the term, or when
//! the majority has not answered for [`Timing::quorum_timeout`](crate::Timing): Raft itself would let a leader that is
//! cut off call itself one for ever, and brokers would go on following it (KAFKA-15489). When the majority answers
//! again before anybody else was elected, a new tenure begins in the same term. Each tenure begins by applying all that
//! stood in the log before it, and by ending a change of voters that an earlier leader left open; only then is
//! `own_term_applied` true.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use openraft::async_runtime::{Select4, WatchReceiver};
use openraft::metrics::RaftServerMetrics;
use openraft::{Instant, ServerState};

use super::{InstantOf, Node};
use crate::raft::{AppliedState, TypeConfig, from_log_id, from_membership};
use crate::runtime::{Runtime, spawn};
use crate::{Leadership, LogId, Member, VoterKey};

/// A stretch of leading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Tenure {
    term: u64,
    /// Counts the tenures of this node's life, from 1.
    number: u64,
}

struct Overseer<RT: Runtime> {
    node: Arc<Node<RT>>,
    tenure: Option<Tenure>,
    /// The last one, whether it lasts or not.
    last_tenure: Option<Tenure>,
    /// The membership entry published last, and whether it was committed.
    membership: Option<(Option<LogId>, bool)>,
    /// Since when the Raft core leads, for the time until a majority has answered first.
    leading_since: Option<(u64, InstantOf<RT>)>,
}

/// Spawns the task; it ends with the Raft core.
pub(super) fn begin<RT: Runtime>(node: &Arc<Node<RT>>) {
    let node = node.clone();
    let overseer = Overseer { node, tenure: None, last_tenure: None, membership: None, leading_since: None };
    spawn::<RT>(overseer.run());
}

impl<RT: Runtime> Overseer<RT> {
    async fn run(mut self) {
        let node = self.node.clone();
        let mut server = node.raft.server_metrics();
        let mut core = node.raft.metrics();
        let mut applied = node.applied.clone();
        let mut prepared = node.prepared.subscribe();
        let mut tick = InstantOf::<RT>::now();
        loop {
            let metrics = server.borrow_and_update().clone();
            let state = *applied.borrow_and_update();
            prepared.borrow_and_update();
            self.observe(&metrics, state);
            if let Err(e) = &core.borrow_and_update().running_state {
                return self.ended(&format!("the raft core has ended: {e}"));
            }
            let now = InstantOf::<RT>::now();
            if now >= tick {
                tick = now + node.config.timing.heartbeat_interval;
                self.chores();
            }
            let woken =
                RT::select4(server.changed(), applied.changed(), prepared.changed(), RT::sleep_until(tick));
            match woken.await {
                Select4::First(Err(_)) => return self.ended("the raft core is gone"),
                // The state machine is gone; the core says why in a moment.
                Select4::Second(Err(_)) => RT::sleep_until(tick).await,
                _ => {}
            }
        }
    }

    fn ended(&mut self, why: &str) {
        if !self.node.stopping.load(Ordering::Relaxed) {
            super::end(&self.node.fatal, why.into());
        }
        let known = self.node.leadership.borrow().clone();
        let state = *self.node.applied.borrow();
        self.publish(Leadership { leader: None, is_leader: false, own_term_applied: false, ..known }, state);
    }

    fn observe(&mut self, metrics: &RaftServerMetrics<TypeConfig<RT>>, applied: AppliedState) {
        self.publish_membership(metrics);
        let term = metrics.vote.leader_id.term;
        let leads = metrics.state == ServerState::Leader && self.has_majority(term);
        match self.tenure {
            Some(tenure) if leads && tenure.term == term => {}
            _ if leads => self.begin_tenure(term),
            _ => self.tenure = None,
        }
        let me = self.node.config.key;
        let leader = metrics.current_leader.filter(|leader| *leader != me || leads);
        let endpoints =
            |key: &VoterKey| self.node.membership.borrow().endpoints(key).cloned().unwrap_or_default();
        let leadership = Leadership {
            term: term as i32,
            leader: leader.map(|key| Member { key, endpoints: endpoints(&key) }),
            is_leader: leads,
            own_term_applied: self.tenure.is_some_and(|tenure| *self.node.prepared.borrow() == tenure.number),
        };
        self.publish(leadership, applied);
    }

    fn publish_membership(&mut self, metrics: &RaftServerMetrics<TypeConfig<RT>>) {
        let stored = &metrics.membership_config;
        let committed = metrics.committed_membership_config.log_id() == stored.log_id();
        let seen = (stored.log_id().as_ref().map(from_log_id), committed);
        if self.membership != Some(seen) {
            self.membership = Some(seen);
            let membership = from_membership(stored, committed);
            self.node.peers.set_members(&membership);
            self.node.membership.send_replace(membership);
        }
    }

    /// Whether a majority of the voters has answered lately.
    fn has_majority(&mut self, term: u64) -> bool {
        let now = InstantOf::<RT>::now();
        let since = match self.leading_since {
            Some((led, since)) if led == term => since,
            _ => {
                self.leading_since = Some((term, now));
                now
            }
        };
        let metrics = self.node.raft.metrics();
        let metrics = metrics.borrow_watched();
        let membership = metrics.membership_config.membership();
        let alone = membership.voter_ids().eq([self.node.config.key]);
        let answered = metrics.last_quorum_acked.map_or(since, |at| at.into_inner().max(since));
        alone || now.saturating_duration_since(answered) <= self.node.config.timing.quorum_timeout
    }

    fn begin_tenure(&mut self, term: u64) {
        let again = self.last_tenure.is_some_and(|last| last.term == term);
        let number = self.last_tenure.map_or(1, |last| last.number + 1);
        let tenure = Tenure { term, number };
        self.tenure = Some(tenure);
        self.last_tenure = Some(tenure);
        self.node.forget_followers();
        *self.node.leader_heard.lock() = Some(InstantOf::<RT>::now());
        let node = self.node.clone();
        spawn::<RT>(async move {
            if node.prepare(term, again).await {
                node.prepared.send_modify(|prepared| *prepared = number.max(*prepared));
            }
        });
    }

    /// A new leader may know a lower commit point than the old one served: it says nothing until it knows better.
    fn publish(&self, leadership: Leadership, applied: AppliedState) {
        let behind = applied.last.map_or(0, |last| last.term as i32) < leadership.term;
        let high_watermark = if leadership.is_leader && behind { -1 } else { applied.next_offset };
        let set_high_watermark = || {
            self.node.high_watermark.send_if_modified(|known| {
                let changed = *known != high_watermark;
                *known = high_watermark;
                changed
            });
        };
        // Whoever sees this node lead must not see an older high watermark with it.
        if leadership.is_leader {
            set_high_watermark();
        }
        let key = |leadership: &Leadership| leadership.leader.as_ref().map(|leader| leader.key);
        if key(&leadership) != key(&self.node.leadership.borrow()) {
            told(&leadership);
        }
        self.node.leadership.send_if_modified(|known| {
            let changed = *known != leadership;
            *known = leadership;
            changed
        });
        set_high_watermark();
    }

    /// What a leader does from time to time.
    fn chores(&self) {
        if self.tenure.is_none() {
            return;
        }
        self.node.sample_followers();
        self.node.tell_silent_voters();
        for learner in self.node.silent_learners() {
            let node = self.node.clone();
            spawn::<RT>(async move {
                match node.drop_learner(learner).await {
                    Ok(()) => tracing::info!("learner {learner} was silent for too long and was dropped"),
                    Err(e) => tracing::debug!("silent learner {learner} could not be dropped: {e}"),
                }
            });
        }
    }
}

/// Says who leads now.
fn told(leadership: &Leadership) {
    match &leadership.leader {
        Some(leader) => tracing::info!("{} leads the quorum in term {}", leader.key, leadership.term),
        None => tracing::info!("nobody is known to lead the quorum, in term {}", leadership.term),
    }
}

impl<RT: Runtime> Node<RT> {
    /// Begins a tenure. False when the leadership was lost before.
    async fn prepare(&self, term: u64, again: bool) -> bool {
        // The blank entry with which Raft begins a term; in the same term again, another one. All proposals go the same
        // way, so nothing that was proposed before can come after it.
        let barrier = if again { self.write_blank(term).await } else { Some(0) };
        let Some(barrier) = barrier else { return false };
        let mut applied = self.applied.clone();
        loop {
            let last = applied.borrow_and_update().last;
            match last {
                Some(last) if last.term > term => return false,
                Some(last) if last.term == term && last.index >= barrier => break,
                _ => {}
            }
            if applied.changed().await.is_err() {
                return false;
            }
        }
        self.flatten(term).await
    }
}
