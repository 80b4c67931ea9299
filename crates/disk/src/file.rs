//! [`File`]: an open file. Positioned reads and writes only: no cursor is shared, so readers need no lock.

use std::io::{self, IoSlice};
use std::os::fd::BorrowedFd;

/// What will be done with a range of a file, as a hint to the page cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// It is read in order soon.
    Sequential,
    /// It is wanted soon.
    WillNeed,
    /// It is not wanted soon.
    DontNeed,
}

/// An open file. Safe to use from several threads at once; two writers to one range are the caller's mistake.
pub trait File: Send + Sync {
    /// Length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether the length is 0.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Reads up to `into.len()` bytes at `at`; 0 means that the file ends there.
    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize>;
    /// Reads exactly `into.len()` bytes at `at`, or fails with `UnexpectedEof`.
    fn read_exact_at(&self, into: &mut [u8], at: u64) -> io::Result<()> {
        let mut done = 0;
        while done < into.len() {
            match self.read_at(&mut into[done..], at + done as u64) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
    /// Writes all of `bytes` at `at`, extending the file as needed. After an error any part may have been written.
    fn write_all_at(&self, bytes: &[u8], at: u64) -> io::Result<()>;
    /// Writes all the slices, one after the other, from `at` on. After an error any part may have been written.
    fn write_all_vectored_at(&self, slices: &[IoSlice<'_>], at: u64) -> io::Result<()>;
    /// Cuts or extends (with zeros) to a length.
    fn set_len(&self, len: u64) -> io::Result<()>;
    /// Makes the bytes and the length durable. An error is final: it must not be tried again.
    fn sync_data(&self) -> io::Result<()>;
    /// A hint for a range; an implementation may ignore it. `len` 0 means up to the end.
    fn advise(&self, at: u64, len: u64, advice: Advice);
    /// The descriptor, where the operating system can send from it.
    fn as_fd(&self) -> Option<BorrowedFd<'_>>;
}
