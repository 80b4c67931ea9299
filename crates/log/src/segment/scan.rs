//! [`BatchScan`]: going through the batches of a file, one after the other.
//!
//! Reads large pieces and gives out headers, or whole batches where the bytes are needed too. It believes no length
//! before it has been held against the bytes there are.

use std::io;

use disk::File;
use wire::batch::{BatchError, BatchHeader, HEADER_LEN};

/// A place in a file where a batch begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanned {
    /// Byte position.
    pub(crate) position: u64,
    /// The header found there.
    pub(crate) header: BatchHeader,
}

/// Why a scan cannot go on.
#[derive(Debug)]
pub(crate) enum ScanError {
    /// The file cannot be read.
    Io(io::Error),
    /// What stands at the position is no whole batch.
    NoBatch {
        /// Byte position.
        position: u64,
        /// What is wrong with it.
        error: BatchError,
    },
}

/// A walk through the batches between two positions of a file.
pub(crate) struct BatchScan<'a> {
    file: &'a dyn File,
    position: u64,
    end: u64,
    /// Bytes of the file from `buffer_at` on.
    buffer: Vec<u8>,
    buffer_at: u64,
    piece: usize,
}

impl<'a> BatchScan<'a> {
    /// Bytes read at once where few batches are looked at: about what lies between two index entries.
    pub(crate) const PIECE_SMALL: usize = 8 * 1024;
    /// Bytes read at once where a whole segment is gone through.
    pub(crate) const PIECE_LARGE: usize = 1024 * 1024;

    /// From a position at which a batch begins up to `end`, reading `piece` bytes at a time.
    pub(crate) fn new(file: &'a dyn File, position: u64, end: u64, piece: usize) -> Self {
        Self { file, position, end, buffer: Vec::new(), buffer_at: position, piece }
    }

    /// Where the next batch begins, or the end.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// The next batch's header. The whole batch lies before the end, but its bytes are not looked at.
    pub(crate) fn next_header(&mut self) -> Result<Option<Scanned>, ScanError> {
        let position = self.position;
        if position >= self.end {
            return Ok(None);
        }
        let left = (self.end - position) as usize;
        let no_batch = |error| ScanError::NoBatch { position, error };
        let header = BatchHeader::parse(self.fill(HEADER_LEN).map_err(ScanError::Io)?).map_err(no_batch)?;
        if header.size() > left {
            return Err(no_batch(BatchError::Truncated { needed: header.size(), left }));
        }
        self.position += header.size() as u64;
        Ok(Some(Scanned { position, header }))
    }

    /// The next batch with its bytes, which have not been checked.
    pub(crate) fn next_batch(&mut self) -> Result<Option<(Scanned, &[u8])>, ScanError> {
        let Some(found) = self.next_header()? else { return Ok(None) };
        let size = found.header.size();
        self.position = found.position;
        self.fill(size).map_err(ScanError::Io)?;
        self.position += size as u64;
        let from = (found.position - self.buffer_at) as usize;
        let Some(bytes) = self.buffer.get(from..from + size) else {
            let error = BatchError::Truncated { needed: size, left: self.buffer.len().saturating_sub(from) };
            return Err(ScanError::NoBatch { position: found.position, error });
        };
        Ok(Some((found, bytes)))
    }

    /// Makes the buffer hold `n` bytes from the position on, fewer only where the end or the file's end comes first.
    fn fill(&mut self, n: usize) -> io::Result<&[u8]> {
        let wanted = n.min((self.end - self.position) as usize);
        let from = self.position.checked_sub(self.buffer_at).map(|from| from as usize);
        let from = match from {
            Some(from) if from + wanted <= self.buffer.len() => from,
            from => {
                // What is left of the last piece is the beginning of this one.
                let kept = from.filter(|from| *from < self.buffer.len());
                match kept {
                    Some(from) => drop(self.buffer.drain(..from)),
                    None => self.buffer.clear(),
                }
                self.buffer_at = self.position;
                self.read_more(wanted)?;
                0
            }
        };
        let to = (from + wanted).min(self.buffer.len());
        Ok(&self.buffer[from..to])
    }

    fn read_more(&mut self, wanted: usize) -> io::Result<()> {
        let left = (self.end - self.buffer_at) as usize;
        let target = wanted.max(self.piece).min(left);
        let mut have = self.buffer.len();
        self.buffer.resize(target, 0);
        while have < target {
            match self.file.read_at(&mut self.buffer[have..], self.buffer_at + have as u64) {
                Ok(0) => break,
                Ok(n) => have += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => {
                    self.buffer.truncate(have);
                    return Err(e);
                }
            }
        }
        self.buffer.truncate(have);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use disk::{Disk, OpenMode, SimDisk, create_dir_durable};
    use wire::batch::{BatchBuilder, BatchOptions, NewRecord};

    use super::*;

    fn file_of(sizes: &[usize]) -> (Arc<dyn File>, u64) {
        let mut bytes = Vec::new();
        for (i, size) in sizes.iter().enumerate() {
            let options = BatchOptions { base_offset: i as i64, ..Default::default() };
            let mut builder = BatchBuilder::new(options);
            builder.append(NewRecord { value: Some(&vec![i as u8; *size]), ..Default::default() }).unwrap();
            bytes.extend_from_slice(&builder.finish().unwrap());
        }
        let disk = SimDisk::new();
        create_dir_durable(&disk, Path::new("/d")).unwrap();
        let file = disk.open(Path::new("/d/log"), OpenMode::Create).unwrap();
        file.write_all_at(&bytes, 0).unwrap();
        (file, bytes.len() as u64)
    }

    #[test]
    fn headers_and_batches_are_found_whatever_the_size_of_a_piece() {
        let sizes = [0, 10, 5000, 3, 70_000, 200, 1, 9000];
        let (file, end) = file_of(&sizes);
        for piece in [1, 61, 100, 4096, 1 << 20] {
            let mut scan = BatchScan::new(&*file, 0, end, piece);
            let mut batches = BatchScan::new(&*file, 0, end, piece);
            for i in 0..sizes.len() {
                let header = scan.next_header().unwrap().unwrap();
                let (batch, bytes) = batches.next_batch().unwrap().unwrap();
                assert_eq!((header.header, header.position), (batch.header, batch.position));
                assert_eq!(header.header.base_offset, i as i64);
                let view = wire::batch::BatchView::parse(&bytes.to_vec().into()).unwrap();
                view.verify_crc().unwrap();
            }
            assert!(scan.next_header().unwrap().is_none());
            assert!(batches.next_batch().unwrap().is_none());
            assert_eq!((scan.position(), batches.position()), (end, end));
        }
    }

    #[test]
    fn a_batch_that_goes_beyond_the_end_is_no_batch() {
        let (file, end) = file_of(&[10, 20]);
        for end in 1..end {
            let mut scan = BatchScan::new(&*file, 0, end, 64);
            let mut whole = 0;
            let position = loop {
                match scan.next_batch() {
                    Ok(Some(_)) => whole += 1,
                    Ok(None) => break end,
                    Err(ScanError::NoBatch { position, .. }) => break position,
                    Err(ScanError::Io(e)) => panic!("{e}"),
                }
            };
            assert_eq!(scan.position(), position);
            assert!(whole < 2);
        }
    }

    #[test]
    fn a_file_shorter_than_believed_is_no_batch() {
        let (file, end) = file_of(&[10]);
        file.set_len(end - 1).unwrap();
        let mut scan = BatchScan::new(&*file, 0, end, 64);
        assert!(matches!(scan.next_batch(), Err(ScanError::NoBatch { position: 0, .. })));
    }
}
