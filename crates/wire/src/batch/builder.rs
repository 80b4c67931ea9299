//! Builds a batch.
//!
//! Records are written as they come into one growing buffer, behind room for the header; the header is filled in at the
//! end. Lengths are exact at every moment, so that a caller can stop before a limit.

use bytes::{Bytes, BytesMut};

use super::attributes::{Attributes, Codec, TimestampType};
use super::error::BatchError;
use super::header::{BatchHeader, HEADER_LEN, LENGTH_OVERHEAD};
use super::record::Header;
use super::{NONE, checksum};
use crate::codec::{Sink, uvarint_len, varint_len, varlong_len, zigzag32, zigzag64};

/// What a batch says about all its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchOptions {
    /// Offset of the first record. A producer leaves it 0; the broker sets it.
    pub base_offset: i64,
    /// Epoch of the leader that appends the batch; -1 before one does.
    pub partition_leader_epoch: i32,
    /// Milliseconds since 1970 that timestamps count from; that of the first record if it is not given.
    pub base_timestamp: Option<i64>,
    /// Whether `base_timestamp` is a delete horizon.
    pub delete_horizon: bool,
    /// The append time (milliseconds since 1970), if it is the broker that says the time.
    pub append_time: Option<i64>,
    /// Idempotent producer, -1 for none.
    pub producer_id: i64,
    /// Its epoch, -1 for none.
    pub producer_epoch: i16,
    /// Its sequence at the first record, -1 for none.
    pub base_sequence: i32,
    /// Whether the batch is part of a transaction.
    pub transactional: bool,
    /// Whether the records are control records.
    pub control: bool,
    /// The least last offset delta the batch has, whatever its records: what compaction keeps of a batch it empties.
    pub last_offset_delta: i32,
}

impl Default for BatchOptions {
    /// A plain batch: no producer id, not transactional, times as the records say.
    fn default() -> BatchOptions {
        BatchOptions {
            base_offset: 0,
            partition_leader_epoch: i32::from(NONE),
            base_timestamp: None,
            delete_horizon: false,
            append_time: None,
            producer_id: i64::from(NONE),
            producer_epoch: i16::from(NONE),
            base_sequence: i32::from(NONE),
            transactional: false,
            control: false,
            last_offset_delta: 0,
        }
    }
}

/// A record to be added.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewRecord<'a> {
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The value.
    pub value: Option<&'a [u8]>,
    /// The headers, in order.
    pub headers: &'a [Header<'a>],
}

/// A batch in the making.
#[derive(Debug)]
pub struct BatchBuilder {
    options: BatchOptions,
    buffer: BytesMut,
    base_timestamp: Option<i64>,
    max_timestamp: i64,
    last_offset_delta: Option<i32>,
    count: i32,
}

impl BatchBuilder {
    /// An empty batch.
    pub fn new(options: BatchOptions) -> BatchBuilder {
        BatchBuilder::with_capacity(options, 0)
    }

    /// An empty batch with room for `capacity` bytes of records.
    pub fn with_capacity(options: BatchOptions, capacity: usize) -> BatchBuilder {
        let mut buffer = BytesMut::with_capacity(HEADER_LEN + capacity);
        buffer.resize(HEADER_LEN, 0);
        BatchBuilder {
            options,
            buffer,
            base_timestamp: options.base_timestamp,
            max_timestamp: i64::from(NONE),
            last_offset_delta: None,
            count: 0,
        }
    }

    /// Bytes of the batch as it stands, uncompressed.
    pub fn size(&self) -> usize {
        self.buffer.len()
    }

    /// Records in it.
    pub fn record_count(&self) -> i32 {
        self.count
    }

    /// Bytes of the batch, uncompressed, if `record` were added next.
    pub fn size_with(&self, record: &NewRecord<'_>) -> usize {
        let body = self.body_len(self.next_delta(), record);
        self.size().saturating_add(varint_len(body as i32)).saturating_add(body)
    }

    /// Adds a record at the next offset.
    ///
    /// # Errors
    /// When the batch would be too long. It stays as it was.
    pub fn append(&mut self, record: NewRecord<'_>) -> Result<(), BatchError> {
        self.append_at(self.next_delta(), record)
    }

    /// Adds a record at `offset_delta` from the base offset.
    ///
    /// # Errors
    /// When the offset is not above the last record's, or the batch would be too long. It stays as it was.
    pub fn append_at(&mut self, offset_delta: i32, record: NewRecord<'_>) -> Result<(), BatchError> {
        let last = self.last_offset_delta.unwrap_or(-1);
        if offset_delta <= last {
            return Err(BatchError::OffsetOrder { delta: offset_delta, last });
        }
        let body = self.body_len(offset_delta, &record);
        let size = self.size().saturating_add(body).saturating_add(varint_len(body as i32));
        if size > LENGTH_OVERHEAD + i32::MAX as usize {
            return Err(BatchError::TooLong(size));
        }
        let base_timestamp = *self.base_timestamp.get_or_insert(record.timestamp);
        self.buffer.reserve(size - self.buffer.len());
        self.put_varint(body as i32);
        self.buffer.put_bytes(&[0]);
        self.put_varlong(record.timestamp.wrapping_sub(base_timestamp));
        self.put_varint(offset_delta);
        self.put_nullable(record.key);
        self.put_nullable(record.value);
        self.put_varint(record.headers.len() as i32);
        for header in record.headers {
            self.put_nullable(Some(header.key));
            self.put_nullable(header.value);
        }
        debug_assert_eq!(self.buffer.len(), size, "the record was counted wrong");
        self.max_timestamp = self.max_timestamp.max(record.timestamp);
        self.last_offset_delta = Some(offset_delta);
        self.count += 1;
        Ok(())
    }

    /// The batch, not compressed.
    ///
    /// # Errors
    /// Never for a batch whose records were added here; kept for the length field's sake.
    pub fn finish(self) -> Result<Bytes, BatchError> {
        self.seal(Codec::None)
    }

    /// The batch with its records compressed by `codec`, at the codec's own default level if none is given.
    ///
    /// # Errors
    /// When the level is not one of the codec's.
    #[cfg(feature = "compression")]
    pub fn finish_compressed(
        mut self,
        codec: Codec,
        level: Option<i32>,
    ) -> Result<Bytes, crate::compression::CompressionError> {
        if codec != Codec::None {
            let compressed = crate::compression::compress(codec, level, &self.buffer[HEADER_LEN..])?;
            self.buffer.truncate(HEADER_LEN);
            self.buffer.extend_from_slice(&compressed);
        }
        Ok(self.seal(codec)?)
    }

    /// Fills in the header over the records as they stand.
    fn seal(mut self, codec: Codec) -> Result<Bytes, BatchError> {
        let options = &self.options;
        let too_long = BatchError::TooLong(self.buffer.len());
        let timestamp_type = if options.append_time.is_some() {
            TimestampType::LogAppendTime
        } else {
            TimestampType::CreateTime
        };
        let mut header = BatchHeader {
            base_offset: options.base_offset,
            batch_length: i32::try_from(self.buffer.len() - LENGTH_OVERHEAD).map_err(|_| too_long)?,
            partition_leader_epoch: options.partition_leader_epoch,
            crc: 0,
            attributes: Attributes::default()
                .with_codec(codec)
                .with_timestamp_type(timestamp_type)
                .with_transactional(options.transactional)
                .with_control(options.control)
                .with_delete_horizon(options.delete_horizon),
            last_offset_delta: self.last_offset_delta.unwrap_or(0).max(options.last_offset_delta),
            base_timestamp: self.base_timestamp.unwrap_or(i64::from(NONE)),
            max_timestamp: options.append_time.unwrap_or(self.max_timestamp),
            producer_id: options.producer_id,
            producer_epoch: options.producer_epoch,
            base_sequence: options.base_sequence,
            record_count: self.count,
        };
        self.buffer[..HEADER_LEN].copy_from_slice(&header.to_bytes());
        header.crc = checksum(&self.buffer);
        self.buffer[..HEADER_LEN].copy_from_slice(&header.to_bytes());
        Ok(self.buffer.freeze())
    }

    fn next_delta(&self) -> i32 {
        self.last_offset_delta.map_or(0, |last| last.saturating_add(1))
    }

    /// Bytes of a record without its own length. Saturates, so that no sum of lengths can wrap below a limit.
    fn body_len(&self, offset_delta: i32, record: &NewRecord<'_>) -> usize {
        let base = self.base_timestamp.unwrap_or(record.timestamp);
        let fixed = 1 + varlong_len(record.timestamp.wrapping_sub(base)) + varint_len(offset_delta);
        let headers = record.headers.iter().fold(varint_len(record.headers.len() as i32), |sum, header| {
            sum.saturating_add(nullable_len(Some(header.key))).saturating_add(nullable_len(header.value))
        });
        headers
            .saturating_add(fixed)
            .saturating_add(nullable_len(record.key))
            .saturating_add(nullable_len(record.value))
    }

    fn put_varint(&mut self, value: i32) {
        self.buffer.put_uvarint(zigzag32(value));
    }

    fn put_varlong(&mut self, value: i64) {
        let mut rest = zigzag64(value);
        while rest >= 0x80 {
            self.buffer.put_bytes(&[rest as u8 | 0x80]);
            rest >>= 7;
        }
        self.buffer.put_bytes(&[rest as u8]);
    }

    fn put_nullable(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.put_varint(bytes.len() as i32);
                self.buffer.put_bytes(bytes);
            }
            None => self.put_varint(-1),
        }
    }
}

fn nullable_len(bytes: Option<&[u8]>) -> usize {
    match bytes {
        Some(bytes) => uvarint_len((bytes.len() as u32).saturating_mul(2)).saturating_add(bytes.len()),
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{BatchView, Record};

    fn built(options: BatchOptions, records: &[NewRecord<'_>]) -> BatchView {
        let mut builder = BatchBuilder::new(options);
        for record in records {
            let expected = builder.size_with(record);
            builder.append(*record).unwrap();
            assert_eq!(builder.size(), expected);
        }
        let view = BatchView::parse(&builder.finish().unwrap()).unwrap();
        view.verify_crc().unwrap();
        view
    }

    #[test]
    fn records_read_back_with_offsets_times_and_sequences() {
        let options =
            BatchOptions { base_offset: 40, base_sequence: 8, producer_id: 5, ..Default::default() };
        let records = [
            NewRecord { timestamp: 1_700_000_000_000, key: Some(b"k"), value: Some(b"v"), headers: &[] },
            NewRecord { timestamp: 1_699_999_999_000, key: None, value: None, headers: &[] },
        ];
        let view = built(options, &records);
        let header = view.header();
        assert_eq!((header.last_offset(), header.last_sequence(), header.record_count), (41, 9, 2));
        assert_eq!((header.base_timestamp, header.max_timestamp), (1_700_000_000_000, 1_700_000_000_000));
        let read: Vec<Record<'_>> = view.records().unwrap().map(Result::unwrap).collect();
        assert_eq!(
            (read[0].offset, read[0].sequence, read[0].key, read[0].value),
            (40, 8, Some(&b"k"[..]), Some(&b"v"[..]))
        );
        assert_eq!((read[1].offset, read[1].timestamp, read[1].key), (41, 1_699_999_999_000, None));
    }

    #[test]
    fn an_emptied_batch_keeps_its_last_offset_and_its_producer() {
        let options =
            BatchOptions { last_offset_delta: 9, producer_id: 3, base_sequence: 7, ..Default::default() };
        let view = built(options, &[]);
        assert_eq!((view.header().last_offset(), view.header().last_sequence()), (9, 16));
        assert_eq!((view.header().base_timestamp, view.header().record_count), (-1, 0));
        assert_eq!(view.records().unwrap().count(), 0);
    }

    #[test]
    fn a_batch_with_holes_keeps_its_offsets_and_its_base_time() {
        let options = BatchOptions { base_timestamp: Some(100), last_offset_delta: 6, ..Default::default() };
        let mut builder = BatchBuilder::new(options);
        builder.append_at(2, NewRecord { timestamp: 90, ..Default::default() }).unwrap();
        builder.append_at(5, NewRecord { timestamp: 110, ..Default::default() }).unwrap();
        let error = builder.append_at(5, NewRecord::default()).unwrap_err();
        assert_eq!(error, BatchError::OffsetOrder { delta: 5, last: 5 });
        let view = BatchView::parse(&builder.finish().unwrap()).unwrap();
        let read: Vec<_> =
            view.records().unwrap().map(|r| r.map(|r| (r.offset, r.timestamp)).unwrap()).collect();
        assert_eq!(read, [(2, 90), (5, 110)]);
        assert_eq!((view.header().base_timestamp, view.header().last_offset_delta), (100, 6));
    }

    #[test]
    fn an_append_time_is_every_records_time() {
        let options =
            BatchOptions { append_time: Some(500), transactional: true, control: true, ..Default::default() };
        let view = built(options, &[NewRecord { timestamp: 3, ..Default::default() }]);
        assert_eq!(view.header().attributes, Attributes(0x38));
        assert_eq!(view.records().unwrap().next().unwrap().unwrap().timestamp, 500);
    }

    #[test]
    fn times_at_the_limits_read_back() {
        for (first, second) in [(i64::MIN, i64::MAX), (i64::MAX, i64::MIN), (-1, 0)] {
            let records = [first, second].map(|timestamp| NewRecord { timestamp, ..Default::default() });
            let view = built(BatchOptions::default(), &records);
            let read: Vec<_> = view.records().unwrap().map(|r| r.unwrap().timestamp).collect();
            assert_eq!(read, [first, second]);
        }
    }
}
