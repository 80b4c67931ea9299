//! What the tests of logs share: batches, logs on simulated disks, and numbers that repeat.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use disk::{Disk, SimDisk, create_dir_durable};
use ferryman_log::{
    AppendOrigin, Appended, FollowerBatches, LeaderBatches, Log, LogConfig, LogError, LogSlice, LogWriter,
    OpenOptions, Opened, ReadRequest, Resources, TopicPartition,
};
use wire::batch::{BatchBuilder, BatchHeader, BatchOptions, Batches, Codec, NewRecord};

/// Where the logs of a test are.
pub(crate) const LOG_DIR: &str = "/logs";
/// A time, in milliseconds since 1970.
pub(crate) const NOW: i64 = 1_700_000_000_000;

/// Numbers that are the same for the same seed (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// How many seeds a simulation runs: `FERRYMAN_SEEDS`, or so many.
pub(crate) fn seeds(default: u64) -> std::ops::Range<u64> {
    if let Ok(one) = std::env::var("FERRYMAN_SEED") {
        let one = one.parse().unwrap();
        return one..one + 1;
    }
    0..std::env::var("FERRYMAN_SEEDS").map_or(default, |n| n.parse().unwrap())
}

pub(crate) fn partition() -> TopicPartition {
    TopicPartition::new("orders", 0)
}

pub(crate) fn sim() -> SimDisk {
    let disk = SimDisk::new();
    create_dir_durable(&disk, Path::new(LOG_DIR)).unwrap();
    disk
}

/// Without a hot tail, so that reads go to the files.
pub(crate) fn resources(disk: &SimDisk) -> Arc<Resources> {
    Resources::new(Arc::new(disk.clone()), 0)
}

pub(crate) fn create(resources: &Arc<Resources>, config: LogConfig) -> LogWriter {
    LogWriter::create(resources.clone(), Path::new(LOG_DIR), partition(), config, None, 0, NOW).unwrap()
}

pub(crate) fn open(
    resources: &Arc<Resources>,
    config: LogConfig,
    options: OpenOptions,
) -> Result<Opened, LogError> {
    LogWriter::open(
        resources.clone(),
        Path::new(LOG_DIR),
        partition(),
        config,
        OpenOptions { now: NOW, ..options },
    )
}

pub(crate) fn clean(recovery_point: i64) -> OpenOptions {
    OpenOptions { clean_shutdown: true, recovery_point, ..Default::default() }
}

pub(crate) fn crashed(recovery_point: i64) -> OpenOptions {
    OpenOptions { clean_shutdown: false, recovery_point, ..Default::default() }
}

/// Segments of a few batches, indexes with an entry for almost each.
pub(crate) fn small() -> LogConfig {
    LogConfig { segment_bytes: 1500, index_interval_bytes: 150, ..Default::default() }
}

/// A batch of `count` records of `size` bytes of value.
pub(crate) fn batch(options: BatchOptions, timestamps: &[i64], size: usize) -> Bytes {
    let mut builder = BatchBuilder::new(options);
    for (i, timestamp) in timestamps.iter().enumerate() {
        let value = vec![b'a' + (i % 26) as u8; size];
        builder
            .append(NewRecord { timestamp: *timestamp, key: Some(b"key"), value: Some(&value), headers: &[] })
            .unwrap();
    }
    builder.finish().unwrap()
}

/// A batch as a producer without id sends it.
pub(crate) fn plain(count: usize, size: usize) -> Bytes {
    batch(BatchOptions::default(), &vec![NOW; count], size)
}

/// A batch as an idempotent producer sends it.
pub(crate) fn idempotent(producer_id: i64, producer_epoch: i16, base_sequence: i32, count: usize) -> Bytes {
    let options = BatchOptions { producer_id, producer_epoch, base_sequence, ..Default::default() };
    batch(options, &vec![NOW; count], 20)
}

pub(crate) fn compressed(codec: Codec, timestamps: &[i64]) -> Bytes {
    let mut builder = BatchBuilder::new(BatchOptions::default());
    for timestamp in timestamps {
        builder
            .append(NewRecord { timestamp: *timestamp, value: Some(&[b'x'; 200]), ..Default::default() })
            .unwrap();
    }
    builder.finish_compressed(codec, None).unwrap()
}

/// Appends as leader of an epoch.
pub(crate) fn lead(writer: &mut LogWriter, records: Bytes, epoch: i32) -> Result<Appended, LogError> {
    lead_at(writer, records, epoch, NOW)
}

pub(crate) fn lead_at(
    writer: &mut LogWriter,
    records: Bytes,
    epoch: i32,
    now: i64,
) -> Result<Appended, LogError> {
    let batches = LeaderBatches::check(records, writer.config(), AppendOrigin::Client, now)?;
    writer.append_as_leader(&batches, epoch, now)
}

/// Appends as follower.
pub(crate) fn follow(writer: &mut LogWriter, records: Bytes) -> Result<Appended, LogError> {
    writer.append_as_follower(&FollowerBatches::check(records, i32::MAX)?, NOW)
}

pub(crate) fn request(offset: i64) -> ReadRequest {
    ReadRequest { offset, upper: i64::MAX, bytes_max: 1 << 20, min_one_batch: true }
}

pub(crate) fn headers(bytes: Bytes) -> Vec<BatchHeader> {
    Batches::new(bytes)
        .map(|batch| {
            let batch = batch.unwrap();
            batch.verify_crc().unwrap();
            *batch.header()
        })
        .collect()
}

pub(crate) fn read(log: &Log, offset: i64) -> LogSlice {
    log.read(request(offset)).unwrap()
}

/// All bytes from an offset to the log's end, read piece by piece.
pub(crate) fn read_all(log: &Log, from: i64, bytes_max: usize) -> Bytes {
    let mut offset = from;
    let mut all = Vec::new();
    while offset < log.log_end_offset() {
        let slice = log.read(ReadRequest { bytes_max, ..request(offset) }).unwrap();
        if slice.is_empty() {
            break;
        }
        let bytes = slice.to_bytes().unwrap();
        assert_eq!(bytes.len(), slice.size_in_bytes());
        let headers = headers(bytes.clone());
        assert_eq!(headers[0].base_offset, slice.first_offset());
        offset = headers.last().unwrap().next_offset();
        all.extend_from_slice(&bytes);
    }
    all.into()
}

/// (base offset, last offset, leader epoch) of each batch of a log.
pub(crate) fn places(log: &Log) -> Vec<(i64, i64, i32)> {
    headers(read_all(log, log.log_start_offset(), 1 << 20))
        .iter()
        .map(|h| (h.base_offset, h.last_offset(), h.partition_leader_epoch))
        .collect()
}

/// The files of the log, by name.
pub(crate) fn files(disk: &dyn Disk) -> Vec<String> {
    let dir = Path::new(LOG_DIR).join("orders-0");
    disk.list(&dir).unwrap().into_iter().map(|e| e.name).collect()
}
