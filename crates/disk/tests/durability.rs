//! What both disks promise, and what the simulated one loses in a crash.

#![allow(clippy::unwrap_used, reason = "a test may end at once")]

use std::io::{ErrorKind, IoSlice};
use std::path::Path;

use ferryman_disk::{
    CrashChoice, Disk, EntryKind, OpenMode, RealDisk, SimDisk, atomic_replace, create_dir_durable, read_all,
};

fn on_both(test: impl Fn(&dyn Disk, &Path)) {
    let dir = tempfile::tempdir().unwrap();
    test(&RealDisk, dir.path());
    let sim = SimDisk::new();
    sim.create_dir_all(Path::new("/data")).unwrap();
    test(&sim, Path::new("/data"));
}

#[test]
fn both_disks_read_what_was_written_and_agree_on_errors() {
    on_both(|disk, root| {
        let path = root.join("a/b/file");
        assert_eq!(disk.open(&path, OpenMode::Create).err().unwrap().kind(), ErrorKind::NotFound);
        create_dir_durable(disk, path.parent().unwrap()).unwrap();
        assert_eq!(disk.open(&path, OpenMode::Read).err().unwrap().kind(), ErrorKind::NotFound);
        let file = disk.open(&path, OpenMode::CreateNew).unwrap();
        file.write_all_vectored_at(&[IoSlice::new(b""), IoSlice::new(b"hello "), IoSlice::new(b"world")], 2)
            .unwrap();
        assert_eq!(file.len().unwrap(), 13);
        let mut into = [0; 20];
        assert_eq!(file.read_at(&mut into, 0).unwrap(), 13);
        assert_eq!(&into[..13], b"\0\0hello world");
        assert_eq!(file.read_exact_at(&mut into, 0).err().unwrap().kind(), ErrorKind::UnexpectedEof);
        file.set_len(4).unwrap();
        file.sync_data().unwrap();
        assert_eq!(disk.open(&path, OpenMode::CreateNew).err().unwrap().kind(), ErrorKind::AlreadyExists);
        let reader = disk.open(&path, OpenMode::Read).unwrap();
        assert_eq!(reader.len().unwrap(), 4);
        assert!(reader.write_all_at(b"x", 0).is_err());
        disk.rename(&root.join("a/b"), &root.join("a/c")).unwrap();
        assert_eq!(disk.kind(&path).unwrap(), None);
        assert_eq!(disk.kind(&root.join("a/c/file")).unwrap(), Some(EntryKind::File));
        let names: Vec<String> = disk.list(&root.join("a")).unwrap().into_iter().map(|e| e.name).collect();
        assert_eq!(names, ["c"]);
        disk.remove_dir_all(&root.join("a")).unwrap();
        assert_eq!(disk.kind(&root.join("a")).unwrap(), None);
        assert!(disk.free_bytes(root).unwrap() > 0);
    });
}

#[test]
fn a_directory_is_locked_by_one_holder_at_a_time() {
    on_both(|disk, root| {
        let path = root.join(".lock");
        let lock = disk.lock(&path).unwrap();
        let refused = disk.lock(&path).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::WouldBlock);
        assert!(refused.to_string().contains(".lock is locked by"), "{refused}");
        drop(lock);
        disk.lock(&path).unwrap();
    });
}

#[test]
fn a_small_file_is_old_or_new_after_a_crash_at_any_step() {
    let path = Path::new("/data/checkpoint");
    for step in 0.. {
        let disk = SimDisk::new();
        create_dir_durable(&disk, Path::new("/data")).unwrap();
        atomic_replace(&disk, path, b"old").unwrap();
        disk.stop_after(step);
        let done = atomic_replace(&disk, path, b"the new content").is_ok();
        let mut seed = step;
        disk.crash(CrashChoice::Each(&mut |n| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) % n
        }));
        let found = read_all(&disk, path, 100).unwrap().unwrap();
        if done {
            assert_eq!(found, b"the new content");
            return;
        }
        assert!(found == b"old" || found == b"the new content", "step {step}: {found:?}");
    }
}

#[test]
fn an_unflushed_write_or_name_may_be_lost_and_a_flushed_one_is_kept() {
    let disk = SimDisk::new();
    create_dir_durable(&disk, Path::new("/data")).unwrap();
    let path = Path::new("/data/log");
    let file = disk.open(path, OpenMode::Create).unwrap();
    file.write_all_at(b"flushed", 0).unwrap();
    file.sync_data().unwrap();
    disk.crash(CrashChoice::LoseAll);
    assert_eq!(disk.kind(path).unwrap(), None, "the name was never flushed");

    let file = disk.open(path, OpenMode::Create).unwrap();
    file.write_all_at(b"flushed", 0).unwrap();
    file.sync_data().unwrap();
    disk.sync_dir(Path::new("/data")).unwrap();
    file.write_all_at(b" not", 7).unwrap();
    disk.crash(CrashChoice::LoseAll);
    assert_eq!(read_all(&disk, path, 100).unwrap().unwrap(), b"flushed");
    assert!(file.len().is_err(), "a file opened before the crash is dead");
}

#[test]
fn a_failed_flush_makes_nothing_durable() {
    let disk = SimDisk::new();
    create_dir_durable(&disk, Path::new("/data")).unwrap();
    let path = Path::new("/data/log");
    atomic_replace(&disk, path, b"one").unwrap();
    let file = disk.open(path, OpenMode::Write).unwrap();
    file.write_all_at(b"two", 3).unwrap();
    disk.set_flush_fails(true);
    assert!(file.sync_data().is_err());
    disk.set_flush_fails(false);
    disk.crash(CrashChoice::LoseAll);
    assert_eq!(read_all(&disk, path, 100).unwrap().unwrap(), b"one");
}

#[test]
fn a_full_disk_refuses_the_write_and_keeps_what_was_there() {
    let disk = SimDisk::new();
    create_dir_durable(&disk, Path::new("/data")).unwrap();
    let path = Path::new("/data/log");
    atomic_replace(&disk, path, b"12345").unwrap();
    disk.set_capacity(8);
    let file = disk.open(path, OpenMode::Write).unwrap();
    assert_eq!(file.write_all_at(b"6789", 5).unwrap_err().kind(), ErrorKind::StorageFull);
    file.write_all_at(b"678", 5).unwrap();
    assert_eq!(read_all(&disk, path, 100).unwrap().unwrap(), b"12345678");
    assert_eq!(disk.free_bytes(path).unwrap(), 0);
}

#[test]
fn a_file_longer_than_its_limit_is_refused_before_it_is_read() {
    on_both(|disk, root| {
        let path = root.join("meta.properties");
        atomic_replace(disk, &path, &[b'x'; 2000]).unwrap();
        assert_eq!(read_all(disk, &path, 1000).unwrap_err().kind(), ErrorKind::InvalidData);
    });
}
