//! Small record batches, known again by a mark.

use bytes::Bytes;
use ferryman_quorum::Entry;
use wire::batch::{BatchBuilder, BatchHeader, BatchOptions, NewRecord};

/// An entry of so many records that carries a mark.
pub(crate) fn entry(records: u32, mark: u64) -> Entry {
    let batch = if records == 0 { Bytes::new() } else { batch(records, mark) };
    Entry { batch, count: records, private: Bytes::copy_from_slice(&mark.to_be_bytes()) }
}

fn batch(records: u32, mark: u64) -> Bytes {
    let mut builder = BatchBuilder::new(BatchOptions::default());
    for _ in 0..records {
        builder.append(NewRecord { value: Some(&mark.to_be_bytes()), ..Default::default() }).unwrap();
    }
    builder.finish().unwrap()
}

/// Base offset, leader epoch, records and length of the batch at the begin of `bytes`.
pub(crate) fn header(bytes: &[u8]) -> (i64, i32, u32, usize) {
    let header = BatchHeader::parse(bytes).unwrap();
    (header.base_offset, header.partition_leader_epoch, header.record_count as u32, header.size())
}
