//! [`RealFile`]: a file of the operating system, by positioned calls.

use std::fs;
use std::io::{self, IoSlice};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::FileExt;

use crate::{Advice, File};

pub(super) struct RealFile {
    file: fs::File,
}

impl RealFile {
    pub(super) fn new(file: fs::File) -> Self {
        Self { file }
    }
}

impl File for RealFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        self.file.read_at(into, at)
    }

    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
        self.file.write_all_at(bytes, at)
    }

    fn write_all_vectored_at(&self, slices: &[IoSlice<'_>], at: u64) -> io::Result<()> {
        let mut at = at;
        let mut owned: Vec<IoSlice<'_>> = slices.to_vec();
        let mut left: &mut [IoSlice<'_>] = &mut owned;
        // Linux takes at most IOV_MAX slices a call, and may write less than it was given.
        const SLICES_MAX: usize = 1024;
        IoSlice::advance_slices(&mut left, 0);
        while !left.is_empty() {
            let take = left.len().min(SLICES_MAX);
            match rustix::io::pwritev(&self.file, &left[..take], at) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    at += n as u64;
                    IoSlice::advance_slices(&mut left, n);
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn advise(&self, at: u64, len: u64, advice: Advice) {
        let advice = match advice {
            Advice::Sequential => rustix::fs::Advice::Sequential,
            Advice::WillNeed => rustix::fs::Advice::WillNeed,
            Advice::DontNeed => rustix::fs::Advice::DontNeed,
        };
        // A hint: a file system that does not take it has lost nothing.
        let _ = rustix::fs::fadvise(&self.file, at, std::num::NonZeroU64::new(len), advice);
    }

    fn as_fd(&self) -> Option<BorrowedFd<'_>> {
        Some(self.file.as_fd())
    }
}
