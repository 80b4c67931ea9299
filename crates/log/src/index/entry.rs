//! The entries of both indexes and their bytes (`OffsetIndex` and `TimeIndex` of
//! `org.apache.kafka.storage.internals.log`). Offsets are written relative to the segment's base offset.

/// Says: the batch that ends with this offset stands at this position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OffsetEntry {
    /// Last offset of the batch.
    pub(crate) offset: i64,
    /// Where the batch begins in the segment's file.
    pub(crate) position: u32,
}

/// Says: up to and with the batch that ends with this offset, no timestamp is later than this one, which is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeEntry {
    /// The largest timestamp so far.
    pub(crate) timestamp: i64,
    /// Last offset of the batch that has it.
    pub(crate) offset: i64,
}

/// An entry of fixed size. All its numbers grow through its index.
pub(super) trait Entry: Copy {
    /// Bytes it takes.
    const SIZE: usize;

    /// Whether it can stand before the other.
    fn is_before(self, other: Self) -> bool;

    /// Appends its bytes. The offset must not be more than `i32::MAX` behind the base: segments are rolled before.
    fn put(self, base_offset: i64, into: &mut Vec<u8>);

    /// From exactly [`Entry::SIZE`] bytes; `None` when they cannot be an entry.
    fn get(base_offset: i64, bytes: &[u8]) -> Option<Self>;
}

impl Entry for OffsetEntry {
    const SIZE: usize = 8;

    fn is_before(self, other: Self) -> bool {
        self.offset < other.offset
    }

    fn put(self, base_offset: i64, into: &mut Vec<u8>) {
        into.extend_from_slice(&((self.offset - base_offset) as i32).to_be_bytes());
        into.extend_from_slice(&self.position.to_be_bytes());
    }

    fn get(base_offset: i64, bytes: &[u8]) -> Option<Self> {
        let offset = relative(bytes.get(..4)?)?;
        let position = i32::from_be_bytes(bytes.get(4..8)?.try_into().ok()?);
        Some(Self { offset: base_offset.checked_add(offset)?, position: u32::try_from(position).ok()? })
    }
}

impl Entry for TimeEntry {
    const SIZE: usize = 12;

    fn is_before(self, other: Self) -> bool {
        self.timestamp < other.timestamp
    }

    fn put(self, base_offset: i64, into: &mut Vec<u8>) {
        into.extend_from_slice(&self.timestamp.to_be_bytes());
        into.extend_from_slice(&((self.offset - base_offset) as i32).to_be_bytes());
    }

    fn get(base_offset: i64, bytes: &[u8]) -> Option<Self> {
        let timestamp = i64::from_be_bytes(bytes.get(..8)?.try_into().ok()?);
        let offset = relative(bytes.get(8..12)?)?;
        Some(Self { timestamp, offset: base_offset.checked_add(offset)? })
    }
}

fn relative(bytes: &[u8]) -> Option<i64> {
    let relative = i32::from_be_bytes(bytes.try_into().ok()?);
    (relative >= 0).then_some(i64::from(relative))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_kafkas_bytes() {
        let mut bytes = Vec::new();
        let entry = OffsetEntry { offset: 1000 + 0x0102_0304, position: 0x0506_0708 };
        entry.put(1000, &mut bytes);
        assert_eq!(bytes, [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(OffsetEntry::get(1000, &bytes), Some(entry));
        bytes.clear();
        let entry = TimeEntry { timestamp: 0x0102_0304_0506_0708, offset: 1000 + i64::from(i32::MAX) };
        entry.put(1000, &mut bytes);
        assert_eq!(bytes, [1, 2, 3, 4, 5, 6, 7, 8, 0x7f, 0xff, 0xff, 0xff]);
        assert_eq!(TimeEntry::get(1000, &bytes), Some(entry));
    }

    #[test]
    fn negative_numbers_are_no_entries() {
        assert_eq!(OffsetEntry::get(0, &[0xff; 8]), None);
        assert_eq!(OffsetEntry::get(0, &[0, 0, 0, 1, 0x80, 0, 0, 0]), None);
        assert_eq!(TimeEntry::get(0, &[0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0, 0]), None);
        assert_eq!(OffsetEntry::get(i64::MAX, &[0, 0, 0, 1, 0, 0, 0, 0]), None);
    }
}
