//! What the partition core costs on the hot path, and what a partition weighs: `cargo run --release --example
//! step_cost`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "an example may end at once")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use ferryman_replica::waiting::{ParkedFetch, PartitionWaits, Ready, Wait};
use ferryman_replica::{
    BrokerEpoch, BrokerId, BrokerStatus, Brokers, Effects, EpochEnd, FollowerFetch, LeaderEpoch,
    LeaderEpochs, LogShape, Offset, Partition, PartitionState, PublishedView, ReplicaSettings,
};

const ROUNDS: i64 = 1_000_000;

struct AllAlive;

impl Brokers for AllAlive {
    fn broker(&self, _: BrokerId) -> Option<BrokerStatus> {
        Some(BrokerStatus { epoch: 1, fenced: false, shutting_down: false })
    }

    fn local_epoch(&self) -> BrokerEpoch {
        1
    }
}

struct OneEpoch(Offset);

impl LeaderEpochs for OneEpoch {
    fn latest(&self) -> Option<LeaderEpoch> {
        Some(1)
    }

    fn end_offset(&self, _: LeaderEpoch) -> Option<EpochEnd> {
        Some(EpochEnd { epoch: 1, end_offset: self.0 })
    }
}

struct Bench {
    partition: Partition,
    waits: PartitionWaits<()>,
    published: PublishedView,
    effects: Effects,
    ready: Ready<()>,
    log: OneEpoch,
}

impl Bench {
    fn leading() -> Bench {
        let settings =
            ReplicaSettings { lag_time_max_ms: 30_000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 2 };
        let mut partition = Partition::new(1, settings, LogShape::default());
        let replicas = [1, 2, 3];
        let state = PartitionState {
            leader: Some(1),
            leader_epoch: 1,
            partition_epoch: 1,
            isr: &replicas,
            replicas: &replicas,
            adding: &[],
            removing: &[],
        };
        let mut effects = Effects::new();
        partition.metadata(&state, &OneEpoch(0), &AllAlive, 0, &mut effects);
        effects.clear();
        let waits = PartitionWaits::new(&partition);
        let published = PublishedView::new(&partition.view());
        Bench { partition, waits, published, effects, ready: Vec::new(), log: OneEpoch(0) }
    }

    fn append(&mut self, end: Offset) {
        self.log.0 = end;
        let leave = self.partition.check_append(true).expect("it leads");
        black_box(leave);
        self.partition.leader_appended(end, 1000, &AllAlive, 1, &mut self.effects);
        self.finish();
    }

    fn fetch(&mut self, replica: BrokerId, offset: Offset) {
        let fetch = FollowerFetch {
            replica,
            broker_epoch: 1,
            leader_epoch: Some(1),
            offset,
            last_fetched_epoch: Some(1),
            log_start: 0,
        };
        let effects = &mut self.effects;
        let answer = self.partition.follower_fetch(&fetch, &self.log, &AllAlive, 1, effects);
        black_box(answer.expect("it is a follower"));
        self.finish();
    }

    fn finish(&mut self) {
        for effect in self.effects.drain() {
            self.waits.apply(&effect, &mut self.ready);
        }
        self.published.store(&self.partition.view());
    }
}

fn measure(what: &str, mut round: impl FnMut(i64)) {
    let start = Instant::now();
    (1..=ROUNDS).for_each(&mut round);
    let nanos = start.elapsed().as_nanos() as i64 / ROUNDS;
    println!("{what:60} {nanos:6} ns");
}

fn main() {
    let mut bench = Bench::leading();
    measure("append, two follower fetches, nobody waits", |end| {
        bench.append(end);
        bench.fetch(2, end);
        bench.fetch(3, end);
    });

    let mut bench = Bench::leading();
    measure("the same with a parked produce and two parked fetches", |end| {
        let parked = |bytes| ParkedFetch { offset: end - 1, bytes, at_most: 1 << 20 };
        for _ in 0..2 {
            let wait = Arc::new(Wait::for_bytes(1, 1, ()));
            bench.waits.park_replica(&wait, 0, parked(bench.waits.replica_bytes()), 1);
        }
        bench.append(end);
        let wait = Arc::new(Wait::for_all(1, ()));
        bench.waits.park_acks(&wait, 0, end, bench.partition.generation());
        bench.fetch(2, end);
        bench.fetch(3, end);
        assert_eq!(bench.ready.drain(..).filter_map(|wait| wait.take()).count(), 3);
    });

    println!(
        "bytes: partition {}, wait lists {}, published view {}",
        size_of::<Partition>(),
        size_of::<PartitionWaits<()>>(),
        size_of::<PublishedView>()
    );
}
