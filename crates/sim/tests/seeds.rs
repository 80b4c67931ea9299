//! Many seeds of the whole simulation. `FERRYMAN_SIM_SEEDS=from..to` runs others; a failure prints its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use ferryman_sim::{Counts, run};

/// Seeds that every test run tries.
const SEEDS: std::ops::Range<u64> = 0..500;

/// Shows what a run does when `FERRYMAN_SIM_LOG` says so in the form of `RUST_LOG`.
fn show() {
    if let Ok(filter) = std::env::var("FERRYMAN_SIM_LOG") {
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).without_time().try_init();
    }
}

fn seeds() -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("FERRYMAN_SIM_SEEDS") else { return SEEDS };
    let (from, to) = text.split_once("..").expect("FERRYMAN_SIM_SEEDS is a range like 0..1000");
    from.parse().unwrap()..to.parse().unwrap()
}

/// Runs one seed after the other, until there is none left or one has failed. A run belongs to its thread alone.
fn run_from(next: &AtomicU64) -> Counts {
    let mut total = Counts::default();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= seeds().end {
            return total;
        }
        match catch_unwind(AssertUnwindSafe(|| run(seed))) {
            Ok(outcome) => total.add(&outcome.counts),
            Err(_) => {
                next.store(seeds().end, Ordering::Relaxed);
                panic!(
                    "seed {seed} failed; repeat it with FERRYMAN_SIM_LOG=info FERRYMAN_SIM_SEEDS={seed}..{}",
                    seed + 1
                );
            }
        }
    }
}

#[test]
fn controllers_and_brokers_agree_and_nothing_acknowledged_is_lost() {
    show();
    let next = AtomicU64::new(seeds().start);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let total = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| run_from(&next))).collect();
        let mut total = Counts::default();
        for worker in workers {
            total.add(&worker.join().unwrap_or_else(|_| panic!("a seed failed; it is named above")));
        }
        total
    });
    println!("{} runs: {total}", seeds().end - seeds().start);
    // A simulation in which little happens proves little.
    if seeds() == SEEDS {
        for (what, n) in total.fields() {
            assert!(n >= SEEDS.end / 10, "only {n} {what} in {} runs", SEEDS.end);
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_run() {
    for seed in [1, 77, 4242] {
        assert_eq!(run(seed).trace, run(seed).trace, "seed {seed}");
    }
    assert_ne!(run(1).trace, run(2).trace);
}
