//! Searching a file of index entries by positioned reads.

use std::io;

use disk::File;

use super::entry::Entry;

/// When no more entries than these are left to search they are read at once.
const BLOCK: u32 = 64;

/// What a search in a file found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<E> {
    /// How many entries, from the first on, have what was asked for, and the last of them.
    Entries(u32, Option<E>),
    /// The file is not an index (of this segment).
    Damaged,
}

/// How many of the first `count` entries are `wanted`; those must all stand before the others.
pub(super) fn partition_point<E: Entry>(
    file: &dyn File,
    base_offset: i64,
    count: u32,
    wanted: impl Fn(E) -> bool,
) -> io::Result<Found<E>> {
    // Entries before `low` are known to be wanted, those from `high` on not to be.
    let (mut low, mut high) = (0, count);
    while high - low > BLOCK {
        let middle = low + (high - low) / 2;
        match entry::<E>(file, base_offset, middle)? {
            None => return Ok(Found::Damaged),
            Some(e) if wanted(e) => low = middle,
            Some(_) => high = middle,
        }
    }
    let mut block = vec![0; (high - low) as usize * E::SIZE];
    match file.read_exact_at(&mut block, u64::from(low) * E::SIZE as u64) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(Found::Damaged),
        result => result?,
    }
    let (mut at, mut last) = (low, None);
    for bytes in block.chunks_exact(E::SIZE) {
        match E::get(base_offset, bytes) {
            None => return Ok(Found::Damaged),
            Some(e) if !wanted(e) => break,
            Some(e) => (at, last) = (at + 1, Some(e)),
        }
    }
    Ok(Found::Entries(at, last))
}

/// One entry; `None` when there is none, or bytes that are none.
pub(super) fn entry<E: Entry>(file: &dyn File, base_offset: i64, at: u32) -> io::Result<Option<E>> {
    let mut bytes = [0; 16];
    let bytes = &mut bytes[..E::SIZE];
    match file.read_exact_at(bytes, u64::from(at) * E::SIZE as u64) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        result => result.map(|()| E::get(base_offset, bytes)),
    }
}

/// The bytes of entries.
pub(super) fn encode<E: Entry>(base_offset: i64, entries: &[E]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * E::SIZE);
    for entry in entries {
        entry.put(base_offset, &mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use disk::{Disk, OpenMode, SimDisk, create_dir_durable};
    use proptest::prelude::*;

    use super::*;
    use crate::index::OffsetEntry;

    fn file_with(entries: &[OffsetEntry]) -> Arc<dyn File> {
        let disk = SimDisk::new();
        create_dir_durable(&disk, Path::new("/d")).unwrap();
        let file = disk.open(Path::new("/d/index"), OpenMode::Create).unwrap();
        file.write_all_at(&encode(100, entries), 0).unwrap();
        file
    }

    proptest! {
        #[test]
        fn the_last_entry_before_a_key_is_found_in_an_index_of_any_size(steps in proptest::collection::vec(1..5_i64, 0..400), key in 90..1500_i64) {
            let mut offset = 100;
            let entries: Vec<OffsetEntry> = steps.iter().enumerate().map(|(i, step)| {
                offset += step;
                OffsetEntry { offset, position: i as u32 * 10 }
            }).collect();
            let file = file_with(&entries);
            let mut wanted = entries.iter().filter(|e| e.offset <= key);
            let expected = Found::Entries(wanted.clone().count() as u32, wanted.next_back().copied());
            let found = partition_point(&*file, 100, entries.len() as u32, |e: OffsetEntry| e.offset <= key);
            prop_assert_eq!(found.unwrap(), expected);
        }
    }

    #[test]
    fn a_file_that_is_no_index_is_found_out() {
        let file = file_with(&[]);
        let search = || partition_point(&*file, 100, 3, |_: OffsetEntry| true).unwrap();
        assert_eq!(search(), Found::Damaged, "shorter than it was");
        file.write_all_at(&[0xff; 24], 0).unwrap();
        assert_eq!(search(), Found::Damaged);
    }
}
