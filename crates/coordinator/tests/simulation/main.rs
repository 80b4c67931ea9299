//! Consumers that come, go, crash, stall and come back under their names, against a coordinator whose appends are late or
//! fail and whose partition moves: what must hold at every moment, and that all is well once the faults end.
//!
//! A seed names the whole run. `SEED=17` runs one and prints what happened; `SEEDS=20000` runs more than usual.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod client;
mod history;
mod shell;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use world::World;

/// Runs of an ordinary test.
const SEEDS: u64 = 600;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn run(seed: u64, trace: bool) -> World {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::new(seed, trace);
        world.run_with_faults(120_000);
        world.heal();
        world
    }));
    outcome.unwrap_or_else(|failure| {
        eprintln!("the simulation with SEED={seed} failed");
        resume_unwind(failure)
    })
}

#[test]
fn whatever_happens_the_promises_hold_and_everybody_consumes_in_the_end() {
    if let Some(seed) = number("SEED") {
        println!("{:?}", run(seed, true).counts);
        return;
    }
    let seeds = number("SEEDS").unwrap_or(SEEDS);
    let mut counts = world::Counts::default();
    for seed in 0..seeds {
        counts.add(&run(seed, false).counts);
    }
    println!("{seeds} seeds: {counts:?}");
    counts.assert_that_everything_happened();
}

#[test]
fn a_seed_names_the_whole_run() {
    assert_eq!(run(7, false).counts, run(7, false).counts);
}
