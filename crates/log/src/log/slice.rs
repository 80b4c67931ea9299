//! [`LogSlice`]: whole batches of a log, found but perhaps not yet read.

use std::fmt;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use disk::File;

use crate::error::{IoContext, LogError};
use crate::segment::Segment;

/// Whole batches of a log, one after the other: in memory, or a part of a file.
///
/// A slice of a file stays readable when the segment is rolled or removed. When the log is truncated meanwhile, reading
/// says so; whoever sends from the file instead must ask [`LogSlice::is_stale`] afterwards.
#[derive(Clone)]
pub struct LogSlice {
    first_offset: i64,
    size: usize,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Memory(Vec<Bytes>),
    File { segment: Arc<Segment>, file: Arc<dyn File>, position: u64 },
}

impl LogSlice {
    /// Nothing, at an offset.
    pub(crate) fn empty(offset: i64) -> Self {
        Self { first_offset: offset, size: 0, source: Source::Memory(Vec::new()) }
    }

    pub(crate) fn in_memory(first_offset: i64, size: usize, chunks: Vec<Bytes>) -> Self {
        Self { first_offset, size, source: Source::Memory(chunks) }
    }

    pub(crate) fn in_file(
        first_offset: i64,
        size: usize,
        segment: Arc<Segment>,
        file: Arc<dyn File>,
        position: u64,
    ) -> Self {
        Self { first_offset, size, source: Source::File { segment, file, position } }
    }

    /// Offset of the first record of the first batch, at or before the one asked for; the one asked for if empty.
    pub fn first_offset(&self) -> i64 {
        self.first_offset
    }

    /// Bytes of the batches.
    pub fn size_in_bytes(&self) -> usize {
        self.size
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The bytes, where they are in memory.
    pub fn chunks(&self) -> Option<&[Bytes]> {
        match &self.source {
            Source::Memory(chunks) => Some(chunks),
            Source::File { .. } => None,
        }
    }

    /// The file and the position in it, where they are in a file.
    pub fn file(&self) -> Option<(&Arc<dyn File>, u64)> {
        match &self.source {
            Source::Memory(_) => None,
            Source::File { file, position, .. } => Some((file, *position)),
        }
    }

    /// Whether the log was truncated so that the file may by now hold something else at that place.
    pub fn is_stale(&self) -> bool {
        match &self.source {
            Source::Memory(_) => false,
            Source::File { segment, .. } => segment.is_stale(),
        }
    }

    /// The bytes, read from the file if they are not in memory.
    ///
    /// # Errors
    /// [`LogError::TruncatedMeanwhile`], or what the disk says.
    pub fn read(&self) -> Result<Vec<Bytes>, LogError> {
        match &self.source {
            Source::Memory(chunks) => Ok(chunks.clone()),
            Source::File { segment, file, position } => {
                let mut bytes = BytesMut::zeroed(self.size);
                let read = file.read_exact_at(&mut bytes, *position);
                if segment.is_stale() {
                    return Err(LogError::TruncatedMeanwhile { offset: self.first_offset });
                }
                read.at("read", &segment.path())?;
                Ok(vec![bytes.freeze()])
            }
        }
    }

    /// As [`LogSlice::read`], in one piece.
    ///
    /// # Errors
    /// As there.
    pub fn to_bytes(&self) -> Result<Bytes, LogError> {
        let mut chunks = self.read()?;
        if chunks.len() == 1 {
            return Ok(chunks.swap_remove(0));
        }
        let mut all = BytesMut::with_capacity(self.size);
        for chunk in chunks {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

impl fmt::Debug for LogSlice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match &self.source {
            Source::Memory(_) => "memory".to_owned(),
            Source::File { segment, position, .. } => format!("{} at {position}", segment.file_name()),
        };
        write!(f, "LogSlice({} bytes from offset {}, {place})", self.size, self.first_offset)
    }
}
