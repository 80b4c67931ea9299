//! The records of a batch, borrowed from its bytes.
//!
//! Lengths are held against the record they stand in, and the record against the batch. As in Kafka's reader, any
//! negative length of a key or value is null, keys of headers are bytes that need not be UTF-8, and the same key may come
//! more than once.

use super::attributes::TimestampType;
use super::error::{BatchError, RecordFault};
use super::header::BatchHeader;
use super::sequence::increment_sequence;
use crate::codec::{read_varint, read_varlong};

/// A record.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Offset in the log.
    pub offset: i64,
    /// Offset minus the batch's base offset.
    pub offset_delta: i32,
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// The producer's sequence, -1 for none.
    pub sequence: i32,
    /// The record's own attributes, which mean nothing yet.
    pub attributes: i8,
    /// The key.
    pub key: Option<&'a [u8]>,
    /// The value; a record with a key and no value is a tombstone.
    pub value: Option<&'a [u8]>,
    /// The headers.
    pub headers: Headers<'a>,
    /// Bytes the record takes in the batch, its length included.
    pub size: usize,
}

/// A header of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The key.
    pub key: &'a [u8],
    /// The value.
    pub value: Option<&'a [u8]>,
}

/// The records of one batch, one by one. Ends after the first error, and with an error if bytes are left behind the last
/// record.
#[derive(Debug, Clone)]
pub struct Records<'a> {
    rest: &'a [u8],
    index: i32,
    count: i32,
    base_offset: i64,
    base_timestamp: i64,
    base_sequence: i32,
    append_time: Option<i64>,
}

impl<'a> Records<'a> {
    /// The records in `payload`, which is not compressed (any more), of the batch with `header`.
    pub fn new(header: &BatchHeader, payload: &'a [u8]) -> Records<'a> {
        let append_time =
            (header.timestamp_type() == TimestampType::LogAppendTime).then_some(header.max_timestamp);
        Records {
            rest: payload,
            index: 0,
            count: header.record_count,
            base_offset: header.base_offset,
            base_timestamp: header.base_timestamp,
            base_sequence: header.base_sequence,
            append_time,
        }
    }

    fn record(&mut self) -> Result<Record<'a>, RecordFault> {
        let before = self.rest.len();
        let length = read_varint(&mut self.rest).ok_or(RecordFault::Varint)?;
        let length = usize::try_from(length).map_err(|_| RecordFault::Length(length))?;
        let (mut body, rest) = self.rest.split_at_checked(length).ok_or(RecordFault::Truncated)?;
        self.rest = rest;
        let (&[attributes], after) = body.split_first_chunk().ok_or(RecordFault::Truncated)?;
        body = after;
        let timestamp_delta = read_varlong(&mut body).ok_or(RecordFault::Varint)?;
        let offset_delta = read_varint(&mut body).ok_or(RecordFault::Varint)?;
        let key = nullable(&mut body)?;
        let value = nullable(&mut body)?;
        let headers = Headers::checked(&mut body)?;
        if !body.is_empty() {
            return Err(RecordFault::Trailing(body.len()));
        }
        // A hostile delta may lead anywhere; like Kafka's, the arithmetic wraps and who validates looks at the result.
        Ok(Record {
            offset: self.base_offset.wrapping_add(i64::from(offset_delta)),
            offset_delta,
            timestamp: self.append_time.unwrap_or(self.base_timestamp.wrapping_add(timestamp_delta)),
            sequence: if self.base_sequence < 0 {
                self.base_sequence
            } else {
                increment_sequence(self.base_sequence, offset_delta)
            },
            attributes: attributes as i8,
            key,
            value,
            headers,
            size: before - rest.len(),
        })
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.index >= self.count {
            let left = std::mem::take(&mut self.rest).len();
            return (left > 0).then_some(Err(BatchError::Trailing(left)));
        }
        let index = self.index;
        match self.record() {
            Ok(record) => {
                self.index += 1;
                Some(Ok(record))
            }
            Err(fault) => {
                (self.rest, self.index) = (&[], self.count);
                Some(Err(BatchError::Record { index, fault }))
            }
        }
    }
}

/// A length and that many bytes; nothing for a negative length.
#[inline]
fn nullable<'a>(body: &mut &'a [u8]) -> Result<Option<&'a [u8]>, RecordFault> {
    let length = read_varint(body).ok_or(RecordFault::Varint)?;
    let Ok(length) = usize::try_from(length) else { return Ok(None) };
    let (bytes, rest) = body.split_at_checked(length).ok_or(RecordFault::Truncated)?;
    *body = rest;
    Ok(Some(bytes))
}

/// The headers of a record, one by one. They were found sound when the record was read.
#[derive(Debug, Clone, Copy)]
pub struct Headers<'a> {
    rest: &'a [u8],
    count: usize,
}

impl<'a> Headers<'a> {
    /// Takes the headers off the end of a record.
    fn checked(body: &mut &'a [u8]) -> Result<Headers<'a>, RecordFault> {
        let announced = read_varint(body).ok_or(RecordFault::Varint)?;
        // Each takes at least two bytes.
        let count = usize::try_from(announced).ok().filter(|count| *count <= body.len() / 2);
        let count = count.ok_or(RecordFault::HeaderCount(announced))?;
        let headers = Headers { rest: body, count };
        for _ in 0..count {
            header(body)?;
        }
        Ok(headers)
    }

    /// How many there are still to come.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none still to come.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

fn header<'a>(body: &mut &'a [u8]) -> Result<Header<'a>, RecordFault> {
    let key = nullable(body)?.ok_or(RecordFault::HeaderKey)?;
    Ok(Header { key, value: nullable(body)? })
}

impl<'a> Iterator for Headers<'a> {
    type Item = Header<'a>;

    fn next(&mut self) -> Option<Header<'a>> {
        self.count = self.count.checked_sub(1)?;
        header(&mut self.rest).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{BatchBuilder, BatchOptions, BatchView, NewRecord};
    use bytes::Bytes;

    fn read(payload: &[u8], count: i32) -> Vec<Result<Vec<u8>, BatchError>> {
        let empty = BatchBuilder::new(BatchOptions::default()).finish().unwrap();
        let header = BatchHeader { record_count: count, ..*BatchView::parse(&empty).unwrap().header() };
        Records::new(&header, payload).map(|r| r.map(|r| r.value.unwrap_or_default().to_vec())).collect()
    }

    #[test]
    fn headers_keep_their_order_their_duplicates_and_their_bytes() {
        let headers = [
            Header { key: b"trace", value: Some(&b"1"[..]) },
            Header { key: b"trace", value: Some(&b"2"[..]) },
            Header { key: b"\xff\xfe", value: None },
            Header { key: b"", value: Some(&b""[..]) },
        ];
        let mut builder = BatchBuilder::new(BatchOptions::default());
        builder.append(NewRecord { headers: &headers, ..Default::default() }).unwrap();
        let view = BatchView::parse(&builder.finish().unwrap()).unwrap();
        let record = view.records().unwrap().next().unwrap().unwrap();
        assert_eq!(record.headers.len(), 4);
        assert_eq!(record.headers.collect::<Vec<_>>(), headers);
    }

    // A record of 7 bytes: length 6, attributes, both deltas 0, null key, null value, no headers.
    const SMALLEST: [u8; 7] = [12, 0, 0, 0, 1, 1, 0];

    #[test]
    fn a_broken_record_ends_the_batch_with_its_position() {
        assert_eq!(read(&SMALLEST, 1), [Ok(vec![])]);
        for (change, fault) in [
            ((0, 14), RecordFault::Truncated),
            ((0, 10), RecordFault::Varint),
            ((0, 1), RecordFault::Length(-1)),
            ((0, 0), RecordFault::Truncated),
            ((4, 20), RecordFault::Truncated),
            ((6, 2), RecordFault::HeaderCount(1)),
            ((6, 1), RecordFault::HeaderCount(-1)),
        ] {
            let mut bytes = [SMALLEST, SMALLEST].concat();
            bytes[7 + change.0] = change.1;
            let bytes = if change == (0, 14) { bytes } else { [bytes, SMALLEST.to_vec()].concat() };
            let found = read(&bytes, 3);
            assert_eq!(found, [Ok(vec![]), Err(BatchError::Record { index: 1, fault })], "{change:?}");
        }
        let trailing = [14, 0, 0, 0, 1, 1, 0, 9];
        let fault = RecordFault::Trailing(1);
        assert_eq!(read(&trailing, 1), [Err(BatchError::Record { index: 0, fault })]);
        let no_key = [16, 0, 0, 0, 1, 1, 2, 1, 1];
        let fault = RecordFault::HeaderKey;
        assert_eq!(read(&no_key, 1), [Err(BatchError::Record { index: 0, fault })]);
    }

    #[test]
    fn a_wrong_count_is_noticed_either_way() {
        assert_eq!(read(&SMALLEST, 0), [Err(BatchError::Trailing(7))]);
        let fault = RecordFault::Varint;
        assert_eq!(read(&SMALLEST, 2), [Ok(vec![]), Err(BatchError::Record { index: 1, fault })]);
    }

    #[test]
    fn keys_and_values_are_slices_of_the_batch() {
        let mut builder = BatchBuilder::new(BatchOptions::default());
        builder.append(NewRecord { value: Some(b"value"), ..Default::default() }).unwrap();
        let bytes: Bytes = builder.finish().unwrap();
        let view = BatchView::parse(&bytes).unwrap();
        let record = view.records().unwrap().next().unwrap().unwrap();
        let shared = bytes.slice_ref(record.value.unwrap());
        assert_eq!((&shared[..], record.size), (&b"value"[..], bytes.len() - 61));
    }
}
