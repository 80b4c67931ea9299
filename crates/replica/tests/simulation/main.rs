//! Three to five brokers with real partition cores and wait lists, a model controller, producers and consumers, and a
//! network that loses, delays, repeats and cuts; crashes of processes and machines; reassignments and elections.
//!
//! A run is a function of its seed. A failure prints the seed, and what happened last; `SEED=n` runs that one,
//! `SEEDS=n` so many.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod client;
#[path = "../common/mod.rs"]
mod common;
mod controller;
mod faults;
mod message;
mod node;
mod oracle;
mod random;
mod world;

use world::World;

/// How many of the last lines a failure prints.
const LAST_LINES: usize = 80;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a seed; when it fails, once more for the story.
fn run(seed: u64) -> World {
    let mut world = World::new(seed, false);
    if let Err(error) = world.run() {
        let mut again = World::new(seed, true);
        let same = again.run().err();
        let lines = again.trace.0.unwrap_or_default();
        let from = lines.len().saturating_sub(number("LINES").map_or(LAST_LINES, |lines| lines as usize));
        for line in &lines[from..] {
            eprintln!("{line}");
        }
        assert_eq!(same.as_ref(), Some(&error), "the same seed must fail alike");
        panic!("seed {seed} at {} ms: {error}", world.now);
    }
    world
}

#[test]
fn nothing_promised_is_lost_and_all_heals() {
    if let Some(seed) = number("SEED") {
        run(seed);
        return;
    }
    let (mut acked, mut read, mut elections) = (0, 0, 0);
    let seeds = number("SEEDS").unwrap_or(500);
    for seed in 0..seeds {
        let world = run(seed);
        acked += world.oracle.acked;
        read += world.oracle.read;
        elections += world.oracle.elections;
    }
    println!("{seeds} seeds: {acked} acknowledged, {read} read, {elections} elections");
    // A simulation in which little happens proves little.
    assert!(acked as u64 > seeds * 50 && read as u64 > seeds * 50 && elections as u64 > seeds * 5);
}

#[test]
fn the_same_seed_is_the_same_run() {
    let story = |seed| {
        let mut world = World::new(seed, true);
        world.run().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        world.trace.0.expect("a traced run")
    };
    for seed in 1000..1005 {
        let first = story(seed);
        assert!(first.len() > 1000);
        assert!(first == story(seed), "seed {seed} went two ways");
        assert!(first != story(seed + 1), "seed {seed} and the next went the same way");
    }
}
