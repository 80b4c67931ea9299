//! A shard: all groups of one partition of `__consumer_offsets`, and the one way in.
//!
//! `step` hands each event to whom it concerns and collects what they want done. `in_flight` keeps what is not committed
//! yet, `settle` ends it one way or the other, `timers` keeps the time. Rules of groups and offsets are not here.

mod deletions;
mod in_flight;
mod requests;
mod settle;
mod step;
mod timers;

use std::collections::BTreeMap;

use wire::codec::Str;
use wire::error_code::ErrorCode;

use crate::config::Config;
use crate::effect::Effects;
use crate::event::Event;
use crate::group::Group;
use crate::offsets::OffsetStore;
use crate::response::Response;
use crate::time::Now;

pub(crate) use deletions::Deletions;
pub(crate) use in_flight::{Caller, Change};
pub(crate) use step::Step;
pub(crate) use timers::TimerKey;

use in_flight::InFlight;
use timers::Timers;

/// All groups of one partition of `__consumer_offsets`, while this node leads it.
///
/// Made by [`Loading`](crate::Loading); lives until [`Event::Resign`]. Holds all state in memory, each group and offset once.
#[derive(Debug)]
pub struct Shard {
    config: Config,
    groups: BTreeMap<Str, Group>,
    offsets: OffsetStore,
    timers: Timers,
    in_flight: InFlight,
    /// Groups up to this one were looked at in the round of expiry that is going on.
    expired_through: Option<Str>,
    resigned: bool,
}

/// One step: the shard's parts, and what works on them.
pub(crate) struct Turn<'a> {
    pub(crate) groups: &'a mut BTreeMap<Str, Group>,
    pub(crate) offsets: &'a mut OffsetStore,
    pub(crate) expired_through: &'a mut Option<Str>,
    pub(crate) step: Step<'a>,
}

impl Shard {
    /// A shard with what was loaded, before anybody knows of it.
    pub(crate) fn new(config: Config, groups: BTreeMap<Str, Group>, offsets: OffsetStore) -> Shard {
        Shard {
            config,
            groups,
            offsets,
            timers: Timers::default(),
            in_flight: InFlight::default(),
            expired_through: None,
            resigned: false,
        }
    }

    /// Takes one event at one moment, and says what is to be done.
    ///
    /// Total: every event is possible at every time. After [`Event::Resign`] requests are refused and all else is ignored.
    pub fn step(&mut self, event: Event, now: Now) -> Effects {
        let mut effects = Effects::default();
        if self.resigned {
            if let Event::Request { ticket, context, request } = event {
                let response = Response::refusal(&request, context.version, ErrorCode::NotCoordinator);
                effects.replies.push(crate::effect::Reply { ticket, response });
            }
            return effects;
        }
        self.resigned = matches!(event, Event::Resign);
        self.turn(now, &mut effects).take(event);
        effects.wake_at_ms = self.timers.wake_at_ms();
        effects
    }

    pub(crate) fn turn<'a>(&'a mut self, now: Now, effects: &'a mut Effects) -> Turn<'a> {
        Turn {
            groups: &mut self.groups,
            offsets: &mut self.offsets,
            expired_through: &mut self.expired_through,
            step: Step {
                now,
                config: &self.config,
                timers: &mut self.timers,
                in_flight: &mut self.in_flight,
                effects,
            },
        }
    }

    /// Begins to keep the time of what was loaded.
    pub(crate) fn loaded(&mut self, now: Now) -> Effects {
        let mut effects = Effects::default();
        let turn = self.turn(now, &mut effects);
        let mut step = turn.step;
        for group in turn.groups.values_mut().filter_map(Group::classic_mut) {
            group.loaded(&mut step);
        }
        let expiry_ms = step.after(step.config.offsets_retention_check_interval_ms);
        step.timers.set(TimerKey::Expiry, expiry_ms);
        effects.wake_at_ms = self.timers.wake_at_ms();
        effects
    }

    /// How many groups there are, of whatever kind. Costs nothing.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// Groups there are, counted by kind and state as ListGroups tells them. Walks over all of them: for metrics.
    pub fn group_counts(&self) -> BTreeMap<(Str, Str), usize> {
        let mut counts = BTreeMap::new();
        for group in self.groups.values() {
            let listed = group.listed();
            *counts.entry((listed.group_type, listed.group_state)).or_default() += 1;
        }
        counts
    }

    /// Bytes handed out to be appended that are not committed yet, and replies that wait for them.
    pub fn uncommitted(&self) -> (usize, usize) {
        (self.in_flight.bytes(), self.in_flight.waiting())
    }
}

impl Turn<'_> {
    fn take(&mut self, event: Event) {
        match event {
            Event::Request { ticket, context, request } => {
                let caller = Caller { ticket, version: context.version };
                self.request(caller, &context, &request);
            }
            Event::Committed { through } => self.committed(through),
            Event::AppendFailed { from, cause } => self.append_failed(from, cause),
            Event::TopicsDeleted { topics } => self.topics_deleted(&topics),
            Event::TransactionEnded { producer_id, committed } => {
                self.offsets.end_transaction(producer_id, committed);
                self.give_offsets_a_group();
            }
            Event::Tick => self.tick(),
            Event::Resign => self.resign(),
        }
    }

    fn tick(&mut self) {
        while let Some(key) = self.step.timers.pop_due(self.step.now.monotonic_ms) {
            match key {
                TimerKey::Replies => self.reply_late(),
                TimerKey::Expiry => self.expire(),
                TimerKey::Session { group, member } => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.session_timer_fired(step, &member);
                    }
                }
                TimerKey::Store { group } => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.store_emptiness(step);
                    }
                }
                TimerKey::Join { group } => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.join_timer_fired(step);
                    }
                }
                TimerKey::Sync { group } => {
                    if let Some((group, step)) = self.classic(&group) {
                        group.sync_timer_fired(step);
                    }
                }
            }
        }
    }
}

impl<'a> Turn<'a> {
    /// A classic group, and what it works with.
    pub(crate) fn classic(&mut self, id: &str) -> Option<(&mut crate::classic::ClassicGroup, &mut Step<'a>)> {
        let group = self.groups.get_mut(id)?.classic_mut()?;
        Some((group, &mut self.step))
    }
}
