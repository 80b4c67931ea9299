//! What one step works with besides the groups: the time, the limits, and where its effects go.
//!
//! Every reply and every append passes through here, so that no reply overtakes the records it rests on.

use std::collections::VecDeque;

use wire::codec::Str;

use super::in_flight::{Batch, Caller, Change, InFlight, WaitingReply};
use super::timers::{TimerKey, Timers};
use crate::config::Config;
use crate::effect::{Append, Effects, Note, Record, Reply, Token};
use crate::error::AppendError;
use crate::offsets::OffsetKey;
use crate::response::Response;
use crate::time::Now;

pub(crate) struct Step<'a> {
    pub(crate) now: Now,
    pub(crate) config: &'a Config,
    pub(crate) timers: &'a mut Timers,
    pub(crate) in_flight: &'a mut InFlight,
    pub(crate) effects: &'a mut Effects,
}

impl Step<'_> {
    /// Answers a request about `group`: when all batches that touch the group are committed, which may be now.
    pub(crate) fn reply(&mut self, group: &str, caller: Caller, response: impl Into<Response>) {
        match self.in_flight.touching(group) {
            Some(token) => self.reply_after(token, caller, response),
            None => self.reply_now(caller, response),
        }
    }

    /// Answers a request when a batch is committed.
    pub(crate) fn reply_after(&mut self, token: Token, caller: Caller, response: impl Into<Response>) {
        let response = response.into();
        if self.in_flight.waiting() >= self.config.limits.waiting_replies {
            return self.reply_now(caller, response.failed(caller.version, AppendError::Busy));
        }
        let deadline_ms = self.after(self.config.offsets_commit_timeout_ms);
        self.timers.set_if_unset(TimerKey::Replies, deadline_ms);
        if let Some(reply) = self.in_flight.wait(token, WaitingReply { caller, deadline_ms, response }) {
            self.reply_now(caller, reply.response);
        }
    }

    /// Answers a request that rests on nothing uncommitted.
    pub(crate) fn reply_now(&mut self, caller: Caller, response: impl Into<Response>) {
        self.effects.replies.push(Reply { ticket: caller.ticket, response: response.into() });
    }

    /// Hands out records that say something about `group`.
    pub(crate) fn append_for(&mut self, group: &Str, records: Vec<Record>, changes: Vec<Change>) -> Token {
        self.append(records, vec![group.clone()], changes, Vec::new())
    }

    /// Hands out records that say something about `groups`, with the offsets they put.
    pub(crate) fn append(
        &mut self,
        records: Vec<Record>,
        groups: Vec<Str>,
        changes: Vec<Change>,
        offsets: Vec<OffsetKey>,
    ) -> Token {
        let bytes = records.iter().map(Record::len).sum();
        let batch = Batch { token: Token(0), bytes, groups, changes, offsets, replies: VecDeque::new() };
        let token = self.in_flight.push(batch);
        self.effects.appends.push(Append { token, records });
        token
    }

    /// Whether so much is waiting to be committed that no more should be written.
    pub(crate) fn is_busy(&self) -> bool {
        self.in_flight.bytes() >= self.config.limits.uncommitted_bytes
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.effects.notes.push(note);
    }

    /// The moment `delay_ms` from now. A delay that a timer sets for itself must not be 0, or a tick would never end.
    pub(crate) fn after(&self, delay_ms: i64) -> i64 {
        self.now.monotonic_ms.saturating_add(delay_ms.max(0))
    }
}
