//! The little that the quorum must know of a record batch: that it is one, its offsets, and where the stamps go.
//!
//! Base offset and partition leader epoch lie outside the batch's CRC, so they can be put on a finished batch. Records
//! and compression are not looked at here.

use bytes::{Bytes, BytesMut};
use wire::batch::{BatchError, BatchMut, BatchView};

use crate::Error;

/// The offsets that the one batch in `bytes` takes; an error when it is not exactly one batch of magic 2.
pub(crate) fn count(bytes: &Bytes) -> Result<u32, Error> {
    let wrong = |what: String| Error::InvalidEntry(format!("its batch can not be used: {what}"));
    let batch = BatchView::parse(bytes).map_err(|e| wrong(e.to_string()))?;
    let header = batch.header();
    if header.size() != bytes.len() {
        return Err(wrong(format!("{} bytes follow it", bytes.len() - header.size())));
    }
    if header.last_offset_delta + 1 != header.record_count {
        return Err(wrong(format!(
            "it has {} records and takes {} offsets",
            header.record_count,
            header.last_offset_delta + 1
        )));
    }
    Ok(header.record_count as u32)
}

/// Compares the batch's checksum with its bytes: brokers of Apache 3.9 end when they get one that is wrong.
pub(crate) fn verify(bytes: &Bytes) -> Result<(), Error> {
    let verified = BatchView::parse(bytes).and_then(|batch| batch.verify_crc());
    verified.map_err(|e| Error::InvalidEntry(format!("its batch can not be used: {e}")))
}

/// A copy of the batch with its place in the log written on it.
pub(crate) fn stamped(batch: &Bytes, base_offset: i64, leader_epoch: i32) -> Result<Bytes, BatchError> {
    let mut copy = BytesMut::from(&batch[..]);
    stamp(&mut copy, base_offset, leader_epoch)?;
    Ok(copy.freeze())
}

/// Writes its place in the log on the batch at the front of `bytes`.
pub(crate) fn stamp(bytes: &mut [u8], base_offset: i64, leader_epoch: i32) -> Result<(), BatchError> {
    let (mut batch, _) = BatchMut::split_first(bytes)?;
    batch.set_place(base_offset, leader_epoch)
}

/// A batch of so many records, each with these bytes as its value.
#[cfg(test)]
pub(crate) fn test_batch(records: u32, fill: u8) -> Bytes {
    let mut builder = wire::batch::BatchBuilder::new(wire::batch::BatchOptions::default());
    for _ in 0..records {
        let record = wire::batch::NewRecord { value: Some(&[fill; 5]), ..Default::default() };
        builder.append(record).unwrap();
    }
    builder.finish().unwrap()
}
