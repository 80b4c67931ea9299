//! The plan against a world that crashes, lags, forgets, answers late and is edited at random: seed by seed.
//!
//! Each seed makes a cluster, disturbs it while its manifest is edited, then lets it rest. On the way no plan may break
//! what [`invariants`] lists; at rest everything must come to be as the last manifest wants it, and stay so.
//!
//! `PLAN_SEEDS=100000` runs more of them; `PLAN_SEED=17` runs one, and prints what happened.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

#[path = "plan_simulation/act.rs"]
mod act;
#[path = "plan_simulation/chaos.rs"]
mod chaos;
#[path = "plan_simulation/invariants.rs"]
mod invariants;
#[path = "plan_simulation/manifest.rs"]
mod manifest;
#[path = "plan_simulation/observe.rs"]
mod observe;
#[path = "plan_simulation/operator.rs"]
mod operator;
#[path = "plan_simulation/rng.rs"]
mod rng;
#[path = "plan_simulation/world.rs"]
mod world;

use chaos::Family;
use operator::Operator;
use rng::Rng;
use world::World;

/// Ticks of disturbance, and how long a cluster may take to come to rest after them (a tick is half a second).
const DISTURBED: u64 = 400;
const REST_MAX: u64 = 4000;
/// How long it must stay as it is to count as at rest.
const STILL: u64 = 25;

fn run(seed: u64, family: Family) -> Result<(), String> {
    let mut rng = Rng::new(seed);
    let mut world = World::new(rng.fork());
    let mut operator = Operator::new(family, rng.fork());
    let mut chaos = chaos::Chaos::new(family, rng.fork());
    for _ in 0..DISTURBED {
        chaos.disturb(&mut world, &mut operator);
        world.step();
        operator.reconcile(&mut world)?;
        invariants::check(&world, &operator)?;
    }
    chaos.end(&mut world, &mut operator);
    let mut still = 0;
    for _ in 0..REST_MAX {
        world.step();
        operator.reconcile(&mut world)?;
        invariants::check(&world, &operator)?;
        still = if operator.at_rest(&world) { still + 1 } else { 0 };
        if still >= STILL {
            return invariants::check_at_rest(&world, &operator);
        }
    }
    Err(format!("never came to rest: {}", operator.describe(&world)))
}

fn seeds(family: Family, default: u64) {
    let chosen = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let range = match chosen("PLAN_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..chosen("PLAN_SEEDS").unwrap_or(default),
    };
    for seed in range {
        if let Err(failure) = run(seed, family) {
            panic!("{family:?}: PLAN_SEED={seed}: {failure}");
        }
    }
}

#[test]
fn with_true_observations_the_plan_alone_keeps_every_promise() {
    seeds(Family::TrueSight, 400);
}

#[test]
fn with_stale_sight_and_lost_or_late_steps_nothing_is_broken_and_all_comes_to_rest() {
    seeds(Family::Fog, 500);
}

#[test]
fn without_its_memory_it_still_breaks_nothing_and_comes_to_rest() {
    seeds(Family::Amnesia, 200);
}

#[test]
fn the_same_seed_gives_the_same_plans() {
    let trace = |seed| {
        let mut rng = Rng::new(seed);
        let mut world = World::new(rng.fork());
        let mut operator = Operator::new(Family::Fog, rng.fork());
        let mut chaos = chaos::Chaos::new(Family::Fog, rng.fork());
        for _ in 0..200 {
            chaos.disturb(&mut world, &mut operator);
            world.step();
            operator.reconcile(&mut world).unwrap();
        }
        world.log.join("\n")
    };
    assert_eq!(trace(7), trace(7));
}
