//! What a broker changes in a batch before it stores it, in place.
//!
//! Offset and leader epoch lie outside the checksum; timestamps lie inside, so changing them computes it anew. Promises
//! to touch nothing else.

use super::attributes::TimestampType;
use super::error::BatchError;
use super::header::{
    ATTRIBUTES_AT, BASE_OFFSET_AT, BatchHeader, CRC_AT, HEADER_LEN, LEADER_EPOCH_AT, MAX_TIMESTAMP_AT, put,
};

/// One whole batch in a buffer that is the caller's to change.
#[derive(Debug)]
pub struct BatchMut<'a> {
    header: BatchHeader,
    head: &'a mut [u8; HEADER_LEN],
    records: &'a mut [u8],
}

impl<'a> BatchMut<'a> {
    /// The batch at the front of `bytes`, and the bytes behind it.
    ///
    /// # Errors
    /// When the header makes no sense or the batch is not all there.
    pub fn split_first(bytes: &'a mut [u8]) -> Result<(BatchMut<'a>, &'a mut [u8]), BatchError> {
        let header = BatchHeader::parse(bytes)?;
        let (needed, left) = (header.size(), bytes.len());
        let truncated = BatchError::Truncated { needed, left };
        let (batch, rest) = bytes.split_at_mut_checked(needed).ok_or(truncated)?;
        let (head, records) = batch.split_first_chunk_mut().ok_or(truncated)?;
        Ok((BatchMut { header, head, records }, rest))
    }

    /// The header, as the batch stands now.
    pub fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// Gives the batch its place in the log: offset of its first record, and epoch of the leader that appends it.
    ///
    /// # Errors
    /// When the last offset would be beyond what an offset can be.
    pub fn set_place(&mut self, base_offset: i64, partition_leader_epoch: i32) -> Result<(), BatchError> {
        let last_offset_delta = self.header.last_offset_delta;
        if base_offset.checked_add(i64::from(last_offset_delta)).is_none() {
            return Err(BatchError::Offsets { base_offset, last_offset_delta });
        }
        self.header.base_offset = base_offset;
        self.header.partition_leader_epoch = partition_leader_epoch;
        put(self.head, BASE_OFFSET_AT, base_offset.to_be_bytes());
        put(self.head, LEADER_EPOCH_AT, partition_leader_epoch.to_be_bytes());
        Ok(())
    }

    /// Sets who says the time and the largest timestamp (milliseconds since 1970), and the checksum with them. Does
    /// nothing if both are so already.
    pub fn set_max_timestamp(&mut self, timestamp_type: TimestampType, max_timestamp: i64) {
        if self.header.timestamp_type() == timestamp_type && self.header.max_timestamp == max_timestamp {
            return;
        }
        self.header.attributes = self.header.attributes.with_timestamp_type(timestamp_type);
        self.header.max_timestamp = max_timestamp;
        put(self.head, ATTRIBUTES_AT, self.header.attributes.0.to_be_bytes());
        put(self.head, MAX_TIMESTAMP_AT, max_timestamp.to_be_bytes());
        self.header.crc = self.computed_crc();
        put(self.head, CRC_AT, self.header.crc.to_be_bytes());
    }

    /// Compares the stored checksum with the bytes.
    ///
    /// # Errors
    /// [`BatchError::Crc`] when they differ.
    pub fn verify_crc(&self) -> Result<(), BatchError> {
        let (stored, computed) = (self.header.crc, self.computed_crc());
        if stored == computed { Ok(()) } else { Err(BatchError::Crc { stored, computed }) }
    }

    fn computed_crc(&self) -> u32 {
        crc32c::crc32c_append(crc32c::crc32c(&self.head[ATTRIBUTES_AT..]), self.records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{BatchBuilder, BatchOptions, BatchView, NewRecord};
    use bytes::Bytes;

    fn two_batches() -> Vec<u8> {
        let mut bytes = Vec::new();
        for value in [&b"one"[..], b"two"] {
            let mut builder = BatchBuilder::new(BatchOptions::default());
            builder.append(NewRecord { timestamp: 50, value: Some(value), ..Default::default() }).unwrap();
            bytes.extend_from_slice(&builder.finish().unwrap());
        }
        bytes
    }

    #[test]
    fn a_batch_gets_its_place_without_touching_the_checksum() {
        let mut bytes = two_batches();
        let before = bytes.clone();
        let mut next = 1000;
        let mut rest = &mut bytes[..];
        while !rest.is_empty() {
            let (mut batch, behind) = BatchMut::split_first(rest).unwrap();
            batch.set_place(next, 7).unwrap();
            batch.verify_crc().unwrap();
            next = batch.header().next_offset();
            rest = behind;
        }
        assert_eq!(next, 1002);
        let changed: Vec<usize> = (0..bytes.len()).filter(|i| bytes[*i] != before[*i]).collect();
        let size = bytes.len() / 2;
        assert!(changed.iter().all(|at| at % size < 8 || (12..16).contains(&(at % size))), "{changed:?}");
        let second = BatchView::parse(&Bytes::from(bytes).slice(size..)).unwrap();
        assert_eq!((second.header().base_offset, second.header().partition_leader_epoch), (1001, 7));
    }

    #[test]
    fn an_append_time_is_in_the_checksum_and_on_every_record() {
        let mut bytes = two_batches();
        let (mut batch, _) = BatchMut::split_first(&mut bytes).unwrap();
        let crc = batch.header().crc;
        batch.set_max_timestamp(TimestampType::CreateTime, 50);
        assert_eq!(batch.header().crc, crc, "nothing to change");
        batch.set_max_timestamp(TimestampType::LogAppendTime, 9000);
        batch.verify_crc().unwrap();
        assert_ne!(batch.header().crc, crc);
        let view = BatchView::parse(&Bytes::from(bytes)).unwrap();
        view.verify_crc().unwrap();
        assert_eq!(view.records().unwrap().next().unwrap().unwrap().timestamp, 9000);
    }

    #[test]
    fn a_place_beyond_the_last_offset_is_refused() {
        let mut builder = BatchBuilder::new(BatchOptions::default());
        builder.append(NewRecord::default()).unwrap();
        builder.append(NewRecord::default()).unwrap();
        let mut bytes = builder.finish().unwrap().to_vec();
        let (mut batch, _) = BatchMut::split_first(&mut bytes).unwrap();
        assert!(batch.set_place(i64::MAX - 1, 0).is_ok());
        assert!(matches!(batch.set_place(i64::MAX, 0), Err(BatchError::Offsets { .. })));
    }

    #[test]
    fn half_a_batch_is_not_edited() {
        let mut bytes = two_batches();
        let size = bytes.len() / 2;
        let error = BatchMut::split_first(&mut bytes[..size - 1]).unwrap_err();
        assert_eq!(error, BatchError::Truncated { needed: size, left: size - 1 });
    }
}
