//! Random histories: three controllers on a model of the quorum, brokers that come and go, clients that ask for anything.
//!
//! One seed, one history: the same seed gives the same trace. A seed that fails is printed; `SIM_SEED=n` runs it alone,
//! `SIM_SEEDS=n` runs so many.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

#[path = "../harness/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with the tests of the rules, which need another part of it"
)]
mod harness;
mod invariants;
mod model;
mod workload;

use model::Model;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs one history and gives back what identifies it.
fn run(seed: u64) -> (u64, model::Counts) {
    let mut model = Model::new(seed);
    for _ in 0..250 {
        workload::act(&mut model);
    }
    model.heal();
    (model.trace, model.counts)
}

#[test]
fn random_histories_keep_all_promises() {
    let seeds: Vec<u64> = match number("SIM_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("SIM_SEEDS").unwrap_or(500)).collect(),
    };
    let mut counts = model::Counts::default();
    for seed in &seeds {
        let result = std::panic::catch_unwind(|| run(*seed));
        match result {
            Ok((_, one)) => counts.add(&one),
            Err(panic) => {
                eprintln!("seed {seed} failed: run it alone with SIM_SEED={seed}");
                std::panic::resume_unwind(panic);
            }
        }
    }
    eprintln!("{} seeds: {counts:?}", seeds.len());
    if seeds.len() >= 100 {
        counts.assert_that_all_happened();
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in 0..5 {
        assert_eq!(run(seed).0, run(seed).0, "seed {seed}");
    }
    assert_ne!(run(1).0, run(2).0);
}
