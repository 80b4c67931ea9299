//! The directory lock: a POSIX record lock, as Java's `FileChannel.tryLock` takes it, so that an Apache broker and
//! ours refuse each other's directory.
//!
//! POSIX locks belong to the process and vanish when *any* descriptor of the file is closed by it. So the paths that
//! this process holds are remembered here, and a second attempt is refused before the file is opened.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use parking_lot::Mutex;
use rustix::fs::{FlockOperation, fcntl_lock};

use crate::Lock;

/// (device, inode) of each lock file that this process holds.
static HELD: Mutex<BTreeSet<(u64, u64)>> = Mutex::new(BTreeSet::new());

struct Held {
    _file: fs::File,
    id: (u64, u64),
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.lock().remove(&self.id);
    }
}

pub(super) fn lock(path: &Path) -> io::Result<Lock> {
    let mut held = HELD.lock();
    if let Ok(meta) = fs::metadata(path)
        && held.contains(&(meta.dev(), meta.ino()))
    {
        return Err(in_use(path, &format!("this process ({})", std::process::id())));
    }
    let file = fs::OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let meta = file.metadata()?;
    let id = (meta.dev(), meta.ino());
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {
            held.insert(id);
            Ok(Lock(Box::new(Held { _file: file, id })))
        }
        Err(rustix::io::Errno::AGAIN | rustix::io::Errno::ACCESS) => Err(in_use(path, &holder(id))),
        Err(e) => Err(e.into()),
    }
}

fn in_use(path: &Path, holder: &str) -> io::Error {
    io::Error::new(io::ErrorKind::WouldBlock, format!("{} is locked by {holder}", path.display()))
}

/// Who holds it, from `/proc/locks`: `1: POSIX ADVISORY WRITE 4711 fe:00:393221 0 EOF`.
fn holder((device, inode): (u64, u64)) -> String {
    let wanted = format!("{:02x}:{:02x}:{inode}", rustix::fs::major(device), rustix::fs::minor(device));
    let pid = fs::read_to_string("/proc/locks").ok().and_then(|locks| {
        locks.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            let pid = words.nth(4)?;
            (words.next()? == wanted).then(|| pid.to_owned())
        })
    });
    match pid {
        Some(pid) => match command(&pid) {
            Some(command) => format!("process {pid} ({command})"),
            None => format!("process {pid}"),
        },
        None => "another process".to_owned(),
    }
}

fn command(pid: &str) -> Option<String> {
    let line = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let first = line.split(|b| *b == 0).next()?;
    let text = String::from_utf8_lossy(first).into_owned();
    (!text.is_empty()).then_some(text)
}
