//! From what a shard hands out to record batches, and from what the replica says to what a shard understands.

use bytes::Bytes;
use coordinator::{Append, AppendError, Record, Token};
use log::{AppendOrigin, LeaderBatches, LogConfig};
use replica::{Generation, ReplicaError};
use wire::batch::{BatchBuilder, BatchOptions, NewRecord};
use wire::error_code::ErrorCode;

use crate::replicas::{AppendFailure, Moment, Replica};

/// What a record takes in a batch besides its key and value, at most: five lengths and deltas, one time, one byte.
const RECORD_OVERHEAD: usize = 5 * 5 + 10 + 1;

/// Batches that were appended and are not known to be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Uncommitted {
    /// The last token in it.
    pub(super) last: Token,
    /// The offset behind it.
    pub(super) end: i64,
    /// The stretch of leading in which it was appended.
    pub(super) generation: Generation,
}

/// The first append that was refused; those before it were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) from: Token,
    pub(super) cause: AppendError,
}

/// Appends in order, as the leader of that epoch only, in as few batches as the topic allows. What was appended is added
/// to `uncommitted`, whatever came after it.
pub(super) fn append_all(
    replica: &Replica,
    leader_epoch: i32,
    appends: &[Append],
    moment: &Moment,
    uncommitted: &mut impl Extend<Uncommitted>,
) -> Result<(), Refused> {
    let config = replica.config();
    let mut rest = appends;
    while !rest.is_empty() {
        let (built, left) = build_one(rest, batch_bytes_max(&config), moment.wall_ms);
        let refused = |cause| Refused { from: rest[0].token, cause };
        let built = built.map_err(refused)?;
        let (last, bytes) = (built.last, built.bytes);
        let batches = LeaderBatches::check(bytes, &config, AppendOrigin::Coordinator, moment.wall_ms)
            .map_err(|fault| refused(of_code(fault.error_code())))?;
        let (appended, leave) = replica
            .append_in_epoch(&batches, leader_epoch, moment)
            .map_err(|error| refused(cause(&error)))?;
        let (end, generation) = (appended.last_offset + 1, leave.generation);
        uncommitted.extend([Uncommitted { last, end, generation }]);
        rest = left;
    }
    Ok(())
}

fn batch_bytes_max(config: &LogConfig) -> usize {
    config.max_message_bytes.min(config.segment_bytes) as usize
}

/// One batch of whole appends.
#[derive(Debug)]
struct Built {
    last: Token,
    bytes: Bytes,
}

/// A batch of the first appends: of as many as surely fit into `bytes_max`, and of one in any case. With those that are
/// left.
fn build_one(appends: &[Append], bytes_max: usize, now_ms: i64) -> (Result<Built, AppendError>, &[Append]) {
    let mut builder = BatchBuilder::new(BatchOptions::default());
    let mut size = builder.size();
    let mut taken = 0;
    for append in appends {
        let more = append.records.iter().map(record_bytes_max).sum::<usize>();
        if taken > 0 && size + more > bytes_max {
            break;
        }
        size += more;
        taken += 1;
    }
    let (taken, left) = appends.split_at(taken);
    for record in taken.iter().flat_map(|append| &append.records) {
        let record = NewRecord {
            timestamp: now_ms,
            key: Some(&record.key),
            value: record.value.as_deref(),
            headers: &[],
        };
        if builder.append(record).is_err() {
            return (Err(AppendError::TooLarge), left);
        }
    }
    let built = match (builder.finish(), taken.last()) {
        (Ok(bytes), Some(append)) => Ok(Built { last: append.token, bytes }),
        _ => Err(AppendError::TooLarge),
    };
    (built, left)
}

fn record_bytes_max(record: &Record) -> usize {
    record.key.len() + record.value.as_ref().map_or(0, Bytes::len) + RECORD_OVERHEAD
}

/// Why the replica refused, as a shard understands it.
fn cause(failure: &AppendFailure) -> AppendError {
    match failure {
        AppendFailure::Refused(ReplicaError::NotEnoughReplicas { .. }) => AppendError::NotEnoughReplicas,
        AppendFailure::Refused(ReplicaError::Offline) => AppendError::Storage,
        AppendFailure::Refused(_) => AppendError::NotLeader,
        AppendFailure::Log(error) => of_code(error.error_code()),
    }
}

fn of_code(code: ErrorCode) -> AppendError {
    match code {
        ErrorCode::MessageTooLarge | ErrorCode::RecordListTooLarge => AppendError::TooLarge,
        _ => AppendError::Storage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::batch::BatchView;

    fn append(token: u64, records: usize, bytes: usize) -> Append {
        let record = |_| Record { key: Bytes::from_static(b"key"), value: Some(vec![7; bytes].into()) };
        Append { token: Token(token), records: (0..records).map(record).collect() }
    }

    /// Last token and number of records of each batch.
    fn build_all(appends: &[Append], bytes_max: usize) -> Vec<(u64, i32)> {
        let mut rest = appends;
        let mut batches = Vec::new();
        while !rest.is_empty() {
            let (built, left) = build_one(rest, bytes_max, 5);
            let built = built.unwrap();
            let header = *BatchView::parse(&built.bytes).unwrap().header();
            batches.push((built.last.0, header.record_count));
            rest = left;
        }
        batches
    }

    #[test]
    fn neighbours_share_a_batch_and_no_append_is_split() {
        let appends = [append(3, 2, 100), append(4, 2, 100), append(6, 3, 100), append(7, 1, 5000)];
        assert_eq!(build_all(&appends, 1 << 20), [(7, 8)]);
        assert_eq!(build_all(&appends, 800), [(4, 4), (6, 3), (7, 1)]);
        assert_eq!(build_all(&appends, 1), [(3, 2), (4, 2), (6, 3), (7, 1)]);
    }

    #[test]
    fn what_is_counted_as_fitting_fits() {
        for bytes_max in [300, 1000, 4000] {
            let appends: Vec<Append> =
                (0..50).map(|token| append(token, 2, (token as usize * 7) % 64)).collect();
            let mut rest = &appends[..];
            while !rest.is_empty() {
                let (built, left) = build_one(rest, bytes_max, i64::MAX);
                assert!(built.unwrap().bytes.len() <= bytes_max);
                rest = left;
            }
        }
    }

    #[test]
    fn records_keep_their_key_their_value_and_the_time() {
        let tombstone = Record { key: Bytes::from_static(b"gone"), value: None };
        let appends = [append(0, 1, 3), Append { token: Token(1), records: vec![tombstone] }];
        let (built, _) = build_one(&appends, 1 << 20, 1_700_000_000_000);
        let view = BatchView::parse(&built.unwrap().bytes).unwrap();
        let records: Vec<_> = view.records().unwrap().map(Result::unwrap).collect();
        assert_eq!((records[0].key, records[0].value), (Some(&b"key"[..]), Some(&[7_u8; 3][..])));
        assert_eq!((records[1].key, records[1].value), (Some(&b"gone"[..]), None));
        assert_eq!(records[1].timestamp, 1_700_000_000_000);
    }

    #[test]
    fn refusals_are_told_apart() {
        let refused = |error: ReplicaError| cause(&AppendFailure::Refused(error));
        let few = ReplicaError::NotEnoughReplicas { in_sync: 1, required: 2 };
        assert_eq!(refused(few), AppendError::NotEnoughReplicas);
        assert_eq!(refused(ReplicaError::Offline), AppendError::Storage);
        let fenced = ReplicaError::FencedLeaderEpoch { asked: 1, current: 2 };
        assert_eq!(refused(fenced), AppendError::NotLeader);
        let not_leader = ReplicaError::NotLeader { leader: None, leader_epoch: 2 };
        assert_eq!(refused(not_leader), AppendError::NotLeader);
        assert_eq!(of_code(ErrorCode::MessageTooLarge), AppendError::TooLarge);
        assert_eq!(of_code(ErrorCode::KafkaStorageError), AppendError::Storage);
    }
}
