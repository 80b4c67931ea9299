//! Reads the records of a segment's content, and tells a torn end from lost data.

use bytes::Bytes;

use super::format::{HEADER_LEN, RECORD_HEADER_LEN, Record, RecordHeader, SegmentHeader, read_record};

/// What a segment holds.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) header: SegmentHeader,
    /// The records with their positions, in order.
    pub(super) records: Vec<(u32, Record)>,
    /// Where the last readable record ends.
    pub(super) end: u32,
    /// Whether anything stands after `end`.
    pub(super) torn: bool,
}

/// Why a segment cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It was never finished: nothing in it can have been relied on.
    NeverBegun,
    /// Durable data was lost or changed, or belongs to another program.
    Damaged { at: u64, what: String },
}

/// Reads a whole segment. `last`: whether it is the one that was being written, and may have a torn end.
pub(super) fn read(content: &Bytes, last: bool) -> Result<Segment, Unreadable> {
    let damaged = |at: usize, what: String| Err(Unreadable::Damaged { at: at as u64, what });
    let header = match SegmentHeader::decode(content) {
        Ok(header) => header,
        Err(_) if last && !durable_beyond(content, 0) => return Err(Unreadable::NeverBegun),
        Err(what) => return damaged(0, what),
    };
    let mut records = Vec::new();
    let mut at = HEADER_LEN;
    while at < content.len() {
        let Some((record_header, bytes)) = record_at(content, at) else {
            if !last || durable_beyond(content, at) {
                return damaged(at, "a record that was durable cannot be read".into());
            }
            return Ok(Segment { header, records, end: at as u32, torn: true });
        };
        match read_record(&record_header, bytes) {
            Ok(record) => records.push((at as u32, record)),
            Err(malformed) => {
                return damaged(at, format!("a record with a right checksum is malformed: {malformed}"));
            }
        }
        at += record_header.length;
    }
    Ok(Segment { header, records, end: at as u32, torn: false })
}

/// The record at a position when its checksum is right.
pub(super) fn record_at(content: &Bytes, at: usize) -> Option<(RecordHeader, Bytes)> {
    let header = RecordHeader::decode(content.get(at..at + RECORD_HEADER_LEN)?)?;
    let end = at.checked_add(header.length).filter(|end| *end <= content.len())?;
    let record = content.slice(at..end);
    header.matches(&record).then_some((header, record))
}

/// Whether a readable record after `at` says that the byte at `at` was durable when it was written.
fn durable_beyond(content: &Bytes, at: usize) -> bool {
    (at + 1..content.len().saturating_sub(RECORD_HEADER_LEN)).any(|position| {
        let header = &content[position..position + RECORD_HEADER_LEN];
        RecordHeader::decode(header)
            .filter(|header| header.durable as usize > at && header.durable as usize <= position)
            .is_some_and(|_| record_at(content, position).is_some())
    })
}
