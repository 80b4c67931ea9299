//! The loop around the plan: observe, validate, plan, store the memo, converge, carry out.

use std::collections::{BTreeMap, VecDeque};

use ferryman_operator::api::Timestamp;
use ferryman_operator::plan::observed::{Cause, Fresh};
use ferryman_operator::plan::{Memo, Observed, Plan, Questions, Step, plan};
use ferryman_operator::validate::{PoolName, ValidatedCluster, validate};

use crate::act;
use crate::chaos::Family;
use crate::invariants;
use crate::manifest::{BAD_CPU_MILLIS, Wish};
use crate::rng::Rng;
use crate::world::World;

pub(crate) struct Operator {
    pub(crate) family: Family,
    pub(crate) wish: Wish,
    pub(crate) want: ValidatedCluster,
    pub(crate) memo: Memo,
    pub(crate) last: Option<Plan>,
    /// Whether observations are as good as they can be.
    pub(crate) clear: bool,
    /// Steps whose effect comes later: when, what, and the tick that the plan rested on.
    pub(crate) late: Vec<(u64, Step, u64)>,
    /// By pool, the tick at which a revision was first known to start.
    pub(crate) proven_at: BTreeMap<PoolName, u64>,
    /// The memory was lost at least once.
    pub(crate) forgot: bool,
    ask: Questions,
    /// When there was an active controller last.
    blind_since: Timestamp,
    past: VecDeque<(u64, Observed)>,
    rng: Rng,
}

impl Operator {
    pub(crate) fn new(family: Family, mut rng: Rng) -> Self {
        let wish = Wish::first(&mut rng);
        let want = validate(&wish.manifest(), None).unwrap();
        Operator {
            family,
            wish,
            want,
            memo: Memo::default(),
            last: None,
            clear: false,
            late: Vec::new(),
            proven_at: BTreeMap::new(),
            forgot: false,
            ask: Questions::default(),
            blind_since: Timestamp(0),
            past: VecDeque::new(),
            rng,
        }
    }

    /// A user saves the manifest; what is refused changes nothing.
    pub(crate) fn edit(&mut self, world: &mut World, wish: Wish) {
        match validate(&wish.manifest(), Some(&self.memo.pools)) {
            Ok(want) => {
                world.say(format!("edit {wish:?}"));
                self.want = want;
                self.wish = wish;
            }
            Err(violations) => world.say(format!("refused {wish:?}: {}", violations[0])),
        }
    }

    pub(crate) fn reconcile(&mut self, world: &mut World) -> Result<(), String> {
        self.let_late_steps_happen(world)?;
        if world.leader.is_some() {
            self.blind_since = world.now();
        }
        let fresh = crate::observe::observe(world, &self.ask, self.blind_since);
        let fog = self.family == Family::Fog && !self.clear;
        if fog {
            self.past.push_front((world.tick, fresh.clone()));
            self.past.truncate(12);
            if self.rng.chance(400) {
                return Ok(());
            }
        }
        let (rested_on, seen) = if fog { self.fog(world.tick, fresh) } else { (world.tick, fresh) };
        let plan = plan(&self.want, &seen, &self.memo, world.now());
        self.ask = plan.ask.clone();
        self.memo = plan.memo.clone();
        if world.tick.is_multiple_of(16) {
            self.memo = Memo::from_json(&plan.memo.to_json().unwrap()).unwrap();
            assert_eq!(self.memo, plan.memo, "a memo is read as it was stored");
        }
        self.proven_at.retain(|pool, _| self.memo.proven.contains_key(pool));
        for pool in self.memo.proven.keys() {
            self.proven_at.entry(pool.clone()).or_insert(world.tick);
        }
        note_bad_revisions(world, &plan);
        if fog && self.rng.chance(50) {
            world.say("the operator crashes before it acts");
            self.last = Some(plan);
            return Ok(());
        }
        act::converge(world, &plan, self.family, rested_on)?;
        if self.family == Family::TrueSight {
            invariants::only_what_differs_restarts(world, &self.want, &plan)?;
        }
        let steps = plan.steps.clone();
        self.last = Some(plan);
        for step in steps {
            self.carry_out(world, step, rested_on, fog)?;
        }
        Ok(())
    }

    fn carry_out(&mut self, world: &mut World, step: Step, rested_on: u64, fog: bool) -> Result<(), String> {
        let honoured = self.family != Family::TrueSight;
        match if fog { self.rng.below(10) } else { 9 } {
            0 | 1 => {
                world.say(format!("{} is lost", step.id));
                Ok(())
            }
            2 | 3 if act::can_be_late(&step) => {
                // The guard held when the request left; its effect comes within the deadline.
                if !honoured || act::guard_holds(world, &step.guard) {
                    let when = world.tick + 1 + self.rng.below(50);
                    world.say(format!("{} is late", step.id));
                    self.late.push((when, step, rested_on));
                }
                Ok(())
            }
            4 => {
                act::carry_out(world, &step, honoured, rested_on)?;
                act::carry_out(world, &step, honoured, rested_on)
            }
            _ => {
                act::carry_out(world, &step, honoured, rested_on)?;
                if !fog || self.rng.chance(800) {
                    self.memo.answered(&step);
                }
                Ok(())
            }
        }
    }

    fn let_late_steps_happen(&mut self, world: &mut World) -> Result<(), String> {
        let (due, later) =
            std::mem::take(&mut self.late).into_iter().partition(|(when, _, _)| *when <= world.tick);
        self.late = later;
        for (_, step, rested_on) in due as Vec<(u64, Step, u64)> {
            act::carry_out(world, &step, false, rested_on)?;
        }
        Ok(())
    }

    /// Older sight, missing sight, and parts of different age; the oldest tick that was relied on.
    fn fog(&mut self, tick: u64, fresh: Observed) -> (u64, Observed) {
        let mut seen = fresh;
        let mut rested_on = tick;
        if self.rng.chance(400) {
            let (at, old) = &self.past[self.rng.below(self.past.len() as u64) as usize];
            seen.cluster = old.cluster.clone();
            rested_on = rested_on.min(*at);
        }
        if self.rng.chance(400) {
            let (at, old) = &self.past[self.rng.below(self.past.len() as u64) as usize];
            seen.nodes = old.nodes.clone();
            rested_on = rested_on.min(*at);
        }
        let (why, since) = (Cause::TimedOut, self.blind_since);
        if self.rng.chance(100) {
            seen.cluster = Fresh::Unknown { why, since };
        }
        if self.rng.chance(60) {
            seen.nodes = Fresh::Unknown { why, since };
        }
        if let Fresh::Seen { value, .. } = &mut seen.nodes {
            for node in value.values_mut() {
                if self.rng.chance(30) {
                    node.run = Fresh::Unknown { why: Cause::Refused, since };
                }
                for disk in &mut node.disks {
                    if self.rng.chance(30) {
                        disk.identity = Fresh::Unknown { why: Cause::Refused, since };
                    }
                    if self.rng.chance(30) {
                        disk.state = Fresh::Unknown { why: Cause::Refused, since };
                    }
                }
            }
        }
        (rested_on, seen)
    }

    pub(crate) fn at_rest(&self, _: &World) -> bool {
        self.late.is_empty() && self.last.as_ref().is_some_and(Plan::is_converged)
    }

    pub(crate) fn describe(&self, world: &World) -> String {
        let last = self.last.as_ref();
        let tail: Vec<&str> = world.log.iter().rev().take(30).rev().map(String::as_str).collect();
        format!(
            "wish {:?}\nstatus {:#?}\nsteps {:#?}\nmemo {:?}\nvoters {:?} leader {:?}\nlog:\n{}",
            self.wish,
            last.map(|plan| &plan.status),
            last.map(|plan| &plan.steps),
            self.memo,
            world.voters,
            world.leader,
            tail.join("\n")
        )
    }
}

fn note_bad_revisions(world: &mut World, plan: &Plan) {
    for (revision, rendering) in plan.desired.iter().flat_map(|desired| &desired.renderings) {
        let common = World::is_bad(&rendering.properties["log.retention.hours"]);
        if common || rendering.resources.requests.cpu_millis == Some(BAD_CPU_MILLIS) {
            world.bad.insert(revision.clone(), common);
        }
    }
}
