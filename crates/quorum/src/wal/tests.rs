//! What the write-ahead log promises, on a disk that loses everything that was not flushed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use disk::{CrashChoice, Disk, SimDisk};
use parking_lot::Mutex;
use proptest::prelude::*;

use super::group::VoteMirror;
use super::{Wal, WalOptions};
use crate::batch::test_batch;
use crate::log_entry::{LogEntry, Payload};
use crate::log_id::{LogId, Vote};
use crate::runtime::Worker;
use crate::{Entry, Error, Uuid, VoterKey};

const KEY: VoterKey = VoterKey { id: 1, directory: Uuid([7; 16]) };

struct NoMirror;

impl VoteMirror for NoMirror {
    fn before_first_write(&mut self) -> std::io::Result<()> {
        Ok(())
    }
    fn voted(&mut self, _vote: &Vote) -> std::io::Result<()> {
        Ok(())
    }
}

/// A log on a simulated disk, whose worker is driven by hand.
struct Rig {
    disk: SimDisk,
    dir: PathBuf,
    segment_bytes: u32,
    cache_bytes: usize,
    failures: Arc<Mutex<Vec<String>>>,
}

type Worked = Box<dyn Worker>;

impl Rig {
    fn new() -> Self {
        let disk = SimDisk::new();
        let dir = PathBuf::from("/raft");
        disk.create_dir_all(&dir).unwrap();
        disk.sync_dir(Path::new("/")).unwrap();
        Self { disk, dir, segment_bytes: 1 << 20, cache_bytes: 1 << 20, failures: Arc::default() }
    }

    fn try_open(&self) -> Result<(Wal, Worked), Error> {
        let options = WalOptions {
            disk: Arc::new(self.disk.clone()),
            dir: self.dir.clone(),
            key: KEY,
            segment_bytes: self.segment_bytes,
            cache_bytes: self.cache_bytes,
        };
        let failures = self.failures.clone();
        Wal::open(options, Box::new(NoMirror), Box::new(move |reason| failures.lock().push(reason)))
    }

    fn open(&self) -> (Wal, Worked) {
        self.try_open().unwrap()
    }

    fn files(&self) -> Vec<String> {
        self.disk.list(&self.dir).unwrap().into_iter().map(|e| e.name).collect()
    }
}

fn round(worker: &mut Worked) {
    worker.write();
    worker.flush();
}

fn id(term: u64, index: u64) -> LogId {
    LogId { term, index }
}

fn vote(term: u64) -> Vote {
    Vote { term, voter: KEY, committed: false }
}

fn entry(term: u64, index: u64, records: u32) -> LogEntry {
    let batch = if records == 0 { Bytes::new() } else { test_batch(records, (term * 100 + index) as u8) };
    let entry = Entry { batch, count: records, private: Bytes::from(format!("private {term}.{index}")) };
    LogEntry { id: id(term, index), payload: Payload { configuration: None, entry: Some(entry) } }
}

fn append(wal: &Wal, entries: Vec<LogEntry>) -> Arc<AtomicUsize> {
    let durable = Arc::new(AtomicUsize::new(0));
    let n = entries.len();
    let seen = durable.clone();
    wal.append(entries, Box::new(move |r| seen.store(if r.is_ok() { n } else { 0 }, Ordering::SeqCst)))
        .unwrap();
    durable
}

fn all(wal: &Wal) -> Vec<LogEntry> {
    wal.entries(0..u64::MAX, usize::MAX).unwrap()
}

#[test]
fn what_was_reported_durable_survives_the_loss_of_everything_unflushed() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    drop(wal.save_vote(vote(3)));
    let first = append(&wal, vec![entry(3, 0, 2), entry(3, 1, 0)]);
    round(&mut worker);
    assert_eq!(first.load(Ordering::SeqCst), 2);
    let second = append(&wal, vec![entry(3, 2, 5)]);
    worker.write();
    assert_eq!(all(&wal).len(), 3, "entries are readable before they are durable");
    assert_eq!(second.load(Ordering::SeqCst), 0, "nothing is reported before the flush");
    rig.disk.crash(CrashChoice::LoseAll);

    let (wal, _worker) = rig.open();
    assert_eq!(wal.vote(), Some(vote(3)));
    assert_eq!(all(&wal), vec![entry(3, 0, 2), entry(3, 1, 0)]);
    assert_eq!(wal.offsets(), 0..2);
}

#[test]
fn a_vote_is_not_ready_before_its_flush() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    let mut saved = tokio_test(wal.save_vote(vote(1)));
    assert!(saved().is_none());
    worker.write();
    assert!(saved().is_none());
    worker.flush();
    assert!(saved().unwrap().is_ok());
}

/// Polls a future by hand.
fn tokio_test<F: Future>(future: F) -> impl FnMut() -> Option<F::Output> {
    let mut future = Box::pin(future);
    move || {
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        match future.as_mut().poll(&mut cx) {
            std::task::Poll::Ready(v) => Some(v),
            std::task::Poll::Pending => None,
        }
    }
}

#[test]
fn a_torn_tail_is_cut_and_everything_before_it_kept() {
    for kept in 0..400 {
        let rig = Rig::new();
        let (wal, mut worker) = rig.open();
        append(&wal, vec![entry(1, 0, 1)]);
        round(&mut worker);
        append(&wal, vec![entry(1, 1, 1), entry(1, 2, 1)]);
        worker.write();
        // Of the one unflushed write, `kept` bytes had reached the disk.
        rig.disk.crash(CrashChoice::Each(&mut |n| if n == 3 { 1 } else { kept.min(n - 1) }));
        let (wal, mut worker) = rig.open();
        let found = all(&wal);
        assert!(!found.is_empty(), "what was durable is there, {kept} bytes of the next group kept");
        for (i, found) in found.iter().enumerate() {
            assert_eq!(*found, entry(1, i as u64, 1));
        }
        // And the log goes on from there, through another crash.
        let next = found.len() as u64;
        append(&wal, vec![entry(2, next, 3)]);
        round(&mut worker);
        rig.disk.crash(CrashChoice::LoseAll);
        let (wal, _worker) = rig.open();
        assert_eq!(all(&wal).last(), Some(&entry(2, next, 3)));
    }
}

#[test]
fn a_record_lost_by_the_medium_is_refused_never_cut() {
    let probe = Rig::new();
    let (wal, mut worker) = probe.open();
    append(&wal, vec![entry(1, 0, 1)]);
    round(&mut worker);
    let name = probe.files().remove(0);
    let durable = probe.disk.open(&probe.dir.join(&name), disk::OpenMode::Read).unwrap().len().unwrap();
    for at in 0..durable {
        let rig = Rig::new();
        let (wal, mut worker) = rig.open();
        append(&wal, vec![entry(1, 0, 1)]);
        round(&mut worker);
        append(&wal, vec![entry(1, 1, 1)]);
        round(&mut worker);
        drop((wal, worker));
        assert!(rig.disk.corrupt(&rig.dir.join(&name), at, 0x10));
        match rig.try_open() {
            Err(Error::DamagedLog { path, .. }) => assert_eq!(path, rig.dir.join(&name)),
            Err(Error::ForeignLog { .. }) => panic!("a damaged header was believed"),
            Err(other) => panic!("byte {at}: {other}"),
            Ok((wal, _)) => panic!("byte {at}: opened with {} entries", all(&wal).len()),
        }
    }
}

#[test]
fn a_log_of_another_directory_is_refused() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 1)]);
    round(&mut worker);
    drop((wal, worker));
    let options = WalOptions {
        disk: Arc::new(rig.disk.clone()),
        dir: rig.dir.clone(),
        key: VoterKey { id: 1, directory: Uuid([8; 16]) },
        segment_bytes: 1 << 20,
        cache_bytes: 0,
    };
    let opened = Wal::open(options, Box::new(NoMirror), Box::new(|_| ()));
    assert!(matches!(opened.map(|_| ()), Err(Error::ForeignLog { .. })));
}

#[test]
fn a_truncated_entry_never_comes_back() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 2), entry(1, 1, 3), entry(1, 2, 4)]);
    round(&mut worker);
    wal.truncate_after(Some(id(1, 0))).unwrap();
    append(&wal, vec![entry(2, 1, 7)]);
    let expected = vec![entry(1, 0, 2), entry(2, 1, 7)];
    assert_eq!(all(&wal), expected);
    assert_eq!(wal.offsets(), 0..9);
    round(&mut worker);
    assert_eq!(all(&wal), expected);
    drop((wal, worker));
    let (wal, _worker) = rig.open();
    assert_eq!(all(&wal), expected);
    assert_eq!(wal.term_ends(0..=1), vec![id(1, 0), id(2, 1)]);
    assert_eq!(wal.epoch_end(1).map(|e| e.end_offset), Some(2));
    assert_eq!(wal.epoch_end(9).map(|e| (e.epoch, e.end_offset)), Some((2, 9)));
}

#[test]
fn an_index_appended_again_in_the_same_group_is_read_from_its_own_place() {
    let mut rig = Rig::new();
    rig.cache_bytes = 0;
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 1), entry(1, 1, 3)]);
    wal.truncate_after(Some(id(1, 0))).unwrap();
    append(&wal, vec![entry(2, 1, 7)]);
    worker.write();
    assert_eq!(all(&wal), vec![entry(1, 0, 1), entry(2, 1, 7)]);
    wal.truncate_after(None).unwrap();
    append(&wal, vec![entry(3, 0, 1)]);
    assert_eq!(all(&wal), vec![entry(3, 0, 1)]);
    worker.flush();
    round(&mut worker);
    assert_eq!(all(&wal), vec![entry(3, 0, 1)]);
}

#[test]
fn old_entries_are_read_from_files_within_a_limit_of_bytes() {
    let mut rig = Rig::new();
    rig.cache_bytes = 300;
    rig.segment_bytes = 2000;
    let (wal, mut worker) = rig.open();
    for i in 0..100 {
        append(&wal, vec![entry(1 + i / 30, i, (i % 4) as u32)]);
        if i % 3 == 0 {
            round(&mut worker);
        }
    }
    round(&mut worker);
    assert!(rig.files().len() > 5, "{:?}", rig.files());
    for from in 0..100 {
        let some = wal.entries(from..100, 500).unwrap();
        assert!(!some.is_empty() && some.iter().map(LogEntry::size).sum::<usize>() <= 500);
        for (i, found) in some.iter().enumerate() {
            let index = from + i as u64;
            assert_eq!(*found, entry(1 + index / 30, index, (index % 4) as u32));
        }
    }
    assert_eq!(all(&wal).len(), 100);
    drop((wal, worker));
    let (wal, _worker) = rig.open();
    assert_eq!(all(&wal).len(), 100);
    assert_eq!(wal.offsets().end, (0..100).map(|i| i % 4).sum::<i64>());
}

#[test]
fn served_batches_are_whole_stamped_and_without_a_gap() {
    let mut rig = Rig::new();
    rig.cache_bytes = 0;
    let (wal, mut worker) = rig.open();
    for i in 0..20 {
        append(&wal, vec![entry(1 + i / 7, i, (i % 3) as u32)]);
        round(&mut worker);
    }
    let end = wal.offsets().end;
    for max_bytes in [1, 70, 200, 1 << 20] {
        let mut offset = 0;
        while offset < end {
            let served = wal.batches(offset, end, max_bytes).unwrap();
            let mut at = 0;
            let mut expected = offset;
            while at < served.batches.len() {
                let batch = &served.batches[at..];
                assert_eq!(i64::from_be_bytes(batch[..8].try_into().unwrap()), expected);
                let index = (0..20).find(|i| wal.base_offset(*i).unwrap() == expected && i % 3 > 0).unwrap();
                assert_eq!(i32::from_be_bytes(batch[12..16].try_into().unwrap()), 1 + index as i32 / 7);
                expected += index as i64 % 3;
                at += 12 + i32::from_be_bytes(batch[8..12].try_into().unwrap()) as usize;
            }
            assert_eq!(served.next_offset, expected);
            assert!(expected > offset, "at least one batch is served");
            offset = expected;
        }
    }
    // An offset inside a batch is answered with that whole batch, as Kafka does.
    let inside = wal.batches(2, end, 1).unwrap();
    assert_eq!(i64::from_be_bytes(inside.batches[..8].try_into().unwrap()), 1);
    // And nothing that begins at the end given or behind it.
    let upto = wal.base_offset(8).unwrap();
    assert_eq!(wal.batches(0, upto, 1 << 20).unwrap().next_offset, upto);
    assert!(wal.batches(upto, upto, 1 << 20).unwrap().batches.is_empty());
}

#[test]
fn nothing_is_durable_after_a_failed_flush() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 1)]);
    round(&mut worker);
    rig.disk.set_flush_fails(true);
    let lost = append(&wal, vec![entry(1, 1, 1)]);
    round(&mut worker);
    assert_eq!(lost.load(Ordering::SeqCst), 0);
    rig.disk.set_flush_fails(false);
    assert_eq!(rig.failures.lock().len(), 1);
    assert!(rig.failures.lock()[0].contains("flush the raft log"), "{:?}", rig.failures.lock());
    assert!(wal.append(vec![entry(1, 2, 1)], Box::new(|_| ())).is_err());
    assert!(tokio_test(wal.save_vote(vote(9)))().unwrap().is_err());
    round(&mut worker);
    assert_eq!(rig.failures.lock().len(), 1, "the failure is reported once");
}

#[test]
fn a_full_disk_ends_the_log_and_loses_nothing_that_was_durable() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 1)]);
    round(&mut worker);
    rig.disk.set_capacity(600);
    let mut next = 1;
    while rig.failures.lock().is_empty() {
        let Ok(_) = wal.append(vec![entry(1, next, 1)], Box::new(|_| ())) else { break };
        next += 1;
        round(&mut worker);
    }
    assert!(rig.failures.lock()[0].contains("write to the raft log"));
    rig.disk.crash(CrashChoice::LoseAll);
    rig.disk.set_capacity(u64::MAX);
    let (wal, _worker) = rig.open();
    assert_eq!(all(&wal).len() as u64, next - 1);
}

#[test]
fn a_purge_removes_files_and_is_remembered() {
    let mut rig = Rig::new();
    rig.segment_bytes = 1000;
    let (wal, mut worker) = rig.open();
    drop(wal.save_vote(vote(4)));
    for i in 0..60 {
        append(&wal, vec![entry(1 + i / 20, i, 2)]);
        round(&mut worker);
    }
    wal.set_committed(id(3, 55));
    let before = rig.files().len();
    drop(wal.purge(id(3, 50)));
    round(&mut worker);
    assert!(rig.files().len() < before / 2, "{:?}", rig.files());
    drop((wal, worker));
    let (wal, mut worker) = rig.open();
    assert_eq!(wal.purged(), Some(id(3, 50)));
    assert_eq!(wal.vote(), Some(vote(4)), "the vote was carried into the files that stay");
    assert_eq!(wal.committed(), Some(id(3, 55)));
    assert_eq!(wal.offsets(), 102..120);
    assert_eq!(all(&wal).len(), 9);
    assert_eq!(wal.entries(0..51, usize::MAX).unwrap(), vec![]);
    // Purged beyond its end, the log goes on after that.
    drop(wal.purge(id(5, 80)));
    append(&wal, vec![entry(5, 81, 1)]);
    round(&mut worker);
    drop((wal, worker));
    let (wal, _worker) = rig.open();
    assert_eq!(all(&wal), vec![entry(5, 81, 1)]);
    assert_eq!(wal.last(), Some(id(5, 81)));
}

#[test]
fn a_missing_file_is_refused() {
    let mut rig = Rig::new();
    rig.segment_bytes = 1000;
    let (wal, mut worker) = rig.open();
    for i in 0..40 {
        append(&wal, vec![entry(1, i, 2)]);
        round(&mut worker);
    }
    drop((wal, worker));
    let files = rig.files();
    assert!(files.len() > 3);
    for missing in &files[..files.len() - 1] {
        let path = rig.dir.join(missing);
        let aside = PathBuf::from("/aside");
        rig.disk.rename(&path, &aside).unwrap();
        assert!(matches!(rig.try_open().map(|_| ()), Err(Error::DamagedLog { .. })), "without {missing}");
        rig.disk.rename(&aside, &path).unwrap();
    }
    rig.open();
}

#[test]
fn the_committed_position_rides_with_the_next_group() {
    let rig = Rig::new();
    let (wal, mut worker) = rig.open();
    append(&wal, vec![entry(1, 0, 1)]);
    round(&mut worker);
    let changes = rig.disk.changes();
    wal.set_committed(id(1, 0));
    assert_eq!(rig.disk.changes(), changes, "it costs nothing by itself");
    append(&wal, vec![entry(1, 1, 1)]);
    round(&mut worker);
    rig.disk.crash(CrashChoice::LoseAll);
    let (wal, mut worker) = rig.open();
    assert_eq!(wal.committed(), Some(id(1, 0)));
    wal.set_committed(id(1, 1));
    let mut closed = tokio_test(wal.close());
    assert!(closed().is_none());
    round(&mut worker);
    assert!(closed().unwrap().is_ok());
    rig.disk.crash(CrashChoice::LoseAll);
    assert_eq!(rig.open().0.committed(), Some(id(1, 1)));
}

/// What a random run does to a log.
#[derive(Clone, Debug)]
enum Step {
    Append { entries: u8, records: u8 },
    NewTerm,
    Truncate { back: u8 },
    Committed { back: u8 },
    Round,
    Crash(Vec<u8>),
    Stop(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (1..4u8, 0..5u8).prop_map(|(entries, records)| Step::Append { entries, records }),
        2 => Just(Step::NewTerm),
        1 => (1..6u8).prop_map(|back| Step::Truncate { back }),
        1 => (0..3u8).prop_map(|back| Step::Committed { back }),
        5 => Just(Step::Round),
        2 => proptest::collection::vec(any::<u8>(), 1..8).prop_map(Step::Crash),
        1 => any::<u8>().prop_map(Step::Stop),
    ]
}

/// What the log should hold, and the states it has passed through since the last one known durable.
#[derive(Clone, PartialEq, Debug, Default)]
struct Model {
    vote: Option<Vote>,
    entries: Vec<LogEntry>,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// After any crash the log is in a state that it had at or after the last one reported durable.
    #[test]
    fn a_crash_at_any_place_leaves_a_state_that_was(steps in proptest::collection::vec(step(), 1..60)) {
        let mut rig = Rig::new();
        rig.segment_bytes = 700;
        rig.cache_bytes = 200;
        let (mut wal, mut worker) = rig.open();
        let mut term = 1;
        let mut now = Model::default();
        let mut states = vec![now.clone()];
        for step in steps {
            match step {
                Step::Append { entries, records } => {
                    let first = now.entries.len() as u64;
                    let new: Vec<_> =
                        (first..first + u64::from(entries)).map(|i| entry(term, i, u32::from(records))).collect();
                    for entry in &new {
                        now.entries.push(entry.clone());
                        states.push(now.clone());
                    }
                    let _ = wal.append(new, Box::new(|_| ()));
                }
                Step::NewTerm => {
                    term += 1;
                    now.vote = Some(vote(term));
                    drop(wal.save_vote(vote(term)));
                    states.push(now.clone());
                }
                Step::Truncate { back } => {
                    let keep = now.entries.len().saturating_sub(usize::from(back));
                    now.entries.truncate(keep);
                    let _ = wal.truncate_after(now.entries.last().map(|e| e.id));
                    states.push(now.clone());
                }
                Step::Committed { back } => {
                    if let Some(e) = now.entries.iter().rev().nth(usize::from(back)) {
                        wal.set_committed(e.id);
                    }
                }
                Step::Round => {
                    worker.write();
                    let before = wal.entries(0..u64::MAX, usize::MAX);
                    worker.flush();
                    if let Ok(before) = before {
                        prop_assert_eq!(&before, &now.entries, "readable between write and flush");
                        if rig.failures.lock().is_empty() {
                            states = vec![now.clone()];
                        }
                    }
                }
                Step::Stop(n) => rig.disk.stop_after(u64::from(n % 12)),
                Step::Crash(choices) => {
                    worker.write();
                    let mut choices = choices.iter().cycle().map(|c| u64::from(*c));
                    rig.disk.crash(CrashChoice::Each(&mut |n| choices.next().unwrap_or(0) % n));
                    rig.failures.lock().clear();
                    (wal, worker) = rig.open();
                    let found = Model { vote: wal.vote(), entries: all(&wal) };
                    prop_assert!(states.contains(&found), "found {found:?}\nof {states:?}");
                    let offsets: i64 = found.entries.iter().map(|e| i64::from(e.count())).sum();
                    prop_assert_eq!(wal.offsets(), 0..offsets);
                    now = found;
                    states = vec![now.clone()];
                    term += 1;
                }
            }
        }
    }
}
