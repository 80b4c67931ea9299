//! From a partition's log to a shard in the making.
//!
//! A new leader reads the log as it is when its epoch begins: what its predecessors wrote and may have acknowledged, and
//! what they wrote and nobody may have heard of. None of it is told before the high watermark has passed its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use coordinator::{Config, LoadError, Loading, LogRecord};
use log::{LogError, ReadRequest};
use replica::RoleKind;
use replica::waiting::{Outcome, Parked, ParkedFetch, Wait};
use tokio::sync::oneshot;
use tracing::{debug, warn};
use wire::batch::{BatchError, BatchView, Batches, Records};
use wire::compression::CompressionError;
use wire::records::ControlType;

use crate::replicas::Replica;

/// Bytes that are read at once (`offsets.load.buffer.size`).
const READ_BYTES: usize = 5 << 20;
/// What the records of one compressed batch may come to. Kafka's own are never compressed unless
/// `offsets.topic.compression.codec` says so, and are then cut at `max.message.bytes`.
const BATCH_BYTES_MAX: usize = 256 << 20;
/// Between attempts where too many wait for the high watermark already.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);
/// How long the high watermark may take before it is worth a line in the log.
const SLOW: Duration = Duration::from_secs(5);

/// What was read.
pub(super) struct Loaded {
    pub(super) loading: Loading,
    /// The offset behind it.
    pub(super) end: i64,
    pub(super) records: u64,
}

/// Why a log was not loaded.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadFailure {
    /// This broker does not lead the partition in that epoch any more.
    #[error("the leadership is over")]
    Over,
    /// The replica's log could not be opened.
    #[error("its replica is not open on this broker")]
    NotOpen,
    /// The thread that read it ended without an answer.
    #[error("reading it ended without a result")]
    Unfinished,
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A batch.
    #[error("batch at offset {offset}: {fault}")]
    Batch {
        /// Its base offset, or the offset that was to be read.
        offset: i64,
        /// What is wrong with it.
        fault: BatchError,
    },
    /// A compressed batch.
    #[error("batch at offset {offset}: {fault}")]
    Compression {
        /// Its base offset.
        offset: i64,
        /// What is wrong with it.
        fault: CompressionError,
    },
    /// A record.
    #[error(transparent)]
    Record(#[from] LoadError),
}

/// Whether the replica leads in that epoch.
pub(super) fn leads(replica: &Replica, leader_epoch: i32) -> bool {
    let view = replica.view();
    view.role == RoleKind::Leader && view.leader_epoch == leader_epoch
}

/// Reads the log from its start to its end. Blocks: on a thread that may. `over` ends it early.
///
/// # Errors
/// [`LoadFailure::Over`] if the leadership ended meanwhile; else what is wrong with the log.
pub(super) fn read(
    replica: &Replica,
    leader_epoch: i32,
    config: Config,
    over: &AtomicBool,
) -> Result<Loaded, LoadFailure> {
    let is_over = || over.load(Ordering::Relaxed) || !leads(replica, leader_epoch);
    let mut loaded = Loaded { loading: Loading::new(config), end: replica.view().log_end, records: 0 };
    let start = replica.log().log_start_offset();
    let mut offset = start;
    while offset < loaded.end {
        if is_over() {
            return Err(LoadFailure::Over);
        }
        let read = read_some(replica, offset, start, &mut loaded);
        // What is wrong with a log that somebody else writes by now is not worth telling.
        offset = read.map_err(|failure| if is_over() { LoadFailure::Over } else { failure })?;
    }
    if is_over() { Err(LoadFailure::Over) } else { Ok(loaded) }
}

/// Reads some batches. Gives the offset to go on from.
fn read_some(replica: &Replica, offset: i64, start: i64, to: &mut Loaded) -> Result<i64, LoadFailure> {
    let request = ReadRequest { offset, upper: to.end, bytes_max: READ_BYTES, min_one_batch: true };
    let bytes = replica.log().read(request)?.to_bytes()?;
    let mut next = offset;
    for batch in Batches::new(bytes) {
        let batch = batch.map_err(|fault| LoadFailure::Batch { offset: next, fault })?;
        to.records += replay_batch(&batch, start, &mut to.loading)?;
        next = batch.header().next_offset();
    }
    // Compaction may leave nothing behind the last batch.
    Ok(if next > offset { next } else { to.end })
}

/// Takes the records of a batch from `start` on. Gives how many there were.
fn replay_batch(batch: &BatchView, start: i64, loading: &mut Loading) -> Result<u64, LoadFailure> {
    let header = batch.header();
    let offset = header.base_offset;
    batch.verify_crc().map_err(|fault| LoadFailure::Batch { offset, fault })?;
    let payload =
        batch.decompressed(BATCH_BYTES_MAX).map_err(|fault| LoadFailure::Compression { offset, fault })?;
    let transactional_producer = header.attributes.is_transactional().then_some(header.producer_id);
    let mut count = 0;
    for record in Records::new(header, &payload) {
        let record = record.map_err(|fault| LoadFailure::Batch { offset, fault })?;
        if record.offset < start {
            continue;
        }
        count += 1;
        let Some(key) = record.key.map(|key| payload.slice_ref(key)) else {
            warn!(offset = record.offset, "a record of __consumer_offsets has no key and is skipped");
            continue;
        };
        if header.attributes.is_control() {
            end_transaction(&key, header.producer_id, loading);
            continue;
        }
        let value = record.value.map(|value| payload.slice_ref(value));
        let value = value.as_ref();
        loading.replay(LogRecord { offset: record.offset, transactional_producer, key: &key, value })?;
    }
    Ok(count)
}

fn end_transaction(key: &Bytes, producer_id: i64, loading: &mut Loading) {
    match ControlType::of_key(key) {
        Ok(ControlType::Commit) => loading.end_transaction(producer_id, true),
        Ok(ControlType::Abort) => loading.end_transaction(producer_id, false),
        other => debug!(?other, "a control record that says nothing about offsets"),
    }
}

/// Waits until everything below `end` is committed. False if the leadership ended before.
pub(super) async fn committed_to(replica: &Replica, leader_epoch: i32, end: i64) -> bool {
    let mut told = false;
    loop {
        let view = replica.view();
        if view.role != RoleKind::Leader || view.leader_epoch != leader_epoch {
            return false;
        }
        if view.high_watermark >= end {
            return true;
        }
        let moved = high_watermark_moves(replica, leader_epoch, end);
        if told {
            moved.await;
        } else if tokio::time::timeout(SLOW, moved).await.is_err() {
            told = true;
            let (partition, high_watermark) = (replica.name(), view.high_watermark);
            warn!(%partition, high_watermark, end, "its groups wait until enough replicas in sync have what their former coordinator wrote");
        }
    }
}

/// Waits until the high watermark has reached `end`, or something has happened that makes it worth looking.
async fn high_watermark_moves(replica: &Replica, leader_epoch: i32, end: i64) {
    let waits = replica.waits();
    let (sender, receiver) = oneshot::channel();
    let wait = Arc::new(Wait::for_bytes(1, 1, sender));
    let fetch = ParkedFetch { offset: end - 1, bytes: waits.consumer_bytes(), at_most: 1 };
    let parked = waits.park_consumer(&wait, 0, fetch, leader_epoch);
    if parked == Parked::Waiting {
        // The list forgets the wait when this future is dropped before.
        let _expire = ExpireOnDrop(&wait);
        let _ = receiver.await;
    }
    if wait.outcome(0) == Outcome::Refused {
        tokio::time::sleep(REFUSED_PAUSE).await;
    }
}

struct ExpireOnDrop<'a, T>(&'a Wait<T>);

impl<T> Drop for ExpireOnDrop<'_, T> {
    fn drop(&mut self) {
        self.0.expire();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coordinator::{Event, GroupOffsets, Now, Request, RequestContext, Response, Ticket};
    use wire::batch::{BatchBuilder, BatchOptions, Codec, NewRecord};
    use wire::codec::Str;
    use wire::group::{OffsetCommitKey, OffsetCommitValue};
    use wire::messages::offset_fetch::OffsetFetchRequestGroup;
    use wire::records::{GroupRecordKey, GroupRecordValue};

    fn commit(builder: &mut BatchBuilder, partition: i32, offset: i64) {
        let key = OffsetCommitKey { group: "g".into(), topic: "t".into(), partition };
        let key = GroupRecordKey::from(key).encode().unwrap();
        let value = OffsetCommitValue { offset, leader_epoch: -1, ..Default::default() };
        let value = GroupRecordValue::from(value).encode(3).unwrap();
        let record = NewRecord { key: Some(&key), value: Some(&value), ..Default::default() };
        builder.append(record).unwrap();
    }

    fn view(bytes: Bytes) -> BatchView {
        BatchView::parse(&bytes).unwrap()
    }

    fn offsets(loading: Loading) -> Vec<(i32, i64)> {
        let now = Now { epoch_ms: 0, monotonic_ms: 0 };
        let (mut shard, _) = loading.finish(now);
        let group = OffsetFetchRequestGroup { group_id: "g".into(), topics: None, ..Default::default() };
        let request = Request::OffsetFetch(GroupOffsets { group, require_stable: false });
        let context =
            RequestContext { version: 8, client_id: Str::new(), client_host: Str::new(), random: 0 };
        let asked = Event::Request { ticket: Ticket(0), context, request };
        let Response::OffsetFetch(group) = shard.step(asked, now).replies.remove(0).response else {
            panic!()
        };
        let mut offsets: Vec<_> = group.topics.iter().flat_map(|topic| &topic.partitions).collect();
        offsets.sort_by_key(|partition| partition.partition_index);
        offsets.iter().map(|partition| (partition.partition_index, partition.committed_offset)).collect()
    }

    #[test]
    fn compressed_batches_are_read_and_what_lies_before_the_log_start_is_not() {
        let mut loading = Loading::new(Config::default());
        for (base_offset, codec) in
            [(10, Codec::None), (20, Codec::Gzip), (30, Codec::Zstd), (40, Codec::Lz4)]
        {
            let mut builder = BatchBuilder::new(BatchOptions { base_offset, ..Default::default() });
            commit(&mut builder, base_offset as i32, base_offset);
            commit(&mut builder, base_offset as i32 + 1, base_offset + 1);
            let batch = view(builder.finish_compressed(codec, None).unwrap());
            replay_batch(&batch, 11, &mut loading).unwrap();
        }
        let loaded: Vec<i32> = offsets(loading).iter().map(|(partition, _)| *partition).collect();
        assert_eq!(loaded, [11, 20, 21, 30, 31, 40, 41]);
    }

    #[test]
    fn offsets_of_a_transaction_count_when_its_marker_says_so() {
        let mut loading = Loading::new(Config::default());
        for (producer_id, control) in [(1, ControlType::Commit), (2, ControlType::Abort)] {
            let options = BatchOptions { producer_id, transactional: true, ..Default::default() };
            let mut builder = BatchBuilder::new(options);
            commit(&mut builder, producer_id as i32, 5);
            replay_batch(&view(builder.finish().unwrap()), 0, &mut loading).unwrap();
            let mut marker = BatchBuilder::new(BatchOptions { control: true, ..options });
            let key = control.key();
            marker.append(NewRecord { key: Some(&key), value: Some(b""), ..Default::default() }).unwrap();
            replay_batch(&view(marker.finish().unwrap()), 0, &mut loading).unwrap();
        }
        assert_eq!(offsets(loading), [(1, 5)]);
    }

    #[test]
    fn a_batch_that_was_damaged_is_not_loaded() {
        let mut builder = BatchBuilder::new(BatchOptions { base_offset: 7, ..Default::default() });
        commit(&mut builder, 0, 5);
        let mut bytes = builder.finish().unwrap().to_vec();
        let last = bytes.len() - 3;
        bytes[last] ^= 1;
        let failure = replay_batch(&view(bytes.into()), 0, &mut Loading::new(Config::default()));
        assert!(matches!(failure, Err(LoadFailure::Batch { offset: 7, fault: BatchError::Crc { .. } })));
    }
}
