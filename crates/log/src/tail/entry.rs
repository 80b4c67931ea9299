//! [`TailEntry`]: batches that one append has put into a log.

use bytes::Bytes;
use wire::batch::{BatchHeader, HEADER_LEN};

/// The bytes of an append.
#[derive(Clone, Debug)]
pub(crate) enum TailBatches {
    /// One batch of a leader: the header that was stamped, and the records as they came.
    Stamped(Bytes, Bytes),
    /// One or more whole batches of a follower.
    Run(Bytes),
}

/// Batches in the tail.
#[derive(Clone, Debug)]
pub(crate) struct TailEntry {
    /// Offset of the first record.
    pub(crate) first_offset: i64,
    /// One behind the last record's.
    pub(crate) next_offset: i64,
    /// The batches.
    pub(crate) batches: TailBatches,
}

impl TailBatches {
    /// Bytes of the batches.
    pub(super) fn len(&self) -> usize {
        match self {
            TailBatches::Stamped(head, records) => head.len() + records.len(),
            TailBatches::Run(bytes) => bytes.len(),
        }
    }
}

/// What may be taken out of the tail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The first batch taken is the one with this offset.
    pub(super) offset: i64,
    /// No batch that ends behind this offset is taken.
    pub(super) upper: i64,
    /// Bytes at most; the first batch may be larger if `min_one_batch`.
    pub(super) bytes_max: usize,
    /// Whether the first batch is taken whatever its size.
    pub(super) min_one_batch: bool,
}

/// Whole batches being put together.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) chunks: Vec<Bytes>,
    pub(super) bytes: usize,
    pub(super) first_offset: i64,
}

impl Taken {
    /// Takes what is wanted of an entry. False when something was left, so that nothing behind it may be taken.
    pub(super) fn take(&mut self, entry: &TailEntry, wanted: Wanted) -> bool {
        match &entry.batches {
            TailBatches::Stamped(head, records) => {
                let size = head.len() + records.len();
                if entry.next_offset > wanted.upper || !self.fits(0, size, wanted) {
                    return false;
                }
                self.put(entry.first_offset, [head.clone(), records.clone()]);
                true
            }
            TailBatches::Run(run) => self.take_run(run, wanted),
        }
    }

    fn take_run(&mut self, run: &Bytes, wanted: Wanted) -> bool {
        let (mut from, mut to, mut first_offset) = (0, 0, None);
        while to < run.len() {
            // It was whole when it was appended.
            let Some(header) = run.get(to..to + HEADER_LEN).and_then(|head| BatchHeader::parse(head).ok())
            else {
                break;
            };
            let size = header.size();
            if header.last_offset() < wanted.offset {
                from = to + size;
            } else if header.next_offset() > wanted.upper || !self.fits(to - from, size, wanted) {
                break;
            } else if first_offset.is_none() {
                first_offset = Some(header.base_offset);
            }
            to += size;
        }
        if let Some(first_offset) = first_offset {
            self.put(first_offset, [run.slice(from..to)]);
        }
        to == run.len()
    }

    /// Whether a batch of `size` bytes may be added to what is taken and `more`.
    fn fits(&self, more: usize, size: usize, wanted: Wanted) -> bool {
        let already = self.bytes + more;
        already + size <= wanted.bytes_max || (already == 0 && wanted.min_one_batch)
    }

    fn put<const N: usize>(&mut self, first_offset: i64, chunks: [Bytes; N]) {
        if self.bytes == 0 {
            self.first_offset = first_offset;
        }
        self.bytes += chunks.iter().map(Bytes::len).sum::<usize>();
        self.chunks.extend(chunks);
    }
}
