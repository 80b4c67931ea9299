//! [`SimFile`] and [`SimLock`]: what an open file and a held lock are on a simulated disk.

use std::io::{self, IoSlice};
use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::world::World;
use crate::{Advice, File};

pub(super) struct SimFile {
    world: Arc<Mutex<World>>,
    inode: u64,
    life: u64,
    writable: bool,
}

impl SimFile {
    pub(super) fn new(world: Arc<Mutex<World>>, inode: u64, life: u64, writable: bool) -> Self {
        Self { world, inode, life, writable }
    }

    fn need_writable(&self) -> io::Result<()> {
        if self.writable {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file was opened for reading only"))
        }
    }
}

impl File for SimFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.world.lock().content(self.inode, self.life)?.data.len() as u64)
    }

    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        let world = self.world.lock();
        let data = &world.content(self.inode, self.life)?.data;
        let from = (at as usize).min(data.len());
        let n = into.len().min(data.len() - from);
        into[..n].copy_from_slice(&data[from..from + n]);
        Ok(n)
    }

    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.need_writable()?;
        let mut world = self.world.lock();
        world.content_to_change(self.inode, self.life, at + bytes.len() as u64)?.write(at as usize, bytes);
        Ok(())
    }

    fn write_all_vectored_at(&self, slices: &[IoSlice<'_>], at: u64) -> io::Result<()> {
        let all: Vec<u8> = slices.iter().flat_map(|s| s.iter().copied()).collect();
        self.write_all_at(&all, at)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.need_writable()?;
        self.world.lock().content_to_change(self.inode, self.life, len)?.set_len(len as usize);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.world.lock().flush(self.inode, self.life)
    }

    fn advise(&self, _at: u64, _len: u64, _advice: Advice) {}

    fn as_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

pub(super) struct SimLock {
    world: Arc<Mutex<World>>,
    path: PathBuf,
    life: u64,
}

impl SimLock {
    pub(super) fn new(world: Arc<Mutex<World>>, path: &Path, life: u64) -> Self {
        Self { world, path: path.to_path_buf(), life }
    }
}

impl Drop for SimLock {
    fn drop(&mut self) {
        self.world.lock().release_lock(&self.path, self.life);
    }
}
