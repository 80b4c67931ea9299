//! Following the log: transactions, and what a broker does with records that it cannot follow.

use ferryman_metadata::entry::{LogBatch, LogRecord};
use ferryman_metadata::image::{ApplyError, Changes, Replay};
use wire::metadata::{AbortTransactionRecord, BeginTransactionRecord, EndTransactionRecord};
use wire::records::MetadataRecord;

use crate::records::{id, partition, remove, topic};

fn batch(base_offset: i64, records: Vec<LogRecord>) -> LogBatch {
    let next_offset = base_offset + records.len() as i64;
    let records = (base_offset..).zip(records).collect();
    LogBatch { base_offset, epoch: 3, timestamp_ms: 50, next_offset, records }
}

fn data(records: Vec<MetadataRecord>) -> Vec<LogRecord> {
    records.into_iter().map(LogRecord::Data).collect()
}

fn begin() -> MetadataRecord {
    MetadataRecord::BeginTransaction(BeginTransactionRecord::default())
}

fn end() -> MetadataRecord {
    MetadataRecord::EndTransaction(EndTransactionRecord::default())
}

fn abort() -> MetadataRecord {
    MetadataRecord::AbortTransaction(AbortTransactionRecord::default())
}

#[test]
fn a_transaction_is_seen_when_it_ends_and_not_before() {
    let (mut replay, mut changes) = (Replay::default(), Changes::default());
    replay.apply_batch(&batch(0, data(vec![topic(1, "a")])), &mut changes).unwrap();
    replay.apply_batch(&batch(1, data(vec![begin(), topic(2, "b")])), &mut changes).unwrap();
    assert!(replay.in_transaction() && replay.image().topics().by_name("b").is_none());
    assert_eq!((replay.image().offset, replay.next_offset()), (0, 3));
    assert!(!changes.topics_created.contains(&id(2)));
    replay.apply_batch(&batch(3, data(vec![partition(2, 0, &[1]), end()])), &mut changes).unwrap();
    assert!(!replay.in_transaction());
    assert_eq!(replay.image().topics().by_name("b").unwrap().partition_count(), 1);
    assert_eq!(replay.image().offset, 4);
    assert!(changes.topics_created.contains(&id(2)));
}

#[test]
fn an_aborted_transaction_leaves_nothing_behind() {
    let (mut replay, mut changes) = (Replay::default(), Changes::default());
    replay.apply_batch(&batch(0, data(vec![topic(1, "a")])), &mut changes).unwrap();
    let mut of_the_transaction = Changes::default();
    let records = vec![begin(), topic(2, "b"), remove(1), abort()];
    replay.apply_batch(&batch(1, data(records)), &mut of_the_transaction).unwrap();
    assert!(of_the_transaction.is_empty(), "{of_the_transaction:?}");
    assert!(replay.image().topics().by_name("a").is_some());
    assert!(replay.image().topics().by_name("b").is_none());
    assert_eq!((replay.image().offset, replay.next_offset()), (4, 5));
}

#[test]
fn a_transaction_in_a_transaction_and_an_end_without_one_are_errors() {
    for records in [vec![begin(), begin()], vec![end()], vec![abort()]] {
        let error = Replay::default().apply_batch(&batch(0, data(records)), &mut Changes::default());
        assert!(matches!(error, Err(ApplyError::Transaction { .. })), "{error:?}");
    }
}

#[test]
fn a_record_of_a_later_release_ends_a_controller_and_is_left_out_by_a_broker() {
    let unknown = LogRecord::Unknown { record_type: 99 };
    let mut records = data(vec![topic(1, "a"), topic(2, "b")]);
    records.insert(1, unknown);
    let error = Replay::default().apply_batch(&batch(0, records.clone()), &mut Changes::default());
    assert_eq!(error, Err(ApplyError::UnknownRecord { offset: 1, record_type: 99 }));

    let (mut replay, mut changes) = (Replay::default(), Changes::default());
    let left_out = replay.apply_batch_leniently(&batch(0, records), &mut changes);
    assert_eq!(left_out, [ApplyError::UnknownRecord { offset: 1, record_type: 99 }]);
    assert_eq!((replay.left_out(), replay.image().topics().len()), (1, 2));
    assert_eq!((replay.image().offset, replay.image().epoch, replay.image().timestamp_ms), (2, 3, 50));
}

#[test]
fn a_broker_leaves_out_what_contradicts_and_goes_on() {
    let (mut replay, mut changes) = (Replay::default(), Changes::default());
    let records = data(vec![remove(7), topic(1, "a"), topic(1, "again"), partition(1, 0, &[1])]);
    let left_out = replay.apply_batch_leniently(&batch(0, records), &mut changes);
    assert_eq!((left_out.len(), replay.left_out()), (2, 2));
    assert_eq!(replay.image().topics().partition_count(), 1);
    assert_eq!(replay.next_offset(), 4);
}
