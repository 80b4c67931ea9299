#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may end at once")]

use std::path::PathBuf;
use std::sync::Arc;

use disk::{CrashChoice, SimDisk, read_all};
use proptest::prelude::*;

use super::*;
use crate::batch::{stamped, test_batch};

const DIR: &str = "/meta/__cluster_metadata-0";

struct Rig {
    disk: SimDisk,
    failure: Arc<Mutex<Option<String>>>,
}

impl Rig {
    fn new() -> Self {
        let disk = SimDisk::new();
        disk::create_dir_durable(&disk, &PathBuf::from(DIR)).unwrap();
        Self { disk, failure: Arc::default() }
    }

    fn open(&self) -> (Materialized, Box<dyn Worker>) {
        let failure = self.failure.clone();
        *failure.lock() = None;
        let on_failure = Box::new(move |reason| *failure.lock() = Some(reason));
        Materialized::new(Arc::new(self.disk.clone()), &PathBuf::from("/meta"), 500, on_failure)
    }

    /// Writes these, in rounds of so many, and closes the files unless something fails.
    fn write(&self, batches: &[Bytes], per_round: usize) -> Option<String> {
        let (handle, mut worker) = self.open();
        for round in batches.chunks(per_round) {
            round.iter().for_each(|batch| handle.push(batch.clone()));
            worker.write();
            worker.flush();
        }
        let (tx, _rx) = oneshot::channel();
        handle.shared.queue.lock().closing = Some(tx);
        worker.flush();
        self.failure.lock().clone()
    }

    /// All bytes of the segments, in order.
    fn content(&self) -> Vec<u8> {
        let dir = PathBuf::from(DIR);
        let mut names: Vec<_> = self.disk.list(&dir).unwrap().into_iter().map(|entry| entry.name).collect();
        names.sort();
        let logs = names.iter().filter(|name| name.ends_with(".log"));
        logs.flat_map(|name| read_all(&self.disk, &dir.join(name), 1 << 20).unwrap().unwrap()).collect()
    }

    fn epochs(&self) -> String {
        let path = PathBuf::from(DIR).join("leader-epoch-checkpoint");
        String::from_utf8(read_all(&self.disk, &path, 1 << 20).unwrap().unwrap().to_vec()).unwrap()
    }
}

/// A log of so many batches; a leader epoch has four of them.
fn batches(n: i64) -> Vec<Bytes> {
    (0..n).map(|i| stamped(&test_batch(2, i as u8), 2 * i, 1 + i as i32 / 4).unwrap()).collect()
}

#[test]
fn the_files_are_those_of_a_partition_of_kafka() {
    let rig = Rig::new();
    let (handle, mut worker) = rig.open();
    batches(8).into_iter().for_each(|batch| handle.push(batch));
    worker.write();
    worker.flush();
    // While it is open already: tools may look at any time.
    assert_eq!(rig.epochs(), "0\n2\n1 0\n2 8\n");
    assert_eq!(rig.content(), batches(8).concat());
    assert_eq!(rig.write(&batches(8), 8), None);
    let names: Vec<_> = rig.disk.list(&PathBuf::from(DIR)).unwrap().into_iter().map(|e| e.name).collect();
    for name in ["00000000000000000000.log", "00000000000000000000.index", "00000000000000000000.timeindex"] {
        assert!(names.iter().any(|found| found == name), "{name} is not in {names:?}");
    }
    assert!(names.iter().filter(|name| name.ends_with(".log")).count() > 1, "{names:?}");
}

#[test]
fn what_differs_is_written_again_and_nothing_else_in_the_directory_is_touched() {
    let rig = Rig::new();
    let other = PathBuf::from(DIR).join("quorum-state");
    disk::atomic_replace(&rig.disk, &other, b"{}").unwrap();
    // As another group's directory has left them: the same offsets, other records and epochs.
    let others: Vec<Bytes> =
        (0..20).map(|i| stamped(&test_batch(2, 200), 2 * i, 7 + i as i32 / 3).unwrap()).collect();
    assert_eq!(rig.write(&others, 3), None);
    assert_eq!(rig.write(&batches(12), 5), None);
    assert_eq!(rig.content(), batches(12).concat());
    assert_eq!(rig.epochs(), "0\n3\n1 0\n2 8\n3 16\n");
    // Damage that is no torn end.
    assert!(rig.disk.corrupt(&PathBuf::from(DIR).join("00000000000000000000.log"), 70, 0xff));
    assert_eq!(rig.write(&batches(12), 1), None);
    assert_eq!(rig.content(), batches(12).concat());
    assert_eq!(read_all(&rig.disk, &other, 10).unwrap().unwrap(), b"{}"[..]);
}

#[test]
fn a_full_disk_is_told() {
    let rig = Rig::new();
    rig.disk.set_capacity(1000);
    let failure = rig.write(&batches(40), 4).expect("a failure");
    assert!(failure.contains("could not write the metadata log"), "{failure}");
}

proptest! {
    /// Whatever a crash leaves, at any change of the disk: opened again, the files come to hold what is committed.
    #[test]
    fn a_crash_at_any_place_leaves_files_that_are_completed(
        stop in 0_u64..250, per_round in 1_usize..8, choices in proptest::collection::vec(any::<u64>(), 64),
    ) {
        let rig = Rig::new();
        rig.disk.stop_after(stop);
        rig.write(&batches(30), per_round);
        let mut choices = choices.into_iter().cycle();
        let mut choose = |n: u64| choices.next().unwrap() % n.max(1);
        rig.disk.crash(CrashChoice::Each(&mut choose));
        prop_assert_eq!(rig.write(&batches(30), 4), None);
        prop_assert_eq!(rig.content(), batches(30).concat());
        prop_assert_eq!(rig.epochs().lines().count(), 2 + 8);
    }
}
