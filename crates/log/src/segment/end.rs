//! [`SegmentEnd`]: where a segment's batches end, in offsets and in bytes, published as one number so that a reader never
//! sees one without the other.

use std::sync::atomic::{AtomicU64, Ordering};

/// The end of a segment's batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SegmentEnd {
    /// One behind the last offset.
    pub(crate) next_offset: i64,
    /// Bytes of batches.
    pub(crate) size: u32,
}

/// A [`SegmentEnd`] that a writer moves and readers look at.
pub(super) struct PublishedEnd {
    base_offset: i64,
    /// High half: next offset relative to the base; low half: size. Relative offsets fit: a segment is rolled before a
    /// last offset lies more than `i32::MAX` behind its base.
    packed: AtomicU64,
}

impl PublishedEnd {
    /// The farthest that a segment's next offset can lie behind its base.
    const RELATIVE_MAX: i64 = i32::MAX as i64 + 1;

    pub(super) fn new(base_offset: i64, end: SegmentEnd) -> Self {
        let published = Self { base_offset, packed: AtomicU64::new(0) };
        published.set(end);
        published
    }

    pub(super) fn get(&self) -> SegmentEnd {
        let packed = self.packed.load(Ordering::Acquire);
        SegmentEnd { next_offset: self.base_offset + (packed >> 32) as i64, size: packed as u32 }
    }

    /// Publishes an end. Bytes before it must have been written.
    pub(super) fn set(&self, end: SegmentEnd) {
        let relative = (end.next_offset - self.base_offset).clamp(0, Self::RELATIVE_MAX);
        self.packed.store(((relative as u64) << 32) | u64::from(end.size), Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_end_fits() {
        let end = SegmentEnd { next_offset: 5 + i64::from(i32::MAX) + 1, size: u32::MAX };
        let published = PublishedEnd::new(5, end);
        assert_eq!(published.get(), end);
        published.set(SegmentEnd { next_offset: i64::MAX, size: 0 });
        assert_eq!(
            published.get().next_offset,
            5 + i64::from(i32::MAX) + 1,
            "what lies behind is in no batch of it"
        );
    }
}
