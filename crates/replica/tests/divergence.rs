//! Two logs with any history of epochs: by fetching and cutting, the follower's becomes the leader's, and what they
//! had in common is never cut.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use common::{ModelLog, Record, TestBrokers};
use ferryman_replica::{
    Effect, Effects, FetchAnswer, FetchOutcome, FetchRequest, Fetcher, LeaderEpochs, LogShape, Partition,
    PartitionState, PartitionView, ReplicaSettings, RoleKind,
};
use proptest::prelude::*;

const SETTINGS: ReplicaSettings =
    ReplicaSettings { lag_time_max_ms: 1000, fetch_backoff_max_ms: 1000, min_in_sync_replicas: 1 };

/// A history: in each epoch one of the two logs is the leader's and takes so many records; then the other copies so
/// many of what it lacks, once it has been cut to fit.
#[derive(Clone, Debug)]
struct Reign {
    leader: usize,
    appended: usize,
    copied: usize,
}

fn history() -> impl Strategy<Value = Vec<Reign>> {
    let reign = (0..2usize, 0..4usize, 0..6usize).prop_map(|(leader, appended, copied)| Reign {
        leader,
        appended,
        copied,
    });
    proptest::collection::vec(reign, 1..12)
}

fn common_prefix(a: &ModelLog, b: &ModelLog) -> usize {
    a.records.iter().zip(&b.records).take_while(|(a, b)| a == b).count()
}

/// Plays a history without the code under test. Both logs then are such as replication can leave behind.
fn play(history: &[Reign]) -> [ModelLog; 2] {
    let mut logs = [ModelLog::default(), ModelLog::default()];
    let mut value = 0;
    for (epoch, reign) in history.iter().enumerate() {
        let epoch = epoch as i32;
        let (leader, follower) = (reign.leader, 1 - reign.leader);
        let end = logs[leader].end();
        logs[leader].assign(epoch, end);
        for _ in 0..reign.appended {
            value += 1;
            logs[leader].append(Record { epoch, value });
        }
        if reign.copied > 0 {
            let common = common_prefix(&logs[leader], &logs[follower]);
            logs[follower].truncate(common as i64);
            let missing: Vec<Record> =
                logs[leader].records.iter().skip(common).take(reign.copied).copied().collect();
            missing.into_iter().for_each(|record| logs[follower].append(record));
        }
    }
    logs
}

/// Lets the second log follow the first in a new epoch until it has all of it. Returns the number of fetches.
fn follow(leader: &mut ModelLog, follower: &mut ModelLog, epoch: i32) -> usize {
    leader.assign(epoch, leader.end());
    let must_stay = common_prefix(leader, follower) as i64;
    let view = PartitionView {
        role: RoleKind::Leader,
        leader: Some(2),
        leader_epoch: epoch,
        epoch_start: leader.end(),
        log_start: 0,
        high_watermark: 0,
        log_end: leader.end(),
    };
    let shape = LogShape { start: 0, end: follower.end(), high_watermark: 0 };
    let mut partition = Partition::new(1, SETTINGS, shape);
    let mut effects = Effects::new();
    let state = PartitionState {
        leader: Some(2),
        leader_epoch: epoch,
        partition_epoch: 1,
        isr: &[2],
        replicas: &[1, 2],
        adding: &[],
        removing: &[],
    };
    partition.metadata(&state, follower, &TestBrokers::five(), 0, &mut effects);
    for round in 1.. {
        assert!(round < 100, "the rounds do not end");
        let at = partition.fetch_position(0).expect("it may fetch");
        let fetch = FetchRequest {
            fetcher: Fetcher::Replica,
            leader_epoch: Some(epoch),
            offset: at.offset,
            last_fetched_epoch: at.last_fetched_epoch,
        };
        effects.clear();
        match view.check_fetch(&fetch, leader).expect("nothing was deleted and every epoch is known") {
            FetchAnswer::Read { from, below } if from == below => return round,
            FetchAnswer::Read { from, .. } => {
                let outcome = FetchOutcome::Records { any: true, high_watermark: 0, log_start: 0 };
                partition.fetch_answered(&at, &outcome, follower, 0, &mut effects);
                let Some(Effect::AppendFetched(permit)) = effects.iter().next().cloned() else {
                    panic!("no permit")
                };
                let record = leader.records[from as usize];
                follower.append(record);
                partition.follower_appended(&permit, follower.end(), 1, record.epoch, &mut effects);
            }
            FetchAnswer::Diverging(end) => {
                partition.fetch_answered(&at, &FetchOutcome::Diverging(end), follower, 0, &mut effects);
                let Some(Effect::Truncate(cut)) = effects.iter().next().cloned() else { panic!("no cut") };
                assert!(cut.to >= must_stay, "cut at {} what both have up to {must_stay}", cut.to);
                follower.truncate(cut.to);
                partition.truncated(0, follower.end(), follower, &mut effects);
            }
        }
    }
    unreachable!()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_follower_becomes_the_leader_and_nothing_common_is_cut(history in history()) {
        let [mut leader, mut follower] = play(&history);
        let epoch = history.len() as i32;
        follow(&mut leader, &mut follower, epoch);
        prop_assert_eq!(&leader.records, &follower.records);
        let newest = follower.latest();
        prop_assert!(newest <= leader.latest());
    }
}

#[test]
fn logs_of_entirely_different_epochs_meet_at_the_start() {
    let mut leader = ModelLog::of_epochs(&[1, 3, 5, 5]);
    let mut follower = ModelLog::of_epochs(&[0, 2, 4, 4, 4]);
    let rounds = follow(&mut leader, &mut follower, 6);
    assert_eq!(leader.records, follower.records);
    assert!(rounds <= 9, "{rounds} fetches");
}
