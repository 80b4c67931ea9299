//! A log against a list of batches, under everything that can happen to it, on a disk that crashes, fills up and fails.
//!
//! Repeat one run with `FERRYMAN_SEED=n`, run more with `FERRYMAN_SEEDS=n`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use common::*;
use disk::{CrashChoice, SimDisk};
use ferryman_log::{
    Damage, EpochEntry, FileCache, LeaderEpochs, LogConfig, LogError, LogWriter, OpenOptions, ReadRequest,
    Resources, TailBudget,
};
use wire::batch::{BatchHeader, BatchOptions};

/// What is known of one producer: epoch, last sequence, last offset, first offset of its open transaction.
type Producers = BTreeMap<i64, (i16, i32, i64, Option<i64>)>;

struct World {
    random: Random,
    disk: SimDisk,
    resources: Arc<Resources>,
    config: LogConfig,
    writer: Option<LogWriter>,
    /// What the log must hold.
    batches: Vec<(BatchHeader, Bytes)>,
    start: i64,
    end: i64,
    epoch: i32,
    clock: i64,
    /// The directory's recovery checkpoint.
    checkpoint: i64,
    /// Everything before was flushed, whatever the checkpoint says.
    flushed: i64,
    sequences: BTreeMap<i64, i32>,
    crashes: u64,
    gaps: u64,
    /// Where the log may have begun anew in a truncation that a crash interrupted.
    anew: Option<i64>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let disk = sim();
        let tail = if random.chance(50) { 0 } else { 2000 };
        let resources = Arc::new(Resources {
            disk: Arc::new(disk.clone()),
            files: FileCache::new(1 + random.below(4) as usize),
            tail: TailBudget::new(tail),
        });
        let config = LogConfig {
            segment_bytes: 600 + random.below(2000) as u32,
            index_interval_bytes: random.below(400) as u32,
            segment_index_bytes: 40 + random.below(200) as u32,
            ..Default::default()
        };
        let writer = create(&resources, config.clone());
        writer.log().flush(0).unwrap();
        Self {
            random,
            disk,
            resources,
            config,
            writer: Some(writer),
            batches: Vec::new(),
            start: 0,
            end: 0,
            epoch: 0,
            clock: NOW,
            checkpoint: 0,
            flushed: 0,
            sequences: BTreeMap::new(),
            crashes: 0,
            gaps: 0,
            anew: None,
        }
    }

    fn writer(&mut self) -> &mut LogWriter {
        self.writer.as_mut().unwrap()
    }

    fn step(&mut self) {
        // Sometimes the machine stops in the middle of what follows.
        let stops = self.random.chance(15);
        if stops {
            let n = self.random.below(25);
            self.disk.stop_after(n);
        }
        let op = self.random.below(100);
        if std::env::var("FERRYMAN_TRACE").is_ok() {
            eprintln!(
                "op {op} stops {stops} end {} checkpoint {} flushed {}",
                self.end, self.checkpoint, self.flushed
            );
        }
        let done = match op {
            0..45 => self.lead(),
            45..60 => self.follow(),
            60..64 => self.roll(),
            64..76 => self.flush(),
            76..83 => self.truncate(),
            83..84 => self.truncate_fully(),
            84..88 => self.reopen(),
            88..91 => self.fill_disk(),
            91..92 => self.fail_flush(),
            _ => self.crash_now(),
        };
        if stops {
            // It may have been done just before the end.
            let _ = done;
            self.crash();
        } else {
            done.unwrap();
        }
        self.check();
    }

    fn new_batch(&mut self, base_offset: i64, sequenced: bool) -> Bytes {
        self.clock += self.random.below(50) as i64 - 10;
        let count = 1 + self.random.below(4) as usize;
        let timestamps: Vec<i64> = (0..count).map(|_| self.clock + self.random.below(20) as i64).collect();
        let mut options = BatchOptions { base_offset, ..Default::default() };
        if sequenced {
            options.producer_id = self.random.below(3) as i64;
            options.producer_epoch = 0;
            options.base_sequence = self.sequences.get(&options.producer_id).copied().unwrap_or(0);
        }
        let size = self.random.below(100) as usize;
        batch(options, &timestamps, size)
    }

    fn lead(&mut self) -> Result<(), LogError> {
        if self.random.chance(10) {
            self.epoch += 1;
        }
        let sequenced = self.random.chance(50);
        let bytes = self.new_batch(0, sequenced);
        let (epoch, now, base_offset) = (self.epoch, self.clock, self.end);
        let mut stamped = bytes.to_vec();
        let (mut view, _) = wire::batch::BatchMut::split_first(&mut stamped).unwrap();
        view.set_place(base_offset, epoch).unwrap();
        let header = *view.header();
        // In the model first: a crash may leave it in the log or not.
        self.put(header, stamped.into());
        let appended = lead_at(self.writer(), bytes, epoch, now);
        if let Ok(appended) = &appended {
            assert_eq!(
                (appended.first_offset, appended.last_offset),
                (header.base_offset, header.last_offset())
            );
            assert!(!appended.duplicate);
        } else {
            self.take_back();
        }
        appended.map(drop)
    }

    fn follow(&mut self) -> Result<(), LogError> {
        let mut all = Vec::new();
        let before = self.batches.len();
        for _ in 0..1 + self.random.below(6) {
            if self.random.chance(10) {
                self.epoch += 1;
            }
            let gap = if self.random.chance(20) { self.random.below(5) as i64 } else { 0 };
            let offset = self.end + gap;
            let sequenced = self.random.chance(50);
            let mut bytes = self.new_batch(offset, sequenced).to_vec();
            let (mut view, _) = wire::batch::BatchMut::split_first(&mut bytes).unwrap();
            view.set_place(offset, self.epoch).unwrap();
            let header = *view.header();
            all.extend_from_slice(&bytes);
            self.put(header, bytes.into());
        }
        let followed = follow(self.writer(), all.into());
        if followed.is_err() {
            // What was written before the failure stays.
            let end = self.writer().log().log_end_offset();
            self.cut_model(end);
            assert!(self.batches.len() >= before);
        }
        followed.map(drop)
    }

    fn put(&mut self, header: BatchHeader, bytes: Bytes) {
        if header.has_producer_id() {
            self.sequences.insert(header.producer_id, header.last_sequence() + 1);
        }
        self.end = header.next_offset();
        self.batches.push((header, bytes));
    }

    /// Says that the last batch did not become part of the log.
    fn take_back(&mut self) {
        let (header, _) = self.batches.pop().unwrap();
        let end = header.base_offset;
        self.cut_model(end);
        self.end = end;
    }

    fn cut_model(&mut self, end: i64) {
        self.batches.retain(|(header, _)| header.next_offset() <= end);
        self.end = end;
        self.sequences = self.producers().into_iter().map(|(id, (_, last, ..))| (id, last + 1)).collect();
        self.flushed = self.flushed.min(end);
    }

    fn roll(&mut self) -> Result<(), LogError> {
        let now = self.clock;
        self.writer().roll(now).map(drop)
    }

    fn flush(&mut self) -> Result<(), LogError> {
        let up_to = match self.random.below(3) {
            0 => self.start + self.random.below((self.end - self.start) as u64 + 1) as i64,
            _ => i64::MAX,
        };
        let log = self.writer().log().clone();
        let point = if self.random.chance(30) {
            let disk = self.disk.clone();
            ferryman_log::Log::flush_all(&disk, Path::new(LOG_DIR), std::iter::once(&*log))?;
            self.end
        } else {
            log.flush(up_to)?
        };
        assert!(point >= up_to.min(self.end));
        self.flushed = self.flushed.max(point);
        if self.random.chance(70) {
            self.checkpoint = log.recovery_point();
        }
        Ok(())
    }

    fn truncate(&mut self) -> Result<(), LogError> {
        if self.end == self.start {
            return Ok(());
        }
        let back = self.random.below(((self.end - self.start) as u64).min(12)) as i64;
        let to = self.end - back;
        let kept = self.batches.iter().rfind(|(h, _)| h.last_offset() < to);
        let lowest = kept.map_or(self.start, |(h, _)| h.next_offset());
        let point = self.writer().log().recovery_point_for_truncation(to);
        self.checkpoint = self.checkpoint.min(point);
        self.flushed = self.flushed.min(lowest);
        let now = self.clock;
        let end = self.writer().truncate_to(to, now)?;
        assert!((lowest..=to).contains(&end), "{end} is not in {lowest}..={to}");
        self.cut_model(end);
        Ok(())
    }

    fn truncate_fully(&mut self) -> Result<(), LogError> {
        let to = self.end + self.random.below(20) as i64;
        self.checkpoint = 0;
        self.flushed = 0;
        self.anew = Some(to);
        let now = self.clock;
        self.writer().truncate_fully_and_start_at(to, now)?;
        self.anew = None;
        self.start = to;
        self.batches.clear();
        self.cut_model(to);
        self.writer().log().flush(to)?;
        Ok(())
    }

    fn reopen(&mut self) -> Result<(), LogError> {
        let end = self.writer.take().unwrap().close()?;
        assert_eq!(end, self.end);
        (self.checkpoint, self.flushed) = (end, end);
        let options = OpenOptions { log_start_offset: self.start, ..clean(end) };
        let opened = open(&self.resources, self.config.clone(), options)?;
        assert!(opened.recovery.is_none());
        self.writer = Some(opened.writer);
        Ok(())
    }

    fn fill_disk(&mut self) -> Result<(), LogError> {
        use disk::Disk;
        let free = self.disk.free_bytes(Path::new(LOG_DIR)).unwrap();
        let used = u64::MAX - free;
        let room = self.random.below(300);
        self.disk.set_capacity(used + room);
        let filled = (0..10).try_for_each(|_| self.lead());
        self.disk.set_capacity(u64::MAX);
        match filled {
            Ok(()) | Err(LogError::DiskFull { .. }) => {}
            Err(e) => return Err(e),
        }
        // Whatever happened, it goes on.
        self.lead()
    }

    fn fail_flush(&mut self) -> Result<(), LogError> {
        self.lead()?;
        self.disk.set_flush_fails(true);
        let log = self.writer().log().clone();
        let error = log.flush(i64::MAX).unwrap_err();
        self.disk.set_flush_fails(false);
        if let LogError::Io { .. } = error {
            // The machine stopped before it came to a flush.
            return Err(error);
        }
        assert!(matches!(error, LogError::FlushFailed { .. }), "{error}");
        assert!(matches!(log.flush(i64::MAX), Err(LogError::Offline { .. })), "never tried again");
        assert!(matches!(log.read(request(0)), Err(LogError::Offline { .. })));
        assert!(matches!(
            self.writer().append_as_follower(&ferryman_log::FollowerBatches::check(plain(1, 1), 9)?, 0),
            Err(LogError::Offline { .. })
        ));
        self.crash();
        Ok(())
    }

    fn crash_now(&mut self) -> Result<(), LogError> {
        if self.random.chance(30) {
            self.crash();
        }
        Ok(())
    }

    fn crash(&mut self) {
        self.crashes += 1;
        self.writer = None;
        let random = &mut self.random;
        match random.below(4) {
            0 => self.disk.crash(CrashChoice::LoseAll),
            1 => self.disk.crash(CrashChoice::KeepAll),
            _ => self.disk.crash(CrashChoice::Each(&mut |n| random.below(n))),
        }
        let options = OpenOptions { log_start_offset: self.start, ..crashed(self.checkpoint) };
        let opened = match open(&self.resources, self.config.clone(), options) {
            Err(ref error @ LogError::CorruptLog { offset, later, .. }) => {
                // Writes were lost in the middle: refused, because it cannot be told from damage.
                assert!(later.is_some(), "only a torn end: {error}");
                assert!(offset >= self.flushed, "{offset} was flushed, up to {}", self.flushed);
                self.gaps += 1;
                open(&self.resources, self.config.clone(), OpenOptions { damage: Damage::Cut, ..options })
                    .unwrap()
            }
            result => result.unwrap(),
        };
        let log = opened.writer.log().clone();
        let end = log.log_end_offset();
        self.writer = Some(opened.writer);
        if let Some(anew) = self.anew.take()
            // Where it was to begin at the very end of the log, a log that is still whole ends there too.
            && ((end == anew && log.size_in_bytes() == 0) || end == self.start || log.log_start_offset() == end)
        {
            // The interrupted truncation got so far.
            self.batches.clear();
            self.start = log.log_start_offset();
            self.cut_model(end);
            self.flushed = end;
            self.checkpoint = self.checkpoint.min(end);
            log.flush(i64::MAX).unwrap();
            return;
        }
        assert!(end >= self.flushed, "the log ends at {end}, flushed was up to {}", self.flushed);
        assert!(end <= self.end);
        self.cut_model(end);
        if self.random.chance(70) {
            let point = log.flush(i64::MAX).unwrap();
            assert_eq!(point, end);
            self.flushed = point;
            self.checkpoint = log.recovery_point();
        }
    }

    fn producers(&self) -> Producers {
        let mut producers = Producers::new();
        for (h, _) in &self.batches {
            if h.has_producer_id() {
                producers.insert(h.producer_id, (h.producer_epoch, h.last_sequence(), h.last_offset(), None));
            }
        }
        producers
    }

    /// Everything that can be asked of the log is answered as the list of batches says.
    fn check(&mut self) {
        let log = self.writer().log().clone();
        assert_eq!(log.log_end_offset(), self.end);
        assert_eq!(log.log_start_offset(), self.start);
        assert!(log.recovery_point() <= self.end);
        assert!(self.checkpoint <= self.flushed, "{} {}", self.checkpoint, self.flushed);
        assert!(self.resources.files.open_count() <= 4);
        assert!(self.resources.tail.used() <= self.resources.tail.bytes_max());
        let expected: Vec<u8> = self.batches.iter().flat_map(|(_, bytes)| bytes.to_vec()).collect();
        assert_eq!(log.size_in_bytes(), expected.len() as u64);
        let bytes_max = 1 + self.random.below(1000) as usize;
        assert_eq!(read_all(&log, self.start, bytes_max), expected);
        self.check_one_read(&log);
        self.check_timestamps(&log);
        let entries = self
            .batches
            .iter()
            .map(|(h, _)| EpochEntry { epoch: h.partition_leader_epoch, start_offset: h.base_offset });
        assert_eq!(*log.leader_epochs(), LeaderEpochs::from_entries(entries));
        let known: Producers = self
            .writer()
            .producers()
            .map(|e| {
                let last = e.last_batch().unwrap();
                (
                    e.producer_id,
                    (e.producer_epoch, e.last_sequence(), last.last_offset, e.current_txn_first_offset),
                )
            })
            .collect();
        assert_eq!(known, self.producers());
    }

    fn check_one_read(&mut self, log: &ferryman_log::Log) {
        let span = (self.end - self.start) as u64 + 1;
        let offset = self.start + self.random.below(span) as i64;
        let upper = self.start + self.random.below(span) as i64;
        let bytes_max = self.random.below(800) as usize;
        let min_one_batch = self.random.chance(50);
        let slice = log.read(ReadRequest { offset, upper, bytes_max, min_one_batch }).unwrap();
        let found = headers(slice.to_bytes().unwrap());
        let mut wanted = self.batches.iter().filter(|(h, _)| h.last_offset() >= offset).peekable();
        if let (Some(first), Some((expected, _))) = (found.first(), wanted.peek()) {
            assert_eq!(first.base_offset, expected.base_offset, "begins with the batch of the offset");
        }
        let mut bytes = 0;
        for header in &found {
            let (expected, _) = wanted.next().unwrap();
            assert_eq!(header, expected);
            assert!(header.next_offset() <= upper);
            bytes += header.size();
        }
        assert!(bytes <= bytes_max || (min_one_batch && found.len() == 1));
        if let (true, Some((next, _))) = (found.is_empty(), wanted.peek()) {
            let allowed = next.next_offset() <= upper && offset < upper;
            assert!(
                !allowed || (!min_one_batch && next.size() > bytes_max),
                "nothing was read, but could be"
            );
        }
        for offset in [self.start - 1, self.end + 1] {
            assert!(matches!(log.read(request(offset)), Err(LogError::OffsetOutOfRange { .. })));
        }
    }

    fn check_timestamps(&mut self, log: &ferryman_log::Log) {
        let timestamp = self.clock - self.random.below(200) as i64 + 50;
        let all: Vec<(i64, i64)> = self
            .batches
            .iter()
            .flat_map(|(_, bytes)| {
                let view = wire::batch::BatchView::parse(bytes).unwrap();
                let times: Vec<_> =
                    view.records().unwrap().map(|r| r.map(|r| (r.timestamp, r.offset)).unwrap()).collect();
                times
            })
            .collect();
        let found = log.offset_for_timestamp(timestamp).unwrap().map(|f| (f.timestamp, f.offset));
        assert_eq!(found, all.iter().find(|(at, _)| *at >= timestamp).copied(), "timestamp {timestamp}");
        let largest = all.iter().map(|(at, _)| *at).max();
        let first = all.iter().find(|(at, _)| Some(*at) == largest).copied();
        assert_eq!(log.max_timestamp().unwrap().map(|f| (f.timestamp, f.offset)), first);
    }
}

#[test]
fn a_log_is_what_was_appended_through_crashes_full_disks_and_failed_flushes() {
    let (mut crashes, mut gaps) = (0, 0);
    for seed in seeds(150) {
        let result = std::panic::catch_unwind(|| {
            let mut world = World::new(seed);
            for _ in 0..120 {
                world.step();
            }
            (world.crashes, world.gaps)
        });
        match result {
            Ok((c, g)) => (crashes, gaps) = (crashes + c, gaps + g),
            Err(panic) => {
                eprintln!("failed with FERRYMAN_SEED={seed}");
                std::panic::resume_unwind(panic);
            }
        }
    }
    println!("{crashes} crashes, {gaps} of them with writes lost in the middle");
}
