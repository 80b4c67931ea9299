//! How a batch ends: committed, failed, too late, or with the shard.

use std::collections::BTreeSet;

use wire::codec::Str;
use wire::error_code::ErrorCode;

use super::in_flight::{Batch, Change, WaitingReply};
use super::{TimerKey, Turn};
use crate::classic::ClassicGroup;
use crate::effect::{Note, Token};
use crate::error::AppendError;
use crate::group::Group;
use crate::response::{join_error, sync_error};

impl Turn<'_> {
    /// All batches up to this one are committed: what they say holds, and whoever waited for them is answered.
    pub(super) fn committed(&mut self, through: Token) {
        while let Some(batch) = self.step.in_flight.pop_committed(through) {
            for key in &batch.offsets {
                self.offsets.settle(batch.token, key);
            }
            for change in batch.changes {
                if let Change::Assigned(group) = change
                    && let Some((group, step)) = self.classic(&group)
                {
                    group.assignment_committed(step, batch.token);
                }
            }
            for WaitingReply { caller, response, .. } in batch.replies {
                self.step.reply_now(caller, response);
            }
        }
    }

    /// Nothing from this batch on was appended: all of it is undone, newest first.
    pub(super) fn append_failed(&mut self, from: Token, cause: AppendError) {
        let failed = self.step.in_flight.take_failed(from);
        if failed.is_empty() {
            return;
        }
        self.step.note(Note::AppendFailed { batches: failed.len(), cause });
        let mut replies = Vec::new();
        let mut uncreated = BTreeSet::new();
        for batch in failed {
            replies.extend(self.undo(batch, cause, &mut uncreated));
        }
        for WaitingReply { caller, response, .. } in replies {
            self.step.reply_now(caller, response.failed(caller.version, cause));
        }
        if !uncreated.is_empty() {
            self.give_offsets_a_group();
        }
    }

    /// Undoes one batch and gives back who waited for it.
    fn undo(
        &mut self,
        batch: Batch,
        cause: AppendError,
        uncreated: &mut BTreeSet<Str>,
    ) -> impl Iterator<Item = WaitingReply> + use<> {
        for key in batch.offsets.iter().rev() {
            self.offsets.discard(batch.token, key);
        }
        for change in batch.changes.into_iter().rev() {
            match change {
                Change::Created(group) => {
                    self.uncreate(&group, cause);
                    uncreated.insert(group);
                }
                Change::Removed(id, group) => drop(self.groups.insert(id, group)),
                Change::Emptied(group) => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.emptiness_not_stored(step);
                    }
                }
                Change::Assigned(group) => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.assignment_failed(step, batch.token, cause);
                    }
                }
                Change::Replaced { group, replacement } => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.undo_replacement(step, *replacement);
                    }
                }
            }
        }
        batch.replies.into_iter()
    }

    /// Takes a group away that never was, and with it whoever joined it since.
    fn uncreate(&mut self, id: &Str, cause: AppendError) {
        let Some(mut group) = self.groups.remove(id) else { return };
        if let Some(group) = group.classic_mut() {
            self.cancel_timers(group);
            self.send_away(group, cause.code());
        }
    }

    fn send_away(&mut self, group: &mut ClassicGroup, code: ErrorCode) {
        let (joins, syncs) = group.take_all_waiting();
        for (_, caller) in joins {
            self.step.reply_now(caller, join_error(caller.version, Str::new(), code));
        }
        for caller in syncs {
            self.step.reply_now(caller, sync_error(code));
        }
    }

    /// Offsets always have a group, or nobody would ever look whether they are old.
    pub(super) fn give_offsets_a_group(&mut self) {
        let missing: BTreeSet<Str> =
            self.offsets.groups().filter(|id| !self.groups.contains_key(*id)).cloned().collect();
        for id in missing {
            // While its deletion is under way, the group's offsets are too.
            if self.step.in_flight.touching(&id).is_none() {
                let group = ClassicGroup::new(id.clone(), self.step.now.epoch_ms);
                self.groups.insert(id, Group::Classic(Box::new(group)));
            }
        }
    }

    /// Some replies waited as long as they may. The records stay: they may be committed later.
    pub(super) fn reply_late(&mut self) {
        for WaitingReply { caller, response, .. } in self.step.in_flight.pop_late(self.step.now.monotonic_ms)
        {
            let response = response.failed(caller.version, AppendError::TimedOut);
            self.step.reply_now(caller, response);
        }
        if let Some(deadline_ms) = self.step.in_flight.next_deadline_ms() {
            self.step.timers.set(TimerKey::Replies, deadline_ms);
        }
    }

    /// Somebody else leads the partition: everybody who waits is told so, and the shard forgets everything.
    pub(super) fn resign(&mut self) {
        for batch in self.step.in_flight.take_failed(Token(0)) {
            for WaitingReply { caller, response, .. } in batch.replies {
                self.step.reply_now(caller, response.failed(caller.version, AppendError::NotLeader));
            }
        }
        for (_, mut group) in std::mem::take(self.groups) {
            let Some(group) = group.classic_mut() else { continue };
            let (joins, syncs) = group.take_all_waiting();
            for (member, caller) in joins {
                let gone = join_error(caller.version, member, ErrorCode::NotCoordinator);
                self.step.reply_now(caller, gone);
            }
            for caller in syncs {
                self.step.reply_now(caller, sync_error(ErrorCode::NotCoordinator));
            }
        }
        *self.offsets = Default::default();
        *self.step.timers = Default::default();
    }
}
