//! The quorum under everything that networks, disks and operators do to it, from a seed.
//!
//! Each run founds a group, grows and shrinks it, proposes, and all the while loses messages, cuts links one way or
//! both, stops nodes at any step of their disks, loses what was not flushed, and replaces disks. [`history`] is asked
//! at every event whether anything was promised that does not hold. Then everything is healed, and the group must make
//! progress. `FERRYMAN_SIM_SEEDS=from..to` runs other seeds; a failure prints its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod actors;
mod batches;
mod follower;
mod history;
mod nemesis;
mod scenarios;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use ferryman_quorum::sim::{Simulation, digest};

use world::World;

/// Seeds that every test run tries.
const SEEDS: std::ops::Range<u64> = 0..500;

/// Shows what a run does, with simulated time, when `FERRYMAN_SIM_LOG` says so in the form of `RUST_LOG`.
fn show() {
    struct SimulatedTime;
    impl tracing_subscriber::fmt::time::FormatTime for SimulatedTime {
        fn format_time(&self, w: &mut tracing_subscriber::fmt::format::Writer<'_>) -> std::fmt::Result {
            write!(w, "{:>9.4}", ferryman_quorum::sim::now().as_secs_f64())
        }
    }
    if let Ok(filter) = std::env::var("FERRYMAN_SIM_LOG") {
        let format =
            tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_timer(SimulatedTime);
        let _ = format.try_init();
    }
}

/// Runs one seed; the sum of its trace, and what it did.
fn run(seed: u64) -> (u64, history::Summary) {
    Simulation::new(seed).block_on(async move {
        let world = World::new();
        world.run().await;
        (digest(), world.summary())
    })
}

fn seeds() -> std::ops::Range<u64> {
    let Ok(text) = std::env::var("FERRYMAN_SIM_SEEDS") else { return SEEDS };
    let (from, to) = text.split_once("..").expect("FERRYMAN_SIM_SEEDS is a range like 0..1000");
    from.parse().unwrap()..to.parse().unwrap()
}

/// Runs one seed after the other, until there is none left or one has failed. A run belongs to its thread alone.
fn run_from(next: &AtomicU64) -> history::Summary {
    let mut total = history::Summary::default();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= seeds().end {
            return total;
        }
        match catch_unwind(AssertUnwindSafe(|| run(seed))) {
            Ok((_, summary)) => total.add(&summary),
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
fn nothing_promised_is_ever_broken() {
    show();
    let next = AtomicU64::new(seeds().start);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let total = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| run_from(&next))).collect();
        let mut total = history::Summary::default();
        for worker in workers {
            total.add(&worker.join().unwrap_or_else(|_| panic!("a seed failed; it is named above")));
        }
        total
    });
    println!("{total}");
    // A simulation in which little happens proves little.
    if seeds() == SEEDS {
        total.assert_much_happened(SEEDS.end);
    }
}

#[test]
fn the_same_seed_makes_the_same_run() {
    for seed in [1, 77, 4242] {
        assert_eq!(run(seed).0, run(seed).0, "seed {seed}");
    }
}
