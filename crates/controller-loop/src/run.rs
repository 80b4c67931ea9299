//! [`Loop`]: requests, time and leadership go in, what the state machine wants is carried out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use metadata::controller::{Effect, Event, Proposal, Request};
use quorum::{Entry, Leadership, Precondition, Quorum};
use tokio::sync::{mpsc, watch};
use tracing::{debug, info, warn};

use crate::convert;
use crate::core::Core;
use crate::host::Host;

/// A request on its way to the state machine.
pub struct Submitted<R> {
    /// The request.
    pub request: Request,
    /// The version it was sent at.
    pub version: i16,
    /// Whether a broker sent it on for a client.
    pub forwarded: bool,
    /// Takes the answer.
    pub reply: R,
}

/// How often the state machine hears how far the others are, while this node leads.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
/// How long to wait before leading again after an entry was refused in a term that goes on.
const RETRY_LEADING: Duration = Duration::from_millis(100);
/// Nothing is to be done for so long, if it is not said otherwise.
const FAR: Duration = Duration::from_secs(3600);

/// The loop of a controller.
pub struct Loop<H: Host> {
    core: Arc<Core<H>>,
    host: H,
    quorum: Quorum<H::Runtime>,
    /// The term in which the state machine was told that it leads.
    leads_in: Option<i32>,
    /// Not before this time is it told again.
    not_before_ms: u64,
    /// When it is told next how far the others are.
    progress_at_ms: u64,
    failures: mpsc::UnboundedSender<String>,
    failed: mpsc::UnboundedReceiver<String>,
}

impl<H: Host> Loop<H> {
    /// The loop around a state machine, whose entries the quorum applies.
    pub fn new(core: Arc<Core<H>>, quorum: Quorum<H::Runtime>) -> Loop<H> {
        let (failures, failed) = mpsc::unbounded_channel();
        let host = core.host().clone();
        Loop { core, host, quorum, leads_in: None, not_before_ms: 0, progress_at_ms: 0, failures, failed }
    }

    /// Runs until the quorum is gone.
    ///
    /// # Errors
    /// When the state machine finds a contradiction: the process must end.
    pub async fn run(
        mut self,
        mut submitted: mpsc::Receiver<Submitted<H::Reply>>,
    ) -> Result<(), metadata::Error> {
        let mut leadership = self.quorum.leadership();
        let mut membership = self.quorum.membership();
        let (core, host) = (self.core.clone(), self.host.clone());
        membership.mark_changed();
        leadership.mark_changed();
        loop {
            self.pass_time(&leadership)?;
            let pause = self.until_wake().min(self.until(self.progress_at_ms));
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
                Some(reason) = self.failed.recv() => self.core.step(Event::VoterChangeFailed { reason })?,
                () = core.work.notified() => {}
                () = host.sleep(pause) => {}
                Some(first) = submitted.recv() => self.requests(first, &mut submitted)?,
            }
            self.carry_out().await?;
            self.core.publish();
        }
    }

    /// Does what is due. Looked at in each round: a timer that is made anew in each would never fire where there is always
    /// something else to do.
    fn pass_time(&mut self, leadership: &watch::Receiver<Leadership>) -> Result<(), metadata::Error> {
        if self.until_wake().is_zero() {
            self.core.woken();
            self.core.step(Event::Tick)?;
        }
        if self.until(self.progress_at_ms).is_zero() {
            self.progress_at_ms = self.host.mono_ms() + PROGRESS_EVERY.as_millis() as u64;
            self.progress(leadership)?;
        }
        Ok(())
    }

    fn until_wake(&self) -> Duration {
        self.core.wake_at().map_or(FAR, |at| self.until(at).min(FAR))
    }

    fn until(&self, mono_ms: u64) -> Duration {
        Duration::from_millis(mono_ms.saturating_sub(self.host.mono_ms()))
    }

    fn requests(
        &mut self,
        first: Submitted<H::Reply>,
        more: &mut mpsc::Receiver<Submitted<H::Reply>>,
    ) -> Result<(), metadata::Error> {
        let mut next = Some(first);
        for _ in 0..H::BATCH_MAX {
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
            && self.host.mono_ms() >= self.not_before_ms
        {
            let next_offset = self.quorum.log_view().end_offset();
            info!(term, next_offset, "this controller is the active one");
            self.leads_in = Some(term);
            self.host.leads(term);
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
        let now = self.host.wall_ms();
        let told = progress.iter().map(|p| convert::progress(p, now)).collect();
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
        self.host.entry_refused();
        self.not_before_ms = self.host.mono_ms() + RETRY_LEADING.as_millis() as u64;
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
        info!(term, base_offset, voters = ?voters.iter().map(ToString::to_string).collect::<Vec<_>>(), "changing the voters");
        let expected = convert::log_id(precondition);
        let change = self.host.change_voters(self.quorum.clone(), voters, expected, entry);
        let failures = self.failures.clone();
        self.host.spawn(async move {
            if let Err(error) = change.await {
                warn!(%error, "the voters were not changed");
                let _ = failures.send(error.to_string());
            }
        });
    }

    fn spawn<F>(&self, what: &'static str, act: impl FnOnce(Quorum<H::Runtime>) -> F)
    where
        F: Future<Output = Result<(), quorum::Error>> + Send + 'static,
    {
        let acting = act(self.quorum.clone());
        self.host.spawn(async move {
            if let Err(error) = acting.await {
                debug!(%error, what, "not done");
            }
        });
    }
}
