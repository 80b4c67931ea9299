//! [`Leader`]: what only the active controller has: the draft, sessions, requests that wait.
//!
//! A leader first announces itself in the log. When that is committed it knows all that earlier leaders committed, and
//! begins: it ends what they left unfinished, writes the first records of a new log, and serves requests, the urgent
//! first. It never looks at the clock and never waits: what has to wait is found again at the next event.

use std::collections::BTreeMap;

use wire::metadata::AbortTransactionRecord;
use wire::records::MetadataRecord;

use super::config::ControllerConfig;
use super::context::Ctx;
use super::effect::{Effect, Effects};
use super::event::{Applied, Progress, Ticket, VoterKey};
use super::pipeline::{Landed, Pipeline, TooLarge, Write};
use super::queue::{Queue, Waiting};
use super::refusal::Refusal;
use super::request::Request;
use super::response::Response;
use super::rules::{self, BrokerState, Rule};
use super::soft::Soft;
use super::voter_change::VoterChange;
use super::voters::Membership;
use crate::error::Error;
use crate::features::MetadataVersion;
use crate::image::Replay;

/// What a leader shares with a follower.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) config: &'a ControllerConfig,
    pub(super) committed: &'a Replay,
    pub(super) membership: &'a Membership,
    pub(super) progress: &'a BTreeMap<VoterKey, Progress>,
}

/// The active controller's own state.
#[derive(Debug)]
pub(super) struct Leader {
    pub(super) term: i32,
    /// Whether the announcement is committed and requests are served.
    active: bool,
    pub(super) pipeline: Pipeline,
    pub(super) soft: Soft,
    queue: Queue,
    pub(super) change: Option<VoterChange>,
    /// Whether a configuration of the quorum that an earlier leader left half changed has to be finished.
    pub(super) finish_joint: bool,
    /// Whether time has passed that was not acted on yet.
    ticked: bool,
    /// For when the next tick was asked for.
    armed_ms: Option<u64>,
}

impl Leader {
    pub(super) fn new(term: i32, next_offset: i64, committed: &Replay) -> Leader {
        Leader {
            term,
            active: false,
            pipeline: Pipeline::new(term, committed, next_offset),
            soft: Soft::default(),
            queue: Queue::default(),
            change: None,
            finish_joint: false,
            ticked: false,
            armed_ms: None,
        }
    }

    pub(super) fn is_active(&self) -> bool {
        self.active
    }

    /// Begins to lead: the announcement is committed.
    pub(super) fn activate(&mut self, shared: Shared<'_>, ctx: &Ctx<'_>) -> Result<(), Error> {
        self.pipeline.resume(shared.committed);
        self.active = true;
        self.ticked = true;
        self.finish_joint = shared.membership.joint;
        self.soft = Soft::of_new_leader(self.pipeline.draft(), ctx.mono_ms);
        if self.pipeline.in_transaction() {
            let reason = Some(wire::codec::Str::from("Controller failover"));
            let abort = MetadataRecord::AbortTransaction(AbortTransactionRecord { reason });
            self.write_own(Write { records: vec![abort], ..Write::default() }, ctx.now_ms)?;
        }
        let image = self.pipeline.draft();
        if image.features().metadata_version().is_none() {
            if !image.brokers().is_empty() || !image.topics().is_empty() {
                return Err(Error::NoMetadataVersion);
            }
            let records =
                shared.config.bootstrap.records().into_iter().map(MetadataRecord::FeatureLevel).collect();
            self.write_own(Write { records, ..Write::default() }, ctx.now_ms)?;
        }
        Ok(())
    }

    /// A request came. Who sent it is alive, even if the request has to wait.
    pub(super) fn request(&mut self, waiting: Waiting, ctx: &Ctx<'_>, effects: &mut Effects) {
        if let Request::BrokerHeartbeat(r) = &waiting.request {
            self.soft.heard(r.broker_id, r.broker_epoch, ctx.mono_ms);
        }
        if let Some(refused) = self.queue.push(waiting) {
            let response = Response::refused(&refused.request, &Refusal::Overloaded);
            effects.push(Effect::Reply { ticket: refused.ticket, response });
        }
    }

    /// Time has passed.
    pub(super) fn tick(&mut self, ctx: &Ctx<'_>) {
        self.ticked = true;
        self.soft.forget_observers(ctx.now_ms);
        if self.armed_ms.is_some_and(|at| at <= ctx.mono_ms) {
            self.armed_ms = None;
        }
    }

    /// Does all that can be done now: time's duties, then requests.
    pub(super) fn run(
        &mut self,
        shared: Shared<'_>,
        ctx: &mut Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        if !self.active {
            return Ok(());
        }
        if self.ticked && self.may_write() {
            self.ticked = false;
            self.fence_silent(shared, ctx)?;
        }
        self.drive_change(shared, ctx, effects)?;
        while self.may_write() {
            let Some(waiting) = self.queue.pop() else { break };
            self.serve(waiting, shared, ctx, effects)?;
            self.drive_change(shared, ctx, effects)?;
        }
        self.arm(shared, effects);
        Ok(())
    }

    /// An entry was committed: whether it was one of this leader's.
    pub(super) fn land(&mut self, applied: &Applied) -> Option<Landed> {
        self.pipeline.land(applied)
    }

    /// Leadership is lost: nobody gets what was promised, though it may still be committed.
    pub(super) fn resign(mut self, effects: &mut Effects) {
        let refusal = Refusal::NotController;
        let mut refuse =
            |ticket: Ticket, response: Response| effects.push(Effect::Reply { ticket, response });
        if let Some(asker) = self.change.take().and_then(VoterChange::into_asker) {
            refuse(asker.ticket, Response::refused(&asker.request, &refusal));
        }
        while let Some(waiting) = self.queue.pop() {
            refuse(waiting.ticket, Response::refused(&waiting.request, &refusal));
        }
        for (ticket, response) in self.pipeline.into_replies() {
            refuse(ticket, response.denied(&refusal));
        }
    }

    /// What the rules see now.
    pub(super) fn rule<'a>(&'a self, shared: Shared<'a>, ctx: &Ctx<'_>) -> Rule<'a> {
        let image = self.pipeline.draft();
        Rule {
            image,
            soft: &self.soft,
            config: shared.config,
            metadata_version: image.features().metadata_version().unwrap_or(MetadataVersion::MIN),
            next_offset: self.pipeline.next_offset(),
            high_watermark: shared.committed.next_offset(),
            term: self.term,
            now_ms: ctx.now_ms,
            mono_ms: ctx.mono_ms,
            membership: shared.membership,
            progress: shared.progress,
        }
    }

    fn may_write(&self) -> bool {
        self.pipeline.has_room() && !self.change.as_ref().is_some_and(VoterChange::holds_writes)
    }

    fn serve(
        &mut self,
        waiting: Waiting,
        shared: Shared<'_>,
        ctx: &mut Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        if matches!(waiting.request, Request::AddRaftVoter(_) | Request::RemoveRaftVoter(_)) {
            self.begin_change(waiting, shared, ctx, effects);
            return Ok(());
        }
        let rule = self.rule(shared, ctx);
        let becomes = broker_becomes(&rule, &waiting.request);
        let response = match rules::decide(&rule, &waiting, ctx.random) {
            Err(refusal) => Response::refused(&waiting.request, &refusal),
            Ok(outcome) => match self.pipeline.write(&outcome.write, ctx.now_ms)? {
                Err(TooLarge) => Response::refused(&waiting.request, &Refusal::TooLarge),
                Ok(()) => {
                    self.heed(&waiting.request, &outcome.response, becomes);
                    outcome.response
                }
            },
        };
        self.pipeline.reply(waiting.ticket, response, effects);
        Ok(())
    }

    /// Brings the soft state behind what was just written.
    fn heed(&mut self, request: &Request, response: &Response, becomes: Option<BrokerState>) {
        match (request, response) {
            (Request::BrokerRegistration(r), Response::BrokerRegistration(answer)) => {
                self.soft.registered(r.broker_id, answer.broker_epoch);
            }
            (Request::UnregisterBroker(r), _) => self.soft.unregistered(r.broker_id),
            (Request::BrokerHeartbeat(r), _) => {
                self.soft.is_at(r.broker_id, r.broker_epoch, r.current_metadata_offset);
                match becomes {
                    Some(BrokerState::Fenced | BrokerState::ShutdownNow) => self.soft.fenced(r.broker_id),
                    Some(BrokerState::ControlledShutdown) => {
                        self.soft.shuts_down_at(r.broker_id, self.pipeline.next_offset() - 1);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// Fences brokers that were silent for too long, one after the other: who comes next sees what the last one did.
    fn fence_silent(&mut self, shared: Shared<'_>, ctx: &Ctx<'_>) -> Result<(), Error> {
        for (id, epoch) in self.soft.silent(ctx.mono_ms, shared.config.session_timeout_ms) {
            if !self.pipeline.has_room() {
                self.ticked = true;
                return Ok(());
            }
            self.soft.end(id);
            let rule = self.rule(shared, ctx);
            let broker = rule.image.brokers().get(id).filter(|b| b.epoch == epoch && !b.fenced);
            let Some(records) = broker.map(|broker| rules::fence_broker(&rule, broker)) else { continue };
            self.soft.fenced(id);
            self.write_own(Write { records, private: Vec::new(), divisible: true }, ctx.now_ms)?;
        }
        Ok(())
    }

    /// Writes what nobody asked for. It is small, or can be divided.
    fn write_own(&mut self, write: Write, now_ms: i64) -> Result<(), Error> {
        match self.pipeline.write(&write, now_ms)? {
            Ok(()) => Ok(()),
            Err(TooLarge) => {
                let record = write.records.first().map_or("nothing", MetadataRecord::name);
                Err(Error::RecordTooLarge { record, bytes: crate::entry::MAX_BATCH_BYTES })
            }
        }
    }

    /// Asks for the next tick, if none is asked for that comes as early.
    fn arm(&mut self, shared: Shared<'_>, effects: &mut Effects) {
        let deadline = self.change.as_ref().and_then(VoterChange::deadline_ms);
        // Heartbeats only put ends of sessions off: as long as a tick is asked for, only a new deadline can be earlier.
        // What could not be done at the last tick is done as soon as it can be: no tick is needed for it.
        let session_end = match self.armed_ms {
            None if !self.ticked => self.soft.next_end(shared.config.session_timeout_ms),
            _ => None,
        };
        let wanted = session_end.into_iter().chain(deadline).min();
        let Some(mono_ms) = wanted else { return };
        if self.armed_ms.is_none_or(|armed| mono_ms < armed) {
            self.armed_ms = Some(mono_ms);
            effects.push(Effect::Wake { mono_ms });
        }
    }
}

/// What a heartbeat makes of its broker.
fn broker_becomes(rule: &Rule<'_>, request: &Request) -> Option<BrokerState> {
    let Request::BrokerHeartbeat(r) = request else { return None };
    let broker = rule.image.brokers().get(r.broker_id).filter(|broker| broker.epoch == r.broker_epoch)?;
    Some(rules::next_state(rule, broker, r))
}
