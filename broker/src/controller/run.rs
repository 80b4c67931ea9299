//! The loop of a controller: requests, time and leadership go in, what the state machine wants is carried out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use metadata::controller::{Effect, Event, Proposal, Request, Response};
use quorum::{Entry, Leadership, Precondition, Quorum};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior};
use tracing::{debug, info, warn};

use super::convert;
use super::core::Core;
use crate::clock::Clock;

/// A request on its way to the state machine.
pub(super) struct Submitted {
    pub(super) request: Request,
    pub(super) version: i16,
    pub(super) forwarded: bool,
    pub(super) reply: oneshot::Sender<Response>,
}

/// Requests that are handed in before what they led to goes out as one entry.
const BATCH_MAX: usize = 512;
/// How often the state machine hears how far the others are, while this node leads.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
/// How long to wait before leading again after an entry was refused in a term that goes on.
const RETRY_LEADING: Duration = Duration::from_millis(100);

struct Run {
    core: Arc<Core>,
    quorum: Quorum,
    clock: Clock,
    /// The term in which the state machine was told that it leads.
    leads_in: Option<i32>,
    /// Not before this time is it told again.
    not_before: Instant,
    failures: mpsc::UnboundedSender<String>,
}

/// Runs until the quorum ends or the state machine finds a contradiction; says so in `fatal`.
pub(super) async fn run(
    core: Arc<Core>,
    quorum: Quorum,
    submitted: mpsc::Receiver<Submitted>,
    clock: Clock,
    fatal: watch::Sender<Option<String>>,
) {
    let (failures, failed) = mpsc::unbounded_channel();
    let not_before = Instant::now();
    let mut quorum_fatal = quorum.fatal();
    let mut run = Run { core, quorum, clock, leads_in: None, not_before, failures };
    let ended = tokio::select! {
        ended = run.work(submitted, failed) => ended.err().map(|e| e.to_string()),
        reason = quorum_fatal.wait_for(Option::is_some) => match reason {
            Ok(reason) => reason.as_ref().map(ToString::to_string),
            Err(_) => None,
        },
    };
    if let Some(reason) = ended {
        fatal.send_replace(Some(reason));
    }
}

impl Run {
    async fn work(
        &mut self,
        mut submitted: mpsc::Receiver<Submitted>,
        mut failed: mpsc::UnboundedReceiver<String>,
    ) -> Result<(), metadata::Error> {
        let mut leadership = self.quorum.leadership();
        let mut membership = self.quorum.membership();
        let mut progress = tokio::time::interval(PROGRESS_EVERY);
        progress.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let core = self.core.clone();
        membership.mark_changed();
        leadership.mark_changed();
        loop {
            let wake = self.wake_instant();
            tokio::select! {
                biased;
                changed = membership.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    let told = convert::membership(&membership.borrow_and_update());
                    self.core.step(Event::Membership(told))?;
                }
                changed = leadership.changed() => {
                    if changed.is_err() {
                        return Ok(());
                    }
                    let now = leadership.borrow_and_update().clone();
                    self.leadership(&now)?;
                }
                Some(reason) = failed.recv() => self.core.step(Event::VoterChangeFailed { reason })?,
                () = core.work.notified() => {}
                () = tokio::time::sleep_until(wake) => {
                    self.core.woken();
                    self.core.step(Event::Tick)?;
                }
                _ = progress.tick() => self.progress(&leadership)?,
                Some(first) = submitted.recv() => self.requests(first, &mut submitted)?,
            }
            self.carry_out().await?;
            self.core.publish();
        }
    }

    fn wake_instant(&self) -> Instant {
        const FAR: Duration = Duration::from_secs(3600);
        let wait =
            self.core.wake_at().map(|at| Duration::from_millis(at.saturating_sub(self.clock.mono_ms())));
        Instant::now() + wait.unwrap_or(FAR)
    }

    fn requests(
        &mut self,
        first: Submitted,
        more: &mut mpsc::Receiver<Submitted>,
    ) -> Result<(), metadata::Error> {
        let mut next = Some(first);
        for _ in 0..BATCH_MAX {
            let Some(Submitted { request, version, forwarded, reply }) = next else { break };
            self.core.request(request, version, forwarded, reply)?;
            next = more.try_recv().ok();
        }
        if let Some(Submitted { request, version, forwarded, reply }) = next {
            self.core.request(request, version, forwarded, reply)?;
        }
        self.core.step(Event::Flush)
    }

    /// Tells the state machine whether it leads. It does when all that stood in the log before is applied, so that it
    /// knows where its own records will stand.
    fn leadership(&mut self, now: &Leadership) -> Result<(), metadata::Error> {
        let term = Some(now.term).filter(|_| now.is_leader && now.own_term_applied);
        if term == self.leads_in {
            return Ok(());
        }
        if self.leads_in.take().is_some() {
            info!(term = now.term, "this controller is not the active one any more");
            self.core.clear_outbox();
            self.core.step(Event::LostLeadership)?;
        }
        if let Some(term) = term
            && Instant::now() >= self.not_before
        {
            let next_offset = self.quorum.log_view().end_offset();
            info!(term, next_offset, "this controller is the active one");
            self.leads_in = Some(term);
            self.core.step(Event::BecameLeader { term, next_offset })?;
        }
        Ok(())
    }

    fn progress(&mut self, leadership: &watch::Receiver<Leadership>) -> Result<(), metadata::Error> {
        let now = leadership.borrow().clone();
        // Also the second attempt at leading a term, when the first was refused.
        self.leadership(&now)?;
        if self.leads_in.is_none() {
            return Ok(());
        }
        let Some(progress) = self.quorum.progress() else { return Ok(()) };
        let told = progress.iter().map(|p| convert::progress(p, self.clock)).collect();
        self.core.step(Event::Progress(told))
    }

    async fn carry_out(&mut self) -> Result<(), metadata::Error> {
        while let Some(effect) = self.core.next_effect() {
            match effect {
                Effect::Propose(proposal) => self.propose(proposal).await?,
                Effect::ChangeVoters { term, base_offset, voters, batch, precondition } => {
                    let entry = Entry { batch, count: 1, ..Default::default() };
                    let keys = voters.iter().map(|v| convert::quorum_key(v.key())).collect();
                    self.change_voters(term, base_offset, keys, entry, precondition);
                }
                Effect::AddLearner { learner } => {
                    let member = convert::member(&learner);
                    self.spawn(
                        "add a learner",
                        move |quorum| async move { quorum.add_learner(member).await },
                    );
                }
                Effect::RemoveLearner { learner } => {
                    let key = convert::quorum_key(learner);
                    self.spawn(
                        "remove a learner",
                        move |quorum| async move { quorum.remove_learner(key).await },
                    );
                }
                Effect::HandOver { to } => {
                    let key = convert::quorum_key(to);
                    self.spawn(
                        "hand over",
                        move |quorum| async move { quorum.transfer_leadership(key).await },
                    );
                }
                // Carried out where the core sorts its effects.
                Effect::Reply { .. } | Effect::Wake { .. } | Effect::Committed { .. } => {}
            }
        }
        Ok(())
    }

    async fn propose(&mut self, proposal: Proposal) -> Result<(), metadata::Error> {
        if self.leads_in != Some(proposal.term) {
            return Ok(());
        }
        let entry = Entry { batch: proposal.batch, count: proposal.count, private: proposal.private };
        match self.quorum.propose(entry, Precondition { term: proposal.term }).await {
            Ok(placed) if placed.offset == proposal.base_offset => Ok(()),
            Ok(placed) => {
                // The broker epochs in it would be wrong. It cannot be taken back, so nothing may be built on it.
                warn!(
                    expected = proposal.base_offset,
                    found = placed.offset,
                    "an entry stands elsewhere than expected"
                );
                self.lost()
            }
            Err(error) => {
                warn!(%error, "an entry was not taken");
                self.lost()
            }
        }
    }

    fn lost(&mut self) -> Result<(), metadata::Error> {
        self.leads_in = None;
        self.not_before = Instant::now() + RETRY_LEADING;
        self.core.clear_outbox();
        self.core.step(Event::LostLeadership)
    }

    fn change_voters(
        &self,
        term: i32,
        base_offset: i64,
        voters: BTreeSet<quorum::VoterKey>,
        entry: Entry,
        precondition: metadata::controller::MembershipId,
    ) {
        let (quorum, failures) = (self.quorum.clone(), self.failures.clone());
        info!(term, base_offset, voters = ?voters.iter().map(ToString::to_string).collect::<Vec<_>>(), "changing the voters");
        tokio::spawn(async move {
            if let Err(error) = quorum.change_voters(voters, Some(convert::log_id(precondition)), entry).await
            {
                warn!(%error, "the voters were not changed");
                let _ = failures.send(error.to_string());
            }
        });
    }

    fn spawn<F>(&self, what: &'static str, act: impl FnOnce(Quorum) -> F)
    where
        F: Future<Output = Result<(), quorum::Error>> + Send + 'static,
    {
        let acting = act(self.quorum.clone());
        tokio::spawn(async move {
            if let Err(error) = acting.await {
                debug!(%error, what, "not done");
            }
        });
    }
}
