//! [`Controller`]: the metadata's state machine, on leaders and followers.

use std::collections::BTreeMap;

use super::config::ControllerConfig;
use super::context::Ctx;
use super::effect::{Effect, Effects};
use super::event::{Applied, Event, Progress, VoterKey};
use super::leader::{Leader, Shared};
use super::queue::Waiting;
use super::refusal::Refusal;
use super::response::Response;
use super::voters::Membership;
use crate::entry::{LogBatch, VoterSet, decode_private, leader_change_batch};
use crate::error::Error;
use crate::image::{Changes, Image, Replay};

/// A controller. Fed with events it gives effects; it does nothing by itself.
#[derive(Debug)]
pub struct Controller {
    config: ControllerConfig,
    committed: Replay,
    membership: Membership,
    progress: BTreeMap<VoterKey, Progress>,
    leader: Option<Leader>,
}

impl Controller {
    /// A controller with an empty log, which all its entries are told of from the first on.
    pub fn new(config: ControllerConfig) -> Controller {
        Controller {
            config,
            committed: Replay::default(),
            membership: Membership::default(),
            progress: BTreeMap::new(),
            leader: None,
        }
    }

    /// The committed metadata.
    pub fn committed(&self) -> &Image {
        self.committed.image()
    }

    /// Offset behind the last committed record: what brokers may see.
    pub fn high_watermark(&self) -> i64 {
        self.committed.next_offset()
    }

    /// The metadata with all that is on its way, if this controller leads and serves requests.
    pub fn draft(&self) -> Option<&Image> {
        self.leader.as_ref().filter(|leader| leader.is_active()).map(|leader| leader.pipeline.draft())
    }

    /// The term this controller leads in, whether it serves requests already or not.
    pub fn leads_in(&self) -> Option<i32> {
        self.leader.as_ref().map(|leader| leader.term)
    }

    /// What it was told when it was made.
    pub fn config(&self) -> &ControllerConfig {
        &self.config
    }

    /// Takes one event and adds what follows from it to `effects`.
    ///
    /// Requests are served at once but not sent out: that is done by [`Event::Flush`], after as many requests as there
    /// are, or by any other event.
    ///
    /// # Errors
    /// When the log contradicts itself or a rule is wrong. The process must end: this controller cannot know any more
    /// what the others know.
    pub fn step(&mut self, event: Event, ctx: &mut Ctx<'_>, effects: &mut Effects) -> Result<(), Error> {
        let flush = !matches!(event, Event::Request { .. });
        match event {
            Event::BecameLeader { term, next_offset } => {
                self.became_leader(term, next_offset, ctx, effects)?
            }
            Event::LostLeadership => self.lost_leadership(effects),
            Event::Request { ticket, request, version, forwarded } => match &mut self.leader {
                Some(leader) => leader.request(Waiting { ticket, request, version, forwarded }, ctx, effects),
                None => {
                    let response = Response::refused(&request, &Refusal::NotController);
                    effects.push(Effect::Reply { ticket, response });
                }
            },
            Event::Applied(applied) => self.applied(&applied, ctx, effects)?,
            Event::Membership(membership) => self.membership = membership,
            Event::Progress(progress) => self.progress = progress.into_iter().collect(),
            Event::ObserverFetched { observer, progress } => {
                if let Some(leader) = &mut self.leader {
                    leader.soft.observed(observer, progress);
                }
            }
            Event::VoterChangeFailed { reason } => self.voter_change_failed(reason, effects),
            Event::Flush => {}
            Event::Tick => {
                if let Some(leader) = &mut self.leader {
                    leader.tick(ctx);
                }
            }
        }
        self.drive(flush, ctx, effects)
    }

    fn drive(&mut self, flush: bool, ctx: &mut Ctx<'_>, effects: &mut Effects) -> Result<(), Error> {
        let (leader, shared) = self.split();
        let Some(leader) = leader else { return Ok(()) };
        leader.run(shared, ctx, effects)?;
        if flush {
            leader.pipeline.flush(effects)?;
        }
        Ok(())
    }

    fn split(&mut self) -> (Option<&mut Leader>, Shared<'_>) {
        let shared = Shared {
            config: &self.config,
            committed: &self.committed,
            membership: &self.membership,
            progress: &self.progress,
        };
        (self.leader.as_mut(), shared)
    }

    fn became_leader(
        &mut self,
        term: i32,
        next_offset: i64,
        ctx: &Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        self.lost_leadership(effects);
        let voters = VoterSet(self.membership.voters.values().cloned().collect());
        let new_log = next_offset == 0;
        let (batch, count) = leader_change_batch(self.config.node_id, &voters, new_log, ctx.now_ms)?;
        let mut leader = Leader::new(term, next_offset, &self.committed);
        leader.pipeline.propose_ready(batch, count, effects);
        self.leader = Some(leader);
        Ok(())
    }

    fn lost_leadership(&mut self, effects: &mut Effects) {
        self.progress.clear();
        if let Some(leader) = self.leader.take() {
            leader.resign(effects);
        }
    }

    fn voter_change_failed(&mut self, reason: String, effects: &mut Effects) {
        let (leader, shared) = self.split();
        if let Some(leader) = leader {
            leader.change_failed(reason, shared, effects);
        }
    }

    fn applied(&mut self, applied: &Applied, ctx: &Ctx<'_>, effects: &mut Effects) -> Result<(), Error> {
        if applied.count > 0 && applied.base_offset != self.committed.next_offset() {
            let expected = self.committed.next_offset();
            return Err(Error::Gap { offset: applied.base_offset, expected });
        }
        let landed = self.leader.as_mut().and_then(|leader| leader.land(applied));
        let Some(landed) = landed else { return self.applied_by_others(applied, effects) };
        match landed.after {
            Some((committed, changes)) => {
                self.committed = committed;
                effects.push(Effect::Committed { changes });
            }
            None => {
                // The announcement: this leader now knows all that was committed before it.
                self.read(applied, effects)?;
                let (leader, shared) = self.split();
                if let Some(leader) = leader {
                    leader.activate(shared, ctx)?;
                }
            }
        }
        effects
            .extend(landed.replies.into_iter().map(|(ticket, response)| Effect::Reply { ticket, response }));
        Ok(())
    }

    /// An entry that this controller did not write, or wrote in an earlier term, or gave to the quorum as a change.
    fn applied_by_others(&mut self, applied: &Applied, effects: &mut Effects) -> Result<(), Error> {
        let says_nothing = applied.count == 0 && applied.private.is_empty();
        if says_nothing {
            return Ok(());
        }
        let is_change = self.leader.as_ref().is_some_and(|leader| leader.is_change(applied));
        if let Some(leader) = self.leader.as_ref().filter(|leader| leader.is_active() && !is_change) {
            return Err(Error::UnexpectedEntry {
                term: applied.term,
                offset: applied.base_offset,
                count: applied.count,
                expected: leader.pipeline.expected(),
            });
        }
        self.read(applied, effects)?;
        if is_change {
            let (leader, shared) = self.split();
            if let Some(leader) = leader {
                leader.changed(shared, effects);
            }
        }
        Ok(())
    }

    /// Applies an entry by reading it.
    fn read(&mut self, applied: &Applied, effects: &mut Effects) -> Result<(), Error> {
        let mut changes = Changes::default();
        let offset = applied.base_offset;
        let wrong = |source| Error::Apply { offset, source };
        if !applied.batch.is_empty() {
            let batch = LogBatch::decode(&applied.batch)?;
            self.committed.apply_batch(&batch, &mut changes).map_err(wrong)?;
        }
        for record in decode_private(&applied.private)? {
            self.committed.apply_private(&record, &mut changes).map_err(wrong)?;
        }
        effects.push(Effect::Committed { changes });
        Ok(())
    }
}
