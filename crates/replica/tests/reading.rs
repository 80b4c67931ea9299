//! What a reader may see: the order of the checks of a Fetch, and what is answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use common::ModelLog;
use ferryman_replica::{
    EpochEnd, FetchAnswer, FetchRequest, Fetcher, PartitionView, PublishedView, ReplicaError, RoleKind,
};
use wire::error_code::ErrorCode;

const CONSUMER: Fetcher = Fetcher::Consumer { leader_only: true };
const NEAR_CONSUMER: Fetcher = Fetcher::Consumer { leader_only: false };

/// Offsets 3 to 10, committed to 7; epochs 2 (to 4), 4 (to 8), 5.
fn log() -> (PartitionView, ModelLog) {
    let view = PartitionView {
        role: RoleKind::Leader,
        leader: Some(1),
        leader_epoch: 5,
        epoch_start: 8,
        log_start: 3,
        high_watermark: 7,
        log_end: 10,
    };
    (view, ModelLog::of_epochs(&[2, 2, 2, 2, 4, 4, 4, 4, 5, 5]))
}

fn fetch(fetcher: Fetcher, offset: i64) -> FetchRequest {
    FetchRequest { fetcher, leader_epoch: Some(5), offset, last_fetched_epoch: None }
}

fn code(fetch: FetchRequest) -> Option<ErrorCode> {
    let (view, log) = log();
    view.check_fetch(&fetch, &log).err().map(|error| error.code())
}

#[test]
fn a_consumer_reads_up_to_the_high_watermark_and_a_replica_to_the_end() {
    let (view, log) = log();
    let read = |fetcher, offset| view.check_fetch(&fetch(fetcher, offset), &log);
    assert_eq!(read(CONSUMER, 3), Ok(FetchAnswer::Read { from: 3, below: 7 }));
    assert_eq!(read(Fetcher::Replica, 3), Ok(FetchAnswer::Read { from: 3, below: 10 }));
    assert_eq!(read(Fetcher::Replica, 10), Ok(FetchAnswer::Read { from: 10, below: 10 }));
    assert_eq!(
        read(CONSUMER, 9),
        Ok(FetchAnswer::Read { from: 9, below: 7 }),
        "it has read on from a former leader: nothing yet, and no error"
    );
}

#[test]
fn an_offset_outside_of_the_log_is_out_of_range() {
    for fetcher in [CONSUMER, Fetcher::Replica] {
        assert_eq!(code(fetch(fetcher, 2)), Some(ErrorCode::OffsetOutOfRange));
        assert_eq!(code(fetch(fetcher, 11)), Some(ErrorCode::OffsetOutOfRange));
        assert_eq!(code(fetch(fetcher, -1)), Some(ErrorCode::OffsetOutOfRange));
        assert_eq!(code(fetch(fetcher, i64::MAX)), Some(ErrorCode::OffsetOutOfRange));
    }
}

#[test]
fn the_epoch_is_looked_at_before_the_offset() {
    let at = |leader_epoch| code(FetchRequest { leader_epoch, ..fetch(CONSUMER, 99) });
    assert_eq!(at(Some(4)), Some(ErrorCode::FencedLeaderEpoch));
    assert_eq!(at(Some(6)), Some(ErrorCode::UnknownLeaderEpoch));
    assert_eq!(at(None), Some(ErrorCode::OffsetOutOfRange));
}

#[test]
fn only_a_consumer_that_says_so_may_read_from_a_follower() {
    let (leading, log) = log();
    let view = PartitionView { role: RoleKind::Follower, leader: Some(2), ..leading };
    let refused = ReplicaError::NotLeader { leader: Some(2), leader_epoch: 5 };
    assert_eq!(view.check_fetch(&fetch(CONSUMER, 4), &log), Err(refused));
    assert_eq!(view.check_fetch(&fetch(Fetcher::Replica, 4), &log), Err(refused));
    assert_eq!(view.check_fetch(&fetch(NEAR_CONSUMER, 4), &log), Ok(FetchAnswer::Read { from: 4, below: 7 }));
    assert_eq!(view.epoch_end(None, 4, &log), Err(refused));
    assert_eq!(leading.epoch_end(Some(5), 4, &log), Ok(Some(EpochEnd { epoch: 4, end_offset: 8 })));
    assert_eq!(leading.epoch_end(Some(5), 6, &log), Ok(None));
}

#[test]
fn an_offline_replica_serves_nobody() {
    let (view, log) = log();
    let view = PartitionView { role: RoleKind::Offline, ..view };
    for fetcher in [CONSUMER, NEAR_CONSUMER, Fetcher::Replica] {
        assert_eq!(view.check_fetch(&fetch(fetcher, 4), &log), Err(ReplicaError::Offline));
    }
    assert_eq!(ReplicaError::Offline.code(), ErrorCode::KafkaStorageError);
}

#[test]
fn the_last_fetched_epoch_tells_whether_the_logs_part() {
    let (view, log) = log();
    let check = |last, offset| {
        view.check_fetch(
            &FetchRequest { last_fetched_epoch: Some(last), ..fetch(Fetcher::Replica, offset) },
            &log,
        )
    };
    let diverging = |epoch, end_offset| Ok(FetchAnswer::Diverging(EpochEnd { epoch, end_offset }));
    assert_eq!(check(5, 10), Ok(FetchAnswer::Read { from: 10, below: 10 }));
    assert_eq!(check(4, 8), Ok(FetchAnswer::Read { from: 8, below: 10 }));
    assert_eq!(check(4, 9), diverging(4, 8), "more of epoch 4 than the leader has");
    assert_eq!(check(3, 5), diverging(2, 4), "an epoch that the leader never had");
    assert_eq!(check(5, 99), diverging(5, 10), "beyond the end, of an epoch that is known");
    assert_eq!(check(6, 10), Err(ReplicaError::UnknownLastFetchedEpoch { epoch: 6 }));
    assert_eq!(
        check(3, 1),
        Err(ReplicaError::OffsetOutOfRange { offset: 1, start: 3, end: 10 }),
        "what was deleted cannot be compared"
    );
}

#[test]
fn what_was_published_is_loaded() {
    let published = PublishedView::default();
    let (view, _) = log();
    for (role, leader) in
        [(RoleKind::Leader, Some(0)), (RoleKind::Follower, None), (RoleKind::Offline, Some(i32::MAX))]
    {
        let view = PartitionView { role, leader, log_end: i64::MAX, ..view };
        published.store(&view);
        assert_eq!(published.load(), view);
    }
    assert_eq!(PublishedView::new(&view).load(), view);
}
