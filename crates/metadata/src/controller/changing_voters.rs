//! How a leader changes the voters, step by step. The steps themselves are described in [`VoterChange`].

use wire::messages::add_raft_voter::AddRaftVoterResponse;
use wire::messages::remove_raft_voter::RemoveRaftVoterResponse;

use super::context::Ctx;
use super::effect::{Effect, Effects};
use super::event::{Applied, VoterKey};
use super::leader::{Leader, Shared};
use super::queue::Waiting;
use super::refusal::Refusal;
use super::request::Request;
use super::response::Response;
use super::rules;
use super::voter_change::{Asker, MAX_CATCH_UP_MS, VoterChange};
use crate::entry::{VoterSet, voters_batch};
use crate::error::Error;
use crate::image::Voter;

impl Leader {
    /// Begins a change that was asked for, or refuses it.
    pub(super) fn begin_change(
        &mut self,
        waiting: Waiting,
        shared: Shared<'_>,
        ctx: &Ctx<'_>,
        effects: &mut Effects,
    ) {
        let asker = Asker { ticket: waiting.ticket, request: waiting.request };
        let begun = if self.change.is_some() {
            Err(Refusal::VoterChangePending(
                "Request timed out waiting for leader to handle previous voter change request".to_string(),
            ))
        } else {
            self.prepare_change(&asker, shared, ctx, effects)
        };
        match begun {
            Ok(change) => self.change = Some(change),
            Err(refusal) => {
                let response = Response::refused(&asker.request, &refusal);
                self.pipeline.reply(asker.ticket, response, effects);
            }
        }
    }

    fn prepare_change(
        &mut self,
        asker: &Asker,
        shared: Shared<'_>,
        ctx: &Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<VoterChange, Refusal> {
        let rule = self.rule(shared, ctx);
        match &asker.request {
            Request::AddRaftVoter(r) => {
                let voter = rules::new_voter(&rule, r)?;
                let added = !shared.membership.learners.contains_key(&voter.key());
                if added {
                    effects.push(Effect::AddLearner { learner: voter.clone() });
                }
                let wait_ms = u64::try_from(r.timeout_ms).unwrap_or(0).min(MAX_CATCH_UP_MS);
                Ok(VoterChange::CatchingUp {
                    asker: asker.clone(),
                    voter,
                    needs_offset: rule.high_watermark,
                    deadline_ms: ctx.mono_ms.saturating_add(wait_ms),
                    added,
                    ack_when_committed: r.ack_when_committed,
                })
            }
            Request::RemoveRaftVoter(r) => {
                let voters = rules::without_voter(&rule, r)?;
                let own = VoterKey { id: shared.config.node_id, directory: shared.config.directory_id };
                let is_own = own == VoterKey { id: r.voter_id, directory: r.voter_directory_id };
                if is_own {
                    // A leader is not removed while it leads: it hands over, and its successor is asked again.
                    let best = voters.iter().map(Voter::key).filter(|key| rules::is_caught_up(&rule, key));
                    let best = best.max_by_key(|key| shared.progress.get(key).map(|p| p.log_end_offset));
                    effects.extend(best.map(|to| Effect::HandOver { to }));
                    return Err(Refusal::NotController);
                }
                let asker = Some(asker.clone());
                Ok(VoterChange::Draining { asker, voters, ack_when_committed: true, added: None })
            }
            _ => Err(Refusal::Invalid("not a change of voters".to_string())),
        }
    }

    /// Takes the change that is under way as far as it goes now.
    pub(super) fn drive_change(
        &mut self,
        shared: Shared<'_>,
        ctx: &Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        self.finish_joint &= shared.membership.joint;
        if self.finish_joint && self.change.is_none() {
            let voters = shared.membership.voters.values().cloned().collect();
            let change = VoterChange::Draining { asker: None, voters, ack_when_committed: true, added: None };
            self.change = Some(change);
        }
        self.change = match self.change.take() {
            Some(VoterChange::CatchingUp {
                asker,
                voter,
                needs_offset,
                deadline_ms,
                added,
                ack_when_committed,
            }) => {
                let key = voter.key();
                let has = shared.progress.get(&key).map_or(-1, |progress| progress.log_end_offset);
                if has >= needs_offset && shared.membership.learners.contains_key(&key) {
                    let voters = shared.membership.voters.values().cloned().chain([voter]).collect();
                    let added = added.then_some(key);
                    Some(VoterChange::Draining { asker: Some(asker), voters, ack_when_committed, added })
                } else if ctx.mono_ms >= deadline_ms {
                    let reason =
                        format!("voter {} did not catch up in time: it has {has} of {needs_offset}", key.id);
                    self.give_up(Some(asker), added.then_some(key), reason, effects);
                    None
                } else {
                    let waiting = VoterChange::CatchingUp {
                        asker,
                        voter,
                        needs_offset,
                        deadline_ms,
                        added,
                        ack_when_committed,
                    };
                    Some(waiting)
                }
            }
            change => change,
        };
        self.propose_change(shared, ctx, effects)
    }

    /// Gives the change to the quorum when nothing else is on its way.
    fn propose_change(
        &mut self,
        shared: Shared<'_>,
        ctx: &Ctx<'_>,
        effects: &mut Effects,
    ) -> Result<(), Error> {
        if !matches!(self.change, Some(VoterChange::Draining { .. })) {
            return Ok(());
        }
        self.pipeline.flush(effects)?;
        if !self.pipeline.is_empty() {
            return Ok(());
        }
        if let Some(VoterChange::Draining { asker, voters, ack_when_committed, added }) = self.change.take() {
            let set = VoterSet(voters);
            let batch = voters_batch(&set, ctx.now_ms)?;
            let base_offset = self.pipeline.next_offset();
            let precondition = shared.membership.id;
            let VoterSet(voters) = set;
            effects.push(Effect::ChangeVoters { term: self.term, base_offset, voters, batch, precondition });
            let asker = match asker {
                Some(asker) if !ack_when_committed => {
                    effects.push(Effect::Reply { ticket: asker.ticket, response: done(&asker.request) });
                    None
                }
                asker => asker,
            };
            self.change = Some(VoterChange::Proposed { asker, base_offset, added });
        }
        Ok(())
    }

    /// Whether the entry is the change that was given to the quorum.
    pub(super) fn is_change(&self, applied: &Applied) -> bool {
        match &self.change {
            Some(VoterChange::Proposed { base_offset, .. }) => {
                applied.term == self.term && applied.base_offset == *base_offset && applied.count == 1
            }
            _ => false,
        }
    }

    /// The change is committed.
    pub(super) fn changed(&mut self, shared: Shared<'_>, effects: &mut Effects) {
        self.pipeline.resume(shared.committed);
        if let Some(asker) = self.change.take().and_then(VoterChange::into_asker) {
            effects.push(Effect::Reply { ticket: asker.ticket, response: done(&asker.request) });
        }
    }

    /// The quorum refused the change: nothing of it is in the log.
    pub(super) fn change_failed(&mut self, reason: String, shared: Shared<'_>, effects: &mut Effects) {
        if let Some(VoterChange::Proposed { asker, added, .. }) = self.change.take() {
            self.give_up(asker, added, reason, effects);
        }
        // Tried again when the membership is told next, or at the next tick.
        self.finish_joint = shared.membership.joint;
    }

    fn give_up(
        &mut self,
        asker: Option<Asker>,
        added: Option<VoterKey>,
        reason: String,
        effects: &mut Effects,
    ) {
        effects.extend(added.map(|learner| Effect::RemoveLearner { learner }));
        if let Some(asker) = asker {
            let response = Response::refused(&asker.request, &Refusal::VoterChangePending(reason));
            effects.push(Effect::Reply { ticket: asker.ticket, response });
        }
    }
}

fn done(request: &Request) -> Response {
    match request {
        Request::RemoveRaftVoter(_) => Response::RemoveRaftVoter(RemoveRaftVoterResponse::default()),
        _ => Response::AddRaftVoter(AddRaftVoterResponse::default()),
    }
}
